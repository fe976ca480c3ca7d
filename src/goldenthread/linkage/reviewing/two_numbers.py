"""Whom nothing but two NHS numbers holds to be two people: one of the numbers may be wrong, and people may know it.

A number is typed by hand or copied from a brother's file now and then. Where all else that two records say outweighs it
by as much as outweighs a forename or a birth date, a wrong number is likelier than two people who are so alike. No
machine joins them for it. It is asked, of two people once, by the pair of theirs that is most alike.
"""

from dataclasses import replace

import numpy as np

from goldenthread.linkage.numbering import packed
from goldenthread.linkage.refusing import OUTWEIGHED_FROM_BITS, REFUSALS
from goldenthread.linkage.reviewing.asking import Question, asked_again
from goldenthread.linkage.shapes import Linked
from goldenthread.linkage.weighed import read_pairs

MOST_ASKED = 100
_TWO_NUMBERS = [refusal.name for refusal in REFUSALS].index("two_different_nhs_numbers_are_two_people")


def of_two_numbers(linked: Linked, *, why: str) -> tuple[Question, ...]:
    """The pairs to ask about, first where most pairs of records would be right that are not, if a number is wrong.

    Raises: ValueError, see ``Linked.in_hand``.
    """
    pairs = read_pairs(linked.in_hand().pairs)
    person = linked.people["cluster"].to_numpy()
    alike = linked.model.link_from_bits + OUTWEIGHED_FROM_BITS
    places = np.flatnonzero((pairs.refusal == _TWO_NUMBERS) & (pairs.bits >= alike))
    left, right = person[pairs.left[places]], person[pairs.right[places]]
    order = np.lexsort((places, -pairs.bits[places]))
    order = order[left[order] != right[order]]
    people = packed(np.minimum(left, right), np.maximum(left, right))[order]
    first = np.sort(np.unique(people, return_index=True)[1])
    best = places[order[first]][:MOST_ASKED]
    names = [(one["dataset"], one["record_id"]) for one in linked.people.select(["dataset", "record_id"]).to_pylist()]
    sizes = np.bincount(person)
    joins = {
        (names[a], names[b]): int(sizes[person[a]] * sizes[person[b]])
        for a, b in zip(pairs.left[best].tolist(), pairs.right[best].tolist(), strict=True)
    }
    asked = (
        replace(one, value=round(one.probability * joins[one.pair], 4))
        for one in asked_again(linked, joins.keys(), why=why)
    )
    return tuple(sorted(asked, key=lambda one: (-one.value, one.pair)))
