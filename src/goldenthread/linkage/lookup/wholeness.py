"""Whether an index is as it was written: what it says of itself, and a size and a digest of each of its files.

What is read whole when an index is opened is checked whole then. The four files that are mapped are gigabytes for a
nation: opening looks at their sizes, ``check_shelf`` reads them through, and each record carries a checksum of its own.
"""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from goldenthread.linkage.lookup.packing import FORMAT

ABOUT = "about.json"
MAPPED = ("directory", "entries", "starts", "details")
WRITE_ANEW = "Write the index anew, into a new folder (write_shelf)."


class UnreadableShelf(Exception):
    """An index cannot be used. The message says why and what to do next."""


def check_shelf(folder: Path) -> None:
    """Read every file of an index through, which for a nation are gigabytes. Raises: UnreadableShelf."""
    about = read_about(folder)
    _hold_to(folder, about["files"], read_through=frozenset(about["files"]))


def open_about(folder: Path) -> dict[str, Any]:
    """What the index says of itself, once all sizes and the digests of what is not mapped are right.

    Raises: UnreadableShelf.
    """
    about = read_about(folder)
    _hold_to(folder, about["files"], read_through=frozenset(about["files"]) - frozenset(MAPPED))
    return about


def seal(folder: Path, about: dict[str, Any], names: Collection[str]) -> None:
    """Write what says that the index is whole, of its files as they can be read back."""
    files = {name: [(folder / name).stat().st_size, _digest(folder / name)] for name in sorted(names)}
    told = {"format": FORMAT, **about, "files": files}
    (folder / ABOUT).write_text(json.dumps({**told, "digest": _digest_of(told)}), encoding="utf-8")


def read_about(folder: Path) -> dict[str, Any]:
    """Raises: UnreadableShelf."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise UnreadableShelf(f"{folder}: no index, or one that was not finished. {WRITE_ANEW}") from None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise UnreadableShelf(f"{folder}: an index in another form than this version's. {WRITE_ANEW}")
    if about.pop("digest", None) != _digest_of(about):
        raise UnreadableShelf(f"{folder}: {ABOUT} is not as it was written. {WRITE_ANEW}")
    return about


def _hold_to(folder: Path, files: dict[str, list[Any]], *, read_through: Collection[str]) -> None:
    spoiled = []
    for name, (size, digest) in files.items():
        try:
            same = (folder / name).stat().st_size == size
            same = same and (name not in read_through or _digest(folder / name) == digest)
        except OSError:
            same = False
        if not same:
            spoiled.append(name)
    if spoiled:
        are = "is" if len(spoiled) == 1 else "are"
        raise UnreadableShelf(f"{folder}: {', '.join(spoiled)} {are} not as it was written. {WRITE_ANEW}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
