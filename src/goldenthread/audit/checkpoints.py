"""A checkpoint is the ledger's head: its size and root, signed by the log and cosigned by its witnesses.

Source: C2SP tlog-checkpoint and C2SP tlog-cosignature (cosignature/v1).
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from goldenthread.audit.hashing import HASH_BYTES
from goldenthread.audit.keys import SigningKey, Signs, UnusableKey, VerifierKey
from goldenthread.audit.notes import BrokenNote, Note, NoteSignature, parse_note, signed_note

TIMESTAMP_BYTES = 8
SIGNATURE_BYTES = 64
LATEST_SECOND = 253_402_300_799  # the last second of the year 9999, beyond which no date can be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of the log named ``origin`` at one size."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """A witness saw this head at this time, and it extended every head the witness had seen before."""

    witness: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCheckpoint:
    """A checkpoint whose log signature holds, with the cosignatures by known witnesses that hold too."""

    checkpoint: Checkpoint
    cosignatures: tuple[Cosignature, ...]


def read_checkpoint(note: Note) -> Checkpoint:
    """What the note says, not yet believed.

    Raises: BrokenNote.
    """
    lines = note.text[:-1].split("\n")
    if len(lines) != 3 or not lines[0]:
        raise BrokenNote("a checkpoint of this log has three lines: origin, size and root")
    origin, size, encoded = lines
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", size, flags=re.ASCII):
        raise BrokenNote("the size of the checkpoint is not a plain number")
    try:
        root = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BrokenNote("the root of the checkpoint is not base64") from None
    if len(root) != HASH_BYTES or base64.b64encode(root).decode() != encoded:
        raise BrokenNote("the root of the checkpoint is not a hash of 32 bytes")
    return Checkpoint(origin=origin, size=int(size), root=root)


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a note signed by the log.

    Raises: UnusableKey when the key is a witness's, or not named for this log.
    """
    if key.signs is not Signs.CHECKPOINTS or key.name != checkpoint.origin:
        raise UnusableKey("a checkpoint is signed by the key of its own log, named as its origin")
    return signed_note(checkpoint.text, key)


def cosign(note: str, key: SigningKey, *, at: datetime) -> str:
    """The note with this witness's cosignature below the others.

    Raises: BrokenNote when the note is no checkpoint, UnusableKey when the key is not a witness's.
    """
    if key.signs is not Signs.COSIGNATURES:
        raise UnusableKey("a checkpoint is cosigned with the key of a witness")
    parsed = parse_note(note)
    read_checkpoint(parsed)
    second = int(at.astimezone(UTC).timestamp())
    signature = second.to_bytes(TIMESTAMP_BYTES, "big") + key.sign(_cosigned_message(parsed.text, second))
    line = NoteSignature(name=key.name, key_id=key.verifier.key_id, signature=signature)
    return Note(text=parsed.text, signatures=(*parsed.signatures, line)).whole


def verify_checkpoint(note: str, log_key: VerifierKey, witness_keys: Iterable[VerifierKey] = ()) -> VerifiedCheckpoint:
    """Check a checkpoint against the log's key and the witnesses' keys; signatures by strangers are passed over.

    Shape: at most one cosignature a witness, its newest.
    Raises: BrokenNote when the log's signature is missing, or any signature by a known key does not hold.
    """
    parsed = parse_note(note)
    checkpoint = read_checkpoint(parsed)
    if checkpoint.origin != log_key.name:
        raise BrokenNote("the checkpoint is of another log than the key")
    lines = [signature for signature in parsed.signatures if signature.is_by(log_key)]
    if not lines:
        raise BrokenNote("the log's own signature is missing, or was made with another key")
    if not all(log_key.has_signed(parsed.text.encode(), line.signature) for line in lines):
        raise BrokenNote("the log's own signature does not hold")
    seen = (_newest_cosignature(parsed, key) for key in dict.fromkeys(witness_keys))
    return VerifiedCheckpoint(checkpoint=checkpoint, cosignatures=tuple(one for one in seen if one is not None))


def _newest_cosignature(note: Note, key: VerifierKey) -> Cosignature | None:
    if key.signs is not Signs.COSIGNATURES:
        raise UnusableKey(f"{key.name}: this is not the key of a witness")
    times = [_time_of(note.text, line, key) for line in note.signatures if line.is_by(key)]
    return Cosignature(witness=key.name, at=max(times)) if times else None


def _time_of(text: str, line: NoteSignature, key: VerifierKey) -> datetime:
    second = int.from_bytes(line.signature[:TIMESTAMP_BYTES], "big")
    if len(line.signature) != TIMESTAMP_BYTES + SIGNATURE_BYTES or second > LATEST_SECOND:
        raise BrokenNote(f"the cosignature by {key.name} has the wrong form")
    if not key.has_signed(_cosigned_message(text, second), line.signature[TIMESTAMP_BYTES:]):
        raise BrokenNote(f"the cosignature by {key.name} does not hold")
    return datetime.fromtimestamp(second, tz=UTC)


def _cosigned_message(text: str, second: int) -> bytes:
    return f"cosignature/v1\ntime {second}\n{text}".encode()
