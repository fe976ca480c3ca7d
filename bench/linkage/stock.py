"""Stock Splink as the peer: the settings of its own demonstration for people data, with the identifier added.

Its rule "same given and family name" is left out: on a million records of few names it alone takes minutes and 7 GB.

Run as a process of its own, so that its time and its memory are its alone:
``python -m bench.linkage.stock FILE.csv OUT.csv``. Prints what it cost as JSON.

Source: Splink's demonstration "deduplicate 50k rows of historical persons"; thresholds and training as there.
"""

import json
import logging
import sys
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.linkage.costing import Cost, costing

USUAL_THRESHOLD = 0.95

SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="record_id",
    comparisons=[
        cl.ForenameSurnameComparison("given", "family"),
        cl.DateOfBirthComparison("born", input_is_string=True),
        cl.PostcodeComparison("postcode"),
        cl.ExactMatch("sex"),
        cl.ExactMatch("nhs").configure(term_frequency_adjustments=False),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("nhs"),
        block_on("family", "born"),
        block_on("given", "born"),
        block_on("postcode", "given"),
    ],
)


def stock_people(records: Path, out: Path, threshold: float = USUAL_THRESHOLD) -> Cost:
    """Link ``records`` and write ``record_id,person``."""
    with costing() as cost:
        logging.getLogger("splink").setLevel(logging.ERROR)
        engine = duckdb.connect()
        engine.execute(f"CREATE TABLE people AS SELECT * FROM read_csv('{records}', all_varchar = true)")
        linker = Linker(DuckDBAPI(engine).register("people"), SETTINGS, log_level=None)
        training = linker.training
        training.estimate_probability_two_random_records_match([block_on("given", "family", "born")], recall=0.6)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
        training.estimate_parameters_using_expectation_maximisation(block_on("born"))
        predicted = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        engine.execute(
            f"COPY (SELECT record_id, cluster_id AS person FROM {clustered.physical_name}) TO '{out}' (HEADER)"
        )
    return cost


if __name__ == "__main__":
    print(json.dumps(stock_people(Path(sys.argv[1]), Path(sys.argv[2])).as_values()))
