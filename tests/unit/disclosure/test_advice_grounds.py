"""May it be shared: purpose and danger first, then power, lawful basis, condition and confidence."""

from typing import Any

import pytest

from goldenthread.disclosure.advice import Answer
from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import answered, question

NHS = {"kind": "nhs_trust", "designated_agency": False}
GP = {"kind": "gp", "designated_agency": False, "public_authority": True}
CHARITY = {"kind": "voluntary", "public_authority": False, "designated_agency": False}
SAFE = {"may_increase_risk": False, "may_prejudice_crime": False, "impracticable_now": False, "safe_channel": True}
DANGER = {"immediacy": "immediate_danger", "recipient": {"kind": "police", "emergency_service": True}}
PAPER = {"agreement": True, "dpia": True, "policy_document": True}


def ask(**differs: Any) -> Answer:
    return answered(question(differs))


def item(**differs: Any) -> dict[str, Any]:
    ordinary = {"name": "it", "about": "child", "form": "summary", "confidential": False, "needed_by_recipient": True}
    return ordinary | differs


def said(answer: Answer, step: StepName) -> str:
    return next(one.says for one in answer.because[1:] if one.step is step)


def rejected(answer: Answer) -> dict[str, str]:
    return {one.id: one.because for one in answer.rejected}


# Danger


@pytest.mark.parametrize(
    ("immediacy", "says"),
    [
        (None, "answered as routine"),
        ("routine", "Nobody is said to be in immediate danger"),
        ("urgent", "urgent is not an emergency"),
        ("immediate_danger", "share at once"),
    ],
)
def test_how_soon_is_said_first(immediacy: str | None, says: str) -> None:
    answer = ask(immediacy=immediacy)
    assert says in said(answer, StepName.DANGER)
    assert ("immediacy" in answer.find_out) is (immediacy is None)
    assert ("record_after_the_event" in answer.then) is (immediacy == "immediate_danger")


@pytest.mark.parametrize(
    ("recipient", "acts"),
    [
        ({"kind": "police"}, True),
        ({"kind": "parent"}, True),
        ({"kind": "court", "emergency_service": True}, True),
        ({"kind": "researcher"}, False),
        ({"kind": "home_office"}, False),
        ({"kind": "police", "linked_to_risk": True}, False),
        ({"kind": "police", "linked_to_risk": True, "emergency_service": True}, False),
        ({"kind": None}, False),
        ({"kind": None, "emergency_service": True}, True),
    ],
)
def test_danger_opens_the_way_only_to_somebody_who_can_act(recipient: dict[str, Any], acts: bool) -> None:
    answer = ask(immediacy="immediate_danger", recipient=recipient)
    assert ("record_after_the_event" in answer.then) is acts
    assert ("ring 999 first" in said(answer, StepName.DANGER)) is not acts


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland", None])
def test_danger_is_answered_at_once_in_every_nation(nation: str | None) -> None:
    answer = ask(nation=nation, **DANGER)
    assert answer.answer == ("must_share" if nation == "england" else "may_share")
    assert answer.items[0].answer == "share"


def test_danger_waits_for_no_paper_no_condition_and_no_flow() -> None:
    sensitive = item(special=["religion"], special_about="mother", needed_by_recipient=None)
    answer = ask(**DANGER, mode="planned", items=[sensitive], sender={"kind": "school_academy"})
    assert answer.answer == "must_share"
    assert answer.conditions == ()
    assert "complete_policy_document" in answer.then
    assert "danger does not wait" in said(answer, StepName.CONDITION)


def test_danger_leaves_back_what_nobody_needs_and_still_lets_the_worry_go() -> None:
    answer = ask(**DANGER, items=[item(needed_by_recipient=False)])
    assert answer.answer == "share_part"
    assert [(one.answer, one.strength) for one in answer.items] == [("withhold", "none")]


def test_in_danger_the_recipient_is_still_checked() -> None:
    answer = ask(immediacy="immediate_danger", recipient={"kind": "police", "verified": False})
    assert answer.answer == "verify_first"
    assert "ring 999" in answer.because[0].says


# Purpose


