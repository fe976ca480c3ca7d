"""A flag closed and opened, how old its news is, and what finding nothing means."""

from dataclasses import replace
from datetime import date

import pytest

from goldenthread.flags import Coverage, FlagKind, absence, closed, currency, in_short, may_see, opened
from goldenthread.vocabulary import AgencyId, AgencyKind, DatasetId, FlagKindId, Level, Role
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


def test_an_event_has_its_day_and_no_beginning_or_end() -> None:
    day = date(2026, 11, 15)
    (flag,) = noticed([fact("suspension_or_exclusion", since=day, until=day)]).flags
    lines = dict(opened(flag, _kind(flag.kind), level=Level.CONTENT, role=Role.SOCIAL_WORKER, on=ON))
    assert (lines["On"], lines["Now"]) == ("15 November 2026", "It happened recently")
    assert lines.keys().isdisjoint({"Since", "Until"})


@pytest.mark.parametrize(("detail", "reads_why"), [("", False), ("Speech and language", True)])
def test_what_a_detail_is_is_said_only_with_one(detail: str, reads_why: bool) -> None:
    (flag,) = noticed([fact("sen_support", restricted_detail=detail)]).flags
    lines = dict(opened(flag, _kind(flag.kind), level=Level.CONTENT, role=Role.DESIGNATED_SAFEGUARDING_LEAD, on=ON))
    assert ("Why" in lines, "Detail" in lines) == (reads_why, reads_why)


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


A, B = AgencyId("a"), AgencyId("b")
POLICE = replace(HOUSING, since=date(2025, 11, 22), statement="Incidents attended in the last twelve months.")


def _all(service: AgencyKind) -> frozenset[FlagKindId]:
    return frozenset(kind.id for kind in CATALOGUE.kinds if service in kind.raised_by)


def test_who_may_see_all_of_a_service_reads_that_nothing_was_found() -> None:
    may = may_see(AgencyKind.HOUSING, {A: _all(AgencyKind.HOUSING)}, CATALOGUE.kinds, own=B)
    assert in_short(may) == "Nothing found"
    assert absence(may, HOUSING, on=ON).startswith("Searched housing since 2023: nothing found. ")


def test_who_may_see_some_reads_of_what_nothing_was_found() -> None:
    may = may_see(AgencyKind.GP_PRACTICE, {A: {FlagKindId("possible_young_carer")}}, CATALOGUE.kinds, own=B)
    assert in_short(may) == "Nothing of what you may see"
    said = absence(may, HOUSING, on=ON)
    assert "nothing of what you may see (“The child may be helping to care for someone”)." in said
    assert "nothing found" not in said
    assert "1 found of what you may see (" in absence(may, HOUSING, on=ON, found=1)


def test_who_may_see_only_their_own_agencys_reads_that_no_other_was_searched() -> None:
    seen = {A: _all(AgencyKind.SCHOOL), B: frozenset[FlagKindId]()}
    may = may_see(AgencyKind.SCHOOL, seen, CATALOGUE.kinds, own=A)
    assert "nothing of what you may see (from your own agency everything)." in absence(may, HOUSING, on=ON)
    others = may_see(AgencyKind.SCHOOL, seen | {AgencyId("c"): {FlagKindId("sen_support")}}, CATALOGUE.kinds, own=B)
    assert "(from 1 of 3 everything; from 1 of 3 “The child gets extra help at school”)" in absence(
        others, HOUSING, on=ON
    )


def test_who_may_see_nothing_of_a_service_reads_no_claim_at_all() -> None:
    may = may_see(AgencyKind.POLICE, {A: frozenset[FlagKindId]()}, CATALOGUE.kinds, own=B)
    assert in_short(may) == "You may not see"
    said = absence(may, POLICE, on=ON)
    assert "nothing was searched for you" in said
    assert "found" not in said
    assert "Incidents" not in said


def test_what_lives_shortly_is_said_to_be_searched_for_its_life_only() -> None:
    only = may_see(AgencyKind.POLICE, {A: {FlagKindId("domestic_abuse_incident_attended")}}, CATALOGUE.kinds, own=B)
    said = absence(only, POLICE, on=ON)
    assert said.startswith("Searched police for the last 90 days: nothing of what you may see")
    assert "2025" not in said
    whole = may_see(AgencyKind.POLICE, {A: _all(AgencyKind.POLICE)}, CATALOGUE.kinds, own=B)
    said = absence(whole, POLICE, on=ON)
    assert "“The child may have seen or heard something frightening” only in the last 90 days." in said
    assert "What has been over for long would not show." in said


def test_an_event_that_was_not_found_was_sought_for_as_long_as_it_lives() -> None:
    said = absence(_kind("domestic_abuse_incident_attended"), POLICE, on=ON)
    assert said.startswith("Searched police for the last 90 days: no call to the home found.")


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
