"""When a provision binds, and what is said when nobody knows."""

from datetime import date

import pytest

from goldenthread.law import (
    Confirmed,
    Evidence,
    Force,
    Nation,
    Provision,
    ProvisionKind,
    Span,
    WhoToWhom,
    force_of,
    law_in_force,
)
from goldenthread.vocabulary import ProvisionId

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def provision(*spans: Span) -> Provision:
    return Provision(
        id=ProvisionId("an_act_s1"),
        title="An ordinary section",
        citation="An Act 2026, s. 1",
        nation=Nation.ENGLAND,
        kind=ProvisionKind.POWER,
        plain_words="It may be done.",
        who_to_whom=WhoToWhom(sender="anyone", recipient="anyone"),
        in_force=spans,
        evidence=Evidence(status=Confirmed.CONFIRMED, by="A. Reader", on=MAY),
        sources=("the text",),
    )


def test_an_entry_closes_nothing_and_carries_no_regular_flow_unless_it_says_so() -> None:
    entry = provision(span("2026-05-01"))
    assert not entry.closed_to_public_authorities
    assert not entry.carries_flows


def span(start: str, **changed: date | str) -> Span:
    return Span(start=start, instrument="an order", **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spans", "on", "force"),
    [
        pytest.param((span("2026-05-01"),), date(2026, 4, 30), Force.NOT_IN_FORCE, id="the day before it commences"),
        pytest.param((span("2026-05-01"),), MAY, Force.IN_FORCE, id="the day it commences"),
        pytest.param((span("2026-05-01", until=JUNE),), date(2026, 5, 31), Force.IN_FORCE, id="its last day"),
        pytest.param((span("2026-05-01", until=JUNE),), JUNE, Force.NOT_IN_FORCE, id="the day it is gone"),
        pytest.param((span("unknown"),), MAY, Force.UNCERTAIN, id="nobody knows when it began"),
        pytest.param((span("unknown", stood_on=MAY),), date(2026, 4, 30), Force.UNCERTAIN, id="before it was seen"),
        pytest.param((span("unknown", stood_on=MAY),), MAY, Force.IN_FORCE, id="when it was seen to stand"),
        pytest.param((span("unknown", not_before=MAY),), date(2026, 4, 30), Force.NOT_IN_FORCE, id="before its Act"),
        pytest.param((span("unknown", not_before=MAY),), MAY, Force.UNCERTAIN, id="once its Act was passed"),
        pytest.param(
            (span("unknown", not_before=MAY, gone_by=date(2026, 7, 1)),),
            date(2026, 4, 30),
            Force.NOT_IN_FORCE,
            id="before the Act of what is gone",
        ),
        pytest.param((span("unknown", not_before=MAY, stood_on=JUNE),), JUNE, Force.IN_FORCE, id="seen after its Act"),
        pytest.param(
            (span("unknown", announced_for=JUNE),), date(2026, 5, 31), Force.NOT_IN_FORCE, id="before it is announced"
        ),
        pytest.param((span("unknown", announced_for=JUNE),), JUNE, Force.UNCERTAIN, id="announced is not commenced"),
        pytest.param(
            (span("unknown", announced_for=JUNE, stood_on=JUNE),), JUNE, Force.IN_FORCE, id="announced and seen"
        ),
        pytest.param(
            (span("unknown", not_commenced_on=MAY),), date(2026, 4, 30), Force.NOT_IN_FORCE, id="still waiting"
        ),
        pytest.param((span("unknown", not_commenced_on=MAY),), JUNE, Force.NOT_IN_FORCE, id="waiting for all we know"),
        pytest.param(
            (span("unknown", gone_by=JUNE),), date(2026, 5, 31), Force.UNCERTAIN, id="it may have gone before"
        ),
        pytest.param((span("unknown", gone_by=JUNE),), JUNE, Force.NOT_IN_FORCE, id="gone by then"),
        pytest.param((span("unknown", gone_by=JUNE, stood_on=MAY),), MAY, Force.UNCERTAIN, id="seen, and gone since"),
        pytest.param((span("unknown", until=JUNE), span("2026-06-01")), MAY, Force.UNCERTAIN, id="its older wording"),
        pytest.param((span("unknown", until=JUNE), span("2026-06-01")), JUNE, Force.IN_FORCE, id="its newer wording"),
    ],
)
def test_a_provision_binds_from_the_day_it_commences(spans: tuple[Span, ...], on: date, force: Force) -> None:
    assert force_of(provision(*spans), on=on) is force


def test_what_the_register_does_not_hold_never_binds() -> None:
    law = law_in_force("england", on=MAY, register=(provision(span("2026-05-01")),))
    assert law.force(ProvisionId("an_act_s2")) is Force.NOT_IN_FORCE
    assert law.provision(ProvisionId("an_act_s2")) is None


def test_english_law_is_never_the_law_of_another_nation() -> None:
    assert law_in_force("wales", on=JUNE, register=(provision(span("2026-05-01")),)).in_force == ()


def test_a_nation_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="utopia"):
        law_in_force("utopia", on=MAY)
