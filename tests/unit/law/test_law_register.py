"""The shipped register, and the faults that its check must find."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.law import (
    Confirmed,
    Displaces,
    Force,
    IncompleteProvision,
    Nation,
    PartyKind,
    Provision,
    ProvisionKind,
    Span,
    check,
    law_in_force,
    read_register,
)
from goldenthread.vocabulary import ProvisionId, UnreadableDocument

TODAY = date(2026, 11, 22)
BASIS = ProvisionId("art6_1_e")
DUTY_TO_SHARE = ProvisionId("ca2004_s16LA")


def public_task() -> Provision:
    return next(p for p in read_register() if p.id == BASIS)


def span(start: str, until: date | None = None, announced_for: date | None = None) -> Span:
    return Span(start=start, instrument="an order", until=until, announced_for=announced_for)


def test_the_shipped_register_is_in_order() -> None:
    assert check(read_register(), on=TODAY) == ()


def test_the_duty_to_share_is_announced_and_nowhere_said_to_be_in_force() -> None:
    assert law_in_force("england", on=date(2026, 9, 29)).force(DUTY_TO_SHARE) is Force.NOT_IN_FORCE
    assert law_in_force("england", on=date(2026, 9, 30)).force(DUTY_TO_SHARE) is Force.UNCERTAIN
    assert DUTY_TO_SHARE in {p.id for p in law_in_force("england", on=TODAY).uncertain}


def test_the_law_of_a_day_shows_its_entries_once() -> None:
    law = law_in_force("england", on=TODAY)
    assert "_by_id" not in repr(law)


def test_recognised_legitimate_interests_exist_from_5_february_2026() -> None:
    recognised = ProvisionId("art6_1_ea")
    assert law_in_force("england", on=date(2026, 2, 4)).force(recognised) is Force.NOT_IN_FORCE
    assert law_in_force("england", on=date(2026, 2, 5)).force(recognised) is Force.IN_FORCE


def test_what_is_known_from_memory_only_is_called_unverified() -> None:
    entries = {p.id: p for p in read_register()}
    assert entries[ProvisionId("art14_5")].evidence.status is Confirmed.UNVERIFIED


@pytest.mark.requirement("G9")
def test_an_onward_limit_stands_only_where_a_provision_states_one() -> None:
    limited = {p.id for p in read_register() if p.onward_limits}
    assert limited == {
        "ca2004_s16C_16D",
        "ca2004_s16H",
        "ca2004_s16N",
        "cja2003_s327A",
        "dea2017_s35",
        "dpa2018_s36",
        "family_court_restrictions",
        "special_statutory_secrecy",
    }


def test_a_condition_that_needs_a_policy_document_says_so() -> None:
    needs = {p.id: p.needs_policy_document for p in read_register() if p.kind is ProvisionKind.CONDITION}
    assert needs[ProvisionId("sch1_p18")]
    assert needs[ProvisionId("sch1_p6")]
    assert not needs[ProvisionId("sch1_p2")]


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        pytest.param({"sources": (), "sought_and_not_found": ()}, "neither a source", id="no source and no search"),
        pytest.param({"sources": (), "sought_and_not_found": ("a search",)}, "names no source", id="confirmed by air"),
        pytest.param({"in_force": (span("2026-01-01"), span("2026-02-01"))}, "overlap", id="two spans overlap"),
        pytest.param({"in_force": (span("2026-01-01", until=date(2026, 2, 1)), span("2026-03-01"))}, "gap", id="a gap"),
        pytest.param({"in_force": (span("2026-02-01", until=date(2026, 1, 1)),)}, "before it starts", id="backwards"),
        pytest.param(
            {"in_force": (span("2026-02-01", announced_for=date(2026, 2, 1)),)}, "Keep one", id="announced and begun"
        ),
        pytest.param(
            {"in_force": (span("2026-02-01", until=date(2026, 2, 1)),)}, "before it starts", id="over on its first day"
        ),
        pytest.param({"rests_on": (ProvisionId("magna_carta"),)}, "does not hold", id="an unknown reference"),
        pytest.param({"instead": (ProvisionId("magna_carta"),)}, "points instead to", id="nowhere to look instead"),
        pytest.param(
            {"in_force": (span("2026-01-01", until=date(2026, 2, 1)), span("unknown"))}, "overlap", id="two pasts"
        ),
        pytest.param(
            {
                "displaces_confidence": Displaces.YES,
                "evidence": replace(public_task().evidence, status=Confirmed.UNVERIFIED),
            },
            "not read",
            id="confidence set aside from memory",
        ),
        pytest.param(
            {"no_policy_document_towards": (PartyKind.POLICE,)}, "does not ask for", id="a needless exception"
        ),
        pytest.param({"sources": ("",)}, "neither a source", id="an empty source"),
        pytest.param({"sources": ("a text", " ")}, "empty line", id="one empty source among others"),
        pytest.param({"sought_and_not_found": ("",)}, "empty line", id="an empty search"),
        pytest.param(
            {"evidence": replace(public_task().evidence, by=" ")},
            "who checked it",
            id="checked by nobody",
        ),
        pytest.param({"in_force": (Span(start="unknown", instrument=""),)}, "by what instrument", id="by nothing"),
        pytest.param(
            {"in_force": (Span(start="2026-01-01", instrument="x", stood_on=date(2026, 2, 1)),)},
            "Keep the first day",
            id="a first day and a guess",
        ),
        pytest.param(
            {"in_force": (Span(start="2026-01-01", instrument="x", not_before=date(2026, 1, 1)),)},
            "Keep the first day",
            id="a first day and a bound",
        ),
        pytest.param(
            {"in_force": (Span(start="unknown", instrument="x", stood_on=TODAY, until=TODAY),)},
            "was gone",
            id="a ghost",
        ),
        pytest.param(
            {"in_force": (Span(start="unknown", instrument="x", stood_on=TODAY, gone_by=TODAY),)},
            "was gone",
            id="another ghost",
        ),
        pytest.param(
            {"in_force": (Span(start="unknown", instrument="x", stood_on=date(2026, 1, 1), not_before=TODAY),)},
            "before it could",
            id="older than its Act",
        ),
        pytest.param(
            {"in_force": (span("2026-01-01", until=date(2026, 2, 1)), Span(start="2026-02-01", instrument=" "))},
            "by what instrument",
            id="reworded by nothing",
        ),
        pytest.param({"instead": (BASIS,)}, "back to itself", id="a circle"),
        pytest.param({"rests_on": (BASIS,)}, "back to itself", id="its own foundation"),
        pytest.param({"extent": ""}, "no extent", id="nowhere in particular"),
        pytest.param({"plain_words": " "}, "no plain_words", id="no plain words"),
        pytest.param({"kind": ProvisionKind.DUTY, "threshold": ""}, "without its threshold", id="a duty without one"),
    ],
)
def test_the_check_finds_what_is_wrong(spoilt: dict[str, Any], says: str) -> None:
    assert check((public_task(),), on=TODAY) == ()
    problems = check((replace(public_task(), **spoilt),), on=TODAY)
    assert any(says in problem.sentence and problem.provision == BASIS for problem in problems)


def test_a_provision_may_have_been_seen_on_the_very_day_of_its_royal_assent() -> None:
    passed = Span(start="unknown", instrument="x", stood_on=date(2026, 1, 1), not_before=date(2026, 1, 1))
    assert check((replace(public_task(), in_force=(passed,)),), on=TODAY) == ()


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ({}, None),
        ({"sources": ("a text (read in a stored copy on 2026-05-01)",)}, None),
        ({"sources": ("a text (read in a stored copy on 2026-05-02)",)}, "seen on 2026-05-02, but was checked on"),
        ({"sought_and_not_found": ("the order was sought on 2026-05-02",)}, "Give the later day"),
        ({"in_force": (Span(start="unknown", instrument="x", stood_on=date(2026, 5, 1)),)}, None),
        ({"in_force": (Span(start="unknown", instrument="x", stood_on=date(2026, 5, 2)),)}, "Give the later day"),
        ({"in_force": (Span(start="unknown", instrument="x", not_commenced_on=date(2026, 5, 2)),)}, "later day"),
        ({"in_force": (span("2027-01-01"),)}, None),
    ],
)
def test_nobody_has_seen_what_happened_after_they_checked(spoilt: dict[str, Any], says: str | None) -> None:
    on_may_day = replace(public_task().evidence, on=date(2026, 5, 1))
    entry = replace(public_task(), sources=("a text",), evidence=on_may_day)
    said = [p.sentence for p in check((replace(entry, **spoilt),), on=TODAY)]
    assert says in said[0] if says else said == []


def test_an_entry_is_not_checked_on_a_day_to_come() -> None:
    entry = replace(public_task(), evidence=replace(public_task().evidence, on=TODAY))
    assert check((entry,), on=TODAY) == ()
    (problem,) = check((entry,), on=date(2026, 11, 21))
    assert problem.sentence == "is said to have been checked on 2026-11-22, which is still to come."


@pytest.mark.parametrize(
    ("there", "says"),
    [
        (span("2026-01-01"), None),
        (span("unknown"), None),
        (span("unknown", announced_for=date(2026, 9, 30)), None),
        (span("2026-01-01", until=TODAY), "points instead to elsewhere, which is not in force on 2026-11-22."),
        (span("2026-11-23"), "not in force on 2026-11-22"),
        (span("unknown", announced_for=date(2027, 1, 1)), "not in force on 2026-11-22"),
    ],
)
def test_nobody_is_sent_to_law_that_is_gone_or_has_not_begun(there: Span, says: str | None) -> None:
    """Whoever was told that section 14B is abolished, and to look to section 16H, must find section 16H in force."""
    elsewhere = replace(public_task(), id=ProvisionId("elsewhere"), in_force=(there,))
    sends = replace(public_task(), instead=(elsewhere.id,))
    said = [p.sentence for p in check((sends, elsewhere), on=TODAY)]
    assert says in said[0] if says else said == []
    assert check((replace(sends, instead=(), rests_on=(elsewhere.id,)), elsewhere), on=TODAY) == ()


@pytest.mark.parametrize("leads", ["rests_on", "instead"])
def test_nobody_is_sent_to_the_law_of_another_nation(leads: str) -> None:
    welsh = replace(public_task(), id=ProvisionId("sswba2014_s130"), nation=Nation.WALES)
    (problem,) = check((replace(public_task(), **{leads: (welsh.id,)}), welsh), on=TODAY)
    assert problem.provision == BASIS
    assert "sswba2014_s130, which is law of another nation" in problem.sentence


def test_a_provision_that_stands_twice_is_found() -> None:
    assert [p.sentence for p in check((public_task(), public_task()), on=TODAY)] == ["stands 2 times. Keep one."]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('id: "art6_1_a"', 'id: "art6_1_z"', "Name the file art6_1_z.yaml"),
        ('nation: "england"', 'nation: "wales"', "Move it to the folder of that name"),
        ('from: "unknown"', 'from: "once"', 'Write a date such as 2026-09-30, or "unknown"'),
        ('kind: "lawful_basis"', 'kind: "permission"', "is not one of: duty, power"),
        ('title: "Consent"', 'titel: "Consent"', "unknown key titel"),
    ],
)
def test_a_file_that_is_not_in_order_is_named_with_what_to_do(
    tmp_path: Path, was: str, becomes: str, says: str
) -> None:
    source = Path(read_register.__code__.co_filename).parent / "register" / "england" / "art6_1_a.yaml"
    text = source.read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "england").mkdir()
    (tmp_path / "england" / "art6_1_a.yaml").write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises((IncompleteProvision, UnreadableDocument), match=r"art6_1_a\.yaml") as fault:
        read_register(tmp_path)
    assert says in str(fault.value)


@pytest.mark.parametrize(
    ("id", "the_day_before", "passed"),
    [
        ("hsca2012_s251B", date(2015, 3, 25), date(2015, 3, 26)),
        ("ca2004_s16H", date(2017, 4, 26), date(2017, 4, 27)),
        ("pcsca2022_s9_s16", date(2022, 4, 27), date(2022, 4, 28)),
        ("art6_1_e", date(2018, 5, 24), date(2018, 5, 25)),
    ],
)
def test_nothing_was_law_before_its_act_was_passed(id: str, the_day_before: date, passed: date) -> None:
    assert law_in_force("england", on=the_day_before).force(ProvisionId(id)) is Force.NOT_IN_FORCE
    assert law_in_force("england", on=passed).force(ProvisionId(id)) is Force.UNCERTAIN


def test_no_entry_of_an_act_can_have_been_law_before_the_year_of_that_act() -> None:
    for entry in read_register():
        years = [int(year) for year in re.findall(r"Act ((?:19|20)\d\d)", entry.citation)]
        if not years or entry.nation is not Nation.ENGLAND or entry.kind is ProvisionKind.LAWFUL_BASIS:
            continue
        before = date(min(years) - 1, 12, 31)
        if before >= date(1998, 1, 1):
            assert law_in_force("england", on=before).force(entry.id) is Force.NOT_IN_FORCE, entry.id


def test_a_request_for_a_victims_information_is_made_to_whoever_holds_it() -> None:
    entry = next(p for p in read_register() if p.id == "pcsca2022_s44A")
    assert (entry.senders, entry.recipients) == ((), (PartyKind.POLICE, PartyKind.NCA))
