"""What a record must be like to be looked up or filed: refused in words where it is not, and never with its value."""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from goldenthread.intake import RECORDS

_KINDS: Mapping[pa.DataType, tuple[type, str]] = {
    pa.string(): (str, "a text"),
    pa.date32(): (date, "a day (datetime.date, without a time)"),
    pa.int64(): (int, "a whole number"),
    pa.bool_(): (bool, "true or false"),
}
_FIELDS = {field.name: _KINDS[field.type] for field in RECORDS}


class MisshapenRecord(ValueError):
    """A record cannot be looked up, filed or taken away. The message says which field, why, and what
    belongs; it shows no value."""


def hold_to_shape(record: Mapping[str, Any]) -> None:
    """Raises: MisshapenRecord. A field that no accepted record has is refused: a misspelled one would not be heard."""
    if not isinstance(record, Mapping):
        raise MisshapenRecord(
            f"a record is a mapping of field names to values, and this is a {type(record).__name__}. Its fields are "
            "those of an accepted record (goldenthread.intake.RECORDS); each may be missing or None."
        )
    for name, value in record.items():
        if name not in _FIELDS:
            meant = get_close_matches(str(name), _FIELDS, n=1)
            raise MisshapenRecord(
                f"the record has a field {name!r}, and an accepted record has none of that name"
                f"{f'; is {meant[0]} meant?' if meant else '.'} The fields are those of goldenthread.intake.RECORDS."
            )
        if value is None:
            continue
        kind, belongs = _FIELDS[name]
        # A moment is a day to Python, and true a number.
        if not isinstance(value, kind) or isinstance(value, datetime) or (kind is int and isinstance(value, bool)):
            raise MisshapenRecord(
                f"the record's {name} is a {type(value).__name__}, and {belongs} belongs there, or None. The fields "
                "are those of an accepted record (goldenthread.intake.RECORDS)."
            )


def hold_to_name(record: Mapping[str, Any]) -> None:
    """Raises: MisshapenRecord where a record that is to be filed could be told from no other."""
    for name in ("dataset", "record_id"):
        if not record.get(name):
            raise MisshapenRecord(
                f"the record has no {name}, and a record is filed under its dataset and record_id: without them it "
                "could neither be replaced nor taken away. Give both."
            )


def hold_to_texts(**told: object) -> None:
    """What a record is filed under, or taken away by: texts, none of them empty. Raises: MisshapenRecord."""
    for name, value in told.items():
        if not isinstance(value, str) or not value:
            there = f"a {type(value).__name__}" if value != "" else "empty"
            raise MisshapenRecord(f"the {name} is {there}, and a text belongs there that says which one it is.")
