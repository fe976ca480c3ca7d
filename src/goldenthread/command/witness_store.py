"""What a witness keeps in its own folder: its key, the log's key as first seen, every head, and any evidence.

``key.pem`` (private), ``key.txt`` (public), ``log-key.txt``, ``heads.jsonl`` (only ever grows) and, after an alarm,
``STOPPED.json``.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from goldenthread.audit import (
    BrokenNote,
    SigningKey,
    Signs,
    UnusableKey,
    VerifierKey,
    create_key,
    parse_note,
    read_key,
    read_verifier_key,
)
from goldenthread.audit.strict_json import NotStrict, read_object

READ_AT_A_TIME = 64_000


class BrokenStore(Exception):
    """The witness's folder cannot be relied on. Says which file and what to do."""


@dataclass(slots=True, kw_only=True)
class WitnessStore:
    """An opened folder. Only one process holds it at a time."""

    folder: Path
    key: SigningKey
    newest: str = ""

    @property
    def name(self) -> str:
        return self.key.name

    @property
    def heads(self) -> Path:
        return self.folder / "heads.jsonl"

    @property
    def evidence(self) -> Path:
        return self.folder / "STOPPED.json"

    @property
    def stopped_because(self) -> str:
        """Why this witness stopped, or nothing when it may work."""
        if not self.evidence.exists():
            return ""
        try:
            return str(read_object(self.evidence.read_text(encoding="utf-8"))["because"])
        except (OSError, UnicodeDecodeError, NotStrict, KeyError):
            return "it stopped, and its evidence cannot be read"

    def pin(self, shown: VerifierKey) -> VerifierKey:
        """The log's key as first seen: ``shown`` when none was seen before."""
        path = self.folder / "log-key.txt"
        if not path.exists():
            _write_whole(path, shown.text + "\n")
        return read_verifier_key(path.read_text(encoding="utf-8"))

    def keep(self, note: str, *, at: datetime) -> None:
        """Write a head down for good. It is on the disk before anybody hears of the cosignature."""
        line = json.dumps({"at": at.isoformat(timespec="seconds"), "checkpoint": note}, ensure_ascii=False) + "\n"
        descriptor = os.open(self.heads, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        self.newest = note

    def stop(self, because: str, offered: str, *, at: datetime) -> None:
        """Keep the evidence, and be stopped from now on: the head held beside what the log has shown."""
        found = {"at": at.isoformat(timespec="seconds"), "because": because, "held": self.newest, "shown": offered}
        _write_whole(self.evidence, json.dumps(found, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def open_store(folder: Path, *, name: str) -> Iterator[WitnessStore]:
    """Open the folder, making it and its key at first.

    Raises: BrokenStore, UnusableKey.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BrokenStore(f"{folder} is in use by another witness process. Stop that one first.") from None
        key = _own_key(folder, name)
        yield WitnessStore(folder=folder, key=key, newest=_newest_head(folder / "heads.jsonl"))


def read_public_key(folder: Path, *, name: str) -> VerifierKey | None:
    """The public half of the folder's key, without opening the folder; None when there is none yet.

    Raises: UnusableKey when the folder is another witness's.
    """
    path = folder / "key.txt"
    if not path.exists():
        return None
    key = read_verifier_key(path.read_text(encoding="utf-8"))
    if key.name != name:
        raise UnusableKey(f"{path} names another witness than {name}. A witness keeps its name and key.")
    return key


def _own_key(folder: Path, name: str) -> SigningKey:
    path, public = folder / "key.pem", folder / "key.txt"
    if path.exists():
        key = read_key(path, name=name, signs=Signs.COSIGNATURES)
    elif (folder / "heads.jsonl").exists():
        raise BrokenStore(f"{path} is gone though heads were kept. Restore it, or begin a new folder on purpose.")
    else:
        key = create_key(path, name=name, signs=Signs.COSIGNATURES)
    if public.exists() and public.read_text(encoding="utf-8").strip() != key.verifier.text:
        raise UnusableKey(f"{public} names another key or witness than {name}. A witness keeps its name and key.")
    if not public.exists():
        _write_whole(public, key.verifier.text + "\n")
    return key


def _newest_head(path: Path) -> str:
    """The last head that was written whole. A line cut short by a crash was never handed in, and is taken away."""
    if not path.exists():
        return ""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        tail = _tail(file.fileno(), end)
        torn = len(tail) - (tail.rfind(b"\n") + 1)
        if torn:
            file.truncate(end - torn)
            os.fsync(file.fileno())
    lines = tail[: len(tail) - torn].splitlines()
    if not lines:
        return ""
    try:
        note = str(read_object(lines[-1].decode("utf-8"))["checkpoint"])
        parse_note(note)
    except (UnicodeDecodeError, NotStrict, KeyError, BrokenNote) as fault:
        raise BrokenStore(f"{path}: its last line is not a head. Restore the file from a copy.") from fault
    return note


def _tail(descriptor: int, end: int) -> bytes:
    """The end of the file, reaching back over at least one whole line."""
    start, tail = end, b""
    while start > 0 and tail[:-1].count(b"\n") < 2:
        width = min(READ_AT_A_TIME, start)
        start -= width
        tail = os.pread(descriptor, width, start) + tail
    return tail


def _write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all, even after a crash."""
    unfinished = path.with_name(path.name + ".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
