"""The look-up index on disk: for every key of every record one number in one sorted array, and each record's details.

Files are mapped, not read, so that an index of millions opens at once and processes share what is in memory. They
hold personal data: the folder is for its owner alone.
"""

# ruff: noqa: S608 - every name put into SQL is one of our own; no value of a record ever is

import hashlib
import json
import mmap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key, key_sql
from goldenthread.linkage.incremental.reference import Reference
from goldenthread.linkage.incremental.standing import Standing
from goldenthread.linkage.lookup.details import Details
from goldenthread.linkage.model import Model, read_model, write_model

FIELD, ITEM = "\x1f", "\x1e"
RECORD_KEY = "record"
LISTS = ("given_all", "family_all", "addresses", "address_tokens", "postcodes")
NUMBERS = {"born_year": int, "row": int}
NOT_KEPT = ("rid", "agency")
Numbers = np.ndarray[Any, Any]


def number_of(key_name: str, value: str) -> int:
    """The number under which one value of one key is filed."""
    return int.from_bytes(hashlib.md5(f"{key_name}|{value}".encode(), usedforsecurity=False).digest()[8:], "little")


def write_shelf(standing: Standing, folder: Path, *, keys: Sequence[Key]) -> None:
    """File every record of ``standing``, in the order of its rows."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = duckdb.connect()
    engine.register("features", standing.features.append_column("person_id", standing.people))
    _write_numbers(engine, folder, keys, standing.reference)
    columns = [n for n in (*standing.features.column_names, "person_id") if n not in NOT_KEPT]
    _write_details(engine, folder, columns)
    engine.close()
    (folder / "model.json").write_text(write_model(standing.model), encoding="utf-8")
    reference = standing.reference
    feather.write_feather(pa.table({"forename": reference.forenames}), folder / "forenames.arrow")
    for column, shares in reference.shares.items():
        feather.write_feather(shares, folder / f"shares-{column}.arrow")
    about = {
        "columns": columns,
        "keys": [list(k.columns) for k in keys],
        "filled": dict(reference.filled),
        "local_ids_are_shared": reference.local_ids_are_shared,
        "records": len(standing.features),
    }
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def _write_numbers(engine: duckdb.DuckDBPyConnection, folder: Path, keys: Sequence[Key], reference: Reference) -> None:
    numbers, rows = [], []
    for key in keys:
        common = reference.common.get(key.name, pa.array([], pa.string()))
        engine.register("common", pa.table({"value": common}))
        found = engine.sql(f"""
            SELECT md5_number_lower('{key.name}|' || value) AS number, CAST(rid AS UINTEGER) AS rid
            FROM (SELECT rid, {key_sql(key)} AS value FROM features)
            WHERE value IS NOT NULL AND value NOT IN (SELECT value FROM common)
        """).to_arrow_table()
        numbers.append(found["number"].to_numpy())
        rows.append(found["rid"].to_numpy())
    found = engine.sql(f"""
        SELECT md5_number_lower('{RECORD_KEY}|' || dataset || chr(0) || record_id) AS number,
            CAST(rid AS UINTEGER) AS rid FROM features
    """).to_arrow_table()
    numbers.append(found["number"].to_numpy())
    rows.append(found["rid"].to_numpy())
    every, row = np.concatenate(numbers), np.concatenate(rows)
    order = np.argsort(every, kind="stable")
    np.save(folder / "numbers.npy", every[order])
    np.save(folder / "rows.npy", row[order])


def _write_details(engine: duckdb.DuckDBPyConnection, folder: Path, columns: Sequence[str]) -> None:
    texts = ", ".join(
        f"""coalesce(array_to_string("{c}", '{ITEM}'), '')"""
        if c in LISTS
        else f"""coalesce(CAST("{c}" AS VARCHAR), '')"""
        for c in columns
    )
    told = engine.sql(f"SELECT concat_ws('{FIELD}', {texts}) AS line FROM features ORDER BY rid").to_arrow_table()
    starts = [np.zeros(1, dtype=np.int64)]
    with (folder / "details.bin").open("wb") as file:
        written = 0
        for chunk in told["line"].cast(pa.large_string()).chunks:
            offsets = np.frombuffer(chunk.buffers()[1], dtype=np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
            file.write(memoryview(chunk.buffers()[2])[int(offsets[0]) : int(offsets[-1])])
            starts.append(offsets[1:] - offsets[0] + written)
            written += int(offsets[-1] - offsets[0])
    np.save(folder / "starts.npy", np.concatenate(starts))


class Shelf:
    """An index as written, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.keys = tuple(Key(columns=tuple(k)) for k in about["keys"])
        self.records: int = about["records"]
        self.filled: Mapping[str, int] = about["filled"]
        self.local_ids_are_shared: bool = about["local_ids_are_shared"]
        self.model: Model = read_model((folder / "model.json").read_text(encoding="utf-8"))
        self.forenames = frozenset(feather.read_table(folder / "forenames.arrow")["forename"].to_pylist())
        self.shares = {c: _mapping(feather.read_table(folder / f"shares-{c}.arrow")) for c in about["filled"]}
        self._columns: list[str] = about["columns"]
        self._numbers: Numbers = np.load(folder / "numbers.npy", mmap_mode="r")
        self._rows: Numbers = np.load(folder / "rows.npy", mmap_mode="r")
        self._starts: Numbers = np.load(folder / "starts.npy", mmap_mode="r")
        with (folder / "details.bin").open("rb") as file:
            empty = file.seek(0, 2) == 0
            self._details = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def under(self, numbers: Sequence[int]) -> list[list[int]]:
        """The rows filed under each number."""
        wanted = np.asarray(numbers, dtype=np.uint64)
        first = np.searchsorted(self._numbers, wanted, "left").tolist()
        last = np.searchsorted(self._numbers, wanted, "right").tolist()
        return [self._rows[a:b].tolist() if b > a else [] for a, b in zip(first, last, strict=True)]

    def details(self, row: int) -> Details:
        text = self._details[int(self._starts[row]) : int(self._starts[row + 1])].decode()
        told: Details = dict(zip(self._columns, (v or None for v in text.split(FIELD)), strict=True))
        for name in LISTS:
            if told.get(name):
                told[name] = told[name].split(ITEM)
        for name, value in told.items():
            if value is not None and (name in NUMBERS or name.startswith("tf_")):
                told[name] = NUMBERS[name](value) if name in NUMBERS else float(value)
        return told


def _mapping(shares: pa.Table) -> dict[str, float]:
    return dict(zip(shares["value"].to_pylist(), shares["share"].to_pylist(), strict=True))
