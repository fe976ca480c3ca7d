"""Who a child is, as far as this practitioner may know: the whole index, or only what their own agency holds."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, QuerySet

from goldenthread.disclosure import ChildRelation
from goldenthread.service.actions.numbers_shown import numbers_shown
from goldenthread.service.actions.shapes import IdentifierShown, Practitioner
from goldenthread.service.actions.wording import NAME_NOT_HELD, name_in_words
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import Membership, Person, PersonAddress, PersonName

OWN_FIRST = ["current", "known_as", "former"]
"""An agency that has not heard of a new name is shown the one it knows: to show the new one would be to tell it."""
EXACT_FIRST = ["day", "month", "year", "placeholder"]
NEWEST_FIRST = F("since").desc(nulls_last=True)

_names = asked_often(
    lambda person: PersonName.objects.filter(person_id=person).exclude(use="former").order_by("use", "id")
)
_newest_address = asked_often(
    lambda person: PersonAddress.objects.filter(person_id=person, is_protected=False, is_current=True).order_by(
        NEWEST_FIRST, "id"
    )[:1]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who the child is, for the head of the page."""

    is_whole: bool
    name: str = field(repr=False)
    known_as: str = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    address: str = field(repr=False)
    address_note: str
    identifiers: tuple[IdentifierShown, ...] = field(repr=False)


def known_to(person: Person, *, by: Practitioner, whole: bool, relation: ChildRelation, on: date) -> Known:
    """What may be shown of who ``person`` is. Without a pathway only the own agency's words are used."""
    address, note = _address(person, by=by, whole=whole)
    return Known(
        is_whole=whole,
        name=name_shown(person, by=by, whole=whole),
        known_as=_known_as(person, by=by, whole=whole),
        date_of_birth=birth_shown(person, by=by, whole=whole),
        address=address,
        address_note=note,
        identifiers=numbers_shown(person.id, by=by, whole=whole, on=on),
    )


def name_shown(person: Person, *, by: Practitioner, whole: bool) -> str:
    """The name to show: the index's own, or else the one that this practitioner's agency itself holds."""
    if whole:
        return name_in_words(person.given_name, person.family_name)
    held = PersonName.objects.filter(person_id=person.id, agency_id=by.agency).order_by("id")
    own = min(held, key=lambda name: OWN_FIRST.index(name.use), default=None)
    return name_in_words(own.given_name, own.family_name) if own else NAME_NOT_HELD


def birth_shown(person: Person, *, by: Practitioner, whole: bool) -> date | None:
    """The date of birth to show: the index's own, or else the one that this practitioner's agency itself holds."""
    if whole:
        return person.date_of_birth
    held = Membership.objects.filter(person_id=person.id, agency_id=by.agency, date_of_birth__isnull=False)
    given = Counter(held.values_list("date_of_birth", "date_of_birth_precision"))
    best = min(given, key=lambda said: (EXACT_FIRST.index(said[1]), -given[said], said[0]), default=None)
    return best[0] if best else None


def _known_as(person: Person, *, by: Practitioner, whole: bool) -> str:
    names = [name for name in _names(person=person.id) if whole or name.agency_id == by.agency]
    said = dict.fromkeys(name_in_words(n.given_name, n.family_name) for n in names)
    said.pop(name_shown(person, by=by, whole=whole), None)
    return ", ".join(said)


def _address(person: Person, *, by: Practitioner, whole: bool) -> tuple[str, str]:
    first = _address_shown(person, by=by, whole=whole)
    if first is None:
        return "", "No address may be shown here. An address can be missing, protected, or not yours to see."
    # The day is that of the first word of it, which need not be the day they moved.
    day = f" on {first.since.day} {first.since:%B %Y}" if first.since else ", nobody says since when"
    # Which other agency holds it is not said: that it knows the child may be withheld on this very page.
    holder = by.agency_name if first.agency_id == by.agency else "another organisation"
    return ", ".join(part for part in (first.line, first.postcode) if part), f"Known to {holder}{day}"


def _address_shown(person: Person, *, by: Practitioner, whole: bool) -> PersonAddress | None:
    if whole:
        return next(iter(_newest_address(person=person.id)), None)
    return addresses_of_its_own(person, agency=by.agency).order_by(NEWEST_FIRST, "id").first()


def addresses_of_its_own(person: Person, *, agency: str) -> QuerySet[PersonAddress]:
    """Where an agency itself believes the child to live. That another agency knows of a newer place is not said."""
    return PersonAddress.objects.filter(person_id=person.id, agency_id=agency, until=None, is_protected=False)
