"""A crowd of known truth on a shelf: everybody filed under who they are, but for the records that are asked about.

No linking: to measure a look-up it is enough to know who is who. Worlds are filed one after another, so that a nation
needs no more memory than one of them. A nation's further people are dealt from the last world's names, birth dates
and homes, each apart from the others, by one record each, in places of their own: strangers as common as they come.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.linkage.population import TODAY, people_seen, population
from examples.westhaven.observing import Seen
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import Model, default_identifier_use, link, read_model, write_model
from goldenthread.linkage.blocking import Key, choose_keys
from goldenthread.linkage.comparisons import EVERY_COMPARISON
from goldenthread.linkage.counting import rare_columns
from goldenthread.linkage.features import make_features
from goldenthread.linkage.incremental.reference import SHARE, VALUE, Reference
from goldenthread.linkage.lookup import Filing
from goldenthread.linkage.own_names import names_in_their_own_right
from goldenthread.vocabulary import check_nhs_number

Record = dict[str, Any]
TRAINED_ON = 50_000
"""Records from which the model is trained: a look-up weighs with the same steps whatever the size."""
CHILDREN_A_WORLD = 50_000
PEOPLE_AT_ONCE = 50_000
SEED = 71
ALONE = (("given",), ("family",), ("dob", "born"), ("middle",), ("nhs",))
"""How the columns begin that are dealt together; those of a home stay where they are."""
UNDER_KEYS = (
    "given_root", "given_sound", "given_initial", "family", "family_sound", "name_pair", "dob", "dob_any_order",
    "dob_month", "dob_day", "born_year", "address", "house_number", "postcode", "sector", "nhs", "passport",
)  # fmt: skip
"""The columns that these records fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """``whose`` says of each asked record who it is about; each of them is in the index by another record."""

    people: int
    records: int
    asked: list[Record] = field(repr=False)
    whose: list[str] = field(repr=False)


def trained_model(folder: Path) -> Model:
    """The model of a smaller population, linked once and kept in ``folder``."""
    made = population(TRAINED_ON, folder=folder)
    levels = str([(c.name, [lv.label for lv in c.levels]) for c in EVERY_COMPARISON])
    # A model of other comparisons than these would be of no use: its steps are not theirs.
    path = folder / f"model-{TRAINED_ON}-{sha256(levels.encode()).hexdigest()[:8]}.json"
    if not path.exists():
        records = accept([made.records], read_contract(made.contract), on=TODAY).records
        path.write_text(write_model(link(records, on=TODAY).model), encoding="utf-8")
    return read_model(path.read_text(encoding="utf-8"))


def keys_of(people: int) -> tuple[Key, ...]:
    """The keys that the batch chooses for so many with these columns."""
    return choose_keys(dict.fromkeys(UNDER_KEYS, 1.0), {}, records=people)


def file_crowd(
    people: int,
    folder: Path,
    model: Model,
    *,
    asked: int,
    made: int,
    each: Callable[[Record], object] | None = None,
) -> Crowd:
    """Put ``people`` on a shelf in ``folder``: every record of theirs but the one asked about.

    The first ``made`` are made one by one, the rest dealt. ``each`` is told every record that is filed.
    """
    keys = keys_of(people)
    counts, sought = _Counts(model), _Sought(wanted=asked, share=1.5 * asked / made)
    records = 0
    with Filing(folder, model, keys=keys) as filing:
        for batch in _batches(made):
            held = {}
            for entity, is_child, seen in batch:
                sought.take_one(entity, is_child, seen)
                for place, one in enumerate(seen):
                    held[f"{entity}/{place}"] = _record(f"{entity}/{place}", is_child, one)
            for record in held.values() if each else ():
                each(record)
            told = pa.Table.from_pylist(list(held.values()))
            features = make_features(told, on=TODAY, identifiers=default_identifier_use())
            filing.add(features, _people(features))
            counts.add(features)
            records += len(features)
        for number, more in enumerate(_sizes(people - made, len(features)), start=1):
            dealt = _dealt(features.slice(0, more), number)
            filing.add(dealt, _people(dealt))
            counts.add(dealt)
            records += more
        filing.finish(counts.reference(records, keys))
    return Crowd(people=people, records=records, asked=sought.records, whose=sought.whose)


def _batches(people: int) -> Iterator[list[tuple[str, bool, list[Seen]]]]:
    children = min(CHILDREN_A_WORLD, people)
    everybody = (one for number in range(100) for one in people_seen(SEED + number, children, number) if one[2])
    wanted = islice(everybody, people)
    while batch := list(islice(wanted, PEOPLE_AT_ONCE)):
        yield batch


