"""Whether a database is fit for this version of the code, told in milliseconds and without Django.

What was prepared is noted in the database itself, as a comment, so that a restored or exchanged database is never
taken for a prepared one.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg

SERVICE = Path(__file__).resolve().parents[1]
_FENCES = ("asker.py", "counting.py", "fences.py", "doubt_fences.py", "link_fences.py")
DECIDES = (*(SERVICE / "store" / name for name in _FENCES), SERVICE / "database" / "preparing.py")
FRAMEWORKS = ("Django", "django-allauth")


def fingerprint() -> str:
    """What the tables should look like, in one word: it changes with any migration, fence or framework version."""
    digest = hashlib.sha256()
    for path in sorted([*SERVICE.glob("*/migrations/*.py"), *DECIDES]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in FRAMEWORKS:
        digest.update(f"{name} {version(name)}".encode())
    return f"prepared {digest.hexdigest()[:32]}"


def is_prepared(url: str) -> bool:
    """Whether ``prepare_tables`` has run here with this very code."""
    with psycopg.connect(url, connect_timeout=10) as asked:
        row = asked.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == fingerprint()
