"""A third look, at what a predicate holds apart, once people are known.

A predicate in ``refusing`` keeps two records apart because relatives often differ so. How often those that it holds
apart are one person after all is learned of people, without truth (see ``standing_alone``): of twins each has mostly
other records beside, and one child under a slip of the pen has not. Where more is said of such a pair then than
``BELIEVED``, nothing that stands between its two people says otherwise, and neither may as well be somebody else, it is
linked. Before, each child whose record holds such a slip cost a person a question.

Never what differs for good, as two forenames of two sexes do; never what an identifier or a second fitting record puts
in doubt; and never for want of evidence.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.calibrating import EVEN_ODDS, WANTED_PRECISION
from goldenthread.linkage.comparisons import GIVEN_NAME
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.model import bits_of
from goldenthread.linkage.numbering import ends_of, packed
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.standing_alone import LEARNED_OF_PEOPLE
from goldenthread.linkage.weighed import NOT_REFUSED, Weighed

BELIEVED = 0.97
"""On sets whose truth was known, brothers and sisters began to be among those of which 0.95 to 0.97 was said."""
BELIEVABLE = frozenset(r.name for r in REFUSALS if r.name in LEARNED_OF_PEOPLE and r.contradicts and not r.for_good)


def believed_from(pairs: pa.Table) -> float:
    """What must be said of a pair that a predicate holds apart for it to be linked; nought where none is.

    Where all that is linked is as right as wanted it stays so. ``pairs`` as ``DECISIONS``.
    """
    linked = pairs["probability"].to_numpy()[_is(pairs, Outcome.LINKED)]
    said = pairs["probability"].to_numpy()[_of_slips(pairs)]
    likeliest = np.sort(said[said >= BELIEVED])[::-1]
    expected, links = linked.sum() + np.cumsum(likeliest), len(linked) + np.arange(1, len(likeliest) + 1)
    if linked.sum() >= WANTED_PRECISION * len(linked):
        likeliest = likeliest[expected >= WANTED_PRECISION * links]
    return float(likeliest[-1]) if len(likeliest) else 0.0


def with_believed(
    pairs: Weighed, refusal: Numbers, said: pa.Table, person_of: Numbers, features: pa.Table, least: float
) -> Weighed:
    """``pairs`` without the refusals that are not believed, each with the weight of what is said of it.

    ``refusal`` by pair, whoever brought it about; ``said`` as ``DECISIONS``, of these people; ``least``: see
    ``believed_from``. What refuses another pair of the same two people, and is not itself likelier a slip, holds; and
    who may as well be somebody else is nobody's (see ``_fit_nobody_else``).
    """
    at = np.searchsorted(packed(pairs.left, pairs.right), packed(said["rid_l"].to_numpy(), said["rid_r"].to_numpy()))
    chance = np.zeros(len(refusal))
    slips = _of_slips(said)
    chance[at[slips]] = said["probability"].to_numpy()[slips]
    two, outside = _people_of(pairs, person_of)
    refused = outside & (refusal != NOT_REFUSED)
    likely = refused & (chance >= EVEN_ODDS)
    sure = likely & (chance >= least)
    alike = two[sure][_alike_in_forename(pairs.left[sure], pairs.right[sure], features)]
    one_person = np.setdiff1d(two[sure], two[refused & ~likely])
    one_person = one_person[_fit_nobody_else(one_person, np.unique(two[likely]), np.isin(one_person, alike))]
    lifted = refused & np.isin(two, one_person)
    sure &= lifted
    weight: Bits = np.where(sure, np.maximum(pairs.bits, bits_of(chance)), pairs.bits)
    return replace(pairs, refusal=np.where(lifted, NOT_REFUSED, pairs.refusal), bits=weight, believed=sure)


def _alike_in_forename(left: Numbers, right: Numbers, features: pa.Table) -> Truths:
    """Whether the forenames of each pair have something in common, or one is not known."""
    told = features.select(sorted(GIVEN_NAME.columns()))
    ends = [told.take(pa.array(side)).to_pylist() for side in (left, right)]
    return np.array([GIVEN_NAME.level_of(one, other) != 0 for one, other in zip(*ends, strict=True)], dtype=bool)


def _fit_nobody_else(couples: Numbers, likely: Numbers, alike: Truths) -> Truths:
    """Which of the couples are likely one with nobody but each other; or, where their forenames are ``alike``, with
    those alone who are so with both.

    Of twins each may have lost records under slips, and these stand alone. Of whom neither forename is a slip of the
    other, a third says that any two of the three may be one.
    """
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in zip(*(ends.tolist() for ends in ends_of(likely)), strict=True):
        near[one] |= {one, other}
        near[other] |= {one, other}
    both = zip(*(ends.tolist() for ends in ends_of(couples)), alike.tolist(), strict=True)
    fit = (near[one] == near[other] and (named or len(near[one]) == len((one, other))) for one, other, named in both)
    return np.fromiter(fit, dtype=bool, count=len(couples))


def _people_of(pairs: Weighed, person_of: Numbers) -> tuple[Numbers, Truths]:
    """The two people of each pair as one number, and whether they are two."""
    a, b = person_of[pairs.left], person_of[pairs.right]
    return packed(np.minimum(a, b), np.maximum(a, b)), a != b


def _of_slips(pairs: pa.Table) -> Truths:
    believable = np.asarray(pc.is_in(pairs["why"], pa.array(sorted(BELIEVABLE))), dtype=bool)
    return np.asarray(_is(pairs, Outcome.REVIEW) & believable)


def _is(pairs: pa.Table, outcome: Outcome) -> Truths:
    return np.asarray(pc.equal(pairs["outcome"], str(outcome)), dtype=bool)
