"""Flags as lines on a page: who works with the child, what is open, what was searched and found empty."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from goldenthread.disclosure import Decision, Shown, ShownFlag, Standing, StandingPathway
from goldenthread.flags import (
    Answers,
    Coverage,
    Flag,
    FlagKind,
    FlagState,
    Happening,
    Urgency,
    absence,
    closed,
    holds_until,
    in_short,
    may_see,
    opened,
    state_of,
    was_so_in_kept_files,
)
from goldenthread.law import Law
from goldenthread.service.actions import reference
from goldenthread.service.actions.shapes import FlagLine, Searched, Worker
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import Dataset
from goldenthread.service.store.models import Flag as KeptFlag
from goldenthread.vocabulary import (
    AgencyCard,
    AgencyId,
    AgencyKind,
    Contact,
    DatasetId,
    FlagKindId,
    Level,
    Outcome,
    PersonId,
    Role,
)

SERVICE_WORDS: Mapping[AgencyKind, str] = {
    AgencyKind.CHILDRENS_SOCIAL_CARE: "Children's social care",
    AgencyKind.SCHOOL: "Schools",
    AgencyKind.MULTI_ACADEMY_TRUST: "Academy trust",
    AgencyKind.COMMUNITY_HEALTH: "Community health",
    AgencyKind.GP_PRACTICE: "GP practices",
    AgencyKind.POLICE: "Police",
    AgencyKind.HOUSING: "Housing",
    AgencyKind.ADULT_SOCIAL_CARE: "Adult social care",
    AgencyKind.VOLUNTARY: "Voluntary organisations",
}


_STATES = tuple(FlagState)
_URGENCIES = tuple(Urgency)
_GROWN_OLD = frozenset({FlagState.RECENT, FlagState.ENDED})
_NOW_OR_LAST_KNOWN = frozenset({FlagState.CURRENT.value, FlagState.LAST_KNOWN.value})

_flags = asked_often(
    lambda person, kinds: KeptFlag.objects.filter(person_id=person, kind__among=kinds).order_by("-since", "id")
)
_days_of_files = asked_often(
    lambda ids: Dataset.objects.filter(id__among=ids).values_list("id", "report__as_of", "loaded_at")
)
_what_files_cover = asked_often(
    lambda: Dataset.objects.order_by("id").values_list(
        "id", "agency_id", "coverage_since", "coverage_statement", "loaded_at", "report__as_of"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The pathway a flag is shown under, for the page and the ledger; empty for the agency's own record."""

    pathway: str = ""
    basis: tuple[str, ...] = ()


def service_words(kind: AgencyKind) -> str:
    """What a kind of agency is called on the page."""
    return SERVICE_WORDS[kind]


def title(kind: FlagKindId) -> str:
    """What a kind of flag is called on the page."""
    return _kinds()[kind].title


def flags_of(person_id: str, *, on: date) -> tuple[Flag, ...]:
    """The flags about one person that the database lets this transaction see, each as it stands on a day, newest first.

    Files that were old when they were loaded speak as of their own day.
    """
    kinds = _kinds()
    rows = _flags(person=person_id, kinds=list(kinds))
    standing = [(row, _state(row, kinds[row.kind], on=on)) for row in rows]
    kept = _kept_files({row.dataset_id for row, state in standing if state in _GROWN_OLD})
    found = (_flag(row, _as_last_known(row, state, kept.get(row.dataset_id))) for row, state in standing)
    return tuple(flag for flag in found if flag is not None)


def lines(held: Standing, shown: Shown, agencies: Mapping[AgencyId, AgencyCard], *, on: date) -> tuple[FlagLine, ...]:
    """Each flag shown as one closed line with what opens beneath it: first what holds now, then what is urgent."""
    ordered = sorted(shown.flags, key=lambda flag: (_STATES.index(_standing_of(flag, on)), *_by_urgency(flag)))
    grounds = [_grounds_told(flag, held) for flag in ordered]
    titles, law = reference.pathway_titles({ground.pathway for ground in grounds}), law_on(on)
    return tuple(
        _line(flag, agencies, ground, titles, law, role=held.asker.role, on=on)
        for flag, ground in zip(ordered, grounds, strict=True)
    )


