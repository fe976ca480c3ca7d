"""Somebody who sees two pages of one child tells the reviewers of links. Nothing is joined until those agree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from goldenthread.audit import Deed
from goldenthread.service.actions import looking
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.linking.doubts import TO_ASK
from goldenthread.service.actions.linking.reviewing import refused
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import LinkDoubt, Look

MOST_PAGES = 20
_WHAT = "to say that two pages are of one child"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFound:
    """One page that this practitioner may open now, as it is told apart from the others."""

    look: UUID
    name: str = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    how_found: str
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesFound:
    """``others``: the pages found lately for the same reason, the newest first, each child once."""

    this: PageFound
    others: tuple[PageFound, ...]


def pages_found(look: UUID, *, by: Practitioner, at: datetime) -> PagesFound | NothingToShow:
    """The page of this look, and those of which it may be said to be the same child. Each is decided afresh."""
    with doing(by=by, at=at) as action:
        this = looking.child_in_view(look, action=action)
        if this is None:
            return refused(action, _WHAT)
        here = Look.objects.get(pk=look)
        lately = Look.objects.filter(ends_at__gt=at, purpose=here.purpose).exclude(person_id=this.person_id)
        each = {one.person_id: one for one in lately.order_by("made_at", "id")}
        newest = sorted(each.values(), key=lambda one: one.made_at, reverse=True)[:MOST_PAGES]
        others = tuple(_shown(newest, action))
        return PagesFound(this=_page(here, this, action), others=others)


def say_one(look: UUID, other: UUID, *, because: str, by: Practitioner, at: datetime) -> bool | NothingToShow:
    """Send the pages of two looks to the reviewers, as being of one child. What is sent twice counts once.

    Whoever may not see one of the two is told what they would be told if it were not there.
    """
    with doing(by=by, at=at) as action:
        children = [looking.child_in_view(one, action=action) for one in (look, other)]
        this, that = children
        if this is None or that is None or this.person_id == that.person_id or this.purpose is not that.purpose:
            return refused(action, _WHAT)
        action.wait_for_own_turn()
        people = sorted((this.person_id, that.person_id))
        mine = LinkDoubt.objects.filter(account_id=by.account_id, agency_id=by.agency, state__in=TO_ASK)
        doubt_id = mine.filter(person_id__in=people, other_person_id__in=people).values_list("pk", flat=True).first()
        if doubt_id is None:
            doubt_id = uuid4()
            LinkDoubt.objects.create(
                id=doubt_id,
                person_id=people[0],
                other_person_id=people[1],
                # Whoever sees both sees nobody whom another agency hides.
                custodian_id=this.custodian_id or that.custodian_id,
                account_id=by.account_id,
                agency_id=by.agency,
                role=by.role.value,
                because=because,
                saw_whole=this.is_seen_whole and that.is_seen_whole,
                doubted_at=at,
            )
        # In each child's history, neither naming the other.
        for one, child in ((look, this), (other, that)):
            detail = {"look": str(one), "doubt": str(doubt_id)}
            action.record(Deed.LINK_SAID_ONE, subject=child.person_id, detail=detail)
        return True


def _shown(looks: list[Look], action: Doing) -> Iterator[PageFound]:
    for one in looks:
        child = looking.child_in_view(one.id, action=action)
        if child is not None:
            yield _page(one, child, action)


def _page(look: Look, child: looking.ChildInView, action: Doing) -> PageFound:
    """What is shown of a child is in the child's history."""
    action.record(Deed.LINK_READ, subject=child.person_id, detail={"look": str(look.id), "what": "pages of one child"})
    return PageFound(
        look=look.id,
        name=child.name,
        date_of_birth=child.date_of_birth,
        how_found=look.how_found,
        found_at=look.made_at,
    )
