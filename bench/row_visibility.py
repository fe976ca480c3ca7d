"""Scoreboard row 4: every agency, role and purpose against every flag, through row-level security alone.

``python -m bench.row_visibility``: asks as the web role with no action in between, and compares with an oracle that
reads the rule from its prose and the rows as the worker. The control opens the fence and must be caught.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench.area import BenchArea, kept_in, loaded_area

FLOOR = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--state", type=Path, default=kept_in("golden-thread-bench-20000"))
    asked = parser.parse_args()
    with loaded_area(asked.state, children=asked.children) as area:
        cases, wrong = compare(area)
        control_cases, control_wrong = _with_open_fence(area)
    print(f"row 4: {cases:,} agency x row cases, {wrong} wrong (floor {FLOOR:,}, 0)")
    print(f"control, fence opened: {control_wrong:,} of {control_cases:,} wrong (must not be 0)")
    return 0 if cases >= FLOOR and wrong == 0 and control_wrong > 0 else 1


def compare(area: BenchArea, *, most_standings: int = 10_000) -> tuple[int, int]:
    """Every standing against every flag: the number of cases, and how many rows were wrongly shown or hidden."""
    flags = area.ask("SELECT id, agency_id, kind, custodian_id FROM store_flag")
    permissions = _live_permissions(area)
    cases = wrong = 0
    with psycopg.connect(area.told.urls.web) as web:
        for agency, role, purpose in list(_standings(area, permissions))[:most_standings]:
            granted = permissions[agency, role, purpose]
            expected = {
                flag
                for flag, source, kind, custodian in flags
                if (custodian is None or custodian == agency) and (source == agency or (source, kind) in granted)
            }
            seen = _seen(web, agency, role, purpose)
            wrong += len(seen ^ expected)
            cases += len(flags)
    return cases, wrong


def _seen(web: psycopg.Connection[Any], agency: Any, role: Any, purpose: Any) -> set[object]:
    with web.transaction():
        for name, value in (("agency", agency), ("role", role), ("purpose", purpose), ("account", "1")):
            web.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
        return {row[0] for row in web.execute("SELECT id FROM store_flag").fetchall()}


def _live_permissions(area: BenchArea) -> dict[tuple[Any, Any, Any], set[tuple[object, object]]]:
    now = datetime.now(tz=UTC)
    granted: dict[tuple[Any, Any, Any], set[tuple[object, object]]] = defaultdict(set)
    rows = area.ask(
        "SELECT holder_agency_id, role, purpose, source_agency_id, kind, not_before, not_after, revoked_at"
        " FROM store_grantedpermission"
    )
    for holder, role, purpose, source, kind, begins, ends, revoked in rows:
        if revoked is None and begins <= now < ends:
            granted[holder, role, purpose].add((source, kind))
    return granted


def _standings(area: BenchArea, permissions: dict[tuple[Any, Any, Any], Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Every standing that holds a permission, and each agency in a role that holds none."""
    yield from sorted(permissions)
    for (agency,) in area.ask("SELECT id FROM store_agency ORDER BY id"):
        yield agency, "administrator", "protect_from_harm"
    yield "", "", ""
    yield "no-such-agency", "social_worker", "protect_from_harm"


def _with_open_fence(area: BenchArea) -> tuple[int, int]:
    """The control: a second policy that lets the web role see every flag. Taken away again whatever happens."""
    from goldenthread.service.database.addresses import read_address

    web = sql.Identifier(read_address(area.told.urls.web).user)
    with psycopg.connect(area.told.urls.owner, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE POLICY control_opens ON store_flag FOR SELECT TO {} USING (true)").format(web))
        try:
            return compare(area, most_standings=3)
        finally:
            owner.execute("DROP POLICY control_opens ON store_flag")


if __name__ == "__main__":
    sys.exit(main())
