"""The record owed after an emergency: who may write it, and who has.

Its sender owes it. Where they are ill or gone, somebody else of their agency writes it, in their own name.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from goldenthread.service.actions import naming
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.actions.sharing_shapes import OVERSEES, FollowUpLine
from goldenthread.service.store.models import DecisionRecord, EmergencyFollowUp, RecordAddition

BY_ITS_SENDER, IN_THEIR_PLACE = "after_the_event", "in_their_place"
"""How the reasons of an emergency were added: by whoever sent it, or by somebody else in their own name."""


def owes_it_now(row: DecisionRecord, *, by: Practitioner, at: datetime) -> bool:
    """Whether somebody may write what is owed after an emergency: its sender, or who must where the sender does not.

    Those who oversee sharing may at any time; a colleague of the same role once it is late, unless the child has been
    hidden since.
    """
    owed = EmergencyFollowUp.objects.filter(pk=row.id, completed_at=None)
    if row.agency_id != by.agency or not owed.exists():
        return False
    if row.account_id == by.account_id or by.role in OVERSEES:
        return True
    is_a_colleague = row.author_role == by.role and owed.filter(due_at__lt=at).exists()
    return is_a_colleague and row.person_id in naming.may_be_named([row])


def wrote_its_reasons(record: UUID, *, by: Practitioner) -> bool:
    """Whether somebody wrote the reasons of this emergency, so that another has to review them."""
    return _reasons_written(by).filter(record_id=record).exists()


def reasons_written(*, by: Practitioner) -> frozenset[UUID]:
    """The emergencies of which somebody wrote the reasons; inside another action."""
    return frozenset(_reasons_written(by).values_list("record_id", flat=True))


def _reasons_written(by: Practitioner) -> QuerySet[RecordAddition]:
    kinds = (BY_ITS_SENDER, IN_THEIR_PLACE)
    return RecordAddition.objects.filter(account_id=by.account_id, kind__in=kinds)


def follow_up(row: EmergencyFollowUp, *, at: datetime) -> FollowUpLine:
    """What is owed after an emergency, as a line."""
    return FollowUpLine(
        record=row.record_id,
        who=row.author_name,
        due_at=row.due_at,
        is_late=row.completed_at is None and row.due_at < at,
        times_chased=row.times_chased,
        completed_at=row.completed_at,
        reviewer=row.reviewer_name,
        review_outcome=row.review_outcome,
        review_note=row.review_note,
    )


def on(row: DecisionRecord, *, by: Practitioner, at: datetime) -> FollowUpLine | None:
    """What is owed on one record, as its reader sees it."""
    owed = EmergencyFollowUp.objects.filter(pk=row.id).first()
    if owed is None:
        return None
    return replace(
        follow_up(owed, at=at),
        was_sent_by_reader=row.account_id == by.account_id,
        was_written_by_reader=wrote_its_reasons(row.id, by=by),
        may_write=owes_it_now(row, by=by, at=at),
    )
