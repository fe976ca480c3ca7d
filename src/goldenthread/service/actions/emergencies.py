"""A child in danger now: three answers and it is gone. Its record is owed afterwards, chased, and read by another.

Nothing closes this path: no agreement, no assessment, no advice and no training is asked for. Source: golden_rule_4.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from goldenthread.audit import Deed
from goldenthread.service.actions import looking, naming, owing, recording, reference, releasing
from goldenthread.service.actions.doing import SENT_TWICE, Doing, doing, glancing
from goldenthread.service.actions.secret_addresses import without_secret_addresses
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import OVERSEES, FollowUpLine, NotYet, OwedRecord, RecordLine
from goldenthread.service.store.models import DecisionRecord, EmergencyFollowUp, SharingDraft
from goldenthread.service.time_limits import after, time_limits
from goldenthread.vocabulary import AgencyCard, AgencyId, AgencyKind

HELPS_AT_ONCE = (AgencyKind.POLICE, AgencyKind.CHILDRENS_SOCIAL_CARE, AgencyKind.COMMUNITY_HEALTH)
WITHOUT_ITS_PLACE = "The child of the earlier record"
"""What a child is called on the record of sending their secret address, which others read too."""
CAVEATS = (
    "Sent in an emergency, before it could be checked. Ring the sender.",
    "Use it to keep this child safe. Share it on only with those who need it.",
)


def who_helps(*, by: Practitioner) -> tuple[tuple[str, str], ...]:
    """The verified recipients for an emergency: those of the directory who can act at once."""
    able = [a for a in reference.agencies().values() if a.kind in HELPS_AT_ONCE and a.id != by.agency]
    return tuple((str(a.id), a.name) for a in sorted(able, key=lambda a: HELPS_AT_ONCE.index(a.kind)))


def child_of(*, look: UUID | None = None, draft: UUID | None = None, by: Practitioner, at: datetime) -> str:
    """The name of the child whose page this look opens or whom this question is about; nothing where neither opens."""
    with doing(by=by, at=at) as action:
        person_id, name = _child(look, draft, action=action)
        action.record(Deed.SHARING_WEIGHED, subject=person_id, detail={"what": "emergency"})
        return name


def send(
    recipient: str,
    child: str,
    words: str,
    *,
    look: UUID | None = None,
    draft: UUID | None = None,
    by: Practitioner,
    at: datetime,
) -> UUID | NotYet:
    """Send what is needed to somebody verified, now. Why is asked afterwards."""
    with doing(by=by, at=at) as action:
        agency = reference.agencies().get(AgencyId(recipient))
        if agency is None or agency.id == by.agency:
            action.record(Deed.REFUSED, detail={"what": "emergency", "why": "recipient not known"})
            return NotYet(problems=(("recipient", "Choose who can help. If nobody fits, ring 999"),))
        action.wait_for_own_turn()
        person_id, _ = _child(look, draft, action=action)
        said = {"child": child, "words": words}
        going = {name: without_secret_addresses(one, person_id, to=agency) for name, one in said.items()}
        if (same := _sent_already(agency, going, action=action)) is not None:
            action.record(Deed.RECORD_READ, detail={"record": str(same), "again": True})
            return same
        kept = {"held_back": said} if going != said else {}
        record = _send(going, to=(agency.id, agency.name), person_id=person_id, kept=kept, action=action)
        EmergencyFollowUp.objects.create(
            record_id=record.id,
            agency_id=by.agency,
            account_id=by.account_id,
            author_name=by.name,
            due_at=at + after(time_limits().record_an_emergency),
        )
        return record.id


def send_address(record: UUID, *, by: Practitioner, at: datetime) -> UUID | NothingToShow:
    """Send the secret address too that an emergency left out, with one click of whoever sent it."""
    with doing(by=by, at=at) as action:
        action.wait_for_own_turn()
        row = DecisionRecord.objects.filter(pk=record, account_id=by.account_id, is_emergency=True).first()
        if row is None or "held_back" not in row.content:
            action.record(Deed.REFUSED, detail={"what": "an address that was left out"})
            return NothingToShow(ring=reference.front_door())
        if (sent := DecisionRecord.objects.filter(previous_id=record, is_emergency=True).first()) is not None:
            action.record(Deed.RECORD_READ, subject=row.person_id, detail={"record": str(sent.id), "again": True})
            return sent.id
        to = (row.recipient_agency_id or "", row.recipient_name)
        whole = _send(
            row.content["held_back"],
            to=to,
            person_id=row.person_id,
            marks=("secret_address",),
            previous=record,
            action=action,
        )
        return whole.id


def _send(
    said: Mapping[str, str],
    *,
    to: tuple[str, str],
    person_id: str | None,
    marks: tuple[str, ...] = (),
    kept: Mapping[str, Any] | None = None,
    previous: UUID | None = None,
    action: Doing,
) -> DecisionRecord:
    """Write the record of an emergency and put what it sends where its recipient finds it."""
    assert action.by is not None
    item = {"words": said["words"], "about": "child"}
    record = DecisionRecord.objects.create(
        id=uuid4(),
        **recording.written_by(action.by),
        person_id=person_id,
        child_name=WITHOUT_ITS_PLACE if marks else said["child"],
        started_at=action.at,
        decided_at=action.at,
        decision="share",
        advised="none",
        is_emergency=True,
        recipient_agency_id=to[0],
        recipient_name=to[1],
        previous_id=previous,
        law_as_at=action.at.date(),
        content={"items": [{**item, "shared": True, "marks": list(marks)}], "how": "here", **(kept or {})},
    )
    words = f"{said['child']}. {said['words']}" if marks else said["words"]
    sent = [{**item, "words": words, "status": "", "standing": ""}]
    releasing.pass_on(record, sent, caveats=CAVEATS, objections=[], action=action)
    detail = {"record": str(record.id), "to": to[0], "address": bool(marks)}
    action.record(Deed.EMERGENCY_SHARED, subject=person_id, detail=detail)
    return record


def _child(look: UUID | None, draft: UUID | None, *, action: Doing) -> tuple[str | None, str]:
    """Who the child is, as far as a page or a question of sharing says; inside another action."""
    child = looking.child_in_view(look, action=action) if look else None
    if child is not None:
        return child.person_id, child.name
    asked = SharingDraft.objects.filter(pk=draft, record_id=None).first() if draft else None
    if asked is None:
        return None, ""
    return asked.person_id, naming.name_on(asked)


def _sent_already(agency: AgencyCard, said: Mapping[str, str], *, action: Doing) -> UUID | None:
    """The record of these very words, sent a moment ago: a second click sends nothing twice and owes one record."""
    assert action.by is not None
    rows = DecisionRecord.objects.filter(
        account_id=action.by.account_id,
        is_emergency=True,
        recipient_agency_id=agency.id,
        child_name=said["child"],
        content__items__0__words=said["words"],
        decided_at__gt=action.at - SENT_TWICE,
    )
    return rows.values_list("id", flat=True).first()


def complete(record: UUID, words: str, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Give the reasons that an emergency did not wait for. Whoever sent it owes them.

    Where they are away or gone, somebody else of their agency gives them, in their own name.
    """
    with doing(by=by, at=at) as action:
        owed = EmergencyFollowUp.objects.filter(pk=record, completed_at=None)
        row = DecisionRecord.objects.filter(pk=record).first()
        if row is None or not (owing.owes_it_now(row, by=by, at=at) and owed.update(completed_at=at)):
            action.record(Deed.REFUSED, detail={"what": "the record of an emergency"})
            return NothingToShow(ring=reference.front_door())
        is_own = row.account_id == by.account_id
        kind = owing.BY_ITS_SENDER if is_own else owing.IN_THEIR_PLACE
        recording.append(row, kind, words, action=action)
        return True


