"""The catalogue that is shipped: complete, kind, plain, and a ceiling that grants nothing."""

import re
from pathlib import Path

import pytest

from goldenthread.flags import Burden, FlagKind, Happening, IncompleteKind, read_catalogue
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, Level, Role, UnreadableDocument
from tests.unit.flags.facts import CATALOGUE
from tests.unit.flags.readability import reading_age, syllables

LISTED = [
    "open_to_childrens_social_care",
    "open_to_early_help",
    "child_in_need_plan",
    "child_protection_plan",
    "looked_after",
    "care_leaver",
    "placed_out_of_area",
    "section_47_enquiry",
    "referral_to_front_door",
    "missing_episode",
    "private_fostering_or_kinship_care",
    "possible_young_carer",
    "parent_in_prison",
    "parent_in_inpatient_mental_health_care",
    "parent_open_to_adult_social_care",
    "parent_receives_substance_misuse_treatment",
    "no_recourse_to_public_funds",
    "domestic_abuse_incident_attended",
    "police_protection_used",
    "persistent_absence",
    "suspension_or_exclusion",
    "school_safeguarding_file",
    "education_health_and_care_plan",
    "sen_support",
    "missing_education",
    "electively_home_educated",
    "free_school_meals",
    "open_to_health_visiting",
    "missed_health_appointments",
    "open_to_camhs",
    "on_practice_list",
    "homelessness_application",
    "social_tenancy",
    "tenancy_at_risk",
    "temporary_accommodation",
    "open_to_young_carers_service",
    "disabled_childrens_register",
]
JARGON = re.compile(
    r"\b(MASH|CIN|CP|CPP|EHCP?|SEND?|SENCO|LAC|CLA|DSL|S47|s\.?47|section|NRPF|MARAC|CAMHS|ICPC|TAF|PEP|IRO|DA|DV|YOT"
    r"|perpetrator|victim|cohort|dataset|threshold|multi[- ]agency|stakeholder|safeguarded|intervention|caseload"
    r"|signpost\w*|disengaged|non[- ]compliant|hard to reach|service user|client|parental responsibility)\b"
)
STIGMA = re.compile(
    r"\b(prison\w*|offend\w*|criminal|jail|immigration|illegal|public funds|destitute|addict\w*|alcohol\w*|drink|drugs?"
    r"|substance|misuse|mental|psychiatric|abus\w*|violen\w*|arrears|debt|evict\w*|homeless\w*|neglect\w*)\b",
    re.IGNORECASE,
)
STIGMA_IN_THE_ID = [
    "parent_in_prison",
    "parent_in_inpatient_mental_health_care",
    "parent_receives_substance_misuse_treatment",
    "no_recourse_to_public_funds",
    "domestic_abuse_incident_attended",
    "homelessness_application",
    "tenancy_at_risk",
]

every_kind = pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.id)


def _words(kind: FlagKind) -> str:
    """All that a practitioner without the reason may read, each part as a sentence."""
    parts = (kind.title, kind.closed_words, kind.open_words, kind.ended_words, kind.need, kind.reason_words)
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def test_the_catalogue_holds_every_kind_that_the_area_needs() -> None:
    assert len(set(LISTED)) == 37
    assert set(LISTED) <= {kind.id for kind in CATALOGUE.kinds}


@every_kind
def test_the_words_of_a_flag_can_be_read_at_twelve(kind: FlagKind) -> None:
    assert reading_age(_words(kind)) <= 12


def test_the_reading_measure_tells_hard_words_from_easy_ones() -> None:
    hard = "The multi-agency partnership facilitates proportionate intervention regarding identified vulnerabilities."
    assert reading_age(hard) > 18
    assert reading_age("The child may be sad. Ring the school.") < 8
    assert [syllables(word) for word in ("school", "worried", "family", "service", "housing", "asked")] == [
        1,
        2,
        3,
        2,
        2,
        1,
    ]


@every_kind
def test_the_words_of_a_flag_hold_no_jargon(kind: FlagKind) -> None:
    assert JARGON.findall(_words(kind)) == []


@pytest.mark.requirement("C6")
@pytest.mark.parametrize("id", STIGMA_IN_THE_ID)
def test_the_words_meet_the_need_and_only_the_reason_names_what_could_shame(id: str) -> None:
    kind = CATALOGUE.kind(id)
    assert kind is not None
    everybody_reads = " ".join((kind.title, kind.closed_words, kind.open_words, kind.ended_words, kind.need))
    assert STIGMA.findall(everybody_reads) == []


