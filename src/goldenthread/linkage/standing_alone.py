"""What it says of a pair that was held apart whether its records stand alone, once people are known.

Two records of one person that nothing joined are nearly always so because one of them stands alone: had each of them
others, some of those would have brought the two together. The records of two people stand alone no more often than any
that hold as much: a record of nothing but a name stands alone whosesoever it is. So where neither stands alone the pair
is two people far more likely than its weight says, and where one does, less; and where people have few records, one
person's two stand alone both.

It also tells of each predicate in ``refusing``, without truth, how often the pairs that it holds apart are one person:
by how many of them have records that stand alone, beside any two that hold as much. Their weight does not tell that,
for what they have in common is what the predicate distrusts. Likewise of the pairs that have too little evidence: where
nothing but relatives and namesakes is left among them, or where one person's records are full of faults, their weight
says too much or too little of all of them alike. Nobody is joined or parted by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from goldenthread.linkage.company import ALONE_IF_ONE_PERSON, SETTLED, Met, meeting
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.parting import PARTED
from goldenthread.linkage.refusing import FITS_TWINS, FITS_TWO, IDENTIFIER_IN_DOUBT, REFUSALS

TOO_LITTLE_EVIDENCE = "the evidence is not enough by itself"

OWN_OPINION = 20.0
"""What the weights say of a predicate's pairs counts as so many of them."""
AS_ANY_RECORD = 20.0
"""Where few records hold so many things, that all records stand alone so often counts as so many of them."""
AS_ONE_WITNESS = 50.0
"""So many pairs of too little evidence count as one: they share records, and what is taken for chance is nearly so."""
LEAST_ASKED = 0.02
"""Of pairs of which less is said nothing is learned: there are so many that they would hide the rest."""
UNLIKELY_BITS = 1.0
"""Before any pair is seen, their weights are taken to be right, and more than so many bits off to be unlikely."""
LEAST_OF_A_PREDICATE, MOST_OF_A_PREDICATE = 0.005, 0.98
"""So indirect a witness is never surer than this."""
ROUNDS = 100

