"""Say honestly what finding nothing means: what was searched, since when, what it covers and what it leaves out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.flags.catalogue import FlagKind
from goldenthread.flags.dating import OLD_AFTER_DAYS, plain_date
from goldenthread.vocabulary import AgencyId, AgencyKind, DatasetId

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one dataset covers: since when, until when, and in its agency's own words what would not show in it."""

    agency: AgencyId
    dataset: DatasetId
    since: date | None
    until: date | None
    statement: str
    loaded_at: date | None


def absence(
    what: AgencyKind | FlagKind,
    coverage: Coverage | Sequence[Coverage],
    *,
    on: date,
    found: int = 0,
    old_after_days: int = OLD_AFTER_DAYS,
) -> str:
    """Say what a search of one kind of service, or for one kind of flag, found, and what that does not prove."""
    covers = (coverage,) if isinstance(coverage, Coverage) else tuple(coverage)
    service = SERVICE_WORDS[what.service_kind if isinstance(what, FlagKind) else what]
    if not covers:
        return f"{service[0].upper()}{service[1:]}: not searched, because none sends data here. {NO_PROOF}"
    since = min((one.since for one in covers if one.since is not None), default=None)
    searched = f"Searched {service} since {since.year}" if since else f"Searched {service}"
    until = max((one.until for one in covers if one.until is not None), default=None)
    if until is not None and all(one.until is not None for one in covers):
        searched += f" to {plain_date(until)}"
    result = f"{found} found" if found else what.absent_words if isinstance(what, FlagKind) else "nothing found"
    sentences = [
        f"{searched}: {result}.",
        *_statements(covers),
        MORE_MAY_EXIST if found else NO_PROOF,
        _loaded(covers, on, old_after_days),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


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
