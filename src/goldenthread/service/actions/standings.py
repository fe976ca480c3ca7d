"""How a practitioner stands to any child at all: from organisation, role and purpose, before a child is looked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from goldenthread.disclosure import Asker, Standing, shows_who_a_child_is, standing
from goldenthread.service.actions import flag_lines, reference
from goldenthread.service.actions.shapes import Gap, NothingToShow, Practitioner
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, AgencyCard, AgencyId, Purpose


def standing_of(
    by: Practitioner, purpose: Purpose, *, at: datetime, agencies: Mapping[AgencyId, AgencyCard] | None = None
) -> Standing:
    """What this practitioner may and may not see of any child, now. ``agencies``: as they were read before."""
    granted = reference.held_by(by)
    cards = tuple((agencies if agencies is not None else reference.agencies()).values())
    return replace(_standing(_asker(by, purpose), granted, cards, granted.unchanged_since(at)), at=at)


@lru_cache(maxsize=128)
def _standing(asker: Asker, granted: reference.Held, agencies: tuple[AgencyCard, ...], since: datetime) -> Standing:
    """Worked out once for all that it turns on: what is granted, as the database has just said, and to whom.

    Between one moment at which a permission begins or ends and the next, time changes nothing.
    """
    cards = {card.id: card for card in agencies}
    held, known = granted.permissions, reference.catalogue()
    return standing(asker, held, known, cards, at=since, identity=granted.identity)


def may_know_whole(by: Practitioner, purpose: Purpose, *, at: datetime) -> bool:
    """Whether this practitioner may know who any child is from everybody's records: the quick part, for a search."""
    return shows_who_a_child_is(_asker(by, purpose), reference.held_by(by).identity, at=at) is not None


def _asker(by: Practitioner, purpose: Purpose) -> Asker:
    return Asker(agency=by.agency, agency_kind=by.agency_kind, role=by.role, purpose=purpose)


def gaps_in(held: Standing) -> tuple[Gap, ...]:
    """What may not be seen, in words. The same for every child, so it says nothing about one."""
    return tuple(
        Gap(
            service=flag_lines.service_words(gap.agency_kind),
            sentence=gap.sentence,
            do_next=gap.do_next,
            ring=gap.ring,
            kinds=tuple(map(flag_lines.title, gap.kinds)),
        )
        for gap in held.gaps
    )


def nothing_to_show(by: Practitioner, purpose: Purpose, *, at: datetime) -> NothingToShow:
    """The one answer where no child is there or none may be shown, with what this practitioner may never see."""
    gaps = gaps_in(standing_of(by, purpose, at=at)) if by.role in LOOKS_AT_CHILDREN else ()
    return NothingToShow(ring=reference.front_door(), gaps=gaps)
