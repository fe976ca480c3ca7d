"""A first load that is killed leaves nothing half there, and the next start does it again from the beginning."""

import shutil
import signal
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from own_servers import open_folder
from test_platform_running import Running, free_port

from goldenthread.service.database.launcher import OwnServer

CHILDREN = 100
TABLES = ("store_person", "store_membership", "store_flag", "store_account", "store_pathway", "store_area")


@pytest.fixture
def small_area():
    """What the demonstration's load makes first, only smaller: it finds it made and loads it."""
    from examples.westhaven.area import area_in, make_area
    from goldenthread.service.jobs.management.commands.load_demonstration import write_plan

    state, now = open_folder(), datetime.now(ZoneInfo("Europe/London"))
    folder = state / "demonstration"
    folder.mkdir()
    make_area(folder, children=CHILDREN, seed=2026, today=now.date())
    write_plan(area_in(folder), signed_on=now - timedelta(days=1))
    (folder / "made").touch()
    yield state
    shutil.rmtree(state)


def _rows(state):
    own = OwnServer(state)
    try:
        with psycopg.connect(own.start().url()) as connection:
            return {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}
    finally:
        own.stop()


@pytest.mark.long
def test_a_load_that_is_killed_while_it_writes_is_done_again_from_the_beginning(small_area):
    first = Running(small_area, free_port(), DEMO="1")
    first.until("Writing")
    time.sleep(0.2)
    first.end(signal.SIGKILL)
    first.process.stdout.close()
    time.sleep(1.0)
    rows = _rows(small_area)
    assert set(rows.values()) == {0}, rows
    second = Running(small_area, free_port(), DEMO="1")
    second.until("Golden Thread is ready")
    second.end()
    said = second.rest()
    assert "sam.social" in said
    assert min(_rows(small_area).values()) > 0
