"""What an agency's records say of a person: old names, old addresses, and the faults of whoever typed.

Every fault is a draw from the dataset's own stream at one rate for everybody. What a draw does to a name depends on
the name; whether it is drawn does not.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from examples.westhaven.spelling import mistyped, nickname_of, without_diacritics, written_otherwise
from examples.westhaven.world import Person, World

PLACEHOLDER_DATE = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a system's records go wrong: shares of records."""

    nickname: float = 0.02
    spelled_otherwise: float = 0.02
    typing_slip: float = 0.012
    names_swapped: float = 0.003
    former_surname: float = 0.4
    day_and_month_swapped: float = 0.012
    birth_date_wrong: float = 0.006
    birth_date_placeholder: float = 0.004
    birth_date_missing: float = 0.0
    two_digit_year: float = 0.0
    old_address: float = 0.22
    postcode_slip: float = 0.007
    postcode_missing: float = 0.008
    sex_missing: float = 0.004
    nhs_missing: float = 0.03
    nhs_mistyped: float = 0.006
    nhs_of_sibling: float = 0.003
    nhs_traced: float = 0.97
    upn_mistyped: float = 0.006
    stray_spaces: float = 0.01
    loses_accents: bool = False
    surname_in_capitals: bool = False
    knows_former_surname: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Entities of the stories: their records bear no drawn fault, only the one that a story is about."""

    spotless: frozenset[str] = frozenset()
    old_names: frozenset[str] = frozenset()
    other_spellings: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Seen:
    """A person as one record has them. ``faults`` names what differs from the truth."""

    given: str
    middle: str
    family: str
    known_as: str = ""
    former_family: str = ""
    born: date | None
    has_two_digit_year: bool = False
    sex: str
    ethnic: str
    line: str
    town: str
    postcode: str
    former_line: str = ""
    former_postcode: str = ""
    nhs: str
    is_traced: bool
    upn: str = ""
    phone: str = ""
    email: str = ""
    is_protected: bool = False
    faults: list[str] = field(default_factory=list)

    def birth(self, pattern: str) -> str:
        """Write the birth date by ``pattern``; now and then with the year cut short."""
        if self.born is None:
            return ""
        if self.has_two_digit_year:
            pattern = pattern.replace("%Y", "%y")
        return self.born.strftime(pattern)


class Lens:
    """One dataset's way of seeing people."""

    def __init__(
        self,
        habits: Habits,
        chance: Random,
        world: World,
        siblings: dict[str, str],
        planted: Planted,
    ) -> None:
        self.habits = habits
        self.chance = chance
        self.world = world
        self.siblings = siblings
        self.planted = planted

    def see(self, person: Person, *, upn: str = "", weight: float = 1.0) -> Seen:
        """Return how this dataset has ``person``; ``weight`` makes contacts and bystanders vaguer."""
        home = self.world.home_of[person.entity]
        former = self.world.former_home_of.get(person.entity)
        seen = Seen(
            given=person.given,
            middle=person.middle,
            family=person.family,
            known_as=person.known_as,
            born=person.born,
            sex=person.sex,
            ethnic=person.ethnic,
            line=home.line,
            town=home.town,
            postcode=home.postcode,
            nhs=person.nhs,
            is_traced=True,
            upn=upn,
            phone=self.world.phone_of[person.entity],
            email=_mailbox(person.entity, person.given, person.family),
            is_protected=home.is_protected,
        )
        if former is not None:
            seen.former_line, seen.former_postcode = former.line, former.postcode
        if person.entity in self.planted.spotless:
            self._as_planted(seen, person)
        else:
            self._names(seen, person, weight)
            self._birth(seen, weight)
            self._address(seen)
            self._numbers(seen, person)
        if self.habits.loses_accents:
            seen.given, seen.middle = without_diacritics(seen.given), without_diacritics(seen.middle)
            seen.family = without_diacritics(seen.family)
        if self.habits.surname_in_capitals:
            seen.family = seen.family.upper()
        return seen

    def _as_planted(self, seen: Seen, person: Person) -> None:
        """Give a story's person the one fault the story is about, if this dataset has it."""
        if person.entity in self.planted.old_names:
            seen.family = person.former_family
            seen.faults.append("former_surname")
        else:
            seen.former_family = person.former_family
        if person.entity in self.planted.other_spellings:
            seen.given = written_otherwise(seen.given, self.chance)
            seen.family = written_otherwise(seen.family, self.chance)
            seen.faults.append("spelled_otherwise")

    def _names(self, seen: Seen, person: Person, weight: float) -> None:
        habits, draw = self.habits, self.chance.random
        if person.former_family:
            if draw() < habits.former_surname:
                seen.family = person.former_family
                seen.faults.append("former_surname")
            elif draw() < habits.knows_former_surname:
                seen.former_family = person.former_family
        self._wordings(seen, weight)
        if draw() < habits.names_swapped:
            seen.given, seen.family = seen.family, seen.given
            seen.faults.append("names_swapped")
        if draw() < habits.stray_spaces:
            seen.given, seen.family = f" {seen.given}", f"{seen.family.upper()}  "
            seen.faults.append("stray_spaces")
        if draw() < habits.sex_missing:
            seen.sex = "unknown"
            seen.faults.append("sex_missing")

    def _wordings(self, seen: Seen, weight: float) -> None:
        habits, draw = self.habits, self.chance.random
        if draw() < habits.nickname * weight:
            seen.given = nickname_of(seen.given, self.chance)
            seen.faults.append("nickname")
        if draw() < habits.spelled_otherwise * weight:
            if draw() < 0.5:
                seen.given = written_otherwise(seen.given, self.chance)
            else:
                seen.family = written_otherwise(seen.family, self.chance)
            seen.faults.append("spelled_otherwise")
        if draw() < habits.typing_slip * weight:
            if draw() < 0.4:
                seen.given = mistyped(seen.given, self.chance)
            else:
                seen.family = mistyped(seen.family, self.chance)
            seen.faults.append("typing_slip")

    def _birth(self, seen: Seen, weight: float) -> None:
        habits, draw, born = self.habits, self.chance.random, seen.born
        if born is None:
            return
        if draw() < habits.day_and_month_swapped:
            if born.day <= 12 and born.day != born.month:
                seen.born = born.replace(day=born.month, month=born.day)
            seen.faults.append("day_and_month_swapped")
        if draw() < habits.birth_date_wrong * weight:
            seen.born = born + timedelta(days=self.chance.choice((-10, -1, 1, 10, 30, 365)))
            seen.faults.append("birth_date_wrong")
        if draw() < habits.birth_date_placeholder * weight:
            seen.born = PLACEHOLDER_DATE
            seen.faults.append("birth_date_placeholder")
        if draw() < habits.birth_date_missing:
            seen.born = None
            seen.faults.append("birth_date_missing")
        if draw() < habits.two_digit_year and seen.born != PLACEHOLDER_DATE:
            seen.has_two_digit_year = True
            seen.faults.append("two_digit_year")

    def _address(self, seen: Seen) -> None:
        habits, draw = self.habits, self.chance.random
        if seen.former_line and (seen.is_protected or draw() < habits.old_address):
            seen.line, seen.postcode, seen.is_protected = seen.former_line, seen.former_postcode, False
            seen.former_line = seen.former_postcode = ""
            seen.faults.append("old_address")
        elif seen.former_line and draw() < 0.5:
            seen.former_line = seen.former_postcode = ""
        slip = draw()
        if slip < habits.postcode_slip and seen.postcode:
            seen.postcode = mistyped(seen.postcode, self.chance)
            seen.faults.append("postcode_slip")
        elif slip > 1 - habits.postcode_missing:
            seen.postcode = ""
            seen.faults.append("postcode_missing")

    def _numbers(self, seen: Seen, person: Person) -> None:
        habits, draw = self.habits, self.chance.random
        seen.is_traced = draw() < habits.nhs_traced
        fault = draw()
        if fault < habits.nhs_missing:
            seen.nhs, seen.is_traced = "", False
            seen.faults.append("nhs_missing")
        elif fault < habits.nhs_missing + habits.nhs_mistyped:
            seen.nhs, seen.is_traced = wrong_digit(seen.nhs, self.chance) if seen.nhs else "", False
            seen.faults.append("nhs_mistyped")
        elif fault < habits.nhs_missing + habits.nhs_mistyped + habits.nhs_of_sibling:
            sibling = self.siblings.get(person.entity)
            seen.nhs = sibling or seen.nhs
            seen.faults.append("nhs_of_sibling")
        if draw() < habits.upn_mistyped and seen.upn:
            seen.upn = seen.upn[0] + wrong_digit(seen.upn[1:], self.chance)
            seen.faults.append("upn_mistyped")


def wrong_digit(digits: str, chance: Random) -> str:
    """Return ``digits`` with one wrong, or two neighbours exchanged."""
    place = int(chance.random() * (len(digits) - 1))
    if chance.random() < 0.5 and digits[place] != digits[place + 1]:
        return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    value = (int(digits[place]) + 1 + int(chance.random() * 8)) % 10 if digits[place].isdigit() else 0
    return digits[:place] + str(value) + digits[place + 1 :]


@lru_cache(100_000)
def _mailbox(entity: str, given: str, family: str) -> str:
    plain = without_diacritics(f"{given}.{family}").lower().translate(_NOT_IN_A_MAILBOX)
    return f"{plain}.{int(entity[1:]) % 1000}@mail.example"


_NOT_IN_A_MAILBOX = {ord(mark): None for mark in " '`"}
