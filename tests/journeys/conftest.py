"""Journeys drive a real browser against the whole running service: database, web, worker and witnesses."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest

from tests.journeys.service import Service, running_service
from tests.journeys.steps import AXE_AT_HAND, Somebody, sign_in

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.service_settings")
django.setup()

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first of them that is there. The one without a window of its own costs half as much."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys are marked as such."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell fonts-liberation")
    if at := os.environ.get("JOURNEYS_AT"):
        # While writing journeys: one that is running already, as "http://127.0.0.1:8000 /path/to/its/state".
        address, _, state = at.partition(" ")
        yield Service(address=address, state=Path(state))
        return
    with running_service(request.getfixturevalue("prepared")) as started:
        yield started


@pytest.fixture(scope="session")
def browser(service: Service) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # The browser's driver leaves an event loop running, beside which Django would refuse to work in later tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def kept_sign_ins() -> dict[str, Any]:
    """A code is good once, so everybody signs in once and keeps the session, as at work."""
    return {}


@pytest.fixture
def somebody(browser: Any, service: Service) -> Iterator[Callable[..., Somebody]]:
    """A person at a fresh browser: ``somebody()`` is nobody in particular; ``somebody(javaScriptEnabled=False)``."""
    contexts = []

    def arrives(**differs: Any) -> Somebody:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "bypass_csp": False}
        context = browser.new_context(**{**settings, **differs})
        context.set_default_timeout(15_000)
        context.add_init_script(AXE_AT_HAND)
        contexts.append(context)
        return Somebody(context.new_page(), service)

    yield arrives
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(somebody: Callable[..., Somebody], kept_sign_ins: dict[str, Any]) -> Callable[..., Somebody]:
    """Somebody who has signed in with both factors: ``signed_in("sam.social")``."""

    def arrives(username: str, **differs: Any) -> Somebody:
        if username not in kept_sign_ins:
            person = somebody()
            sign_in(person, username)
            assert person.path() == "/", person.words()
            kept_sign_ins[username] = person.page.context.storage_state()
        return somebody(storage_state=kept_sign_ins[username], **differs)

    return arrives
