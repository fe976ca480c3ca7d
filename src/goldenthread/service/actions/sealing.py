"""Seal what was written: give every entry its leaf, sign the new head, and hold it out to the witnesses."""

import os
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max

from goldenthread.audit import (
    Checkpoint,
    Node,
    Place,
    SigningKey,
    Signs,
    Tree,
    entry_leaf,
    read_key,
    resume,
    sign_checkpoint,
    tree_places,
)
from goldenthread.service.store.models import LedgerEntry, LedgerHead, LedgerKey, LedgerLeaf, LedgerNode

MOST_SEALED_AT_ONCE = 5_000
_ONE_SEALER = 7_340_033  # the advisory lock that keeps two workers from sealing at once
# Numbers are given when an entry is written and may commit out of order, so the search for unsealed ones looks back.
_LOOK_BACK = 100_000


class LedgerDoesNotAddUp(Exception):
    """The stored tree cannot be resumed: a node is missing or changed. Stop, keep everything, verify the ledger."""


@lru_cache(maxsize=1)
def log_key() -> SigningKey:
    """The log's signing key, held by the worker alone. Its file and name stand in the environment."""
    path, origin = os.environ["GOLDEN_THREAD_LEDGER_KEY"], os.environ["GOLDEN_THREAD_LEDGER_ORIGIN"]
    return read_key(Path(path), name=origin, signs=Signs.CHECKPOINTS)


def seal_waiting(*, at: datetime, look_back: int = _LOOK_BACK) -> int:
    """Seal the entries that have no leaf yet, in order of writing, and sign one head over all.

    Unit: the number of entries sealed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_SEALER])
        waiting = _waiting(look_back)
        size = LedgerHead.objects.aggregate(size=Max("size"))["size"]
        if not waiting and size is not None:
            return 0
        tree = resume(size or 0, stored_nodes(tree_places(size or 0)))
        appended = tree.append(entry_leaf(bytes(commitment)) for _, commitment in waiting)
        LedgerLeaf.objects.bulk_create(
            LedgerLeaf(leaf_index=tree.size + place, entry_id=entry_id) for place, (entry_id, _) in enumerate(waiting)
        )
        LedgerNode.objects.bulk_create(_as_row(node) for node in appended.nodes)
        _keep_head(appended.tree, at=at)
        return len(waiting)


class _Stored:
    """Nodes fetched in one query, read one by one."""

    def __init__(self, nodes: dict[tuple[int, int], bytes]) -> None:
        self._nodes = nodes

    def __call__(self, level: int, index: int, /) -> bytes:
        try:
            return self._nodes[level, index]
        except KeyError:
            raise LedgerDoesNotAddUp(
                f"The ledger's node {level}/{index} is missing. Run: goldenthread ledger verify"
            ) from None


def stored_nodes(places: Sequence[Place]) -> _Stored:
    """A reader over the stored nodes at ``places``."""
    nodes: dict[tuple[int, int], bytes] = {}
    if places:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT n.level, n.position, n.digest FROM store_ledgernode n"
                " JOIN unnest(%s::int[], %s::bigint[]) AS w(level, position)"
                " ON n.level = w.level AND n.position = w.position",
                [[p.level for p in places], [p.position for p in places]],
            )
            nodes = {(level, index): bytes(digest) for level, index, digest in cursor.fetchall()}
    return _Stored(nodes)


def _waiting(look_back: int) -> list[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.commitment FROM store_ledgerentry e"
            " WHERE e.number > (SELECT coalesce(max(number), 0) FROM store_ledgerentry) - %s"
            " AND NOT EXISTS (SELECT FROM store_ledgerleaf l WHERE l.entry_id = e.id)"
            " ORDER BY e.number LIMIT %s",
            [look_back, MOST_SEALED_AT_ONCE],
        )
        return list(cursor.fetchall())


def _as_row(node: Node) -> LedgerNode:
    level, position, digest = node
    return LedgerNode(level=level, position=position, digest=digest)


def _keep_head(tree: Tree, *, at: datetime) -> None:
    key = log_key()
    LedgerKey.objects.get_or_create(name=key.name, defaults={"is_log": True, "public_key": key.verifier.text})
    note = sign_checkpoint(Checkpoint(origin=key.name, size=tree.size, root=tree.root), key)
    LedgerHead.objects.create(size=tree.size, root=tree.root, note=note, signed_at=at)


def entries_waiting() -> int:
    """How many entries are written but not yet sealed: seconds' worth when the worker is well."""
    return LedgerEntry.objects.count() - LedgerLeaf.objects.count()
