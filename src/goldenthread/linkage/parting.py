"""Nobody is one person by links that are each likelier wrong than right.

What a link is worth is known once people are: whether its records have closer company, and what leads round it. Where
only links that turn out likelier wrong hold two groups of records together, these are two people, and the links between
them go to a person.
"""

import numpy as np

from goldenthread.linkage.joining import Bits, Numbers, Truths, connected

CLOSER_TO_OTHERS = "each of the two is more like other records than like this one"
EVEN_ODDS = 0.5


def held_by_likely_links(left: Numbers, right: Numbers, linked: Truths, chance: Bits, person_of: Numbers) -> Numbers:
    """Who is one person by links at least as likely right as wrong. One number a record, by its first record."""
    likely = linked & (chance >= EVEN_ODDS)
    if likely.sum() == linked.sum():
        return person_of
    first = connected(len(person_of), left[likely], right[likely])
    return np.asarray(np.unique(first, return_inverse=True)[1], dtype=np.int64)
