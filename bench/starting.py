"""From a fresh clone to an address, and the second start. Goal: the second under 5 s.

``python -m bench.starting``: clones this checkout into a new folder, runs ``make run`` there, waits for the address,
ends it as Ctrl-C does, and starts it again. Beside it, in the same run, how long Python takes to import Django.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECOND_START_GOAL_SECONDS = 5.0
LONGEST_FIRST_START_SECONDS = 1800.0


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="gt-clone-"))
    folder.chmod(0o711)
    try:
        clone = folder / "golden-thread"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first, second = _start(clone), _start(clone)
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", "import django.core.management"], check=True)
        bare = time.monotonic() - began
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"from clone to address: {first:.1f} s (environment, database, 20,000 children made and loaded)")
    print(f"second start: {second:.1f} s (goal {SECOND_START_GOAL_SECONDS:.0f}); importing Django alone: {bare:.2f} s")
    return 0 if second < SECOND_START_GOAL_SECONDS else 1


def _start(clone: Path) -> float:
    """Run ``make run`` until it answers; gives the seconds that took."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GOLDEN_THREAD_", "DATABASE_URL"))}
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"], cwd=clone, env={**env, "PORT": str(port)}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - began > LONGEST_FIRST_START_SECONDS:
                raise RuntimeError("make run did not come up; its own words stand above")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
