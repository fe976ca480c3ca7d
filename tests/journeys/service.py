"""The whole service, running as ``make run`` runs it, over a small area of made-up people."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from own_servers import copy_installation, open_folder

from goldenthread.service.welcome import code

ROOT = Path(__file__).parents[2]
CHILDREN = 120
SEED = 2026
READY_WITHIN_SECONDS = 240.0
LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Child:
    """A child of a story: what somebody who knows the child would type."""

    given_name: str
    family_name: str
    date_of_birth: date
    postcode: str
    nhs_number: str
    upn: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Service:
    """Where the running service answers, and the stories of its area."""

    address: str
    state: Path
    keeper: int = 0
    """The process that keeps all the others running."""

    @contextmanager
    def without_its_database(self) -> Iterator[None]:
        """Kill the database outright, and let nobody start it again before the end of this."""
        os.kill(self.keeper, signal.SIGSTOP)
        try:
            self.kill_the_database()
            yield
        finally:
            os.kill(self.keeper, signal.SIGCONT)

    def kill_the_database(self) -> None:
        for process in self._database_processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _database_processes(self) -> Iterator[int]:
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (entry / "cwd").readlink() == (self.state / "database" / "data").resolve():
                    yield int(entry.name)

    def comes_back(self, within_seconds: float = 60.0) -> None:
        ends = time.monotonic() + within_seconds
        while not _answers(self.address):
            assert time.monotonic() < ends, f"it did not come back. It said:\n{self.said[-2000:]}"
            time.sleep(0.1)

    @cached_property
    def stories(self) -> dict[str, list[Child]]:
        told = yaml.safe_load((self.state / "demonstration" / "stories.yaml").read_text(encoding="utf-8"))
        return {story["id"]: [_child(child) for child in story["children"]] for story in told["stories"]}

    def child(self, story: str, which: int = 0) -> Child:
        return self.stories[story][which]

    @cached_property
    def sign_ins(self) -> dict[str, dict[str, str]]:
        """Everybody's password and the secret of their codes."""
        kept = (self.state / "secrets" / "demonstration-sign-ins.json").read_text(encoding="utf-8")
        return dict(json.loads(kept))

    @property
    def passwords(self) -> dict[str, str]:
        return {username: sign_in["password"] for username, sign_in in self.sign_ins.items()}

    def code_now(self, username: str) -> str:
        return code(self.sign_ins[username]["secret"], at=time.time())

    @property
    def said(self) -> str:
        """Everything that its processes printed."""
        return (self.state / "said.txt").read_text(encoding="utf-8", errors="replace")


@contextmanager
def running_service(prepared: Path) -> Iterator[Service]:
    """Make a small area, start everything, wait until it answers, and end all of it.

    It begins with a prepared database; ``test_platform_running`` begins with nothing.
    """
    state = open_folder()
    copy_installation(prepared, state)
    make_small_area(state / "demonstration")
    port = _free_port()
    with (state / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "goldenthread.service.running"],
            cwd=ROOT,
            env=environment(state) | {"PORT": str(port), "DEMO": "1"},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        service = Service(address=f"http://127.0.0.1:{port}", state=state, keeper=process.pid)
        try:
            _wait(service, process)
            yield service
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
            shutil.rmtree(state, ignore_errors=True)


def make_small_area(folder: Path) -> None:
    """What ``load_demonstration`` would make first, only smaller: it finds it made and loads it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.service_settings")
    django.setup()
    from examples.westhaven.area import area_in, make_area
    from goldenthread.service.jobs.management.commands.load_demonstration import SIGNED_BEFORE, write_plan

    now = datetime.now(LOCAL_TIME)
    folder.mkdir(parents=True)
    make_area(folder, children=CHILDREN, seed=SEED, today=now.date())
    write_plan(area_in(folder), signed_on=now - max(SIGNED_BEFORE, timedelta(days=1)))
    (folder / "made").touch()


def environment(state: Path) -> dict[str, str]:
    """What a process of this service is told, and nothing of what the tests were."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GOLDEN_THREAD_", "DJANGO_", "DATABASE_URL"))
    }
    source = os.environ.get("GOLDEN_THREAD_TEST_DATABASE", "wheel")
    return kept | {
        "GOLDEN_THREAD_STATE": str(state),
        "GOLDEN_THREAD_DATABASE": source,
    }


def _wait(service: Service, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + READY_WITHIN_SECONDS
    while "Golden Thread is ready" not in service.said or not _answers(service.address):
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"The service did not start. It said:\n{service.said[-4000:]}")
        time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _child(told: dict[str, Any]) -> Child:
    return Child(
        given_name=told["given_name"],
        family_name=told["family_name"],
        date_of_birth=date.fromisoformat(told["date_of_birth"]),
        postcode=told["postcode"],
        nhs_number=told["nhs_number"],
        upn=told["upn"],
    )
