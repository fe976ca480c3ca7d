"""Pathways, their signatures, the permissions compiled from them, and starts of law that were settled here."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from goldenthread.service.store.kept import Kept


class Pathway(Kept):
    PLAIN = frozenset(
        {"id", "version", "document", "document_hash", "compiled", "forces", "ended_at", "ended_by", "ended_because"}
    )

    id = models.TextField(primary_key=True)
    version = models.TextField()
    document = models.TextField()
    document_hash = models.TextField()
    compiled = models.UUIDField(default=uuid.uuid4)
    """Changes whenever the permissions are compiled anew, so that a copy of them can be known to be stale."""
    forces = models.JSONField(default=dict)
    """What each provision it rests on counted as when the permissions were compiled."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")
    ended_because = models.TextField(default="")


class PathwaySignature(Kept):
    PLAIN = frozenset({"id", "pathway", "version", "agency_id", "signed_by", "role", "signed_at", "document_hash"})

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="signatures")
    version = models.TextField()
    agency_id = models.TextField()
    signed_by = models.TextField()
    role = models.TextField()
    signed_at = models.DateTimeField()
    document_hash = models.TextField()


class GrantedPermission(Kept):
    """One permission as compiled. ``revoked_at`` ends it at once, in the database's own eyes too."""

    PLAIN = frozenset(
        {
            "id",
            "pathway",
            "version",
            "holder_agency_id",
            "source_agency_id",
            "role",
            "purpose",
            "kind",
            "level",
            "not_before",
            "not_after",
            "basis",
            "conditions",
            "revoked_at",
        }
    )

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="permissions")
    version = models.TextField()
    holder_agency_id = models.TextField()
    source_agency_id = models.TextField()
    role = models.TextField()
    purpose = models.TextField()
    kind = models.TextField()
    level = models.TextField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    basis = ArrayField(models.TextField())
    conditions = ArrayField(models.TextField())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["holder_agency_id", "source_agency_id", "kind", "role", "purpose"], name="permission_by_holder"
            ),
        )


class GrantedIdentity(Kept):
    """That one agency's role may see who a child is, beyond what that agency itself holds."""

    PLAIN = frozenset(
        {
            "id",
            "pathway",
            "version",
            "holder_agency_id",
            "role",
            "purpose",
            "not_before",
            "not_after",
            "basis",
            "conditions",
            "revoked_at",
        }
    )

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="identities")
    version = models.TextField()
    holder_agency_id = models.TextField()
    role = models.TextField()
    purpose = models.TextField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    basis = ArrayField(models.TextField())
    conditions = ArrayField(models.TextField())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["holder_agency_id", "role", "purpose"], name="identity_by_holder"),)


class LawSwitch(Kept):
    """One setting of a provision's start. A row is never changed: the latest one of a provision counts."""

    PLAIN = frozenset({"id", "provision", "standing", "starts_on", "instrument", "set_by", "set_at"})

    provision = models.TextField()
    standing = models.TextField()
    starts_on = models.DateField()
    instrument = models.TextField()
    set_by = models.TextField()
    """The role and agency. The ledger holds who it was: this is written into a file that anyone may have."""
    set_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["provision", "-id"], name="switch_by_provision"),)