def _people(features: pa.Table) -> pa.Array:
    return pa.array([i.partition("/")[0] for i in features["record_id"].to_pylist()], pa.string())


def _sizes(whole: int, most: int) -> Iterator[int]:
    while whole > 0:
        yield min(whole, most)
        whole -= most


def _dealt(features: pa.Table, number: int) -> pa.Table:
    """As many people anew: names, birth dates and homes shuffled apart, homes and numbers of their own."""
    chance, told = np.random.default_rng(number), features
    of_their_own = {
        "record_id": pc.binary_join_element_wise(pa.scalar(f"dealt-{number}-"), features["record_id"], ""),
        **{
            c: pc.binary_join_element_wise(pa.scalar(_letters(number)), features[c], "") for c in ("postcode", "sector")
        },
        "nhs": pc.binary_join_element_wise(features["nhs"], pa.scalar(f"-{number}"), ""),
    }
    for name, values in of_their_own.items():
        told = told.set_column(told.column_names.index(name), name, values)
    for columns in ALONE:
        order = pa.array(chance.permutation(len(features)))
        for name in (c for c in told.column_names if any(c.startswith(start) for start in columns)):
            told = told.set_column(told.column_names.index(name), name, told[name].combine_chunks().take(order))
    postcodes = pa.array([[p] if p else None for p in told["postcode"].to_pylist()], pa.list_(pa.string()))
    told = told.set_column(told.column_names.index("postcodes"), "postcodes", postcodes)
    pairs = zip(told["given"].to_pylist(), told["family"].to_pylist(), strict=True)
    joined = pa.array([" ".join(sorted(p)) if all(p) else None for p in pairs], pa.string())
    return told.set_column(told.column_names.index("name_pair"), "name_pair", joined)


def _letters(number: int) -> str:
    return "ABCDEFGHJKLMNOPRSTUVWXYZ"[number % 24] + "ABCDEFGHJKLMNOPRSTUVWXYZ"[number // 24 % 24]


@dataclass(slots=True)
class _Sought:
    """Now and then one record of somebody whom another record knows as well is kept back."""

    wanted: int
    share: float
    records: list[Record] = field(default_factory=list)
    whose: list[str] = field(default_factory=list)
    chance: Random = field(default_factory=lambda: Random(SEED))

    def take_one(self, entity: str, is_child: bool, seen: list[Seen]) -> None:
        if len(seen) > 1 and len(self.records) < self.wanted and self.chance.random() < self.share:
            taken = seen.pop(self.chance.randrange(1, len(seen)))
            self.records.append(_record("asked", is_child, taken))
            self.whose.append(entity)


class _Counts:
    """How common each value is in all that was filed: what a run over everything would have counted."""

    def __init__(self, model: Model) -> None:
        self._counted: dict[str, list[pa.Table]] = {c: [] for c in rare_columns(model.chosen())}

    def add(self, features: pa.Table) -> None:
        for column, counted in self._counted.items():
            values, n = pc.value_counts(features[column].combine_chunks().drop_null()).flatten()
            counted.append(pa.table({VALUE: values, "n": n}))

    def reference(self, records: int, keys: tuple[Key, ...]) -> Reference:
        whole = {c: pa.concat_tables(t).group_by(VALUE).aggregate([("n", "sum")]) for c, t in self._counted.items()}
        filled = {c: pc.sum(t["n_sum"]).as_py() for c, t in whole.items()}
        bearers = dict(zip(whole["given"][VALUE].to_pylist(), whole["given"]["n_sum"].to_pylist(), strict=True))
        return Reference(
            records=records,
            keys=keys,
            shares={
                c: pa.table({VALUE: t[VALUE], SHARE: pc.divide(pc.cast(t["n_sum"], pa.float64()), float(filled[c]))})
                for c, t in whole.items()
            },
            filled=filled,
            forenames=pa.array(sorted(names_in_their_own_right(bearers)), pa.string()),
            common={},
        )


def _record(record_id: str, is_child: bool, seen: Seen) -> Record:
    grade = check_nhs_number(seen.nhs).grade.value if seen.nhs else None
    return {
        "dataset": "bench",
        "record_id": record_id,
        "person_kind": "child" if is_child else "adult",
        "given_name": seen.given or None,
        "middle_names": seen.middle or None,
        "family_name": seen.family or None,
        "date_of_birth": seen.born,
        "date_of_birth_precision": "day" if seen.born else None,
        "sex": seen.sex or None,
        "address_line": seen.line or None,
        "postcode": seen.postcode or None,
        "nhs_number": seen.nhs or None,
        "nhs_number_grade": grade,
    }
