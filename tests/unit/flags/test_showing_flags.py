"""A flag closed and opened, how old its news is, and what finding nothing means."""

from dataclasses import replace
from datetime import date

import pytest

from goldenthread.flags import Coverage, FlagKind, absence, closed, currency, opened
from goldenthread.vocabulary import AgencyId, AgencyKind, DatasetId, Level, Role
from tests.unit.flags.facts import CATALOGUE, ON, fact, noticed

HOUSING = Coverage(
    agency=AgencyId("westhaven-housing"),
    dataset=DatasetId("housing"),
    since=date(2023, 1, 1),
    until=None,
    statement="Council and housing association tenancies in Westhaven. A private tenancy would not show.",
    loaded_at=date(2026, 11, 20),
)


def _kind(id: str) -> FlagKind:
    kind = CATALOGUE.kind(id)
    assert kind is not None
    return kind


@pytest.mark.requirement("C2")
@pytest.mark.requirement("D12")
def test_an_opened_flag_says_since_when_as_of_when_and_whom_to_ring() -> None:
    (flag,) = noticed([fact()]).flags
    lines = dict(opened(flag, _kind(flag.kind), level=Level.CONTENT, role=Role.SOCIAL_WORKER, on=ON))
    assert lines["Since"] == "1 October 2026"
    assert lines["Now"] == "This holds now"
    assert lines["As of"] == "1 November 2026, 21 days ago"
    assert lines["Ring"] == "Lee Lead, Lead practitioner, Locality team: 01632 960002"


def test_existence_alone_opens_to_nothing() -> None:
    (flag,) = noticed([fact()]).flags
    assert opened(flag, _kind(flag.kind), level=Level.EXISTENCE, role=Role.SOCIAL_WORKER) == ()


@pytest.mark.parametrize("role", [Role.GP, Role.POLICE_SAFEGUARDING_OFFICER, Role.ADMINISTRATOR])
def test_a_role_whose_ceiling_lies_below_content_reads_nothing_whatever_level_is_asked(role: Role) -> None:
    (flag,) = noticed([fact("possible_young_carer")]).flags
    assert opened(flag, _kind(flag.kind), level=Level.CONTENT, role=role) == ()


@pytest.mark.requirement("C7")
@pytest.mark.parametrize(
    ("role", "reads_why"),
    [(Role.SOCIAL_WORKER, True), (Role.DESIGNATED_SAFEGUARDING_LEAD, False), (Role.HEALTH_VISITOR, False)],
)
def test_only_those_who_need_the_reason_read_it(role: Role, reads_why: bool) -> None:
    (flag,) = noticed([fact("no_recourse_to_public_funds", restricted_detail="Children Act help only")]).flags
    lines = dict(opened(flag, _kind(flag.kind), level=Level.CONTENT, role=role))
    assert ("Why" in lines, "Detail" in lines) == (reads_why, reads_why)
    assert ("benefits" in " ".join(lines.values())) == reads_why


def test_a_closed_flag_that_has_ended_says_so() -> None:
    (flag,) = noticed([fact(until=date(2026, 11, 1))]).flags
    assert closed(flag, _kind(flag.kind)).startswith(
        "Children's social care has worked with this child and has stopped."
    )
    assert closed(replace(flag, until=None, state="current"), _kind(flag.kind)).startswith(
        "Children's social care is working with this child."
    )


@pytest.mark.scenario("S37")
def test_finding_no_tenancy_says_what_was_searched_since_when_what_is_covered_and_that_it_is_no_proof() -> None:
    assert absence(_kind("social_tenancy"), HOUSING, on=ON) == (
        "Searched housing since 2023: no tenancy held. Council and housing association tenancies in Westhaven. "
        "A private tenancy would not show. This does not prove that nobody is involved. As of 20 November 2026."
    )


@pytest.mark.requirement("D12")
def test_an_absence_on_an_old_load_warns_that_things_may_have_changed() -> None:
    fresh, old = date(2026, 10, 23), date(2026, 10, 22)
    assert "may have changed" not in absence(AgencyKind.HOUSING, replace(HOUSING, loaded_at=fresh), on=ON)
    assert "As of 22 October 2026. That is 31 days ago and things may have changed." in absence(
        AgencyKind.HOUSING, replace(HOUSING, loaded_at=old), on=ON
    )


def test_an_absence_over_several_datasets_is_no_fresher_than_the_stalest_and_tells_each_ones_gaps() -> None:
    birch = replace(
        HOUSING,
        dataset=DatasetId("birch"),
        since=date(2021, 9, 1),
        statement="Birch schools",
        loaded_at=date(2026, 1, 2),
    )
    sentence = absence(AgencyKind.SCHOOL, (HOUSING, birch), on=ON)
    assert sentence.startswith("Searched schools since 2021: nothing found.")
    assert "A private tenancy would not show. Birch schools." in sentence
    assert "As of 2 January 2026." in sentence


def test_a_service_that_sends_nothing_is_said_not_to_have_been_searched() -> None:
    assert absence(AgencyKind.POLICE, (), on=ON) == (
        "Police: not searched, because none sends data here. This does not prove that nobody is involved."
    )


def test_something_found_does_not_say_that_nothing_else_is_there() -> None:
    sentence = absence(AgencyKind.HOUSING, (HOUSING,), on=ON, found=2)
    assert "2 found" in sentence
    assert "There may be more" in sentence
    assert "nobody is involved" not in sentence


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (None, "Nobody says as of when. Ring to check."),
        (ON, "22 November 2026, today"),
        (date(2026, 11, 21), "21 November 2026, yesterday"),
        (date(2026, 10, 1), "1 October 2026, 52 days ago. Things may have changed. Ring to check."),
    ],
)
def test_news_says_how_old_it_is(as_of: date | None, words: str) -> None:
    assert currency(as_of, on=ON) == words
