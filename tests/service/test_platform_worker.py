"""The worker takes its turns, and neither a failing task nor a database that goes away stops the others."""

import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import datetime

import psycopg
import pytest
from own_servers import QUICK, open_folder

from goldenthread.service.database.binaries import Source
from goldenthread.service.database.launcher import OwnServer
from goldenthread.service.jobs import worker
from goldenthread.service.jobs.worker import Task, work

AT = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
CANARY = "Zebedee Canary"


@pytest.fixture
def said(caplog):
    """What the worker's own logger says: it does not hand on to the root."""
    logging.getLogger("goldenthread").propagate = True
    yield caplog
    logging.getLogger("goldenthread").propagate = False


def test_a_task_that_fails_is_named_without_what_it_was_about_and_left_alone_for_longer_each_time(said):
    def fail(_at):
        raise ValueError(CANARY)

    task = Task(name="telling custodians", do=fail)
    pauses = []
    for _ in range(8):
        now = task.next_at
        task.run(at=AT, now=now)
        pauses.append(task.next_at - now)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert "telling custodians failed (ValueError)" in said.text
    assert CANARY not in said.text


def test_a_task_that_fails_does_not_keep_the_others_from_their_turn(said):
    stop, done = threading.Event(), []

    def fail(_at):
        raise RuntimeError

    def succeed(at):
        done.append(at)
        stop.set()

    todo = (Task(name="first", do=fail), Task(name="second", do=succeed))
    _in_a_thread(work, todo, url="postgresql://u@/nowhere?host=/nowhere", stop=stop).join(10)
    assert len(done) == 1


def test_a_task_runs_no_more_often_than_it_should():
    runs = []
    task = Task(name="purging", do=runs.append, every_seconds=3600)
    for now in (0.0, 1.0, 3599.0, 3600.0):
        task.run(at=AT, now=now)
    assert len(runs) == 2


def test_the_worker_seals_delivers_purges_and_warns():
    assert [task.name for task in worker.tasks()] == [
        "sealing the ledger",
        "delivering the outbox",
        "purging",
        "compiling agreements whose law changed",
        "warning of agreements that lapse",
        "chasing records owed after emergencies",
    ]


def test_a_notification_wakes_the_worker_at_once(database_urls, monkeypatch):
    monkeypatch.setattr(worker, "TICK_SECONDS", 20.0)
    stop, turns, began = threading.Event(), [], threading.Event()

    def turn(_at):
        turns.append(time.monotonic())
        began.set()
        if len(turns) == 2:
            stop.set()

    thread = _in_a_thread(work, (Task(name="turn", do=turn),), url=database_urls.worker, stop=stop)
    assert began.wait(10)
    with psycopg.connect(database_urls.web, autocommit=True) as somebody:
        told = time.monotonic()
        while thread.is_alive() and time.monotonic() - told < 10:
            somebody.execute("SELECT pg_notify('gt_work', '')")
            thread.join(0.05)
    assert not thread.is_alive()
    assert turns[1] - told < 5


def _in_a_thread(do, *words, **more):
    thread = threading.Thread(target=do, args=words, kwargs=more)
    thread.start()
    return thread


ASKING = """
import os, threading, django
django.setup()
from django.db import connection
from goldenthread.service.jobs import worker
worker.LONGEST_PAUSE_SECONDS = 0.2

def ask(at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    print("asked", flush=True)

worker.work((worker.Task(name="asking", do=ask),), url=os.environ["DATABASE_URL"], stop=threading.Event())
"""


def test_work_goes_on_after_the_database_went_away_and_came_back():
    folder = open_folder()
    own = OwnServer(folder, source=Source.WHEEL, settings=QUICK)
    told = {
        "DATABASE_URL": own.start().url(),
        "GOLDEN_THREAD_SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "goldenthread.service.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", ASKING],
        env=os.environ | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _read_until(process, "asked")
        own.stop()
        assert "OperationalError" in _read_until(process, "asking failed")
        own.start()
        _read_until(process, "asking works again")
        _read_until(process, "asked")
    finally:
        process.kill()
        process.communicate()
        own.stop()
        shutil.rmtree(folder)


def _read_until(process, words):
    for line, _ in zip(process.stdout, range(200), strict=False):
        if words in line:
            return line
    raise AssertionError(f"the worker never said {words!r}")
