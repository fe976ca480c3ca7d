"""Asking: another agency for information, and one's own organisation for advice. What was said is kept turn by turn."""

import uuid

from django.db import models

from goldenthread.service.store.kept import Kept


class InformationRequest(Kept):
    """One agency asks another for information: what, why and under which power. Its turns tell what became of it."""

    PERSONAL = frozenset({"account_id", "asking_name", "person_id", "child_name", "adult_name", "what", "why"})
    PLAIN = frozenset(
        {
            "id",
            "sent_as",
            "asking_agency_id",
            "asking_agency_name",
            "asked_agency_id",
            "asked_agency_name",
            "subject_kind",
            "power",
            "urgency",
            "asked_at",
            "due_at",
            "state",
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.BigIntegerField()
    asking_name = models.TextField()
    asking_agency_id = models.TextField(db_index=True)
    asking_agency_name = models.TextField()
    asked_agency_id = models.TextField(db_index=True)
    asked_agency_name = models.TextField()
    person_id = models.TextField(null=True)
    child_name = models.TextField()
    subject_kind = models.TextField()
    """A child, or an adult who may pose a risk."""
    adult_name = models.TextField(default="")
    what = models.TextField()
    why = models.TextField()
    power = models.TextField()
    urgency = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.TextField()
    sent_as = models.UUIDField(null=True)
    """The form it was sent with, so that a second click asks nothing twice."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account_id", "sent_as"], name="one_request_an_author_and_form"),
        )


class RequestTurn(Kept):
    """One turn of a request. Turns are only ever added, so a refusal and what came after it both stand."""

    PERSONAL = frozenset({"account_id", "by_name", "words"})
    PLAIN = frozenset(
        {"id", "request_id", "asking_agency_id", "asked_agency_id", "agency_id", "at", "kind", "record_id"}
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField(db_index=True)
    asking_agency_id = models.TextField()
    asked_agency_id = models.TextField()
    agency_id = models.TextField()
    account_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()
    kind = models.TextField()
    words = models.TextField()
    record_id = models.UUIDField(null=True)


class AdviceRequest(Kept):
    """A question to somebody in one's own organisation, with a clock and what keeps the child safe meanwhile."""

    PERSONAL = frozenset(
        {"account_id", "asker_name", "person_id", "question", "interim_step", "answer", "adviser_name"}
    )
    PLAIN = frozenset(
        {"id", "agency_id", "adviser", "is_anonymous", "draft_id", "asked_at", "due_at", "answered_at", "answered_by"}
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency_id = models.TextField(db_index=True)
    account_id = models.BigIntegerField()
    asker_name = models.TextField()
    person_id = models.TextField(null=True)
    adviser = models.TextField()
    question = models.TextField()
    is_anonymous = models.BooleanField()
    interim_step = models.TextField()
    draft_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(default="")
    adviser_name = models.TextField(default="")
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