@pytest.mark.requirement("G17")
@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({"purpose": "immigration_control", "recipient": {"kind": "home_office"}}, "do_not_share"),
        ({"purpose": "immigration_control"}, "do_not_share"),
        ({"purpose": "immigration_control", **DANGER}, "do_not_share"),
        ({"purpose": "immigration_control", "recipient": {"verified": False}}, "do_not_share"),
        ({"purpose": "statistics", "recipient": {"kind": "researcher"}}, "do_not_share"),
        ({"purpose": "research", "recipient": {"kind": "researcher"}}, "do_not_share"),
        ({"purpose": "research", "recipient": {"kind": "researcher"}, "governance": PAPER}, "seek_advice"),
        ({"purpose": "research", "governance": PAPER | {"dpia": False}}, "do_not_share"),
        ({"purpose": "research", "governance": PAPER | {"agreement": False}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": "retailer"}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": "any_person"}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": None}}, "do_not_share"),
        ({"purpose": "eligibility", "recipient": {"kind": "la_housing"}}, "seek_advice"),
        ({"purpose": "other"}, "seek_advice"),
        ({"purpose": "other", "recipient": {"kind": "retailer"}}, "do_not_share"),
        ({"purpose": None}, "seek_advice"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "solicitor"}}, "seek_advice"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}, "sender": {"kind": "la_csc"}}, "may_share"),
        ({"purpose": "complaint", "recipient": {"kind": "parent"}}, "seek_advice"),
        ({"purpose": "complaint", "recipient": {"kind": "ofsted"}, "sender": CHARITY}, "may_share"),
        ({"recipient": {"kind": "researcher"}}, "do_not_share"),
        ({"recipient": {"kind": "retailer"}}, "do_not_share"),
        ({"recipient": {"kind": "business_partnership"}}, "do_not_share"),
        ({"recipient": {"kind": "business_partnership"}, "sender": {"kind": "police"}}, "may_share"),
        ({"recipient": {"kind": "researcher"}, "sender": {"kind": "police"}}, "do_not_share"),
        ({"recipient": {"kind": "researcher"}, "purpose": "safeguard_adult"}, "do_not_share"),
    ],
)
def test_purpose_comes_before_any_statute(differs: dict[str, Any], verdict: str) -> None:
    answer = ask(**differs)
    assert answer.answer == verdict
    if verdict in ("do_not_share", "seek_advice"):
        assert answer.because[0].step is StepName.PURPOSE
        assert "Instead: " in answer.because[0].says or "Meanwhile: " in answer.because[0].says
        assert "data_protection_officer" in answer.seek_advice_from
        lawyers = ("immigration_control", "legal_proceedings", "complaint")
        assert ("legal" in answer.seek_advice_from) is (differs.get("purpose") in lawyers)
        assert all(one.answer == "withhold" and one.strength == "none" for one in answer.items)


@pytest.mark.parametrize(
    ("differs", "path"),
    [
        ({"purpose": None}, "purpose"),
        ({"purpose": "other"}, "purpose"),
        ({"asked_on": None}, "asked_on"),
        ({"sender": {"kind": None}}, "sender.kind"),
        ({"recipient": {"kind": None}}, "recipient.kind"),
        ({"items": []}, "items"),
        ({"people": []}, "people"),
        ({"mode": None}, "mode"),
        ({"nation": None}, "nation"),
        ({"recipient": {"verified": None}}, "recipient.verified"),
        ({"recipient": {"linked_to_risk": None}}, "recipient.linked_to_risk"),
        ({"concern": {"level": None}}, "concern.level"),
        ({"concern": {"evidence": None}}, "concern.evidence"),
        ({"sender": {"public_authority": None}}, "sender.public_authority"),
        ({"items": [item(confidential=None)]}, "items[0].confidential"),
        ({"items": [item(needed_by_recipient=None)]}, "items[0].needed_by_recipient"),
        ({"items": [item(), item(needed_by_recipient=None)]}, "items[1].needed_by_recipient"),
    ],
)
def test_what_is_not_known_is_asked_for(differs: dict[str, Any], path: str) -> None:
    assert path not in ask().find_out
    assert path in ask(**differs).find_out


def test_an_ordinary_question_leaves_nothing_to_find_out() -> None:
    assert ask().find_out == ()


def test_the_law_after_a_childs_death_is_said() -> None:
    answer = ask(purpose="child_death_review")
    assert "ends with a child's life" in said(answer, StepName.PERSONAL_DATA)
    assert answer.tell[0].answer == "not_applicable"
    assert answer.tell[1].answer == "seek_views"


# Power and guidance

BEFORE = {"asked_on": "2026-06-01"}


@pytest.mark.requirement("F10")
@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({}, "should_share"),
        ({"purpose": "promote_welfare", "concern": {"level": "unmet_need"}}, "should_share"),
        ({"concern": {"level": "emerging"}}, "should_share"),
        ({"concern": {"level": "none"}}, "may_share"),
        ({"concern": {"level": None}}, "may_share"),
        ({"recipient": {"kind": "police"}, "concern": {"evidence": "none", "level": "risk_of_harm"}}, "may_share"),
        ({"recipient": {"kind": "parent"}}, "may_share"),
        ({"recipient": {"kind": "any_person"}}, "may_share"),
        ({"purpose": "law_enforcement", "recipient": {"kind": "police"}}, "may_share"),
        ({"sender": CHARITY}, "should_share"),
        ({"sender": GP}, "should_share"),
        ({"sender": {"kind": "ofsted"}}, "may_share"),
        ({"mode": "planned", "governance": PAPER}, "may_share"),
    ],
)
def test_should_needs_guidance_a_concern_and_a_power(differs: dict[str, Any], verdict: str) -> None:
    answer = ask(**(BEFORE | differs))
    assert answer.answer == verdict
    assert answer.items[0].strength == verdict.removesuffix("_share")
    assert answer.because[0].step is StepName.POWER


