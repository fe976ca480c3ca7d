"""The ledger's tables, and what follows a look: reviews, alerts to custodians, the outbox.

The ledger's tables only ever grow: the database refuses update, delete and truncate to every role, the owner included.
``LedgerPayload`` holds what an entry says. It can be erased, one entry at a time, by the database's own function, and
only where another entry, written in the same transaction, names it and says why.
"""

import uuid

from django.db import models

from goldenthread.service.store.kept import Kept


class LedgerEntry(Kept):
    PLAIN = frozenset({"number", "id", "commitment"})

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    commitment = models.BinaryField()


class LedgerPayload(Kept):
    PERSONAL = frozenset({"entry_id", "payload", "subject_id", "account_id"})
    SECRET = frozenset({"salt"})
    PLAIN = frozenset({"at", "deed", "agency_id"})

    entry_id = models.UUIDField(primary_key=True)
    salt = models.BinaryField()
    payload = models.JSONField()
    at = models.DateTimeField()
    deed = models.TextField()
    agency_id = models.TextField()
    account_id = models.BigIntegerField(null=True)
    subject_id = models.TextField(null=True)

    class Meta:
        indexes = (models.Index(fields=["subject_id", "at"], name="payload_by_subject"),)


class LedgerLeaf(Kept):
    PLAIN = frozenset({"leaf_index", "entry_id"})

    leaf_index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)


class LedgerNode(Kept):
    PLAIN = frozenset({"id", "level", "position", "digest"})

    level = models.SmallIntegerField()
    position = models.BigIntegerField()
    digest = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["level", "position"], name="one_digest_a_node"),)


class LedgerHead(Kept):
    PLAIN = frozenset({"size", "root", "note", "signed_at"})

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()


class LedgerKey(Kept):
    """The public key of the log itself or of a witness."""

    PLAIN = frozenset({"name", "is_log", "public_key"})

    name = models.TextField(primary_key=True)
    is_log = models.BooleanField(default=False)
    public_key = models.TextField()


class LedgerCosignature(Kept):
    PLAIN = frozenset({"id", "size", "witness", "line", "received_at"})

    size = models.BigIntegerField()
    witness = models.TextField()
    line = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["size", "witness"], name="one_cosignature_a_witness"),)


class Look(Kept):
    """The handle by which one practitioner opens one child's page for one purpose, for a short time."""

    PERSONAL = frozenset({"person_id", "reason", "account_id"})
    PLAIN = frozenset({"id", "agency_id", "role", "purpose", "how_found", "made_at", "ends_at"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.BigIntegerField()
    agency_id = models.TextField()
    role = models.TextField()
    person_id = models.TextField()
    purpose = models.TextField()
    reason = models.TextField()
    how_found = models.TextField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)


class ReviewItem(Kept):
    """A reason somebody gave, for an access reviewer to weigh."""

    PERSONAL = frozenset({"account_name", "reason", "note", "account_id"})
    PLAIN = frozenset(
        {"id", "entry_id", "agency_id", "role", "purpose", "made_at", "outcome", "weighed_by", "weighed_at"}
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    entry_id = models.UUIDField()
    account_id = models.BigIntegerField()
    account_name = models.TextField()
    agency_id = models.TextField()
    role = models.TextField()
    purpose = models.TextField()
    reason = models.TextField()
    made_at = models.DateTimeField()
    outcome = models.TextField(default="")
    note = models.TextField(default="")
    weighed_by = models.BigIntegerField(null=True)
    weighed_at = models.DateTimeField(null=True)


class CustodianAlert(Kept):
    """Somebody sought a child whom this custodian keeps hidden."""

    PERSONAL = frozenset({"person_id", "account_name"})
    PLAIN = frozenset({"id", "entry_id", "custodian_id", "agency_id", "role", "made_at", "seen_at", "seen_by"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    entry_id = models.UUIDField()
    custodian_id = models.TextField(db_index=True)
    person_id = models.TextField()
    account_name = models.TextField()
    agency_id = models.TextField()
    role = models.TextField()
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry_id", "person_id"], name="one_alert_a_search_and_child"),)


class Outbox(Kept):
    """Work that must follow a deed: written in the deed's transaction, done by the worker at least once."""

    PLAIN = frozenset({"id", "task", "entry_id", "made_at", "due_at", "leased_until", "attempts", "done_at"})

    task = models.TextField()
    entry_id = models.UUIDField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["due_at"], condition=models.Q(done_at=None), name="outbox_waiting"),)
