"""What every writer has on its desk: the world, who works where, the truth to fill in and the folder to write to."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from examples.westhaven.agencies import Staff, Worker
from examples.westhaven.chance import Streams
from examples.westhaven.enrolling import Enrolment
from examples.westhaven.events import Lives, Spell
from examples.westhaven.observing import Habits, Lens, Planted, Seen
from examples.westhaven.passports import Passport, passport_in
from examples.westhaven.truth import Truth
from examples.westhaven.world import Family, Person, World


@dataclass(slots=True, kw_only=True)
class Desk:
    """Shared by the writers of one area. ``absent_from`` keeps story families out of some datasets."""

    world: World
    enrolment: Enrolment
    lives: Lives
    staff: Staff
    streams: Streams
    folder: Path
    truth: Truth = field(default_factory=Truth)
    spotless: frozenset[str] = frozenset()
    siblings: dict[str, str] = field(default_factory=dict)
    absent_from: dict[str, frozenset[str]] = field(default_factory=dict)
    old_names: frozenset[tuple[str, str]] = frozenset()
    other_spellings: frozenset[tuple[str, str]] = frozenset()

    @property
    def today(self) -> date:
        return self.world.today

    def lens(self, dataset: str, habits: Habits) -> Lens:
        """Return the way ``dataset`` sees people."""
        planted = Planted(
            spotless=self.spotless,
            old_names=frozenset(entity for name, entity in self.old_names if name == dataset),
            other_spellings=frozenset(entity for name, entity in self.other_spellings if name == dataset),
        )
        return Lens(habits, self.streams.of("faults", dataset), self.world, self.siblings, planted)

    def knows(self, dataset: str, story: str) -> bool:
        """Say whether a story's family is in ``dataset`` at all."""
        return dataset not in self.absent_from.get(story, frozenset())

    def passport(self, dataset: str, family: Family, child: Person) -> Passport:
        """Return the passport that ``dataset`` has of a child."""
        return passport_in(dataset, family, child, lives=self.lives, streams=self.streams, today=self.today)

    def tell(self, dataset: str, record_id: str, person: Person, seen: Seen) -> None:
        """Note the truth about one record."""
        self.truth.tell(dataset, record_id, person, seen.faults, has_number=bool(seen.nhs))


def pick(workers: tuple[Worker, ...], person: Person) -> Worker:
    """Return the worker who has the case: the same one whenever it is asked for the same person."""
    return workers[int(person.entity[1:]) * 7919 % len(workers)]


def on(day: date | None, pattern: str) -> str:
    """Write a day, or nothing."""
    return day.strftime(pattern) if day else ""


def since(spell: Spell | None, pattern: str) -> str:
    """Write when a spell began, or nothing where there is none."""
    return spell.since.strftime(pattern) if spell else ""


def until(spell: Spell | None, pattern: str) -> str:
    """Write when a spell ended, or nothing."""
    return on(spell.until, pattern) if spell else ""
