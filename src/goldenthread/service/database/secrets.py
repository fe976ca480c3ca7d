"""Random secrets of one installation, each in a file that only its owner may read."""

import os
import secrets
from pathlib import Path


def kept_secret(folder: Path, name: str) -> str:
    """The secret of that name, made the first time it is asked for. *Shape*: 64 URL-safe characters."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        half = _written(path, secrets.token_urlsafe(48))
        try:
            os.link(half, path)
        except FileExistsError:
            pass  # somebody else was first, and theirs is in use
        finally:
            half.unlink()
    return path.read_text().strip()


def keep_secret(path: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner only from the first byte on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _written(path, text).rename(path)


def _written(path: Path, text: str) -> Path:
    half = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return half
