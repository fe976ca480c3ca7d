"""The settings an agency would run with: no warning from Django's own deployment checks, and strict headers."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from goldenthread.service.headers import keep_no_copy
from goldenthread.service.installation import ROOT, Installation, tell
from goldenthread.service.logs import BareFormatter
from goldenthread.service.signing_in import SealedFactors

KEY = "k" * 60


def _run(*words, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words],
        env=kept | environment,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )


def test_djangos_own_deployment_checks_find_nothing(database_urls):
    key = "sF4_" + os.urandom(40).hex()
    checked = _run(
        "-m",
        "goldenthread.service.jobs.manage",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        GOLDEN_THREAD_SECRET_KEY=key,
        DATABASE_URL=database_urls.web,
    )
    assert checked.returncode == 0, checked.stderr
    assert "0 silenced" in checked.stdout


@pytest.mark.parametrize("missing", ["DATABASE_URL", "GOLDEN_THREAD_SECRET_KEY"])
@pytest.mark.parametrize(
    "process", ["import goldenthread.service.wsgi", "from goldenthread.service.jobs.worker import main; main()"]
)
def test_no_process_starts_without_what_it_needs(process, missing):
    told = {"DATABASE_URL": "postgresql://u:canary-in-url@h/d", "GOLDEN_THREAD_SECRET_KEY": KEY}
    told.pop(missing)
    ended = _run("-c", process, **told)
    assert ended.returncode == 1
    assert f"set {missing}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "canary" not in ended.stderr


def test_a_short_key_is_refused():
    ended = _run(
        "-c", "import goldenthread.service.wsgi", DATABASE_URL="postgresql://u@h/d", GOLDEN_THREAD_SECRET_KEY="short"
    )
    assert ended.returncode == 1
    assert "at least 50 characters" in ended.stderr


def test_cookies_are_bound_to_the_host_and_to_encryption_away_from_loopback():
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE")
    names += ("SECURE_SSL_REDIRECT", "DEBUG")
    told = f"from django.conf import settings as s; print(*(getattr(s, name) for name in {names}))"
    said = _run("-c", told, DJANGO_SETTINGS_MODULE="goldenthread.service.settings", GOLDEN_THREAD_SECRET_KEY=KEY)
    assert said.stdout.split() == ["__Host-sessionid", "True", "__Host-csrftoken", "True", "True", "False"]


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = dict(
        part.split(" ", 1) for part in client.get("/healthz-not-there/").headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert {sources for name, sources in policy.items() if name.endswith("-src") and name != "default-src"} <= {
        "'self'"
    } | {sources for sources in policy.values() if sources.startswith("'self' 'nonce-")}


@pytest.mark.django_db
def test_every_page_forbids_copies_embedding_and_referrers(client):
    headers = client.get("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_style_sheets_may_be_kept_and_pages_may_not():
    answer = keep_no_copy(lambda request: HttpResponse())
    assert answer(RequestFactory().get("/find/"))["Cache-Control"] == "no-store"
    assert "Cache-Control" not in answer(RequestFactory().get("/static/style.css"))


@pytest.mark.django_db
def test_a_password_alone_opens_nothing(client, acting_as):
    account = _account(acting_as)
    client.force_login(account)
    assert client.get("/find/").headers["Location"].startswith("/")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_sign_in_ends_after_a_working_day_however_busy(client, acting_as, sign_in):
    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY

    sign_in(client, _account(acting_as))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record | {"at": record["at"] - settings.SESSION_LONGEST_HOURS * 3600}
        for record in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()
    client.get("/find/")
    assert "_auth_user_id" not in client.session


def _account(acting_as):
    with acting_as("worker"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO store_agency (id, name, kind, ask) VALUES ('a', 'A', 'school', '{}')")
        return get_user_model().objects.create(
            username="dee", name="Dee", agency_id="a", role="designated_safeguarding_lead"
        )


def test_the_secret_of_a_second_factor_is_sealed_and_survives_a_change_of_key(settings):
    sealed = SealedFactors().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert SealedFactors().decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def test_each_process_is_told_only_its_own_secrets(database_urls, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://superuser:most-secret@h/d")
    monkeypatch.setenv("PGPASSWORD", "most-secret")
    monkeypatch.setenv("GOLDEN_THREAD_WEB_URL", "most-secret")
    told = tell(Installation(state=tmp_path), database_urls)
    processes = {
        "owner": told.owner(),
        "web": told.web(demonstration=True),
        "worker": told.worker(),
        "auditor": told.auditor(),
        "witness": told.witness(),
    }
    for name, environment in processes.items():
        urls = {role: getattr(database_urls, role) for role in ("owner", "web", "worker", "auditor")}
        assert {role for role, url in urls.items() if url in environment.values()} == {name} - {"witness"}
        assert "most-secret" not in str(environment)
    assert "GOLDEN_THREAD_LEDGER_KEY" not in processes["web"]
    assert "GOLDEN_THREAD_DEMONSTRATION_SIGN_INS" not in processes["worker"]
    assert not [name for name in processes["witness"] if name.startswith("GOLDEN_THREAD_S")]


CANARY = "Zebedee Canary"


def _logged(fault=None, **extra):
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Not Found: /looks/%s", (CANARY,), None)
    record.__dict__.update(extra)
    if fault is not None:
        record.exc_info = (type(fault), fault, fault.__traceback__)
    return BareFormatter().format(record)


def test_a_log_line_names_the_route_and_never_the_address():
    request = RequestFactory().get(f"/looks/{CANARY}/?name={CANARY}")
    assert CANARY not in _logged(request=request, status_code=404)
    assert "404" in _logged(request=request, status_code=404)
    assert CANARY not in _logged()


def test_a_logged_fault_keeps_its_kind_and_place_and_loses_its_words():
    try:
        try:
            raise IntegrityError(f"Key (value)=({CANARY}) already exists.")
        except IntegrityError as cause:
            raise ValueError(CANARY) from cause
    except ValueError as fault:
        line = _logged(fault)
    assert CANARY not in line
    assert "IntegrityError" in line
    assert "test_a_logged_fault" in line


@pytest.mark.django_db
def test_health_is_answered_without_a_session_and_says_when_the_database_is_away(client, monkeypatch):
    from django.db import OperationalError

    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"Ready.\n", {})
    monkeypatch.setattr(connection, "cursor", lambda: (_ for _ in ()).throw(OperationalError(CANARY)))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert CANARY.encode() not in answer.content
