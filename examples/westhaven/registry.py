"""Gives out what is given once only: entities, NHS numbers, homes, telephones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from examples.westhaven import numbers
from examples.westhaven.names import Origin
from examples.westhaven.places import Home
from examples.westhaven.world import Person


@dataclass(slots=True)
class Registry:
    """Gives out what is given once only: entities, NHS numbers, homes."""

    today: date
    people: Random
    life: Random
    nhs: Iterator[str]
    homes: Iterator[Home]
    count: int = 0
    home_of: dict[str, Home] = field(default_factory=dict)
    former_home_of: dict[str, Home] = field(default_factory=dict)
    phone_of: dict[str, str] = field(default_factory=dict)

    def person(self, origin: Origin, sex: str, family: str, born: date, *, given: str = "", ethnic: str = "") -> Person:
        """Bring somebody into the world."""
        self.count += 1
        chance = self.people
        is_adult = not given
        name = given or origin.given(chance, sex, is_adult=is_adult)
        middle = origin.given(chance, sex, is_adult=is_adult) if chance.random() < 0.55 else ""
        return Person(
            entity=f"E{self.count:06d}",
            sex=sex,
            given=name,
            middle="" if middle == name else middle,
            family=origin.surname_for(family, sex),
            born=born,
            ethnic=ethnic or origin.ethnic.draw(chance),
            origin=origin.id,
            nhs=next(self.nhs),
        )

    def house(self, person: Person, home: Home, phone: int, former: Home | None = None) -> None:
        """Say where somebody lives, and lived."""
        self.home_of[person.entity] = home
        self.phone_of[person.entity] = numbers.home_phone(phone)
        if former is not None:
            self.former_home_of[person.entity] = former