def test_a_body_without_a_power_in_the_register_asks_its_lawyers() -> None:
    answer = ask(sender={"kind": "ofsted"}, purpose="law_enforcement", recipient={"kind": "parent"})
    assert answer.answer == "seek_advice"
    assert "Ask your legal team" in answer.because[0].says
    assert {"legal", "data_protection_officer"} <= set(answer.seek_advice_from)
    worried = ask(sender={"kind": "ofsted"}, **BEFORE)
    assert worried.answer == "may_share"
    assert "legal" in worried.seek_advice_from


def test_a_private_body_needs_no_power() -> None:
    answer = ask(sender=CHARITY, purpose="law_enforcement", recipient={"kind": "parent"})
    assert answer.answer == "may_share"
    assert "need no statute" in said(answer, StepName.POWER)


def test_gateways_are_those_that_reach_both_and_express_ones_come_first() -> None:
    answer = ask(sender={"kind": "police", "designated_agency": False})
    assert answer.gateways[:1] == ("ca2004_s16LA",)
    assert answer.gateways.index("police_common_law") < answer.gateways.index("ca2004_s11")
    assert "cda1998_s115" not in answer.gateways
    assert "under common law" in said(answer, StepName.POWER)
    assert "by implication of" in said(ask(), StepName.POWER)


@pytest.mark.requirement("G8")
@pytest.mark.parametrize(
    ("differs", "id", "because"),
    [
        ({}, "made_up", "does not hold it"),
        ({"asked_on": "2026-06-01"}, "ca2004_s16LA", "not in force on 2026-06-01"),
        ({}, "hsca2012_s251B", "does not reach this sender"),
        ({"sender": NHS}, "hsca2012_s251B", "does not reach this recipient"),
        ({}, "cda1998_s115", "another purpose"),
        ({"judgement": {"may_help_recipient": None}}, "ca2004_s16LA", "tests are not shown"),
        ({"sender": NHS}, "ca1989_s27", "Nobody has asked under it"),
        ({}, "clc", "opens no way"),
        ({}, "art6_1_e", "no gateway"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "la_housing"}, "purpose": "promote_welfare"},
         "ha1996_s213B", "needs the person's agreement"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "police"}}, "cja2003_s325", "reaches only offenders"),
        ({"sender": {"kind": "police"}, "recipient": {"kind": "la_csc"}, "purpose": "law_enforcement",
          "concern": {"kinds": ["serious_violence"]}, "items": [item(special=["health"])]},
         "pcsca2022_s9_s16", "neither patient information"),
        ({"sender": {"kind": "police"}, "recipient": {"kind": "la_csc"}, "purpose": "law_enforcement"},
         "pcsca2022_s9_s16", "another kind of concern"),
    ],
)  # fmt: skip
def test_a_wrong_gateway_is_refused_with_its_reason_and_the_answer_stays(
    differs: dict[str, Any], id: str, because: str
) -> None:
    plain, proposed = ask(**differs), ask(**differs, proposed={"gateway": id})
    assert because in rejected(proposed)[id]
    assert proposed.answer == plain.answer


@pytest.mark.parametrize(
    ("differs", "id"),
    [
        ({}, "ca2004_s16LA"),
        ({}, "ea2002_s175"),
        ({"sender": {"kind": "police"}, "recipient": {"kind": "school_academy"}, "purpose": "law_enforcement",
          "concern": {"kinds": ["serious_violence"]}}, "pcsca2022_s9_s16"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "la_housing"}, "purpose": "promote_welfare",
          "people": [{"who": "child"}, {"who": "mother", "view": "agrees"}]}, "ha1996_s213B"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "police"}, "items": [item(criminal=True)],
          "governance": PAPER}, "cja2003_s325"),
    ],
)  # fmt: skip
def test_a_gateway_that_fits_is_not_refused(differs: dict[str, Any], id: str) -> None:
    answer = ask(**differs, proposed={"gateway": id})
    assert answer.rejected == ()
    assert id in answer.gateways


def test_what_has_gone_names_its_successor() -> None:
    answer = ask(sender={"kind": "la_csc"}, proposed={"gateway": ["ca2004_s14B", "lga2000_s2"]})
    instead = {one.id: one.instead for one in answer.rejected}
    assert "ca2004_s16H" in instead["ca2004_s14B"]
    assert "la2011_s1" in instead["lga2000_s2"]


def test_a_public_authority_is_not_sent_to_a_basis_that_is_closed_to_it() -> None:
    answer = ask(asked_on="2026-10-05", sender={"kind": "la_csc", "designated_agency": False},
                 proposed={"gateway": "hsca2012_s251B"})  # fmt: skip
    assert not {"art6_1_ea", "art6_1_f"} & set(answer.rejected[0].instead)


# Outside England


