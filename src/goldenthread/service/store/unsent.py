"""What somebody had typed and not sent when they had to sign in again."""

import uuid

from django.db import models

from goldenthread.service.store.kept import Kept


class TypedForm(Kept):
    """A form as it was typed, for its author to come back to. Nobody else sees it; once it is sent it is emptied."""

    PERSONAL = frozenset({"account_id", "typed"})
    PLAIN = frozenset({"id", "agency_id", "role", "place", "kept_at"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.BigIntegerField()
    agency_id = models.TextField()
    role = models.TextField()
    place = models.TextField()
    """The path of the page that shows the form."""
    typed = models.JSONField(default=dict)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account_id", "agency_id", "role", "place"], name="one_typed_form_an_author_and_page"
            ),
        )
