"""Being away for a while asks for a sign-in everywhere, and never closes the way out of an emergency."""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from goldenthread.service.actions import advising, emergencies, purging, sharing, unsent
from goldenthread.service.signing_in import SEEN_AT
from goldenthread.service.time_limits import after, time_limits
from tests.service.sharing_answers import a_request, answered, thing

DEE = "dee.school"
SAID = {"recipient": "westhaven-police", "child": "Kit, 12", "words": "He is at the bus station and bleeding."}


@pytest.fixture
def away(westhaven_copy: Any, client: Any, sign_in: Any) -> Any:
    """Somebody who signed in with both factors today, and did nothing for longer than a page waits."""
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    assert client.get("/sharing/").status_code == 200
    go_away(client)
    return client


def go_away(client: Any) -> None:
    session = client.session
    session[SEEN_AT] = time.time() - settings.SESSION_IDLE_SECONDS - 1
    session.save()


@pytest.mark.parametrize("path", ["/", "/sharing/", "/find/", "/shared/", "/requests/new/"])
def test_every_page_that_shows_what_is_held_asks_who_is_there(away: Any, path: str) -> None:
    answer = away.get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    assert away.get("/emergency/").status_code == 302  # and then nobody is signed in any more


def test_what_was_typed_in_an_emergency_goes_without_another_code(away: Any, westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Release

    assert away.get("/emergency/").status_code == 200
    sent = away.post("/emergency/", SAID)
    assert sent.status_code == 200
    assert "It is sent" in sent.content.decode()
    with westhaven_copy.as_role("worker"):
        assert Release.objects.filter(items__0__words=SAID["words"]).count() == 1
    # Nothing else opened by it.
    assert away.get("/sharing/").status_code == 302


def test_the_emergency_page_keeps_nobody_awake(away: Any) -> None:
    assert away.get("/emergency/").status_code == 200
    assert away.get("/sharing/").status_code == 302


@pytest.mark.parametrize("begun", ["a child's page", "a question of sharing", "a page that has ended"])
def test_the_way_out_that_began_at_a_child_is_open_too_and_does_not_say_who_it_is(
    away: Any, westhaven_copy: Any, begun: str
) -> None:
    from goldenthread.service.store.models import Release

    by = westhaven_copy.person(DEE)
    page = westhaven_copy.look(DEE, "protection-plan")
    path = {
        "a child's page": f"/looks/{page.look}/emergency/",
        "a question of sharing": f"/sharing/{sharing.start(look=page.look, by=by, at=westhaven_copy.now)}/emergency/",
        "a page that has ended": f"/looks/{UUID(int=7)}/emergency/",
    }[begun]
    opened = away.get(path)
    assert opened.status_code == 200
    assert page.name.split()[0] not in opened.content.decode()
    assert "It is sent" in away.post(path, SAID).content.decode()
    with westhaven_copy.as_role("worker"):
        assert Release.objects.filter(items__0__words=SAID["words"]).count() == 1
    assert away.get("/sharing/").status_code == 302


WORRY = {"child": "Mia, 7", "immediacy": "urgent", "kinds": ["neglect", "absence"], "unnamed": "Bo Li"}
THING = {"words": "She came hungry on four days.", "about": "child", "status": "fact", "marks": "confidence"}
PEOPLE = {"child-view": "agrees", "child-telling": "unsafe", "child-unsafe": ["harm", "crime"]}
RISKS = {"risk_if_shared": "Her mother may be upset.", "review_on-day": "3", "review_on-month": "12"}
QUESTION = {"adviser": "legal", "question": "May we tell the housing team?", "interim_step": "I ring her daily"}


@pytest.mark.parametrize(
    ("screen", "typed"),
    [("worry", WORRY), ("what", THING), ("people", PEOPLE), ("risks", RISKS), ("advice", QUESTION)],
)
def test_what_was_typed_before_the_session_ran_out_is_there_after_signing_in_again(
    away: Any, westhaven_copy: Any, sign_in: Any, screen: str, typed: dict[str, Any]
) -> None:
    from goldenthread.service.store.models import Account, AdviceRequest

    draft = sharing.start(by=westhaven_copy.person(DEE), at=timezone.now())
    path = f"/sharing/{draft}/{screen}/"
    sent = away.post(path, typed)
    assert (sent.status_code, sent["Location"]) == (302, f"/sign-in/?next={path}")
    assert away.get(path).status_code == 302, "nobody is signed in any more, and nothing is shown"
    # Somebody else who signs in there finds nothing
    sign_in(away, Account.objects.get(username="sam.social"))
    assert away.get(path).status_code == 404
    sign_in(away, Account.objects.get(username=DEE))
    page = away.get(path).content.decode()
    for said in (one for value in typed.values() for one in (value if isinstance(value, list) else [value])):
        assert _is_on(page, said), said
    # It was kept, and nothing else was done with it
    assert sharing.open_draft(draft, by=westhaven_copy.person(DEE), at=timezone.now()).answers == {}
    assert not AdviceRequest.objects.filter(question=QUESTION["question"]).exists()


def _is_on(page: str, said: str) -> bool:
    return f'value="{said}" checked' in page or f'value="{said}"' in page or f">{said}</textarea>" in page


def test_records_that_a_reviewer_ticked_are_ticked_after_signing_in_again_and_not_sent(
    westhaven_copy: Any, client: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account, LinkAnswer, LinkQuestion

    with westhaven_copy.as_role("worker"):
        tess = Account.objects.get(username="tess.clerk")
        path = f"/links/{LinkQuestion.objects.filter(kind='person', custodian_id=None)[0].pk}/"
    sign_in(client, tess)
    assert client.get(path).status_code == 200
    go_away(client)
    typed = {"said": "some", "ticked": ["1", "2"], "note": "Born on two days", "seen": "1,2"}
    assert client.post(path, typed)["Location"] == f"/sign-in/?next={path}"
    sign_in(client, tess)
    page = client.get(path).content.decode()
    assert all(f'value="{said}" checked' in page for said in ("some", "1", "2"))
    assert 'value="0" checked' not in page
    assert "Born on two days</textarea>" in page
    with westhaven_copy.as_role("worker"):
        assert not LinkAnswer.objects.exists()


def test_a_decision_of_somebody_who_was_away_waits_for_them(away: Any, westhaven_copy: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account, Release

    words = f"She came hungry, {uuid4()}."
    draft = answered(westhaven_copy, things=[thing(words=words)])
    path = f"/sharing/{draft}/answer/"
    decided = {"choice": "share", "items": "0", "why": "Nobody at home answers.", "how": "here", "basis": "art6_1_e"}
    assert away.post(path, decided)["Location"] == f"/sign-in/?next={path}"
    with westhaven_copy.as_role("worker"):
        assert not Release.objects.filter(items__0__words=words).exists()
    sign_in(away, Account.objects.get(username=DEE))
    page = away.get(path).content.decode()
    assert "What you typed is still here" in page
    assert "Nobody at home answers.</textarea>" in page
    assert away.get(f"/sharing/{draft}/risks/").content.decode().count("What you typed is still here") == 0


def test_what_was_typed_is_kept_though_the_working_day_is_over(away: Any, westhaven_copy: Any) -> None:
    session = away.session
    for record in session["account_authentication_methods"]:
        record["at"] -= settings.SESSION_LONGEST_HOURS * 3600
    session.save()
    by = westhaven_copy.person(DEE)
    draft = sharing.start(by=by, at=timezone.now())
    place = f"/sharing/{draft}/what/"
    assert away.post(place, THING).status_code == 302
    assert unsent.find(place, by=by, at=timezone.now())["words"] == [THING["words"]]


def test_danger_in_a_question_waits_for_no_sign_in(away: Any, westhaven_copy: Any) -> None:
    draft = sharing.start(by=westhaven_copy.person(DEE), at=timezone.now())
    led = away.post(f"/sharing/{draft}/worry/", {**WORRY, "immediacy": "immediate_danger"})
    assert led["Location"] == f"/sharing/{draft}/emergency/"
    assert away.get(led["Location"]).status_code == 200


def test_what_was_typed_in_an_old_window_is_handed_back_after_signing_in_in_another(
    westhaven_copy: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account

    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    sign_in(browser, Account.objects.get(username=DEE))
    page = browser.post("/emergency/", {**SAID, "csrfmiddlewaretoken": "a" * 64})
    assert page.status_code == 403
    said = page.content.decode()
    assert "Not sent yet" in said
    assert all(f'value="{one}"' in said for one in SAID.values())
    token = said.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post("/emergency/", {**SAID, "csrfmiddlewaretoken": token})["Location"].startswith("/records/")
    # What does not come from a page of ours is handed to nobody
    elsewhere = {"Sec-Fetch-Site": "none"}
    stranger = browser.post("/emergency/", {**SAID, "csrfmiddlewaretoken": "a" * 64}, headers=elsewhere)
    assert SAID["words"] not in stranger.content.decode()


WORDS = "She came hungry on four days, and her aunt fetched her."
ASKED = {"agency": "westhaven-housing", "child": "Mia, 7", "what": WORDS, "why": "To plan a visit."}


@pytest.fixture
def pages_with_forms(westhaven_copy: Any) -> dict[str, tuple[str, str]]:
    """Every other page of sharing that somebody types on, with the address that its form goes to."""
    from goldenthread.service.store.models import Release

    dee, at = westhaven_copy.person(DEE), timezone.now()
    look = westhaven_copy.look("sam.social", "protection-plan")
    asked = a_request(westhaven_copy)
    record = emergencies.send("westhaven-police", "Kit, 12", f"He is hurt, {uuid4()}", by=dee, at=at)
    back = emergencies.send(dee.agency, "Kit, 12", "He is on his way.", by=westhaven_copy.person("sam.social"), at=at)
    with westhaven_copy.as_role("worker"):
        release = Release.objects.get(record_id=back).id
    draft = sharing.start(by=dee, at=at)
    advice = advising.ask("legal", "May we?", "I ring her daily.", is_anonymous=True, draft=draft, by=dee, at=at)
    return {
        "ask": ("/requests/new/", "/requests/new/"),
        "ask from a page that has ended": (f"/looks/{look.look}/ask/", f"/looks/{look.look}/ask/"),
        "turn": (f"/requests/{asked}/", f"/requests/{asked}/say/"),
        "addition": (f"/records/{record}/", f"/records/{record}/add/"),
        "after": (f"/records/{record}/after/", f"/records/{record}/after/"),
        "feedback": (f"/shared/{release}/", f"/shared/{release}/feedback/"),
        "advice": (f"/advice/{advice}/", f"/advice/{advice}/"),
    }


def test_what_was_typed_on_any_form_is_kept_for_its_author_until_it_is_sent(
    away: Any, westhaven_copy: Any, sign_in: Any, pages_with_forms: dict[str, tuple[str, str]]
) -> None:
    from goldenthread.service.store.models import Account

    typed = {**ASKED, "words": WORDS, "needed": WORDS, "outcome": "acting", "adviser_name": "Lee"}
    for name, (page, to) in pages_with_forms.items():
        sign_in(away, Account.objects.get(username=DEE))
        go_away(away)
        assert away.post(to, typed)["Location"] == f"/sign-in/?next={page}", name
        assert away.get(page).status_code == 302, f"{name}: nobody is signed in any more"
        sign_in(away, Account.objects.get(username="sam.social"))
        assert WORDS not in away.get(page).content.decode(), f"{name}: somebody else finds nothing"
        sign_in(away, Account.objects.get(username=DEE))
        back = away.get(page).content.decode()
        assert "What you typed is still here" in back, name
        assert f"{WORDS}</textarea>" in back, name
        if name.startswith("ask from"):
            assert 'value="Mia, 7"' not in back, "the name that a child's page gave goes with that page"
    # Once it is sent, it is kept no longer
    page, to = pages_with_forms["turn"]
    assert away.post(to, typed).status_code == 302
    assert "What you typed" not in away.get(page).content.decode()
    assert away.get("/requests/new/").content.decode().count("What you typed is still here") == 1


def test_what_was_typed_goes_when_its_time_is_over(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import TypedForm

    dee, at = westhaven_copy.person(DEE), timezone.now()
    unsent.keep("/requests/new/", {"what": [WORDS]}, by=dee, at=at)
    with westhaven_copy.as_role("worker"):
        kept_for = after(time_limits().keep_an_unfinished_question)
        purging.purge_due(on=at.date(), at=at + kept_for)
        assert TypedForm.objects.count() == 1
        purging.purge_due(on=at.date(), at=at + kept_for + timedelta(minutes=1))
        assert TypedForm.objects.count() == 0


def test_whoever_signed_out_in_another_window_keeps_what_they_typed_in_this_one(
    westhaven_copy: Any, sign_in: Any
) -> None:
    from goldenthread.service.store.models import Account

    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    sign_in(browser, Account.objects.get(username=DEE))
    token = browser.get("/requests/new/").content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookie = browser.cookies[settings.CSRF_COOKIE_NAME].value
    browser.logout()
    browser.cookies[settings.CSRF_COOKIE_NAME] = cookie
    page = browser.post("/requests/new/", {**ASKED, "csrfmiddlewaretoken": token})
    assert page.status_code == 403
    said = page.content.decode()
    assert "You are signed out" in said
    assert all(f'value="{one}"' in said for one in ASKED.values())
    # What was sent to a page that keeps nothing, or from elsewhere, only asks for a sign-in
    assert browser.post("/find/", {"csrfmiddlewaretoken": token}).status_code == 302
    elsewhere = browser.post(
        "/requests/new/", {**ASKED, "csrfmiddlewaretoken": token}, headers={"Sec-Fetch-Site": "none"}
    )
    assert elsewhere.status_code == 302


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/sharing/start/", "/sharing/"),
        (f"/requests/{UUID(int=7)}/answer/", f"/requests/{UUID(int=7)}/"),
        (f"/looks/{UUID(int=7)}/share/", f"/looks/{UUID(int=7)}/"),
        (f"/alerts/{UUID(int=7)}/read/", "/alerts/"),
    ],
)
def test_the_address_of_a_form_opened_after_a_sign_in_leads_to_its_page(
    westhaven: Any, client: Any, sign_in: Any, form: str, page: str
) -> None:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username="sam.social"))
    answer = client.get(form)
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_a_working_day_ends_this_way_out_too(away: Any) -> None:
    session = away.session
    for record in session["account_authentication_methods"]:
        record["at"] -= settings.SESSION_LONGEST_HOURS * 3600
    session.save()
    assert away.post("/emergency/", SAID).status_code == 302


def test_clicking_now_and_then_keeps_somebody_signed_in(away: Any) -> None:
    session = away.session
    session[SEEN_AT] = time.time() - settings.SESSION_IDLE_SECONDS + 60
    session.save()
    assert away.get("/sharing/").status_code == 200
    assert time.time() - away.session[SEEN_AT] < 60


def test_one_click_soon_after_another_costs_no_second_commit_and_keeps_nobody_in_longer(
    westhaven_copy: Any, client: Any, sign_in: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    assert client.get("/sharing/").status_code == 200
    seen = client.session[SEEN_AT]
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/sharing/").status_code == 200
    assert [q["sql"] for q in captured.captured_queries if q["sql"].startswith("UPDATE")] == []
    assert client.session[SEEN_AT] == seen
    session = client.session
    session[SEEN_AT] = seen - settings.SESSION_NOTED_EVERY_SECONDS
    session.save()
    assert client.get("/sharing/").status_code == 200
    assert client.session[SEEN_AT] >= seen
