"""Those who were shown something through a link that turned out wrong are told, and that they were is kept."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.people import ToTell, WrongLink, whom_to_tell
from goldenthread.service.actions import reference
from goldenthread.service.actions.correcting import looks_through
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.finding import REVIEWS_LOOKS
from goldenthread.service.actions.linking.shapes import PersonToTell, WrongLinkLine, WrongLinkShown
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import Person, ToldOfWrongLink, WrongLinkFound
from goldenthread.vocabulary import AgencyId, PersonId, Purpose

MOST_LINES = 100


def wrong_links(*, by: Practitioner, at: datetime) -> tuple[WrongLinkLine, ...] | NothingToShow:
    """The links that loads have parted, newest first, each with how many people are still to be told."""
    with doing(by=by, at=at, purpose=Purpose.REVIEW_ACCESS) as action:
        if by.role not in REVIEWS_LOOKS:
            return _refused(action)
        rows = list(WrongLinkFound.objects.order_by("-until", "id")[:MOST_LINES])
        action.record(Deed.HISTORY_READ, detail={"what": "links that turned out wrong", "count": len(rows)})
        lines = []
        for row in rows:
            people = _people(row)
            untold = sum(one.told_at is None for one in people)
            lines.append(
                WrongLinkLine(
                    wrong_link=row.id, until=row.until, by_people=row.by_people, shown=len(people), untold=untold
                )
            )
        return tuple(lines)


def wrong_link(wrong: UUID, *, by: Practitioner, at: datetime) -> WrongLinkShown | NothingToShow:
    """One wrong link: whose page it stood on, since when, and everybody who saw that page meanwhile."""
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
            people=people,
        )


def say_told(wrong: UUID, account: int, *, how: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Keep that somebody has been told, and how. Said twice, the first stays."""
    with doing(by=by, at=at, purpose=Purpose.REVIEW_ACCESS) as action:
        row = _found(wrong, by=by)
        if row is None or account not in {one.account for one in _people(row)}:
            return _refused(action)
        _, is_new = ToldOfWrongLink.objects.get_or_create(
            wrong_link_id=row.id,
            account_id=account,
            defaults={
                "custodian_id": row.custodian_id,
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


def _people(row: WrongLinkFound) -> tuple[PersonToTell, ...]:
    """Everybody once, those first who were shown a fact that was another's."""
    wrong = WrongLink(
        person_id=PersonId(row.person_id),
        agencies=frozenset(AgencyId(a) for a in row.agencies),
        since=row.since,
        until=row.until,
    )
    looks: defaultdict[int, list[ToTell]] = defaultdict(list)
    for told in whom_to_tell(looks_through(wrong), wrong):
        if told.look.account:
            looks[int(told.look.account)].append(told)
    told_of = {one.account_id: one for one in ToldOfWrongLink.objects.filter(wrong_link_id=row.id)}
    agencies = {str(agency.id): agency.name for agency in reference.agencies().values()}
    found = [_person(account, seen, told_of.get(account), agencies) for account, seen in looks.items()]
    return tuple(sorted(found, key=lambda one: (not one.was_shown_a_fact, one.name, one.account)))


def _person(
    account: int, seen: list[ToTell], told: ToldOfWrongLink | None, agencies: Mapping[str, str]
) -> PersonToTell:
    last = max((one.look for one in seen), key=lambda look: look.at)
    return PersonToTell(
        account=account,
        name=last.by,
        agency_name=agencies.get(str(last.agency), str(last.agency)),
        looks=len(seen),
        last_at=last.at,
        was_shown_a_fact=any(one.was_shown_a_fact for one in seen),
        told_at=told.told_at if told else None,
        told_by=told.told_by_name if told else "",
        how=told.how if told else "",
    )


def _refused(action: Doing) -> NothingToShow:
    action.record(Deed.REFUSED, detail={"what": "links that turned out wrong"})
    return NothingToShow(ring=reference.front_door())
