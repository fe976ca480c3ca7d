"""Adults who may belong to a child though no agency says so: kept for people to look at, and what they found.

A possible link shows nothing on a child's page. One that two people found right does, and says that no agency says it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import PERHAPS_FAMILY, Rival, Settled
from goldenthread.linkage.reviewing.asking import doubt
from goldenthread.people import FamilyLink, Ground, Index, Person, link_families
from goldenthread.service.actions.linking.rows import SHOWN, RecordKey, Records, Row, digest_of, ends, finished, kept
from goldenthread.service.actions.linking.rulings import newest, persons_of
from goldenthread.service.store.models import FamilyFound, LinkQuestion, LinkRuling, QuestionKind, QuestionState
from goldenthread.vocabulary import PersonId

MOST_FAMILIES = 300
SHOWN_OF_A_FAMILY = frozenset(SHOWN) - {"nhs_number", "upn"}
"""A number says nothing of who belongs to whom."""
AS_GOOD_AS_EVEN = 0.5
"""How sure a link is that rests on a name alone: of such pairs no share is known."""
BETWEEN = "; "

Tie = tuple[str, str]
"""An adult and a child."""


def family_rows(index: Index, held: Records, standing: Iterable[LinkQuestion]) -> list[Row]:
    """The possible links that nobody has settled, the most valuable first, and the settled ones for looking again."""
    anew = {q.reopens: q for q in standing if q.reopens and q.kind == QuestionKind.FAMILY.value}
    links = link_families(held.table, index)
    possible = {(one.adult, one.child): one for one in links if one.is_possible}
    named = named_by_records(index, held, possible.values())
    settled = _settled(held.person_of)
    open_ones = [one for tie, one in possible.items() if tie not in settled]
    open_ones.sort(key=lambda one: (-_worth(one), one.adult, one.child))
    asked = open_ones[:MOST_FAMILIES]
    again = [(one, settled[tie]) for tie, one in possible.items() if tie in settled]
    records = _records(held, {p for one in (*asked, *(a for a, _ in again)) for p in (one.adult, one.child)})
    said = held.said({key for keys in records.values() for key in keys})
    rows = [_row(one, records, said, held, named) for one in asked]
    for one, ruling in again:
        as_settled = {"id": ruling.question_id, "state": QuestionState.SETTLED.value}
        rows.append(_row(one, records, said, held, named, **as_settled))
        if was := anew.get(ruling.id):
            rows.append(_row(one, records, said, held, named, reopens=was.reopens, asked_because=was.asked_because))
    return [row for row in rows if row is not None]


def keep_what_was_found(index: Index, held: Records, *, at: datetime) -> None:
    """Make anew what child's pages show of families that people found, and note which rulings hold."""
    declared = {(r.from_person, r.to_person) for r in index.relationships}
    people = {one.person_id: one for one in index.persons}
    found = []
    for ruling in newest(of_records=False).values():
        tie = persons_of(ruling, held.person_of)
        LinkRuling.objects.filter(pk=ruling.pk).update(applied_at=at, obeyed=True if tie else None)
        custodian, may_be_seen = held.custodian_of(tie or ())
        if tie and may_be_seen and ruling.settled == Settled.SAME.value and tie not in declared:
            relations = _relations(index, people, tie)
            tied = {"adult_id": tie[0], "person_id": tie[1], "custodian_id": custodian, "relations": relations}
            found.append(FamilyFound(**tied, settled_at=ruling.settled_at))
    FamilyFound.objects.all().delete()
    FamilyFound.objects.bulk_create(found)


def _relations(index: Index, people: Mapping[PersonId, Person], tie: Tie) -> list[str]:
    """What a record of the child calls the adult of that name, where one does."""
    name = _name(people[PersonId(tie[0])])
    told = (r for r in index.relationships if r.to_person == tie[1] and r.from_person in people)
    return sorted({r.relation for r in told if _name(people[r.from_person]) == name})