@pytest.mark.parametrize(
    ("nation", "says"),
    [
        ("wales", "Wales has its own safeguarding law"),
        ("scotland", "Scotland has its own child protection system"),
        ("northern_ireland", "Northern Ireland has its own law"),
        (None, "not said in which nation"),
    ],
)
def test_outside_england_advice_is_taken_and_no_english_duty_applied(nation: str | None, says: str) -> None:
    answer = ask(nation=nation, request={"power": "ca2004_s16H", "states_what_and_why": True, "made_by": "recipient"})
    assert (answer.answer, answer.duty, answer.gateways) == ("seek_advice", (), ())
    assert says in said(answer, StepName.POWER)
    assert {"childrens_social_care", "designated_safeguarding_lead", "legal"} <= set(answer.seek_advice_from)
    assert ask(nation=nation, recipient={"verified": False}).answer == "verify_first"


# Lawful basis

UNSURE = {"judgement": {"may_help_recipient": None}}


@pytest.mark.requirement("G3")
@pytest.mark.requirement("G4")
@pytest.mark.parametrize(
    ("differs", "basis"),
    [
        ({}, ("art6_1_c",)),
        (UNSURE, ("art6_1_e",)),
        (UNSURE | {"sender": {"kind": "la_csc", "public_authority": None}}, ("art6_1_e",)),
        ({"sender": CHARITY}, ("art6_1_ea", "art6_1_f")),
        ({"sender": CHARITY | {"public_authority": None}}, ("art6_1_ea", "art6_1_f")),
        ({"sender": CHARITY | {"commissioned": True}}, ("art6_1_c",)),
        ({"sender": CHARITY, "asked_on": "2026-02-05"}, ("art6_1_ea", "art6_1_f")),
        ({"sender": CHARITY, "asked_on": "2026-02-04"}, ("art6_1_f",)),
        ({"sender": CHARITY, "purpose": "law_enforcement", "recipient": {"kind": "police"}}, ("art6_1_ea", "art6_1_f")),
        ({"sender": CHARITY, "purpose": "complaint", "recipient": {"kind": "ofsted"}}, ("art6_1_f",)),
        ({"sender": {"kind": None, "public_authority": None}}, ()),
        ({"purpose": "subject_access", "recipient": {"kind": "parent"}}, ("art6_1_c",)),
        ({"sender": {"kind": "police", "competent_authority": True}, "purpose": "law_enforcement",
          "recipient": {"kind": "la_csc"}}, ("dpa2018_s35",)),
        ({"sender": {"kind": "police", "competent_authority": True}}, ("art6_1_c",)),
    ],
)  # fmt: skip
def test_the_basis_follows_from_who_shares_under_which_duty_and_on_which_day(
    differs: dict[str, Any], basis: tuple[str, ...]
) -> None:
    assert ask(**differs).lawful_basis == basis


def test_a_recognised_interest_is_cited_for_what_it_is() -> None:
    says = next(one for one in ask(sender=CHARITY).because if one.step is StepName.LAWFUL_BASIS)
    assert "rli_safeguarding" in says.sources
    crime = ask(sender=CHARITY, purpose="law_enforcement", recipient={"kind": "police"})
    assert "rli_crime" in next(one for one in crime.because if one.step is StepName.LAWFUL_BASIS).sources
    left = ask(sender={"kind": "police", "competent_authority": True})
    assert "dpa2018_s36" in next(one for one in left.because if one.step is StepName.LAWFUL_BASIS).sources
    part_3 = ask(sender={"kind": "police", "competent_authority": True}, purpose="law_enforcement")
    assert "dpa2018_s36" not in next(one for one in part_3.because if one.step is StepName.LAWFUL_BASIS).sources


@pytest.mark.parametrize(
    ("differs", "words"),
    [
        ({}, "a legal obligation"),
        (UNSURE, "your public task"),
        ({"sender": CHARITY}, "a recognised legitimate interest"),
        ({"sender": CHARITY, "asked_on": "2025-02-04"}, "weighed with extra care for the child"),
        ({"sender": {"kind": "police", "competent_authority": True}, "purpose": "law_enforcement"}, "Part 3"),
        ({"sender": {"kind": None, "public_authority": None}}, "facts that are not given"),
        ({"sender": {"kind": None, "public_authority": None}, **DANGER}, "vital interests"),
    ],
)
def test_the_basis_is_said_in_words(differs: dict[str, Any], words: str) -> None:
    assert words in said(ask(**differs), StepName.LAWFUL_BASIS)


