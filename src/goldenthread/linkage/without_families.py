"""Whether records without families are what they seem: whether what looks like twins is one person.

Some predicates in ``refusing`` keep twins, brothers and sisters apart even where the model learned that there are none,
for few twins among many people teach nothing. Where there are families, a twin's records are joined to each other, and
those that look like another twin's are no lonelier than any. Where nearly all of these pairs have a record that
otherwise stands alone, they are one person each under a wrong forename, and those predicates are not heard.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.company import ALONE_IF_ONE_PERSON
from goldenthread.linkage.engines.engine import BIN_BITS
from goldenthread.linkage.joining import Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.refusal import RELATIVES_ARE_LIVE_BELOW_BITS, Refusal
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.standing_alone import alone_by_chance, standing_alone

LEAST_PAIRS = 20
MOST_ALONE_BY_CHANCE = 0.5
"""Where records stand alone more often than that, it tells little that one does."""
LEAST_ONE_PERSON = 0.9
"""At least this share of the pairs must be one person, by how many of them have a record that stands alone."""

UNLEARNED = tuple(
    place for place, refusal in enumerate(REFUSALS) if refusal.whatever_learned or refusal.of_families_alone
)
_UNLEARNED_NAMES = pa.array([REFUSALS[place].name for place in UNLEARNED])


def is_without_families(pairs: pa.Table, person_of: Numbers, model: Model) -> bool:
    """``pairs`` (DECISIONS) and people as decided while every predicate was heard."""
    if model.against_relative_bits < RELATIVES_ARE_LIVE_BELOW_BITS:
        return False
    held = pairs.filter(pc.is_in(pairs["why"], value_set=_UNLEARNED_NAMES))
    left, right = held["rid_l"].to_numpy(), held["rid_r"].to_numpy()
    apart = person_of[left] != person_of[right]
    sizes = np.bincount(person_of, minlength=1)
    by_chance = alone_by_chance(float(np.mean(sizes[person_of] == 1)) if len(person_of) else 1.0)
    if apart.sum() < LEAST_PAIRS or by_chance > MOST_ALONE_BY_CHANCE:
        return False
    alone = standing_alone(left[apart], right[apart], person_of) > 0
    one_person = (float(alone.mean()) - by_chance) / (ALONE_IF_ONE_PERSON - by_chance)
    return one_person >= LEAST_ONE_PERSON


def unheard(refusal: Numbers, left: Numbers, right: Numbers, features: pa.Table) -> Truths:
    """Which pairs nothing but those predicates refuses. Two permanent UPNs still go to a person."""
    upns = features["upn"].combine_chunks().dictionary_encode().indices
    numbers = np.asarray(pc.fill_null(upns, -1), dtype=np.int64)
    two = (numbers[left] != numbers[right]) & (numbers[left] >= 0) & (numbers[right] >= 0)
    return np.asarray(np.isin(refusal, UNLEARNED) & ~two)


def bins_with(bins: Sequence[Bin], pairs: pa.Table, features: pa.Table) -> list[Bin]:
    """``bins`` with those among ``pairs`` (PAIRS) that are not refused any more."""
    left, right = pairs["rid_l"].to_numpy(), pairs["rid_r"].to_numpy()
    refusal = pc.fill_null(pairs["refusal"], -1).to_numpy()
    freed = unheard(refusal, left, right, features) & ~pairs["confirmed"].to_numpy()
    born = np.asarray(pc.is_valid(features["dob"]))
    kinds = zip(
        (np.floor(pairs["bits"].to_numpy()[freed] / BIN_BITS) * BIN_BITS).tolist(),
        (born[left] & born[right])[freed].tolist(),
        strict=True,
    )
    more = Counter(kinds)
    known = {(b.bits, b.both_born): b for b in bins}
    for bits, both_born in more:
        known.setdefault((bits, both_born), Bin(bits=bits, both_born=both_born))
    return [replace(known[kind], open=known[kind].open + more[kind]) for kind in sorted(known)]


def heard(model: Model) -> tuple[Refusal, ...]:
    """The predicates that speak of records like those that the model was trained on."""
    return tuple(r for place, r in enumerate(REFUSALS) if not (model.without_families and place in UNLEARNED))
