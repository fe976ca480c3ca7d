"""Write a ledger as JSON lines that anyone can verify, and read such lines back with nothing taken on trust.

Shape: a header, then every sealed entry in the order of the leaves, then the heads. One JSON object a line:
``{"format", "origin", "log_key", "witness_keys"}``, ``{"index", "commitment", "salt", "payload"}`` or
``{"index", "commitment", "erased": true}``, ``{"checkpoint"}``.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldenthread.audit.committing import NotCanonical, commitment, entry_leaf
from goldenthread.audit.hashing import HASH_BYTES
from goldenthread.audit.keys import Signs, UnusableKey, VerifierKey, read_verifier_key
from goldenthread.audit.notes import MOST_SIGNATURES
from goldenthread.audit.strict_json import NotStrict, read_object
from goldenthread.audit.verdicts import Fault

EXPORT_FORMAT = "goldenthread-ledger/1"
LONGEST_LINE_BYTES = 4_000_000


class UnreadableExport(ValueError):
    """The file is not an exported ledger. Says on which line and why, never what the line held."""


def header_line(log_key: VerifierKey, witness_keys: Sequence[VerifierKey] = ()) -> str:
    """The first line of an export: whose ledger it is, and the keys its heads are signed with."""
    return _line(
        {
            "format": EXPORT_FORMAT,
            "origin": log_key.name,
            "log_key": log_key.text,
            "witness_keys": [key.text for key in witness_keys],
        }
    )


def entry_line(index: int, committed: bytes, *, salt: bytes | None, payload: Mapping[str, Any] | None) -> str:
    """One sealed entry; without salt and payload when they have been erased."""
    if salt is None or payload is None:
        return _line({"index": index, "commitment": committed.hex(), "erased": True})
    return _line({"index": index, "commitment": committed.hex(), "salt": salt.hex(), "payload": payload})


def head_line(note: str) -> str:
    """One signed head, with the cosignatures it has."""
    return _line({"checkpoint": note})


@dataclass(slots=True, kw_only=True)
class ExportRead:
    """An export as it was read: its leaves and heads, and the first entry that contradicts itself.

    Unit: ``leaves`` holds 32 bytes an entry, so that a ledger of millions can be checked in memory.
    """

    log_key: VerifierKey
    witness_keys: tuple[VerifierKey, ...]
    leaves: bytearray = field(default_factory=bytearray, repr=False)
    heads: list[str] = field(default_factory=list, repr=False)
    erased: int = 0
    fault: Fault | None = None

    @property
    def entries(self) -> int:
        return len(self.leaves) // HASH_BYTES


def read_export(lines: Iterable[str | bytes]) -> ExportRead:
    """Read an export line by line.

    Raises: UnreadableExport.
    """
    export: ExportRead | None = None
    for number, raw in enumerate(lines, start=1):
        try:
            line = read_object(_text(raw))
            if export is None:
                export = _read_header(line)
            elif set(line) == {"checkpoint"}:
                export.heads.append(_text_of(line, "checkpoint"))
            elif export.heads:
                raise NotStrict("an entry after the heads")
            else:
                _take_entry(line, export)
        except (NotStrict, UnusableKey) as fault:
            raise UnreadableExport(
                f"line {number}: {fault}. Export the ledger again, or ask for the whole file."
            ) from None
    if export is None:
        raise UnreadableExport("the file is empty. Export the ledger again.")
    return export


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _text(raw: str | bytes) -> str:
    if len(raw) > LONGEST_LINE_BYTES:
        raise NotStrict("longer than any line of a ledger")
    try:
        return raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None


def _read_header(line: Mapping[str, Any]) -> ExportRead:
    if line.get("format") != EXPORT_FORMAT or set(line) != {"format", "origin", "log_key", "witness_keys"}:
        raise NotStrict(f"not the header of a ledger in the format {EXPORT_FORMAT}")
    log_key = read_key_text(line["log_key"], Signs.CHECKPOINTS)
    if log_key.name != line["origin"]:
        raise NotStrict("the log's key is not named as the ledger's origin")
    if not isinstance(line["witness_keys"], list) or len(line["witness_keys"]) > MOST_SIGNATURES:
        raise NotStrict("witness_keys is not a short list")
    witnesses = tuple(read_key_text(text, Signs.COSIGNATURES) for text in line["witness_keys"])
    return ExportRead(log_key=log_key, witness_keys=witnesses)


def read_key_text(text: object, signs: Signs) -> VerifierKey:
    """A public key from untrusted JSON, of the kind expected.

    Raises: NotStrict, UnusableKey.
    """
    if not isinstance(text, str):
        raise NotStrict("a key is not text")
    key = read_verifier_key(text)
    if key.signs is not signs:
        raise NotStrict("a key is of the wrong kind")
    return key


def _take_entry(line: Mapping[str, Any], export: ExportRead) -> None:
    is_erased = set(line) == {"index", "commitment", "erased"} and line["erased"] is True
    if not is_erased and set(line) != {"index", "commitment", "salt", "payload"}:
        raise NotStrict("neither an entry nor a head")
    index, committed = line["index"], hash_of(line, "commitment")
    if type(index) is not int:
        raise NotStrict("index is not a number")
    expected = export.entries
    if export.fault is None and index != expected:
        because = f"entry {expected} is missing or out of its place: entry {index} stands there"
        export.fault = Fault(first=expected, last=expected, because=because)
    if is_erased:
        export.erased += 1
    elif export.fault is None and not fits_commitment(line, committed):
        because = f"what entry {expected} says is not what was sealed"
        export.fault = Fault(first=expected, last=expected, because=because)
    export.leaves += entry_leaf(committed)


def fits_commitment(line: Mapping[str, Any], committed: bytes) -> bool:
    """Whether the payload and salt on an untrusted line are those committed to.

    Raises: NotStrict when they have not even the form of a payload and a salt.
    """
    if not isinstance(line["payload"], Mapping):
        raise NotStrict("payload is not an object")
    salt = hash_of(line, "salt")
    try:
        return commitment(line["payload"], salt) == committed
    except NotCanonical:
        return False


def hash_of(line: Mapping[str, Any], key: str) -> bytes:
    """32 bytes written in lower-case hexadecimal.

    Raises: NotStrict.
    """
    return read_hash(line[key], key)


def read_hash(text: object, name: str) -> bytes:
    """32 bytes written in lower-case hexadecimal.

    Raises: NotStrict.
    """
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{64}", text):
        raise NotStrict(f"{name} is not 64 hexadecimal digits")
    return bytes.fromhex(text)


def _text_of(line: Mapping[str, Any], key: str) -> str:
    if not isinstance(line[key], str):
        raise NotStrict(f"{key} is not text")
    return str(line[key])
