"""Warn whoever answers for an agreement before it lapses: on their pages, and once each in the ledger."""

from datetime import datetime

from goldenthread.agreements import LapseWarning, warnings_due
from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.agreements.pathways import CIVIL_TIME
from goldenthread.audit import Deed
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.pathways import MAY_END
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.store.models import LedgerPayload, Pathway
from goldenthread.vocabulary import read_text


def warn_of_lapses(*, at: datetime) -> int:
    """Write down every warning that has become due, each once. Unit: warnings written."""
    kept = {
        _key(**p["detail"])
        for p in LedgerPayload.objects.filter(deed=Deed.PATHWAY_WARNED.value).values_list("payload", flat=True)
    }
    fresh = [w for w in _due(at) if _key(w.pathway_id, w.version, w.days_before) not in kept]
    if fresh:
        with doing(by=None, at=at) as action:
            for w in fresh:
                detail = {"pathway": w.pathway_id, "version": w.version, "days_before": w.days_before}
                action.record(Deed.PATHWAY_WARNED, detail=detail)
    return len(fresh)


def lapsing(*, by: Practitioner, at: datetime) -> dict[str, str]:
    """What whoever answers for agreements is warned of today: a sentence for each one that lapses soon."""
    return {w.pathway_id: w.sentence for w in _due(at)} if by.role in MAY_END else {}


def _due(at: datetime) -> list[LapseWarning]:
    papers = (read_text(row.document, PathwayPaper, name=row.id) for row in Pathway.objects.filter(ended_at=None))
    return [warning for paper in papers for warning in warnings_due(paper, on=at.astimezone(CIVIL_TIME).date())]


def _key(pathway: str, version: str, days_before: int) -> tuple[str, str, int]:
    return (pathway, version, days_before)
