"""Keep only the stated cohort: whoever has a seed record, and those whom a record declares for a child who has one.

A parent comes in for the sake of a child. A brother or sister does not: the rule that brought in the one says nothing
of the other.

So whoever came in by another agency's record alone is dropped once people part them from it, as a pupil of whom the
school itself says nothing that its own cohort asks for. The other record's page stays. What was settled can be looked
at again, and brings them back should it have been wrong.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldenthread.people.kinship import SIBLING
from goldenthread.people.reading import Declared, Described

SEED = "seed"


Cluster = list[Described]


class Cohort(NamedTuple):
    """The clusters that are kept, and what was dropped, in people and in records."""

    kept: list[Cluster]
    dropped_people: int
    dropped_records: int

    def __repr__(self) -> str:
        return f"Cohort(kept={len(self.kept)}, dropped_people={self.dropped_people})"


def within_cohort(clusters: Sequence[Cluster], declared: Iterable[Declared]) -> Cohort:
    """Drop every person who neither has a seed record nor is declared, in one step, to be somebody to one who has."""
    cluster_of = {(r.dataset, r.record_id): n for n, cluster in enumerate(clusters) for r in cluster}
    seeds = {n for n, cluster in enumerate(clusters) if is_seed(cluster)}
    keep = set(seeds)
    for one in declared:
        start = cluster_of.get((one.dataset, one.record_id_from))
        end = cluster_of.get((one.dataset, one.record_id_to))
        if start is not None and end in seeds and one.relation != SIBLING:
            keep.add(start)
    dropped = [cluster for n, cluster in enumerate(clusters) if n not in keep]
    kept = [cluster for n, cluster in enumerate(clusters) if n in keep]
    return Cohort(kept, len(dropped), sum(map(len, dropped)))


def is_seed(records: Sequence[Described]) -> bool:
    return any(record.in_cohort == SEED for record in records)
