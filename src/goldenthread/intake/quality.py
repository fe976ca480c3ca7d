"""What a data officer would send back to the agency: how much came, how good it is, and what to mend first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.intake.columns import of_field, wanted
from goldenthread.intake.contract import Contract
from goldenthread.intake.readers import Tally
from goldenthread.intake.reasons import SENTENCES, Effect, Reason, Rejected
from goldenthread.intake.values import age_on

ROWS_SHOWN = 20
AGE_BANDS = (("under 5", 0, 5), ("5 to 15", 5, 16), ("16 and 17", 16, 18), ("18 and over", 18, 200))
IDENTIFIERS = ("nhs_number", "upn", "passport_number", "local_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """``accepted + rejected = read``; those outside the cohort are among the rejected. Blank lines are no rows."""

    read: int
    accepted: int
    outside_cohort: int
    blank: int

    @property
    def rejected(self) -> int:
        return self.read - self.accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason in one column: how often, and on which rows first."""

    field: str
    reason: Reason
    effect: Effect
    sentence: str
    times: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How many of the people that a block describes have a value in a field."""

    part: str
    field: str
    columns: tuple[str, ...]
    filled: int
    people: int
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierQuality:
    """Who has an identifier, how it was obtained, how far it can be relied on, and how that varies with age."""

    part: str
    kind: str
    people: int
    present: int
    grades: dict[str, int]
    obtained: dict[str, int]
    by_age: dict[str, tuple[int, int]]
    """For each age band: how many have it, of how many people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    """No value of any person is in it."""

    dataset: str
    title: str
    source: str
    files: tuple[str, ...]
    read_on: date
    rows: RowCounts
    people: dict[str, int]
    relations: dict[str, int]
    facts: dict[str, int]
    findings: tuple[Finding, ...]
    completeness: tuple[Completeness, ...]
    identifiers: tuple[IdentifierQuality, ...]
    columns_not_read: tuple[str, ...]
    columns_never_read: tuple[str, ...]
    matching_only: tuple[str, ...]
    purge_after_days: int
    cohort: str
    coverage: str
    coverage_since: date | None
    authority: str
    remarks: tuple[str, ...]


def report_on(
    contract: Contract,
    tables: tuple[pa.Table, pa.Table, pa.Table],
    rejected: Sequence[Rejected],
    *,
    rows: RowCounts,
    tallies: Sequence[Tally],
    files: tuple[str, ...],
    on: date,
) -> QualityReport:
    """The quality report on one dataset's files. ``tables`` are records, relations and facts."""
    records, relations, facts = tables
    return QualityReport(
        dataset=contract.contract,
        title=contract.title or contract.contract,
        source=contract.source,
        files=files,
        read_on=on,
        rows=rows,
        people=_counted(records, "person_kind"),
        relations=_counted(relations, "relation"),
        facts=_counted(facts, "kind"),
        findings=_findings(rejected),
        completeness=_completeness(contract, records),
        identifiers=_identifiers(contract, records, on=on),
        columns_not_read=_not_read(contract, tallies),
        columns_never_read=contract.never_read,
        matching_only=contract.matching_only,
        purge_after_days=contract.purge_after_days,
        cohort=contract.cohort.statement,
        coverage=contract.coverage.statement,
        coverage_since=contract.coverage.since,
        authority=contract.authority.default,
        remarks=tuple(dict.fromkeys(remark for tally in tallies for remark in tally.remarks)),
    )


def _counted(table: pa.Table, column: str) -> dict[Any, int]:
    """How often each value stands in a column, the most frequent first."""
    counts = pc.value_counts(table.column(column))
    values, times = counts.field("values").to_pylist(), counts.field("counts").to_pylist()
    found = sorted(zip(values, times, strict=True), key=itemgetter(1), reverse=True)
    return {value: count for value, count in found if value is not None}


def _findings(rejected: Sequence[Rejected]) -> tuple[Finding, ...]:
    rows: dict[tuple[str, Reason, Effect], list[int]] = {}
    for one in rejected:
        rows.setdefault((one.field, one.reason, one.effect), []).append(one.row)
    order = list(Effect)
    found = [
        Finding(
            field=field,
            reason=reason,
            effect=effect,
            sentence=SENTENCES[reason],
            times=len(numbers),
            rows=tuple(numbers[:ROWS_SHOWN]),
        )
        for (field, reason, effect), numbers in rows.items()
    ]
    return tuple(sorted(found, key=lambda finding: (order.index(finding.effect), -finding.times, finding.field)))


def _completeness(contract: Contract, records: pa.Table) -> tuple[Completeness, ...]:
    parts = _counted(records, "part")
    of_part = {part: _of_part(records, part) for part in parts}
    return tuple(
        Completeness(
            part=part,
            field=field,
            columns=columns,
            filled=_filled(of_part[part], field) if part in of_part else 0,
            people=parts.get(part, 0),
            authority=", ".join(dict.fromkeys(contract.authority.of(column) for column in columns)),
        )
        for (part, field), columns in of_field(contract).items()
    )


def _of_part(records: pa.Table, part: str) -> pa.Table:
    return records.filter(pc.field("part") == part)


def _filled(records: pa.Table, field: str) -> int:
    column = records.column(field)
    return (pc.sum(column).as_py() or 0) if field == "address_protected" else len(column) - column.null_count


def _identifiers(contract: Contract, records: pa.Table, *, on: date) -> tuple[IdentifierQuality, ...]:
    mapped = [(part, field) for part, field in of_field(contract) if field in IDENTIFIERS]
    return tuple(_identifier(_of_part(records, part), part, kind, on=on) for part, kind in mapped)


def _identifier(records: pa.Table, part: str, kind: str, *, on: date) -> IdentifierQuality:
    held = records.filter(pc.field(kind).is_valid())
    of_all, of_held = _by_age(records, on=on), _by_age(held, on=on)
    return IdentifierQuality(
        part=part,
        kind=kind,
        people=records.num_rows,
        present=held.num_rows,
        grades=_counted(held, f"{kind}_grade") if kind != "local_id" else {},
        obtained=_counted(held, f"{kind}_obtained"),
        by_age={band: (of_held[band], of_all[band]) for band in of_all},
    )


def _by_age(records: pa.Table, *, on: date) -> dict[str, int]:
    """How many people are in each age band; who has no date of birth is in none."""
    ages = Counter[int]()
    for day, times in _counted(records, "date_of_birth").items():
        ages[age_on(day, on)] += times
    return {
        band: sum(times for age, times in ages.items() if first <= age < beyond) for band, first, beyond in AGE_BANDS
    }


def _not_read(contract: Contract, tallies: Sequence[Tally]) -> tuple[str, ...]:
    columns = wanted(contract)
    read = {*columns.columns, *contract.never_read, *(name for _, names in columns.groups for name in names)}
    bare = {name.strip() for name in read}
    return tuple(dict.fromkeys(name for tally in tallies for name in tally.seen if name.strip() not in bare))
