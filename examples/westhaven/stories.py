"""A few families planted on purpose, so that every journey and every demonstration account meets somebody.

Their records are spotless except where the story is about a fault. Everything about them is invented.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from examples.westhaven.chance import years_before
from examples.westhaven.enrolling import Enrolment
from examples.westhaven.events import Lives, Spell
from examples.westhaven.families import Wish
from examples.westhaven.papers import write_quoted_yaml
from examples.westhaven.planted import (
    EVERYTHING,
    PRINTED_NHS_NUMBER,
    PRINTED_UPN,
    SPELLED_OTHERWISE_IN,
    STORIES,
    SURNAME_STAYS_OLD_IN,
)
from examples.westhaven.truth import Truth
from examples.westhaven.world import Family, FamilyKind, Person, World

HEALTH_VISITING_ENDS_AT_AGE = 5
_BY_ID = {story.id: story for story in STORIES}


def wishes(today: date) -> tuple[Wish, ...]:
    """Return the families to plant: the stories, and one each of two kinds that a small area might lack."""
    told = tuple(
        Wish(
            story=story.id,
            kind=story.kind,
            births=tuple(sorted(_born(today, years, days) for years, days in story.ages)),
            home=story.home,
            origin=story.origin,
            changes_surname=story.changes_surname,
            sexes=story.sexes,
        )
        for story in STORIES
    )
    unaccompanied = Wish(story="", kind=FamilyKind.UNACCOMPANIED, births=(_born(today, 16, 100),), origin="eritrean")
    return (*told, Wish(story="", kind=FamilyKind.ADOPTED, births=(_born(today, 6, 211),)), unaccompanied)


def _born(today: date, years: int, days: int) -> date:
    return years_before(today, years) - timedelta(days=days)


def schools() -> dict[str, str]:
    """Return which school each story's children go to."""
    return {story.id: story.school for story in STORIES}


def practices() -> dict[str, str]:
    """Return which surgery each story's family is registered with."""
    return {story.id: story.practice for story in STORIES}


def upns() -> dict[str, str]:
    """Return the UPN that a story's child bears, where the story is about it."""
    return {"printed-pair": PRINTED_UPN}


def absent_from() -> dict[str, frozenset[str]]:
    """Return the datasets that know nothing of a story's family."""
    return {story.id: EVERYTHING - story.only_in for story in STORIES}


def spotless(world: World) -> frozenset[str]:
    """Return the entities whose records bear no drawn fault."""
    planted = (family for family in world.families if family.story)
    return frozenset(p.entity for family in planted for p in (*family.children, *family.adults()))


def old_names(world: World) -> frozenset[tuple[str, str]]:
    """Return dataset and entity wherever a dataset still has a story child's former surname."""
    return _children_in(world, SURNAME_STAYS_OLD_IN)


def other_spellings(world: World) -> frozenset[tuple[str, str]]:
    """Return dataset and entity wherever a dataset spells a story child's name in another way."""
    return _children_in(world, SPELLED_OTHERWISE_IN)


def _children_in(world: World, told: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (dataset, child.entity)
        for dataset, story in told.items()
        for family in world.families
        if family.story == story
        for child in family.children
    )


def with_printed_number(world: World) -> World:
    """Give the child of the printed pair the number in the report."""
    families = [_with_number(family) if family.story == "printed-pair" else family for family in world.families]
    return replace(world, families=tuple(families))


def _with_number(family: Family) -> Family:
    child = replace(family.children[0], nhs=PRINTED_NHS_NUMBER)
    return replace(family, children=(child,), ties=tuple(replace(tie, child=child) for tie in family.ties))


def befall(world: World, lives: Lives, today: date) -> None:
    """Let happen to the planted families what their stories say, in place of what was drawn."""
    for family in world.families:
        story = _BY_ID.get(family.story)
        if story is None:
            continue
        for child in family.children:
            own = lives.spells[child.entity]
            own.pop("referral_to_front_door", None)
            own.update(_spells(story.spells, child, today))
            if child.age(today) < HEALTH_VISITING_ENDS_AT_AGE:
                own["open_to_health_visiting"] = Spell(since=child.born)
            lives.attendance[child.entity] = story.attendance
        first = family.adults()[0]
        lives.spells[first.entity] = _spells(story.of_adult, first, today)
        for other in family.adults()[1:]:
            lives.spells[other.entity] = {}


_ONE_DAY = {"domestic_abuse_incident_attended", "referral_to_front_door", "section_47_enquiry"}


def _spells(wanted: Iterable[tuple[str, int, str]], person: Person, today: date) -> dict[str, Spell]:
    found = {}
    for kind, days, detail in wanted:
        since = max(today - timedelta(days=days), person.born)
        if kind == "health_visiting_extra" and person.age(today) > 4:
            continue
        found[kind] = Spell(since=since, until=since if kind in _ONE_DAY else None, detail=detail)
    return found


def write_stories(path: Path, world: World, enrolment: Enrolment, truth: Truth) -> None:
    """Write whom to look for in the demonstration: children of the stories with the records that are theirs."""
    records: dict[str, list[dict[str, str]]] = {}
    for dataset, record_id, entity in truth.people:
        records.setdefault(entity, []).append({"dataset": dataset, "record_id": record_id})
    told = []
    for family in world.families:
        story = _BY_ID.get(family.story)
        if story is not None:
            children = [_child(world, enrolment, child, records) for child in family.children]
            told.append(
                {
                    "id": story.id,
                    "scenario": story.scenario,
                    "title": story.title,
                    "look_as": list(story.look_as),
                    "note": story.note,
                    "children": children,
                }
            )
    write_quoted_yaml(path, {"stories": told})


def _child(
    world: World, enrolment: Enrolment, child: Person, records: dict[str, list[dict[str, str]]]
) -> dict[str, object]:
    place = enrolment.place_of.get(child.entity)
    return {
        "given_name": child.given,
        "family_name": child.family,
        "former_family_name": child.former_family,
        "date_of_birth": child.born.isoformat(),
        "postcode": world.home_of[child.entity].postcode,
        "nhs_number": child.nhs,
        "upn": place.upn if place else "",
        "school": place.school.id if place else "",
        "records": records.get(child.entity, []),
    }
