"""What every stored noun has in common: each field is declared personal, secret or plain.

``tests/conventions`` fails when a field is declared nowhere or twice, so nobody adds a column without deciding.
"""

from typing import ClassVar

from django.db import models


class Kept(models.Model):
    """A stored noun. Its ``repr`` shows the kind and nothing else, so no row's content reaches a log."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    SECRET: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__
