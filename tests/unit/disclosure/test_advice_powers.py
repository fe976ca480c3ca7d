"""What lets it go: powers, guidance and the lawful basis; and what is known outside England."""

from typing import Any

import pytest

from goldenthread.disclosure.advice.words import StepName
from tests.spec.asking import CHARITY, DANGER, GP, NHS, PAPER, answered, ask, question, rejected, said


def item(**differs: Any) -> dict[str, Any]:
    ordinary = {"name": "it", "about": "child", "form": "summary", "confidential": False, "needed_by_recipient": True}
    return ordinary | differs


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
        ({"recipient": {"kind": "ofsted"}}, "may_share"),
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
        ({"sender": {"kind": "police"}, "items": [item(criminal=True, person_status="suspect")]},
         "cja2003_s325", "reaches only offenders"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "housing_association"},
          "items": [item(person_status="convicted")]}, "cja2003_s325", "joins the police, probation or a prison"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "la_housing"}, "purpose": "law_enforcement"},
         "oma2007_s14", "probation or a prison"),
        ({"sender": {"kind": "police"}, "recipient": {"kind": "la_csc"}, "purpose": "law_enforcement"},
         "oma2007_s14", "probation or a prison"),
        ({"sender": NHS, "recipient": {"kind": "icb"}}, "nhsa2006_s82", "between two of the one"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "district_council"}}, "nhsa2006_s82", "two of the one"),
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
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "police"}, "items": [item(person_status="convicted")],
          "governance": PAPER}, "cja2003_s325"),
        ({"sender": {"kind": "prison"}, "recipient": {"kind": "la_csc"}, "items": [item(person_status="convicted")],
          "governance": PAPER}, "cja2003_s325"),
        ({"sender": {"kind": "la_csc"}, "recipient": {"kind": "probation"}, "purpose": "law_enforcement"},
         "oma2007_s14"),
        ({"sender": {"kind": "prison"}, "recipient": {"kind": "police"}, "purpose": "law_enforcement"}, "oma2007_s14"),
        ({"sender": NHS}, "nhsa2006_s82"),
        ({"sender": {"kind": "district_council"}, "recipient": {"kind": "ambulance"}}, "nhsa2006_s82"),
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
    principles = ("dpa2018_s35", "dpa2018_s36", "dpa2018_s38")
    assert next(one for one in part_3.because if one.step is StepName.LAWFUL_BASIS).sources == principles


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
