"""What follows a sharing: the record owed after an emergency, and what became of what was shared."""

import uuid

from django.db import models

from goldenthread.service.store.kept import Kept


class EmergencyFollowUp(Kept):
    """The record demanded after an emergency: owed by its sender, chased, and reviewed by a second person."""

    PERSONAL = frozenset({"account_id", "author_name", "reviewer_name", "review_note"})
    PLAIN = frozenset(
        {
            "record_id",
            "agency_id",
            "due_at",
            "chased_at",
            "times_chased",
            "completed_at",
            "reviewed_by",
            "reviewed_at",
            "review_outcome",
        }
    )

    record_id = models.UUIDField(primary_key=True)
    agency_id = models.TextField(db_index=True)
    account_id = models.BigIntegerField()
    author_name = models.TextField()
    due_at = models.DateTimeField()
    chased_at = models.DateTimeField(null=True)
    times_chased = models.IntegerField(default=0)
    completed_at = models.DateTimeField(null=True)
    reviewed_by = models.BigIntegerField(null=True)
    reviewer_name = models.TextField(default="")
    reviewed_at = models.DateTimeField(null=True)
    review_outcome = models.TextField(default="")
    review_note = models.TextField(default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reviewed_by=models.F("account_id")), name="nobody_reviews_their_own_emergency"
            ),
        )


class Feedback(Kept):
    """What became of something shared, told to whoever shared it. Only ever added."""

    PERSONAL = frozenset({"account_id", "by_name", "words"})
    PLAIN = frozenset({"id", "release_id", "sender_agency_id", "recipient_agency_id", "given_at", "outcome"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    release_id = models.UUIDField(db_index=True)
    sender_agency_id = models.TextField()
    recipient_agency_id = models.TextField()
    account_id = models.BigIntegerField()
    by_name = models.TextField()
    given_at = models.DateTimeField()
    outcome = models.TextField()
    words = models.TextField()
