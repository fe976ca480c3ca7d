"""Who has looked, and whether the reasons given were good: for reviewers and data protection officers."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from goldenthread.audit import (
    Deed,
    commitment,
    entry_leaf,
    inclusion_places,
    inclusion_proof,
    make_receipt,
    read_entry,
    read_verifier_key,
    sentence,
    verify_inclusion,
)
from goldenthread.service.actions import reference, sealing
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.finding import REVIEWS_LOOKS
from goldenthread.service.actions.paging import place_of
from goldenthread.service.actions.shapes import LookLine, NothingToShow, Practitioner, ToReview
from goldenthread.service.actions.shapes import ReviewItem as ItemShown
from goldenthread.service.store.models import (
    Agency,
    LedgerCosignature,
    LedgerHead,
    LedgerKey,
    LedgerLeaf,
    LedgerPayload,
    Look,
    Person,
    ReviewItem,
)
from goldenthread.vocabulary import Purpose, Role

MOST_LINES = 500


class LedgerContradictsItself(Exception):
    """A stored entry does not fit its own commitment or proof. Verify the ledger before relying on it."""


def who_has_looked(look: UUID, *, by: Practitioner, at: datetime) -> tuple[LookLine, ...] | NothingToShow:
    """Everybody who looked at the child that ``look`` opens, newest first. Reading this is itself written down."""
    with doing(by=by, at=at) as action:
        found = Look.objects.filter(pk=look, ends_at__gt=at).first() if by.role in REVIEWS_LOOKS else None
        if found:
            action.look_for(Purpose(found.purpose))
        # A child hidden since the search is as good as gone, and so is one whose records are.
        if found is None or not Person.objects.filter(pk=found.person_id).exists():
            action.record(Deed.REFUSED, detail={"what": "who has looked"})
            return NothingToShow(ring=reference.front_door())
        rows = list(LedgerPayload.objects.filter(subject_id=found.person_id).order_by("-at")[:MOST_LINES])
        action.record(Deed.HISTORY_READ, subject=found.person_id, detail={"lines": len(rows)})
        return _lines(rows)


def receipt(entry: UUID, *, by: Practitioner, at: datetime) -> bytes | NothingToShow:
    """A file with which anybody can check, without us, that this entry stands in the ledger."""
    with doing(by=by, at=at) as action:
        row = LedgerPayload.objects.filter(entry_id=entry).first() if by.role in REVIEWS_LOOKS else None
        leaf = LedgerLeaf.objects.filter(entry_id=entry).first()
        head = _head_over(leaf.leaf_index) if leaf else None
        if row is None or leaf is None or head is None:
            action.record(Deed.REFUSED, detail={"what": "a receipt"})
            return NothingToShow(ring=reference.front_door())
        made = _receipt(row, leaf.leaf_index, head)
        action.record(Deed.RECEIPT_MADE, subject=row.subject_id, detail={"entry": str(entry)})
        return made


def to_review(number: int = 1, *, by: Practitioner, at: datetime) -> ToReview:
    """One page of the looks whose reasons wait for this reviewer, those that wait longest first."""
    with doing(by=by, at=at) as action:
        waiting = _waiting_for(by)
        in_all = waiting.count()
        place = place_of(number, lines=in_all)
        rows = list(waiting.order_by("made_at", "id")[place.lines])
        told = {"what": "reasons to review", "count": len(rows), "page": place.number}
        action.record(Deed.HISTORY_READ, detail=told)
        return ToReview(items=_shown(rows), first=place.first, in_all=in_all, number=place.number, pages=place.pages)


def to_weigh(item: UUID, *, by: Practitioner, at: datetime) -> ItemShown | NothingToShow:
    """One look that waits for this reviewer, with its reason, whom they searched for and what they saw."""
    with doing(by=by, at=at) as action:
        rows = list(_waiting_for(by).filter(pk=item))
        if not rows:
            action.record(Deed.REFUSED, detail={"what": "a reason to weigh"})
            return NothingToShow(ring=reference.front_door())
        action.record(Deed.HISTORY_READ, detail={"what": "a reason to weigh", "item": str(item)})
        (shown,) = _shown(rows)
        return shown


def weigh(item: UUID, *, upheld: bool, note: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Say whether a reason was good. Nobody weighs their own, and a weighed one is not weighed again."""
    with doing(by=by, at=at) as action:
        waiting = _waiting_for(by).filter(pk=item)
        row = waiting.first()
        if row is None:
            action.record(Deed.REFUSED, detail={"what": "to weigh a reason"})
            return NothingToShow(ring=reference.front_door())
        outcome = "upheld" if upheld else "questioned"
        waiting.update(outcome=outcome, note=note, weighed_by=by.account_id, weighed_at=at)
        action.record(Deed.REVIEWED, detail={"item": str(item), "entry": str(row.entry_id), "outcome": outcome})
        return True


