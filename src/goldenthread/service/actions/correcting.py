"""After a wrong link is undone: who was shown something through it, so that a reviewer can tell them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from goldenthread.audit import Deed
from goldenthread.linkage import Constraint, Decided, Linked
from goldenthread.people import (
    ChangeKind,
    Held,
    Index,
    Parted,
    SeenOf,
    ToTell,
    WrongLink,
    find_wrong_links,
    whom_to_tell,
)
from goldenthread.service.actions import reference
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.finding import REVIEWS_LOOKS
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.standing_on import Pages, others_pages
from goldenthread.service.store.models import LedgerPayload, WrongLinkFound, WrongLinkPage
from goldenthread.vocabulary import AgencyId, DatasetId, PersonId, Purpose, RecordId

FOUND_BY_PEOPLE = "People compared the records and said that they are two people."
FOUND_BY_FILES = "What the files say now does not hold them together."
JOINED_BY_PEOPLE = "People compared the records and said that they are one person."
JOINED_BY_FILES = "The files now say enough."
SHOWS_A_CHILD = (Deed.LOOKED.value, Deed.PRINTED.value)
PASSES_ON = (Deed.SHARED.value, Deed.EMERGENCY_SHARED.value)
TELLS_OF_A_CHILD = (*SHOWS_A_CHILD, *PASSES_ON, Deed.SHARED_READ.value)

Written = Mapping[str, Sequence[LedgerPayload]]
"""What the ledger holds of each person, in the order of time."""


def parted_now(
    index: Index, linked: Linked, before: Mapping[tuple[str, str], Held], *, at: datetime
) -> tuple[tuple[Parted, Pages], ...]:
    """The links that this load parts, and on whose pages they stood: so it is asked before those are replaced."""
    delivered = zip(linked.people["dataset"].to_pylist(), linked.people["record_id"].to_pylist(), strict=True)
    now: dict[tuple[str, str], PersonId | None] = dict.fromkeys(delivered)
    now.update({(m.dataset, m.record_id): m.person_id for m in index.memberships})
    found = find_wrong_links(before, now, at=at)
    stood = others_pages({parted.wrong.person_id for parted in found})
    return tuple((parted, stood[parted.wrong.person_id]) for parted in found)


def keep_wrong_links(
    found: Iterable[tuple[Parted, Pages]], index: Index, told: Collection[Constraint], *, action: Doing
) -> None:
    """Keep the links that this load parted, for a reviewer to see who was shown something through each."""
    hidden: dict[str, str] = {s.person_id: s.custodian for s in index.shielded}
    _hide_pages(hidden)
    by_people = {key for c in told if c.decided in (Decided.APART, Decided.NOT_THEIRS) for key in _both(c)}
    for parted, pages in found:
        wrong = parted.wrong
        custodian = hidden.get(wrong.person_id) or hidden.get(parted.other_person_id or wrong.person_id)
        kept = WrongLinkFound.objects.create(
            person_id=wrong.person_id,
            other_person_id=parted.other_person_id or "",
            custodian_id=custodian,
            agencies=sorted(wrong.agencies),
            since=wrong.since,
            until=wrong.until,
            by_people=not by_people.isdisjoint(parted.records),
            pages_kept=True,
        )
        WrongLinkPage.objects.bulk_create(
            WrongLinkPage(wrong_link_id=kept.id, person_id=person, custodian_id=hidden.get(person) or was or custodian)
            for person, was in sorted(pages.items())
        )
        by = FOUND_BY_PEOPLE if not by_people.isdisjoint(parted.records) else FOUND_BY_FILES
        action.record(Deed.SPLIT, subject=wrong.person_id, detail={"records": len(parted.records), "because": by})


def _hide_pages(hidden: Mapping[str, str]) -> None:
    """Whoever is hidden by now is hidden in what earlier loads kept as well."""
    for page in WrongLinkPage.objects.filter(person_id__in=list(hidden)):
        if page.custodian_id != hidden[page.person_id]:
            page.custodian_id = hidden[page.person_id]
            page.save(update_fields=["custodian_id"])


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
        told = whom_to_tell(looks_through(wrong, written_of([wrong])), wrong)
        action.record(
            Deed.HISTORY_READ,
            subject=wrong.person_id,
            detail={"what": "who was shown something through a wrong link", "lines": len(told)},
        )
        return told


def written_of(wrongs: Collection[WrongLink]) -> Written:
    """What the ledger holds of those on whose pages the links stood. Runs inside an action."""
    people = {str(person) for wrong in wrongs for person in (wrong.person_id, *wrong.pages)}
    since = min((wrong.since for wrong in wrongs), default=None)
    written: defaultdict[str, list[LedgerPayload]] = defaultdict(list)
    if since is not None:
        rows = LedgerPayload.objects.filter(subject_id__in=people, deed__in=TELLS_OF_A_CHILD, at__gte=since)
        for row in rows.order_by("at"):
            if row.payload is not None:
                written[str(row.subject_id)].append(row)
    return written


def looks_through(wrong: WrongLink, written: Written) -> Iterator[SeenOf]:
    """Every look at a page on which the wrong link stood, while it did, and at what was passed on from one then.

    What was passed on may be opened long after: so of that no end is set to the time in which somebody looked.
    """
    for person in (wrong.person_id, *sorted(wrong.pages)):
        passed_on: dict[str, datetime] = {}
        for row in written.get(person, ()):
            detail: dict[str, Any] = row.payload["detail"]
            stood = wrong.since <= row.at < wrong.until
            if row.deed in PASSES_ON and stood:
                passed_on[str(detail.get("to", ""))] = row.at
            elif row.deed in SHOWS_A_CHILD and stood:
                yield _seen(row, shown_from=_shown_from(detail.get("shown", ()), wrong, own=person == wrong.person_id))
            elif row.deed == Deed.SHARED_READ.value and row.agency_id in passed_on:
                yield _seen(row, shown_from=wrong.agencies, at=passed_on[row.agency_id])


def _seen(row: LedgerPayload, *, shown_from: frozenset[AgencyId], at: datetime | None = None) -> SeenOf:
    return SeenOf(
        entry=str(row.entry_id),
        person_id=PersonId(str(row.subject_id)),
        account=str(row.account_id or ""),
        by=str(row.payload["detail"].get("by", "")),
        agency=AgencyId(row.agency_id),
        at=row.at,
        shown_from=shown_from,
        shows_what_was_at=at,
    )


def _shown_from(shown: Iterable[Mapping[str, Any]], wrong: WrongLink, *, own: bool) -> frozenset[AgencyId]:
    """Whose facts a look showed. One whose source is never named may have come from the records that stood wrongly.

    So may any on somebody else's page: on a child's it may be a parent's, and which of two parents' nobody kept.
    """
    sources = [flag["agency"] for flag in shown]
    named = frozenset(AgencyId(source) for source in sources if source)
    return named | wrong.agencies if None in sources or (sources and not own) else named
