"""How a practitioner stands to any child at all: from organisation, role and purpose, before a child is looked for."""

from collections.abc import Mapping
from datetime import datetime

from goldenthread.disclosure import Asker, Decision, Standing, identity_standing, standing
from goldenthread.service.actions import flag_lines, reference
from goldenthread.service.actions.shapes import Gap, NothingToShow, Practitioner
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, AgencyCard, AgencyId, Purpose


def standing_of(
    by: Practitioner, purpose: Purpose, *, at: datetime, agencies: Mapping[AgencyId, AgencyCard] | None = None
) -> Standing:
    """What this practitioner may and may not see of any child, now. ``agencies``: as they were read before."""
    granted = reference.held_by(by)
    return standing(
        _asker(by, purpose),
        granted.permissions,
        reference.catalogue(),
        agencies if agencies is not None else reference.agencies(),
        at=at,
        identity=granted.identity,
    )


def identity_standing_of(by: Practitioner, purpose: Purpose, *, at: datetime) -> Decision:
    """Whether this practitioner may know who any child is from everybody's records: the quick part, for a search."""
    granted = reference.held_by(by)
    return identity_standing(_asker(by, purpose), granted.identity, front_door=reference.front_door(), at=at)


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
