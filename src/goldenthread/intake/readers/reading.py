"""What every reader agrees on: which columns are wanted, what a row is, and when a file cannot be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST_CELL_CHARACTERS = 32_767
"""What a spreadsheet cell can hold. A longer one is a file gone wrong, not a name or an address."""

LONGEST_LINE_CHARACTERS = 1_048_576


class Unreadable(Exception):
    """A file cannot be read safely. The message says where, why and what to do next, and quotes no cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A row that cannot be read though the file can. It is rejected, and counted."""

    reason: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The columns to read, in the order in which a row hands them on. Nothing else leaves the reader.

    ``groups`` are repeated elements below a row, each with its own columns; in a row each is a list of cells.
    """

    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    may_be_absent: frozenset[str] = frozenset()
    never_read: frozenset[str] = frozenset()
    trailer: tuple[str, str] = ("", "")
    """The column and the word in it by which a trailer row is known."""


Cells = tuple[str, ...]
Row = tuple[int, Cells | Broken, tuple[list[Cells], ...]]
"""The data row's number from 1, its cells or why there are none, and the cells of each repeated element."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a reader notes while it reads: names of columns, blank lines, and remarks for the quality report."""

    seen: list[str] = field(default_factory=list)
    blank: int = 0
    remarks: list[str] = field(default_factory=list)


def places(header: list[str], wanted: Wanted) -> list[int]:
    """Where each wanted column stands in ``header``; -1 for one that may be absent and is.

    Blanks around a name make no difference: nobody sees them at the end of a heading.

    Raises: Unreadable, naming what the contract asks for and the file lacks. Names found in the file are not quoted:
    where the header row is missing they would be somebody's data.
    """
    found = {name: _standing_at(name, header) for name in wanted.columns}
    missing = [name for name, at in found.items() if not at and name not in wanted.may_be_absent]
    if missing:
        raise Unreadable(_missing(missing, header))
    for name, at in found.items():
        if len(at) > 1:
            raise Unreadable(f"the column {name!r} stands {len(at)} times in the header. Keep one of them.")
    return [found[name][0] if found[name] else -1 for name in wanted.columns]


def _standing_at(name: str, header: list[str]) -> list[int]:
    exactly = [place for place, held in enumerate(header) if held == name]
    return exactly or [place for place, held in enumerate(header) if held.strip() == name.strip()]


def _missing(missing: list[str], header: list[str]) -> str:
    folded = {_folded(name) for name in header}
    nearly = [name for name in missing if _folded(name) in folded]
    hint = f" The file has {', '.join(map(repr, nearly))} written with other capitals or spaces." if nearly else ""
    return (
        f"the contract names {_listed(missing)}, which the header does not have ({len(header)} columns found).{hint} "
        "Check that the first row holds the column names, that the delimiter is right, and that this is its contract."
    )


def _folded(name: str) -> str:
    return "".join(name.split()).replace("_", "").casefold()


def _listed(names: Iterable[str]) -> str:
    quoted = [repr(name) for name in names]
    return ("the column " if len(quoted) == 1 else "the columns ") + ", ".join(quoted)
