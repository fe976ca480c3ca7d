"""What the register must hold, and what it must never say."""

from datetime import date

import pytest

from goldenthread.law import (
    Confirmed,
    Displaces,
    Effect,
    Force,
    PartyKind,
    Provision,
    ProvisionKind,
    Question,
    law_in_force,
    read_register,
    search,
)

TODAY = date(2026, 11, 22)
GATEWAYS = set(
    """
ca2004_s16LA ca2004_s16LC ca2004_s16EA ca2004_s10 ca2004_s11 ca2004_s12 ca2004_s14B ca2004_s16C_16D ca2004_s16E_16G
ca2004_s16H ca2004_s16N ca1989_s17 ca1989_s27 ca1989_s37 ca1989_s47_enquire ca1989_s47_9 ca1989_s46 ea2002_s175
ea1996_s436A ea1996_s436B_G esa2008 pupil_information police_common_law cda1998_s115 cda1998_s17 pcsca2022_s9_s16
pcsca2022_s44A daa2021_s3 daa2021_s49A cja2003_s325 cja2003_s327A oma2007_s14 fgma2003_s5B cpa2026_csa_report
svga2006_dbs lado ctsa2015_s26_36 msa2015_s52 ha1996_s213B hsca2012_s251B nhsa2006_s82 nhsa2006_s13Z3 nhsa2006_s251
care_act_s6_7_45 la2011_s1 lga1972_s111 lga2000_s2 dea2017_s35 clc hra_art8 family_court_restrictions
special_statutory_secrecy
""".split()  # noqa: SIM905 - read as a list, checked as a set
)
BY_ID: dict[str, Provision] = {str(p.id): p for p in read_register()}
NO_DOCUMENT = {"sch1_p2", "sch1_p3", "sch1_p4", "sch1_p13"}


@pytest.mark.requirement("G7")
@pytest.mark.requirement("G11")
def test_all_52_gateways_stand_in_the_register() -> None:
    assert len(GATEWAYS) == 52
    assert not GATEWAYS - set(BY_ID)
    acts = {BY_ID[id].citation.split(",")[0] for id in GATEWAYS}
    assert len({act for act in acts if " Act " in act}) >= 10
    assert {"Digital Economy Act 2017", "Children Act 2004"} <= acts


@pytest.mark.requirement("G10")
def test_safeguarding_partners_have_their_power_to_ask_with_its_limit() -> None:
    asked = BY_ID["ca2004_s16H"]
    assert "Children and Social Work Act 2017" in asked.citation
    assert asked.effect is Effect.REQUIRES_ON_REQUEST
    assert {PartyKind.LA_CSC, PartyKind.ICB, PartyKind.POLICE} <= set(asked.recipients)
    assert "s. 16H(4)" in asked.onward_limits


@pytest.mark.requirement("W6")
def test_a_profession_finds_its_own_guidance() -> None:
    doctors = search(BY_ID.values(), Question(sender=PartyKind.GP, kind=ProvisionKind.GUIDANCE))
    teachers = search(BY_ID.values(), Question(sender=PartyKind.SCHOOL_MAINTAINED, kind=ProvisionKind.GUIDANCE))
    assert {"gmc_children_32_34", "caldicott_principles"} <= {p.id for p in doctors}
    assert "kcsie" in {p.id for p in teachers}
    assert "gmc_children_32_34" not in {p.id for p in teachers}


def test_article_6_has_seven_bases_since_february_2026_and_six_before() -> None:
    bases = {f"art6_1_{letter}" for letter in ("a", "b", "c", "d", "e", "ea", "f")}
    for on, standing in ((date(2026, 2, 5), bases), (date(2026, 2, 4), bases - {"art6_1_ea"})):
        assert {p.id for p in law_in_force("england", on=on).in_force if p.id.startswith("art6_1")} == standing


def test_article_9_article_10_and_all_of_schedules_1_and_8_stand_in_the_register() -> None:
    needed = {f"art9_2_{letter}" for letter in "abcdefghij"} | {"art10"}
    needed |= {f"sch1_p{n}" for n in range(1, 42)} | {f"sch8_p{n}" for n in range(1, 10)}
    assert not needed - set(BY_ID)


