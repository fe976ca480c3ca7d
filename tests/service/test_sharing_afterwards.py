"""What follows a sharing: emergencies that owe a record, requests, advice, and the figures."""

import html
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.service.actions import advising, asking, emergencies, overseeing, recording, releasing, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import (
    Choice,
    DraftShown,
    NotYet,
    RecordShown,
    RequestShown,
    Told,
)
from tests.service.sharing_answers import POLICE, SCHOOL, a_request, answered, decision, person, risks, thing, worry

DEE, SAM, PAT, RAE = "dee.school", "sam.social", "pat.police", "rae.reviewer"


def send(westhaven: Any, who: str = DEE, **differs: Any) -> Any:
    said = {"recipient": POLICE, "child": "Kit, 12", "words": "He is hurt, by the station.", **differs}
    return emergencies.send(**said, by=westhaven.person(who), at=westhaven.now)


@pytest.mark.requirement("K1")
@pytest.mark.parametrize("who", [DEE, SAM, "harry.housing", "yasmin.youngcarers", "dan.dpo", "ali.admin"])
def test_nothing_closes_the_emergency_path_to_anybody_who_is_signed_in(westhaven: Any, who: str) -> None:
    sent = send(westhaven, who)
    assert isinstance(sent, UUID)
    inbox = releasing.inbox(by=westhaven.person(PAT), at=westhaven.now)
    assert any(r.is_emergency and r.items[0]["words"] == "He is hurt, by the station." for r in inbox)


@pytest.mark.parametrize("who", ["dan.dpo", "ali.admin", "rae.reviewer", "cleo.clerk"])
def test_nothing_closes_raising_a_concern_to_anybody_who_is_signed_in(
    client: Any, westhaven: Any, sign_in: Any, who: str
) -> None:
    from goldenthread.service.store.models import Account

    by, at = westhaven.person(who), westhaven.now
    sign_in(client, Account.objects.get(username=who))
    assert reverse("share_start") in client.get(reverse("sharing")).content.decode()
    assert client.get(client.post(reverse("share_start")).headers["location"]).status_code == 200
    draft = answered(westhaven, who, start={}, worried=worry(child="A boy on my street", recipient=POLICE))
    assert client.get(reverse("share_answer", args=[draft])).status_code == 200
    asked = advising.ask("legal", "May I?", "I watch", is_anonymous=True, draft=draft, by=by, at=at)
    assert asked in {line.advice for line in advising.questions(by=by, at=at)}
    record = sharing.decide(draft, decision(), by=by, at=at)
    assert isinstance(record, UUID), record
    assert isinstance(recording.open_record(record, by=by, at=at), recording.RecordShown)
    # What is known of children here stays as closed to them as it was
    assert isinstance(sharing.start(look=UUID(int=1), by=by, at=at), NothingToShow)
    assert isinstance(sharing.start(request=a_request(westhaven), by=by, at=at), NothingToShow)


