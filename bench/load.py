"""Accept, link, gather and notice the demonstration area: rows per second, step by step.

``python -m bench.load``: beside accepting stands the bare ``csv`` module over the same CSV files; beside linking,
stock Splink with its demonstration settings on the same records.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from examples.westhaven.area import Area, make_area
from goldenthread.flags import notice, read_catalogue
from goldenthread.intake import Accepted, accept, read_contract
from goldenthread.linkage import link
from goldenthread.people import gather
from goldenthread.vocabulary import Directory, PersonId, read_document

TODAY = date(2026, 11, 22)
T = TypeVar("T")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        area, making = _timed(lambda: make_area(Path(folder), children=asked.children, seed=2026, today=TODAY))
        print(f"{asked.children:,} children and their adults made in {making:.1f} s")
        measure(area)
    return 0


def measure(area: Area) -> None:
    accepted, took = _timed(lambda: [accept([f.path], read_contract(f.contract), on=TODAY) for f in area.files])
    rows = sum(a.report.rows.read for a in accepted)
    records = pa.concat_tables([a.records for a in accepted])
    _say("accept", rows, "rows", took)
    _, bare = _timed(lambda: [_read_bare(f.path) for f in area.files if f.path.suffix == ".csv"])
    _say("  peer: csv module, csv files only", rows, "rows", bare)
    linked, took = _timed(lambda: link(records, on=TODAY))
    _say("link", records.num_rows, "records", took)
    stock = _timed(lambda: _stock_splink(records))[1]
    _say("  peer: stock Splink", records.num_rows, "records", stock)
    print(f"  ratio to the peer {took / stock:.2f}")
    index, took = _timed(lambda: _gather(accepted, records, linked.people))
    _say("gather", records.num_rows, "records", took)
    noticed, took = _timed(lambda: _notice(accepted, index, area))
    _say("notice", sum(a.facts.num_rows for a in accepted), "facts", took)
    print(f"{len(index.persons):,} people and {len(noticed.flags):,} flags")


def _gather(accepted: list[Accepted], records: pa.Table, people: pa.Table) -> Any:
    numbers = iter(range(10_000_000))
    return gather(
        records,
        people,
        pa.concat_tables([a.relations for a in accepted]),
        previous={},
        new_id=lambda: PersonId(f"{next(numbers):026d}"),
        on=TODAY,
    )


def _notice(accepted: list[Accepted], index: Any, area: Area) -> Any:
    directory = read_document(area.directory, Directory)
    return notice(
        pa.concat_tables([a.facts for a in accepted]),
        {(m.dataset, m.record_id): m.person_id for m in index.memberships},
        index.relationships,
        read_catalogue(),
        agency_kinds={a.id: a.kind for a in directory.agencies},
        directory={s.id: s.ask for s in directory.services},
        on=TODAY,
    )


def _read_bare(path: Path) -> int:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def _stock_splink(records: pa.Table) -> int:
    """Splink as its own tutorial sets it up: no cleaning but lower case, no rules of ours, 0.95."""
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    ids = pa.array(
        [f"{d}|{r}" for d, r in zip(*(records[c].to_pylist() for c in ("dataset", "record_id")), strict=True)]
    )
    table = records.select(["given_name", "family_name", "date_of_birth", "postcode"]).append_column("unique_id", ids)
    table = table.set_column(2, "date_of_birth", table["date_of_birth"].cast(pa.string()))
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("family_name"),
            compare.DateOfBirthComparison("date_of_birth", input_is_string=True),
            compare.PostcodeComparison("postcode"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "family_name"),
            block_on("date_of_birth", "family_name"),
            block_on("postcode", "given_name"),
        ],
    )
    linker = Linker(api.register(table), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "family_name", "date_of_birth")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    predicted = linker.inference.predict(threshold_match_probability=0.95)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.95)
    return len(clustered.as_record_dict())


def _timed(do: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    done = do()
    return done, time.perf_counter() - began


def _say(step: str, count: int, what: str, seconds: float) -> None:
    print(f"{step:36}{seconds:8.1f} s {count / seconds:12,.0f} {what}/s")


if __name__ == "__main__":
    sys.exit(main())