@every_kind
def test_the_closed_line_says_whom_to_ring(kind: FlagKind) -> None:
    assert re.search(r"\bRing\b", kind.closed_words)
    assert len(kind.closed_words) <= 120


@every_kind
def test_only_roles_that_work_with_children_are_under_a_ceiling(kind: FlagKind) -> None:
    assert set(kind.ceiling) <= LOOKS_AT_CHILDREN


@every_kind
def test_no_flag_carries_an_address_notes_or_other_people(kind: FlagKind) -> None:
    assert {Burden.ADDRESS, Burden.NOTES, Burden.NAMES_OF_OTHERS} <= set(kind.never_carries)


def test_a_domestic_abuse_flag_is_short_and_carries_no_address_caller_or_blame() -> None:
    kind = CATALOGUE.kind("domestic_abuse_incident_attended")
    assert kind is not None
    assert (kind.lives_for_days, kind.ended_shown_for_days, kind.happening) == (90, 0, Happening.EVENT)
    assert {Burden.ADDRESS, Burden.CALLER, Burden.BLAME} <= set(kind.never_carries)
    assert not kind.reason_for
    assert not kind.tells_which_adult
    assert kind.life_because.startswith("Ninety days: ")


@pytest.mark.requirement("C3")
def test_a_young_carer_flag_holds_no_place_for_a_parents_health() -> None:
    kind = CATALOGUE.kind("possible_young_carer")
    assert kind is not None
    assert {Burden.DIAGNOSIS, Burden.TREATMENT, Burden.MEDICAL_HISTORY} <= set(kind.never_carries)
    assert (kind.contact, kind.reason_for, kind.about) == ("young-carers-service", (), "child")


@pytest.mark.requirement("C4")
@pytest.mark.requirement("C5")
@pytest.mark.parametrize("id", ["parent_in_prison", "parent_in_inpatient_mental_health_care"])
def test_a_school_is_told_that_the_child_may_need_support_and_not_why(id: str) -> None:
    kind = CATALOGUE.kind(id)
    assert kind is not None
    assert kind.title.startswith("The child may need support")
    assert kind.ceiling[Role.DESIGNATED_SAFEGUARDING_LEAD] is Level.CONTENT
    assert Role.DESIGNATED_SAFEGUARDING_LEAD not in kind.reason_for


MINIMAL = """
kinds:
  - id: "a_kind"
    title: "A title"
    closed_words: "A service helps. Ring the service."
    open_words: "It helps."
    ended_words: "It helped."
    need: "Help"
    about: "child"
    raised_by: ["school"]
    ceiling: {social_worker: "content", gp: "existence"}
    lives_for_days: "10"
    ended_shown_for_days: "10"
    life_because: "It is short."
    never_carries: ["address"]
    contact: "source"
    reason_for: ["social_worker"]
    service_kind: "school"
    urgency: "soon"
    answers: "desk"
"""


@pytest.mark.parametrize(
    ("now", "then", "problem"),
    [
        ('"A title"', '" "', "an empty text"),
        ('["school"]', "[]", "nobody who may raise it"),
        ('lives_for_days: "10"', 'lives_for_days: "0"', "a life of no days"),
        ('never_carries: ["address"]', 'never_carries: ["adress"]', "an unknown word under never_carries"),
        ('reason_for: ["social_worker"]', 'reason_for: ["gp"]', "a reason for roles that may not see its content"),
        ('ended_words: "It helped."', 'ended_words: ""', "no words for when it has ended"),
    ],
)
def test_a_kind_that_is_not_complete_is_refused_by_name(tmp_path: Path, now: str, then: str, problem: str) -> None:
    file = tmp_path / "kinds.yaml"
    file.write_text(MINIMAL)
    assert len(read_catalogue(file).kinds) == 1
    file.write_text(MINIMAL.replace(now, then, 1))
    with pytest.raises(IncompleteKind, match=f"a_kind has .*{problem}"):
        read_catalogue(file)


def test_a_kind_that_stands_twice_or_says_something_unknown_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(MINIMAL)
    (tmp_path / "two.yaml").write_text(MINIMAL)
    with pytest.raises(IncompleteKind, match="a_kind stands twice"):
        read_catalogue(tmp_path)
    (tmp_path / "two.yaml").write_text(MINIMAL.replace("title:", "titel:"))
    with pytest.raises(UnreadableDocument, match="titel"):
        read_catalogue(tmp_path)
