"""Whether the records of a pair have company: others that they are more like than they are like each other.

A record of a person is joined to others of that person as soon as it is like any of them. So where two records are one
person's, one of them has nearly always nobody closer than the other. Two people's records have company as often as any
two records, or a little less often: what makes a record look like somebody else's makes it less like its own. Without
truth this tells far more of a pair than its weight does: of 100 pairs of one weight, those of which both records have
closer company are mostly wrong, and the others mostly right.

Whether both or one of the two have nobody else depends on how many records people have, which the pairs themselves
show.
"""

from dataclasses import dataclass

import numpy as np

from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.vouching import ways_round

ALONE_IF_ONE_PERSON = 0.95
"""The share of pairs of one person, of which no third record tells, of which a record has nobody closer. On forty-six
made sets whose truth was known it was 0.91 to 1.00 of those linked, and 0.80 to 1.00 of those held apart."""
IN_COMPANY_IF_TWO = 0.75
"""Of pairs of two people that are alike enough to be linked, so many times as many have company on both sides as of any
two records: on the sets that had such pairs 0.4 to 1.0."""
LEAST_ALONE, MOST_ALONE = 0.01, 0.99
"""Shares of records that have nobody closer are taken for no less and no more."""
ROUNDS = 100
SETTLED = 1e-6
UNLIKELY_BITS = 4.0
"""Before any pair is seen, ``learn_both`` expects about no bits, and more than so many to be unlikely."""

NEITHER, ONE, BOTH = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How often pairs have as many records without company as each of them has, of one person and of two."""

    one: Bits
    two: Bits

    def of(self, which: Truths) -> "Met":
        return Met(one=self.one[which], two=self.two[which])

    def told(self, chance: Bits) -> Bits:
        """The chance of each pair, once that is known."""
        right = chance * self.one
        return np.asarray(right / (right + (1 - chance) * self.two), dtype=np.float64)


def heaviest_links(left: Numbers, right: Numbers, bits: Bits, linked: Truths, records: int) -> Bits:
    """What the heaviest link of each record weighs; minus infinity where it has none."""
    heaviest = np.full(records, -np.inf)
    for ends in (left, right):
        np.maximum.at(heaviest, ends[linked], bits[linked])
    return heaviest


def without_company(left: Numbers, right: Numbers, bits: Bits, heaviest: Bits) -> Numbers:
    """How many of the two records of each pair have no link heavier than the pair: 0, 1 or 2."""
    return np.asarray((heaviest[left] <= bits).astype(np.int64) + (heaviest[right] <= bits))


def held_together(left: Numbers, right: Numbers, bits: Bits, linked: Truths, person_of: Numbers) -> Truths:
    """Of each pair, whether two heavier links lead round it: then it says nothing that these do not say."""
    held = np.zeros(len(bits), dtype=bool)
    for way in ways_round(left, right, bits, linked, person_of):
        heavier = (bits[way.first] > bits[way.pair]) & (bits[way.onward] > bits[way.pair])
        held[way.pair[heavier]] = True
    return held


def meeting(
    alone: Numbers, stand_alone: Bits, both_bits: float, *, other: Bits | None = None, fewer: float = 1.0
) -> Met:
    """``alone``: how many records of each pair are without company; ``stand_alone``: the share of records like the one
    of the pair that are so, and ``other`` like the other, where they differ; ``fewer``: see ``IN_COMPANY_IF_TWO``;
    ``both_bits``: see ``learn_both``. One person's records never have company on both sides oftener than two people's.
    """
    share = np.clip(stand_alone, LEAST_ALONE, MOST_ALONE)
    others = share if other is None else np.clip(other, LEAST_ALONE, MOST_ALONE)
    by_chance = (1 - share) * (1 - others)
    neither = fewer * by_chance
    rest = (1 - neither) / (1 - by_chance)
    either = share * (1 - others) + others * (1 - share)
    two = np.select([alone == NEITHER, alone == ONE], [neither, either * rest], share * others * rest)
    of_one, both = np.minimum(1 - ALONE_IF_ONE_PERSON, neither), _both((share + others) / 2, both_bits)
    one = np.select([alone == NEITHER, alone == ONE], [of_one, (1 - of_one) * (1 - both)], (1 - of_one) * both)
    return Met(one=one, two=two)


def learn_both(alone: Numbers, stand_alone: Bits, chance: Bits) -> float:
    """By how many bits likelier than any record one is without company whose other, without company, is the same
    person's: many where people have two records, none where they have ten.

    By expectation and maximisation over pairs of which ``chance`` is said.
    """
    bits = 0.0
    share = np.clip(stand_alone, LEAST_ALONE, MOST_ALONE)
    seen, both = alone != NEITHER, (alone == BOTH).astype(np.float64)
    for _ in range(ROUNDS):
        right = meeting(alone, share, bits).told(chance)[seen]
        likely = _both(share[seen], bits)
        pull = float((right * (both[seen] - likely)).sum()) - bits / UNLIKELY_BITS**2
        stiff = float((right * likely * (1 - likely)).sum()) * np.log(2) + 1 / UNLIKELY_BITS**2
        step = min(max(pull / stiff, -1.0), 1.0)
        bits += step
        if abs(step) < SETTLED:
            break
    return round(float(bits), 6)


def _both(share: Bits, bits: float) -> Bits:
    odds = share / (1 - share) * 2.0**bits
    return np.asarray(odds / (1 + odds), dtype=np.float64)
