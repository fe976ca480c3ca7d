"""Splink's own way to ask for one person, as the peer: the new record against all, by the rules of its demonstration.

In Splink 5 this is ``predict_between`` with one record on one side (``find_matches_to_new_records`` before).
"""

import logging
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, block_on

from bench.linkage.stock import SETTINGS

COLUMNS = {
    "record_id": "record_id",
    "given": "given_name",
    "family": "family_name",
    "born": "date_of_birth",
    "sex": "sex",
    "postcode": "postcode",
    "nhs": "nhs_number",
}
SHAPE = pa.schema([(name, pa.string()) for name in COLUMNS])
Record = dict[str, Any]


def as_splink_has_it(record: Record) -> dict[str, str | None]:
    return {name: None if (v := record[ours]) is None else str(v) for name, ours in COLUMNS.items()}


class SplinkLookup:
    def __init__(self, people: Path) -> None:
        logging.getLogger("splink").setLevel(logging.ERROR)
        engine = duckdb.connect()
        engine.execute("SET threads = 1")
        engine.execute(f"CREATE TABLE people AS SELECT * FROM read_csv('{people}', all_varchar = true)")
        self._database = DuckDBAPI(engine)
        self._people = self._database.register("people")
        self._linker = Linker(self._people, SETTINGS, log_level=None)
        training = self._linker.training
        training.estimate_probability_two_random_records_match([block_on("given", "family", "born")], recall=0.6)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
        training.estimate_parameters_using_expectation_maximisation(block_on("born"))
        for column in ("given", "family"):
            self._linker.table_management.compute_tf_table(column)

    def look_up(self, record: Record) -> list[str]:
        """The record ids found, the best first."""
        asked = self._database.register(pa.Table.from_pylist([as_splink_has_it(record)], schema=SHAPE))
        found = self._linker.inference.predict_between(self._people, asked, warning_mode="never")
        rows = found.as_record_list()
        found.drop_table_from_database_and_remove_from_cache()
        return [row["record_id_l"] for row in sorted(rows, key=lambda row: -row["match_weight"])]
