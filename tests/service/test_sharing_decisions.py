"""Weighing, deciding, recording and releasing: what a practitioner may do, and what stands afterwards."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import hypothesis
import pytest
from hypothesis import strategies as st

from goldenthread.service.actions import casework, onward, recording, releasing, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Choice, Told
from goldenthread.service.portal.sharing_forms import ItemForm
from tests.service.sharing_answers import (
    CSC,
    DEE,
    SAM,
    answered,
    decide,
    decision,
    person,
    problems,
    received,
    record_of,
    thing,
    worry,
)

HARRY = "harry.housing"


def test_a_decision_to_share_releases_exactly_its_items_to_exactly_its_recipient(westhaven: Any) -> None:
    things = [thing(), thing(words="Her brother smokes.", about="sibling", needed="no")]
    draft = answered(westhaven, things=things)
    record = decide(westhaven, draft, choice=Choice.SHARE_PART, items=(0,), told=_told("child", "mother", "sibling"))
    assert isinstance(record, UUID), record
    page = westhaven.look(SAM, "protection-plan")
    given = [r for r in page.shared if r.items[0]["words"] == things[0]["words"]]
    assert given
    assert all(len(r.items) == 1 for r in given)
    assert given[0].sender == "Dee Ashworth"
    # Nobody else has it: not another agency with a page for the child, and not in its list
    with_the_police = westhaven.look("pat.police", "protection-plan").shared
    assert given[0].release not in {r.release for r in with_the_police}
    inbox = releasing.inbox(by=westhaven.person("pat.police"), at=westhaven.now)
    assert given[0].release not in {r.release for r in inbox}
    refused = releasing.open_release(given[0].release, by=westhaven.person(HARRY), at=westhaven.now)
    assert isinstance(refused, NothingToShow)


def _told(*people: str) -> dict[str, Any]:
    return dict.fromkeys(people, (Told.TOLD, ""))


@pytest.mark.requirement("F7")
@pytest.mark.parametrize("choice", [Choice.SHARE, Choice.DO_NOT_SHARE])
def test_the_same_record_stands_whether_or_not_anything_is_shared(westhaven: Any, choice: Choice) -> None:
    record = decide(westhaven, answered(westhaven), choice=choice)
    shown = record_of(westhaven, record)
    assert set(shown.content) == {
        "worry", "risk_of_sharing", "risk_of_not_sharing", "worse", "relevant", "helps", "grounds",
        "evidence_of_detriment", "review_on", "keeps_somebody_unnamed", "court_order", "items", "people", "why",
        "proportion", "how", "basis", "advice", "advice_given", "answer", "citations", "limits",
    }  # fmt: skip
    assert shown.choice == choice.value
    assert shown.author == "Dee Ashworth"
    assert shown.law_as_at == westhaven.now.date()
    assert shown.was_released is (choice is Choice.SHARE)


def test_every_decision_needs_its_reason(westhaven: Any) -> None:
    draft = answered(westhaven)
    for choice in (Choice.SHARE, Choice.DO_NOT_SHARE):
        assert "why" in problems(decide(westhaven, draft, choice=choice, why="because"))


@pytest.mark.scenario("S12")
@pytest.mark.requirement("H10")
def test_an_objection_is_overridden_only_with_reasons_and_basis_and_stays_visible(westhaven: Any) -> None:
    draft = answered(westhaven, people={"mother": person(view="objects")})
    wrong = problems(decide(westhaven, draft, basis=""))
    assert set(wrong) == {"weighed-mother", "basis"}
    record = decide(westhaven, draft, weighed={"mother": "She goes hungry, and that comes first."})
    assert isinstance(record, UUID)
    kept = next(p for p in record_of(westhaven, record).content["people"] if p["who"] == "mother")
    assert (kept["view"], kept["weighed"]) == ("objects", "She goes hungry, and that comes first.")
    # And whoever received it sees the objection on every later look
    page = westhaven.look(SAM, "protection-plan")
    assert any("The mother objected. She goes hungry" in said for r in page.shared for said in r.objections)


@pytest.mark.scenario("S18")
def test_a_council_may_not_rest_its_statutory_task_on_legitimate_interests(westhaven: Any) -> None:
    draft = answered(westhaven, SAM, worried=worry(recipient="westhaven-police"))
    by = westhaven.person(SAM)
    refused = sharing.decide(draft, decision(basis="art6_1_f"), by=by, at=westhaven.now)
    said = problems(refused)["basis"]
    assert "UK GDPR, Article 6(1)(" in said
    assert "art6_1" not in said
    assert isinstance(sharing.decide(draft, decision(basis="art6_1_e"), by=by, at=westhaven.now), UUID)


@pytest.mark.scenario("S11")
@pytest.mark.requirement("H8")
def test_consent_of_a_suspected_parent_is_refused_as_a_basis_and_the_unsafe_reason_is_kept(westhaven: Any) -> None:
    danger = person(danger="yes", view="unknown", telling="unsafe", unsafe=["violence"])
    draft = answered(westhaven, people={"mother": danger})
    told = {"child": (Told.TOLD, ""), "mother": (Told.NOT_NOW, "She may become violent to the child")}
    assert "basis" in problems(decide(westhaven, draft, basis="art6_1_a", told=told))
    shown = sharing.weigh(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    assert shown.answer.lawful_basis
    assert "art6_1_a" not in shown.answer.lawful_basis
    record = decide(westhaven, draft, basis=shown.answer.lawful_basis[0], told=told)
    kept = next(p for p in record_of(westhaven, record).content["people"] if p["who"] == "mother")
    assert kept["unsafe"] == ["violence"]
    assert kept["not_told_because"] == "She may become violent to the child"


def test_each_person_is_a_question_of_their_own(westhaven: Any) -> None:
    people = {
        "mother": person(),
        "father": person(danger="yes", view="unknown", telling="unsafe", unsafe=["harm"]),
    }
    draft = answered(westhaven, worried=worry(people=["mother", "father"]), people=people)
    shown = sharing.weigh(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    tell = {t.who.value: t.answer.value for t in shown.answer.tell}
    assert tell["mother"] == "tell_first"
    assert tell["father"] == "do_not_tell_yet"


def test_not_telling_needs_a_reason_and_never_holds_sharing_up(westhaven: Any) -> None:
    draft = answered(westhaven)
    silent = {"child": (Told.TOLD, ""), "mother": (Told.NOT_NOW, "")}
    assert set(problems(decide(westhaven, draft, told=silent))) == {"reason-mother"}
    assert set(problems(decide(westhaven, draft, told=silent, unsafe={"mother": ("because",)}))) == {"reason-mother"}
    assert set(problems(decide(westhaven, draft, told={}))) == {"told-child", "told-mother"}
    said = {**silent, "mother": (Told.NOT_NOW, "No time before school ends")}
    assert isinstance(decide(westhaven, draft, told=said, unsafe={"mother": ("no_time",)}), UUID)


def test_sharing_all_of_it_leaves_nothing_out(westhaven: Any) -> None:
    draft = answered(westhaven, things=[thing(), thing(words="She had no coat on in the snow.")])
    assert set(problems(decide(westhaven, draft))) == {"choice"}
    assert isinstance(decide(westhaven, draft, choice=Choice.SHARE_PART), UUID)
    both = answered(westhaven, things=[thing(), thing(words="She had no coat on in the snow.")])
    assert isinstance(decide(westhaven, both, items=(0, 1)), UUID)


def test_a_record_says_why_each_thing_was_needed_and_what_advice_was_given(westhaven: Any) -> None:
    from goldenthread.service.actions import advising
    from goldenthread.service.portal.record_pages import parts_of

    sam, dan, at = westhaven.person(SAM), westhaven.person("dan.dpo"), westhaven.now
    things = [thing(), thing(words="She had no coat on in the snow.", needed="unknown")]
    draft = answered(westhaven, SAM, worried=worry(recipient="westhaven-police"), things=things)
    asked = advising.ask(
        "data_protection_officer", "May I?", "A visit today", is_anonymous=True, draft=draft, by=sam, at=at
    )
    assert isinstance(asked, UUID)
    advising.answer(asked, "Leave the coat out.", "", by=dan, at=at)
    ours = decision(choice=Choice.SHARE_PART, advice="Our lead agrees.")
    record = sharing.decide(draft, ours, by=sam, at=at)
    parts = {part.title: dict(part.lines) for part in parts_of(record_of(westhaven, record, SAM)).parts}
    assert parts["What was decided"]["Advice taken"] == "Dan Kowalczyk: Leave the coat out. Our lead agrees."
    assert parts["The seven rules"]["4. Ask for advice"] == "Dan Kowalczyk: Leave the coat out. Our lead agrees."
    one_by_one = parts["What would be shared, one by one"]
    assert "Do they need it? Yes, they need it to act." in one_by_one["1. Shared"]
    assert "Do they need it? I am not sure." in one_by_one["2. Not shared"]
    assert parts["The risks, side by side"]["About the child’s safety or welfare"] == "Yes"
    assert parts["The risks, side by side"]["Could help them do their job"] == "Yes"


OTHER = thing(words="The home has no heating, as our own visit found.")


@pytest.mark.scenario("S29")
@pytest.mark.requirement("G9")
def test_what_came_under_a_limit_is_stopped_when_it_would_be_passed_on(westhaven: Any) -> None:
    from goldenthread.service.actions import asking
    from goldenthread.service.actions.sharing_shapes import Asking

    sam, dee = westhaven.person(SAM), westhaven.person(DEE)
    request = asking.ask(
        Asking(
            agency="harbour-lane-school",
            child="A pupil",
            what="Attendance this term",
            why="The review of how agencies worked with her",
            power="ca2004_s16H",
        ),
        by=sam,
        at=westhaven.now,
    )
    away = [thing(words="She was away on 14 days in June.")]
    draft = answered(westhaven, start={"request": request}, worried=worry(purpose="practice_review"), things=away)
    record = sharing.decide(draft, decision(), by=dee, at=westhaven.now)
    assert isinstance(record, UUID), record
    got = received(westhaven, record)
    assert [limit.provision for limit in got.limits] == ["ca2004_s16H"]
    assert "only for the purpose" in got.limits[0].says
    # The holder tries to pass it on
    onward = answered(westhaven, SAM, start={"release": got.release}, worried=worry(recipient="westhaven-housing"))
    refused = problems(sharing.decide(onward, decision(), by=sam, at=westhaven.now))
    assert "s. 16H" in refused["choice"]
    assert "only for the purpose for which it was given" in refused["choice"]
    kept = sharing.decide(onward, decision(choice=Choice.DO_NOT_SHARE), by=sam, at=westhaven.now)
    assert record_of(westhaven, kept, SAM).content["limits"]
    # Nor does a fresh question get round it: the same words, in whatever dress, are known again and stopped
    again = thing(words=f"The school says: {got.items[0]['words'].upper()}")
    fresh = answered(
        westhaven,
        SAM,
        start={},
        worried=worry(child="A pupil", recipient="westhaven-housing"),
        things=[again, {**OTHER, "source": "own"}],
    )
    opened = sharing.open_draft(fresh, by=sam, at=westhaven.now)
    assert not isinstance(opened, NothingToShow)
    assert [limit.provision for limit in opened.limits] == ["ca2004_s16H"]
    assert "s. 16H" in problems(sharing.decide(fresh, decision(items=(0, 1)), by=sam, at=westhaven.now))["choice"]
    alone = decision(choice=Choice.SHARE_PART, items=(1,))
    assert isinstance(sharing.decide(fresh, alone, by=sam, at=westhaven.now), UUID), "what did not come so is free"
    # The limit binds the thing, in whatever words: whoever shares about this child says where each thing comes from
    told_anew = thing(words="Most of one summer month this girl stayed at home.")
    for source, wanting in ((str(got.release), "choice"), ("", "items"), (str(UUID(int=3)), "items")):
        anew = answered(
            westhaven,
            SAM,
            start={},
            worried=worry(child="That pupil", recipient="westhaven-housing"),
            things=[{**told_anew, "source": source}],
        )
        assert wanting in problems(sharing.decide(anew, decision(), by=sam, at=westhaven.now))
    opened = sharing.open_draft(anew, by=sam, at=westhaven.now)
    assert not isinstance(opened, NothingToShow)
    assert str(got.release) in dict(opened.sources)
    assert "source" in ItemForm(sources=opened.sources).fields
    assert "source" not in ItemForm(sources=()).fields, "nobody is asked who received nothing so"


@hypothesis.given(st.text("ab Ł'. ", max_size=24), st.text("ab Ł'. ", max_size=12), st.text("ab Ł'. ", max_size=12))
def test_words_that_repeat_others_share_a_sign_by_which_they_are_found(repeated: str, before: str, after: str) -> None:
    one, other = casework.words_of(repeated), casework.words_of(f"{before} {repeated} {after}")
    if casework.is_part_of(one, other):
        assert casework.few_words_of(repeated) & casework.few_words_of(other)


def test_what_is_repeated_is_found_however_much_else_came(westhaven: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from goldenthread.service.store.models import Release

    limit = {"provision": "ca2004_s16H", "citation": "s. 16H", "says": "Only for its purpose."}
    items = [{"words": "She was away on nine days in May.", "about": "child"}]
    with westhaven.as_role("worker"):
        Release.objects.create(
            record_id=uuid4(),
            account_id=0,
            sender_name="Harry Fielding",
            sender_agency_id="westhaven-housing",
            sender_agency_name="Westhaven Housing",
            recipient_agency_id=CSC,
            child_name="Ines",
            limits=[limit],
            items=items,
            released_at=westhaven.now,
            feedback_due_at=westhaven.now,
            found_by=onward.signs_of("Ines", items),
        )
    compared: list[str] = []
    repeats = onward._repeats
    monkeypatch.setattr(onward, "_repeats", lambda words, got: compared.append(words) or repeats(words, got))
    for words, limits in (
        ("Quite unlike it.", 0),
        ("Away on nine days in May, they say.", 0),
        ("Away on nine days", 1),
    ):
        question = answered(westhaven, SAM, start={}, worried=worry(child="Zeb"), things=[thing(words=words)])
        compared.clear()
        opened = sharing.open_draft(question, by=westhaven.person(SAM), at=westhaven.now)
        assert not isinstance(opened, NothingToShow)
        assert len(opened.limits) == limits, words
        assert bool(compared) == words.startswith("Away"), "what shares no few words is not even read"


@pytest.mark.scenario("S19")
def test_a_small_charity_is_offered_recognised_legitimate_interests(westhaven: Any) -> None:
    draft = answered(
        westhaven,
        "yasmin.youngcarers",
        start={},
        worried=worry(child="A girl of nine"),
    )
    shown = sharing.weigh(draft, by=westhaven.person("yasmin.youngcarers"), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    assert shown.answer.lawful_basis[0] == "art6_1_ea"
    assert "art6_1_f" in shown.answer.lawful_basis


def test_sharing_against_the_advice_needs_advice_that_was_taken(westhaven: Any) -> None:
    draft = answered(westhaven, worried=worry(purpose="immigration_control"))
    refused = problems(decide(westhaven, draft))
    assert "advice" in refused


def test_leaving_and_coming_back_keeps_the_answers_and_nobody_else_sees_them(westhaven: Any) -> None:
    draft = answered(westhaven)
    again = sharing.open_draft(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(again, NothingToShow)
    assert again.answers["items"] == [thing()]
    for other in (SAM, "mo.trust", "rae.reviewer"):
        assert isinstance(sharing.open_draft(draft, by=westhaven.person(other), at=westhaven.now), NothingToShow)
    assert isinstance(decide(westhaven, draft), UUID)
    assert isinstance(sharing.open_draft(draft, by=westhaven.person(DEE), at=westhaven.now), NothingToShow)


def test_a_record_is_amended_only_by_adding_and_the_database_refuses_the_rest(westhaven: Any) -> None:
    from django.db import DatabaseError, transaction

    from goldenthread.service.store.models import DecisionRecord, RecordAddition

    record = decide(westhaven, answered(westhaven))
    assert recording.add(record, "The front door rang back.", by=westhaven.person(DEE), at=westhaven.now) is True
    assert [a.words for a in record_of(westhaven, record).additions] == ["The front door rang back."]
    for role in ("web", "worker", "owner"):
        with westhaven.as_role(role):
            for rows, change in ((DecisionRecord.objects, {"decision": "x"}), (RecordAddition.objects, {"words": "x"})):
                with pytest.raises(DatabaseError), transaction.atomic():
                    rows.all().update(**change)
                with pytest.raises(DatabaseError), transaction.atomic():
                    rows.all()._raw_delete("default")


def test_a_record_stands_in_who_has_looked_at_the_child(westhaven: Any) -> None:
    from goldenthread.service.actions import finding, reviewing
    from goldenthread.vocabulary import Purpose

    decide(westhaven, answered(westhaven))
    rae = westhaven.person("rae.reviewer")
    sought = replace(westhaven.sought("protection-plan"), purpose=Purpose.REVIEW_ACCESS)
    found = finding.find_child(sought, by=rae, at=westhaven.now)
    lines = reviewing.who_has_looked(found.children[0].look, by=rae, at=westhaven.now)
    assert not isinstance(lines, NothingToShow)
    said = [line.sentence for line in lines]
    assert any("decided whether to share something about this child, and wrote down why" in s for s in said)
    assert any("passed something about this child to one agency" in s for s in said)


def test_no_record_and_not_yours_are_one_answer(westhaven: Any) -> None:
    record = decide(westhaven, answered(westhaven))
    absent = UUID("00000000-0000-4000-8000-000000000000")
    for who in (SAM, HARRY, "rae.reviewer"):
        theirs, none = record_of(westhaven, record, who), record_of(westhaven, absent, who)
        assert theirs == none
        assert isinstance(theirs, NothingToShow)


@pytest.mark.scenario("S14")
@pytest.mark.requirement("E5")
@pytest.mark.requirement("E6")
def test_feedback_closes_the_loop_and_silence_is_listed(westhaven: Any) -> None:
    from datetime import timedelta

    from goldenthread.service.actions import overseeing

    heard, silent = (decide(westhaven, answered(westhaven)) for _ in range(2))
    release = received(westhaven, heard).release
    sam = westhaven.person(SAM)
    assert releasing.say_what_became(release, "acting", "A social worker will ring you.", by=sam, at=westhaven.now)
    shown = record_of(westhaven, heard)
    assert [f.words for f in shown.feedback] == ["A social worker will ring you."]
    later = westhaven.now + timedelta(days=8)
    figures = overseeing.figures(by=westhaven.person(DEE), at=later)
    assert not isinstance(figures, NothingToShow)
    late = {line.record for line in figures.unanswered}
    assert silent in late
    assert heard not in late


def test_the_front_door_of_the_directory_is_the_recipient(westhaven: Any) -> None:
    assert sharing.recipients(by=westhaven.person(DEE))[0][0] == CSC
