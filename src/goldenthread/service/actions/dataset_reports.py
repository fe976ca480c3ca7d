"""What each dataset of a load was like, for the data page: figures and sentences, no value of any person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow.compute as pc

from goldenthread.intake import Accepted, Contract, Effect, QualityReport
from goldenthread.people import Index
from goldenthread.service.actions.planning import Planned
from goldenthread.service.store.models import Dataset
from goldenthread.vocabulary import PersonKind


def store_datasets(
    accepted: Iterable[Accepted],
    index: Index,
    planned: Planned,
    corrections: Iterable[tuple[str, str, str]],
    *,
    at: datetime,
    on: date,
) -> None:
    """Keep what each dataset was like. One that the plan no longer names was not searched, and is gone.

    ``corrections``: dataset, record and kind of each number that people found to be somebody else's.
    """
    to_correct = Counter((dataset, kind) for dataset, _, kind in corrections)
    Dataset.objects.exclude(id__in=planned.fingerprints).delete()
    in_index, grown_up = _records_in(index), _grown_up(index)
    for taken in accepted:
        contract: Contract = taken.contract
        Dataset.objects.update_or_create(
            id=contract.contract,
            defaults={
                "agency_id": contract.source,
                "title": contract.title or contract.contract,
                "cohort": contract.cohort.statement,
                "coverage_since": contract.coverage.since,
                "coverage_statement": contract.coverage.statement,
                "loaded_at": at,
                "fingerprint": planned.fingerprints[contract.contract],
                "report": {
                    **_figures(taken.report),
                    "as_of": on.isoformat(),
                    "agencies": sorted(set(taken.records["agency"].to_pylist())),
                    "dropped_later": taken.records.num_rows - in_index[contract.contract],
                    "reasons": _findings(taken.report, Effect.ROW_REJECTED),
                    "lost_values": _findings(taken.report, Effect.VALUE_NOT_KEPT),
                    "remarks": [
                        *_findings(taken.report, Effect.KEPT_AND_MARKED),
                        *_grown_up_since(taken, grown_up),
                        *_to_be_corrected(contract.contract, to_correct),
                        *({"sentence": remark, "count": 1} for remark in taken.report.remarks),
                    ],
                },
            },
        )


def _records_in(index: Index) -> Counter[str]:
    return Counter(membership.dataset for membership in index.memberships)


def _grown_up(index: Index) -> frozenset[tuple[str, str]]:
    """The records of everybody whom the index holds to be an adult."""
    adults = {person.person_id for person in index.persons if person.kind is PersonKind.ADULT}
    return frozenset((m.dataset, m.record_id) for m in index.memberships if m.person_id in adults)


def _grown_up_since(taken: Accepted, grown_up: frozenset[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """What only linking and gathering could tell of people whom a dataset lists as children."""
    listed = taken.records.filter(pc.equal(taken.records["person_kind"], PersonKind.CHILD.value))
    keys = zip(listed["dataset"].to_pylist(), listed["record_id"].to_pylist(), strict=True)
    adults = sum(1 for key in keys if key in grown_up)
    if adults:
        yield {
            "sentence": "Listed as a child, but an adult by date of birth, so nobody finds them as a child. "
            "Check the date of birth, or take them off the list",
            "count": adults,
        }


def _to_be_corrected(dataset: str, to_correct: Mapping[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    for kind, words in _NUMBERS.items():
        if many := to_correct[dataset, kind]:
            yield {
                "sentence": f"{words}: reviewers found that it is somebody else's or mistyped, so it does not count. "
                "Whoever runs the service can list the records (manage export_corrections). Correct them at the source",
                "count": many,
            }


_NUMBERS = {"nhs_number": "NHS number", "upn": "UPN", "passport_number": "Passport number"}


def _figures(report: QualityReport) -> dict[str, Any]:
    """The figures of a quality report that the data page shows. No value of any person is in them."""
    return {
        "read": report.rows.read,
        "accepted": report.rows.accepted,
        "rejected": report.rows.rejected,
        "outside_cohort": report.rows.outside_cohort,
        "people": sum(report.people.values()),
        "completeness": [
            {"field": f"{c.part}: {c.field}", "filled": c.filled, "of": c.people} for c in report.completeness
        ],
    }


def _findings(report: QualityReport, effect: Effect) -> list[dict[str, Any]]:
    return [
        {
            "sentence": f"{finding.field}: {finding.sentence}" if finding.field else finding.sentence,
            "count": finding.times,
        }
        for finding in report.findings
        if finding.effect is effect
    ]
