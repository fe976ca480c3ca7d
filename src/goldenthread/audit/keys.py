"""The keys of the log and of its witnesses: what they are called, how they are written down, how they sign.

Source: C2SP signed-note (verifier keys, key ids) and C2SP tlog-cosignature.
"""

import base64
import binascii
import os
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

KEY_ID_BYTES = 4
SEED_BYTES = 32


class UnusableKey(ValueError):
    """A key cannot be used. The message says which, why and what to do, and never carries the key."""


class Signs(IntEnum):
    """What a key signs, as its type byte: a log its checkpoints, a witness its timestamped cosignatures."""

    CHECKPOINTS = 0x01
    COSIGNATURES = 0x04


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """The public half of a key, by which anybody can check a signature."""

    name: str
    signs: Signs
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names this key."""
        typed = bytes([self.signs]) + self.public
        return sha256(self.name.encode() + b"\n" + typed).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key on one line: name, key id, and the key itself."""
        typed = bytes([self.signs]) + self.public
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(typed).decode()}"

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made the signature over exactly this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key that signs. Its private half never shows in a repr."""

    name: str
    signs: Signs
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """The half that may be given away."""
        return VerifierKey(name=self.name, signs=self.signs, public=self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def signing_key(seed: bytes, *, name: str, signs: Signs) -> SigningKey:
    """The key that grows from 32 secret bytes."""
    if len(seed) != SEED_BYTES:
        raise UnusableKey(f"the seed of a key has {SEED_BYTES} bytes, this one {len(seed)}")
    return SigningKey(name=checked_name(name), signs=signs, private=Ed25519PrivateKey.from_private_bytes(seed))


def read_verifier_key(text: str) -> VerifierKey:
    """Read a public key from its one line, and check that the key id belongs to it.

    Raises: UnusableKey.
    """
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise UnusableKey("a public key is one line: name+id+key. This text has another form.")
    name, key_id, encoded = parts
    try:
        typed = base64.b64decode(encoded, validate=True)
        signs = Signs(typed[0])
    except (binascii.Error, ValueError, IndexError):
        raise UnusableKey("the public key is not base64 of a known kind of key. Copy it again whole.") from None
    if len(typed) != 1 + SEED_BYTES:
        raise UnusableKey("the public key has the wrong length. Copy it again whole.")
    key = VerifierKey(name=checked_name(name), signs=signs, public=typed[1:])
    if key.key_id.hex() != key_id:
        raise UnusableKey("the key id does not belong to this name and key. Copy the line again whole.")
    return key


def create_key(path: Path, *, name: str, signs: Signs) -> SigningKey:
    """Make a new key in a new file that only its owner can read. Never writes over a file.

    Raises: FileExistsError when the file is there already.
    """
    private = Ed25519PrivateKey.generate()
    written = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    name = checked_name(name)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    return SigningKey(name=name, signs=signs, private=private)


def read_key(path: Path, *, name: str, signs: Signs) -> SigningKey:
    """Read a private key: PKCS 8 in PEM, or 32 raw bytes.

    Raises: UnusableKey when others may read the file, or it holds no such key.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise UnusableKey(f"{path}: others can read this private key. Run: chmod 600 {path}")
        content = path.read_bytes()
    except OSError as fault:
        raise UnusableKey(f"{path}: cannot be read ({type(fault).__name__}). Check the path and its owner.") from None
    if len(content) == SEED_BYTES:
        return signing_key(content, name=name, signs=signs)
    try:
        private = load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise UnusableKey(f"{path}: holds no Ed25519 private key. Restore the file, or make a new key on purpose.")
    return SigningKey(name=checked_name(name), signs=signs, private=private)


def checked_name(name: str) -> str:
    """A key's name, which has no spaces, plus signs or control characters.

    Raises: UnusableKey.
    """
    if not name or "+" in name or any(letter.isspace() or not letter.isprintable() for letter in name):
        raise UnusableKey("the name of a key is one word without spaces or plus signs, such as a host and a path")
    return name