def test_in_danger_no_other_question_need_be_answered_first(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    draft = sharing.start(by=westhaven.person(DEE), at=westhaven.now)
    asked = f"/sharing/{draft}/worry/"
    assert client.post(asked, {"immediacy": "urgent"}).status_code == 400
    led = client.post(asked, {"immediacy": "immediate_danger", "child": "Kit, 12", "kinds": "missing"})
    assert led.headers["location"] == f"/sharing/{draft}/emergency/"
    # The name is there already, it goes as the child's, and the worry waits as it was typed
    assert 'value="Kit, 12"' in client.get(led.headers["location"]).content.decode()
    page = client.get(asked).content.decode()
    assert 'value="Kit, 12"' in page
    assert 'value="missing" checked' in page


def test_an_emergency_that_began_with_a_question_follows_the_child(
    client: Any, westhaven_copy: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account, DecisionRecord

    westhaven = westhaven_copy
    sign_in(client, Account.objects.get(username=DEE))
    draft = answered(westhaven)
    path = f"/sharing/{draft}/emergency/"
    name = sharing.open_draft(draft, by=westhaven.person(DEE), at=westhaven.now).child
    assert f'value="{html.escape(name)}"' in client.get(path).content.decode()
    sent = client.post(path, {"recipient": POLICE, "child": name, "words": "He has taken her."})
    with westhaven.as_role("worker"):
        record = DecisionRecord.objects.get(pk=sent.headers["location"].split("/")[2])
    assert record.person_id == sharing_person(westhaven, draft)


def sharing_person(westhaven: Any, draft: Any) -> Any:
    from goldenthread.service.store.models import SharingDraft

    with westhaven.as_role("worker"):
        return SharingDraft.objects.get(pk=draft).person_id


def test_an_emergency_goes_only_to_somebody_of_the_directory(westhaven: Any) -> None:
    for unknown in ("nobody-we-know", SCHOOL):
        assert isinstance(send(westhaven, recipient=unknown), NotYet)


def test_an_emergency_that_nobody_opened_is_told_where_the_recipients_work_begins(
    client: Any, westhaven: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account, LedgerEntry, Release

    holly, at, health = westhaven.person("holly.health"), westhaven.now, "westhaven-community-health"
    before = releasing.unopened(by=holly, at=at)
    record = send(westhaven, recipient=health)
    assert releasing.unopened(by=holly, at=at).emergencies == before.emergencies + 1
    assert releasing.unopened(by=westhaven.person("dan.dpo"), at=at).emergencies == 0
    sign_in(client, Account.objects.get(username="holly.health"))
    with westhaven.as_role("worker"):
        entries = LedgerEntry.objects.count()
    home = client.get("/").content.decode()
    assert "Read what you were sent, now" in home
    assert "Kit" not in home
    with westhaven.as_role("worker"):
        assert LedgerEntry.objects.count() == entries, "the page names nobody, and buries no entry that does"
        release = Release.objects.get(record_id=record).id
    releasing.open_release(release, by=holly, at=at)
    assert releasing.unopened(by=holly, at=at) == before


@pytest.mark.requirement("K2")
def test_the_record_of_an_emergency_is_chased_until_written_and_reviewed_by_another(westhaven_copy: Any) -> None:
    area = westhaven_copy
    dee, rae = area.person(DEE), area.person(RAE)
    record = send(area)
    late = area.now + timedelta(hours=25)
    with area.as_role("worker"):
        assert emergencies.chase_overdue(at=area.now) == 0
        first = emergencies.chase_overdue(at=late)
        assert emergencies.chase_overdue(at=late + timedelta(minutes=5)) == 0
        assert emergencies.chase_overdue(at=late + timedelta(hours=5)) == first > 0
    shown = recording.open_record(record, by=dee, at=late)
    assert not isinstance(shown, NothingToShow)
    assert shown.follow_up is not None
    assert (shown.follow_up.is_late, shown.follow_up.times_chased) == (True, 2)
    # Nobody reviews what is not written, nor their own
    assert isinstance(emergencies.review(record, "upheld", "Looks right", by=rae, at=late), NothingToShow)
    assert emergencies.complete(record, "He was bleeding and alone.", by=dee, at=late) is True
    assert isinstance(emergencies.review(record, "upheld", "Looks right", by=dee, at=late), NothingToShow)
    assert emergencies.review(record, "upheld", "Looks right", by=rae, at=late) is True
    with area.as_role("worker"):
        assert emergencies.chase_overdue(at=late + timedelta(days=2)) == first - 1


@pytest.mark.requirement("E1")
@pytest.mark.requirement("E3")
def test_an_answer_to_a_request_is_full_in_part_or_refused_with_its_reason(westhaven: Any) -> None:
    dee, sam, at = westhaven.person(DEE), westhaven.person(SAM), westhaven.now
    for choice, state in (
        (Choice.SHARE, "answered"),
        (Choice.SHARE_PART, "answered_in_part"),
        (Choice.DO_NOT_SHARE, "refused"),
    ):
        request = a_request(westhaven)
        draft = answered(westhaven, start={"request": request})
        assert isinstance(sharing.decide(draft, decision(choice=choice), by=dee, at=at), UUID)
        shown = asking.open_request(request, by=sam, at=at)
        assert not isinstance(shown, NothingToShow)
        assert shown.line.state == state
        assert shown.turns[-1].words == decision().why
        assert shown.turns[-1].record is None, "the other agency's record stays its own"


@pytest.mark.requirement("E2")
def test_a_request_is_clarified_and_a_stranger_finds_none(westhaven: Any) -> None:
    request = a_request(westhaven)
    at = westhaven.now
    assert asking.say(request, "Which of the two boys?", by=westhaven.person(DEE), at=at) is True
    assert asking.say(request, "The younger of the two.", by=westhaven.person(SAM), at=at) is True
    shown = asking.open_request(request, by=westhaven.person(DEE), at=at)
    assert isinstance(shown, RequestShown)
    assert [t.kind for t in shown.turns] == ["asked", "clarification_asked", "explained"]
    absent = UUID("00000000-0000-4000-8000-000000000000")
    for who in (PAT, "dan.dpo"):
        theirs = asking.open_request(request, by=westhaven.person(who), at=at)
        assert isinstance(theirs, NothingToShow)
        assert theirs == asking.open_request(absent, by=westhaven.person(who), at=at)


@pytest.mark.requirement("B6")
def test_an_adult_who_may_be_a_risk_is_answered_about_with_their_standing_kept_apart(westhaven: Any) -> None:
    request = a_request(westhaven, adult="Rowan Pike")
    about = worry(people=["other_adult"], kinds=["sexual_abuse"])
    said = thing(
        words="He was found not guilty in 2021.",
        about="other_adult",
        status="fact",
        marks=["crime"],
        standing="acquitted",
    )
    people = {"other_adult": person(danger="unknown", view="unknown", telling="unsafe", unsafe=["harm"])}
    draft = answered(westhaven, start={"request": request}, worried=about, things=[said], people=people)
    dee, at = westhaven.person(DEE), westhaven.now
    shown = sharing.weigh(draft, by=dee, at=at)
    assert not isinstance(shown, NothingToShow)
    told = {"child": (Told.TOLD, ""), "other_adult": (Told.NOT_NOW, "A child could be hurt")}
    advice = "Our lead says the standing must be stated"
    more = {"proportion": "Only where he stands", "advice": advice, "basis": shown.answer.lawful_basis[0]}
    record = sharing.decide(draft, decision(told=told, **more), by=dee, at=at)
    assert isinstance(record, UUID), record
    with westhaven.as_role("worker"):
        from goldenthread.service.store.models import Release

        given = Release.objects.get(record_id=record)
    assert given.items[0]["standing"] == "acquitted"


def test_a_request_is_answered_to_whoever_asked_and_to_nobody_else(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    dee, at = westhaven.person(DEE), westhaven.now
    request = a_request(westhaven)
    draft = answered(westhaven, start={"request": request}, worried=worry(recipient="westhaven-housing"))
    record = sharing.decide(draft, decision(), by=dee, at=at)
    assert isinstance(record, UUID), record
    shown = recording.open_record(record, by=dee, at=at)
    assert isinstance(shown, RecordShown)
    assert shown.recipient == "Westhaven Children's Social Care"
    assert any(r.sender_agency == dee.agency_name for r in releasing.inbox(by=westhaven.person(SAM), at=at))
    # The screen offers nobody else, and says who reads the reasons
    sign_in(client, Account.objects.get(username=DEE))
    again = answered(westhaven, start={"request": a_request(westhaven)})
    screen = html.unescape(client.get(reverse("share_worry", args=[again])).content.decode())
    offered = screen[screen.index('name="recipient"') : screen.index("</select>", screen.index('name="recipient"'))]
    assert offered.count("<option") == 1
    assert "Westhaven Children's Social Care" in offered
    assert "Whoever asked reads this." in client.get(reverse("share_answer", args=[again])).content.decode()


@pytest.mark.requirement("F5")
def test_advice_is_anonymous_unless_said_and_has_a_clock_and_a_safe_step(westhaven: Any) -> None:
    sam, dan, at = westhaven.person(SAM), westhaven.person("dan.dpo"), westhaven.now
    draft = answered(westhaven, SAM, worried=worry(recipient=POLICE))
    shown = sharing.open_draft(draft, by=sam, at=at)
    assert isinstance(shown, DraftShown)
    name = shown.child
    question = advising.anonymous_question(draft, by=sam, at=at)
    assert name.split()[-1].casefold() not in question.casefold()
    named = advising.ask(
        "data_protection_officer",
        f"May I share about {name}?",
        "A visit",
        is_anonymous=True,
        draft=draft,
        by=sam,
        at=at,
    )
    assert isinstance(named, NotYet)
    asked = advising.ask(
        "data_protection_officer", question, "A visit tomorrow", is_anonymous=True, draft=draft, by=sam, at=at
    )
    assert isinstance(asked, UUID)
    waiting = next(q for q in advising.questions(by=dan, at=at) if q.advice == asked)
    assert waiting.due_at - waiting.asked_at == timedelta(hours=4)
    assert "It would go to: Westhaven Police. One thing would be shared." in question
    assert waiting.interim_step == "A visit tomorrow"
    assert asked not in {q.advice for q in advising.questions(by=westhaven.person(DEE), at=at)}
    assert advising.answer(asked, "Share the dates only.", "", by=dan, at=at) is True
    again = sharing.open_draft(draft, by=sam, at=at)
    assert isinstance(again, DraftShown)
    assert again.advice == ("Dan Kowalczyk: Share the dates only.",)


def test_no_question_to_an_adviser_names_whoever_told_us(westhaven: Any) -> None:
    sam, at = westhaven.person(SAM), westhaven.now
    draft = answered(westhaven, SAM, worried=worry(recipient=POLICE, unnamed="Mrs Blenkinsop"))
    for is_anonymous in (True, False):
        said = {"is_anonymous": is_anonymous, "draft": draft, "by": sam, "at": at}
        for question, step in (("Is Mrs Blenkinsop right?", "A visit"), ("May I?", "Blenkinsop watches the door")):
            assert isinstance(advising.ask("legal", question, step, **said), NotYet)
        assert isinstance(advising.ask("legal", "May I, says Mrs Jones?", "A visit", **said), UUID)


@pytest.mark.parametrize(
    ("marks", "document", "hours"), [(["health"], "unknown", 4), (["health"], "yes", 48), ([], "no", 48)]
)
def test_advice_on_sensitive_data_without_a_policy_document_is_due_within_hours(
    westhaven: Any, marks: list[str], document: str, hours: int
) -> None:
    sam, at = westhaven.person(SAM), westhaven.now
    slow = worry(recipient=POLICE, immediacy="routine")
    draft = answered(westhaven, SAM, worried=slow, things=[thing(marks=marks)], weighed=risks(policy_document=document))
    asked = advising.ask("caldicott_guardian", "May I?", "A visit", is_anonymous=True, draft=draft, by=sam, at=at)
    line = next(q for q in advising.questions(by=sam, at=at) if q.advice == asked)
    assert line.due_at - line.asked_at == timedelta(hours=hours)


@pytest.mark.scenario("S17")
def test_a_doctor_weighs_a_competent_childs_objection_and_decides(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    gita, at = westhaven.person("gita.gp"), westhaven.now
    said = thing(words="She told me that she is being hurt at home.", marks=["health", "confidence"])
    draft = answered(
        westhaven,
        "gita.gp",
        start={},
        worried=worry(child="A girl of 15", kinds=["physical_abuse"], evidence="disclosure_by_child", people=[]),
        things=[said],
        people={"child": person(view="objects", competent="yes")},
    )
    shown = sharing.weigh(draft, by=gita, at=at)
    assert not isinstance(shown, NothingToShow)
    sources = {id for step in shown.answer.because for id in step.sources}
    assert {id for id in sources if id.startswith("gmc_")}
    # The screen has what the profession asks, and what is usually best where abuse is feared: the doctor decides
    sign_in(client, Account.objects.get(username="gita.gp"))
    page = html.unescape(client.get(reverse("share_answer", args=[draft])).content.decode())
    box = page[page.index("What doctors are asked to do") : page.index("What “told in confidence” means")]
    assert "General Medical Council, Protecting children and young people, paragraphs 46 to 50" in box
    assert "weigh the harm of sharing and the trust that may be lost against the harm of silence" in box
    assert "sharing with an agency that can act is usually in the child's best interests. The doctor decides." in box
    mine = {"told": {"child": (Told.TOLD, "")}, "basis": shown.answer.lawful_basis[0]}
    refused = sharing.decide(draft, decision(**mine), by=gita, at=at)
    assert isinstance(refused, NotYet)
    assert "weighed-child" in dict(refused.problems)
    weighed = {"child": "Trust may be lost, but she may be badly hurt again."}
    record = sharing.decide(draft, decision(**mine, weighed=weighed, advice="The named doctor agrees"), by=gita, at=at)
    kept = recording.open_record(record, by=gita, at=at)  # type: ignore[arg-type]
    assert not isinstance(kept, NothingToShow)
    assert kept.content["people"][0]["weighed"] == weighed["child"]
    assert kept.content["risk_of_sharing"]
    assert kept.content["risk_of_not_sharing"]


def test_figures_warn_when_hardly_anything_is_refused(westhaven_copy: Any) -> None:
    area = westhaven_copy
    dee = area.person(DEE)
    for _ in range(overseeing.FEWEST_TO_JUDGE):
        request = a_request(area)
        draft = answered(area, start={"request": request})
        assert isinstance(sharing.decide(draft, decision(), by=dee, at=area.now), UUID)
    refused = answered(area, start={"request": a_request(area)})
    before = overseeing.figures(by=dee, at=area.now)
    assert isinstance(sharing.decide(refused, decision(choice=Choice.DO_NOT_SHARE), by=dee, at=area.now), UUID)
    figures = overseeing.figures(by=dee, at=area.now)
    assert not isinstance(figures, NothingToShow)
    assert not isinstance(before, NothingToShow)
    assert before.hardly_ever_refuses is (before.met / before.answered > overseeing.HARDLY_EVER_REFUSED)
    assert (figures.answered, figures.met, figures.refused) == (before.answered + 1, before.met, before.refused + 1)
    assert sum(count for _, count in figures.outcomes) == sum(count for _, count in before.outcomes) + 1
    assert isinstance(overseeing.figures(by=area.person(SAM), at=area.now), NothingToShow)
