"""Flags as lines on a page: who works with the child, what is open, what was searched and found empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from goldenthread.disclosure import Shown, ShownFlag, Standing, StandingPathway
from goldenthread.flags import Coverage, Flag, FlagKind, FlagState, absence, closed, opened, state_of
from goldenthread.service.actions import reference
from goldenthread.service.actions.shapes import FlagLine, Searched, Worker
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The pathway a flag is shown under, for the page and the ledger; empty for the agency's own record."""

    pathway: str = ""
    basis: tuple[str, ...] = ()


def service_words(kind: AgencyKind) -> str:
    """What a kind of agency is called on the page."""
    return SERVICE_WORDS[kind]


def flags_of(person_id: str, *, on: date) -> tuple[Flag, ...]:
    """The flags about one person that the database lets this transaction see, still alive on a day, newest first."""
    kinds = _kinds()
    rows = KeptFlag.objects.filter(person_id=person_id, kind__in=kinds).order_by("-since", "id")
    found = (_flag(row, _state(row, kinds[row.kind], on=on)) for row in rows)
    return tuple(flag for flag in found if flag is not None)


def lines(shown: Shown, agencies: Mapping[AgencyId, AgencyCard], *, role: Role, on: date) -> tuple[FlagLine, ...]:
    """Each flag shown as one closed line with what opens beneath it, current ones first."""
    kinds = _kinds()
    ordered = sorted(shown.flags, key=lambda f: (f.state != FlagState.CURRENT and f.level is Level.CONTENT, f.kind))
    titles = reference.pathway_titles({grounds_of(flag).pathway for flag in ordered})
    return tuple(_line(flag, kinds[flag.kind], agencies, titles, role=role, on=on) for flag in ordered)


def workers(shown: Shown, agencies: Mapping[AgencyId, AgencyCard]) -> tuple[Worker, ...]:
    """Whoever can be rung about what is open now, each once."""
    found: dict[tuple[Contact, AgencyId], Worker] = {}
    for flag in shown.flags:
        is_open = flag.level is Level.EXISTENCE or flag.state != FlagState.ENDED
        if is_open and flag.contact != Contact():
            found.setdefault(
                (flag.contact, flag.agency),
                Worker(
                    contact=flag.contact,
                    agency_name=agencies[flag.agency].name,
                    service=_kinds()[flag.kind].title,
                    since=flag.since,
                    as_of=flag.observed_at,
                ),
            )
    return tuple(found.values())


def searched(
    held: Standing, shown: Shown, agencies: Mapping[AgencyId, AgencyCard], *, on: date
) -> tuple[Searched, ...]:
    """For each kind of service this practitioner may see anything of: how much was found, and what none would mean."""
    may_see = {agencies[agency].kind for (agency, _), d in held.decisions.items() if d.outcome is Outcome.DISCLOSE}
    found = [agencies[flag.agency].kind for flag in shown.flags]
    result, covers = [], _coverage(agencies)
    for kind in (k for k in AgencyKind if k in may_see):
        coverage = covers.get(kind, [])
        count = found.count(kind)
        result.append(
            Searched(
                service=service_words(kind),
                result="Nothing found" if not count else f"{count} found",
                sentence=absence(kind, coverage, on=on, found=count),
                as_of=max((c.loaded_at for c in coverage if c.loaded_at), default=None),
            )
        )
    return tuple(result)


def grounds_of(flag: ShownFlag) -> Ground:
    """The pathway and the law a flag is shown under."""
    match flag.decision.grounds:
        case StandingPathway(pathway_id=pathway, basis=basis):
            return Ground(pathway=pathway, basis=basis)
        case _:
            return Ground()


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, FlagKind]:
    return {kind.id: kind for kind in reference.catalogue().kinds}


def _state(row: KeptFlag, kind: FlagKind, *, on: date) -> FlagState | None:
    return state_of(kind, since=row.since, until=row.until, observed_at=row.observed_at, on=on)


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
    kind: FlagKind,
    agencies: Mapping[AgencyId, AgencyCard],
    titles: Mapping[str, str],
    *,
    role: Role,
    on: date,
) -> FlagLine:
    ground = grounds_of(flag)
    agency = agencies[flag.agency]
    return FlagLine(
        title=kind.title,
        closed_words=closed(flag, kind),
        opened=opened(flag, kind, level=flag.level, role=role, on=on) if flag.level is Level.CONTENT else (),
        agency_name=agency.name,
        service=service_words(agency.kind),
        state=flag.state,
        since=flag.since,
        until=flag.until,
        as_of=flag.observed_at,
        contact=flag.contact,
        pathway=titles.get(ground.pathway, ground.pathway),
        basis=reference.basis_in_words(ground.basis, on=on),
        existence_only=flag.level is Level.EXISTENCE,
    )


def _coverage(agencies: Mapping[AgencyId, AgencyCard]) -> Mapping[AgencyKind, list[Coverage]]:
    """What each kind of agency sends, since when, and as of which day. The reports' other figures stay where they are.

    Files that were kept for years are no newer for being loaded today, so the report's own day goes first.
    """
    found: dict[AgencyKind, list[Coverage]] = {}
    columns = ("id", "agency_id", "coverage_since", "coverage_statement", "loaded_at", "report__as_of")
    for dataset, agency, since, statement, loaded_at, as_of in Dataset.objects.order_by("id").values_list(*columns):
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
