"""The whole ledger as lines that anybody can verify, read with the auditor's read-only role."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from goldenthread.audit import Deed, entry_line, head_line, header_line, read_verifier_key
from goldenthread.service.actions.doing import doing
from goldenthread.service.store.models import LedgerCosignature, LedgerHead, LedgerKey

AT_A_TIME = 2_000


class NothingSealedYet(Exception):
    """There is no ledger to export: the worker has not sealed anything, or nothing has set the database up yet. The
    message says which, and what to do."""


def write_down(operator: str, *, at: datetime) -> None:
    """Leave an entry that an account of the machine is about to copy the ledger, before a line of it is read.

    Raises: NothingSealedYet.
    """
    _hold_to_a_ledger()
    with doing(by=None, at=at) as action:
        action.record(Deed.LEDGER_EXPORTED, detail={"operator": operator})


def export_lines() -> Iterator[str]:
    """The header, every sealed entry in order, then the heads that a witness holds and the newest of all.

    Raises: NothingSealedYet.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _hold_to_a_ledger()
        log = LedgerKey.objects.filter(is_log=True).first()
        if log is None:
            raise NothingSealedYet("There is no sealed entry yet. Start the worker, then export again.")
        witnesses = LedgerKey.objects.filter(is_log=False).order_by("name")
        yield header_line(read_verifier_key(log.public_key), [read_verifier_key(w.public_key) for w in witnesses])
        yield from _entries()
        yield from _heads()


def _hold_to_a_ledger() -> None:
    """Not in the database of a fresh clone. Raises: NothingSealedYet."""
    if LedgerKey._meta.db_table not in connection.introspection.table_names():
        raise NothingSealedYet(
            "There is no ledger here yet: nothing has set this database up. Run make run first, then do the same again."
        )


def _entries() -> Iterator[str]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT l.leaf_index, e.commitment, p.salt, p.payload::text FROM store_ledgerleaf l"
            " JOIN store_ledgerentry e ON e.id = l.entry_id"
            " LEFT JOIN store_ledgerpayload p ON p.entry_id = l.entry_id ORDER BY l.leaf_index"
        )
        while rows := cursor.fetchmany(AT_A_TIME):
            for index, committed, salt, payload in rows:
                yield entry_line(
                    index,
                    bytes(committed),
                    salt=bytes(salt) if salt else None,
                    payload=json.loads(payload) if payload else None,
                )


def _heads() -> Iterator[str]:
    lines: dict[int, list[str]] = {}
    for size, line in LedgerCosignature.objects.order_by("size", "witness").values_list("size", "line"):
        lines.setdefault(size, []).append(line.rstrip("\n") + "\n")
    newest = LedgerHead.objects.order_by("-size").values_list("size", flat=True).first()
    for head in LedgerHead.objects.filter(size__in={*lines, newest}).order_by("size"):
        yield head_line(head.note + "".join(lines.get(head.size, ())))
