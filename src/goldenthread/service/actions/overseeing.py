"""What those who oversee sharing in an agency see: figures, loops without an answer, and records that are owed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.service.actions import owing, recording, reference, request_clock
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import OVERSEES, Figures
from goldenthread.service.store.models import (
    DecisionRecord,
    EmergencyFollowUp,
    Feedback,
    Release,
    RequestTurn,
)

FEWEST_TO_JUDGE = 20
HARDLY_EVER_REFUSED = 0.95
"""Where more than this share of requests is met, somebody asks whether they are weighed at all."""
ANSWERS = ("answered", "answered_in_part", "refused")
ASKS = ("asked", "reopened")


def figures(*, by: Practitioner, at: datetime) -> Figures | NothingToShow:
    """The figures of one agency. They name no child; the lists name what a manager must ring about."""
    with doing(by=by, at=at) as action:
        if by.role not in OVERSEES:
            action.record(Deed.REFUSED, detail={"what": "figures on sharing"})
            return NothingToShow(ring=reference.front_door())
        records = list(DecisionRecord.objects.filter(agency_id=by.agency))
        by_request = _by_request(RequestTurn.objects.filter(asked_agency_id=by.agency).order_by("at"))
        answers = [turn for turns in by_request for turn in turns if turn.kind in ANSWERS]
        met = sum(turn.kind != "refused" for turn in answers)
        action.record(Deed.RECORD_READ, detail={"what": "figures", "records": len(records)})
        return Figures(
            outcomes=tuple(sorted(Counter(_outcome(row) for row in records).items())),
            minutes_to_decide=_minutes(row.decided_at - row.started_at for row in records if "worry" in row.content),
            hours_to_answer=_hours_to_answer(by_request),
            refused=len(answers) - met,
            reopened=_reopened_refusals(by_request),
            answered=len(answers),
            met=met,
            hardly_ever_refuses=len(answers) >= FEWEST_TO_JUDGE and met / len(answers) > HARDLY_EVER_REFUSED,
            owed=tuple(
                owing.follow_up(row, at=at)
                for row in EmergencyFollowUp.objects.filter(agency_id=by.agency, completed_at=None).order_by("due_at")
            ),
            unanswered=recording.lines(_without_feedback(by=by, at=at), at=at),
        )


def _outcome(row: DecisionRecord) -> str:
    return "emergency" if row.is_emergency else row.decision


def _minutes(times: Iterable[timedelta]) -> int | None:
    found = [time.total_seconds() / 60 for time in times]
    return round(median(found)) if found else None


def _hours_to_answer(by_request: Iterable[list[RequestTurn]]) -> int | None:
    """From the asking, or from the new facts that opened it again, without the time until it was explained.

    While it was closed nobody owed an answer.
    """
    hours = []
    for turns in by_request:
        asked = [turn.at for turn in turns if turn.kind in ASKS]
        for turn in (turn for turn in turns if turn.kind in ANSWERS):
            began = max((at for at in asked if at <= turn.at), default=turn.at)
            still = request_clock.stood_still(one for one in turns if began <= one.at <= turn.at)
            hours.append((turn.at - began - still).total_seconds() / 3600)
    return round(median(hours)) if hours else None


def _reopened_refusals(by_request: Iterable[list[RequestTurn]]) -> int:
    """The refusals after which new facts opened the request again."""
    found = 0
    for turns in by_request:
        reopened = [turn.at for turn in turns if turn.kind == "reopened"]
        found += sum(any(at >= turn.at for at in reopened) for turn in turns if turn.kind == "refused")
    return found


def _by_request(turns: Iterable[RequestTurn]) -> list[list[RequestTurn]]:
    found: dict[UUID, list[RequestTurn]] = {}
    for turn in turns:
        found.setdefault(turn.request_id, []).append(turn)
    return list(found.values())


def _without_feedback(*, by: Practitioner, at: datetime) -> Iterable[DecisionRecord]:
    heard = Feedback.objects.filter(sender_agency_id=by.agency).values("release_id")
    late = Release.objects.filter(sender_agency_id=by.agency, feedback_due_at__lt=at).exclude(id__in=heard)
    return recording.of_ids(late.values_list("record_id", flat=True))
