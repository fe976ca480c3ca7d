"""What a recipient, a person concerned and a later reader get to see: what was chosen, as it was meant, and no more."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.disclosure.advice import case_from
from goldenthread.service.actions import asking, emergencies, overseeing, settling, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice, Step, Told
from goldenthread.service.portal.fields import as_summary
from goldenthread.service.portal.record_pages import parts_of
from goldenthread.service.portal.sharing_forms import PersonForm, WorryForm
from tests.service.sharing_answers import (
    CSC,
    DEE,
    POLICE,
    SAM,
    SCHOOL,
    a_request,
    answered,
    decide,
    decision,
    person,
    problems,
    received,
    record_of,
    risks,
    thing,
    worry,
)

NEIGHBOUR = "The woman at number 12 rang us on Monday night."


def each_person(westhaven: Any, record: UUID) -> dict[str, str]:
    return dict(next(p for p in parts_of(record_of(westhaven, record)).parts if p.title == "Each person").lines)


@pytest.mark.parametrize("needed", ["yes", "no"])
def test_a_thing_about_whoever_told_us_stays_back_though_nobody_marked_it(westhaven: Any, needed: str) -> None:
    things = [thing(), thing(words=NEIGHBOUR, about="referrer", needed=needed)]
    draft = answered(westhaven, things=things)
    both = decide(westhaven, draft, items=(0, 1), proportion="They asked for it specially.")
    assert "items" in problems(both)
    shown = sharing.weigh(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    assert shown.answer.items[1].answer.value != "share"
    record = decide(westhaven, draft, choice=Choice.SHARE_PART, items=(0,))
    made = repr(record_of(westhaven, record).content) + repr(received(westhaven, record))
    assert "number 12" not in made


def test_what_would_be_blacked_out_in_part_goes_whole_only_with_a_reason(westhaven: Any) -> None:
    draft = answered(westhaven, things=[thing(marks=["whole_file"])])
    assert "proportion" in problems(decide(westhaven, draft))
    assert isinstance(decide(westhaven, draft, proportion="They hold no file of theirs."), UUID)


@pytest.mark.parametrize("reason", ["violence", "crime", "no_channel"])
def test_no_notice_is_made_for_somebody_who_is_told_once_it_is_safe(westhaven: Any, reason: str) -> None:
    mother = person(danger="yes", telling="unsafe", unsafe=[reason])
    later = {"child": (Told.TOLD, ""), "mother": (Told.AFTERWARDS, "")}
    record = decide(westhaven, answered(westhaven, people={"mother": mother}), told=later)
    kept = {p["who"]: p for p in record_of(westhaven, record).content["people"]}
    assert kept["mother"]["notice"] is None
    assert kept["mother"]["unsafe"] == [reason]
    assert "No notice was made." in each_person(westhaven, record)["Mother"]
    assert kept["child"]["notice"]


def test_a_record_gives_no_reason_for_not_telling_somebody_who_was_told(westhaven: Any) -> None:
    mother = person(telling="unsafe", unsafe=["no_time"])
    record = decide(westhaven, answered(westhaven, people={"mother": mother}))
    said = each_person(westhaven, record)["Mother"]
    assert "I have told them" in said
    assert "Why not told" not in said


def test_a_child_who_asks_for_secrecy_is_not_said_to_object(westhaven_copy: Any) -> None:
    draft = answered(westhaven_copy, people={"child": person(view="asks_for_secrecy")})
    record = decide(westhaven_copy, draft, weighed={"child": "She is not safe alone with this."})
    assert received(westhaven_copy, record).objections == (
        "The child asked that others are not told. She is not safe alone with this.",
    )


def test_a_wish_for_advice_that_is_sent_twice_leaves_one_record(westhaven: Any) -> None:
    draft = answered(westhaven)
    first = decide(westhaven, draft, choice=Choice.SEEK_ADVICE, why="I cannot tell what is best here.")
    assert isinstance(first, UUID)
    assert decide(westhaven, draft, choice=Choice.SEEK_ADVICE, why="I cannot tell what is best here.") == first
    other = decide(westhaven, draft, choice=Choice.SEEK_ADVICE, why="It is another question by now.")
    assert other != first


def test_an_agency_chosen_after_somebody_else_is_not_called_what_they_were(westhaven: Any) -> None:
    draft = answered(westhaven)
    shown = sharing.open_draft(draft, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(shown, NothingToShow)
    typed = worry(recipient_kind="court", recipient_name="The family court", is_checked="on")
    form = WorryForm(typed, draft=shown, recipients=[(CSC, "Social care")])
    assert form.is_valid(), form.errors
    kept = form.cleaned_data
    assert (kept["recipient_kind"], kept["recipient_name"], kept["is_checked"]) == ("", "", False)


def test_each_error_about_each_person_is_said_once_by_name() -> None:
    forms = [
        PersonForm({"mother-danger": "no", "mother-view": "agrees"}, who="mother", age=None),
        PersonForm(
            {"father-danger": "no", "father-view": "agrees", "father-telling": "safe", "father-unsafe": ["harm"]},
            who="father",
            age=None,
        ),
    ]
    assert not any(form.is_valid() for form in forms)
    assert [line["text"] for line in as_summary(*forms)["errorList"]] == [
        "Mother: say if it is safe to tell them",
        "Father: you tick why it is not safe to tell them. Choose No, or untick it",
    ]


def test_a_record_says_what_was_answered_and_what_the_answer_was(westhaven: Any) -> None:
    child = person(competent="yes")
    father = person(danger="unknown", view="unknown", telling="unknown")
    draft = answered(
        westhaven,
        worried=worry(people=["mother", "father"]),
        people={"child": child, "father": father},
        weighed=risks(worse="sharing", grounds=["retaliation"], evidence="He shouted.", review_on="2026-12-01"),
    )
    record = decide(westhaven, draft, choice=Choice.DO_NOT_SHARE)
    parts = {p.title: dict(p.lines) for p in parts_of(record_of(westhaven, record)).parts}
    assert "Understands what sharing means: yes." in parts["Each person"]["The child"]
    assert "Nobody knows yet if they are a danger." in parts["Each person"]["Father"]
    assert parts["The risks, side by side"]["To be looked at again"] == "1 December 2026"
    assert parts["The law"]["Law as at"] == "22 November 2026"
    assert parts["What the answer said"]["In short"]
    assert parts["What the answer said"]["Thing 1"]


def test_the_file_of_an_emergency_says_who_opened_it_and_who_read_its_reasons(westhaven: Any) -> None:
    dee, rae, at = westhaven.person(DEE), westhaven.person("rae.reviewer"), westhaven.now
    record = emergencies.send(CSC, "Nadia, 9", "She is bleeding at the gate.", by=dee, at=at)
    assert isinstance(record, UUID)

    def followed() -> dict[str, str]:
        shown = parts_of(record_of(westhaven, record))
        return dict(next(p for p in shown.parts if p.title == "What followed").lines)

    assert followed()["Opened"] == "Not yet"
    assert "Not written yet; due by" in followed()["The reasons"]
    received(westhaven, record)
    assert emergencies.complete(record, "She was alone and hurt.", by=dee, at=at) is True
    assert emergencies.review(record, "upheld", "Rightly sent.", by=rae, at=at) is True
    assert "Sam" in followed()["Opened"]
    assert followed()["Read by a second person"].endswith("it was right to send this. Rightly sent.")


def test_figures_count_only_refusals_that_were_reopened_and_only_the_time_they_were_open(westhaven_copy: Any) -> None:
    area = westhaven_copy
    dee, sam, at = area.person(DEE), area.person(SAM), area.now
    before = overseeing.figures(by=dee, at=at)
    assert not isinstance(before, NothingToShow)
    request = a_request(area)
    for hours, choice in ((2, Choice.SHARE), (202, Choice.DO_NOT_SHARE)):
        draft = answered(area, start={"request": request})
        assert isinstance(sharing.decide(draft, decision(choice=choice), by=dee, at=at + timedelta(hours=hours)), UUID)
        if choice is Choice.SHARE:
            assert asking.say(request, "He was away again this week.", by=sam, at=at + timedelta(hours=200)) is True
    figures = overseeing.figures(by=dee, at=at + timedelta(hours=203))
    assert not isinstance(figures, NothingToShow)
    refused, reopened = figures.refused - before.refused, figures.reopened - before.reopened
    assert (refused, reopened) == (1, 0), "it was opened again before it was refused"
    assert figures.hours_to_answer is not None
    assert figures.hours_to_answer <= 2, "nobody was waiting while it was closed"
    assert asking.say(request, "He has a broken arm since today.", by=sam, at=at + timedelta(hours=204)) is True
    figures = overseeing.figures(by=dee, at=at + timedelta(hours=204))
    assert not isinstance(figures, NothingToShow)
    refused, reopened = figures.refused - before.refused, figures.reopened - before.reopened
    assert (refused, reopened) == (1, 1)


def test_what_an_answer_opens_again_is_asked_before_anything_is_decided(
    client: Any, westhaven: Any, sign_in: Any
) -> None:
    by, at = westhaven.person(DEE), westhaven.now
    draft = answered(westhaven)
    sharing.keep(draft, Step.WORRY, worry(people=["mother", "father"]), by=by, at=at)
    assert isinstance(decide(westhaven, draft), NothingToShow), "nobody has said anything of the father yet"
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    page = f"/sharing/{draft}/answer/"
    sent = client.post(page, {"choice": "share", "why": "She is hungry every day."})
    assert sent.headers["Location"].endswith("/people/")
    sharing.keep(draft, Step.PEOPLE, dict.fromkeys(("child", "mother", "father"), person()), by=by, at=at)
    assert "She is hungry every day." in client.get(page).text, "what was typed is not lost"
    sharing.keep(draft, Step.ITEMS, [thing(marks=["health"])], by=by, at=at)
    assert client.get(page).headers["Location"].endswith("/risks/"), "sensitive data asks for its policy document"
    sharing.keep(draft, Step.WEIGH, risks(policy_document="unknown"), by=by, at=at)
    assert client.get(page).status_code == 200


def test_asking_over_an_objection_of_the_parents_keeps_it_and_shows_it_later(westhaven_copy: Any) -> None:
    sam, dee, at = westhaven_copy.person(SAM), westhaven_copy.person(DEE), westhaven_copy.now
    look = westhaven_copy.look(SAM, "protection-plan")
    asked = Asking(
        agency=SCHOOL,
        child=look.name,
        what="How often he was away",
        why="His plan is looked at on Friday.",
        level="risk_of_harm",
        evidence="professional_observation",
        parents="object",
    )
    request = asking.ask(asked, look=look.look, by=sam, at=at)
    assert isinstance(request, UUID)
    said = westhaven_copy.look(SAM, "protection-plan").objections
    assert any("the parents objected" in one and "His plan is looked at on Friday." in one for one in said)
    seen = asking.open_request(request, by=dee, at=at)
    assert not isinstance(seen, NothingToShow)
    assert seen.turns[0].words.endswith("The parents object.")


def test_a_question_from_a_childs_page_about_somebody_else_is_not_tied_to_that_child(westhaven: Any) -> None:
    look = westhaven.look(SAM, "protection-plan")
    for child, is_tied in ((f"{look.name}, 9", True), ("Her", True), ("Oluwaseun Adeyemi, 4", False)):
        asked = Asking(agency=SCHOOL, child=child, what="How often away", why="A worry about them")
        request = asking.ask(asked, look=look.look, by=westhaven.person(SAM), at=westhaven.now)
        from goldenthread.service.store.models import InformationRequest

        with westhaven.as_role("worker"):
            assert (InformationRequest.objects.get(pk=request).person_id is not None) is is_tied


def test_words_that_may_mean_another_child_are_asked_about_and_tell_no_name(westhaven: Any) -> None:
    look = westhaven.look(SAM, "protection-plan")
    asked = Asking(agency=SCHOOL, child="oluwaseun, 4", what="How often away", why="A worry about them")
    said = problems(asking.ask(asked, look=look.look, by=westhaven.person(SAM), at=westhaven.now))
    assert said == {"child": asking.WHICH_CHILD}
    assert not set(look.name.split()) & set(said["child"].split())


def test_what_came_under_a_limit_goes_on_in_no_question_and_no_reason(westhaven: Any) -> None:
    limited = "She was away on 14 days in the month of June."
    sam, dee, at = westhaven.person(SAM), westhaven.person(DEE), westhaven.now
    request = a_request(westhaven, power="ca2004_s16H", why="The review of how agencies worked with her")
    draft = answered(
        westhaven, start={"request": request}, worried=worry(purpose="practice_review"), things=[thing(words=limited)]
    )
    assert isinstance(sharing.decide(draft, decision(), by=dee, at=at), UUID)
    # Whoever received it asks a third agency, and answers one, in its very words
    asked = Asking(agency=POLICE, child="A pupil", what="What do you know?", why=f"We hear: {limited}")
    assert "s. 16H" in problems(asking.ask(asked, by=sam, at=at))["why"]
    other = replace(asked, why="A worry about a pupil")
    third = asking.ask(other, by=sam, at=at)
    assert isinstance(third, UUID)
    assert "s. 16H" in problems(asking.say(third, limited, by=sam, at=at))["words"]
    # To whoever let them have it, it may be said
    assert asking.say(request, f"You said: {limited} Is that so?", by=sam, at=at) is True
    back = asking.ask(replace(other, agency=CSC), by=westhaven.person("pat.police"), at=at)
    refusing = answered(westhaven, SAM, start={"request": back}, things=[thing(words="We hold a file.", source="own")])
    refused = decision(choice=Choice.DO_NOT_SHARE, items=(), why=limited)
    assert "s. 16H" in problems(sharing.decide(refusing, refused, by=sam, at=at))["why"]


def test_the_caveat_says_of_protected_things_whether_they_went_or_stayed() -> None:
    case = case_from(
        {
            "asked_on": date(2026, 11, 22),
            "nation": "england",
            "sender": {"kind": "police"},
            "recipient": {"kind": "la_csc", "verified": True},
            "purpose": "safeguard_child",
            "immediacy": "urgent",
            "mode": "one_off",
            "items": [
                {"name": "Where he deals", "about": "other_adult", "protected": ["intelligence"]},
                {"name": "He came late", "about": "child"},
            ],
        },
        name="police to social care",
    )
    went, stayed = settling.caveats(case, (0, 1)), settling.caveats(case, (1,))
    assert any("Let only those know who must" in said for said in went)
    assert not any("left something out" in said for said in went)
    assert any("left something out" in said for said in stayed)
    assert not any("Let only those know who must" in said for said in stayed)


def test_a_claim_of_crime_goes_to_nobody_as_if_somebody_were_guilty() -> None:
    said = thing(words="He was seen at the garage.", about="other_adult", marks=["crime"])
    assert settling.item_caveat(said) == "It is not said where this person stands. Take nobody for guilty."
    assert settling.item_caveat({**said, "standing": "suspect"}) == settling.STANDS["suspect"]
    assert settling.item_caveat({**said, "marks": []}) == ""
