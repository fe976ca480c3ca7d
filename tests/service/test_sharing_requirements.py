"""What a decision about sharing must keep, start and show, whoever takes it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.service.actions import asking, overseeing, partners, recording, reference, releasing, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice, NotYet, Told
from tests.service.sharing_answers import CSC, POLICE, answered, decision, person, risks, thing, worry

DEE, SAM = "dee.school", "sam.social"


def decide(westhaven: Any, draft: UUID, **differs: Any) -> Any:
    return sharing.decide(draft, decision(**differs), by=westhaven.person(DEE), at=westhaven.now)


def weighed(westhaven: Any, draft: UUID, who: str = DEE) -> Any:
    shown = sharing.weigh(draft, by=westhaven.person(who), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    return shown


def record_of(westhaven: Any, record: UUID, who: str = DEE) -> Any:
    shown = recording.open_record(record, by=westhaven.person(who), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    return shown


def release_of(westhaven: Any, record: UUID) -> UUID:
    from goldenthread.service.store.models import Release

    with westhaven.as_role("worker"):
        return UUID(str(Release.objects.get(record_id=record).id))


@pytest.mark.requirement("E7")
def test_an_early_worry_reaches_its_recipient_at_once_though_nobody_asked(westhaven: Any) -> None:
    said = thing(words="He has begun to fall asleep in lessons.")
    draft = answered(westhaven, worried=worry(level="emerging", immediacy="routine"), things=[said])
    shown = weighed(westhaven, draft)
    assert "Nobody asked: you act unasked." in [one.says for one in shown.answer.because]
    assert shown.answer.answer in ("must_share", "should_share")
    record = decide(westhaven, draft)
    inbox = releasing.inbox(by=westhaven.person("fran.frontdoor"), at=westhaven.now)
    (arrived,) = [one for one in inbox if one.release == release_of(westhaven, record)]
    assert arrived.items[0]["words"] == said["words"]
    assert sharing.overview(by=westhaven.person(SAM), at=westhaven.now).waiting >= 1


@pytest.mark.requirement("E8")
def test_whoever_has_a_worry_is_offered_childrens_social_care_first(westhaven: Any) -> None:
    for who in (DEE, "gita.gp", "holly.health", "pat.police", "harry.housing", "ada.adult", "yasmin.youngcarers"):
        assert sharing.recipients(by=westhaven.person(who))[0][0] == CSC


@pytest.mark.requirement("E13")
def test_whoever_shared_sees_who_opened_it_and_is_told_while_nobody_has(westhaven: Any) -> None:
    record = decide(westhaven, answered(westhaven))
    assert (record_of(westhaven, record).seen_at, record_of(westhaven, record).seen_by) == (None, "")
    releasing.open_release(release_of(westhaven, record), by=westhaven.person(SAM), at=westhaven.now)
    seen = record_of(westhaven, record)
    assert (seen.seen_at, seen.seen_by) == (westhaven.now, "Sam Okafor")
    # And who opened it has not thereby answered: silence is listed until they do
    figures = overseeing.figures(by=westhaven.person(DEE), at=westhaven.now + timedelta(days=8))
    assert not isinstance(figures, NothingToShow)
    assert record in {line.record for line in figures.unanswered}


@pytest.mark.requirement("E15")
def test_a_clock_runs_on_what_is_decided_and_on_what_is_asked(westhaven_copy: Any) -> None:
    mo, sam, at = westhaven_copy.person("mo.trust"), westhaven_copy.person(SAM), westhaven_copy.now
    wanted = {"child": "A pupil", "what": "His attendance", "why": "A worry about him", "urgency": "urgent"}
    request = asking.ask(Asking(agency="riverside-kestrel-academy", **wanted), by=sam, at=at)
    assert isinstance(request, UUID)
    for after, is_late in ((timedelta(hours=23), False), (timedelta(hours=25), True)):
        (line,) = [one for one in asking.requests(by=mo, at=at + after) if one.request == request]
        assert (line.due_at, line.is_late) == (at + timedelta(hours=24), is_late)
    draft = answered(westhaven_copy, "mo.trust", start={"request": request})
    later = at + timedelta(hours=3)
    assert isinstance(sharing.decide(draft, decision(), by=mo, at=later), UUID)
    figures = overseeing.figures(by=mo, at=later)
    assert not isinstance(figures, NothingToShow)
    assert (figures.minutes_to_decide, figures.hours_to_answer) == (180, 3)


@pytest.mark.requirement("F12")
def test_a_person_decides_either_way_and_both_the_advice_and_the_decision_stand(westhaven: Any) -> None:
    must = answered(westhaven)
    assert weighed(westhaven, must).answer.answer == "must_share"
    held_back = decide(westhaven, must, choice=Choice.DO_NOT_SHARE, why="I know more than I could write here.")
    kept = record_of(westhaven, held_back)
    assert (kept.advised, kept.choice, kept.was_released) == ("must_share", "do_not_share", False)
    should_not = answered(westhaven, worried=worry(purpose="complaint"))
    assert weighed(westhaven, should_not).answer.answer == "seek_advice"
    basis = weighed(westhaven, should_not).answer.lawful_basis[0]
    advice = "Our data protection officer says that this much may go."
    shared = decide(westhaven, should_not, advice=advice, proportion="Only that there is a plan", basis=basis)
    kept = record_of(westhaven, shared)
    assert (kept.advised, kept.choice, kept.was_released) == ("seek_advice", "share", True)
    assert kept.content["advice"] == advice


@pytest.mark.requirement("F14")
def test_earlier_decisions_about_a_child_stand_before_whoever_weighs_the_next(westhaven: Any) -> None:
    def earlier(who: str, **differs: Any) -> Any:
        shown = sharing.open_draft(answered(westhaven, who, **differs), by=westhaven.person(who), at=westhaven.now)
        assert not isinstance(shown, NothingToShow)
        return shown.earlier

    to_police = {"worried": worry(recipient=POLICE)}
    before, of_another_agency = earlier(DEE), earlier(SAM, **to_police)
    decide(westhaven, answered(westhaven), choice=Choice.DO_NOT_SHARE)
    assert sorted(earlier(DEE)) == sorted((*before, westhaven.now.date()))
    assert earlier(SAM, **to_police) == of_another_agency


@pytest.mark.requirement("G18")
def test_nothing_goes_before_its_lawful_basis_is_written_down(westhaven: Any) -> None:
    draft = answered(westhaven)
    refused = decide(westhaven, draft, basis="")
    assert isinstance(refused, NotYet)
    assert [field for field, _ in refused.problems] == ["basis"]
    record = decide(westhaven, draft, basis="art6_1_c")
    content = record_of(westhaven, record).content
    assert content["basis"] == "art6_1_c"
    assert content["answer"]["duty"] == ["ca2004_s16LA"]
    assert "Children Act 2004, s. 16LA" in content["citations"]["ca2004_s16LA"]
    # Keeping something back needs none
    assert isinstance(decide(westhaven, answered(westhaven), choice=Choice.DO_NOT_SHARE, basis=""), UUID)


@pytest.mark.requirement("G15")
def test_two_acts_of_sharing_about_one_child_each_keep_a_basis_of_their_own(westhaven: Any) -> None:
    to_care = decide(westhaven, answered(westhaven), basis="art6_1_c")
    other = answered(westhaven, worried=worry(purpose="safeguard_adult", recipient="westhaven-adult-social-care"))
    basis = weighed(westhaven, other).answer.lawful_basis[0]
    advice = "Our lead says that adult social care needs it today."
    to_adults = decide(westhaven, other, basis=basis, advice=advice)
    assert isinstance(to_adults, UUID), to_adults
    assert [record_of(westhaven, one).content["basis"] for one in (to_care, to_adults)] == ["art6_1_c", "art6_1_e"]


@pytest.mark.requirement("L2")
@pytest.mark.parametrize("mark", ["secret_address", "hurt_if_named", "adoption"])
def test_what_leads_to_a_protected_person_is_released_to_nobody(westhaven: Any, mark: str) -> None:
    secret = thing(words="They moved to 4 Cobbler Yard.", marks=[mark])
    draft = answered(westhaven, things=[thing(), secret], worried=worry(is_near_risk=True))
    both = decide(westhaven, draft, items=(0, 1), advice="Our lead says to share both.", proportion="All of it helps")
    assert isinstance(both, NotYet)
    assert "could lead to somebody who must be protected" in dict(both.problems)["items"]
    asked = {"advice": "Our lead says to share the first.", "proportion": "They need no more."}
    record = decide(westhaven, draft, choice=Choice.SHARE_PART, items=(0,), **asked)
    assert isinstance(record, UUID), record
    got = releasing.open_release(release_of(westhaven, record), by=westhaven.person(SAM), at=westhaven.now)
    assert not isinstance(got, NothingToShow)
    assert "Cobbler" not in repr((got.items, got.caveats, got.objections))
    assert any("left something out to protect somebody" in said for said in got.caveats)


@pytest.mark.requirement("F3")
def test_whoever_is_not_told_now_has_a_reason_that_stands_in_the_record(westhaven: Any) -> None:
    unsafe = person(telling="unsafe", unsafe=["withholding"], view="unknown")
    draft = answered(westhaven, people={"mother": unsafe}, weighed=risks(risk_if_shared="She may stop talking to us."))
    tell = {t.who.value: t.answer.value for t in weighed(westhaven, draft).answer.tell}
    assert tell == {"child": "tell_first", "mother": "do_not_tell_yet"}
    told = {"child": (Told.TOLD, ""), "mother": (Told.NOT_NOW, "She may hide what happens at home")}
    record = decide(westhaven, draft, told=told)
    kept = next(p for p in record_of(westhaven, record).content["people"] if p["who"] == "mother")
    assert (kept["unsafe"], kept["not_told_because"]) == (["withholding"], "She may hide what happens at home")


@pytest.mark.requirement("E11")
def test_every_organisation_has_somebody_to_ring(westhaven: Any) -> None:
    known = partners.partners(by=westhaven.person(DEE), at=westhaven.now)
    assert len(known) == len(reference.agencies()) - 1
    for partner in known:
        assert partner.ask.role, partner.name
        assert partner.ask.phone, partner.name


@pytest.mark.requirement("E12")
def test_a_directory_says_in_advance_whom_one_may_share_with_and_what_they_may_do_with_it(westhaven: Any) -> None:
    by_school = {p.name: p for p in partners.partners(by=westhaven.person(DEE), at=westhaven.now)}
    hub = by_school["Westhaven Children's Social Care"]
    assert (hub.answer, hub.is_unverified) == ("must_share", True)
    assert "keeping the child safe" in hub.handling
    assert all(p.answer in ("must_share", "should_share", "may_share") for p in by_school.values())
    by_charity = partners.partners(by=westhaven.person("yasmin.youngcarers"), at=westhaven.now)
    assert by_charity[0].answer == "should_share"
    # What an agreement lets them read of ours stands there until it ends
    by_police = partners.partners(by=westhaven.person("pat.police"), at=westhaven.now)
    read = [p for p in by_police if p.may_use]
    assert read
    assert all(purposes for p in read for purposes in p.may_use.values())


def test_the_directory_names_no_agreement_that_has_ended(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Pathway

    pat, at = westhaven_copy.person("pat.police"), westhaven_copy.now
    with westhaven_copy.as_role("worker"):
        Pathway.objects.update(ended_at=at)
    assert not any(p.may_use for p in partners.partners(by=pat, at=at))


def test_the_directory_opens_from_the_page_of_sharing(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    assert "/who-is-who/" in client.get("/sharing/").content.decode()
    page = client.get("/who-is-who/").content.decode()
    assert "You must share this" in page
    assert "(this law is not verified)" in page
