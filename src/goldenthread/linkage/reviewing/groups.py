"""Whom two records stand with: every record of the person, or of the two people, whom an answer would join or part.

Two records alone may look like two people, and others hold them together; or like one, and one of the others is plainly
somebody else's. A person's records are shown with the strongest links that reach them all, as where they are seen
whole, and two people with what links the one's records to the other's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.linkage.model import Model
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reviewing.asking import Pair, Question, feature_rows
from goldenthread.linkage.reviewing.explaining import Agreement, weighing
from goldenthread.linkage.reviewing.seeing_whole import spanning
from goldenthread.linkage.shapes import Linked

MOST_RECORDS = 16
"""More on one screen nobody compares. Those linked most strongly to the two are shown."""
MOST_BETWEEN = 6
"""How many links between two people's records are told, besides the one that is asked about."""

Edge = tuple[float, float, Pair]
"""Against how likely and how strong a link is, and between whom: in order, the strongest is first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A link between two of the records, by their places. ``holds``: their person hangs together by it.

    ``agrees``, ``differs``: the kinds of evidence that speak plainly.
    """

    left: int
    right: int
    probability: float
    holds: bool
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWith:
    """The two records and all that stand with them. ``sides``: for each whether it is the first's (0) or the second's
    person (1); all are the first's where they are one. ``more``: records that are left out because there are too many.
    """

    records: tuple[RecordKey, ...]
    sides: tuple[int, ...]
    ties: tuple[Tie, ...]
    more: int


def standing_with(
    linked: Linked, asked: Iterable[Question], *, person_of: Mapping[RecordKey, str]
) -> dict[Pair, StandingWith]:
    """For each pair that is asked about the records that stand with it; a pair that stands alone is left out.

    ``person_of``: as whom each record is held. Shape: the two come first, then the others in the order of their names.
    """
    members: dict[str, list[RecordKey]] = defaultdict(list)
    of_pair = {one.pair: (one.probability, [person_of[key] for key in one.pair]) for one in asked}
    wanted = {person for _, people in of_pair.values() for person in people}
    for key, person in person_of.items():
        if person in wanted:
            members[person].append(key)
    if not wanted:
        return {}
    links = _links(linked, {key for keys in members.values() for key in keys})
    groups = {}
    for pair, (probability, people) in of_pair.items():
        kin = [members[person] for person in dict.fromkeys(people)]
        if sum(map(len, kin)) > len(pair):
            groups[pair] = _chosen(pair, kin, links, probability)
    rows = feature_rows(linked.in_hand().features, {key for keys, _, _ in groups.values() for key in keys})
    return {pair: _told(*group, rows, linked.model) for pair, group in groups.items()}


Chosen = tuple[dict[RecordKey, int], list[tuple[Pair, float, bool]], int]
"""Whose each record is; the links, how likely each is and whether a person hangs by it; how many are left out."""


def _chosen(
    pair: Pair, kin: Sequence[Sequence[RecordKey]], links: Mapping[RecordKey, Sequence[Edge]], probability: float
) -> Chosen:
    side = {key: number for number, keys in enumerate(kin) for key in keys}
    within: list[list[Edge]] = [[] for _ in kin]
    between: list[Edge] = []
    for edge in sorted({edge for key in side for edge in links.get(key, ()) if set(edge[2]) <= side.keys()}):
        left, right = edge[2]
        (within[side[left]] if side[left] == side[right] else between).append(edge)
    ties = [(ends, sure, True) for edges, keys in zip(within, kin, strict=True) for ends, sure in spanning(keys, edges)]
    ties += [(ends, -against, False) for against, _, ends in between[:MOST_BETWEEN]]
    if frozenset(pair) not in {frozenset(ends) for ends, _, _ in ties}:
        ties.append((pair, probability, False))
    near = _nearest_first(pair, ties)
    shown = [
        *pair,
        *sorted(sorted(side.keys() - set(pair), key=lambda key: (near.get(key, 0), key))[: MOST_RECORDS - 2]),
    ]
    told = [tie for tie in ties if set(tie[0]) <= set(shown)]
    return {key: side[key] for key in shown}, told, len(side) - len(shown)


def _nearest_first(pair: Pair, ties: Iterable[tuple[Pair, float, bool]]) -> dict[RecordKey, float]:
    """Against how strongly each record is linked to either of the two."""
    found: dict[RecordKey, float] = {}
    for (left, right), sure, _ in ties:
        for one, other in ((left, right), (right, left)):
            if one in pair:
                found[other] = min(found.get(other, 0), -sure)
    return found


def _links(linked: Linked, among: set[RecordKey]) -> dict[RecordKey, list[Edge]]:
    """Every link between two of these records, under the first."""
    found: dict[RecordKey, list[Edge]] = defaultdict(list)
    names = ("dataset_l", "record_id_l", "dataset_r", "record_id_r", "probability", "weight_bits")
    for dl, rl, dr, rr, probability, bits in zip(*(linked.links[n].to_pylist() for n in names), strict=True):
        left, right = (dl, rl), (dr, rr)
        if left in among and right in among:
            found[left].append((-probability, -bits, (left, right)))
    return found


def _told(
    side: Mapping[RecordKey, int],
    ties: Iterable[tuple[Pair, float, bool]],
    more: int,
    rows: Mapping[RecordKey, Mapping[str, Any]],
    model: Model,
) -> StandingWith:
    place = {key: n for n, key in enumerate(side)}
    return StandingWith(
        records=tuple(side),
        sides=tuple(side.values()),
        ties=tuple(_tie(place, tie, rows, model) for tie in sorted(ties, key=lambda tie: (tie[1], tie[0]))),
        more=more,
    )


def _tie(
    place: Mapping[RecordKey, int],
    tie: tuple[Pair, float, bool],
    rows: Mapping[RecordKey, Mapping[str, Any]],
    model: Model,
) -> Tie:
    (left, right), sure, holds = tie
    lines = weighing(rows[left], rows[right], model).lines
    return Tie(
        left=place[left],
        right=place[right],
        probability=sure,
        holds=holds,
        agrees=tuple(line.comparison for line in lines if line.agreement is Agreement.AGREES),
        differs=tuple(line.comparison for line in lines if line.agreement is Agreement.DIFFERS),
    )
