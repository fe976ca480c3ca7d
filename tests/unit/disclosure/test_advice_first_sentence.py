"""The first sentence says what holds and no more, and what is not known is asked for by its own path."""

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import DANGER, GP, ask, item, rejected, said, verdicts

POLICE = {"kind": "police", "designated_agency": False, "competent_authority": None}


def test_a_confirmed_duty_is_not_called_unverified_because_another_is() -> None:
    abuse = ask(
        sender={"kind": "police", "designated_agency": False},
        recipient={"kind": "school_maintained"},
        concern={"kinds": ["domestic_abuse"]},
    )
    assert {"daa2021_s49A", "ca2004_s16LA"} <= set(abuse.duty)
    assert "ca2004_s16LA" in abuse.unverified_law
    assert abuse.because[0].step is StepName.MANDATORY_REPORT
    assert "not verified" not in abuse.because[0].says
    assert "this law is not verified" in ask().because[0].says


def test_whether_part_3_governs_is_asked_where_nobody_said() -> None:
    unsaid = ask(sender=POLICE, purpose="law_enforcement")
    assert "sender.competent_authority" in unsaid.find_out
    assert "Part 3 governs it instead" in said(unsaid, StepName.LAWFUL_BASIS)
    for differs in (
        {"sender": POLICE | {"competent_authority": False}, "purpose": "law_enforcement"},
        {"sender": POLICE, "purpose": "safeguard_child"},
        {"sender": {"competent_authority": None}, "purpose": "law_enforcement"},
    ):
        told = ask(**differs)
        assert "sender.competent_authority" not in told.find_out
        assert "Part 3 governs it instead" not in said(told, StepName.LAWFUL_BASIS)


def test_an_english_route_is_rejected_elsewhere_with_its_reason() -> None:
    scottish = ask(nation="scotland", proposed={"gateway": "ca2004_s16LA"}, request={"power": "ca2004_s16H"})
    assert set(rejected(scottish)) == {"ca2004_s16LA", "ca2004_s16H"}
    assert "not applied here" in rejected(scottish)["ca2004_s16LA"]


def test_what_is_not_known_of_one_of_two_is_asked_of_that_one() -> None:
    known = {"may_increase_risk": False, "may_prejudice_crime": False, "safe_channel": True}
    two = [{"who": "other_adult", "telling": known}, {"who": "other_adult"}]
    assert "people[1].telling.may_increase_risk" in ask(people=two).find_out
    assert "people[0].telling.may_increase_risk" not in ask(people=two).find_out


def test_guidance_does_not_call_a_confidence_out_against_a_competent_childs_no() -> None:
    told = item(special=["health", "sex_life"], confidential=True)
    need = {"sender": GP, "concern": {"kinds": ["other"], "level": "unmet_need"}, "items": [told]}
    objects = ask(**need, people=[{"who": "child", "age": 16, "competent": True, "view": "objects"}])
    assert objects.confidentiality == "weigh"
    assert objects.answer != "should_share"
    assert objects.items[0].strength in ("may", "none")
    agrees = ask(**need, people=[{"who": "child", "age": 16, "competent": True, "view": "agrees"}])
    assert agrees.answer == "should_share"


def test_the_first_sentence_says_that_the_recipient_is_linked_to_the_risk() -> None:
    school = item(form="summary")
    linked = ask(recipient={"kind": "other_family", "linked_to_risk": True}, items=[school])
    assert "find another recipient who can act" in linked.because[0].says
    assert "nothing forbids it" not in linked.because[0].says
    assert "linked to the risk" not in ask(recipient={"kind": "other_family"}, items=[school]).because[0].says


def test_the_first_sentence_in_danger_never_leaves_the_child_with_somebody_who_cannot_act() -> None:
    court = ask(immediacy="immediate_danger", recipient={"kind": "court"})
    assert "ring 999 first" in court.because[0].says
    assert "ring 999 first" not in ask(**DANGER).because[0].says


def test_danger_elsewhere_does_not_claim_that_its_law_was_read() -> None:
    welsh = ask(nation="wales", **DANGER)
    assert welsh.answer == "may_share"
    assert "was not checked" in welsh.because[0].says
    assert "nothing forbids" not in welsh.because[0].says


def test_a_question_without_a_nation_is_told_that_this_is_what_is_missing() -> None:
    nowhere = ask(nation=None)
    assert nowhere.answer == "seek_advice"
    assert "have not said in which nation" in nowhere.because[0].says


def test_a_need_that_nobody_spoke_of_is_found_out_and_not_refused() -> None:
    unsaid = ask(items=[item(needed_by_recipient=None)])
    assert unsaid.answer == "seek_advice"
    assert verdicts(unsaid) == ["withhold"]
    assert "items[0].needed_by_recipient" in unsaid.find_out
    assert ask(items=[item(needed_by_recipient=False)]).answer == "do_not_share"


def test_danger_never_takes_away_a_condition_that_urgency_meets() -> None:
    grave = {"concern": {"kinds": ["neglect"], "level": "serious_harm"}, "items": [item(special=["health"])]}
    asked = {"recipient": {"kind": "court"}, "people": [{"who": "child", "age": 3, "competent": False}], **grave}
    urgent, danger = ask(**asked, immediacy="urgent"), ask(**asked, immediacy="immediate_danger")
    assert "art9_2_c" in urgent.conditions
    assert "art9_2_c" in danger.conditions
    assert verdicts(danger) == verdicts(urgent)


def test_a_child_is_told_once_somebody_made_sure_that_it_is_safe() -> None:
    unsaid = ask(people=[{"who": "child", "age": 13}])
    assert unsaid.tell[0].answer == "seek_views"
    assert "make sure of it before" in unsaid.tell[0].because[0]
    assert "people[0].telling.may_increase_risk" in unsaid.find_out
    safe = ask(people=[{"who": "child", "age": 13, "telling": {"may_increase_risk": False}}])
    assert "make sure of it before" not in safe.tell[0].because[0]
    assert "people[0].telling.may_increase_risk" not in safe.find_out
