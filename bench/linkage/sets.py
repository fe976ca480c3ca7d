"""A set of records of which it is known who is who, and what a tool's answer on it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.linkage.costing import costing
from bench.linkage.peer import Peer, peer_people
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import Calibration, Evaluation, Linked, Mode, Outcome, calibration, evaluate, link
from goldenthread.linkage.evaluating import interval

TODAY = date(2026, 11, 22)
RecordKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """``files`` and ``contracts`` belong together one by one; ``entity_of`` is the truth by dataset and record id."""

    name: str
    files: tuple[Path, ...]
    contracts: tuple[Path, ...]
    entity_of: Mapping[RecordKey, str] = field(repr=False)
    others: Mapping[str, str]
    peer: Peer
    mode: Mode = Mode.LINK_AND_DEDUPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """``linked_right`` of ``linked`` pairs are right, and ``review_right`` of those shown to a person."""

    name: str
    people: Evaluation
    linked: int
    linked_right: int
    review: int
    review_right: int
    calibration: Calibration
    says: str
    reckons: str
    seconds: float
    peer_usual: Evaluation
    peer_best: Evaluation
    peer_seconds: float


def measure(sample: Sample) -> Measured:
    """Link unattended, as anybody would from the contract alone, and let the peer do the same."""
    with costing() as ours:
        linked = link_sample(sample)
    with costing() as theirs:
        usual, best = peer_people(sample.peer, sample.files, sample.entity_of)
    outcomes = [(row["outcome"], row["probability"], _is_right(row, sample)) for row in linked.links.to_pylist()]
    joined = [right for outcome, _, right in outcomes if outcome == Outcome.LINKED]
    shown = [right for outcome, _, right in outcomes if outcome == Outcome.REVIEW]
    return Measured(
        name=sample.name,
        people=evaluate(persons(linked), sample.entity_of),
        linked=len(joined),
        linked_right=sum(joined),
        review=len(shown),
        review_right=sum(shown),
        calibration=calibration((said, right) for _, said, right in outcomes),
        says=linked.model.rests_on,
        reckons=linked.report["reckoned"]["in_words"],
        seconds=ours.processor,
        peer_usual=usual,
        peer_best=best,
        peer_seconds=theirs.processor,
    )


def link_sample(sample: Sample) -> Linked:
    together = zip(sample.files, sample.contracts, strict=True)
    records = [accept([file], read_contract(contract), on=TODAY).records for file, contract in together]
    return link(pa.concat_tables(records), on=TODAY, others=sample.others, mode=sample.mode)


def persons(linked: Linked) -> dict[RecordKey, int]:
    return {(r["dataset"], r["record_id"]): r["cluster"] for r in linked.people.to_pylist()}


def _is_right(row: Mapping[str, Any], sample: Sample) -> bool:
    left, right = (row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])
    return sample.entity_of[left] == sample.entity_of[right]


def told(measured: Measured) -> str:
    pairs, usual, best = measured.people.pairs, measured.peer_usual.pairs, measured.peer_best.pairs
    linked = measured.linked_right / measured.linked if measured.linked else 1.0
    low, high = interval(measured.linked_right, measured.linked)
    return "\n".join(
        (
            f"{measured.name}: {measured.people.records:,} records, {pairs.wanted:,} true pairs",
            f"  people: F1 {pairs.f1:.4f}, precision {pairs.precision:.5f}, recall {pairs.recall:.4f}",
            f"  linked: {measured.linked:,} pairs, precision {linked:.5f} ({low:.5f} to {high:.5f}); to review "
            f"{measured.review:,}, of which {measured.review_right:,} right",
            f"  {measured.calibration.in_words()}",
            f"  stock Splink: F1 {usual.f1:.4f} at 0.95 (precision {usual.precision:.4f}, recall {usual.recall:.4f}), "
            f"{best.f1:.4f} at its best threshold",
            f"  processor seconds: {measured.seconds:.1f}, stock {measured.peer_seconds:.1f}",
            f"  says: {measured.says}",
            f"  reckons: {measured.reckons}",
        )
    )
