"""Whom people's word does not bring along: a part of one person that is more against the other than for its own.

Two records that people call one bring their two people together as a whole. Where one of these holds somebody else's
record, that one would come along, and be one with all whom it has nothing to do with. What people said tells of it, for
it says whose the record is that they looked at: a part of its person comes along if it speaks more for being one with
this record than against being one with the other person. Any other stays where it is, and is asked about. What speaks
as much against the record they looked at, such as a name that changed, people have overruled: it counts against nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from goldenthread.linkage.clustering import APART_BITS

Pair = tuple[int, int]
Rows = frozenset[int]

MOST_RECORDS = 60
"""Two people of more records together come along whole: each record is compared with each."""
DIGITS = 6
"""Sums in another order may differ by less than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What each pair of records says for their being one person, or against. ``bits``: by pair, the smaller first.

    ``holds``: what each record has to be compared by besides names, a bit each; a pair that was not found speaks
    against, as in ``clustering``, unless the two have nothing to compare.
    """

    bits: Mapping[Pair, float]
    holds: Mapping[int, int]

    def between(self, ours: Collection[int], theirs: Collection[int]) -> float:
        """What a pair of them says on average."""
        said = sum(self._of(a, b) for a in ours for b in theirs)
        return round(said / (len(ours) * len(theirs)), DIGITS)

    def _of(self, a: int, b: int) -> float:
        found = self.bits.get((min(a, b), max(a, b)))
        if found is not None:
            return found
        return APART_BITS if self.holds.get(a, 1) & self.holds.get(b, 1) else 0.0


def left_behind(ours: Rows, theirs: Rows, told_one: Rows, known: Collection[Rows], evidence: Evidence) -> Rows:
    """Of two people the records that do not come along where ``told_one``, some of each, are one person.

    ``known``: those of either, of whom people said before that they are one.
    The part of which least speaks for coming is left behind first: then it speaks against nobody any more.
    """
    coming = ours | theirs
    if len(coming) > MOST_RECORDS:
        return frozenset()
    parts = [
        (part, side & told_one, side)
        for side in (ours, theirs)
        for part in _parts([one for one in known if one and one <= side - told_one], evidence)
    ]
    while parts:
        worth = [_worth(part, kin, coming - side, evidence) for part, kin, side in parts]
        least = min(range(len(parts)), key=worth.__getitem__)
        if worth[least] >= 0:
            break
        coming -= parts.pop(least)[0]
    return (ours | theirs) - coming


def _worth(part: Rows, kin: Rows, others: Rows, evidence: Evidence) -> float:
    """What speaks for this part's coming along with ``kin``, its own person's records that are one with the others."""
    overruled = min(evidence.between(kin, others), 0.0)
    return evidence.between(part, kin) + evidence.between(part, others) - overruled


def _parts(known: Iterable[Rows], evidence: Evidence) -> list[Rows]:
    """These in groups, joined while any two groups speak for it on average, those that say most first."""
    parts = sorted(known, key=min)
    while len(parts) > 1:
        pairs = [(a, b) for b in range(len(parts)) for a in range(b)]
        said = [evidence.between(parts[a], parts[b]) for a, b in pairs]
        most = max(range(len(pairs)), key=said.__getitem__)
        if said[most] <= 0:
            break
        a, b = pairs[most]
        parts[a] |= parts.pop(b)
    return parts
