"""``goldenthread link`` and ``goldenthread evaluate``: which records describe one person, and how right that is."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.command.folders import NotWritten, whole_folder
from goldenthread.command.linked_output import PEOPLE_COLUMNS, named_people, write_kept, write_output
from goldenthread.command.progress import counting
from goldenthread.command.relinking import go_on, kept_of, may_go_on, standing_in
from goldenthread.intake import RECORDS, Accepted, Contract, Unreadable, accept, find_contract, read_contract
from goldenthread.linkage import (
    DEFAULT,
    ENGINES,
    IGNORED,
    Constraint,
    Decided,
    IdentifierUse,
    Linked,
    Mode,
    Model,
    UnreadableModel,
    link,
    name_people,
    read_model,
)
from goldenthread.linkage.engines.engine import NoSpark
from goldenthread.linkage.incremental import Standing
from goldenthread.vocabulary import UnreadableDocument

RecordKey = tuple[str, str]

CONSTRAINT_COLUMNS = ("source_l", "record_id_l", "source_r", "record_id_r", "decision")


class UnreadableInput(Exception):
    """What the command line names cannot be used. The message says where, why and what to do next."""


def register(app: typer.Typer) -> None:
    app.command("link")(link_sources)


def link_sources(
    source: Annotated[list[str], typer.Option("--source", metavar="NAME=FILE:CONTRACT", help="Once for each source.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write people, links, model and report.")],
    model: Annotated[Path | None, typer.Option(metavar="MODEL.json", help="Score with it instead of training.")] = None,
    previous: Annotated[
        Path | None, typer.Option(metavar="DIR", help="An earlier output whose person ids stay.")
    ] = None,
    engine: Annotated[str, typer.Option(help=f"One of {', '.join(ENGINES)}.")] = "duckdb",
    identifiers: Annotated[str, typer.Option(help="use or ignore NHS numbers and UPNs.")] = "use",
    dedupe_only: Annotated[bool, typer.Option("--dedupe-only", help="Only within each source.")] = False,
    link_only: Annotated[bool, typer.Option("--link-only", help="Only between sources: none has duplicates.")] = False,
    constraints: Annotated[Path | None, typer.Option(metavar="CSV", help="Decisions: link or apart.")] = None,
    changes_only: Annotated[
        bool, typer.Option("--changes-only", help="The sources hold new and changed records only; the rest stands.")
    ] = False,
    kept: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep what a later --previous goes on from.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Find the records that describe one person. Writes people.csv, links.csv, model.json and report.html/json.

    Ends with 0 when done, 1 when a source had rejections, 2 when something cannot be read.
    """
    try:
        mode = _mode(dedupe_only=dedupe_only, link_only=link_only)
        if engine not in ENGINES or identifiers not in ("use", "ignore"):
            raise UnreadableInput(f"--engine is one of {', '.join(ENGINES)}; --identifiers is use or ignore.")
        on = datetime.now(UTC).date()
        sources = [_read(one, on=on, quiet=as_json) for one in source]
        asked = _Asked(
            records=_records(sources),
            on=on,
            engine=engine,
            mode=mode,
            model=_model(model),
            identifiers=DEFAULT if identifiers == "use" else IGNORED,
            constraints=_constraints(constraints),
            others=_others(sources),
            previous=previous,
            keep=kept,
        )
        linked = _link_into(out, asked, changes_only=changes_only)
    except (Unreadable, UnreadableDocument, UnreadableInput, UnreadableModel, NotWritten, NoSpark) as fault:
        refuse(str(fault), as_json=as_json)
    rejected = sum(one.report.rows.rejected for _, one in sources)
    if as_json:
        say_as_json({"out": str(out), "rejected_rows": rejected, **linked.report})
    else:
        _say(linked, out, rejected)
    end(Ending.DONE_WITH_REJECTIONS if rejected else Ending.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the command line asks for, read."""

    records: pa.Table = field(repr=False)
    on: date
    engine: str
    mode: Mode
    model: Model | None
    identifiers: IdentifierUse
    constraints: list[Constraint] = field(repr=False)
    others: dict[str, str]
    previous: Path | None
    keep: bool


def _link_into(out: Path, asked: _Asked, *, changes_only: bool) -> Linked:
    """Go on from an earlier output where that may be, else link everything; write what came of it."""
    before = standing_in(asked.previous)
    if before and asked.previous and may_go_on(before, mode=asked.mode, model=asked.model, engine=asked.engine):
        linked, standing, changes = go_on(
            before,
            asked.records,
            on=asked.on,
            whole=not changes_only,
            constraints=asked.constraints,
            identifiers=asked.identifiers,
            report=json.loads((asked.previous / "report.json").read_text(encoding="utf-8")),
        )
        with whole_folder(out) as draft:
            write_output(linked, draft, named_people(linked))
            write_kept(standing, changes, draft, kept=asked.keep)
        return linked
    if changes_only:
        raise UnreadableInput("--changes-only needs a --previous output that kept enough to go on from.")
    return _link_whole(out, asked, before)


def _link_whole(out: Path, asked: _Asked, before: Standing | None) -> Linked:
    ids = people_of(asked.previous) if asked.previous else None
    told = [*(before.constraints if before else ()), *asked.constraints]
    linked = link(
        asked.records,
        on=asked.on,
        engine=asked.engine,
        model=asked.model,
        identifiers=asked.identifiers,
        constraints=told,
        previous=ids,
        mode=asked.mode,
        others=asked.others,
    )
    named = name_people(linked.people, ids)
    with whole_folder(out) as draft:
        write_output(linked, draft, named)
        if asked.keep:
            standing, changes = kept_of(linked, asked.records, named, before, mode=asked.mode, constraints=told)
            write_kept(standing, changes, draft, kept=True)
    return linked


def _mode(*, dedupe_only: bool, link_only: bool) -> Mode:
    if dedupe_only and link_only:
        raise UnreadableInput("--dedupe-only and --link-only exclude each other. Give one, or neither.")
    return Mode.DEDUPE_ONLY if dedupe_only else Mode.LINK_ONLY if link_only else Mode.LINK_AND_DEDUPE


def _read(told: str, *, on: date, quiet: bool) -> tuple[str, Accepted]:
    name, equals, rest = told.partition("=")
    file, colon, contract = rest.rpartition(":")
    if not (name and equals and file and colon and contract):
        raise UnreadableInput(f"--source {told}: write NAME=FILE:CONTRACT, such as schools=pupils.csv:pupils.yaml.")
    with counting(f"rows of {name}", quiet=quiet) as progress:
        return name, accept([Path(file)], _contract(contract), on=on, progress=progress)


def _contract(named: str) -> Contract:
    path = Path(named)
    return read_contract(path) if path.suffix in (".yaml", ".yml") or path.exists() else find_contract(named)


def _records(sources: Sequence[tuple[str, Accepted]]) -> pa.Table:
    """All records in one table; each goes under the name that its source has on the command line."""
    names = [name for name, _ in sources]
    for name in names:
        if names.count(name) > 1:
            raise UnreadableInput(f"two sources are called {name}. Give each its own name.")
    tables = []
    for name, accepted in sources:
        renamed = pa.array([name] * len(accepted.records), pa.string())
        tables.append(accepted.records.set_column(RECORDS.get_field_index("dataset"), "dataset", renamed))
    return pa.concat_tables(tables)


def _others(sources: Sequence[tuple[str, Accepted]]) -> dict[str, str]:
    return {
        other.column: str(other.compare)
        for _, accepted in sources
        for block in accepted.contract.people
        for other in block.columns.other
    }


def _model(path: Path | None) -> Model | None:
    if path is None:
        return None
    try:
        return read_model(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Check the path.") from fault
    except UnreadableModel as fault:
        raise UnreadableModel(f"{path}: {fault}") from fault


def _constraints(path: Path | None) -> list[Constraint]:
    told = []
    for number, (left, left_id, right, right_id, decided) in enumerate(rows_of(path, CONSTRAINT_COLUMNS), 2):
        if decided not in (Decided.LINK, Decided.APART):
            raise UnreadableInput(f"{path}, line {number}: the decision is neither link nor apart.")
        told.append(
            Constraint(
                dataset_l=left, record_id_l=left_id, dataset_r=right, record_id_r=right_id, decided=Decided(decided)
            )
        )
    return told


def people_of(folder: Path) -> dict[RecordKey, str]:
    return {(r[0], r[1]): r[2] for r in rows_of(folder / "people.csv", PEOPLE_COLUMNS)}


def rows_of(path: Path | None, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The named columns of a CSV file."""
    if path is None:
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableInput(
                    f"{path}: there is no column {', '.join(missing)}. It needs {', '.join(columns)}."
                )
            return [tuple(row[c] or "" for c in columns) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableInput(f"{path}: cannot be read ({type(fault).__name__}). Check the path.") from fault


def _say(linked: Linked, out: Path, rejected: int) -> None:
    r: dict[str, Any] = linked.report
    say(f"{r['records']:,} records of {len(r['sources'])} sources are {r['people']:,} people.")
    say(f"Pairs linked: {r['linked_pairs']:,}. To review: {r['pairs_to_review']:,}. {r['rests_on']}.")
    for rate in r.get("name_changes", ()):
        say(f"Surname {rate['value']}: {_missed(rate)}, identifiers left out.")
    if rejected:
        say(f"Rows rejected while reading: {rejected:,}. goldenthread accept shows each with its reason.")
    say(f"Written to {out}: people.csv, links.csv, model.json, report.html, report.json")


def _missed(rate: dict[str, Any]) -> str:
    pairs, missed, review = rate["pairs"], rate["missed"], rate["review"]
    return f"{missed / pairs:.1%} of {pairs:,} pairs missed, {review / pairs:.1%} to review"
