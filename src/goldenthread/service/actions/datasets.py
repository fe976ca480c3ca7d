"""What was read from each agency, as a data officer wants to see it. Numbers only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from goldenthread.service.actions.flag_lines import service_words
from goldenthread.service.actions.shapes import DatasetCard, Practitioner
from goldenthread.service.store.models import Agency, Dataset
from goldenthread.vocabulary import AgencyKind


def list_datasets(*, by: Practitioner, at: datetime) -> tuple[DatasetCard, ...]:
    """Every dataset with the figures of its last reading. It names nobody, so it is reference data."""
    kinds = dict(Agency.objects.values_list("id", "kind"))
    rows = Dataset.objects.select_related("agency").order_by("agency__name", "title")
    return tuple(_card(row, kinds) for row in rows)


def _card(row: Dataset, kinds: Mapping[str, str]) -> DatasetCard:
    report: dict[str, Any] = row.report
    return DatasetCard(
        dataset=row.id,
        title=row.title,
        agency_name=_from_whom(row, kinds),
        loaded_at=row.loaded_at,
        read=report["read"],
        accepted=report["accepted"],
        rejected=report["rejected"],
        outside_cohort=report["outside_cohort"],
        people=report["people"],
        dropped_later=report.get("dropped_later", 0),
        cohort=row.cohort,
        coverage=row.coverage_statement,
        reasons=_counted(report, "reasons"),
        lost_values=_counted(report, "lost_values"),
        remarks=_counted(report, "remarks"),
        completeness=tuple((c["field"], c["filled"], c["of"]) for c in report["completeness"]),
    )


def _counted(report: Mapping[str, Any], which: str) -> tuple[tuple[str, int], ...]:
    """A dataset read by an older version did not tell its findings apart; the next reading does."""
    return tuple((r["sentence"], r["count"]) for r in report.get(which, ()))


def _from_whom(row: Dataset, kinds: Mapping[str, str]) -> str:
    """One agency by its name; several in one file by how many there are, with the trust that answers for them."""
    agencies = [agency for agency in row.report.get("agencies", ()) if agency in kinds]
    if len(agencies) < 2:
        return row.agency.name
    several = f"{len(agencies)} {service_words(AgencyKind(kinds[agencies[0]])).lower().replace('gp ', 'GP ')}"
    return several if row.agency_id in agencies else f"{row.agency.name}: {several}"