@pytest.mark.requirement("G5")
@pytest.mark.requirement("H8")
@pytest.mark.parametrize(
    ("differs", "id", "because"),
    [
        ({}, "art6_1_ea", "public authority"),
        ({}, "art6_1_f", "public authority"),
        ({"sender": CHARITY, "asked_on": "2026-02-04"}, "art6_1_ea", "not in force"),
        ({"sender": CHARITY}, "art6_1_e", "cannot borrow another's"),
        ({"sender": CHARITY}, "art6_1_c", "No duty to share is shown"),
        (UNSURE, "art6_1_c", "No duty to share is shown"),
        ({}, "art6_1_b", "No contract"),
        ({}, "art6_1_d", "life and death"),
        ({}, "sch1_p18", "not a lawful basis"),
        ({}, "made_up", "not a lawful basis"),
        ({}, "dpa2018_s35", "competent authority"),
        ({"sender": CHARITY | {"commissioned": True}}, "art6_1_f", "Another basis carries it"),
        (
            {"sender": CHARITY, "purpose": "complaint", "recipient": {"kind": "ofsted"}},
            "art6_1_ea",
            "no interest of its own",
        ),
        ({}, "art6_1_a", "a no must stop you"),
        ({"people": [{"who": "mother", "suspected_of_harm": True}]}, "art6_1_a", "source of harm"),
        ({"people": [{"who": "mother", "role": "suspect"}]}, "art6_1_a", "source of harm"),
        ({"people": [{"who": "mother", "view": "objects"}]}, "art6_1_a", "Somebody says no"),
        ({"people": [{"who": "child", "view": "asks_for_secrecy"}]}, "art6_1_a", "Somebody says no"),
    ],
)
def test_a_wrong_basis_is_refused_with_the_right_one(differs: dict[str, Any], id: str, because: str) -> None:
    answer = ask(**differs, proposed={"lawful_basis": id})
    assert because in rejected(answer)[id]
    assert answer.rejected[0].instead == answer.lawful_basis
    assert id not in answer.lawful_basis


@pytest.mark.parametrize(
    ("differs", "id"), [({}, "art6_1_c"), ({}, "art6_1_e"), (DANGER, "art6_1_d"), ({"sender": CHARITY}, "art6_1_f")]
)
def test_a_basis_that_also_fits_is_not_refused(differs: dict[str, Any], id: str) -> None:
    assert ask(**differs, proposed={"lawful_basis": id}).rejected == ()


AGREES = {"who": "mother", "role": "carer", "view": "agrees", "could_be_asked_safely": True, "suspected_of_harm": False}
FREE: dict[str, Any] = {
    "sender": CHARITY,
    "purpose": "promote_welfare",
    "concern": {"kinds": ["young_carer"], "level": "unmet_need"},
    "people": [{"who": "child", "age": 9, "competent": False}, AGREES],
    "proposed": {"lawful_basis": "art6_1_a"},
}


@pytest.mark.requirement("H1")
@pytest.mark.parametrize(
    ("spoiled", "is_free"),
    [
        ({}, True),
        ({"concern": {"kinds": ["young_carer"], "level": "none"}}, True),
        ({"concern": {"kinds": ["neglect"], "level": "risk_of_harm"}}, False),
        ({"sender": {"kind": "la_csc"}}, False),
        ({"sender": CHARITY | {"commissioned": True}}, False),
        ({"people": [AGREES | {"view": "unknown"}]}, False),
        ({"people": [AGREES | {"could_be_asked_safely": False}]}, False),
        ({"people": [AGREES | {"suspected_of_harm": True}]}, False),
        ({"people": [AGREES, {"who": "father", "view": "objects"}]}, False),
        ({"people": [{"who": "child", "view": "agrees", "could_be_asked_safely": True}]}, False),
        ({"immediacy": "immediate_danger", "recipient": {"kind": "police"}}, False),
    ],
)
def test_consent_is_a_basis_only_where_a_free_choice_is_left(spoiled: dict[str, Any], is_free: bool) -> None:
    answer = answered(question(FREE | spoiled))
    assert ("art6_1_a" in answer.lawful_basis) is is_free
    assert ("art6_1_a" in rejected(answer)) is not is_free
    assert ("consent can be your lawful basis" in said(answer, StepName.LAWFUL_BASIS)) is is_free


# Conditions

SENSITIVE = [item(special=["health"])]


def conditions(**differs: Any) -> tuple[str, ...]:
    return ask(**({"items": SENSITIVE} | differs)).items[0].conditions


