"""Who was shown something through a link that turned out wrong, so that they can be told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from goldenthread.vocabulary import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLink:
    """Records that stood under ``person_id`` from ``since`` until ``until`` and are about somebody else.

    ``agencies`` answer for those records; ``since`` and ``until`` are the loads that made and mended the link.
    """

    person_id: PersonId
    agencies: frozenset[AgencyId]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOf:
    """One look as the ledger holds it: who looked at whom, when, and whose facts were shown."""

    entry: str
    person_id: PersonId
    account: str
    by: str
    agency: AgencyId
    at: datetime
    shown_from: frozenset[AgencyId]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """``was_shown_a_fact``: a fact of an agency whose record did not belong there; else only a wrong identity."""

    look: SeenOf = field(repr=False)
    was_shown_a_fact: bool


def whom_to_tell(looks: Iterable[SeenOf], wrong: WrongLink) -> tuple[ToTell, ...]:
    """Every look at the person while the wrong link stood, those first to whom a fact was shown, then by time.

    A look at which no fact of those agencies was shown is listed too: name, address and family may have been another's.
    """
    seen = [
        ToTell(look=look, was_shown_a_fact=bool(look.shown_from & wrong.agencies))
        for look in looks
        if look.person_id == wrong.person_id and wrong.since <= look.at < wrong.until
    ]
    return tuple(sorted(seen, key=lambda told: (not told.was_shown_a_fact, told.look.at, told.look.entry)))
