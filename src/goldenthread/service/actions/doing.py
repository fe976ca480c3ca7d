"""The frame of every action: one transaction, one view of the rows, and at least one entry in the ledger.

An action that leaves no trace does not commit (ADR 2): leaving the frame without an entry raises ``LeftNoTrace``,
which undoes everything the action did.
"""

import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from goldenthread.audit import MACHINE, Actor, Deed, Entry, commitment, payload_of
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.statements import NewRow, keep, keeping, new_row
from goldenthread.service.store.models import LedgerEntry, LedgerPayload, Outbox
from goldenthread.vocabulary import Purpose

SENT_TWICE = timedelta(minutes=5)
"""Within this time the same words from the same person are the same form sent twice, which counts once."""


class LeftNoTrace(Exception):
    """An action ended without an entry in the ledger, so nothing it did was kept. This is a fault in the action."""


@dataclass(slots=True, kw_only=True)
class Doing:
    """An action under way. ``record`` writes an entry; the frame counts them."""

    by: Practitioner | None
    at: datetime
    purpose: Purpose | None = None
    entries: list[uuid.UUID] = field(default_factory=list)
    to_keep: list[NewRow] = field(default_factory=list)
    is_its_own: bool = True
    """Whether the transaction ends with this action."""

    def record(
        self,
        deed: Deed,
        *,
        subject: str | None = None,
        outcome: str = "",
        detail: Mapping[str, Any] | None = None,
        at_once: bool = True,
    ) -> uuid.UUID:
        """Write one entry. Its payload and salt are stored beside the commitment, in the same transaction.

        Not ``at_once``: with what else is kept once the action is done, where nothing of the action reads it again.
        """
        entry = Entry(
            entry_id=uuid.uuid4(),
            at=self.at,
            deed=deed,
            actor=_actor(self.by),
            purpose=self.purpose.value if self.purpose else None,
            subject=subject,
            outcome=outcome or None,
            detail={**_who(self.by), **(detail or {})},
        )
        payload, salt = payload_of(entry), secrets.token_bytes(32)
        rows = (
            new_row(LedgerEntry, id=entry.entry_id, commitment=commitment(payload, salt)),
            new_row(
                LedgerPayload,
                entry_id=entry.entry_id,
                salt=salt,
                payload=payload,
                at=self.at,
                deed=deed.value,
                agency_id=self.by.agency if self.by else "",
                account_id=self.by.account_id if self.by else None,
                subject_id=subject,
            ),
        )
        # In one statement: every page waits for as many round trips as it makes.
        if at_once:
            keep(*rows)
        else:
            self.to_keep += rows
        self.entries.append(entry.entry_id)
        return entry.entry_id

    def afterwards(self, task: str, entry: uuid.UUID) -> None:
        """Ask the worker to do ``task`` about ``entry`` once this action has committed."""
        self.keep(Outbox, task=task, entry_id=entry, made_at=self.at, due_at=self.at)

    def keep(self, model: type[Model], **values: Any) -> None:
        """Insert a row that nothing of this action reads again, with all others of them once the action is done."""
        self.to_keep.append(new_row(model, **values))

    @contextmanager
    def being_kept(self) -> Iterator[None]:
        """End the action; what is inside goes on while the database keeps it, and is left once that is certain.

        Raises: whatever kept it from being kept, before anything that was made inside can leave.
        """
        self.must_leave_a_trace()
        if not self.is_its_own:
            yield
            return
        rows, self.to_keep = self.to_keep, []
        with keeping(*rows):
            yield

    def must_leave_a_trace(self) -> None:
        if not self.entries:
            raise LeftNoTrace("An action ended without an entry in the ledger; nothing of it was kept.")

    def wait_for_own_turn(self) -> None:
        """Let nothing else that the same person sends at this moment overtake it: a form sent twice is two requests."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.by.account_id if self.by else 0])

    def look_for(self, purpose: Purpose) -> None:
        """Say for which purpose rows are read from here on."""
        self.purpose = purpose
        _set("gt.purpose", purpose.value)


@contextmanager
def doing(*, by: Practitioner | None, at: datetime, purpose: Purpose | None = None) -> Iterator[Doing]:
    """Open the frame of one action for ``by``, or for nobody yet (a sign-in) or the system when ``by`` is None."""
    is_its_own = not connection.in_atomic_block
    with transaction.atomic():
        _say_who_asks(by, purpose)
        action = Doing(by=by, at=at, purpose=purpose, is_its_own=is_its_own)
        yield action
        action.must_leave_a_trace()
        if action.to_keep:
            keep(*action.to_keep)


@contextmanager
def glancing(*, by: Practitioner | None, at: datetime) -> Iterator[Doing]:
    """The frame of an action that may find nothing to show or do: then it leaves no entry, and no trace of itself.

    Whatever is shown of anybody is still recorded by it, and whatever it changed without an entry is undone.
    """
    try:
        with doing(by=by, at=at) as action:
            yield action
    except LeftNoTrace:
        pass


def _say_who_asks(by: Practitioner | None, purpose: Purpose | None) -> None:
    """The worker is woken as well, which hears it once the action has committed."""
    who = (by.agency, by.role.value, str(by.account_id)) if by else ("", "", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('gt.agency', %s, true), set_config('gt.role', %s, true),"
            " set_config('gt.account', %s, true), set_config('gt.purpose', %s, true), pg_notify('gt_work', ''),"
            # With every policy of a table to plan, to plan anew for each value costs ten times what it may save.
            " set_config('plan_cache_mode', %s, true)",
            [*who, purpose.value if purpose else "", "force_generic_plan" if by else "auto"],
        )


def _set(name: str, value: str) -> None:
    # The third argument makes it local to the transaction: the next request on this connection starts with nothing.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _actor(by: Practitioner | None) -> Actor:
    if by is None:
        return Actor(account="", agency="", role=MACHINE)
    return Actor(account=str(by.account_id), agency=by.agency, role=by.role.value)


def _who(by: Practitioner | None) -> dict[str, str]:
    """Names as they were that day: an account or agency may be renamed later."""
    return {"by": by.name, "agency_name": by.agency_name} if by else {}
