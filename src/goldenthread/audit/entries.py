"""One entry of the ledger: who did what, for whom, why, when, and what came of it.

Words are kept as text and not as the vocabulary's types, because a ledger outlives its vocabulary: an entry of years
ago must still be read and proven when a role or a purpose has since been renamed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from goldenthread.audit.deeds import OUTCOME_WORDS, PURPOSE_WORDS, ROLE_WORDS, TOLD_AS, TOLD_OF_NO_CHILD, Deed

MACHINE = "machine"
"""The role of an actor that is no person: the worker, or a command run by the operator."""


class UnreadableEntry(ValueError):
    """A payload that is no ledger entry. Says which field, never what it held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it. ``role`` is a word of ``vocabulary.Role``, or ``MACHINE``."""

    account: str
    agency: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the ledger keeps of one deed.

    ``purpose`` and ``outcome`` are words of the vocabulary where the deed has them. ``detail`` holds what else a
    reviewer needs (text, whole numbers, truth values, lists, maps); ``agency_name`` in it is used in the sentence.
    """

    entry_id: UUID
    at: datetime
    deed: Deed
    actor: Actor
    purpose: str | None = None
    subject: str | None = field(default=None, repr=False)
    outcome: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict, repr=False)


def payload_of(entry: Entry) -> dict[str, Any]:
    """The entry as plain data: what is committed to, stored, exported and printed on a receipt."""
    if entry.at.tzinfo is None:
        raise ValueError("an entry's time carries its offset; this one has none")
    return {
        "entry_id": str(entry.entry_id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "deed": entry.deed.value,
        "actor": {"account": entry.actor.account, "agency": entry.actor.agency, "role": str(entry.actor.role)},
        "purpose": None if entry.purpose is None else str(entry.purpose),
        "subject": entry.subject,
        "outcome": None if entry.outcome is None else str(entry.outcome),
        "detail": dict(entry.detail),
    }


def read_entry(payload: Mapping[str, Any]) -> Entry:
    """The entry that a stored or exported payload tells of.

    Raises: UnreadableEntry, naming the field.
    """
    _expect_keys(payload, _FIELDS, "entry")
    actor = payload["actor"]
    if not isinstance(actor, Mapping):
        raise UnreadableEntry("actor: expected a map")
    _expect_keys(actor, ("account", "agency", "role"), "actor")
    if not isinstance(payload["detail"], Mapping):
        raise UnreadableEntry("detail: expected a map")
    try:
        entry_id, deed = UUID(_text(payload, "entry_id")), Deed(_text(payload, "deed"))
    except ValueError as fault:
        raise UnreadableEntry("entry_id or deed: not a known one") from fault
    return Entry(
        entry_id=entry_id,
        at=_moment(_text(payload, "at")),
        deed=deed,
        actor=Actor(account=_text(actor, "account"), agency=_text(actor, "agency"), role=_text(actor, "role")),
        purpose=_text_or_none(payload, "purpose"),
        subject=_text_or_none(payload, "subject"),
        outcome=_text_or_none(payload, "outcome"),
        detail=payload["detail"],
    )


def sentence(entry: Entry) -> str:
    """The entry in plain words: who, of which agency, did what, what for, and what came of it."""
    who = ROLE_WORDS.get(entry.actor.role, "Somebody")
    name = entry.detail.get("agency_name")
    agency = name if isinstance(name, str) and name else entry.actor.agency
    if agency and entry.actor.role != MACHINE:
        who = f"{who} at {agency}"
    why = PURPOSE_WORDS.get(entry.purpose or "", "")
    did = (TOLD_AS if entry.subject else TOLD_OF_NO_CHILD)[entry.deed]
    told = f"{who} {did}{', ' + why if why else ''}."
    after = OUTCOME_WORDS.get(entry.outcome or "", "") if entry.deed in _MAY_END_EITHER_WAY else ""
    return f"{told} {after}".strip()


_FIELDS = ("entry_id", "at", "deed", "actor", "purpose", "subject", "outcome", "detail")
_MAY_END_EITHER_WAY = frozenset({Deed.SEARCHED, Deed.LOOKED})


def _expect_keys(value: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    if set(value) != set(keys):
        raise UnreadableEntry(f"{where}: expected exactly {', '.join(keys)}")


def _text(value: Mapping[str, Any], key: str) -> str:
    if not isinstance(value[key], str):
        raise UnreadableEntry(f"{key}: expected text")
    return str(value[key])


def _text_or_none(value: Mapping[str, Any], key: str) -> str | None:
    return None if value[key] is None else _text(value, key)


def _moment(text: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text, flags=re.ASCII):
        raise UnreadableEntry("at: expected a time such as 2026-09-30T08:15:00.000000Z")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableEntry("at: not a time that exists") from None
