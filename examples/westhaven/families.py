"""Make the families of the area: who was born to whom, who parted, who lives where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from examples.westhaven import numbers, places
from examples.westhaven.chance import Streams, Weighted, day_between, years_before
from examples.westhaven.names import Origin, origin_called, origin_weights
from examples.westhaven.places import Home
from examples.westhaven.registry import Registry
from examples.westhaven.world import Family, FamilyKind, Person, Tie, World

_KINDS = Weighted.of(
    [
        (FamilyKind.TOGETHER, 60.5),
        (FamilyKind.PARTED, 17.0),
        (FamilyKind.LONE_MOTHER, 8.0),
        (FamilyKind.LONE_FATHER, 2.2),
        (FamilyKind.STEP, 8.4),
        (FamilyKind.GRANDPARENTS, 2.0),
        (FamilyKind.LOOKED_AFTER, 0.95),
        (FamilyKind.UNACCOMPANIED, 0.10),
        (FamilyKind.ADOPTED, 0.12),
        (FamilyKind.REFUGE, 0.12),
    ]
)
_CHILDREN = Weighted.of([(1, 42.0), (2, 40.0), (3, 13.0), (4, 3.8), (5, 1.2)])
_SINGLE = (FamilyKind.LOOKED_AFTER, FamilyKind.UNACCOMPANIED, FamilyKind.ADOPTED)
_ARRIVING_ALONE = ("persian", "eritrean", "arab", "albanian", "somali")
LONERS_FOR_A_CHILD = 0.3
COUSINS_IN_ONE_HOUSE = 0.02
CHANGED_SURNAME_IN_PARTED = 0.16
"""Of the children of parted and step families; about 4 in 100 of all children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a planted family must be; whatever is left out is drawn."""

    story: str
    kind: FamilyKind = FamilyKind.TOGETHER
    births: tuple[date, ...]
    home: Home | None = None
    origin: str = "british"
    changes_surname: bool = False
    sexes: tuple[str, ...] = ()


def make_world(streams: Streams, *, children: int, today: date, wishes: tuple[Wish, ...]) -> World:
    """Make the world: the planted families first, then families until there are ``children`` children."""
    registry = Registry(
        today=today,
        people=streams.of("people"),
        life=streams.of("families"),
        nhs=numbers.nhs_numbers(streams.of("nhs numbers"), at_most=6 * children + 2000),
        homes=places.homes(streams.of("homes")),
    )
    families = [_family(registry, number, wish) for number, wish in enumerate(wishes)]
    count = sum(len(family.children) for family in families)
    while count < children:
        shared = families[-1] if families and registry.life.random() < COUSINS_IN_ONE_HOUSE else None
        family = _family(registry, len(families), None, at_most=children - count, cousins=shared)
        families.append(family)
        count += len(family.children)
    loners = tuple(_loner(registry, len(families) + number) for number in range(int(children * LONERS_FOR_A_CHILD)))
    return World(
        today=today,
        families=tuple(families),
        loners=loners,
        home_of=registry.home_of,
        former_home_of=registry.former_home_of,
        phone_of=registry.phone_of,
    )


def _family(
    registry: Registry, number: int, wish: Wish | None, *, at_most: int = 9, cousins: Family | None = None
) -> Family:
    life = registry.life
    kind = wish.kind if wish else _KINDS.draw(life)
    if cousins and (cousins.story or cousins.kind is not FamilyKind.TOGETHER):
        cousins = None
    kind = FamilyKind.TOGETHER if cousins else kind
    births = wish.births if wish else _births(life, kind, registry.today, at_most)
    origin = origin_called(cousins.children[0].origin) if cousins else _origin_of(registry, kind, wish)
    home, former, moved_on = (cousins.home, None, None) if cousins else _homes(registry, kind, wish, births)
    surname = cousins.children[0].family if cousins else ""
    household = _Household(registry, number, kind, origin, home, former, wish, surname)
    kids, ties = household.people(births)
    return Family(
        number=number,
        kind=kind,
        children=kids,
        ties=ties,
        home=home,
        former_home=former,
        moved_on=moved_on,
        story=wish.story if wish else "",
    )


def _origin_of(registry: Registry, kind: FamilyKind, wish: Wish | None) -> Origin:
    if wish:
        return origin_called(wish.origin)
    if kind is FamilyKind.UNACCOMPANIED:
        return origin_called(registry.people.choice(_ARRIVING_ALONE))
    return origin_weights().draw(registry.people)


def _births(life: Random, kind: FamilyKind, today: date, at_most: int) -> tuple[date, ...]:
    """Draw birthdays of the children, eldest first, twins now and then."""
    youngest_day = today - timedelta(days=3)
    oldest_day = years_before(today, 18) + timedelta(days=1)
    if kind is FamilyKind.UNACCOMPANIED:
        return (day_between(life, oldest_day, oldest_day + timedelta(days=1100)),)
    wanted = 1 if kind in _SINGLE else min(_CHILDREN.draw(life), at_most)
    births = [day_between(life, oldest_day, youngest_day)]
    while len(births) < wanted:
        if life.random() < 0.03:
            births.append(births[-1])
            continue
        gap = timedelta(days=int(400 + life.expovariate(1 / 600)))
        later, earlier = max(births) + gap, min(births) - gap
        if later <= youngest_day:
            births.append(later)
        elif earlier >= oldest_day:
            births.append(earlier)
        else:
            break
    return tuple(sorted(births))


def _homes(
    registry: Registry, kind: FamilyKind, wish: Wish | None, births: tuple[date, ...]
) -> tuple[Home, Home | None, date | None]:
    life = registry.life
    if wish and wish.home:
        return wish.home, None, None
    home = next(registry.homes)
    draw, place = life.random(), life.random()
    if kind is FamilyKind.REFUGE:
        return places.REFUGE, home, registry.today - timedelta(days=40)
    if kind in (FamilyKind.LOOKED_AFTER, FamilyKind.UNACCOMPANIED) and place < 0.42:
        return places.home_out_of_area(life), None, None
    if wish is None and place < 0.004:
        return places.NO_FIXED_ADDRESS, home, registry.today - timedelta(days=200)
    if wish is None and draw < 0.22:
        moved_on = day_between(life, max(births[0], registry.today - timedelta(days=2200)), registry.today)
        return home, next(registry.homes), moved_on
    return home, None, None


def _loner(registry: Registry, number: int) -> Person:
    origin = origin_weights().draw(registry.people)
    sex = "female" if registry.people.random() < 0.51 else "male"
    born = registry.today - timedelta(days=int(registry.life.triangular(19 * 365, 88 * 365, 40 * 365)))
    person = registry.person(origin, sex, origin.families.draw(registry.people), born)
    registry.house(person, next(registry.homes), number)
    return person


@dataclass(slots=True)
class _Household:
    """Fills one family with people and ties."""

    registry: Registry
    number: int
    kind: FamilyKind
    origin: Origin
    home: Home
    former: Home | None
    wish: Wish | None
    shared_surname: str = ""

    def people(self, births: tuple[date, ...]) -> tuple[tuple[Person, ...], tuple[Tie, ...]]:
        """Make the children and their adults, and house them all."""
        eldest = births[0]
        mother, father = self._parents(eldest)
        kids = self._children(births, mother, father)
        ties = list(self._ties(kids, mother, father, eldest))
        for child in kids:
            self.registry.house(child, self.home, self.number, self.former)
        return kids, tuple(ties)

    def _parents(self, eldest: date) -> tuple[Person, Person]:
        registry, life = self.registry, self.registry.life
        family = self.shared_surname or self.origin.families.draw(registry.people)
        hers = self.origin
        if not self.wish and registry.people.random() < 0.07:
            hers = origin_weights().draw(registry.people)
        maiden = hers.families.draw(registry.people)
        took_his = life.random() < 0.62 and self.kind not in (FamilyKind.LONE_MOTHER,)
        mother = registry.person(hers, "female", family if took_his else maiden, _before(life, eldest, 17, 30, 44))
        father = registry.person(self.origin, "male", family, _before(life, eldest, 18, 32, 52))
        if took_his:
            mother = replace(mother, former_family=hers.surname_for(maiden, "female"))
        return mother, father

    def _children(self, births: tuple[date, ...], mother: Person, father: Person) -> tuple[Person, ...]:
        registry, chance, life = self.registry, self.registry.people, self.registry.life
        given: set[str] = set()
        ethnic = self.origin.ethnic.draw(chance)
        kids = []
        bears = mother.family if self.kind is FamilyKind.LONE_MOTHER or life.random() < 0.08 else father.family
        if mother.family != bears and life.random() < 0.06:
            bears = f"{mother.family}-{father.family}"
        for place, born in enumerate(births):
            sexes = self.wish.sexes if self.wish else ()
            sex = sexes[place] if sexes else ("female" if life.random() < 0.488 else "male")
            name = self.origin.given(chance, sex)
            while name in given:
                name = self.origin.given(chance, sex)
            if sex == "male" and not self.wish and life.random() < 0.02 and father.given not in given:
                name = father.given
            given.add(name)
            kids.append(registry.person(self.origin, sex, bears, born, given=name, ethnic=ethnic))
        return tuple(self._renamed(kids, mother))

    def _renamed(self, kids: list[Person], mother: Person) -> list[Person]:
        """Give children of parents who parted their mother's name, where the family took that step together."""
        life = self.registry.life
        draw = life.random()
        parted = self.kind in (FamilyKind.PARTED, FamilyKind.STEP)
        changes = self.wish.changes_surname if self.wish else parted and draw < CHANGED_SURNAME_IN_PARTED
        if not changes:
            return kids
        new = mother.former_family or mother.family
        if new == kids[0].family:
            new = self.origin.families.draw(self.registry.people)
        return [replace(child, family=new, former_family=child.family) for child in kids]

    def _ties(self, kids: tuple[Person, ...], mother: Person, father: Person, eldest: date) -> Iterator[Tie]:
        registry, life, kind = self.registry, self.registry.life, self.kind
        if kind is FamilyKind.UNACCOMPANIED:
            yield from self._carers(kids, "foster_carer", eldest, "no")
            return
        if kind in (FamilyKind.LOOKED_AFTER, FamilyKind.GRANDPARENTS):
            relation = "foster_carer" if kind is FamilyKind.LOOKED_AFTER else "grandparent"
            yield from self._carers(kids, relation, eldest, "no" if relation == "foster_carer" else "unknown", mother)
        mother_home = kind not in (FamilyKind.LOOKED_AFTER, FamilyKind.GRANDPARENTS, FamilyKind.LONE_FATHER)
        father_home = kind in (FamilyKind.TOGETHER, FamilyKind.ADOPTED, FamilyKind.LONE_FATHER)
        father_known = kind is not FamilyKind.LONE_MOTHER
        father_pr = "yes" if father_home or life.random() < 0.7 else "unknown"
        yield from self._tie(mother, kids, "mother", "yes", mother_home)
        if father_known:
            yield from self._tie(father, kids, "father", father_pr, father_home)
        if kind is FamilyKind.STEP:
            surname = self.origin.families.draw(registry.people)
            partner = registry.person(self.origin, "male", surname, _before(life, eldest, 19, 33, 55))
            yield from self._tie(partner, kids, "step_parent", "no", True)

    def _carers(
        self, kids: tuple[Person, ...], relation: str, eldest: date, responsibility: str, mother: Person | None = None
    ) -> Iterator[Tie]:
        """Grandparents share a surname with the mother's side; foster carers are strangers by name."""
        registry = self.registry
        of_the_family = relation == "grandparent" and mother is not None
        origin = self.origin if of_the_family else origin_weights().draw(registry.people)
        surname = origin.families.draw(registry.people)
        if of_the_family and mother is not None:
            surname = mother.former_family or mother.family
        older = 22 if of_the_family else 6
        for sex in ("female", "male")[: 1 + (registry.life.random() < 0.6)]:
            born = _before(registry.life, eldest, older + 18, older + 26, older + 45)
            carer = registry.person(origin, sex, surname, born)
            yield from self._tie(carer, kids, relation, responsibility, True)

    def _tie(
        self, adult: Person, kids: tuple[Person, ...], relation: str, responsibility: str, lives_with: bool
    ) -> Iterator[Tie]:
        home = self.home if lives_with else next(self.registry.homes)
        self.registry.house(adult, home, self.number, self.former if lives_with else None)
        for child in kids:
            yield Tie(adult=adult, child=child, relation=relation, responsibility=responsibility, lives_with=lives_with)


def _before(life: Random, child: date, youngest: int, usual: int, oldest: int) -> date:
    """Return a birthday of somebody who was between ``youngest`` and ``oldest`` when ``child`` was born."""
    return child - timedelta(days=int(life.triangular(youngest, oldest, usual) * 365.25))
