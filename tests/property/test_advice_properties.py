"""What must hold of every answer: start from a question of which something may go, and spoil one fact."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldenthread.disclosure.advice import Answer, Case, Detriment, Person, Proposed, Recipient
from goldenthread.disclosure.advice.concluding import SHARES
from goldenthread.disclosure.advice.words import (
    Form,
    Ground,
    Immediacy,
    ItemVerdict,
    Protection,
    StepName,
    TellVerdict,
    Verdict,
    View,
    Who,
)
from goldenthread.law import Force, Nation, PartyKind, SharingPurpose
from goldenthread.vocabulary import ProvisionId
from tests.property.questions import PROTECTORS, any_question, days, permitted, something_goes, truth
from tests.spec.asking import answered, law_of

unhurried = settings(deadline=None, max_examples=50)
"""Examples, not the clock, judge a property: a busy machine is no counter-example."""

REFUSALS = frozenset({Verdict.DO_NOT_SHARE, Verdict.SEEK_ADVICE, Verdict.VERIFY_FIRST})
WITHIN_NO_DUTY = (PartyKind.CAFCASS, PartyKind.OFSTED, PartyKind.PARENT, PartyKind.OTHER_FAMILY, PartyKind.SOLICITOR)


def goes(answer: Answer) -> set[int]:
    return {n for n, item in enumerate(answer.items) if item.answer is not ItemVerdict.WITHHOLD}


def named(answer: Answer) -> set[str]:
    """Every provision that the answer rests on or sends somebody to."""
    return {
        *answer.duty,
        *answer.gateways,
        *answer.lawful_basis,
        *answer.conditions,
        *(id for item in answer.items for id in item.conditions),
        *(id for one in answer.because for id in one.sources),
        *(id for one in answer.rejected for id in one.instead),
    }


@given(permitted())
@unhurried
def test_what_is_permitted_is_shared(case: Case) -> None:
    assert something_goes(case)


@given(any_question)
@settings(deadline=None, max_examples=150)
def test_every_question_is_answered_whole_and_by_law_in_force(case: Case) -> None:
    answer, law = answered(case), law_of(case)
    assert [one.name for one in answer.items] == [one.name for one in case.items]
    assert [one.who for one in answer.tell] == [one.who for one in case.people]
    assert [one.step for one in answer.because[1:]] == list(StepName)
    assert not any("could not be judged" in one.says for one in answer.because)
    assert all(one.says and one.says.endswith((".", "!")) for one in answer.because)
    assert any(one.startswith("record") for one in answer.then)
    assert all(law.force(id) is not Force.NOT_IN_FORCE for id in named(answer))  # type: ignore[arg-type]
    uncertain = {id for id in named(answer) if law.force(id) is Force.UNCERTAIN}  # type: ignore[arg-type]
    assert uncertain <= set(answer.unverified_law)
    assert answer.law_as_at == law.on
    if answer.answer in REFUSALS:
        assert not goes(answer)
    if answer.answer is Verdict.MUST_SHARE:
        assert answer.duty
    if answer.answer in (Verdict.MUST_SHARE, Verdict.SHOULD_SHARE, Verdict.MAY_SHARE):
        assert len(goes(answer)) == len(case.items)


@given(any_question, st.sampled_from(Protection), st.booleans())
@unhurried
def test_an_unchecked_or_risk_linked_recipient_never_receives_a_protected_item(
    case: Case, protection: Protection, unchecked: bool
) -> None:
    hidden = tuple(replace(item, protected=item.protected or (protection,)) for item in case.items)
    spoiled = replace(case.recipient, **{"verified": False} if unchecked else {"linked_to_risk": True})
    case = replace(case, items=hidden, recipient=spoiled)
    for item, one in zip(case.items, answered(case).items, strict=True):
        if item.protected:
            assert one.answer is not ItemVerdict.SHARE


@given(permitted(), st.sampled_from(Protection), st.booleans(), st.sampled_from(Immediacy))
@unhurried
def test_spoiling_the_recipient_holds_a_protected_item_back(
    case: Case, protection: Protection, unchecked: bool, immediacy: Immediacy
) -> None:
    hidden = replace(case.items[0], protected=(protection,), form=Form.CONTACT)
    spoiled = replace(case.recipient, verified=not unchecked, linked_to_risk=not unchecked)
    answer = answered(replace(case, items=(hidden, *case.items), recipient=spoiled, immediacy=immediacy))
    assert answer.items[0].answer is ItemVerdict.WITHHOLD


@given(permitted())
@unhurried
def test_an_unchecked_recipient_is_checked_first(case: Case) -> None:
    spoiled = answered(replace(case, recipient=replace(case.recipient, verified=False)))
    assert spoiled.answer is Verdict.VERIFY_FIRST


@given(any_question)
@unhurried
def test_consent_is_never_the_basis_where_somebody_is_suspected(case: Case) -> None:
    suspected = Person(who=Who.FATHER, view=View.AGREES, could_be_asked_safely=True, suspected_of_harm=True)
    hoped_for = Proposed(lawful_basis=(ProvisionId("art6_1_a"),))
    answer = answered(replace(case, people=(*case.people, suspected), proposed=hoped_for))
    assert "art6_1_a" not in answer.lawful_basis
    assert "art6_1_a" in {one.id for one in answer.rejected}


@given(permitted(), days)
@unhurried
def test_no_answer_rests_on_a_provision_that_is_not_in_force(case: Case, on: date) -> None:
    moved = replace(case, asked_on=on)
    law = law_of(moved)
    assert all(law.force(id) is not Force.NOT_IN_FORCE for id in named(answered(moved)))  # type: ignore[arg-type]


@given(permitted() | any_question)
@unhurried
def test_adding_urgency_never_turns_a_share_into_a_refusal_nor_a_part_into_less(case: Case) -> None:
    answers = [
        answered(replace(case, immediacy=soon))
        for soon in (Immediacy.ROUTINE, Immediacy.URGENT, Immediacy.IMMEDIATE_DANGER)
    ]
    for before, after in pairwise(answers):
        assert before.answer not in SHARES or after.answer in SHARES
        assert goes(before) <= goes(after)


@given(permitted() | any_question, st.data())
@unhurried
def test_removing_need_never_widens_what_is_shared(case: Case, data: st.DataObject) -> None:
    assume(case.items)
    n = data.draw(st.integers(0, len(case.items) - 1))
    fewer = [replace(item, needed_by_recipient=False) if m == n else item for m, item in enumerate(case.items)]
    less = answered(replace(case, items=tuple(fewer)))
    assert goes(less) <= goes(answered(case)) - {n}


@given(permitted(), st.sampled_from(WITHIN_NO_DUTY), st.booleans())
@unhurried
def test_outside_its_senders_or_recipients_a_duty_never_gives_must(
    case: Case, kind: PartyKind, at_the_sender: bool
) -> None:
    if at_the_sender:
        spoiled = replace(case, sender=replace(case.sender, kind=kind))
    else:
        spoiled = replace(case, recipient=replace(case.recipient, kind=kind))
    answer = answered(spoiled)
    assert answer.answer is not Verdict.MUST_SHARE
    assert answer.duty == ()


@given(any_question)
@unhurried
def test_refusing_names_an_alternative_and_somebody_to_ask(case: Case) -> None:
    answer = answered(case)
    if answer.answer is Verdict.DO_NOT_SHARE:
        assert " Instead: " in answer.because[0].says
        assert answer.seek_advice_from
    if answer.answer is Verdict.SEEK_ADVICE:
        assert " Meanwhile: " in answer.because[0].says
        assert answer.seek_advice_from


@given(permitted())
@unhurried
def test_more_harm_by_sharing_brings_no_lesser_power(case: Case) -> None:
    assume(case.immediacy is not Immediacy.IMMEDIATE_DANGER)
    shown = Detriment(grounds=(Ground.RETALIATION,), evidence="seen", review_on=date(2026, 12, 1))
    judged = replace(case.judgement, more_detrimental_to_share=True, detriment=shown)
    answer = answered(replace(case, judgement=judged))
    assert answer.answer in (Verdict.DO_NOT_SHARE, Verdict.SEEK_ADVICE)
    assert "ca2004_s16LA" not in answer.duty


@given(permitted(), truth, truth)
@unhurried
def test_must_asks_for_both_tests_of_the_duty(case: Case, relevant: bool | None, helps: bool | None) -> None:
    judged = replace(case.judgement, relevant_to_welfare=relevant, may_help_recipient=helps)
    answer = answered(replace(case, judgement=judged))
    assert "ca2004_s16LA" not in answer.duty or (relevant is True and helps is True)


@given(any_question, st.sampled_from(PROTECTORS))
@unhurried
def test_danger_is_answered_at_once_to_a_checked_recipient_who_can_act(case: Case, kind: PartyKind) -> None:
    recipient: Recipient = replace(case.recipient, kind=kind, verified=True, linked_to_risk=False)
    assume(case.purpose is not SharingPurpose.IMMIGRATION_CONTROL)
    answer = answered(replace(case, recipient=recipient, immediacy=Immediacy.IMMEDIATE_DANGER))
    assert answer.answer in SHARES
    assert all(one.answer is not TellVerdict.TELL_FIRST for one in answer.tell)


@given(any_question)
@unhurried
def test_immigration_control_gets_nothing(case: Case) -> None:
    answer = answered(replace(case, purpose=SharingPurpose.IMMIGRATION_CONTROL))
    assert answer.answer is Verdict.DO_NOT_SHARE


@given(any_question, st.sampled_from([nation for nation in Nation if nation is not Nation.ENGLAND]))
@unhurried
def test_outside_england_no_english_duty_is_applied(case: Case, nation: Nation) -> None:
    answer = answered(replace(case, nation=nation))
    assert (answer.duty, answer.gateways) == ((), ())
    assert answer.answer not in (Verdict.MUST_SHARE, Verdict.SHOULD_SHARE)


@given(any_question)
@unhurried
def test_a_condition_that_needs_a_policy_document_is_never_met_without_one(case: Case) -> None:
    law = law_of(case)
    paperless = replace(case, governance=replace(case.governance, policy_document=None))
    for id in answered(paperless).conditions:
        held = law.provision(id)
        assert held is not None
        assert not held.needs_policy_document or case.recipient.kind in held.no_policy_document_towards


@given(permitted() | any_question)
@unhurried
def test_only_what_is_needed_is_ever_shared(case: Case) -> None:
    answer = answered(case)
    for n in goes(answer):
        assert case.items[n].needed_by_recipient is not False
