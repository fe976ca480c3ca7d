"""The control for ``bench.indistinguishable``: a portal that first asks whether the child is hidden.

It gives the same words, and takes longer where a hidden child is. It exists only here.
"""

import os
from typing import Any

import psycopg

from goldenthread.service.wsgi import application as guarded

from goldenthread.service.actions import finding  # isort: skip

_worker = psycopg.connect(os.environ["BENCH_WORKER_URL"], autocommit=True)
_people_found = finding._people_found


def _asks_first(sought: Any, **more: Any) -> Any:
    keys = list(finding.keys_sought(sought))
    hidden = "SELECT person_id FROM store_searchkey WHERE key = ANY(%s) AND custodian_id IS NOT NULL"
    for (person,) in _worker.execute(hidden, [keys]).fetchall():
        _worker.execute("SELECT count(*) FROM store_flag WHERE person_id || '' = %s", [person]).fetchone()
    return _people_found(sought, **more)


finding._people_found = _asks_first

application = guarded