def one_person(**differs: Any) -> list[dict[str, Any]]:
    return [{"who": "child", "competent": True, "could_be_asked_safely": True, "telling": SAFE} | differs]


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        ({"items": [item(special=["health"], confidential=True)]}, True),
        ({"items": [item(special=["health"], confidential=None)]}, False),
        ({}, False),
        ({"sender": NHS}, True),
        ({"sender": NHS, "recipient": {"kind": "school_academy"}}, True),
        ({"sender": NHS, "recipient": {"kind": "safeguarding_partner"}}, True),
        ({"sender": NHS, "recipient": {"kind": "police"}}, False),
        ({"sender": NHS, "recipient": {"kind": "parent"}}, False),
        ({"sender": NHS, "purpose": "law_enforcement"}, False),
        ({"sender": NHS, "purpose": "practice_review"}, True),
        ({"sender": NHS, "purpose": "child_death_review"}, True),
        ({"sender": {"kind": "police"}, "items": [item(special=["health"], confidential=True)]}, True),
        ({"recipient": {"kind": "police"}, "items": [item(special=["health"], confidential=True)]}, False),
    ],
)
def test_health_or_social_care_is_a_condition_under_secrecy(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p2" in conditions(**differs)) is is_met


CUT = {"kinds": ["fgm"], "level": "serious_harm", "evidence": "disclosure_by_child"}
SUSPECT = {"who": "father", "suspected_of_harm": True}
CRIME = {"purpose": "law_enforcement", "concern": {"kinds": ["serious_violence"]}, "recipient": {"kind": "police"}}


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        (CRIME | {"people": one_person(could_be_asked_safely=False)}, True),
        (CRIME | {"people": one_person(could_be_asked_safely=None)}, True),
        (CRIME | {"people": one_person()}, False),
        (CRIME | {"people": []}, True),
        (CRIME | {"people": one_person(telling=SAFE | {"may_prejudice_crime": True})}, True),
        (CRIME | {"people": one_person(telling=SAFE | {"may_increase_risk": True})}, True),
        (CRIME | {"people": [*one_person(), SUSPECT]}, True),
        (CRIME | {"people": [SUSPECT], "recipient": {"kind": "la_csc"}}, False),
        (CRIME | {"people": [SUSPECT], "recipient": {"kind": "la_csc"}, "governance": PAPER}, True),
        ({"recipient": {"kind": "police"}, "people": [SUSPECT]}, True),
        ({"recipient": {"kind": "police"}, "people": one_person(competent=False)}, True),
        ({"recipient": {"kind": "police"}, "people": one_person(could_be_asked_safely=None)}, True),
        ({"recipient": {"kind": "police"}, "people": one_person(age=15), "sender": NHS, "concern": CUT}, True),
        ({"recipient": {"kind": "nca"}, "people": one_person(age=15), "sender": NHS, "concern": CUT}, False),
        ({"recipient": {"kind": "police"}, "people": one_person()}, False),
        ({"recipient": {"kind": "police"}, "people": [SUSPECT], "concern": {"kinds": ["young_carer"]}}, False),
        ({"recipient": {"kind": "police"}, "people": [SUSPECT], "purpose": "practice_review"}, False),
    ],
)
def test_unlawful_acts_are_a_condition_where_asking_would_shield_them(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p10" in conditions(**differs)) is is_met


SERIOUS = {"level": "serious_harm"}


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        (DANGER, True),
        ({"immediacy": "urgent", "concern": SERIOUS}, True),
        ({"immediacy": "routine", "concern": SERIOUS}, False),
        ({"immediacy": "urgent"}, False),
        (DANGER | {"people": one_person()}, False),
        (DANGER | {"people": []}, False),
        (DANGER | {"people": one_person(competent=None, age=11)}, True),
        (DANGER | {"people": one_person(competent=None, age=12)}, False),
        (DANGER | {"items": [item(special=["health"], special_about="mother")]}, False),
        (DANGER | {"items": [item(special=["health"], about="unborn")], "people": [{"who": "unborn"}]}, True),
    ],
)
def test_vital_interests_are_a_condition_for_somebody_who_cannot_consent(differs: dict[str, Any], is_met: bool) -> None:
    assert ("art9_2_c" in conditions(**differs)) is is_met


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        ({}, True),
        ({"governance": {"policy_document": False}}, False),
        ({"governance": {"policy_document": None}}, False),
        ({"purpose": "law_enforcement"}, False),
        ({"purpose": "safeguard_adult"}, True),
        ({"people": one_person()}, False),
        ({"people": one_person(could_be_asked_safely=False)}, True),
        ({"people": one_person(could_be_asked_safely=None)}, False),
        ({"people": one_person(could_be_asked_safely=None, telling={"impracticable_now": True})}, True),
        ({"people": one_person(suspected_of_harm=True)}, True),
        ({"people": one_person(telling=SAFE | {"may_increase_risk": True})}, True),
        ({"people": []}, False),
        ({"items": [item(special=["health"], special_about="mother")]}, False),
        ({"items": [item(special=["health"], about="father")], "people": [SUSPECT]}, True),
    ],
)
def test_paragraph_18_asks_for_paper_and_a_reason_not_to_ask_that_person(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p18" in conditions(**({"governance": PAPER} | differs))) is is_met


@pytest.mark.parametrize(
    ("differs", "is_met"),
    [
        ({"governance": PAPER}, True),
        ({}, False),
        ({"governance": PAPER, "sender": CHARITY}, False),
        ({"governance": PAPER, "sender": CHARITY | {"commissioned": True}}, True),
        ({"governance": PAPER, "purpose": "immigration_control"}, False),
    ],
)
def test_a_function_conferred_by_law_is_a_condition_with_paper(differs: dict[str, Any], is_met: bool) -> None:
    assert ("sch1_p6" in conditions(**differs)) is is_met


CRIMINAL = {"items": [item(criminal=True)]}


@pytest.mark.parametrize(
    ("differs", "met"),
    [
        ({"sender": {"kind": "police"}}, ("art10",)),
        ({"sender": {"kind": "la_csc", "competent_authority": True}}, ("art10", "sch1_p2")),
        ({"sender": NHS}, ("sch1_p2",)),
        (CRIME | {"people": []}, ("sch1_p10", "sch1_p36")),
        (
            {"governance": PAPER, "people": [*one_person(could_be_asked_safely=False)]},
            ("sch1_p10", "sch1_p36", "sch1_p18", "sch1_p6"),
        ),
        (DANGER, ("sch1_p10", "sch1_p36", "sch1_p30")),
        (DANGER | {"concern": {"kinds": ["absence"]}}, ("sch1_p30",)),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}}, ("sch1_p33",)),
        ({}, ()),
    ],
)
def test_criminal_offence_data_has_conditions_of_its_own(differs: dict[str, Any], met: tuple[str, ...]) -> None:
    assert conditions(**(CRIMINAL | differs)) == met


