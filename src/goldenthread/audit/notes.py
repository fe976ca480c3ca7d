"""Signed notes: a short text with signature lines below it, which people can read and machines can check.

Source: C2SP signed-note.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.audit.keys import KEY_ID_BYTES, SigningKey, UnusableKey, VerifierKey, checked_name

SIGNATURE_MARK = "— "
LONGEST_NOTE_CHARACTERS = 64_000
MOST_SIGNATURES = 64


class BrokenNote(ValueError):
    """A note that is not one, or whose signature does not hold. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line: whose, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        return f"{SIGNATURE_MARK}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether the line claims to be by this key. The claim is checked by checking the signature."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note taken apart. ``text`` ends in a newline and is what is signed. Nothing in it is yet believed."""

    text: str
    signatures: tuple[NoteSignature, ...]

    @property
    def whole(self) -> str:
        """The note as it is sent and stored."""
        return self.text + "\n" + "".join(signature.line for signature in self.signatures)


def parse_note(whole: str) -> Note:
    """Take a note apart without believing it.

    Raises: BrokenNote.
    """
    if len(whole) > LONGEST_NOTE_CHARACTERS:
        raise BrokenNote("the note is too long")
    if any(letter < " " and letter != "\n" for letter in whole):
        raise BrokenNote("the note holds a control character")
    above, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise BrokenNote("the note has no signature lines")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BrokenNote("the note has too many signatures")
    return Note(text=above + "\n", signatures=tuple(_read_signature(line) for line in lines))


def signed_note(text: str, key: SigningKey) -> str:
    """A note of this text, signed by this key."""
    signature = NoteSignature(name=key.name, key_id=key.verifier.key_id, signature=key.sign(text.encode()))
    return Note(text=text, signatures=(signature,)).whole


def gather_signatures(notes: Iterable[str]) -> str:
    """One note with every signature that several notes of the same text bear, each once, in the order met.

    Raises: BrokenNote when there is no note, or their texts differ.
    """
    parsed = [parse_note(note) for note in notes]
    if len({note.text for note in parsed}) != 1:
        raise BrokenNote("signatures can be gathered only from notes of one and the same text")
    every = dict.fromkeys(signature for note in parsed for signature in note.signatures)
    return Note(text=parsed[0].text, signatures=tuple(every)).whole


def _read_signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
    if not line.startswith(SIGNATURE_MARK) or not space:
        raise BrokenNote("a signature line does not have the form: — name signature")
    try:
        content = base64.b64decode(encoded, validate=True)
        checked_name(name)
    except (binascii.Error, UnusableKey, ValueError):
        raise BrokenNote("a signature line has a name or signature that cannot be read") from None
    if len(content) <= KEY_ID_BYTES or base64.b64encode(content).decode() != encoded:
        raise BrokenNote("a signature line has a name or signature that cannot be read")
    return NoteSignature(name=name, key_id=content[:KEY_ID_BYTES], signature=content[KEY_ID_BYTES:])