def _standing_of(flag: ShownFlag, on: date) -> FlagState:
    """How a flag stands among others. What happened within its life stands with what holds now.

    Where only existence is shown nobody learns how it stands, so it may hold now.
    """
    kind = _kinds()[flag.kind]
    last = holds_until(kind, since=flag.since, until=flag.until, observed_at=flag.observed_at)
    if flag.level is Level.EXISTENCE or (kind.happening is Happening.EVENT and last is not None and on <= last):
        return FlagState.CURRENT
    return FlagState(flag.state)


def _by_urgency(flag: ShownFlag) -> tuple[int, int, str, str]:
    kind = _kinds()[flag.kind]
    newest_first = -flag.since.toordinal() if flag.since else 0
    return _URGENCIES.index(kind.urgency), newest_first, kind.title, flag.flag_id


def workers(shown: Shown, agencies: Mapping[AgencyId, AgencyCard]) -> tuple[Worker, ...]:
    """Whoever works with the child now, or did by the last word held, each once: the lead practitioner first.

    A duty desk is no such person.
    """
    kinds = _kinds()
    working = [
        flag
        for flag in shown.flags
        if kinds[flag.kind].answers is not Answers.DESK
        and (flag.level is Level.EXISTENCE or flag.state in _NOW_OR_LAST_KNOWN)
        and flag.contact != Contact()
    ]
    found: dict[tuple[Contact, AgencyId], Worker] = {}
    for flag in sorted(working, key=lambda flag: (kinds[flag.kind].answers is not Answers.LEAD, *_by_urgency(flag))):
        found.setdefault(
            (flag.contact, flag.agency),
            Worker(
                contact=flag.contact,
                agency_name=agencies[flag.agency].name if kinds[flag.kind].names_its_source else "",
                service=kinds[flag.kind].title,
                since=flag.since,
                as_of=flag.observed_at,
                is_last_known=flag.state == FlagState.LAST_KNOWN,
            ),
        )
    return tuple(found.values())


def source_named(flag: ShownFlag) -> AgencyId | None:
    """The agency that a flag names; nothing where its kind never says who raised it."""
    return flag.agency if _kinds()[flag.kind].names_its_source else None


def searched(
    held: Standing, shown: Shown, agencies: Mapping[AgencyId, AgencyCard], *, on: date
) -> tuple[Searched, ...]:
    """For each kind of service: how much was found of what this practitioner may see, and what none would mean."""
    own = held.asker.agency
    seen: defaultdict[AgencyKind, defaultdict[AgencyId, set[FlagKindId]]] = defaultdict(lambda: defaultdict(set))
    for (agency, kind), decision in held.decisions.items():
        of_agency = seen[agencies[agency].kind][agency]
        if decision.outcome is Outcome.DISCLOSE and (_kinds()[kind].names_its_source or agency == own):
            of_agency.add(kind)
    named = [flag for flag in shown.flags if _kinds()[flag.kind].names_its_source or flag.agency == own]
    told = [*(f.agency for f in named), *(r.agency for r in shown.referred if r.agency)]
    found = Counter(agencies[agency].kind for agency in told)
    covers = _coverage(agencies)
    result = []
    for service in (k for k in AgencyKind if k in seen):
        may = may_see(service, seen[service], _kinds().values(), own=own)
        coverage = covers.get(service, []) if may.kinds else []
        result.append(
            Searched(
                service=service_words(service),
                result=in_short(may, found=found[service]),
                sentence=absence(may, coverage, on=on, found=found[service]),
                as_of=max((c.loaded_at for c in coverage if c.loaded_at), default=None),
            )
        )
    return (*result, *_of_unnamed_sources(held, found=len(shown.flags) - len(named)))


def _of_unnamed_sources(held: Standing, *, found: int) -> Iterator[Searched]:
    """The kinds whose source is not named, counted over all agencies: one line, so that none can be told from it."""
    disclosed = {kind for (_, kind), decision in held.decisions.items() if decision.outcome is Outcome.DISCLOSE}
    titles = sorted(_kinds()[kind].title for kind in disclosed if not _kinds()[kind].names_its_source)
    if titles:
        named = ", ".join(f"“{title}”" for title in titles)
        yield Searched(
            service="All agencies together",
            result=f"{found} found" if found else "Nothing found",
            sentence=f"{named}: who says so is not shown, because that could tell what is wrong with somebody else."
            " Nothing found does not mean that nothing is wrong.",
            as_of=None,
        )


