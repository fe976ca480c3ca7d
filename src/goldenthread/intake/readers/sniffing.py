"""Tell what a file is from its first bytes, so that a spreadsheet renamed .csv is named and not misread."""

from pathlib import Path

from goldenthread.intake.formats import FileFormat, FileKind
from goldenthread.intake.readers.reading import Unreadable

SAMPLE_BYTES = 65_536

_BY_SUFFIX = {
    ".csv": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".xlsx": FileKind.XLSX,
    ".xlsm": FileKind.XLSX,
    ".xml": FileKind.XML,
    ".json": FileKind.JSON,
    ".jsonl": FileKind.JSON,
    ".ndjson": FileKind.JSON,
    ".parquet": FileKind.PARQUET,
}
_MAGIC = (
    (b"PK\x03\x04", "a spreadsheet (.xlsx) or another zip archive", FileKind.XLSX),
    (b"PAR1", "a Parquet file", FileKind.PARQUET),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (.xls) or an encrypted workbook", None),
    (b"%PDF", "a PDF document", None),
    (b"\x1f\x8b", "a gzip archive", None),
    (b"SQLite format 3", "a database", None),
)
_TEXTUAL = (FileKind.CSV, FileKind.XML, FileKind.JSON)


def kind_of(path: Path, form: FileFormat | None = None) -> FileKind:
    """What kind of file this is: as the contract says, else by its name; its first bytes must agree.

    Raises: Unreadable when there is nothing to read, or when name and content disagree.
    """
    start = beginning(path)
    said = (form.kind if form else None) or _BY_SUFFIX.get(path.suffix.lower())
    if said is None:
        raise Unreadable(
            f"{path.name}: what kind of file this is cannot be told from its name. Say format: kind in the contract."
        )
    for magic, what, kind in _MAGIC:
        if start.startswith(magic) and kind != said:
            raise Unreadable(
                f"{path.name}: this is {what}, though it is meant to be {said}. Export it again as {said}, or name the "
                "file and the contract's format: kind for what it is."
            )
    if said is FileKind.XLSX and not start.startswith(b"PK\x03\x04"):
        raise Unreadable(
            f"{path.name}: this is no .xlsx workbook, whatever its name says. If it is text, name it .csv."
        )
    if said is FileKind.PARQUET and not start.startswith(b"PAR1"):
        raise Unreadable(f"{path.name}: this is no Parquet file. Export it again.")
    if said in _TEXTUAL:
        _opens_as(said, path, start)
        _looks_like_text(path, start, form.encoding if form else "utf-8")
    return said


def _opens_as(said: FileKind, path: Path, start: bytes) -> None:
    """XML opens with ``<`` and JSON with a brace or bracket; a table opens with neither of XML's or HTML's."""
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    if b"\0" in opening:
        return  # UTF-16, said elsewhere
    wrong = {
        FileKind.XML: not opening.startswith(b"<"),
        FileKind.JSON: not opening.startswith((b"{", b"[")),
        FileKind.CSV: opening.startswith((b"<?xml", b"<!doctype", b"<html")),
    }
    if wrong[said]:
        raise Unreadable(
            f"{path.name}: its beginning is not that of {said}. Check which file and which contract is meant."
        )


def beginning(path: Path) -> bytes:
    """The first bytes of a file. Raises: Unreadable when it cannot be opened or is empty."""
    try:
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
    except OSError as fault:
        raise Unreadable(
            f"{path.name}: cannot be opened ({fault.strerror}). Check the path and who may read it."
        ) from fault
    if not start.strip(b"\xef\xbb\xbf\r\n\t "):
        raise Unreadable(f"{path.name}: the file is empty. Ask the sender to export it again.")
    return start


def _looks_like_text(path: Path, start: bytes, encoding: str) -> None:
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        return
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or start.count(b"\0") * 4 > len(start):
        raise Unreadable(
            f"{path.name}: this looks like UTF-16 (a spreadsheet's 'Unicode text'), and the contract says {encoding}. "
            "Save it as UTF-8, or write encoding: utf-16 in the contract."
        )


def encoding_of(path: Path, form: FileFormat) -> str:
    """The codec to read with. A file of single bytes that is plainly UTF-8 is refused, or names would be garbled.

    Raises: Unreadable when the codec is unknown, or the file is UTF-8 and the contract says otherwise.
    """
    name = form.encoding.lower().replace("_", "-")
    if name in ("utf-8", "utf8"):
        return "utf-8-sig"
    start = beginning(path)
    try:
        "".encode(name)
    except LookupError as fault:
        raise Unreadable(
            f"{path.name}: the contract's encoding {form.encoding!r} is unknown. Write utf-8 or windows-1252."
        ) from fault
    if not start.isascii() and not name.startswith("utf-") and _is_utf_8(start):
        raise Unreadable(
            f"{path.name}: this file is UTF-8, though the contract says {form.encoding}: names would be garbled. "
            "Write encoding: utf-8 in the contract, or ask the sender what changed."
        )
    return form.encoding


def _is_utf_8(start: bytes) -> bool:
    for cut in range(4):  # the sample may end inside a character
        try:
            start[: len(start) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False