def named_by_records(index: Index, held: Records, links: Iterable[FamilyLink]) -> dict[Tie, list[dict[str, str]]]:
    """Whom a record of the child names, and as what, where that is why this adult is asked about.

    Nobody who is hidden is named: their name stands with whoever hides them.
    """
    wanted = [one for one in links if Ground.SAME_NAME in one.grounds]
    people = {one.person_id: one for one in index.persons} if wanted else {}
    of_child: dict[str, list[tuple[Person, str]]] = defaultdict(list)
    for told in index.relationships if wanted else ():
        if told.from_person in people and told.from_person not in held.hidden:
            of_child[told.to_person].append((people[told.from_person], told.relation))
    found = {}
    for one in wanted:
        called = _short_name(people[one.adult])
        alike = {
            (f"{person.given_name} {person.family_name}", relation)
            for person, relation in of_child[one.child]
            if person.person_id != one.adult and _short_name(person) == called
        }
        found[(str(one.adult), str(one.child))] = [{"name": name, "relation": said} for name, said in sorted(alike)]
    return found


def _short_name(person: Person) -> tuple[str, str]:
    return (person.given_name.split() or [""])[0].casefold(), person.family_name.casefold()


def _name(person: Person) -> tuple[str, str]:
    return person.given_name.casefold(), person.family_name.casefold()


def _settled(person_of: Mapping[RecordKey, str]) -> dict[Tie, LinkRuling]:
    rulings = ((persons_of(ruling, person_of), ruling) for ruling in newest(of_records=False).values())
    return {tie: ruling for tie, ruling in rulings if tie}


def _share(one: FamilyLink) -> float:
    return AS_GOOD_AS_EVEN if one.share_declared is None else one.share_declared


def _worth(one: FamilyLink) -> float:
    """The doubt in it."""
    return round(doubt(_share(one)), 4)


def _records(held: Records, people: Collection[str]) -> dict[str, list[RecordKey]]:
    found: dict[str, list[RecordKey]] = defaultdict(list)
    for key, person in held.person_of.items():
        if person in people:
            found[person].append(key)
    return {person: sorted(keys) for person, keys in found.items()}


def _together(keys: Iterable[RecordKey], said: Mapping[RecordKey, Mapping[str, str]]) -> dict[str, str]:
    """All that the records of one person say, each thing once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key in keys:
        for name, value in said[key].items():
            if name in SHOWN_OF_A_FAMILY:
                found[name].setdefault(value.casefold(), value)
    return {name: BETWEEN.join(values.values()) for name, values in found.items()}


def _row(
    one: FamilyLink,
    records: Mapping[str, list[RecordKey]],
    said: Mapping[RecordKey, Mapping[str, str]],
    held: Records,
    named: Mapping[Tie, list[dict[str, str]]],
    **differs: Any,
) -> Row | None:
    people: Tie = (one.adult, one.child)
    custodian, may_be_seen = held.custodian_of(people)
    if not may_be_seen:
        return None
    private = held.is_private(people)
    adult, child = (_together(records[person], said) for person in people)
    grounds = [ground.value for ground in one.grounds]
    return finished(
        {
            **ends((records[one.adult][0], records[one.child][0]), people),
            "custodian_id": custodian,
            "kind": QuestionKind.FAMILY.value,
            "outcome": Outcome.REVIEW.value,
            "by_chance": False,
            "digest": digest_of("family", records[one.adult], records[one.child], adult, child, grounds),
            "why": PERHAPS_FAMILY,
            "probability": _share(one),
            "together": False,
            "hangs_on_it": 1,
            "value": _worth(one),
            "rival": Rival.STRANGERS.value,
            "starts_at": 0.0,
            "lines": [],
            "left": kept(adult, private=private),
            "right": kept(child, private=private),
            "kept_private": private,
            "about": {"grounds": grounds, "share_declared": one.share_declared, "named": named.get(people, [])},
            **differs,
        },
        held,
    )
