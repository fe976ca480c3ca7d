"""What was kept only to match records goes on its day; so do questions of sharing that nobody finished, and forms.

Handles to pages and finished outbox items go soon after their use.
"""

from datetime import date, datetime, timedelta

from goldenthread.audit import Deed
from goldenthread.service.actions.doing import doing
from goldenthread.service.store.models import Look, MatchingField, Outbox, SharingDraft, TypedForm
from goldenthread.service.time_limits import after, time_limits

KEEP_FINISHED = timedelta(days=7)


def purge_due(*, on: date, at: datetime) -> int:
    """Delete what has lived long enough, and write down how much. Unit: rows that held something, deleted."""
    Look.objects.filter(ends_at__lt=at - timedelta(hours=1)).delete()
    Outbox.objects.filter(done_at__lt=at - KEEP_FINISHED).delete()
    fields = MatchingField.objects.filter(purge_on__lte=on)
    last = at - after(time_limits().keep_an_unfinished_question)
    questions = SharingDraft.objects.filter(changed_at__lt=last)
    forms = TypedForm.objects.filter(kept_at__lt=last)
    if not fields.exists() and not questions.exists() and not forms.exists():
        return 0
    with doing(by=None, at=at) as action:
        counts = {
            d: fields.filter(dataset_id=d).count() for d in fields.values_list("dataset_id", flat=True).distinct()
        }
        fields.delete()
        gone, typed = questions.delete()[0], forms.delete()[0]
        detail = {"fields_by_dataset": counts, "unfinished_questions": gone, "typed_forms": typed}
        action.record(Deed.PURGED, detail=detail)
        return sum(counts.values()) + gone + typed
