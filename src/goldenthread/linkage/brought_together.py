"""What is asked once people's word has brought two people together: whether a rule is right that holds them to be two.

A rule such as that of twins is for two records of which nothing else is known. Once people have said that two others
of their records are one person's, the rule is likelier wrong than all that held each of the two people together,
so nobody is parted for it. But a person sees it: of each two people that came together so, the pair that is least like
one person's among those that a rule holds to be two. Where people have said of such a pair that it is one, none.
"""

import math

import numpy as np

from goldenthread.linkage.joining import Numbers, Truths
from goldenthread.linkage.numbering import packed
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.weighed import Weighed

A_RULE_SAYS_TWO = "people joined others of their records, and a rule holds these two to be two people"

_DOUBTED_BELOW_BITS = np.array([*(one.bars_below_bits if one.to_review else -math.inf for one in REFUSALS), -math.inf])


def asked_about(pairs: Weighed, before: Numbers, brought: Truths, told: Numbers) -> Numbers:
    """The pairs to ask about. Shape: places; ``brought``: by pair; ``before``: whose each record was; ``told``: places.

    ``brought``: its two records were two people's and are one person's now; ``told``: people said so of itself.
    """
    doubted = brought & (pairs.bits < _DOUBTED_BELOW_BITS[pairs.refusal])
    places = np.flatnonzero(doubted)
    left, right = before[pairs.left[places]], before[pairs.right[places]]
    people = packed(np.minimum(left, right), np.maximum(left, right))
    unsaid = ~np.isin(people, people[np.isin(places, told)])
    places, people = places[unsaid], people[unsaid]
    places = places[np.lexsort((places, pairs.bits[places], people))]
    return np.sort(places[np.unique(np.sort(people), return_index=True)[1]])