def test_data_of_both_kinds_needs_a_condition_for_each() -> None:
    both = [item(special=["health"], criminal=True)]
    assert conditions(items=both, sender={"kind": "police"}) == ()
    assert conditions(items=both, sender={"kind": "police"}, governance=PAPER)[0] == "sch1_p10"
    assert "art10" in conditions(items=both, sender={"kind": "police"}, governance=PAPER)


def test_legal_claims_and_law_enforcement_have_theirs() -> None:
    court = {"purpose": "legal_proceedings", "recipient": {"kind": "court"}}
    assert conditions(**court) == ("art9_2_f",)
    police = {"sender": {"kind": "police", "competent_authority": True}, "governance": PAPER}
    assert "sch8_p4" in conditions(**(CRIME | police))
    assert "sch8_p4" not in conditions(**(CRIME | police | {"governance": {}}))
    assert "sch8_p4" not in conditions(**(CRIME | police | {"concern": {"kinds": []}}))
    assert "sch8_p4" not in conditions(**police)
    assert "sch8_p4" not in conditions(**(CRIME | police | {"sender": {"kind": "police"}}))


def test_without_a_condition_one_act_goes_to_advice_within_hours() -> None:
    answer = ask(items=SENSITIVE)
    assert (answer.answer, answer.duty) == ("seek_advice", ("ca2004_s16LA",))
    assert answer.because[0].step is StepName.CONDITION
    assert "within hours" in said(answer, StepName.CONDITION)
    assert "complete_policy_document" in answer.then
    assert {"data_protection_officer", "designated_safeguarding_lead"} <= set(answer.seek_advice_from)
    assert "governance.policy_document" not in answer.find_out
    unknown = ask(items=SENSITIVE, governance={"policy_document": None})
    assert "governance.policy_document" in unknown.find_out


@pytest.mark.requirement("J6")
def test_without_a_condition_a_planned_flow_waits() -> None:
    answer = ask(
        items=SENSITIVE, mode="planned", governance={"agreement": True, "dpia": True, "policy_document": False}
    )
    assert answer.answer == "do_not_share"
    assert "complete_policy_document" in answer.then
    assert "planned flow waits" in said(answer, StepName.CONDITION)


def test_one_item_without_a_condition_holds_no_other_back() -> None:
    answer = ask(items=[*SENSITIVE, item(name="plain")])
    assert answer.answer == "share_part"
    assert [one.answer for one in answer.items] == ["withhold", "share"]
    assert answer.because[0].says.startswith("You must share part")


def test_whether_the_person_could_be_asked_is_asked_for() -> None:
    people = [{"who": "child", "competent": False}, {"who": "mother"}]
    mothers = [item(special=["health"], special_about="mother")]
    assert "people[1].could_be_asked_safely" in ask(items=mothers, people=people).find_out
    assert "people" in ask(items=mothers, people=people[:1]).find_out
    assert "people[1].could_be_asked_safely" not in ask(items=mothers, people=[people[0], SUSPECT]).find_out


@pytest.mark.parametrize(
    ("differs", "id", "because"),
    [
        ({"sender": NHS, "people": one_person()}, "sch1_p18", "could be asked safely"),
        ({"sender": NHS}, "sch1_p18", "appropriate policy document"),
        ({"sender": NHS}, "sch1_p6", "appropriate policy document"),
        ({"sender": NHS}, "sch1_p17", "appropriate policy document"),
        ({"sender": NHS}, "sch1_p3", "is not shown"),
        ({"sender": NHS}, "art6_1_c", "not a condition"),
        ({"sender": NHS}, "made_up", "not a condition"),
        ({"items": [item()]}, "sch1_p18", "no condition is needed"),
        ({"sender": NHS, "asked_on": "2018-01-01"}, "sch1_p2", "not in force"),
        ({"sender": NHS}, "art9_2_g", "appropriate policy document"),
    ],
)
def test_a_wrong_condition_is_refused_with_those_that_are_met(differs: dict[str, Any], id: str, because: str) -> None:
    answer = ask(**({"items": SENSITIVE} | differs), proposed={"condition": id})
    assert because in rejected(answer)[id]
    assert set(answer.rejected[0].instead) <= set(answer.conditions)