def test_every_condition_of_schedule_1_says_rightly_whether_it_needs_a_policy_document() -> None:
    first_two_parts = {f"sch1_p{n}" for n in (1, 2, 3, 4, *range(6, 29))}
    assert {id for id in first_two_parts if not BY_ID[id].needs_policy_document} == NO_DOCUMENT
    assert PartyKind.POLICE in BY_ID["sch1_p10"].no_policy_document_towards
    assert {id for id in first_two_parts if BY_ID[id].no_policy_document_towards} == {"sch1_p10"}


@pytest.mark.parametrize(
    ("looks_right", "is_not_for", "instead"),
    [
        ("hsca2012_s251B", PartyKind.LA_CSC, "ca2004_s16LA"),
        ("cda1998_s115", PartyKind.VOLUNTARY, None),
        ("ca1989_s47_9", PartyKind.POLICE, None),
        ("pcsca2022_s9_s16", PartyKind.VOLUNTARY, "ca2004_s16LA"),
        ("msa2015_s52", PartyKind.LA_CSC, "ca2004_s16LA"),
    ],
)
def test_what_looks_right_and_is_not_says_so(looks_right: str, is_not_for: PartyKind, instead: str | None) -> None:
    entry = BY_ID[looks_right]
    assert is_not_for not in entry.recipients
    assert entry.recipients
    assert instead is None or instead in entry.instead


def test_the_serious_violence_power_names_no_health_or_social_care_sender() -> None:
    entry = BY_ID["pcsca2022_s9_s16"]
    assert not {PartyKind.ICB, PartyKind.LA_CSC, PartyKind.NHS_TRUST} & set(entry.senders)


def test_police_and_schools_are_not_asked_under_section_27_nor_section_47_9() -> None:
    for id in ("ca1989_s27", "ca1989_s47_9"):
        assert not {PartyKind.POLICE, PartyKind.SCHOOL_MAINTAINED} & set(BY_ID[id].senders)


def test_abolished_powers_are_gone_and_point_to_what_took_their_place() -> None:
    law = law_in_force("england", on=TODAY)
    for id, instead in (("ca2004_s14B", "ca2004_s16H"), ("lga2000_s2", "la2011_s1")):
        assert law.force(BY_ID[id].id) is Force.NOT_IN_FORCE
        assert instead in BY_ID[id].instead


def test_what_was_enacted_and_not_commenced_is_not_in_force() -> None:
    law = law_in_force("england", on=TODAY)
    for id in ("ca2004_s16EA", "ca2004_s16LC", "ea1996_s436B_G", "cpa2026_csa_report"):
        assert law.force(BY_ID[id].id) is Force.NOT_IN_FORCE


def test_confidence_is_set_aside_only_by_text_that_was_read() -> None:
    says_so = {p.id for p in BY_ID.values() if p.displaces_confidence is Displaces.YES}
    assert says_so == {"ca2004_s16LC", "dea2017_s35", "pcsca2022_s9_s16"}


def test_whatever_requires_disclosure_names_to_whom_or_is_asked_for() -> None:
    bare = {p.id for p in BY_ID.values() if p.effect is Effect.REQUIRES and not p.recipients}
    assert bare == {"chsa2011_reporter"}


def test_the_designated_officer_is_not_the_general_place_for_a_referral() -> None:
    assert BY_ID["lado"].effect is Effect.NEITHER
    assert "not the general place" in " ".join(BY_ID["lado"].pitfalls)


def test_every_nation_says_what_differs_and_whom_to_ask() -> None:
    for nation in ("wales", "scotland", "northern_ireland"):
        asked = law_in_force(nation, on=TODAY).provision(BY_ID[f"{nation}_whom_to_ask"].id)
        assert asked is not None
        assert "999" in asked.plain_words


def test_what_only_memory_knows_is_unverified_and_says_what_was_sought() -> None:
    unread = [p for p in BY_ID.values() if p.evidence.status is Confirmed.UNVERIFIED]
    assert unread
    assert all(p.sought_and_not_found for p in unread)
