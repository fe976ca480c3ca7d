"""What a command says when there is no room left: which disk, what to do, and that nothing is half-done.

What the database says of a fault may quote the row that it was writing. It is never passed on.
"""

import errno
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from goldenthread.service.database.launcher import DatabaseFault

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
KERNEL_WORDS = "No space left on device"
NEVER_QUOTE_A_ROW = ("08", "25", "28", "42", "55", "57")
"""Classes of the database's codes whose first line is about the connection, the statement or a right, never a value."""
WHAT_NOW = (
    "Make room there (or raise the limit on the size of files, where one is set), then do the same again. "
    "Nothing is half-done: what was there before is as it was."
)


def told_in_a_sentence(fault: Exception, *, state: Path, faults: tuple[type[Exception], ...]) -> str:
    """How a command ends: the disk, one of ``faults``, each its own sentence, or the database; else nothing."""
    full = told_of_a_full_disk(fault, state=state)
    return full or (str(fault) if isinstance(fault, faults) else told_of_the_database(fault))


def told_of_a_full_disk(fault: BaseException, *, state: Path) -> str:
    """One plain sentence where ``fault`` comes of a disk without room; nothing where it comes of something else."""
    for cause in _causes(fault):
        where = _where(cause, state)
        if where:
            return f"There is no room left on the disk of {where}. {WHAT_NOW}"
    return ""


def told_of_the_database(fault: BaseException) -> str:
    """What fault the database had, without words that may quote a row; nothing where it was none of its own."""
    for cause in _causes(fault):
        if isinstance(cause, psycopg.Error):
            return (
                f"The database stopped this command: {_kind_of(cause)}. Nothing is half-done. "
                "See that the database runs and has room, then do the same again."
            )
    return ""


def _kind_of(fault: psycopg.Error) -> str:
    code, kind = fault.sqlstate or "", type(fault).__name__
    if not code and isinstance(fault, psycopg.OperationalError):
        return str(fault).strip().partition("\n")[0] or kind  # it could not be reached, or it went away
    if code.startswith(NEVER_QUOTE_A_ROW) and fault.diag.message_primary:
        return f"{fault.diag.message_primary} ({kind}, {code})"
    return f"{kind}, {code or 'no code'}"


def _where(fault: BaseException, state: Path) -> str:
    match fault:
        case psycopg.errors.DiskFull():
            return f"the database ({state}, unless DATABASE_URL names another server)"
        case DatabaseFault() if KERNEL_WORDS in str(fault):
            return f"the database ({state})"
        case OSError() if fault.errno in NO_ROOM:
            # A write says no more than that it failed; opening and making a folder say where.
            named = fault.filename or f"{state}, or of the folder for passing files, {tempfile.gettempdir()}"
            return str(named)
        case _:
            return ""


def _causes(fault: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = fault
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
