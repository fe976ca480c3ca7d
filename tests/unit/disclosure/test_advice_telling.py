"""Who is told, what remains to do, and what happens when a step breaks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from goldenthread.disclosure.advice import Answer, advise, advising, as_mapping
from goldenthread.disclosure.advice.matter import Finding, Matter
from goldenthread.disclosure.advice.rendering import in_words
from goldenthread.disclosure.advice.words import StepName
from goldenthread.law import law_in_force, read_register
from tests.spec.asking import DANGER, answered, ask, item, law_of, question, said, verdicts

SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
MOTHER = {"who": "mother", "role": "carer", "suspected_of_harm": False, "could_be_asked_safely": True, "telling": SAFE}
CHILD = {"who": "child", "age": 7, "competent": False}


# Telling


def told(person: dict[str, Any], child: dict[str, Any] = CHILD, **differs: Any) -> tuple[str, str, Answer]:
    answer = ask(**({"people": [child, person]} | differs))
    one = answer.tell[1]
    return str(one.answer), " ".join(one.because), answer


@pytest.mark.requirement("L4")
@pytest.mark.parametrize(
    ("differs", "verdict", "because"),
    [
        ({}, "seek_views", "ask what they think"),
        ({"view": "agrees"}, "tell_first", "They have said what they think"),
        ({"view": "objects"}, "tell_first", "It is not a veto"),
        ({"view": "asks_for_secrecy"}, "tell_first", "It is not a veto"),
        ({"telling": SAFE | {"may_increase_risk": True}}, "do_not_tell_yet", "put somebody at risk"),
        ({"telling": SAFE | {"may_prejudice_crime": True}}, "do_not_tell_yet", "solving a crime"),
        ({"telling": SAFE | {"safe_channel": False}}, "do_not_tell_yet", "no safe way"),
        ({"telling": SAFE | {"safe_channel": None}}, "seek_views", "ask what they think"),
        ({"telling": SAFE | {"impracticable_now": True}}, "tell_after", "set a day"),
        ({"telling": SAFE | {"impracticable_now": True, "may_increase_risk": True}}, "do_not_tell_yet", "at risk"),
        ({"suspected_of_harm": True}, "seek_views", "ask what they think"),
        ({"suspected_of_harm": True, "telling": {"may_increase_risk": False}}, "do_not_tell_yet", "source of the harm"),
        (
            {"suspected_of_harm": True, "telling": {"may_prejudice_crime": False}},
            "do_not_tell_yet",
            "source of the harm",
        ),
        ({"role": "suspect", "telling": {}}, "do_not_tell_yet", "source of the harm"),
        ({"could_be_asked_safely": False}, "do_not_tell_yet", "cannot be asked safely"),
        ({"could_be_asked_safely": None}, "seek_views", "ask what they think"),
        ({"could_be_asked_safely": None, "telling": {}}, "do_not_tell_yet", "find out first"),
    ],
)
def test_each_person_is_told_as_their_own_facts_allow(differs: dict[str, Any], verdict: str, because: str) -> None:
    answer, why, whole = told(MOTHER | differs)
    assert (answer, because in why) == (verdict, True)
    assert ("tell_later" in whole.then) is (verdict in ("do_not_tell_yet", "tell_after"))
    if verdict == "do_not_tell_yet":
        assert "social care or the police agree with you" in whole.tell[1].by_whom
    else:
        assert whole.tell[1].by_whom == "you, or whoever knows them best"
    assert ("not a veto" in why) is (verdict == "tell_first" and differs["view"] != "agrees")


def test_what_telling_would_do_is_asked_for_where_nobody_said() -> None:
    _, _, answer = told(MOTHER | {"could_be_asked_safely": None, "telling": {}})
    assert "people[1].telling.may_increase_risk" in answer.find_out


@pytest.mark.requirement("L5")
def test_one_parent_may_be_the_danger_and_the_other_the_protector() -> None:
    answer = ask(people=[CHILD, MOTHER | {"role": "victim"}, {"who": "father", "suspected_of_harm": True}])
    assert [str(one.answer) for one in answer.tell] == ["seek_views", "seek_views", "do_not_tell_yet"]


@pytest.mark.parametrize(
    ("child", "verdict"),
    [
        ({"age": 15, "competent": True, "view": "asks_for_secrecy"}, "do_not_tell_yet"),
        ({"age": 15, "competent": None, "view": "asks_for_secrecy"}, "do_not_tell_yet"),
        ({"age": 12, "competent": None, "view": "asks_for_secrecy"}, "do_not_tell_yet"),
        ({"age": None, "competent": None, "view": "asks_for_secrecy"}, "do_not_tell_yet"),
        ({"age": 11, "competent": None, "view": "asks_for_secrecy"}, "seek_views"),
        ({"age": 15, "competent": False, "view": "asks_for_secrecy"}, "seek_views"),
        ({"age": 15, "competent": True, "view": "objects"}, "seek_views"),
    ],
)
def test_a_competent_childs_wish_that_carers_not_know_is_weighed_and_said(child: dict[str, Any], verdict: str) -> None:
    answer, why, whole = told(MOTHER, {"who": "child"} | child)
    assert answer == verdict
    assert ("The child asks" in why or "A competent child asks" in why) is (verdict == "do_not_tell_yet")
    unsure = verdict == "do_not_tell_yet" and child["competent"] is None
    assert ("people[0].competent" in whole.find_out) is unsure
    assert told(MOTHER | {"who": "other_adult"}, {"who": "child"} | child)[0] == "seek_views"


@pytest.mark.parametrize(
    ("child", "verdict"),
    [
        ({"age": 7}, "seek_views"),
        ({"age": 3}, "seek_views"),
        ({"age": 2}, "not_applicable"),
        ({"age": None}, "seek_views"),
        ({"age": 9, "view": "asks_for_secrecy"}, "tell_first"),
        ({"age": 9, "telling": {"may_increase_risk": True}}, "do_not_tell_yet"),
    ],
)
def test_a_child_is_told_in_its_own_right(child: dict[str, Any], verdict: str) -> None:
    answer = ask(people=[{"who": "child"} | child])
    assert str(answer.tell[0].answer) == verdict
    assert (answer.tell[0].by_whom == "nobody") is (verdict == "not_applicable")
    sibling = ask(people=[{"who": "sibling"} | child])
    assert str(sibling.tell[0].answer) == verdict


@pytest.mark.parametrize(
    ("person", "things", "verdict"),
    [
        ({"who": "unborn"}, [item()], "not_applicable"),
        ({"who": "staff"}, [item()], "not_applicable"),
        ({"who": "referrer"}, [item()], "not_applicable"),
        (MOTHER | {"who": "staff"}, [item(about="staff")], "seek_views"),
        (MOTHER | {"who": "staff"}, [item(), item(name="what they did", about="staff")], "seek_views"),
        (MOTHER | {"who": "staff"}, [item(about="staff", needed_by_recipient=False)], "not_applicable"),
        ({"who": "staff", "suspected_of_harm": True}, [item()], "do_not_tell_yet"),
        (MOTHER, [item()], "seek_views"),
    ],
)
def test_staff_and_referrers_hear_of_what_is_about_them(
    person: dict[str, Any], things: list[dict[str, Any]], verdict: str
) -> None:
    assert str(ask(people=[person], items=things).tell[0].answer) == verdict


@pytest.mark.parametrize("differs", [{"protected": "court_restricted"}, {"form": "whole_file"}])
def test_what_may_yet_go_or_goes_in_part_is_told_of(differs: dict[str, Any]) -> None:
    assert str(ask(people=[MOTHER], items=[item(**differs)]).tell[0].answer) == "seek_views"


@pytest.mark.requirement("K3")
def test_haste_and_plan_change_when_and_how_people_are_told() -> None:
    assert told(MOTHER, **DANGER)[0] == "tell_after"
    assert told(MOTHER, immediacy="urgent")[0] == "tell_first"
    planned = {"mode": "planned", "governance": {"agreement": True, "dpia": True, "policy_document": True}}
    verdict, _, answer = told(MOTHER, **planned)
    assert (verdict, answer.tell[1].by_whom) == ("tell_first", "your organisation, in its privacy notice")
    assert told(MOTHER | {"telling": SAFE | {"may_increase_risk": True}}, **DANGER)[0] == "do_not_tell_yet"


def test_the_police_are_asked_first_whether_telling_would_spoil_it() -> None:
    crime = {"purpose": "law_enforcement", "recipient": {"kind": "police"}}
    verdict, why, answer = told(MOTHER | {"telling": {"may_increase_risk": False}}, **crime)
    assert (verdict, "Ask the police first" in why) == ("do_not_tell_yet", True)
    assert "people[1].telling.may_prejudice_crime" in answer.find_out
    assert told(MOTHER, **crime)[0] == "seek_views"


def test_where_the_purpose_is_refused_nobody_has_anything_to_hear() -> None:
    assert told(MOTHER, purpose="immigration_control")[0] == "not_applicable"
    assert told(MOTHER, purpose="immigration_control", **DANGER)[0] == "not_applicable"
    assert told(MOTHER, purpose="statistics", **DANGER)[0] == "tell_after"
    assert told(MOTHER, purpose="other")[0] == "seek_views"


def test_telling_is_said_with_its_law() -> None:
    def sources(answer: Answer) -> tuple[str, ...]:
        return next(one for one in answer.because[1:] if one.step is StepName.TELL).sources

    assert sources(ask()) == ("golden_rule_2",)
    risky = told(MOTHER | {"telling": {"may_prejudice_crime": True}})[2]
    assert sources(risky) == ("golden_rule_2", "sch2_p2_crime", "art14_5")
    assert sources(told(MOTHER | {"telling": {"may_increase_risk": True}})[2]) == ("golden_rule_2", "art14_5")
    assert "have not said who" in said(ask(people=[]), StepName.TELL)


# What follows


@pytest.mark.parametrize(
    ("governance", "verdict", "then", "find_out"),
    [
        ({"agreement": True, "dpia": True}, "may_share", set(), set()),
        ({"agreement": False, "dpia": True}, "do_not_share", {"make_agreement"}, set()),
        ({"agreement": True, "dpia": False}, "do_not_share", {"complete_assessment"}, set()),
        ({"agreement": None, "dpia": True}, "seek_advice", set(), {"governance.agreement"}),
        ({"agreement": None, "dpia": None}, "seek_advice", set(), {"governance.agreement", "governance.dpia"}),
        ({"agreement": None, "dpia": False}, "do_not_share", {"complete_assessment"}, {"governance.agreement"}),
    ],
)
def test_a_planned_flow_waits_for_its_paper_and_one_act_never_does(
    governance: dict[str, Any], verdict: str, then: set[str], find_out: set[str]
) -> None:
    answer = ask(mode="planned", governance=governance)
    assert answer.answer == verdict
    assert set(answer.then) & {"make_agreement", "complete_assessment"} == then
    assert {path for path in answer.find_out if path.startswith("governance")} == find_out
    if verdict != "may_share":
        assert "one child at a time" in answer.because[0].says
        assert "data_protection_officer" in answer.seek_advice_from
    assert ask(governance=governance).answer == "must_share"
    assert ask(mode="planned", governance=governance, **DANGER).answer == "must_share"


def test_it_is_recorded_whether_shared_or_not() -> None:
    assert ask().then == ("record", "feedback")
    assert ask(purpose="statistics").then == ("record",)
    assert ask(recipient={"kind": "parent"}).then == ("record",)
    assert ask(recipient={"kind": "court"}).then == ("record",)
    assert "the objection" in said(ask(people=[MOTHER | {"view": "objects"}]), StepName.RECORD)
    assert "the objection" in said(ask(people=[MOTHER | {"view": "asks_for_secrecy"}]), StepName.RECORD)
    assert "the objection" not in said(ask(), StepName.RECORD)
    assert "you decide" in said(ask(), StepName.RECORD)


def test_a_small_charity_is_pointed_to_those_who_help_charities() -> None:
    charity = {"kind": "voluntary", "public_authority": False, "designated_agency": False}
    assert ask(sender=charity).seek_advice_from == ("nspcc",)
    assert ask().seek_advice_from == ()


def test_advice_waits_for_nothing_in_danger() -> None:
    assert "danger does not wait for advice" in said(ask(**DANGER), StepName.ADVICE)
    assert "ask your safeguarding lead early" in said(ask(), StepName.ADVICE)
    assert "within hours" in said(ask(nation="wales"), StepName.ADVICE)


# Steps that break, and the whole


@pytest.mark.parametrize("step", advising.STEPS, ids=lambda step: str(step.name))
@pytest.mark.parametrize("danger", [False, True])
def test_a_step_that_breaks_is_named_and_gives_no_permission_outside_danger(
    step: Any, danger: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(matter: Matter) -> Finding:
        raise ZeroDivisionError

    steps = tuple(replace(one, judge=breaks) if one is step else one for one in advising.STEPS)
    monkeypatch.setattr(advising, "STEPS", steps)
    unneeded, by_a_computer = item(needed_by_recipient=False), item(made_by_model=True)
    proposed = [item(), item(protected="identity"), unneeded, by_a_computer]
    answer = ask(**(DANGER if danger else {}), items=proposed)
    assert [one.step for one in answer.because[1:]] == [one.name for one in advising.STEPS]
    assert "could not be judged (ZeroDivisionError)" in said(answer, step.name)
    assert verdicts(answer)[1:] == ["withhold", "withhold", "withhold"]
    if not danger:
        assert answer.answer == "seek_advice"
        assert answer.because[0].step is step.name
        assert "designated_safeguarding_lead" in answer.seek_advice_from
    else:
        assert answer.answer == "share_part"
        assert answer.items[0].answer == "share"


def test_every_step_speaks_once_in_its_order() -> None:
    assert [one.step for one in ask().because[1:]] == list(StepName)


def test_every_sentence_is_one_and_plain() -> None:
    for said_by in ask().because:
        assert said_by.says.endswith((".", "!"))
        assert said_by.says[0].isupper()


def test_an_answer_is_a_function_of_the_question_and_the_law() -> None:
    case = question()
    assert answered(case) == answered(case)
    assert advise(case, law_in_force("england", on=date(2026, 10, 5))) == answered(case)


def test_every_provision_that_a_step_can_name_is_in_the_register() -> None:
    held = {provision.id for provision in read_register()}
    for step in advising.STEPS:
        assert set(step.provisions) <= held, step.name


def test_unverified_law_is_named_wherever_it_carries_something() -> None:
    answer = ask(request={"power": "ca2004_s16H", "states_what_and_why": True}, purpose="practice_review",
                 recipient={"kind": "safeguarding_partner"})  # fmt: skip
    assert "ca2004_s16H" in answer.unverified_law
    assert "not verified" in answer.because[0].says
    assert (
        "not verified"
        not in ask(
            sender={"kind": "police"},
            recipient={"kind": "school_maintained"},
            concern={"kinds": ["domestic_abuse"]},
            asked_on="2026-06-01",
        )
        .because[0]
        .says
    )


def test_in_words_the_answer_says_everything_a_practitioner_needs() -> None:
    asked = question(
        {
            "items": [item(name="a"), item(name="b", needed_by_recipient=False)],
            "proposed": {"lawful_basis": "art6_1_a", "gateway": "no_such_law"},
        }
    )
    text = in_words(answered(asked), law_of(asked))
    for words in (
        "SHARE PART\nYou must share part: ",
        "Item by item\n  - a: share. ",
        "  - b: withhold. The recipient does not need it.",
        "Who is told\n  - child: seek views (by you",
        "lawful basis: Legal obligation [art6_1_c]",
        "What does not fit\n  - no_such_law: ",
        "  - Consent [art6_1_a]: ",
        "Use: Legal obligation [art6_1_c].",
        "Then\n  - record\n",
        "Why\n  - danger: ",
        "The law as at 2026-10-05. This is advice: you decide",
        "Not verified: Duty to share information [ca2004_s16LA]",
    ):
        assert words in text, words
    assert "Find out" not in text
    assert "Ask\n  - designated safeguarding lead" in in_words(
        ask(items=[item(needed_by_recipient=False)]), law_of(question())
    )
    assert "Find out\n  - nation" in in_words(ask(nation=None), law_of(question()))


def test_machines_get_text_lists_and_mappings_only() -> None:
    def plain(value: Any) -> bool:
        match value:
            case dict():
                return all(type(key) is str and plain(one) for key, one in value.items())
            case list():
                return all(plain(one) for one in value)
            case _:
                return type(value) is str

    assert plain(as_mapping(ask()))
    assert law_of(question()).on == date(2026, 10, 5)


def test_opinion_and_allegation_are_asked_to_be_marked_and_facts_are_not() -> None:
    marked = " Mark what is opinion or allegation as such."
    assert marked in said(ask(items=[item(status="opinion")]), StepName.MINIMISE)
    assert marked in said(ask(items=[item(status="allegation")]), StepName.MINIMISE)
    assert marked not in said(ask(items=[item(status="fact")]), StepName.MINIMISE)


def test_a_second_person_is_asked_out_of_danger_and_only_where_one_could_clear_it() -> None:
    hidden = [item(protected="identity"), item(name="plain")]
    assert ask(items=hidden).seek_advice_from == ("designated_safeguarding_lead",)
    assert ask(items=hidden, **DANGER).seek_advice_from == ()
    assert ask(items=hidden, recipient={"kind": "parent"}).seek_advice_from == ()


def test_duties_elsewhere_are_named_as_unchecked_and_where_none_is_known_nothing_is() -> None:
    assert "Not checked for you: look at" in said(ask(nation="wales"), StepName.POWER)
    case = question({"nation": "wales"})
    bare = law_in_force("wales", on=date(2026, 10, 5), register=())
    assert said(advise(case, bare), StepName.POWER) == "The law differs here, and this register does not hold it."
