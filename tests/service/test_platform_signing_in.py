"""Signing in through the real pages: both factors, once each, and no guessing."""

import re
import time

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from goldenthread.service.signing_in import NobodySignsThemselvesUp
from goldenthread.service.welcome import code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee(acting_as):
    from allauth.mfa.totp.internal.auth import TOTP

    with acting_as("worker"):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO store_agency (id, name, kind, ask) VALUES ('a', 'A', 'school', '{}')")
        account = get_user_model()(username="dee", name="Dee", agency_id="a", role="designated_safeguarding_lead")
        account.set_password(PASSWORD)
        account.save()
        TOTP.activate(account, SECRET)
    return account


def _give_password(client, password=PASSWORD, username="dee"):
    return client.post(_login(), {"login": username, "password": password})


def _login():
    return reverse("account_login")


def _give_code(client, digits):
    return client.post(reverse("mfa_authenticate"), {"code": digits})


def _is_in(client):
    return "_auth_user_id" in client.session


def test_password_and_code_together_open_the_door(client, dee):
    _give_password(client)
    assert not _is_in(client)
    _give_code(client, code(SECRET, at=time.time()))
    assert _is_in(client)
    assert client.get("/").status_code == 200
    assert _is_in(client)


def test_a_code_that_was_used_opens_nothing_again(client, dee):
    digits = code(SECRET, at=time.time())
    _give_password(client)
    _give_code(client, digits)
    other = Client()
    _give_password(other)
    _give_code(other, digits)
    assert not _is_in(other)


def test_guessing_a_password_is_stopped_even_when_the_next_guess_is_right(client, dee):
    for guess in range(5):
        _give_password(client, f"wrong guess {guess}")
    _give_password(client)
    _give_code(client, code(SECRET, at=time.time()))
    assert not _is_in(client)


def test_guessing_a_code_is_stopped_too(client, dee):
    _give_password(client)
    for guess in range(10):
        _give_code(client, f"{guess:06d}")
    _give_code(client, code(SECRET, at=time.time()))
    assert not _is_in(client)


def test_an_unknown_name_and_a_wrong_password_are_told_the_same(client, dee):
    known, unknown = (_give_password(client, "wrong", username).content.decode() for username in ("dee", "nobody"))

    def plain(page):
        page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
        return page.replace("nobody", "dee")

    assert plain(known) == plain(unknown)


def test_nobody_makes_an_account_for_themselves():
    assert not NobodySignsThemselvesUp().is_open_for_signup(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("site", "mode", "destination", "method", "answered"),
    [
        ("same-origin", "navigate", "document", "post", True),
        ("none", "navigate", "document", "get", True),
        ("cross-site", "navigate", "document", "get", True),
        ("cross-site", "navigate", "document", "post", False),
        ("cross-site", "no-cors", "image", "get", False),
        ("cross-site", "navigate", "iframe", "get", False),
        ("same-site", "cors", "empty", "get", False),
    ],
)
def test_another_site_may_link_here_and_nothing_more(client, site, mode, destination, method, answered):
    told = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination}
    answer = getattr(client, method)(_login(), headers=told)
    assert (answer.status_code != 403) is answered
    assert answer.headers["Cache-Control"] == "no-store"
