"""What holds two groups of records together by links that are not sure, where surer ones make them two groups.

A single link is judged by its own two records. Whether two groups are one person, all their records tell.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from goldenthread.linkage.joining import Bits, Numbers, Truths, connected
from goldenthread.linkage.numbering import coded, ends_of, packed
from goldenthread.linkage.standing_alone import standing_alone

SURE = 0.99
"""A link of which at least so much is said holds a group together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridges:
    """Links between groups, in columns, and the two groups of each.

    Shape: ``link`` holds positions of pairs, ``two`` for each which two groups it connects; ``one`` and ``other`` hold
    for each two groups their first records, and ``group`` for each record its group's first.
    """

    link: Numbers
    two: Numbers
    one: Numbers
    other: Numbers
    group: Numbers

    def best(self, chance: Bits) -> Bits:
        """The most that is said of any link between two groups."""
        most = np.zeros(len(self.one))
        np.maximum.at(most, self.two, chance[self.link])
        return most

    def having(self, kind: Truths) -> Truths:
        """Which two groups have a link of this kind between them."""
        return np.isin(np.arange(len(self.one)), self.two[kind[self.link]])

    def lone(self) -> Numbers:
        """How many of two groups are one record each."""
        return standing_alone(self.one, self.other, self.group)

    def held_by_both(self, datasets: Numbers, dataset: int) -> Truths:
        """Where this dataset holds records of either group."""
        holds = np.zeros(len(self.group), dtype=bool)
        holds[self.group[datasets == dataset]] = True
        return np.asarray(holds[self.one] & holds[self.other])


def bridges(left: Numbers, right: Numbers, chance: Bits, linked: Truths, kind: Truths, records: int) -> Bridges:
    """Between groups that sure links hold together. A link of the ``kind`` holds none, however much is said of it."""
    holds = linked & (chance >= SURE) & ~kind
    over = np.flatnonzero(linked & ~holds)
    group = connected(records, left[holds], right[holds]) if len(over) else np.arange(records)
    a, b = group[left[over]], group[right[over]]
    apart = a != b
    both, two = np.unique(packed(np.minimum(a, b), np.maximum(a, b))[apart], return_inverse=True)
    one, other = ends_of(both)
    return Bridges(link=over[apart], two=two, one=one, other=other, group=group)


def datasets_of(features: pa.Table) -> tuple[Numbers, list[str]]:
    """For each record the number of its dataset, and the datasets' names by number."""
    return coded(features["dataset"]), features["dataset"].combine_chunks().dictionary_encode().dictionary.to_pylist()
