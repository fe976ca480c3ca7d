"""Nobody is one person by links that are each likelier wrong than right.

What a link is worth is known once people are: whether its records have closer company, and what leads round it. Where
only links that turn out likelier wrong hold two groups of records together, these are two people, and the links between
them go to a person. Two records of one forename and birth date are not doubted (see ``second_look``), unless a register
that holds hardly anybody twice holds both (``registers``). Twins who live apart are doubted together (``twins_apart``).
"""

import numpy as np

from goldenthread.linkage.joining import Numbers, Truths, connected

CLOSER_TO_OTHERS = "each of the two is more like other records than like this one"
BOTH_IN_ONE_REGISTER = "a register that holds hardly anybody twice holds both"
TWINS_IN_TWO_HOMES = "twins who live apart differ in their forename and in where they live"
PARTED = frozenset({CLOSER_TO_OTHERS, BOTH_IN_ONE_REGISTER, TWINS_IN_TWO_HOMES})


def held_without(left: Numbers, right: Numbers, linked: Truths, doubted: Numbers, person_of: Numbers) -> Numbers:
    """Who is one person by links but the doubted. One number a record, by its first record."""
    if not len(doubted):
        return person_of
    holds = linked.copy()
    holds[doubted] = False
    first = connected(len(person_of), left[holds], right[holds])
    return np.asarray(np.unique(first, return_inverse=True)[1], dtype=np.int64)
