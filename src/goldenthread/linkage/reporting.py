"""What a run did, in figures that a data scientist would publish and a head of service would understand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.biases import ConsentCoverage, MissRate
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.claiming import claim_of_another_run
from goldenthread.linkage.copies import copies_set_aside
from goldenthread.linkage.counting import filled_shares
from goldenthread.linkage.deciding import SAME_IDENTIFIER
from goldenthread.linkage.model import Model
from goldenthread.linkage.naming import Renamed
from goldenthread.linkage.promising import Promised
from goldenthread.linkage.reasons_told import reasons_told
from goldenthread.linkage.reckoning import Reckoned
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.shared_numbers import NUMBERS, OF_MANY, numbers_of_many

_SHOWN_COLUMNS = (
    "given", "middle", "family", "dob", "sex", "address", "postcode", "phone", "email", "nhs", "upn", "passport"
)  # fmt: skip


MEASURED = "rests_on_measured"
"""Beside ``rests_on``: what became of the claim there where the truth is known; else none."""


def report_run(
    records: pa.Table,
    features: pa.Table,
    links: pa.Table,
    people: pa.Table,
    model: Model,
    *,
    bins: Sequence[Bin],
    compared: int,
    changed: Renamed | None,
    model_was_given: bool,
    rates: Sequence[MissRate],
    reckoned: Reckoned,
    promised: Promised,
    name_changes: Sequence[MissRate] = (),
    consent: Sequence[ConsentCoverage] = (),
) -> dict[str, Any]:
    """The report as plain values, ready for JSON. It names no person and shows no value of any record."""
    outcomes = _counted(links["outcome"])
    people_of_size = Counter(_counted(people["cluster"]).values())
    filled = filled_shares(features)
    return {
        "records": len(records),
        "sources": dict(sorted(_counted(features["dataset"]).items())),
        "people": people_of_size.total(),
        "records_a_person": {str(size): count for size, count in sorted(people_of_size.items())},
        "compared_pairs": compared,
        "linked_pairs": outcomes.get(Outcome.LINKED, 0),
        "pairs_to_review": outcomes.get(Outcome.REVIEW, 0),
        "pairs_waiting": reckoned.asked_pairs,
        "why": dict(sorted(_counted(_whys(links)).items())),
        "alike_too_often": copies_set_aside(features),
        "numbers_of_many": _numbers_of_many(features),
        "filled": {name: round(filled[name], 4) for name in _SHOWN_COLUMNS if filled.get(name)},
        "link_from_bits": model.link_from_bits,
        "review_from_bits": model.review_from_bits,
        "rests_on": claim_of_another_run(model) if model_was_given else model.rests_on,
        "model": {"card": asdict(model.card), "steps": {n: [asdict(s) for s in st] for n, st in model.steps.items()}},
        "weights": [{"bits": b.bits, "pairs": b.open, "confirmed": b.confirmed, "refuted": b.refuted} for b in bins],
        "reasons": reasons_told(links),
        "promised": promised.as_values(),
        "reckoned": reckoned.as_values(),
        "lines": _lines(bins, model, _joined_by_identifiers(links), reckoned.matches),
        "miss_rates": [asdict(rate) for rate in rates],
        "name_changes": [asdict(rate) for rate in name_changes],
        "consent": [asdict(one) for one in consent],
        "accuracy": None,
        MEASURED: None,
        "changed": asdict(changed) if changed else None,
    }


def _numbers_of_many(features: pa.Table) -> dict[str, dict[str, int]]:
    """For each kind of identifier, how many numbers too many people hold, and on how many records they stand."""
    told = {}
    for column in NUMBERS:
        if numbers := len(numbers_of_many(features, column)):
            records = len(features) - features[OF_MANY.format(column)].null_count
            told[column] = {"numbers": numbers, "records": records}
    return told


_LINES_SHOWN = (20.0, 15.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0, -1.0, -2.0, -4.0)


def _lines(bins: Sequence[Bin], model: Model, identified: float, everything: float) -> list[dict[str, float]]:
    """For each place where the line could be drawn, what to expect of the pairs above it.

    ``recall``: of ``everything`` that the run says are matches, with those that identifiers join.
    """
    lines = []
    for start in _LINES_SHOWN:
        above = [b for b in bins if b.bits >= start and b.open]
        pairs, matches = sum(b.open for b in above), sum(model.probability(b.bits) * b.open for b in above)
        if pairs:
            recall = min((identified + matches) / max(everything, 1.0), 1.0)
            line = {"bits": start, "pairs": pairs, "precision": matches / pairs, "recall": recall}
            lines.append({name: round(value, 6) for name, value in line.items()})
    return lines


def _joined_by_identifiers(links: pa.Table) -> float:
    """How many matches are expected among the pairs that an identifier joined."""
    joined = pc.and_(pc.equal(links["outcome"], Outcome.LINKED), pc.equal(links["why"], SAME_IDENTIFIER))
    return float(pc.sum(links["probability"].filter(joined)).as_py() or 0.0)


def _whys(links: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(links["outcome"], links["why"], ": ")


def _counted(values: pa.ChunkedArray) -> dict[Any, int]:
    return {c["values"]: c["counts"] for c in pc.value_counts(values).to_pylist()}
