"""What a third record says of a pair, once it is known who is one person: nobody is joined or parted by it.

A pair's weight knows its own two records only. Where the record that one of them is most like is joined to the other
as well, the pair is at least as likely as both of these links together. The better of the two ways counts; ways are
never added up, for copies of one record would be counted as witnesses.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from goldenthread.linkage.joining import NOBODY, Bits, Numbers, Truths
from goldenthread.linkage.numbering import packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Ways round pairs, in columns: the pair, the link of one of its records to the one that it is most like, and the
    link onward from there.

    Shape: positions of pairs. No pair stands here twice.
    """

    pair: Numbers
    first: Numbers
    onward: Numbers


def vouched(
    left: Numbers,
    right: Numbers,
    bits: Bits,
    chance: Bits,
    linked: Truths,
    person_of: Numbers,
    *,
    own: Bits | None = None,
) -> Bits:
    """The chance of each pair, raised within a person where ``linked`` pairs lead round by a third record.

    ``own``: what a pair says for itself, where that is other than what it is worth on the way round another.
    Shape: pairs in the order of their ids, the smaller first.
    """
    raised = chance.copy() if own is None else own.copy()
    for way in ways_round(left, right, bits, linked, person_of):
        raised[way.pair] = np.maximum(raised[way.pair], chance[way.first] * chance[way.onward])
    return raised


def ways_round(left: Numbers, right: Numbers, bits: Bits, linked: Truths, person_of: Numbers) -> Iterator[Round]:
    """The ways that begin at the one record of each pair within a person, and those that begin at the other."""
    links = np.flatnonzero(linked)
    if not len(links):
        return
    ends = np.concatenate([left[links], right[links]]), np.concatenate([right[links], left[links]])
    of_link, weight = np.tile(links, 2), np.tile(bits[links], 2)
    most = np.full(len(person_of), -np.inf)
    np.maximum.at(most, ends[0], weight)
    nearest, by = np.full(len(person_of), len(person_of)), np.full(len(person_of), NOBODY)
    best = weight == most[ends[0]]
    np.minimum.at(nearest, ends[0][best], ends[1][best])
    best &= ends[1] == nearest[ends[0]]
    by[ends[0][best]] = of_link[best]
    steps = packed(left[links], right[links])
    for one, other in ((left, right), (right, left)):
        asked = np.flatnonzero((person_of[left] == person_of[right]) & (by[one] != NOBODY) & (nearest[one] != other))
        third, end = nearest[one[asked]], other[asked]
        onward = packed(np.minimum(third, end), np.maximum(third, end))
        place = np.minimum(np.searchsorted(steps, onward), len(steps) - 1)
        found = steps[place] == onward
        asked = asked[found]
        yield Round(pair=asked, first=by[one[asked]], onward=links[place[found]])
