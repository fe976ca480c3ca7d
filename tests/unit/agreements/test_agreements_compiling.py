"""What a signed pathway becomes, and what never becomes a permission."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from goldenthread.agreements import (
    NotAParty,
    Paper,
    Signature,
    agree,
    compile_permissions,
    document_hash,
    lapses_at,
    starts_at,
)
from goldenthread.law import law_in_force
from goldenthread.vocabulary import AgencyId, FlagKindId, Level, ProvisionId, Role
from tests.spec.ordinary import (
    ABSENCE,
    CALL_OUT,
    CATALOGUE,
    HOUSING,
    NOON,
    OTHER_SCHOOL,
    POLICE,
    SCHOOL,
    SIGNED,
    SOCIAL_CARE,
    compiled,
    ordinary_pathway,
)

LAW = law_in_force("england", on=NOON.date())


def rules(pathway: object = None, **how: object) -> set[str]:
    return {reason.rule for reason in compiled(pathway, **how).refused}  # type: ignore[arg-type]


def compile_with(signature: Signature) -> set[AgencyId]:
    others = [agree(ordinary_pathway(), a, by="B. Other", at=SIGNED) for a in (SOCIAL_CARE, HOUSING)]
    found = compile_permissions(ordinary_pathway(), [*others, signature], CATALOGUE, at=NOON)
    return {p.source_agency for p in found.permissions}


def test_what_was_signed_is_what_may_be_seen() -> None:
    seen = {(p.holder_agency, p.source_agency, p.role, p.kind, p.level) for p in compiled().permissions}
    assert (SCHOOL, POLICE, Role.DESIGNATED_SAFEGUARDING_LEAD, CALL_OUT, Level.EXISTENCE) in seen
    assert (SOCIAL_CARE, SCHOOL, Role.SOCIAL_WORKER, ABSENCE, Level.CONTENT) in seen
    assert not any(holder == HOUSING for holder, *_ in seen)
    assert not any(holder == source for holder, source, *_ in seen)


def test_only_those_who_signed_give_or_get() -> None:
    without_police = compiled(signed_by=(SOCIAL_CARE, HOUSING, SCHOOL))
    agencies = {p.holder_agency for p in without_police.permissions} | {
        p.source_agency for p in without_police.permissions
    }
    assert agencies == {SOCIAL_CARE, HOUSING, SCHOOL}
    refused = [r.sentence for r in without_police.refused if r.rule == "only_those_who_signed_give_or_get"]
    assert any(POLICE in sentence for sentence in refused)
    assert any(OTHER_SCHOOL in sentence for sentence in refused)


def test_a_signature_counts_for_this_paper_only() -> None:
    good = agree(ordinary_pathway(), POLICE, by="C. Chief", at=SIGNED)
    assert POLICE in compile_with(good)
    for spoilt in (
        replace(good, version="2"),
        replace(good, document_hash=document_hash(ordinary_pathway(title="Another wording"))),
        replace(good, role="Somebody else"),
        replace(good, signed_at=NOON + timedelta(seconds=1)),
        replace(good, agency=AgencyId("somewhere-police")),
    ):
        assert POLICE not in compile_with(spoilt)


@pytest.mark.parametrize("changed", [{"title": "x"}, {"ends_on": date(2030, 1, 1)}, {"summary": "x"}, {"dpia": None}])
def test_any_change_to_the_paper_changes_what_a_signature_covers(changed: dict[str, object]) -> None:
    assert document_hash(ordinary_pathway(**changed)) != document_hash(ordinary_pathway())


def test_a_paper_read_again_hashes_the_same_and_the_order_of_its_flows_counts() -> None:
    reckon_anew = document_hash.__wrapped__
    assert document_hash(ordinary_pathway()) == reckon_anew(ordinary_pathway()) == reckon_anew(ordinary_pathway())
    backwards = ordinary_pathway(flows=ordinary_pathway().flows[::-1])
    assert document_hash(backwards) != document_hash(ordinary_pathway())


def test_only_a_party_signs() -> None:
    with pytest.raises(NotAParty, match="Add it, then sign again"):
        agree(ordinary_pathway(), AgencyId("somewhere-else"), by="N. Obody", at=SIGNED)


def test_permissions_hold_from_the_first_day_to_the_midnight_after_the_last() -> None:
    pathway = ordinary_pathway()
    for permission in compiled().permissions:
        assert permission.not_before == starts_at(pathway)
        assert permission.not_after == lapses_at(pathway)
    assert starts_at(pathway).isoformat() == "2026-08-31T23:00:00+00:00"
    assert lapses_at(pathway).isoformat() == "2027-01-01T00:00:00+00:00"


def test_permissions_begin_with_the_later_of_two_signatures() -> None:
    late = datetime.fromisoformat("2026-10-01T09:30:00+00:00")
    paper = ordinary_pathway()
    signatures = [agree(paper, a, by="x", at=SIGNED) for a in (SOCIAL_CARE, HOUSING)]
    found = compile_permissions(paper, [*signatures, agree(paper, POLICE, by="x", at=late)], CATALOGUE, at=NOON)
    begins = {p.source_agency: p.not_before for p in found.permissions}
    assert begins == {HOUSING: starts_at(paper), POLICE: late}


def test_an_ended_pathway_keeps_its_permissions_with_their_end() -> None:
    assert {p.not_after for p in compiled(ended_at=NOON).permissions} == {NOON}
    before_it_started = compiled(ended_at=SIGNED)
    assert before_it_started.permissions == ()


@pytest.mark.requirement("N1")
@pytest.mark.scenario("S21")
@pytest.mark.parametrize("dpia", [None, Paper(reference="DPIA-014"), Paper(reference=" ", completed_on=SIGNED.date())])
def test_a_planned_flow_waits_for_its_impact_assessment(dpia: Paper | None) -> None:
    found = compiled(ordinary_pathway(dpia=dpia))
    assert found.permissions == ()
    assert found.identity == ()
    assert {r.rule for r in found.refused} == {"a_planned_flow_waits_for_its_impact_assessment"}
    assert "A single urgent disclosure is not stopped by this." in found.refused[0].sentence


@pytest.mark.requirement("J4")
def test_a_planned_flow_waits_for_its_policy_document() -> None:
    found = compiled(ordinary_pathway(policy_document=None))
    assert found.permissions == ()
    assert {r.rule for r in found.refused} == {"a_planned_flow_waits_for_its_policy_document"}


@pytest.mark.requirement("J6")
def test_a_special_category_flow_without_a_condition_does_not_compile_and_the_others_do() -> None:
    first, *rest = ordinary_pathway().flows
    found = compiled(ordinary_pathway(flows=(replace(first, condition=()), *rest)))
    assert "a_special_category_flow_names_its_condition" in {r.rule for r in found.refused}
    assert {p.holder_agency for p in found.permissions} == {SOCIAL_CARE}
    plain = replace(first, condition=(), no_special_category_because="It says only that a letter was sent.")
    assert SCHOOL in {p.holder_agency for p in compiled(ordinary_pathway(flows=(plain, *rest))).permissions}


@pytest.mark.requirement("G1")
def test_a_flow_without_a_basis_does_not_compile() -> None:
    first, *rest = ordinary_pathway().flows
    found = compiled(ordinary_pathway(flows=(replace(first, basis=()), *rest)))
    assert {p.holder_agency for p in found.permissions} == {SOCIAL_CARE}
    assert "a_flow_names_its_basis" in {r.rule for r in found.refused}


@pytest.mark.parametrize(
    ("basis", "rule"),
    [
        ("art6_1_e", ""),
        ("ca2004_s10", "a_flow_names_its_lawful_basis"),
        ("magna_carta", "a_flow_names_law_that_the_register_holds"),
    ],
)
def test_a_flow_rests_on_law_in_force(basis: str, rule: str) -> None:
    flow = replace(ordinary_pathway().flows[0], basis=(ProvisionId(basis),))
    paper = ordinary_pathway(flows=(flow,))
    signatures = [agree(paper, a, by="x", at=SIGNED) for a in (POLICE, SCHOOL)]
    found = compile_permissions(paper, signatures, CATALOGUE, at=NOON, law=LAW)
    assert bool(found.permissions) is (rule == "")
    assert not rule or rule in {r.rule for r in found.refused}


def test_no_flow_rests_on_law_that_has_not_commenced() -> None:
    basis = (ProvisionId("art6_1_e"), ProvisionId("ca2004_s16LA"))
    paper = ordinary_pathway(flows=(replace(ordinary_pathway().flows[0], basis=basis),))
    signatures = [agree(paper, a, by="x", at=SIGNED) for a in (POLICE, SCHOOL)]
    before = law_in_force("england", on=date(2026, 9, 29))
    refused = compile_permissions(paper, signatures, CATALOGUE, at=NOON, law=before)
    assert "no_flow_rests_on_law_not_in_force" in {r.rule for r in refused.refused}
    noted = compile_permissions(paper, signatures, CATALOGUE, at=NOON, law=LAW)
    assert noted.permissions
    assert {note.rule for note in noted.notes} == {"unverified_law_is_shown_as_unverified"}


def test_the_ceiling_of_a_flag_is_never_passed() -> None:
    first, *rest = ordinary_pathway().flows
    wider = replace(first, level=Level.CONTENT, roles=(Role.DESIGNATED_SAFEGUARDING_LEAD, Role.GP))
    found = compiled(ordinary_pathway(flows=(wider, *rest)))
    of_school = {(p.role, p.level) for p in found.permissions if p.holder_agency == SCHOOL}
    assert of_school == {(Role.DESIGNATED_SAFEGUARDING_LEAD, Level.EXISTENCE)}
    sentences = [r.sentence for r in found.refused if r.rule == "the_ceiling_is_never_passed"]
    assert [s.partition(" gives ")[2] for s in sentences if s.startswith("Flow 1 ")] == [
        "“Domestic abuse incident attended” to a designated safeguarding lead in existence only.",
        "“Domestic abuse incident attended” to a gp, who may not see it.",
    ]


def test_only_kinds_of_the_catalogue_from_those_who_may_raise_them_compile() -> None:
    first, *_ = ordinary_pathway().flows
    odd = replace(first, kinds=(FlagKindId("horoscope"), ABSENCE, CALL_OUT))
    found = compiled(ordinary_pathway(flows=(odd,)))
    assert {p.kind for p in found.permissions} == {CALL_OUT}
    assert {"a_flow_names_flags_of_the_catalogue", "only_those_who_may_raise_a_flag_give_it"} <= {
        r.rule for r in found.refused
    }


def test_two_flows_for_the_same_thing_compile_to_the_wider_once() -> None:
    narrow = replace(ordinary_pathway().flows[2], level=Level.EXISTENCE)
    wide = ordinary_pathway().flows[2]
    for flows in ((narrow, wide), (wide, narrow)):
        found = compiled(ordinary_pathway(flows=flows)).permissions
        assert {p.level for p in found} == {Level.CONTENT}
        assert len(found) == 2


def test_a_purpose_outside_the_pathway_is_not_granted() -> None:
    found = compiled(ordinary_pathway(purposes=()))
    assert found.permissions == ()
    assert found.identity == ()


def test_dates_that_run_backwards_and_a_party_named_twice_stop_it() -> None:
    pathway = ordinary_pathway()
    assert rules(ordinary_pathway(ends_on=date(2026, 1, 1))) == {"its_dates_run_forwards"}
    twice = (*pathway.parties, pathway.parties[0])
    assert rules(ordinary_pathway(parties=twice)) == {"each_agency_is_a_party_once"}