def _waiting_for(by: Practitioner) -> "QuerySet[ReviewItem]":
    """Nobody weighs a reason of their own, and only access reviewers weigh any."""
    if by.role is not Role.ACCESS_REVIEWER:
        return ReviewItem.objects.none()
    return ReviewItem.objects.filter(outcome="").exclude(account_id=by.account_id)


def _shown(rows: Sequence[ReviewItem]) -> tuple[ItemShown, ...]:
    names = dict(Agency.objects.values_list("id", "name"))
    written = LedgerPayload.objects.filter(entry_id__in=[row.entry_id for row in rows])
    details = {payload.entry_id: payload.payload["detail"] for payload in written}
    return tuple(
        ItemShown(
            item=row.id,
            when=row.made_at,
            who=row.account_name,
            agency_name=names.get(row.agency_id, row.agency_id),
            role=row.role,
            purpose=row.purpose,
            reason=row.reason,
            sought=_sought_in_words(details.get(row.entry_id, {})),
            shown=_shown_in_words(details.get(row.entry_id, {})),
        )
        for row in rows
    )


def _lines(rows: Sequence[LedgerPayload]) -> tuple[LookLine, ...]:
    sealed = set(LedgerLeaf.objects.filter(entry_id__in=[r.entry_id for r in rows]).values_list("entry_id", flat=True))
    lines = []
    for row in rows:
        entry = read_entry(row.payload)
        lines.append(
            LookLine(
                entry=row.entry_id,
                when=row.at,
                who=str(entry.detail.get("by") or entry.detail.get("searched_by") or "The system"),
                agency_name=str(entry.detail.get("agency_name") or entry.detail.get("searched_at") or ""),
                sentence=sentence(entry),
                purpose=entry.purpose or "",
                reason=_reason(entry.detail),
                sealed=row.entry_id in sealed,
            )
        )
    return tuple(lines)


def _reason(detail: Mapping[str, Any]) -> str:
    """The reason that was given, which a search keeps among what was typed."""
    sought = detail.get("sought")
    typed = sought.get("reason", "") if isinstance(sought, Mapping) else ""
    return str(detail.get("reason") or typed)


def _sought_in_words(detail: Mapping[str, Any]) -> str:
    sought = detail.get("sought", {})
    born = date.fromisoformat(sought["date_of_birth"]) if sought.get("date_of_birth") else None
    said = (
        f"{sought.get('given_name', '')} {sought.get('family_name', '')}".strip(),
        f"born {born.day} {born:%B %Y}" if born else "",
        sought.get("postcode", ""),
        f"NHS number {sought['nhs_number']}" if sought.get("nhs_number") else "",
        f"UPN {sought['upn']}" if sought.get("upn") else "",
    )
    return ", ".join(part for part in said if part) or "No longer kept"


def _shown_in_words(detail: Mapping[str, Any]) -> str:
    match detail.get("found"):
        case None:
            return "No longer kept"
        case 0:
            return "No child was shown."
        case 1:
            return "One child was shown."
        case many:
            return f"{many} children were shown."


def _head_over(leaf_index: int) -> LedgerHead | None:
    """The newest head over this leaf that most witnesses hold; the newest of all when none does yet."""
    cosigned = LedgerCosignature.objects.filter(size__gt=leaf_index).order_by("-size").first()
    if cosigned:
        return LedgerHead.objects.filter(size=cosigned.size).first()
    return LedgerHead.objects.filter(size__gt=leaf_index).order_by("-size").first()


def _receipt(row: LedgerPayload, leaf_index: int, head: LedgerHead) -> bytes:
    proof = inclusion_proof(leaf_index, head.size, sealing.stored_nodes(inclusion_places(leaf_index, head.size)))
    leaf = entry_leaf(commitment(row.payload, bytes(row.salt)))
    if not verify_inclusion(leaf, leaf_index, head.size, proof, bytes(head.root)):
        raise LedgerContradictsItself("An entry does not fit its proof. Run: goldenthread ledger verify")
    lines = LedgerCosignature.objects.filter(size=head.size).order_by("witness").values_list("line", flat=True)
    keys = [read_verifier_key(text) for text in LedgerKey.objects.order_by("name").values_list("public_key", flat=True)]
    note = head.note + "".join(line.rstrip("\n") + "\n" for line in lines)
    made = make_receipt(payload=row.payload, salt=bytes(row.salt), index=leaf_index, proof=proof, note=note, keys=keys)
    return made if isinstance(made, bytes) else json.dumps(made, indent=2, ensure_ascii=False).encode("utf-8")
