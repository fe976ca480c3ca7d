"""The database is killed while people work: each is told so, nothing is half-done, and work goes on by itself."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.service import Service, environment
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
GOLDEN_THREAD = Path(sys.executable).with_name("goldenthread")
SEALED_WITHIN_SECONDS = 30.0


@pytest.fixture(autouse=True)
def at_our_own_service(service: Service) -> None:
    if not service.keeper:
        pytest.skip("This kills the database, and JOURNEYS_AT names one that somebody else started.")


def test_a_page_asked_for_while_the_database_is_dead_says_what_to_do(signed_in: Arrives, service: Service) -> None:
    dee = signed_in("dee.school")
    dee.opens_the_page_of(service.child("call-out-and-absence"), why="our child")
    shown = dee.heading()
    with service.without_its_database():
        answer = dee.page.reload()
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        assert dee.heading() == "The service cannot reach its records"
        dee.sees("Nothing was changed", "Ring")
        dee.does_not_see(shown)
        dee.finds_it_accessible()
        dee.takes_a_picture("no-database")
    service.comes_back()
    dee.page.reload()
    assert dee.heading() == shown


def test_looks_under_which_the_database_is_killed_are_whole_or_not_at_all(
    signed_in: Arrives, service: Service, tmp_path: Path
) -> None:
    dee = signed_in("dee.school")
    dee.opens_the_page_of(service.child("call-out-and-absence"), why="our child")
    before = _looks_in_the_ledger(service, tmp_path / "before.jsonl")
    statuses = []
    for pause_seconds in (0.02, 0.06):
        killing = threading.Timer(pause_seconds, service.kill_the_database)
        killing.start()
        while killing.is_alive() or not statuses or statuses[-1] != 503:
            statuses.append(dee.page.request.get(dee.page.url).status)
        service.comes_back()
        statuses.append(dee.page.request.get(dee.page.url).status)
    assert set(statuses) == {200, 503}
    ends = time.monotonic() + SEALED_WITHIN_SECONDS
    while (kept := _looks_in_the_ledger(service, tmp_path / "after.jsonl") - before) < statuses.count(200):
        assert time.monotonic() < ends, f"{statuses.count(200)} pages were shown, but {kept} looks were sealed"


def _looks_in_the_ledger(service: Service, export: Path) -> int:
    """How often the ledger, exported and proven whole, says that a child's page was opened."""
    for words in (("export", "--out", str(export)), ("verify", str(export))):
        done = subprocess.run(
            [GOLDEN_THREAD, "ledger", *words], env=environment(service.state), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    export.unlink()
    return sum((line.get("payload") or {}).get("deed") == "looked" for line in lines)
