"""The worker: seals the ledger, delivers the outbox, purges what has lived long enough. Nothing else, over and over.

It wakes when somebody notifies ``gt_work`` and at the latest after half a second. A task that fails is logged by
name, without what it was about, and tried again at the next turn; the others go on.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import django
import psycopg

from goldenthread.service.environment import require

CHANNEL = "gt_work"
TICK_SECONDS = 0.5
HOUR_SECONDS = 3600.0
CHASE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 30.0

log = logging.getLogger("goldenthread.worker")


@dataclass(slots=True, kw_only=True)
class Task:
    """One thing to do, how often at most, and, after it failed, how long to leave it alone."""

    name: str
    do: Callable[[datetime], object]
    every_seconds: float = 0.0
    next_at: float = 0.0
    failures: int = field(default=0)

    def run(self, *, at: datetime, now: float) -> None:
        """Do it if it is due. Whatever it raises stays here, so that the next task has its turn."""
        if now < self.next_at:
            return
        try:
            self.do(at)
        except Exception as fault:
            self.failures += 1
            pause = min(TICK_SECONDS * 2**self.failures, LONGEST_PAUSE_SECONDS)
            self.next_at = now + pause
            log.error("%s failed (%s); trying again in %.0f s", self.name, type(fault).__qualname__, pause)
        else:
            if self.failures:
                log.info("%s works again", self.name)
            self.failures, self.next_at = 0, now + self.every_seconds


def tasks() -> tuple[Task, ...]:
    """What the worker does, in this order. Django must be set up."""
    from goldenthread.service.actions import emergencies, outbox, purging, recompiling, sealing, warning

    return (
        Task(name="sealing the ledger", do=lambda at: sealing.seal_waiting(at=at)),
        Task(name="delivering the outbox", do=lambda at: outbox.deliver_due(at=at)),
        Task(name="purging", do=lambda at: purging.purge_due(on=at.date(), at=at), every_seconds=HOUR_SECONDS),
        Task(
            name="compiling agreements whose law changed",
            do=lambda at: recompiling.compile_what_the_law_changed(at=at),
            every_seconds=HOUR_SECONDS,
        ),
        Task(
            name="warning of agreements that lapse",
            do=lambda at: warning.warn_of_lapses(at=at),
            every_seconds=HOUR_SECONDS,
        ),
        Task(
            name="chasing records owed after emergencies",
            do=lambda at: emergencies.chase_overdue(at=at),
            every_seconds=CHASE_SECONDS,
        ),
    )


def work(todo: tuple[Task, ...], *, url: str, stop: threading.Event) -> None:
    """Take turns until told to stop. A database that goes away is waited for."""
    from django.db import close_old_connections
    from django.utils import timezone

    listening: psycopg.Connection[tuple[object, ...]] | None = None
    while not stop.is_set():
        close_old_connections()
        listening = _listen(listening, url)
        for task in todo:
            if stop.is_set():
                break
            task.run(at=timezone.localtime(), now=time.monotonic())
        _wait(listening, stop)
    if listening is not None:
        listening.close()


def _listen(
    listening: psycopg.Connection[tuple[object, ...]] | None, url: str
) -> psycopg.Connection[tuple[object, ...]] | None:
    if listening is not None and not listening.closed and not listening.broken:
        return listening
    try:
        fresh = psycopg.connect(url, autocommit=True, connect_timeout=5)
        fresh.execute(f"LISTEN {CHANNEL}")
    except psycopg.OperationalError:
        return None  # the tasks will say that the database is away
    return fresh


def _wait(listening: psycopg.Connection[tuple[object, ...]] | None, stop: threading.Event) -> None:
    if listening is None:
        stop.wait(TICK_SECONDS)
        return
    try:
        for _ in listening.notifies(timeout=TICK_SECONDS, stop_after=1):
            pass
    except psycopg.OperationalError:
        listening.close()
        stop.wait(TICK_SECONDS)


def main() -> None:
    require("DATABASE_URL", "GOLDEN_THREAD_SECRET_KEY")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.service.settings")
    django.setup()
    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    work(tasks(), url=os.environ["DATABASE_URL"], stop=stop)


if __name__ == "__main__":
    main()
