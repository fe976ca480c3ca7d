"""What kinds of files there are, and how a contract says that one is written. Apart, for readers need nothing else."""

from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    XML = "xml"
    JSON = "json"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """How the file is written. Everything has a default; ``row_path`` is where rows stand in XML or JSON."""

    kind: FileKind | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    row_path: str = ""
    header_row: int = 1
