"""Those who were shown something through a link that turned out wrong are told, and that they were is kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.people import ToTell, WrongLink, whom_to_tell
from goldenthread.service.actions import reference
from goldenthread.service.actions.correcting import looks_through, written_of
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.finding import REVIEWS_LOOKS
from goldenthread.service.actions.linking.shapes import PersonToTell, WrongLinkLine, WrongLinks, WrongLinkShown
from goldenthread.service.actions.paging import place_of
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import Person, ToldOfWrongLink, WrongLinkFound, WrongLinkPage
from goldenthread.vocabulary import AgencyId, PersonId, Purpose

Seen = Mapping[int, list[ToTell]]
"""By account, what each was shown through one wrong link."""


def wrong_links(number: int = 1, *, by: Practitioner, at: datetime) -> WrongLinks | NothingToShow:
    """One page of the links that loads have parted: those first of which somebody is still to be told, then by time."""
    with doing(by=by, at=at, purpose=Purpose.REVIEW_ACCESS) as action:
        if by.role not in REVIEWS_LOOKS:
            return _refused(action)
        lines = _lines(list(WrongLinkFound.objects.order_by("-until", "id")))
        place = place_of(number, lines=len(lines))
        told = {"what": "links that turned out wrong", "count": len(lines), "page": place.number}
        action.record(Deed.HISTORY_READ, detail=told)
        return WrongLinks(
            lines=tuple(lines[place.lines]),
            first=place.first,
            in_all=len(lines),
            number=place.number,
            pages=place.pages,
        )


def _lines(rows: Collection[WrongLinkFound]) -> list[WrongLinkLine]:
    told = set(ToldOfWrongLink.objects.values_list("wrong_link_id", "account_id"))
    seen = _seen(rows)
    lines = [
        WrongLinkLine(
            wrong_link=row.id,
            until=row.until,
            by_people=row.by_people,
            pages_kept=row.pages_kept,
            shown=len(seen[row.id]),
            untold=sum((row.id, account) not in told for account in seen[row.id]),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.untold)


def wrong_link(wrong: UUID, *, by: Practitioner, at: datetime) -> WrongLinkShown | NothingToShow:
    """One wrong link: under whom it stood, since when, and everybody who saw a page meanwhile on which it did."""
    with doing(by=by, at=at, purpose=Purpose.REVIEW_ACCESS) as action:
        row = _found(wrong, by=by)
        if row is None:
            return _refused(action)
        person = Person.objects.filter(pk=row.person_id).first()
        people = _people(row)
        action.record(
            Deed.HISTORY_READ,
            subject=row.person_id,
            detail={"what": "who was shown something through a wrong link", "lines": len(people)},
        )
        names = reference.agencies()
        return WrongLinkShown(
            wrong_link=row.id,
            name=f"{person.given_name} {person.family_name}".strip() if person else "",
            agencies=tuple(names[AgencyId(a)].name if a in names else a for a in row.agencies),
            since=row.since,
            until=row.until,
            by_people=row.by_people,
            pages_kept=row.pages_kept,
            people=people,
        )


def say_told(wrong: UUID, account: int, *, how: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Keep that somebody has been told, and how. Said twice, the first stays."""
    with doing(by=by, at=at, purpose=Purpose.REVIEW_ACCESS) as action:
        row = _found(wrong, by=by)
        seen = _seen([row])[row.id].get(account) if row else None
        if row is None or not seen:
            return _refused(action)
        _, is_new = ToldOfWrongLink.objects.get_or_create(
            wrong_link_id=row.id,
            account_id=account,
            defaults={
                "custodian_id": _who_hides(row, seen),
                "told_by": by.account_id,
                "told_by_name": by.name,
                "told_at": at,
                "how": how,
            },
        )
        detail = {"wrong_link": str(row.id), "account": account, "said_before": not is_new}
        action.record(Deed.TOLD_OF_WRONG_LINK, subject=row.person_id, detail=detail)
        return True


def _found(wrong: UUID, *, by: Practitioner) -> WrongLinkFound | None:
    return WrongLinkFound.objects.filter(pk=wrong).first() if by.role in REVIEWS_LOOKS else None


def _seen(rows: Collection[WrongLinkFound]) -> dict[UUID, Seen]:
    """Who was shown something through each, as far as the reviewer may know of the pages."""
    pages: defaultdict[UUID, set[PersonId]] = defaultdict(set)
    ids = [row.id for row in rows]
    for found, person in WrongLinkPage.objects.filter(wrong_link_id__in=ids).values_list("wrong_link_id", "person_id"):
        pages[found].add(PersonId(person))
    wrongs = {
        row.id: WrongLink(
            person_id=PersonId(row.person_id),
            agencies=frozenset(AgencyId(a) for a in row.agencies),
            since=row.since,
            until=row.until,
            pages=frozenset(pages[row.id]),
        )
        for row in rows
    }
    written = written_of(wrongs.values())
    return {key: _by_account(whom_to_tell(looks_through(wrong, written), wrong)) for key, wrong in wrongs.items()}


def _by_account(told: Iterable[ToTell]) -> Seen:
    looks: defaultdict[int, list[ToTell]] = defaultdict(list)
    for one in told:
        if one.look.account:
            looks[int(one.look.account)].append(one)
    return dict(looks)


def _who_hides(row: WrongLinkFound, seen: Iterable[ToTell]) -> str | None:
    """Whoever saw nothing but hidden pages is for nobody but the agency that hides them."""
    saw = {str(one.look.person_id) for one in seen}
    if row.custodian_id or row.person_id in saw:
        return row.custodian_id
    pages = WrongLinkPage.objects.filter(wrong_link_id=row.id, person_id__in=saw)
    hides = {page.custodian_id or "" for page in pages}
    return min(hides, default="") or None


def _people(row: WrongLinkFound) -> tuple[PersonToTell, ...]:
    """Everybody once, those first who were shown a fact that was another's."""
    seen = _seen([row])[row.id]
    saw = {one.look.person_id for looks in seen.values() for one in looks}
    said = _Said(
        told={one.account_id: one for one in ToldOfWrongLink.objects.filter(wrong_link_id=row.id)},
        agencies={str(agency.id): agency.name for agency in reference.agencies().values()},
        names={one.id: f"{one.given_name} {one.family_name}".strip() for one in Person.objects.filter(id__in=saw)},
    )
    found = [_person(account, looks, said) for account, looks in seen.items()]
    return tuple(sorted(found, key=lambda one: (not one.was_shown_a_fact, one.name, one.account)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Who has been told, what agencies are called, and whose pages there are."""

    told: Mapping[int, ToldOfWrongLink]
    agencies: Mapping[str, str]
    names: Mapping[str, str] = field(repr=False)


def _person(account: int, seen: list[ToTell], said: _Said) -> PersonToTell:
    last = max((one.look for one in seen), key=lambda look: look.at)
    told = said.told.get(account)
    return PersonToTell(
        account=account,
        name=last.by,
        agency_name=said.agencies.get(str(last.agency), str(last.agency)),
        looks=len(seen),
        last_at=last.at,
        was_shown_a_fact=any(one.was_shown_a_fact for one in seen),
        pages=tuple(sorted({said.names.get(one.look.person_id, "") for one in seen})),
        told_at=told.told_at if told else None,
        told_by=told.told_by_name if told else "",
        how=told.how if told else "",
    )


def _refused(action: Doing) -> NothingToShow:
    action.record(Deed.REFUSED, detail={"what": "links that turned out wrong"})
    return NothingToShow(ring=reference.front_door())
