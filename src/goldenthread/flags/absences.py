"""Say honestly what finding nothing means: what was searched, since when, what it covers and what it leaves out.

What is said comes from what the asker may see and never from the child, so it has to be true whatever is held about
the child: where only some may be seen, nothing found means nothing of that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.flags.catalogue import FlagKind, Happening
from goldenthread.flags.dating import OLD_AFTER_DAYS, plain_date
from goldenthread.vocabulary import AgencyId, AgencyKind, DatasetId, FlagKindId

SERVICE_WORDS: dict[AgencyKind, str] = {
    AgencyKind.CHILDRENS_SOCIAL_CARE: "children's social care",
    AgencyKind.SCHOOL: "schools",
    AgencyKind.MULTI_ACADEMY_TRUST: "academy trusts",
    AgencyKind.COMMUNITY_HEALTH: "community health",
    AgencyKind.GP_PRACTICE: "GP practices",
    AgencyKind.POLICE: "police",
    AgencyKind.HOUSING: "housing",
    AgencyKind.ADULT_SOCIAL_CARE: "adult social care",
    AgencyKind.VOLUNTARY: "charities",
}
NO_PROOF = "This does not prove that nobody is involved."
MORE_MAY_EXIST = "There may be more that this search does not cover."
OVER_FOR_LONG = "What has been over for long would not show."
NAME_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one dataset covers: since when, until when, and in its agency's own words what would not show in it."""

    agency: AgencyId
    dataset: DatasetId
    since: date | None
    until: date | None
    statement: str
    loaded_at: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaySee:
    """What an asker may see of one kind of service. ``of_what`` is empty where that is all it may raise."""

    service: AgencyKind
    kinds: tuple[FlagKind, ...]
    of_what: str = ""


def may_see(
    service: AgencyKind,
    seen: Mapping[AgencyId, Collection[FlagKindId]],
    kinds: Iterable[FlagKind],
    *,
    own: AgencyId | None = None,
) -> MaySee:
    """Put together what may be seen of each agency of one kind; ``kinds`` is the whole catalogue."""
    raised = sorted((k for k in kinds if service in k.raised_by), key=lambda kind: kind.service_kind is not service)
    alike: defaultdict[frozenset[FlagKindId], list[AgencyId]] = defaultdict(list)
    for agency, of_agency in seen.items():
        alike[frozenset(of_agency)].append(agency)
    everything = frozenset(kind.id for kind in raised)
    shown = {kind for of_agency in alike for kind in of_agency}
    parts = [
        f"{_whose(agencies, own=own, of=len(seen))}{_named(of_agency, raised)}"
        for of_agency, agencies in alike.items()
        if of_agency
    ]
    return MaySee(
        service=service,
        kinds=tuple(kind for kind in raised if kind.id in shown),
        of_what="" if set(alike) == {everything} else "; ".join(parts),
    )


def _whose(agencies: Sequence[AgencyId], *, own: AgencyId | None, of: int) -> str:
    if len(agencies) == of:
        return ""
    return "from your own agency " if list(agencies) == [own] else f"from {len(agencies)} of {of} "


def _named(seen: frozenset[FlagKindId], raised: Sequence[FlagKind]) -> str:
    titles = [f"“{kind.title}”" for kind in raised if kind.id in seen]
    if len(titles) == len(raised):
        return "everything"
    more = len(titles) - NAME_AT_MOST
    if more > 1:
        return f"{', '.join(titles[:NAME_AT_MOST])} and {more} more kinds"
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def absence(
    what: AgencyKind | FlagKind | MaySee,
    coverage: Coverage | Sequence[Coverage],
    *,
    on: date,
    found: int = 0,
    old_after_days: int = OLD_AFTER_DAYS,
) -> str:
    """Say what a search of one kind of service, or for one kind of flag, found, and what that does not prove."""
    covers = (coverage,) if isinstance(coverage, Coverage) else tuple(coverage)
    kinds = what.kinds if isinstance(what, MaySee) else (what,) if isinstance(what, FlagKind) else ()
    service = SERVICE_WORDS[_service(what)]
    if isinstance(what, MaySee) and not kinds:
        return f"You may not see what is held here, so nothing was searched for you. {NO_PROOF}"
    if not covers:
        return f"{service[0].upper()}{service[1:]}: not searched, because none sends data here. {NO_PROOF}"
    sentences = [
        f"Searched {service}{_span(kinds, covers)}: {_result(what, found)}.",
        *_short_lived(kinds),
        OVER_FOR_LONG if isinstance(what, MaySee) and not _only_events(kinds) else "",
        *_statements(covers),
        MORE_MAY_EXIST if found else NO_PROOF,
        _loaded(covers, on, old_after_days),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def in_short(may: MaySee, *, found: int = 0) -> str:
    """The result of a search in a word or two."""
    if not may.kinds:
        return "You may not see"
    if found:
        return f"{found} found"
    return "Nothing of what you may see" if may.of_what else "Nothing found"


def _service(what: AgencyKind | FlagKind | MaySee) -> AgencyKind:
    match what:
        case FlagKind():
            return what.service_kind
        case MaySee():
            return what.service
        case _:
            return what


def _result(what: AgencyKind | FlagKind | MaySee, found: int) -> str:
    if isinstance(what, MaySee) and what.of_what:
        return f"{found or 'nothing'} {'found ' if found else ''}of what you may see ({what.of_what})"
    if found:
        return f"{found} found"
    return what.absent_words if isinstance(what, FlagKind) else "nothing found"


def _span(kinds: Sequence[FlagKind], covers: Sequence[Coverage]) -> str:
    """Since when the data reaches back; where only what lives shortly is sought, no further than that."""
    if _only_events(kinds):
        lives = {_shown_for(kind) for kind in kinds}
        return f" for the last {lives.pop()} days" if len(lives) == 1 else ""
    since = min((one.since for one in covers if one.since is not None), default=None)
    until = max((one.until for one in covers if one.until is not None), default=None)
    told = f" since {since.year}" if since else ""
    if until is not None and all(one.until is not None for one in covers):
        told += f" to {plain_date(until)}"
    return told


def _short_lived(kinds: Sequence[FlagKind]) -> Iterable[str]:
    """What happened on a day is gone from here after its life, however far back the agency's data reaches."""
    events = [kind for kind in kinds if kind.happening is Happening.EVENT]
    if _only_events(kinds) and len({_shown_for(kind) for kind in events}) == 1:
        return ()
    return tuple(f"“{kind.title}” only in the last {_shown_for(kind)} days." for kind in events)


def _only_events(kinds: Sequence[FlagKind]) -> bool:
    return bool(kinds) and all(kind.happening is Happening.EVENT for kind in kinds)


def _shown_for(kind: FlagKind) -> int:
    return kind.lives_for_days + kind.ended_shown_for_days


def _statements(covers: Iterable[Coverage]) -> list[str]:
    said = dict.fromkeys(one.statement.strip() for one in covers if one.statement.strip())
    return [text if text.endswith(".") else f"{text}." for text in said]


def _loaded(covers: Sequence[Coverage], on: date, old_after_days: int) -> str:
    """The oldest load speaks for all: a search is no fresher than the stalest thing in it."""
    days = [one.loaded_at for one in covers if one.loaded_at is not None]
    if len(days) < len(covers):
        return "It is not known how old this is. Ring to check."
    oldest = min(days)
    old = (on - oldest).days
    if old > old_after_days:
        return f"As of {plain_date(oldest)}. That is {old} days ago and things may have changed. Ring to check."
    return f"As of {plain_date(oldest)}."