def _grounds_told(flag: ShownFlag, held: Standing) -> Ground:
    """The grounds to name. Where the source is not named they are of all who might have said it."""
    if _kinds()[flag.kind].names_its_source:
        return grounds_of(flag.decision)
    might = [grounds_of(d) for (_, kind), d in held.decisions.items() if kind == flag.kind]
    pathways = {ground.pathway for ground in might if ground.pathway}
    basis = dict.fromkeys(law for ground in might for law in ground.basis)
    return Ground(pathway=pathways.pop() if len(pathways) == 1 else "", basis=tuple(sorted(basis)))


def grounds_of(decision: Decision) -> Ground:
    """The pathway and the law a flag is shown under."""
    match decision.grounds:
        case StandingPathway(pathway_id=pathway, basis=basis):
            return Ground(pathway=pathway, basis=basis)
        case _:
            return Ground()


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, FlagKind]:
    return {kind.id: kind for kind in reference.catalogue().kinds}


def _state(row: KeptFlag, kind: FlagKind, *, on: date) -> FlagState | None:
    return state_of(kind, since=row.since, until=row.until, observed_at=row.observed_at, on=on)


def _kept_files(datasets: Collection[str]) -> Mapping[str, tuple[date, date]]:
    """Those of the datasets that were true on a day before the one on which they were loaded, with both days."""
    if not datasets:
        return {}
    rows = _days_of_files(ids=list(datasets))
    days = {name: (date.fromisoformat(true), loaded.date()) for name, true, loaded in rows if true and loaded}
    return {name: (true_on, loaded_on) for name, (true_on, loaded_on) in days.items() if true_on < loaded_on}


def _as_last_known(row: KeptFlag, state: FlagState | None, kept: tuple[date, date] | None) -> FlagState | None:
    if kept is None or state not in _GROWN_OLD:
        return state
    true_on, loaded_on = kept
    was_so = was_so_in_kept_files(
        _kinds()[row.kind],
        since=row.since,
        until=row.until,
        observed_at=row.observed_at,
        true_on=true_on,
        loaded_on=loaded_on,
    )
    return FlagState.LAST_KNOWN if was_so else state


def _flag(row: KeptFlag, state: FlagState | None) -> Flag | None:
    if state is None:
        return None
    return Flag(
        flag_id=row.id,
        person_id=PersonId(row.person_id),
        about_person_id=PersonId(row.about_person_id) if row.about_person_id else None,
        kind=FlagKindId(row.kind),
        agency=AgencyId(row.agency_id),
        dataset=DatasetId(row.dataset_id),
        since=row.since,
        until=row.until,
        state=state,
        observed_at=row.observed_at,
        contact=Contact(**row.contact),
        restricted_detail=row.restricted_detail,
    )


def _line(
    flag: ShownFlag,
    agencies: Mapping[AgencyId, AgencyCard],
    ground: Ground,
    titles: Mapping[str, str],
    law: Law,
    *,
    role: Role,
    on: date,
) -> FlagLine:
    agency, kind = agencies[flag.agency], _kinds()[flag.kind]
    return FlagLine(
        title=kind.title,
        closed_words=closed(flag, kind),
        opened=opened(flag, kind, level=flag.level, role=role, on=on) if flag.level is Level.CONTENT else (),
        agency_name=agency.name if kind.names_its_source else "",
        service=service_words(agency.kind) if kind.names_its_source else "",
        state=flag.state,
        since=flag.since,
        until=flag.until,
        as_of=flag.observed_at,
        contact=flag.contact,
        pathway=titles.get(ground.pathway, ground.pathway),
        basis=reference.cited(ground.basis, law),
        existence_only=flag.level is Level.EXISTENCE,
        is_event=kind.happening is Happening.EVENT,
    )


def _coverage(agencies: Mapping[AgencyId, AgencyCard]) -> Mapping[AgencyKind, list[Coverage]]:
    """What each kind of agency sends, since when, and as of which day. The reports' other figures stay where they are.

    Files that were kept for years are no newer for being loaded today, so the report's own day goes first.
    """
    found: dict[AgencyKind, list[Coverage]] = {}
    for dataset, agency, since, statement, loaded_at, as_of in _what_files_cover():
        one = Coverage(
            agency=AgencyId(agency),
            dataset=DatasetId(dataset),
            since=since,
            until=None,
            statement=statement,
            loaded_at=date.fromisoformat(as_of) if as_of else loaded_at.date(),
        )
        found.setdefault(agencies[AgencyId(agency)].kind, []).append(one)
    return found
