"""What must follow a deed: taken from the outbox by the worker, done at least once, and safe to do twice."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from goldenthread.service.actions import recompiling, shielding
from goldenthread.service.store.models import Outbox

LEASE = timedelta(seconds=30)
MOST_AT_ONCE = 100
LONGEST_WAIT = timedelta(hours=1)

TASKS: Mapping[str, Callable[..., object]] = {
    "compile_what_the_law_changed": lambda _, *, at: recompiling.compile_what_the_law_changed(at=at),
    "tell_custodian_of_hidden_hit": shielding.tell_custodian_of_hidden_hit,
}

log = logging.getLogger("goldenthread.worker")


def deliver_due(*, at: datetime) -> int:
    """Do what is due. A task that fails is tried again later, and later still; it is never dropped.

    Unit: the number of tasks done.
    """
    done = 0
    for item_id, task, entry_id in _leased(at=at):
        try:
            with transaction.atomic():
                TASKS[task](UUID(str(entry_id)), at=at)
                Outbox.objects.filter(pk=item_id).update(done_at=at)
            done += 1
        except Exception as fault:
            # Whatever went wrong, the task stays and the others go on; the log names the task and no person.
            log.error("outbox task %s failed (%s) and will be tried again", task, type(fault).__name__)
            _try_later(item_id, at=at)
    return done


def _leased(*, at: datetime) -> list[tuple[int, str, UUID]]:
    with transaction.atomic():
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        rows = list(
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(free, done_at=None, due_at__lte=at)
            .order_by("due_at", "id")[:MOST_AT_ONCE]
        )
        Outbox.objects.filter(pk__in=[r.pk for r in rows]).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
        return [(r.pk, r.task, r.entry_id) for r in rows]


def _try_later(item_id: int, *, at: datetime) -> None:
    item = Outbox.objects.get(pk=item_id)
    wait = min(timedelta(seconds=2 ** min(item.attempts, 12)), LONGEST_WAIT)
    Outbox.objects.filter(pk=item_id).update(due_at=at + wait, leased_until=None)