@pytest.mark.parametrize(
    ("differs", "id"),
    [
        ({"sender": NHS}, "sch1_p2"),
        ({"sender": NHS}, "art9_2_h"),
        ({"governance": PAPER}, "sch1_p18"),
        ({"governance": PAPER}, "art9_2_g"),
    ],
)
def test_a_condition_that_is_met_is_not_refused(differs: dict[str, Any], id: str) -> None:
    assert ask(**({"items": SENSITIVE} | differs), proposed={"condition": id}).rejected == ()


def test_what_is_not_needed_asks_for_no_condition() -> None:
    answer = ask(items=[item(name="plain"), item(special=["health"], needed_by_recipient=False)])
    assert answer.answer == "share_part"
    assert answer.conditions == ()
    assert "complete_policy_document" not in answer.then
    assert said(answer, StepName.CONDITION) == "No item is sensitive by law, so none is needed."


# Confidence

TOLD = [item(confidential=True)]
COMPETENT = {"who": "child", "age": 15, "competent": True}


@pytest.mark.requirement("I3")
@pytest.mark.requirement("I8")
@pytest.mark.parametrize(
    ("differs", "standing"),
    [
        ({"items": [item()]}, "not_engaged"),
        ({"items": [item(confidential=None)]}, "unresolved"),
        ({"items": []}, "unresolved"),
        ({"items": [item(), item(confidential=True, needed_by_recipient=False)]}, "not_engaged"),
        ({}, "public_interest"),
        ({"concern": SERIOUS}, "public_interest"),
        ({"concern": {"level": "emerging"}}, "weigh"),
        ({"concern": {"level": "unmet_need"}}, "weigh"),
        ({"concern": SERIOUS | {"evidence": "anonymous"}}, "weigh"),
        ({"concern": SERIOUS | {"evidence": "none"}}, "weigh"),
        ({"concern": {"level": "emerging"}, **DANGER}, "public_interest"),
        ({"purpose": "legal_proceedings", "recipient": {"kind": "court"}}, "weigh"),
        ({"purpose": "law_enforcement", "recipient": {"kind": "police"}}, "public_interest"),
        ({"people": [COMPETENT | {"view": "objects"}]}, "weigh"),
        ({"people": [COMPETENT | {"view": "asks_for_secrecy"}]}, "weigh"),
        ({"people": [COMPETENT | {"view": "objects", "competent": False}]}, "public_interest"),
        ({"people": [COMPETENT | {"view": "objects"}], "concern": SERIOUS}, "public_interest"),
        ({"people": [COMPETENT | {"view": "agrees"}]}, "agreed"),
        ({"people": [COMPETENT | {"view": "agrees", "competent": False}]}, "public_interest"),
        ({"people": [COMPETENT | {"view": "agrees"}], "items": [*TOLD, item(about="mother", confidential=True)]},
         "public_interest"),
    ],
)  # fmt: skip
def test_confidence_stands_where_the_facts_put_it(differs: dict[str, Any], standing: str) -> None:
    assert ask(**({"items": TOLD} | differs)).confidentiality == standing


@pytest.mark.requirement("I7")
def test_weighing_names_both_sides_and_whom_to_ask() -> None:
    weighed = {"items": TOLD, "concern": {"level": "emerging"}}
    answer = ask(**weighed, sender=NHS)
    for side in ("trust you would lose", "withdrawing from treatment", "the harm to the child if nobody acts"):
        assert side in said(answer, StepName.CONFIDENTIALITY)
    assert answer.seek_advice_from == ("named_doctor", "caldicott_guardian")
    refusing = ask(**weighed, sender=NHS, people=[COMPETENT | {"view": "objects"}])
    assert "professional_regulator" in refusing.seek_advice_from
    assert ask(**weighed).seek_advice_from == ("designated_safeguarding_lead",)
    assert ask(**weighed, sender={"kind": "la_csc"}).seek_advice_from == ("caldicott_guardian",)
    assert ask(**weighed, **DANGER).seek_advice_from == ()
    assert ask(items=TOLD).seek_advice_from == ()


def test_the_doctors_own_guidance_is_cited_to_doctors() -> None:
    def sources(**differs: Any) -> tuple[str, ...]:
        return next(one for one in ask(**differs).because if one.step is StepName.CONFIDENTIALITY).sources

    assert sources(sender=NHS, items=TOLD) == ("clc", "gmc_children_46_50")
    assert sources(sender=NHS) == ("clc",)
    assert sources(items=TOLD) == ("clc",)
