"""A form sent twice, from two windows or after a colleague: nothing goes twice, and nothing goes unread."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.urls import reverse

from goldenthread.service.actions import advising, asking, emergencies, recording, releasing, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice, NotYet, Step
from goldenthread.service.portal.record_pages import parts_of
from tests.service.sharing_answers import CSC, POLICE, a_request, answered, decision, thing, worry

DEE, SAM = "dee.school", "sam.social"
DECIDED = {
    "choice": "share",
    "items": "0",
    "why": "She is hungry, and nobody is at home.",
    "how": "here",
    "basis": "art6_1_e",
    "told-child": "told",
    "told-mother": "told",
}


@pytest.fixture
def dee(client: Any, westhaven: Any, sign_in: Any) -> Any:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    return client


def at_once(*calls: Any) -> list[Any]:
    """What each call gives when all are made at the same moment, each on a connection of its own."""

    def made(call: Any) -> Any:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(made, calls))


def releases_of(westhaven: Any, words: str) -> int:
    with westhaven.as_role("worker"):
        from goldenthread.service.store.models import Release

        return Release.objects.filter(items__0__words=words).count()


def test_a_decision_that_is_sent_four_times_at_once_is_made_once(westhaven: Any) -> None:
    words = f"She came hungry, {uuid4()}."
    draft = answered(westhaven, things=[thing(words=words)])
    by = westhaven.person(DEE)
    made = at_once(*[lambda: sharing.decide(draft, decision(), by=by, at=westhaven.now)] * 4)
    assert sum(isinstance(one, UUID) for one in made) == 1
    assert sum(isinstance(one, NothingToShow) for one in made) == 3
    assert releases_of(westhaven, words) == 1


def test_whoever_clicks_again_or_goes_back_is_led_to_the_record(westhaven: Any, dee: Any) -> None:
    draft = answered(westhaven)
    page = reverse("share_answer", args=[draft])
    read_at = sharing.open_draft(draft, by=westhaven.person(DEE), at=westhaven.now).changed_at
    first = dee.post(page, {**DECIDED, "read_at": read_at.isoformat()})
    assert first["Location"].startswith("/records/")
    for again in (dee.post(page, DECIDED), dee.get(page), dee.get(reverse("share_worry", args=[draft]))):
        assert again["Location"] == first["Location"]


def test_what_changed_in_another_window_is_read_again_before_anything_goes(westhaven: Any, dee: Any) -> None:
    secret = f"What she took out again, {uuid4()}."
    draft = answered(westhaven, things=[thing(), thing(words=secret)])
    page = reverse("share_answer", args=[draft])
    shown = dee.get(page).content.decode()
    read_at = shown.split('name="read_at" value="')[1].split('"')[0]
    later = westhaven.now.replace(minute=1)
    sharing.keep(draft, Step.ITEMS, [thing(words=secret)], by=westhaven.person(DEE), at=later)
    stopped = dee.post(page, {**DECIDED, "read_at": read_at})
    assert stopped.status_code == 400
    said = stopped.content.decode()
    assert "changed in another window" in said
    assert DECIDED["why"] in said, "what was written is kept"
    assert releases_of(westhaven, secret) == 0
    assert dee.post(page, DECIDED).status_code == 400, "nor does a page that does not say what it showed"


def test_an_emergency_that_is_sent_three_times_at_once_goes_once_and_owes_one_record(westhaven: Any) -> None:
    words = f"He is hurt, by the station, {uuid4()}."
    by, at = westhaven.person(DEE), westhaven.now
    sent = at_once(*[lambda: emergencies.send(POLICE, "Kit, 12", words, by=by, at=at)] * 3)
    assert len(set(sent)) == 1
    assert releases_of(westhaven, words) == 1
    assert emergencies.send(POLICE, "Kit, 12", words + " Hurry.", by=by, at=at) not in sent, "other words always go"


def test_the_reasons_of_an_emergency_are_written_once_and_again_leads_to_the_record(westhaven: Any, dee: Any) -> None:
    by, at = westhaven.person(DEE), westhaven.now
    record = emergencies.send(POLICE, "Kit, 12", f"He is hurt, {uuid4()}.", by=by, at=at)
    reasons = {"why": "He was bleeding.", "needed": "To find him and help.", "told": "His mother was told."}
    page = reverse("complete_record", args=[record])
    for _ in range(2):
        assert dee.post(page, reasons)["Location"] == reverse("record", args=[record])
    assert dee.get(page)["Location"] == reverse("record", args=[record])
    assert dee.get(reverse("review_emergency", args=[record])).status_code == 302, "nobody reviews their own"
    assert len(recording.open_record(record, by=by, at=at).additions) == 1


def test_a_request_that_is_sent_twice_is_made_once(westhaven: Any) -> None:
    form = uuid4()
    assert (made := a_request(westhaven, sent_as=form)) == a_request(westhaven, sent_as=form)
    assert made not in (form, a_request(westhaven, sent_as=uuid4()))


def test_a_closed_request_is_opened_only_by_whoever_asked(westhaven: Any, dee: Any) -> None:
    by, sam, at = westhaven.person(DEE), westhaven.person(SAM), westhaven.now
    request = a_request(westhaven)
    first = answered(westhaven, start={"request": request})
    second, colleague = the_same_question_of(replace(by, account_id=900_002), first, westhaven)
    assert isinstance(sharing.decide(first, decision(), by=by, at=at), UUID)
    # A colleague who was answering it too is told, and what was answered stays
    stopped = sharing.decide(second, decision(choice=Choice.DO_NOT_SHARE, items=()), by=colleague, at=at)
    assert isinstance(stopped, NotYet)
    assert "A colleague has answered this request" in stopped.problems[0][1]
    assert isinstance(asking.say(request, "Which of the two boys is it?", by=by, at=at), NotYet)
    assert dee.post(reverse("request_say", args=[request]), {"words": "Which of the two?"}).status_code == 400
    led = dee.post(reverse("request_answer", args=[request]))
    assert led["Location"] == reverse("request", args=[request])
    assert asking.open_request(request, by=sam, at=at).line.state == "answered"
    # New facts from whoever asked open it, and then both may be decided
    for _ in range(2):
        assert asking.say(request, "He was seen with a bruise today.", by=sam, at=at) is True
    opened = asking.open_request(request, by=sam, at=at)
    assert [turn.kind for turn in opened.turns] == ["asked", "answered", "reopened"]
    assert isinstance(sharing.decide(second, decision(), by=colleague, at=at), UUID)


def the_same_question_of(colleague: Any, draft: UUID, westhaven: Any) -> tuple[UUID, Any]:
    """The same answers on the screens of a colleague."""
    from goldenthread.service.store.models import SharingDraft

    with westhaven.as_role("worker"):
        row = SharingDraft.objects.get(pk=draft)
        row.id, row.account_id = uuid4(), colleague.account_id
        row.save(force_insert=True)
    return row.id, colleague


def test_an_answer_that_is_begun_twice_is_one_and_keeps_what_was_answered(westhaven: Any, dee: Any) -> None:
    request, by, at = a_request(westhaven), westhaven.person(DEE), westhaven.now
    begun = at_once(*[lambda: sharing.start(request=request, by=by, at=at)] * 3)
    assert len(set(begun)) == 1
    sharing.keep(begun[0], Step.WORRY, worry(), by=by, at=at)
    assert dee.post(reverse("request_answer", args=[request]))["Location"] == reverse("share_worry", args=begun[:1])
    assert sharing.open_draft(begun[0], by=by, at=at).answers["worry"]["kinds"] == ["neglect"]
    # On a child's page only a click sent twice is one question; with answers in it, the next is another
    look = westhaven.look(DEE, "protection-plan").look
    first, again = (sharing.start(look=look, by=by, at=at) for _ in range(2))
    assert first == again
    sharing.keep(first, Step.WORRY, worry(), by=by, at=at)
    assert sharing.start(look=look, by=by, at=at) != first


def test_feedback_additions_and_questions_that_are_sent_twice_stand_once(westhaven: Any) -> None:
    by, sam, at = westhaven.person(DEE), westhaven.person(SAM), westhaven.now
    words = f"She came hungry, {uuid4()}."
    draft = answered(westhaven, things=[thing(words=words)])
    questions = [
        advising.ask("legal", "May I?", "I watch", is_anonymous=True, draft=draft, by=by, at=at) for _ in range(2)
    ]
    assert len(set(questions)) == 1
    record = sharing.decide(draft, decision(), by=by, at=at)
    (got,) = (one for one in releasing.inbox(by=sam, at=at) if one.items[0]["words"] == words)
    for _ in range(2):
        releasing.say_what_became(got.release, "acting", "We are on it", by=sam, at=at)
        recording.add(record, "She was seen today.", by=by, at=at)
    shown = recording.open_record(record, by=by, at=at)
    assert (len(shown.feedback), len(shown.additions)) == (1, 1)


def test_advice_is_answered_once(westhaven: Any) -> None:
    by, dan, at = westhaven.person(SAM), westhaven.person("dan.dpo"), westhaven.now
    asked = advising.ask("data_protection_officer", f"May I? {uuid4()}", "I watch", is_anonymous=True, by=by, at=at)
    given = at_once(*[lambda: advising.answer(asked, "Yes, this little.", "", by=dan, at=at)] * 2)
    assert sorted(map(str, given))[-1] == "True"
    assert sum(one is True for one in given) == 1


def test_a_thing_that_is_sent_twice_stands_once_and_goes_by_its_words(westhaven: Any, dee: Any) -> None:
    draft = answered(westhaven, things=[thing(words="One thing."), thing(words="Another thing.")])
    page = reverse("share_items", args=[draft])
    more = {"words": "A third thing.", "about": "child", "status": "fact", "needed": "yes", "another": "yes"}
    for _ in range(2):
        assert dee.post(page, more)["Location"] == page
    for _ in range(2):
        assert dee.post(page, {"remove": "One thing."})["Location"] == page
    kept = sharing.open_draft(draft, by=westhaven.person(DEE), at=westhaven.now).answers["items"]
    assert [item["words"] for item in kept] == ["Another thing.", "A third thing."]


def test_no_thing_is_lost_where_there_are_too_many(westhaven: Any, dee: Any) -> None:
    draft = answered(westhaven, things=[thing(words=f"Thing {n}.") for n in range(sharing.MOST_ITEMS)])
    more = {"words": "One too many.", "about": "child", "status": "fact", "needed": "yes", "go_on": "yes"}
    page = dee.post(reverse("share_items", args=[draft]), more)
    assert page.status_code == 400
    assert "Take one out, or put two in one" in page.content.decode()
    assert "One too many." in page.content.decode()


def test_what_waits_is_never_pushed_off_a_list_by_what_is_done(westhaven: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    by, sam, at = westhaven.person(DEE), westhaven.person(SAM), westhaven.now
    for room in (asking, advising, releasing):
        monkeypatch.setattr(room, "MOST_SHOWN", 1)
    waits, done = a_request(westhaven, what="How often he was away"), a_request(westhaven, urgency="urgent")
    assert isinstance(sharing.decide(answered(westhaven, start={"request": done}), decision(), by=by, at=at), UUID)
    for shown in (asking.requests(by=by, at=at), asking.requests(by=sam, at=at)):
        assert [line.state in asking.CLOSED for line in shown] == [False, True]
    assert waits != done
    first = advising.ask("legal", f"First? {uuid4()}", "I watch", is_anonymous=True, by=by, at=at)
    advising.answer(first, "Yes, this little.", "Lee", by=by, at=at)
    second = advising.ask("legal", f"Second? {uuid4()}", "I watch", is_anonymous=True, by=by, at=at)
    assert first not in {line.advice for line in advising.questions(by=by, at=at)}
    assert second not in {line.advice for line in advising.questions(by=by, at=at) if line.answer}
    unopened = [one for one in releasing.inbox(by=sam, at=at) if one.seen_at is None]
    for one in unopened[:-1]:
        releasing.open_release(one.release, by=sam, at=at)
    left = releasing.inbox(by=sam, at=at)
    assert left[0].release == unopened[-1].release
    assert len(left) == 2


def test_whoever_owes_a_record_is_told_where_their_work_begins(westhaven: Any, dee: Any) -> None:
    record = emergencies.send(POLICE, "Kit, 12", f"Hurt, {uuid4()}.", by=westhaven.person(DEE), at=westhaven.now)
    owes = reverse("complete_record", args=[record])
    assert owes in dee.get("/").content.decode()
    emergencies.complete(record, "Why: he was hurt.", by=westhaven.person(DEE), at=westhaven.now)
    assert owes not in dee.get("/").content.decode()


def test_the_page_where_work_begins_names_nobody_and_leaves_no_entry(westhaven: Any, dee: Any) -> None:
    from goldenthread.service.store.models import LedgerEntry

    emergencies.send(POLICE, "Kit, 12", f"Hurt, {uuid4()}.", by=westhaven.person(DEE), at=westhaven.now)
    with westhaven.as_role("worker"):
        before = LedgerEntry.objects.count()
    page = dee.get("/").content.decode()
    assert "You still owe a record" in page
    assert "Kit" not in page
    with westhaven.as_role("worker"):
        assert LedgerEntry.objects.count() == before
    dee.get("/sharing/")  # where children are named, it is written down
    with westhaven.as_role("worker"):
        assert LedgerEntry.objects.count() > before


def test_the_number_of_a_form_is_nobodys_request_but_its_authors(westhaven: Any) -> None:
    first = a_request(westhaven, sent_as=(form := uuid4()))
    wanted = Asking(agency=CSC, child="A pupil", what="What is known", why="We worry", advice="Dan said ask.")
    for sent_as in (form, first):
        other = asking.ask(replace(wanted, sent_as=sent_as), by=westhaven.person(DEE), at=westhaven.now)
        assert isinstance(other, UUID)
        assert other not in (first, form)


def test_asking_counts_for_nothing_in_the_time_to_decide(westhaven_copy: Any) -> None:
    from goldenthread.service.actions import overseeing

    area = westhaven_copy
    dee = area.person(DEE)
    before = overseeing.figures(by=dee, at=area.now)
    asked = Asking(
        agency=CSC, child="A pupil", what="What is known", why="We are worried", purpose="other", advice="Dan said ask."
    )
    assert isinstance(asking.ask(asked, by=dee, at=area.now), UUID)
    after = overseeing.figures(by=dee, at=area.now)
    assert after.minutes_to_decide == before.minutes_to_decide


def test_a_recipient_who_is_in_no_directory_has_a_name_in_the_record(westhaven: Any, dee: Any) -> None:
    by, at = westhaven.person(DEE), westhaven.now
    draft = answered(westhaven)
    stranger = {**worry(recipient="somebody_else", recipient_kind="parent"), "is_checked": "on"}
    page = dee.post(reverse("share_worry", args=[draft]), {name: said for name, said in stranger.items() if said})
    assert "Write their name or team" in page.content.decode()
    sharing.keep(draft, Step.WORRY, {**stranger, "recipient_name": "His aunt"}, by=by, at=at)
    record = sharing.decide(draft, decision(choice=Choice.DO_NOT_SHARE, items=()), by=by, at=at)
    said = dict(parts_of(recording.open_record(record, by=by, at=at)).parts[0].lines)
    assert (said["To"], said["Who they are"], said["Checked who they are"]) == ("His aunt", "A parent", "Yes")


def test_no_question_without_a_name_names_the_child_in_the_safe_step(westhaven: Any) -> None:
    by, at = westhaven.person(DEE), westhaven.now
    draft = answered(westhaven, start={}, worried=worry(child="Zeliha Karaca, 8"))
    asked = {"draft": draft, "by": by, "at": at}
    named = advising.ask("legal", "May I?", "Zeliha goes to her gran", is_anonymous=True, **asked)
    assert isinstance(named, NotYet)
    assert named.problems[0][0] == "interim_step"
    assert isinstance(advising.ask("legal", "May I?", "She goes to her gran", is_anonymous=True, **asked), UUID)
