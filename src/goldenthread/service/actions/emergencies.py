"""A child in danger now: three answers and it is gone. Its record is owed afterwards, chased, and read by another.

Nothing closes this path: no agreement, no assessment, no advice and no training is asked for. Source: golden_rule_4.
"""

from datetime import datetime
from uuid import UUID, uuid4

from goldenthread.audit import Deed
from goldenthread.service.actions import looking, recording, reference, releasing
from goldenthread.service.actions.doing import SENT_TWICE, Doing, doing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import FollowUpLine, NotYet, RecordLine
from goldenthread.service.store.models import DecisionRecord, EmergencyFollowUp
from goldenthread.service.time_limits import after, time_limits
from goldenthread.vocabulary import AgencyId, AgencyKind

HELPS_AT_ONCE = (AgencyKind.POLICE, AgencyKind.CHILDRENS_SOCIAL_CARE, AgencyKind.COMMUNITY_HEALTH)
CAVEATS = (
    "Sent in an emergency, before it could be checked. Ring the sender.",
    "Use it to keep this child safe. Share it on only with those who need it.",
)


def who_helps(*, by: Practitioner) -> tuple[tuple[str, str], ...]:
    """The verified recipients for an emergency: those of the directory who can act at once."""
    able = [a for a in reference.agencies().values() if a.kind in HELPS_AT_ONCE and a.id != by.agency]
    return tuple((str(a.id), a.name) for a in sorted(able, key=lambda a: HELPS_AT_ONCE.index(a.kind)))


def child_of(look: UUID, *, by: Practitioner, at: datetime) -> str:
    """The name of the child whose page this look opens; nothing where it does not open."""
    with doing(by=by, at=at) as action:
        child = looking.child_in_view(look, action=action)
        action.record(Deed.SHARING_WEIGHED, subject=child.person_id if child else None, detail={"what": "emergency"})
        return child.name if child else ""


def send(
    recipient: str, child: str, words: str, *, look: UUID | None = None, by: Practitioner, at: datetime
) -> UUID | NotYet:
    """Send what is needed to somebody verified, now. Why is asked afterwards."""
    with doing(by=by, at=at) as action:
        agency = reference.agencies().get(AgencyId(recipient))
        if agency is None or agency.id == by.agency:
            action.record(Deed.REFUSED, detail={"what": "emergency", "why": "recipient not known"})
            return NotYet(problems=(("recipient", "Choose who can help. If nobody fits, ring 999"),))
        action.wait_for_own_turn()
        if (same := _sent_already(recipient, child, words, action=action)) is not None:
            action.record(Deed.RECORD_READ, detail={"record": str(same), "again": True})
            return same
        known = looking.child_in_view(look, action=action) if look else None
        record = DecisionRecord.objects.create(
            id=uuid4(),
            account_id=by.account_id,
            author_name=by.name,
            author_role=by.role.value,
            agency_id=by.agency,
            agency_name=by.agency_name,
            person_id=known.person_id if known else None,
            child_name=child,
            started_at=at,
            decided_at=at,
            decision="share",
            advised="none",
            is_emergency=True,
            recipient_agency_id=agency.id,
            recipient_name=agency.name,
            law_as_at=at.date(),
            content={"items": [{"words": words, "about": "child", "shared": True}], "how": "here"},
        )
        items = [{"words": words, "about": "child", "status": "", "standing": ""}]
        releasing.pass_on(record, items, caveats=CAVEATS, objections=[], action=action)
        EmergencyFollowUp.objects.create(
            record_id=record.id,
            agency_id=by.agency,
            account_id=by.account_id,
            author_name=by.name,
            due_at=at + after(time_limits().record_an_emergency),
        )
        action.record(
            Deed.EMERGENCY_SHARED, subject=record.person_id, detail={"record": str(record.id), "to": str(agency.id)}
        )
        return record.id


def _sent_already(recipient: str, child: str, words: str, *, action: Doing) -> UUID | None:
    """The record of these very words, sent a moment ago: a second click sends nothing twice and owes one record."""
    assert action.by is not None
    rows = DecisionRecord.objects.filter(
        account_id=action.by.account_id,
        is_emergency=True,
        recipient_agency_id=recipient,
        child_name=child,
        content__items__0__words=words,
        decided_at__gt=action.at - SENT_TWICE,
    )
    return rows.values_list("id", flat=True).first()


def complete(record: UUID, words: str, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Give the reasons that an emergency did not wait for. Whoever sent it owes them."""
    with doing(by=by, at=at) as action:
        owed = EmergencyFollowUp.objects.filter(pk=record, account_id=by.account_id, completed_at=None)
        row = DecisionRecord.objects.filter(pk=record).first()
        if row is None or not owed.update(completed_at=at):
            action.record(Deed.REFUSED, detail={"what": "the record of an emergency"})
            return NothingToShow(ring=reference.front_door())
        recording.append(row, "after_the_event", words, action=action)
        return True


def to_review(*, by: Practitioner, at: datetime) -> tuple[FollowUpLine, ...]:
    """Emergencies this practitioner may review: never their own."""
    with doing(by=by, at=at) as action:
        rows = EmergencyFollowUp.objects.filter(reviewed_at=None).exclude(account_id=by.account_id)
        shown = tuple(recording.follow_up(row, at=at) for row in rows.order_by("due_at")) if _reviews(by) else ()
        action.record(Deed.RECORD_READ, detail={"what": "emergencies to review", "count": len(shown)})
        return shown


def review(record: UUID, outcome: str, note: str, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Say, as a second person, whether it was right. Nobody reviews their own, and only what is written is reviewed."""
    with doing(by=by, at=at) as action:
        rows = EmergencyFollowUp.objects.filter(pk=record, reviewed_at=None).exclude(account_id=by.account_id)
        seen = {"reviewed_by": by.account_id, "reviewer_name": by.name, "reviewed_at": at}
        said = {"review_outcome": outcome, "review_note": note}
        if not (_reviews(by) and rows.exclude(completed_at=None).update(**seen, **said)):
            action.record(Deed.REFUSED, detail={"what": "to review an emergency"})
            return NothingToShow(ring=reference.front_door())
        of = DecisionRecord.objects.filter(pk=record).first()
        action.record(
            Deed.EMERGENCY_REVIEWED,
            subject=of.person_id if of else None,
            detail={"record": str(record), "outcome": outcome},
        )
        return True


def chase_overdue(*, at: datetime) -> int:
    """Remind everybody who owes a record after its time, over and over until it is written. Unit: reminders."""
    late = EmergencyFollowUp.objects.filter(completed_at=None, due_at__lt=at)
    last = at - after(time_limits().remind_of_an_owed_record)
    due = [row for row in late if row.chased_at is None or row.chased_at < last]
    for row in due:
        with doing(by=None, at=at) as action:
            EmergencyFollowUp.objects.filter(pk=row.pk).update(chased_at=at, times_chased=row.times_chased + 1)
            action.record(Deed.EMERGENCY_CHASED, detail={"record": str(row.record_id), "time": row.times_chased + 1})
    return len(due)


def _reviews(by: Practitioner) -> bool:
    return by.role in recording.OVERSEES


def owed_lines(*, by: Practitioner, at: datetime) -> tuple[RecordLine, ...]:
    """The records this practitioner still owes; inside another action."""
    rows = EmergencyFollowUp.objects.filter(account_id=by.account_id, completed_at=None)
    return recording.lines(recording.of_ids(rows.values_list("record_id", flat=True)), at=at)
