"""What was kept only to match records goes on its day; handles to pages and finished outbox items go soon after."""

from datetime import date, datetime, timedelta

from goldenthread.audit import Deed
from goldenthread.service.actions.doing import doing
from goldenthread.service.store.models import Look, MatchingField, Outbox

KEEP_FINISHED = timedelta(days=7)


def purge_due(*, on: date, at: datetime) -> int:
    """Delete matching fields whose day has come, and write down how many. Unit: fields deleted."""
    Look.objects.filter(ends_at__lt=at - timedelta(hours=1)).delete()
    Outbox.objects.filter(done_at__lt=at - KEEP_FINISHED).delete()
    due = MatchingField.objects.filter(purge_on__lte=on)
    if not due.exists():
        return 0
    with doing(by=None, at=at) as action:
        counts = {d: due.filter(dataset_id=d).count() for d in due.values_list("dataset_id", flat=True).distinct()}
        due.delete()
        action.record(Deed.PURGED, detail={"fields_by_dataset": counts})
        return sum(counts.values())
