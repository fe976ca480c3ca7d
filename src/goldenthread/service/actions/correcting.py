"""After a wrong link is undone: who was shown something through it, so that a reviewer can tell them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from goldenthread.audit import Deed
from goldenthread.linkage import Constraint, Decided, Linked
from goldenthread.people import ChangeKind, Held, Index, SeenOf, ToTell, WrongLink, find_wrong_links, whom_to_tell
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.finding import REVIEWS_LOOKS
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LedgerPayload, WrongLinkFound
from goldenthread.vocabulary import AgencyId, DatasetId, PersonId, Purpose, RecordId

FOUND_BY_PEOPLE = "People compared the records and said that they are two people."
FOUND_BY_FILES = "What the files say now does not hold them together."
JOINED_BY_PEOPLE = "People compared the records and said that they are one person."
JOINED_BY_FILES = "The files now say enough."
SHOWS_A_CHILD = (Deed.LOOKED.value, Deed.PRINTED.value)


def keep_wrong_links(
    index: Index,
    linked: Linked,
    before: Mapping[tuple[str, str], Held],
    told: Collection[Constraint],
    *,
    action: Doing,
) -> None:
    """Keep the links that this load parted, for a reviewer to see who was shown something through each."""
    hidden = {s.person_id: s.custodian for s in index.shielded}
    delivered = zip(linked.people["dataset"].to_pylist(), linked.people["record_id"].to_pylist(), strict=True)
    now: dict[tuple[str, str], PersonId | None] = dict.fromkeys(delivered)
    now.update({(m.dataset, m.record_id): m.person_id for m in index.memberships})
    by_people = {key for c in told if c.decided in (Decided.APART, Decided.NOT_THEIRS) for key in _both(c)}
    for parted in find_wrong_links(before, now, at=action.at):
        wrong = parted.wrong
        WrongLinkFound.objects.create(
            person_id=wrong.person_id,
            other_person_id=parted.other_person_id or "",
            custodian_id=hidden.get(wrong.person_id) or hidden.get(parted.other_person_id or wrong.person_id),
            agencies=sorted(wrong.agencies),
            since=wrong.since,
            until=wrong.until,
            by_people=not by_people.isdisjoint(parted.records),
        )
        by = FOUND_BY_PEOPLE if not by_people.isdisjoint(parted.records) else FOUND_BY_FILES
        action.record(Deed.SPLIT, subject=wrong.person_id, detail={"records": len(parted.records), "because": by})


def shown_until(done: datetime, *, action: Doing) -> None:
    """The links that this load parted were shown until it was done, which is later than when it began."""
    WrongLinkFound.objects.filter(until=action.at).update(until=done)


def record_joins(index: Index, told: Collection[Constraint], *, action: Doing) -> None:
    """Write down, of everybody whom this load brought another person's records, that it did and why."""
    person_of = {(m.dataset, m.record_id): m.person_id for m in index.memberships}
    held_together = {
        person_of.get((DatasetId(d), RecordId(r)))
        for c in told
        if c.decided in (Decided.LINK, Decided.NOT_THEIRS)
        for d, r in _both(c)
    }
    for change in index.changes:
        if change.kind in (ChangeKind.MERGED, ChangeKind.MOVED):
            by = JOINED_BY_PEOPLE if change.person_id in held_together else JOINED_BY_FILES
            action.record(
                Deed.MERGED, subject=change.person_id, detail={"because": f"{change.because} {by}", "kind": change.kind}
            )


def _both(c: Constraint) -> tuple[tuple[str, str], tuple[str, str]]:
    """The records it is about: of a number, the one that holds it, twice."""
    return c.left, c.left if c.is_of_a_number else c.right


def who_was_shown(
    wrong: WrongLink, *, purpose: Purpose, by: Practitioner, at: datetime
) -> tuple[ToTell, ...] | NothingToShow:
    """For those who review looks: every look while the wrong link stood. Reading this is itself written down."""
    with doing(by=by, at=at, purpose=purpose) as action:
        if by.role not in REVIEWS_LOOKS:
            action.record(Deed.REFUSED, detail={"what": "who was shown something through a wrong link"})
            return NothingToShow(ring=reference.front_door())
        told = whom_to_tell(looks_through(wrong), wrong)
        action.record(
            Deed.HISTORY_READ,
            subject=wrong.person_id,
            detail={"what": "who was shown something through a wrong link", "lines": len(told)},
        )
        return told


def looks_through(wrong: WrongLink) -> Iterator[SeenOf]:
    """Every look at the person while the wrong link stood, as the ledger holds it. Runs inside an action."""
    rows = LedgerPayload.objects.filter(
        subject_id=wrong.person_id, deed__in=SHOWS_A_CHILD, at__gte=wrong.since, at__lt=wrong.until
    )
    for row in rows.order_by("at"):
        if row.payload is None:
            continue
        detail: dict[str, Any] = row.payload["detail"]
        yield SeenOf(
            entry=str(row.entry_id),
            person_id=PersonId(wrong.person_id),
            account=str(row.account_id or ""),
            by=str(detail.get("by", "")),
            agency=AgencyId(row.agency_id),
            at=row.at,
            shown_from=_shown_from(detail.get("shown", ()), wrong),
        )


def _shown_from(shown: Iterable[Mapping[str, Any]], wrong: WrongLink) -> frozenset[AgencyId]:
    """Whose facts a look showed. One whose source is never named may have come from the records that stood wrongly."""
    sources = [flag["agency"] for flag in shown]
    named = frozenset(AgencyId(source) for source in sources if source)
    return named | wrong.agencies if None in sources else named
