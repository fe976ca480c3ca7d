"""The truth beside the files: which record is whose. Linkage is measured by it; no agency ever sees it.

The former identity of an adopted child is nowhere in it: its rows are simply not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from examples.westhaven.events import Lives
from examples.westhaven.papers import write_csv
from examples.westhaven.places import Tenure
from examples.westhaven.world import Family, FamilyKind, Person, World

_AGE_BANDS = ((1, "under 1"), (5, "1 to 4"), (11, "5 to 10"), (16, "11 to 15"), (18, "16 to 17"), (999, "adult"))

_ETHNIC_GROUPS = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "WOTH": "any other White background",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "any other mixed background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "any other Asian background",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "BOTH": "any other Black background",
    "CHNE": "Chinese",
    "OARA": "Arab",
    "OOTH": "any other ethnic group",
}
"""The codes of the agencies' systems in words, as the contracts map them."""

_HEALTH = ("community-health", "gp-practices")
"""Everybody whom these describe may bear an NHS number there."""
_CARE = ("childrens-social-care", "adult-social-care")
"""Those whom these know in their own right may; the people beside them do not."""


@dataclass(slots=True)
class Truth:
    """Collects, while the agencies write, whose each record is and what is wrong with it."""

    people: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    numbered: set[str] = field(default_factory=set)

    def tell(self, dataset: str, record_id: str, person: Person, faults: list[str], *, has_number: bool) -> None:
        """Note that a record of a dataset is about ``person``, and whether it may bear their NHS number."""
        self.people.append((dataset, record_id, person.entity))
        if has_number and (dataset in _HEALTH or (dataset in _CARE and "#" not in record_id)):
            self.numbered.add(person.entity)
        self.faults.extend((dataset, record_id, fault) for fault in faults)

    def write(self, folder: Path, world: World, lives: Lives) -> None:
        """Write the truth's tables into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        write_csv(folder / "people.csv", ("dataset", "record_id", "entity"), self.people)
        write_csv(folder / "faults.csv", ("dataset", "record_id", "fault"), self.faults)
        write_csv(
            folder / "relationships.csv",
            ("entity_from", "entity_to", "relation", "parental_responsibility", "lives_with"),
            (
                (
                    tie.adult.entity,
                    tie.child.entity,
                    tie.relation,
                    tie.responsibility,
                    "yes" if tie.lives_with else "no",
                )
                for family in world.families
                for tie in family.ties
            ),
        )
        groups = _groups(world, lives)
        write_csv(folder / "groups.csv", _GROUP_COLUMNS, groups)
        write_csv(folder / "households.csv", ("entity", "household"), _households(world))
        write_csv(folder / "records.csv", _RECORD_COLUMNS, self._records(groups))

    def _records(self, groups: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """Give each record with its person and their groups, in the shape that ``goldenthread evaluate`` reads."""
        of_entity = {entity: rest for entity, *rest in groups}
        for dataset, record_id, entity in self.people:
            yield dataset, record_id, entity, *of_entity[entity], _yes(entity not in self.numbered)


_GROUP_COLUMNS = (
    "entity",
    "name_changed",
    "name_origin",
    "ethnic_group",
    "looked_after",
    "no_fixed_address",
    "age_band",
    "family_kind",
)

_RECORD_COLUMNS = ("source", "record_id", "entity", *_GROUP_COLUMNS[1:], "no_nhs_number")


def _groups(world: World, lives: Lives) -> list[tuple[str, ...]]:
    everyone = [
        (_told_kind(family), person) for family in world.families for person in (*family.children, *family.adults())
    ]
    everyone += [("none", person) for person in world.loners]
    return [_group(world, lives, kind, person) for kind, person in everyone]


def _group(world: World, lives: Lives, kind: str, person: Person) -> tuple[str, ...]:
    age = person.age(world.today)
    band = next(name for limit, name in _AGE_BANDS if age < limit)
    return (
        person.entity,
        _yes(bool(person.former_family)),
        person.origin,
        _ETHNIC_GROUPS[person.ethnic],
        _yes("looked_after" in lives.of(person)),
        _yes(world.home_of[person.entity].tenure is Tenure.NO_FIXED_ADDRESS),
        band,
        kind,
    )


def _households(world: World) -> Iterator[tuple[str, str]]:
    """Say who lives together. In a refuge and without a fixed address, that is each family by itself."""
    number_of: dict[tuple[object, ...], str] = {}
    family_of = {p.entity: f.number for f in world.families for p in (*f.children, *f.adults())}
    for entity, home in world.home_of.items():
        place: tuple[object, ...] = (home.line, home.town, home.postcode)
        if home.tenure in (Tenure.REFUGE, Tenure.NO_FIXED_ADDRESS):
            place = (*place, family_of.get(entity, entity))
        yield entity, number_of.setdefault(place, f"H{len(number_of) + 1:06d}")


def _told_kind(family: Family) -> str:
    """Say what a family is; that a child was adopted is nobody's business here."""
    return (FamilyKind.TOGETHER if family.kind is FamilyKind.ADOPTED else family.kind).value


def _yes(statement: bool) -> str:
    return "yes" if statement else "no"
