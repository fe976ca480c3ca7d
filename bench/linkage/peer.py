"""Stock Splink on any set: the settings of its own demonstrations, its usual threshold, and its best one with the truth
in hand."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from goldenthread.linkage import Evaluation, evaluate

USUAL_THRESHOLD = 0.95
THRESHOLDS = (0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999)
RecordKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """How Splink's demonstrations would go about it. ``certain`` are the rules that find ``found`` of all pairs."""

    record_id: str
    comparisons: tuple[Any, ...]
    blocking: tuple[Any, ...]
    certain: tuple[Any, ...]
    found: float
    training: tuple[Any, ...]
    datasets: tuple[str, ...]
    link_only: bool = False


def peer_people(peer: Peer, files: Sequence[Path], entity_of: Mapping[RecordKey, str]) -> tuple[Evaluation, Evaluation]:
    """How right it is at its usual threshold, and at the best of ``THRESHOLDS``."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    engine = duckdb.connect()
    api = DuckDBAPI(engine)
    tables = []
    for number, (dataset, file) in enumerate(zip(peer.datasets, files, strict=True)):
        engine.execute(f"CREATE TABLE file{number} AS SELECT * FROM read_csv('{file}', all_varchar = true)")
        tables.append(api.register(f"file{number}", dataset_display_name=dataset))
    linker = Linker(tables, _settings(peer), log_level=None)
    _train(linker, peer)
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLDS[0], warning_mode="never")
    scores = {t: _people(engine, linker, predicted, t, peer, entity_of) for t in THRESHOLDS}
    return scores[USUAL_THRESHOLD], max(scores.values(), key=lambda one: one.pairs.f1)


def _settings(peer: Peer) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only" if peer.link_only else "dedupe_only",
        unique_id_column_name=peer.record_id,
        comparisons=list(peer.comparisons),
        blocking_rules_to_generate_predictions=list(peer.blocking),
    )


def _train(linker: Any, peer: Peer) -> None:
    linker.training.estimate_probability_two_random_records_match(list(peer.certain), recall=peer.found)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in peer.training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _people(
    engine: Any,
    linker: Any,
    predicted: Any,
    threshold: float,
    peer: Peer,
    entity_of: Mapping[RecordKey, str],
) -> Evaluation:
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
    source = "source_dataset" if peer.link_only else f"'{peer.datasets[0]}'"
    rows = engine.execute(f"SELECT {source}, {peer.record_id}, cluster_id FROM {clustered.physical_name}").fetchall()
    return evaluate({(dataset, str(record)): person for dataset, record, person in rows}, entity_of)