_REFUSED_ALONE = frozenset(REFUSALS[position].name for position in (*IDENTIFIER_IN_DOUBT, FITS_TWINS, FITS_TWO))
_LEAVES_ALONE = _REFUSED_ALONE | PARTED | {refusal.name for refusal in REFUSALS if not refusal.contradicts}
"""A number in doubt, another whom it fits as well, or a link that was parted is itself what leaves a record alone. And
of what contradicts nothing, but has a name alone in common, others need not have brought the two together: what a
school knows of a mother and what child health knows may have nothing else to compare in any of her records."""
LEARNED_OF_PEOPLE = frozenset(refusal.name for refusal in REFUSALS) - _LEAVES_ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Pairs in columns: what was said of each, why it is where it is, whether it is apart, how many of its records
    stand alone, and the share of records like either that do.

    Shape: ``reason`` are positions in ``reasons``.
    """

    chance: Bits
    reason: Numbers
    reasons: Sequence[str]
    apart: Truths
    alone: Numbers
    left: Bits
    right: Bits

    @property
    def too_little(self) -> Truths:
        """Which are apart for want of evidence alone."""
        return np.asarray(self.apart & (np.array([*self.reasons, ""]) == TOO_LITTLE_EVIDENCE)[self.reason])

    def meeting(self, model: Model) -> Met:
        return meeting(self.alone, self.left, model.both_alone_bits, other=self.right)


def learn_apart(pairs: pa.Table, person_of: Numbers, model: Model, *, holds: Numbers | None = None) -> Model:
    """The model with how often a record stands alone, and what that says of each predicate. ``pairs``: DECISIONS.

    ``holds``: how many things each record holds; without it, all hold as much.
    """
    alone = np.bincount(person_of, minlength=1)[person_of] == 1
    model = replace(model, stand_alone=round(float((alone.sum() + 1) / (len(person_of) + 2)), 6))
    model = replace(model, alone_holding=() if holds is None else _alone_holding(alone, holds, model.stand_alone))
    held = _held(pairs, person_of, model, holds)
    met = held.meeting(model)
    apart = {}
    for position, name in enumerate(held.reasons):
        of_it = held.apart & (held.reason == position)
        if name in LEARNED_OF_PEOPLE and of_it.any():
            share = share_of_one_person(met.of(of_it), float(held.chance[of_it].mean()), OWN_OPINION)
            apart[name] = round(min(max(share, LEAST_OF_A_PREDICATE), MOST_OF_A_PREDICATE), 6)
    asked = held.too_little & (held.chance > LEAST_ASKED) & (held.chance < 1)
    bits = _bits_of_too_little(met.of(asked), held.chance[asked])
    return replace(model, apart=dict(sorted(apart.items())), too_little_bits=bits)


def _alone_holding(alone: Truths, holds: Numbers, of_any: float) -> tuple[float, ...]:
    """For each number of things the share of the records holding so many that stand alone."""
    records = np.bincount(holds) + AS_ANY_RECORD
    shares = (np.bincount(holds, weights=alone) + AS_ANY_RECORD * of_any) / records
    return tuple(np.round(shares, 6).tolist())


def share_of_one_person(met: Met, own: float, opinion: float) -> float:
    """By expectation and maximisation; ``own`` is what the weights say of these pairs on average, which counts as
    ``opinion`` pairs."""
    share, pairs = own, len(met.one)
    for _ in range(ROUNDS):
        right = float(met.told(np.full(pairs, share)).sum())
        before, share = share, (right + opinion * own) / (pairs + opinion)
        if abs(share - before) < SETTLED:
            break
    return share


def _bits_of_too_little(met: Met, chance: Bits) -> float:
    """By how many bits more than they weigh such pairs are one person. By expectation and maximisation."""
    bits = 0.0
    for _ in range(ROUNDS):
        likely = _moved(chance, bits)
        pull = float((met.told(likely) - likely).sum()) * np.log(2) / AS_ONE_WITNESS - bits / UNLIKELY_BITS**2
        stiff = float((likely * (1 - likely)).sum()) * np.log(2) ** 2 / AS_ONE_WITNESS + 1 / UNLIKELY_BITS**2
        bits += pull / stiff
        if abs(pull / stiff) < SETTLED:
            break
    return round(float(bits), 6)


def _moved(chance: Bits, bits: float) -> Bits:
    """Each chance with its odds so many bits higher."""
    odds = chance * 2.0**bits
    return np.asarray(odds / (odds + 1 - chance), dtype=np.float64)


def tell_apart(pairs: pa.Table, person_of: Numbers, model: Model, *, holds: Numbers | None = None) -> pa.Table:
    """``pairs`` (DECISIONS) with what is said of those held apart, by what the model learned; else as they are."""
    if not model.stand_alone:
        return pairs
    held = _held(pairs, person_of, model, holds)
    learned = np.array([model.apart.get(name, np.nan) for name in (*held.reasons, "")])[held.reason]
    before = np.where(np.isnan(learned), held.chance, learned)
    before = np.where(held.too_little, _moved(before, model.too_little_bits), before)
    of_itself = np.array([name in _LEAVES_ALONE for name in (*held.reasons, "")])[held.reason]
    told = np.where(held.apart & ~of_itself, held.meeting(model).told(before), held.chance)
    place = pairs.column_names.index("probability")
    return pairs.set_column(place, pairs.schema.field(place), pa.array(np.round(told, 6)))


def alone_by_chance(stand_alone: float) -> float:
    """How often one of two records, or both, stand alone that have nothing to do with each other.

    ``stand_alone``: the share of records that do.
    """
    return min(1 - (1 - stand_alone) ** 2, ALONE_IF_ONE_PERSON)


def standing_alone(left: Numbers, right: Numbers, person_of: Numbers) -> Numbers:
    """Of pairs of records, how many of the two are all there is of their person."""
    sizes = np.bincount(person_of, minlength=1)
    return np.asarray((sizes[person_of[left]] == 1).astype(np.int64) + (sizes[person_of[right]] == 1))


def _held(pairs: pa.Table, person_of: Numbers, model: Model, holds: Numbers | None) -> _Held:
    left, right = pairs["rid_l"].to_numpy(), pairs["rid_r"].to_numpy()
    share = _expected_alone(model, holds, len(person_of))
    reasons = pairs["why"].combine_chunks().dictionary_encode()
    return _Held(
        chance=pairs["probability"].to_numpy(),
        reason=np.asarray(reasons.indices, dtype=np.int64),
        reasons=reasons.dictionary.to_pylist(),
        apart=person_of[left] != person_of[right],
        alone=standing_alone(left, right, person_of),
        left=share[left],
        right=share[right],
    )


def _expected_alone(model: Model, holds: Numbers | None, records: int) -> Bits:
    """For each record the share of records holding as much that stood alone; of all, where none held as much."""
    if holds is None or not model.alone_holding:
        return np.full(records, model.stand_alone)
    return np.array([*model.alone_holding, model.stand_alone])[np.minimum(holds, len(model.alone_holding))]