def to_review(*, by: Practitioner, at: datetime) -> tuple[FollowUpLine, ...]:
    """Emergencies this practitioner may review: never their own, nor those of which they wrote the reasons."""
    with doing(by=by, at=at) as action:
        rows = EmergencyFollowUp.objects.filter(reviewed_at=None).exclude(account_id=by.account_id)
        others = rows.exclude(record_id__in=owing.reasons_written(by=by)).order_by("due_at")
        shown = tuple(owing.follow_up(row, at=at) for row in others) if _reviews(by) else ()
        action.record(Deed.RECORD_READ, detail={"what": "emergencies to review", "count": len(shown)})
        return shown


def review(record: UUID, outcome: str, note: str, *, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Say, as a second person, whether it was right. Nobody reviews their own, and only what is written is reviewed."""
    with doing(by=by, at=at) as action:
        rows = EmergencyFollowUp.objects.filter(pk=record, reviewed_at=None).exclude(account_id=by.account_id)
        seen = {"reviewed_by": by.account_id, "reviewer_name": by.name, "reviewed_at": at}
        said = {"review_outcome": outcome, "review_note": note}
        is_second = _reviews(by) and not owing.wrote_its_reasons(record, by=by)
        if not (is_second and rows.exclude(completed_at=None).update(**seen, **said)):
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
    return by.role in OVERSEES


def owed(*, by: Practitioner, at: datetime) -> tuple[OwedRecord, ...]:
    """The records this practitioner still owes, and those of colleagues that are late, for where their work begins.

    It names nobody and reads nothing about anybody, only what its reader has to write and by when. So it leaves no
    entry: an entry a visit would say nothing of any child, and bury those that do.
    """
    with glancing(by=by, at=at):
        rows = EmergencyFollowUp.objects.filter(account_id=by.account_id, completed_at=None).order_by("due_at")
        late = _late_of_colleagues(by=by, at=at)
        return tuple(
            OwedRecord(record=row.record_id, due_at=row.due_at, is_own=row.account_id == by.account_id)
            for row in (*rows, *late)
        )


def owed_lines(*, by: Practitioner, at: datetime) -> tuple[RecordLine, ...]:
    """The records this practitioner still owes; inside another action."""
    rows = EmergencyFollowUp.objects.filter(account_id=by.account_id, completed_at=None)
    return recording.lines(recording.of_ids(rows.values_list("record_id", flat=True)), at=at)


def late_lines(*, by: Practitioner, at: datetime) -> tuple[RecordLine, ...]:
    """The records that colleagues owe and have not written in time, where this practitioner may; inside an action."""
    late = _late_of_colleagues(by=by, at=at)
    return recording.lines(recording.of_ids(row.record_id for row in late), at=at)


def _late_of_colleagues(*, by: Practitioner, at: datetime) -> tuple[EmergencyFollowUp, ...]:
    rows = EmergencyFollowUp.objects.filter(agency_id=by.agency, completed_at=None, due_at__lt=at)
    found = {row.record_id: row for row in rows.exclude(account_id=by.account_id).order_by("due_at")}
    records = recording.of_ids(found) if found else ()
    return tuple(found[row.id] for row in records if owing.owes_it_now(row, by=by, at=at))
