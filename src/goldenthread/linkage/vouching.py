"""What a third record says of a pair, once it is known who is one person: nobody is joined or parted by it.

A pair's weight knows its own two records only. Where the record that one of them is most like is joined to the other
as well, the pair is at least as likely as both of these links together. The better of the two ways counts; ways are
never added up, for copies of one record would be counted as witnesses.
"""

import numpy as np

from goldenthread.linkage.joining import NOBODY, Bits, Numbers, Truths


def vouched(left: Numbers, right: Numbers, bits: Bits, chance: Bits, linked: Truths, person_of: Numbers) -> Bits:
    """The chance of each pair, raised within a person where ``linked`` pairs lead round by a third record.

    Shape: pairs in the order of their ids, the smaller first.
    """
    ends = np.concatenate([left[linked], right[linked]]), np.concatenate([right[linked], left[linked]])
    weight, likely = np.tile(bits[linked], 2), np.tile(chance[linked], 2)
    most = np.full(len(person_of), -np.inf)
    np.maximum.at(most, ends[0], weight)
    nearest, sure = np.full(len(person_of), len(person_of)), np.zeros(len(person_of))
    best = weight == most[ends[0]]
    np.minimum.at(nearest, ends[0][best], ends[1][best])
    best &= ends[1] == nearest[ends[0]]
    sure[ends[0][best]] = likely[best]
    steps, raised = _packed(left[linked], right[linked]), chance.copy()
    known = np.append(chance[linked], 0.0)
    for one, other in ((left, right), (right, left)):
        asked = np.flatnonzero((person_of[left] == person_of[right]) & (sure[one] > chance) & (nearest[one] != other))
        third, end = nearest[one[asked]], other[asked]
        onward = _packed(np.minimum(third, end), np.maximum(third, end))
        place = np.searchsorted(steps, onward)
        found = np.append(steps, NOBODY)[place] == onward
        way = sure[one[asked]] * np.where(found, known[place], 0.0)
        raised[asked] = np.maximum(raised[asked], way)
    return raised


def _packed(smaller: Numbers, larger: Numbers) -> Numbers:
    return (smaller << 32) | larger
