"""What a run did, in figures that a data scientist would publish and a head of service would understand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.features import filled_shares
from goldenthread.linkage.model import Model
from goldenthread.linkage.naming import Renamed
from goldenthread.linkage.shapes import Outcome

_SHOWN_COLUMNS = ("given", "middle", "family", "dob", "sex", "address", "postcode", "phone", "email", "nhs", "upn")


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
) -> dict[str, Any]:
    """The report as plain values, ready for JSON. It names no person and shows no value of any record."""
    outcomes = Counter(links["outcome"].to_pylist())
    sizes = Counter(Counter(people["cluster"].to_pylist()).values())
    filled = filled_shares(features)
    return {
        "records": len(records),
        "sources": dict(sorted(Counter(features["dataset"].to_pylist()).items())),
        "people": len(set(people["cluster"].to_pylist())),
        "records_a_person": {str(size): count for size, count in sorted(sizes.items())},
        "compared_pairs": compared,
        "linked_pairs": outcomes[Outcome.LINKED],
        "pairs_to_review": outcomes[Outcome.REVIEW],
        "why": dict(sorted(Counter(f"{o}: {w}" for o, w in _outcomes(links)).items())),
        "filled": {name: round(filled[name], 4) for name in _SHOWN_COLUMNS if filled.get(name)},
        "link_from_bits": model.link_from_bits,
        "review_from_bits": model.review_from_bits,
        "rests_on": model.rests_on,
        "model": {"card": asdict(model.card), "steps": {n: [asdict(s) for s in st] for n, st in model.steps.items()}},
        "weights": [{"bits": b.bits, "pairs": b.open, "confirmed": b.confirmed, "refuted": b.refuted} for b in bins],
        "changed": asdict(changed) if changed else None,
    }


def _outcomes(links: pa.Table) -> list[tuple[str, str]]:
    return list(zip(links["outcome"].to_pylist(), links["why"].to_pylist(), strict=True))
