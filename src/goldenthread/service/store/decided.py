"""Decisions about sharing: the draft somebody is working on, the record it leaves, and what the record released.

``DecisionRecord`` and ``RecordAddition`` only ever grow: the database refuses update and delete to every role. What a
release passed on cannot be changed either; only that somebody has seen it is added.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from goldenthread.service.store.kept import Kept


class SharingDraft(Kept):
    """A sharing question somebody is answering. Only its author sees it; it is emptied when it is decided."""

    PERSONAL = frozenset({"account_id", "person_id", "child_name", "answers"})
    PLAIN = frozenset(
        {"id", "agency_id", "role", "purpose", "request_id", "release_id", "started_at", "changed_at", "record_id"}
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.BigIntegerField()
    agency_id = models.TextField()
    role = models.TextField()
    person_id = models.TextField(null=True)
    child_name = models.TextField(default="")
    purpose = models.TextField(default="")
    request_id = models.UUIDField(null=True)
    release_id = models.UUIDField(null=True)
    """What was received and would be passed on."""
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    record_id = models.UUIDField(null=True)


class DecisionRecord(Kept):
    """What somebody decided about sharing, and why: the same record whether or not anything was shared."""

    PERSONAL = frozenset({"account_id", "author_name", "person_id", "child_name", "recipient_name", "content"})
    PLAIN = frozenset(
        {
            "id",
            "agency_id",
            "agency_name",
            "author_role",
            "started_at",
            "decided_at",
            "decision",
            "advised",
            "is_emergency",
            "recipient_agency_id",
            "request_id",
            "previous_id",
            "law_as_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.BigIntegerField()
    author_name = models.TextField()
    author_role = models.TextField()
    agency_id = models.TextField(db_index=True)
    agency_name = models.TextField()
    person_id = models.TextField(null=True, db_index=True)
    child_name = models.TextField()
    started_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    decision = models.TextField()
    advised = models.TextField()
    is_emergency = models.BooleanField(default=False)
    recipient_agency_id = models.TextField(null=True)
    recipient_name = models.TextField()
    request_id = models.UUIDField(null=True)
    previous_id = models.UUIDField(null=True)
    law_as_at = models.DateField()
    content = models.JSONField()


class RecordAddition(Kept):
    """Something added to a record later. The record itself stays as it was."""

    PERSONAL = frozenset({"account_id", "author_name", "words"})
    PLAIN = frozenset({"id", "record_id", "agency_id", "added_at", "kind"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_id = models.UUIDField(db_index=True)
    agency_id = models.TextField()
    account_id = models.BigIntegerField()
    author_name = models.TextField()
    added_at = models.DateTimeField()
    kind = models.TextField()
    words = models.TextField()


class Release(Kept):
    """Exactly what one record let one agency have. It grants nothing else."""

    PERSONAL = frozenset(
        {"account_id", "sender_name", "person_id", "child_name", "items", "objections", "seen_name", "found_by"}
    )
    PLAIN = frozenset(
        {
            "id",
            "record_id",
            "sender_agency_id",
            "sender_agency_name",
            "recipient_agency_id",
            "caveats",
            "limits",
            "released_at",
            "is_emergency",
            "feedback_due_at",
            "seen_at",
            "seen_by",
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_id = models.UUIDField(unique=True)
    account_id = models.BigIntegerField()
    sender_name = models.TextField()
    sender_agency_id = models.TextField(db_index=True)
    sender_agency_name = models.TextField()
    recipient_agency_id = models.TextField(db_index=True)
    person_id = models.TextField(null=True, db_index=True)
    child_name = models.TextField()
    items = models.JSONField()
    objections = models.JSONField(default=list)
    caveats = models.JSONField(default=list)
    limits = models.JSONField(default=list)
    """Provisions that limit passing on, each with what it says."""
    found_by = ArrayField(models.TextField(), null=True)
    """Where passing on is limited: the child's names and every few words in a row, to find it when it is repeated."""
    released_at = models.DateTimeField()
    is_emergency = models.BooleanField(default=False)
    feedback_due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.BigIntegerField(null=True)
    seen_name = models.TextField(default="")

    class Meta:
        indexes = (GinIndex(fields=["found_by"], condition=~models.Q(limits=[]), name="release_found_by"),)
