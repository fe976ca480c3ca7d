"""Where a pathway stands, and who is warned before it lapses."""

from datetime import date, datetime, timedelta

import pytest

from goldenthread.agreements import PathwayStatus, agree, state, warnings_due
from tests.spec.ordinary import NOON, POLICE, SCHOOL, SIGNED, SOCIAL_CARE, ordinary_pathway

AGENCIES = tuple(party.agency for party in ordinary_pathway().parties)
ALL = tuple(agree(ordinary_pathway(), agency, by="A. Signatory", at=SIGNED) for agency in AGENCIES)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "status", "because"),
    [
        ("2026-08-31T22:59:59+00:00", PathwayStatus.NOT_YET_STARTED, "It starts on 1 September 2026."),
        (
            "2026-08-31T23:00:00+00:00",
            PathwayStatus.IN_FORCE,
            "In force between all 5 agencies until the end of 31 December 2026.",
        ),
        (
            "2026-12-31T23:59:59+00:00",
            PathwayStatus.IN_FORCE,
            "In force between all 5 agencies until the end of 31 December 2026.",
        ),
        ("2027-01-01T00:00:00+00:00", PathwayStatus.LAPSED, "It lapsed at midnight at the end of 31 December 2026."),
    ],
)
def test_a_pathway_starts_and_lapses_at_midnight(when: str, status: PathwayStatus, because: str) -> None:
    found = state(ordinary_pathway(), ALL, at=at(when))
    assert (found.status, found.because) == (status, because)


def test_it_says_who_has_not_signed() -> None:
    found = state(ordinary_pathway(), [s for s in ALL if s.agency in (SOCIAL_CARE, POLICE)], at=NOON)
    assert found.status is PathwayStatus.IN_FORCE
    assert found.because.startswith("In force between 2 of 5 agencies")
    assert found.signed == (SOCIAL_CARE, POLICE)
    assert SCHOOL in found.not_signed


def test_one_signature_is_no_agreement() -> None:
    found = state(ordinary_pathway(), ALL[:1], at=NOON)
    assert (found.status, found.because) == (
        PathwayStatus.AWAITING_SIGNATURES,
        "1 of 5 agencies have signed this version.",
    )


def test_ending_and_suspending_hold_from_their_instant() -> None:
    before = NOON - timedelta(seconds=1)
    assert state(ordinary_pathway(), ALL, NOON, at=before).status is PathwayStatus.IN_FORCE
    ended = state(ordinary_pathway(), ALL, NOON, at=NOON)
    assert ended.status is PathwayStatus.ENDED
    assert ended.because == "It was ended on 22 November 2026 at 12:00. Standing access ended then."
    assert state(ordinary_pathway(), ALL, at=before, suspended_at=NOON).status is PathwayStatus.IN_FORCE
    assert state(ordinary_pathway(), ALL, at=NOON, suspended_at=NOON).status is PathwayStatus.SUSPENDED


@pytest.mark.requirement("N1")
def test_without_its_impact_assessment_it_is_incomplete() -> None:
    paper = ordinary_pathway(dpia=None)
    found = state(paper, [agree(paper, a, by="x", at=SIGNED) for a in AGENCIES], at=NOON)
    assert found.status is PathwayStatus.INCOMPLETE
    assert "no completed data protection impact assessment" in found.because


@pytest.mark.scenario("S36")
@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 10, 1), []),
        (date(2026, 10, 2), [90]),
        (date(2026, 12, 1), [90, 30]),
        (date(2026, 12, 23), [90, 30]),
        (date(2026, 12, 24), [90, 30, 7]),
        (date(2026, 12, 31), [90, 30, 7]),
        (date(2027, 1, 1), []),
    ],
)
def test_owners_are_warned_90_30_and_7_days_before_it_lapses(on: date, days: list[int]) -> None:
    assert [warning.days_before for warning in warnings_due(ordinary_pathway(), on=on)] == days
