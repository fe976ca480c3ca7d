"""What was read from each agency, as a data officer wants to see it. Numbers only."""

from datetime import datetime
from typing import Any

from goldenthread.service.actions.shapes import DatasetCard, Practitioner
from goldenthread.service.store.models import Dataset


def list_datasets(*, by: Practitioner, at: datetime) -> tuple[DatasetCard, ...]:
    """Every dataset with the figures of its last reading. It names nobody, so it is reference data."""
    return tuple(_card(row) for row in Dataset.objects.select_related("agency").order_by("agency__name", "title"))


def _card(row: Dataset) -> DatasetCard:
    report: dict[str, Any] = row.report
    return DatasetCard(
        dataset=row.id,
        title=row.title,
        agency_name=row.agency.name,
        loaded_at=row.loaded_at,
        read=report["read"],
        accepted=report["accepted"],
        rejected=report["rejected"],
        outside_cohort=report["outside_cohort"],
        people=report["people"],
        cohort=row.cohort,
        coverage=row.coverage_statement,
        reasons=tuple((r["sentence"], r["count"]) for r in report["reasons"]),
        completeness=tuple((c["field"], c["filled"], c["of"]) for c in report["completeness"]),
    )
