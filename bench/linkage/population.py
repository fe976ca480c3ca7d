"""A large file of the demonstration area's people as several systems hold them, faults included, with the truth.

The people, their families and their records' faults come from the demonstration generator; only the agencies' layouts
are left out: one CSV that any linkage tool reads. Telephones are left out: the numbers set aside for drama are so few
that hundreds of families would share one. Made once a size and kept in the folder given.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from examples.westhaven.chance import Streams
from examples.westhaven.families import make_world
from examples.westhaven.observing import Habits, Lens, Planted, Seen
from examples.westhaven.world import Person, World

TODAY = date(2026, 11, 22)
COLUMNS = ("record_id", "given", "middle", "family", "born", "sex", "line", "postcode", "nhs")
CHILDREN_A_WORLD = 110_000
"""So many children, their adults and others use up the test range of NHS numbers but for a few."""
RECORDS_A_CHILD = 6.6

CONTRACT = """contract: "population"
source: "bench"
title: "A made-up population, for measuring"
format: {kind: "csv"}
record_id: "record_id"
known_at: "2026-11-22"
people:
  - part: "person"
    is: "by_age"
    columns:
      given_name: "given"
      middle_names: "middle"
      family_name: "family"
      date_of_birth: {column: "born", format: "%Y-%m-%d"}
      sex: {column: "sex", map: {"female": "female", "male": "male"}, otherwise: "unknown"}
      address_line: "line"
      postcode: "postcode"
      nhs_number: {column: "nhs", obtained: "typed"}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One system of records: how many of the children and of the adults it knows, and how it goes wrong."""

    children: float
    adults: float
    habits: Habits


SYSTEMS = (
    System(children=1.0, adults=0.97, habits=Habits(nhs_missing=0.01)),
    System(children=0.9, adults=0.0, habits=Habits(nhs_missing=0.5, surname_in_capitals=True)),
    System(children=0.55, adults=0.3, habits=Habits(nhs_missing=0.04, nickname=0.03)),
    System(children=0.3, adults=0.45, habits=Habits(nhs_missing=1.0, nickname=0.06, typing_slip=0.03)),
    System(children=0.12, adults=0.15, habits=Habits(nhs_missing=0.6, birth_date_missing=0.03, nickname=0.08)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """``truth`` has the columns source, record_id and entity."""

    records: Path
    truth: Path
    contract: Path
    size: int


def population(size: int, *, folder: Path, seed: int = 2026) -> Population:
    """A file of ``size`` records; made if the folder does not hold it yet. The same arguments give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Population(
        records=folder / f"people-{size}-{seed}.csv",
        truth=folder / f"truth-{size}-{seed}.csv",
        contract=folder / "population.yaml",
        size=size,
    )
    made.contract.write_text(CONTRACT, encoding="utf-8")
    if not made.truth.exists():
        _write(made, seed)
    return made


def _write(made: Population, seed: int) -> None:
    draft = made.truth.with_suffix(".draft")
    with (
        made.records.open("w", encoding="utf-8", newline="") as file,
        draft.open("w", encoding="utf-8", newline="") as truth_file,
    ):
        records, truth = csv.writer(file), csv.writer(truth_file)
        records.writerow(COLUMNS)
        truth.writerow(("source", "record_id", "entity"))
        for number, (entity, seen) in zip(range(made.size), _records(made.size, seed), strict=False):
            # Ids in an order that says nothing of who is who.
            record_id = f"R{number * 7919 % 10_000_019:08d}"
            born = seen.birth("%Y-%m-%d")
            records.writerow(
                (record_id, seen.given, seen.middle, seen.family, born, seen.sex, seen.line, seen.postcode, seen.nhs)
            )
            truth.writerow(("bench", record_id, entity))
    draft.rename(made.truth)


def _records(size: int, seed: int) -> Iterator[tuple[str, Seen]]:
    worlds = 0
    while True:
        children = max(min(CHILDREN_A_WORLD, int(size / RECORDS_A_CHILD * 1.3)), 50)
        yield from _records_of(seed + worlds, children, worlds)
        worlds += 1


def _records_of(seed: int, children: int, number: int) -> Iterator[tuple[str, Seen]]:
    for entity, _, seen in people_seen(seed, children, number):
        yield from ((entity, one) for one in seen)


def people_seen(seed: int, children: int, number: int) -> Iterator[tuple[str, bool, list[Seen]]]:
    """Everyone of one world, whether a child, and as each system that knows them has them."""
    streams = Streams(seed=seed)
    world = make_world(streams, children=children, today=TODAY, wishes=())
    siblings: dict[str, str] = {}
    for family in world.families:
        for child, other in zip(family.children, family.children[1:], strict=False):
            siblings[child.entity] = other.nhs
    lenses = [
        Lens(system.habits, streams.of("system", str(i)), world, siblings, Planted())
        for i, system in enumerate(SYSTEMS)
    ]
    chance = streams.of("who is known where")
    for person, is_child in _everybody(world):
        held = []
        for lens, system in zip(lenses, SYSTEMS, strict=True):
            if chance.random() < (system.children if is_child else system.adults):
                held.append(lens.see(person))
                _own_range(held[-1], number)
        yield f"{number}-{person.entity}", is_child, held


def _everybody(world: World) -> Iterator[tuple[Person, bool]]:
    """Everyone in an order of chance: a file of fewer records is of fewer people, not of fewer families' friends."""
    people = [(child, True) for _, child in world.children()]
    people += [(adult, False) for family in world.families for adult in family.adults()]
    people += [(loner, False) for loner in world.loners]
    Random(len(people)).shuffle(people)
    yield from people


def _own_range(seen: Seen, number: int) -> None:
    """A second world's homes and numbers are its own. Numbers stay well formed: none is ever issued."""
    if not number:
        return
    if seen.nhs:
        seen.nhs = _reissued(seen.nhs, number)
    if seen.postcode:
        seen.postcode = f"{'ABCDEFGJKLMNOPRSTUVXYZ'[number % 22]}{seen.postcode[1:]}"


def _reissued(nhs: str, number: int) -> str:
    body = f"9{(99 - number) % 100:02d}{nhs[3:9]}"
    check = 11 - sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)) % 11
    return f"{body}{check % 11 % 10}"
