"""Scoreboard row 10: no answer about a child without its leaf in the ledger.

``python -m bench.reconciliation``: asks for thousands of searches and pages, then reconciles them with the sealed
leaves; then makes the ledger's insert fail and counts what is still answered. The control forgets to record.
"""

import argparse
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from bench.area import ROOT, BenchArea, kept_in, loaded_area, serving
from bench.browsing import Browser
from bench.pages import children_to_find
from goldenthread.service.children import end_group, start_child
from goldenthread.service.database.addresses import read_address

FLOOR = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--responses", type=int, default=FLOOR)
    parser.add_argument("--state", type=Path, default=kept_in("golden-thread-bench-20000"))
    asked = parser.parse_args()
    with loaded_area(asked.state, children=asked.children) as area:
        answers, owed, leaves = reconcile(area, responses=asked.responses)
        failing, answered = _with_failing_ledger(area, responses=200)
        _, control_owed, control_leaves = reconcile(area, responses=200, application="bench.pass_through:application")
    missing, forgotten = owed - leaves, control_owed - control_leaves
    print(f"row 10: {answers:,} answers owe {owed:,} entries, {missing} without a sealed leaf (floor {FLOOR:,}, 0)")
    print(f"the ledger's insert made to fail: {failing} asked, {answered} answered (must be 0)")
    print(f"control, forgets to record: {forgotten} of {control_owed} entries without a leaf (must not be 0)")
    return 0 if answers >= FLOOR and missing == 0 and answered == 0 and forgotten > 0 else 1


def reconcile(
    area: BenchArea, *, responses: int, application: str = "goldenthread.service.wsgi:application"
) -> tuple[int, int, int]:
    """How many searches and pages were answered, the entries they owe, and the leaves there are once all is sealed."""
    before = _leaves(area)
    worker = start_child((sys.executable, "-m", "goldenthread.service.jobs.worker"), env=area.told.worker(), cwd=ROOT)
    try:
        with serving(area.told.web(demonstration=True), application) as port:
            answers, owed = _ask(
                port, area, responses, username="sam.social" if "wsgi" in application else "fran.frontdoor"
            )
        _wait_until_sealed(area)
    finally:
        end_group(worker, 15, patience_seconds=5.0)
    return answers, owed, _leaves(area) - before


def _ask(port: int, area: BenchArea, responses: int, *, username: str) -> tuple[int, int]:
    """A search owes an entry to each child it shows, or one to nobody; a page owes one."""
    browser, answers, owed = Browser(port), 0, 0
    browser.sign_in(area.told.installation.sign_ins, username)
    children = children_to_find(area, min(responses // 2, 1_000))
    while answers < responses:
        for child in children:
            status, _, looks = browser.find(**child)
            answers += status == 200
            owed += max(1, len(looks)) if status == 200 else 0
            for look in looks[:1]:
                opened = browser.open_child(look)[0] == 200
                answers, owed = answers + opened, owed + opened
            if answers >= responses:
                break
    return answers, owed


def _leaves(area: BenchArea) -> int:
    """Sealed entries about searches and looks: those that an answer about a child must have."""
    row = area.ask(
        "SELECT count(*) FROM store_ledgerleaf l JOIN store_ledgerpayload p ON p.entry_id = l.entry_id"
        " WHERE p.deed IN ('searched', 'looked')"
    )
    return int(str(row[0][0]))


def _wait_until_sealed(area: BenchArea) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        waiting = area.ask("SELECT (SELECT count(*) FROM store_ledgerentry) - (SELECT count(*) FROM store_ledgerleaf)")
        if waiting[0][0] == 0:
            return
        time.sleep(0.2)
    raise RuntimeError("entries were not sealed within 30 seconds")


def _with_failing_ledger(area: BenchArea, *, responses: int) -> tuple[int, int]:
    """Take from the web role the right to write entries, ask, and give it back whatever happens."""
    web = sql.Identifier(read_address(area.told.urls.web).user)
    answered = 0
    with (
        psycopg.connect(area.told.urls.owner, autocommit=True) as owner,
        serving(area.told.web(demonstration=True)) as port,
    ):
        browser = Browser(port)
        browser.sign_in(area.told.installation.sign_ins, "holly.health")
        owner.execute(sql.SQL("REVOKE INSERT ON store_ledgerentry FROM {}").format(web))
        try:
            for child in children_to_find(area, responses):
                status, _, looks = browser.find(**child)
                answered += status == 200 or bool(looks)
        finally:
            owner.execute(sql.SQL("GRANT INSERT ON store_ledgerentry TO {}").format(web))
    return responses, answered


if __name__ == "__main__":
    sys.exit(main())
