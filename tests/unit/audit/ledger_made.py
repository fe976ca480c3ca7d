"""A small ledger as the service would make it, for tests to export, spoil and verify."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from goldenthread.audit import (
    Actor,
    Checkpoint,
    Deed,
    Entry,
    SigningKey,
    Signs,
    Tree,
    commitment,
    cosign,
    entry_leaf,
    entry_line,
    head_line,
    header_line,
    payload_of,
    sign_checkpoint,
    signing_key,
)

ORIGIN = "westhaven.example/ledger"
BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)
LOG_KEY = signing_key(sha256(b"log").digest(), name=ORIGIN, signs=Signs.CHECKPOINTS)


def witness_key(name: str) -> SigningKey:
    return signing_key(sha256(name.encode()).digest(), name=name, signs=Signs.COSIGNATURES)


WITNESSES = tuple(witness_key(name) for name in ("health.example", "police.example", "trust.example"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One stored entry: what the ledger says, its salt, and the commitment that was sealed."""

    payload: Mapping[str, Any] | None
    salt: bytes | None
    commitment: bytes


def row(payload: Mapping[str, Any], salt: bytes) -> Row:
    return Row(payload=payload, salt=salt, commitment=commitment(payload, salt))


def erased(entry: Row) -> Row:
    return Row(payload=None, salt=None, commitment=entry.commitment)


def look(number: int, **detail: Any) -> Entry:
    return Entry(
        entry_id=UUID(int=number),
        at=BEGAN + timedelta(seconds=number),
        deed=Deed.LOOKED,
        actor=Actor(account=f"account-{number % 7}", agency="riverside-academy", role="designated_safeguarding_lead"),
        purpose="support_a_family_early",
        subject=f"child-{number % 5}",
        outcome="disclose",
        detail={"agency_name": "Riverside Academy", "flags": number % 4, **detail},
    )


def rows(count: int) -> list[Row]:
    return [row(payload_of(look(number)), sha256(b"salt %d" % number).digest()) for number in range(count)]


def head(
    entries: Sequence[Row], size: int, *, key: SigningKey = LOG_KEY, witnesses: Iterable[SigningKey] = WITNESSES
) -> str:
    """The signed and cosigned head over the first ``size`` entries."""
    tree = Tree().append(entry_leaf(entry.commitment) for entry in entries[:size]).tree
    note = sign_checkpoint(Checkpoint(origin=key.name, size=size, root=tree.root), key)
    for witness in witnesses:
        note = cosign(note, witness, at=BEGAN + timedelta(hours=1, seconds=size))
    return note


def export(
    entries: Sequence[Row],
    heads: Iterable[str],
    *,
    key: SigningKey = LOG_KEY,
    witnesses: Iterable[SigningKey] = WITNESSES,
) -> list[str]:
    """The lines of an export of these entries and heads."""
    return [
        header_line(key.verifier, [witness.verifier for witness in witnesses]),
        *(entry_line(at, one.commitment, salt=one.salt, payload=one.payload) for at, one in enumerate(entries)),
        *(head_line(note) for note in heads),
    ]


def sealed_export(count: int, sizes: Iterable[int]) -> list[str]:
    entries = rows(count)
    return export(entries, [head(entries, size) for size in sizes])
