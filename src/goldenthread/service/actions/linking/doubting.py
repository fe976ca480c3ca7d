"""Somebody who sees two people's facts on one page tells the reviewers of links, and sees what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from goldenthread.audit import Deed
from goldenthread.service.actions import looking
from goldenthread.service.actions.doing import doing, glancing
from goldenthread.service.actions.linking.doubts import TO_ASK
from goldenthread.service.actions.linking.reviewing import refused
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LinkDoubt

MOST_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDoubt:
    """A page that somebody sent, by their own words and nothing else. ``state`` is empty where others' is not shown."""

    doubt: UUID
    because: str = field(repr=False)
    doubted_at: datetime
    state: str
    became_at: datetime | None
    taken_back_at: datetime | None = None
    may_be_taken_back: bool = False
    is_of_two: bool = False
    """They say that two pages are of one child, and not that one page shows two people."""


def may_doubt(look: UUID, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Whether the page of this look may be sent now: not twice by one person while it waits. It shows nobody."""
    with glancing(by=by, at=at) as action:
        child = looking.child_in_view(look, action=action)
        if child is None:
            return refused(action, "to doubt a page")
        return not _own(child.person_id, by)


def doubt(look: UUID, *, because: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Send the page of this look to the reviewers. What is sent twice counts once."""
    with doing(by=by, at=at) as action:
        child = looking.child_in_view(look, action=action)
        if child is None:
            return refused(action, "to doubt a page")
        action.wait_for_own_turn()
        doubt_id = _own(child.person_id, by)
        if doubt_id is None:
            doubt_id = uuid4()
            LinkDoubt.objects.create(
                id=doubt_id,
                person_id=child.person_id,
                custodian_id=child.custodian_id,
                account_id=by.account_id,
                agency_id=by.agency,
                role=by.role.value,
                because=because,
                saw_whole=child.is_seen_whole,
                doubted_at=at,
            )
        # What they wrote is kept beside the doubt, and can go with it.
        action.record(Deed.LINK_DOUBTED, subject=child.person_id, detail={"look": str(look), "doubt": str(doubt_id)})
        return True


def own_doubts(*, by: Practitioner, at: datetime) -> tuple[OwnDoubt, ...]:
    """What became of the pages that this person sent, the newest first. It names nobody."""
    with doing(by=by, at=at) as action:
        action.record(Deed.LINK_READ, detail={"what": "what became of pages they doubted"})
        rows = LinkDoubt.objects.filter(account_id=by.account_id, agency_id=by.agency).order_by("-doubted_at", "id")
        return tuple(_told(row) for row in rows[:MOST_LINES])


def take_back(doubt_id: UUID, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Take back what one sent, until reviewers have decided. It stays in the record; the next load asks no more.

    Whoever is told nothing of what others decide is told nothing of it here.
    """
    with doing(by=by, at=at) as action:
        mine = LinkDoubt.objects.filter(pk=doubt_id, account_id=by.account_id, agency_id=by.agency)
        found = mine.filter(taken_back_at=None).first()
        if found is None or not _may_be_taken_back(found):
            return refused(action, "to take back a doubt about a page")
        with connection.cursor() as cursor:
            # What was decided in between stays so, and it is kept that they took it back.
            cursor.execute("SELECT take_back_own_doubt(%s, %s)", [doubt_id, at])
        deed = Deed.LINK_SAID_ONE_UNDONE if found.other_person_id else Deed.LINK_DOUBT_UNDONE
        for person in filter(None, (found.person_id, found.other_person_id)):
            action.record(deed, subject=person, detail={"doubt": str(doubt_id)})
        return True


def _may_be_taken_back(row: LinkDoubt) -> bool:
    """What stands open; to whoever saw their own record alone it always does."""
    return row.taken_back_at is None and (row.state in TO_ASK or not row.saw_whole)


def _own(person_id: str, by: Practitioner) -> UUID | None:
    mine = LinkDoubt.objects.filter(
        person_id=person_id, other_person_id=None, account_id=by.account_id, agency_id=by.agency
    )
    return mine.filter(state__in=TO_ASK).values_list("pk", flat=True).first()


def _told(row: LinkDoubt) -> OwnDoubt:
    """Whoever saw only their own record hears that it was sent, and no more: the rest tells what others hold."""
    told = row.saw_whole
    return OwnDoubt(
        doubt=row.id,
        because=row.because,
        doubted_at=row.doubted_at,
        state=row.state if told else "",
        became_at=row.became_at if told else None,
        taken_back_at=row.taken_back_at,
        may_be_taken_back=_may_be_taken_back(row),
        is_of_two=row.other_person_id is not None,
    )
