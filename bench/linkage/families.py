"""Families and households on the demonstration's truth, each beside its peer's rule on the same linked people.

``python -m bench.linkage.families --children 3000``. The peers' rules: two people with exactly one address are one
household; an adult and a child at one address, with a parent's age between them, are parent and child. The second
takes any address that both ever had, which finds most.
"""

import argparse
import csv
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

from examples.westhaven.area import Area, make_area
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import Score, link
from goldenthread.people import FamilyLink, Ground, Index, gather, link_families
from goldenthread.vocabulary import PersonId, PersonKind

TODAY = date(2026, 11, 22)
AGE_GAP_YEARS = (14, 60)
"""The gap that served the peer best among those tried: from 16 to 45 its F1 is four points lower."""
MOST_AT_ONE_ADDRESS = 40
"""The peer's rule would make one household of a whole list of people without a fixed address."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Shape: one score a line of the report, in order."""

    families: dict[str, Score]
    households: dict[str, Score]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        area = make_area(Path(folder), children=asked.children, seed=asked.seed, today=TODAY)
        print(told(measure(area)))
    return 0


def measure(area: Area) -> Measured:
    accepted = [accept([f.path], read_contract(f.contract), on=TODAY) for f in area.files]
    records = pa.concat_tables([a.records for a in accepted])
    linked = link(records, on=TODAY)
    # Everybody counts here: a cohort holds an adult only where somebody declares them, which would flatter recall.
    everybody = pa.array(["seed"] * len(records), pa.string())
    records = records.set_column(records.schema.get_field_index("in_cohort"), "in_cohort", everybody)
    numbers = iter(range(10_000_000))
    index = gather(
        records,
        linked.people,
        pa.concat_tables([a.relations for a in accepted]),
        previous={},
        new_id=lambda: PersonId(f"{next(numbers):026d}"),
        on=TODAY,
    )
    return compare(index, records, area.truth)


def compare(index: Index, records: pa.Table, truth: Path) -> Measured:
    """Measure the families and households of an index, and the peers' rules on the same people."""
    entity_of = _entities(index, truth / "people.csv")
    held = set(entity_of.values())
    ties = {(a, c): home for a, c, home in _rows(truth / "relationships.csv", "entity_from", "entity_to", "lives_with")}
    ties = {pair: home for pair, home in ties.items() if set(pair) <= held}
    at_home = {pair for pair, home in ties.items() if home == "yes"}
    together = _together(row for row in _rows(truth / "households.csv", "entity", "household") if row[0] in held)
    ours = _together((entity_of.get(m.person_id, ""), m.household_id) for m in index.households)
    peer = _together(_addresses(index, records, entity_of))
    links = link_families(records, index)
    peer_parents = _by_age(peer, index, entity_of)

    def found(kept: Iterable[FamilyLink]) -> set[Pair]:
        return {(entity_of.get(one.adult, ""), entity_of.get(one.child, "")) for one in kept}

    said = found(one for one in links if not one.is_possible)
    not_by_phone = found(one for one in links if not one.is_possible or Ground.SHARED_PHONE not in one.grounds)
    everything = found(links)
    return Measured(
        families={
            "all ties: declared or named": _score(said, set(ties)),
            "all ties: and possible, but by telephone": _score(not_by_phone, set(ties)),
            "all ties: and possible": _score(everything, set(ties)),
            "all ties: peer, address and age gap": _score(peer_parents, set(ties)),
            "at home: declared or named": _score(said & _both_ways(ours), at_home),
            "at home: and possible": _score(everything & _both_ways(ours), at_home),
            "at home: peer, address and age gap": _score(peer_parents, at_home),
        },
        households={
            "drawn by families' records": _score(ours, together),
            "peer, exact address, one each": _score(_together(_one_each(index, records, entity_of)), together),
            "peer, exact address, any they ever had": _score(peer, together),
        },
    )


def told(measured: Measured) -> str:
    lines = [f"{'':46}{'precision':>28}{'recall':>28}{'F1':>28}"]
    for title, scores in (("Adult to child", measured.families), ("The same household", measured.households)):
        lines.append(title)
        for name, one in scores.items():
            values = one.as_values()
            shown = ((values[key], values[f"{key}_95"]) for key in ("precision", "recall", "f1"))
            cells = (f"{value:.4f} ({low:.4f} to {high:.4f})" for value, (low, high) in shown)
            lines.append(f"  {name:44}" + "".join(f"{cell:>28}" for cell in cells))
    return "\n".join(lines)


def _score(given: set[Pair], wanted: set[Pair]) -> Score:
    return Score(right=len(given & wanted), given=len(given), wanted=len(wanted))


def _rows(path: Path, *columns: str) -> Iterable[tuple[Any, ...]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from (tuple(row[c] for c in columns) for row in csv.DictReader(stream))


def _entities(index: Index, path: Path) -> dict[PersonId, str]:
    """Whom each person of the index mostly is."""
    entity_of = {(dataset, record): entity for dataset, record, entity in _rows(path, "dataset", "record_id", "entity")}
    counts: dict[PersonId, Counter[str]] = defaultdict(Counter)
    for m in index.memberships:
        if entity := entity_of.get((m.dataset, m.record_id)):
            counts[m.person_id][entity] += 1
    return {person: found.most_common(1)[0][0] for person, found in counts.items()}


def _together(placed: Iterable[tuple[str, Hashable]]) -> set[Pair]:
    at: dict[Hashable, set[str]] = defaultdict(set)
    for entity, where in placed:
        if entity:
            at[where].add(entity)
    return {
        pair for people in at.values() if len(people) <= MOST_AT_ONE_ADDRESS for pair in combinations(sorted(people), 2)
    }


def _both_ways(pairs: set[Pair]) -> set[Pair]:
    return pairs | {(b, a) for a, b in pairs}


def _addresses(index: Index, records: pa.Table, entity_of: Mapping[PersonId, str]) -> Iterable[tuple[str, Hashable]]:
    """Every address on any record of a person, but for case and spaces: the reading of the rule that finds most."""
    person_of = {(str(m.dataset), str(m.record_id)): m.person_id for m in index.memberships}
    columns = (records[c].to_pylist() for c in ("dataset", "record_id", "address_line", "postcode"))
    for dataset, record_id, line, postcode in zip(*columns, strict=True):
        if line:
            where = ("".join(line.casefold().split()), "".join((postcode or "").casefold().split()))
            yield entity_of.get(person_of[(dataset, record_id)], ""), where


def _one_each(index: Index, records: pa.Table, entity_of: Mapping[PersonId, str]) -> Iterable[tuple[str, Hashable]]:
    """The rule as it is meant, for data with one address a person: here the one that most of their records give."""
    held: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for entity, where in _addresses(index, records, entity_of):
        held[entity][where] += 1
    return ((entity, found.most_common(1)[0][0]) for entity, found in held.items())


def _by_age(together: set[Pair], index: Index, entity_of: Mapping[PersonId, str]) -> set[Pair]:
    people = {
        entity_of[p.person_id]: (p.kind, p.date_of_birth)
        for p in index.persons
        if p.date_of_birth and p.person_id in entity_of
    }
    found = set()
    for adult, child in _both_ways(together):
        if adult in people and child in people:
            (kind, older), (other_kind, younger) = people[adult], people[child]
            years = (younger - older).days / 365.25 if older and younger else 0.0
            is_parent = kind is PersonKind.ADULT and other_kind is PersonKind.CHILD
            if is_parent and AGE_GAP_YEARS[0] <= years <= AGE_GAP_YEARS[1]:
                found.add((adult, child))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
