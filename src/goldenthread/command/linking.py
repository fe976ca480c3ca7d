"""``goldenthread link``: which records describe one person."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import pyarrow as pa
import typer

from goldenthread.command.as_written import DIGESTS, digests_of, hold_to_what_was_written
from goldenthread.command.decisions_told import told_of_decisions
from goldenthread.command.earlier_changes import EARLIER, earlier_changes, hold_changes_of, ids_there, write_earlier
from goldenthread.command.ending import Ending, complain, end, refuse, say_as_json
from goldenthread.command.family_output import FAMILIES, HOUSEHOLDS, draw_families, write_families
from goldenthread.command.folders import NotWritten, whole_folder
from goldenthread.command.justifying import JUSTIFICATION, BecauseGiven, justification_of
from goldenthread.command.keeping_out import TOLD, KeyGiven, TokensGiven, kept_out_of, tokens_told_by
from goldenthread.command.linked_input import (
    DECISIONS,
    UnreadableInput,
    constraints_in,
    decisions_of,
    hold_decisions_of,
    on_nobody_of,
    people_of,
    report_of,
)
from goldenthread.command.linked_output import (
    CORRECTIONS,
    named_people,
    write_corrections,
    write_decisions,
    write_kept,
    write_output,
    write_report,
)
from goldenthread.command.linked_sources import Leaving, leaving_from, others_of, read_source, records_of, relations_of
from goldenthread.command.linked_told import named_anew, nobody_approved, say_what_was_done, told_of_reading
from goldenthread.command.model_cards import model_in, with_its_card
from goldenthread.command.numbers_in_use import (
    HELD_IN,
    IN_USE,
    OF_NO_SOURCE,
    IdentifiersGiven,
    InUse,
    held_in,
    identifiers_in,
    in_use,
    of_no_source,
    same_numbers_in_use,
)
from goldenthread.command.one_record_each import KEPT_APART, kept_apart
from goldenthread.command.relinking import (
    CHANGES,
    GONE_ON,
    go_on,
    kept_of,
    may_go_on,
    missing,
    standing_in,
    why_changes_alone_are_not_enough,
)
from goldenthread.command.sources_gone import SOURCES_GONE, sources_gone
from goldenthread.intake import Unreadable
from goldenthread.linkage import (
    ENGINES,
    Constraint,
    IdentifierUse,
    Linked,
    Mode,
    Model,
    UnreadableModel,
    link,
    name_people,
)
from goldenthread.linkage.engines.engine import NoSpark
from goldenthread.linkage.incremental import FOLDER, Change, Held, NothingKept, Standing, newest_of_each
from goldenthread.linkage.numbers_of_others import to_be_corrected, without_numbers_of_others
from goldenthread.vocabulary import UnreadableDocument

CANNOT_LINK = (Unreadable, UnreadableDocument, UnreadableInput, UnreadableModel, NothingKept, NotWritten, NoSpark)

Kept = tuple[Standing, tuple[Change, ...]]
"""What stands after a run, and what became of people."""

SourcesGiven = Annotated[
    list[str],
    typer.Option(
        "--source", metavar="NAME=FILE:CONTRACT", help="A name, its file, what its columns mean. Once for each source."
    ),
]
ModelGiven = Annotated[
    Path | None, typer.Option(metavar="MODEL.json", help="Score with an earlier output's model instead of training.")
]
ConstraintsGiven = Annotated[
    Path | None, typer.Option(metavar="CSV", help="What people decided: link, apart, or that a number is not_theirs.")
]
ChangesOnly = Annotated[
    bool,
    typer.Option(
        "--changes-only", help="The sources hold new and changed records alone; the rest stands. Needs --previous."
    ),
]


def register(app: typer.Typer) -> None:
    app.command("link")(link_sources)


def link_sources(
    source: SourcesGiven,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write people, links, model and report.")],
    model: ModelGiven = None,
    previous: Annotated[Path | None, typer.Option(metavar="DIR", help="An earlier output: ids stay.")] = None,
    engine: Annotated[str, typer.Option(help=f"One of {', '.join(ENGINES)}.")] = "duckdb",
    identifiers: IdentifiersGiven = "use",
    because: BecauseGiven = None,
    dedupe_only: Annotated[bool, typer.Option("--dedupe-only", help="Only within each source.")] = False,
    link_only: Annotated[bool, typer.Option("--link-only", help="Only between sources: none has duplicates.")] = False,
    constraints: ConstraintsGiven = None,
    changes_only: ChangesOnly = False,
    kept: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep what a later --previous goes on from.")] = True,
    families: Annotated[bool, typer.Option(help="Draw families where a contract declares relationships.")] = True,
    held_back: TokensGiven = None,
    adoption_key: KeyGiven = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Find the records that describe one person. Writes people.csv, links.csv, model.json and report.html/json.

    Where a contract declares relationships it writes families.csv and households.csv too.
    Ends with 0 when done, 1 when a source had rejections, 2 when something cannot be read.
    """
    try:
        mode = _mode(source, dedupe_only=dedupe_only, link_only=link_only, changes_only=changes_only)
        numbers, on, engine = identifiers_in(identifiers), datetime.now(UTC).date(), _known(engine)
        kept_out = kept_out_of(previous, held_back, adoption_key, changes_only=changes_only)
        sources = [read_source(one, on=on, held_back=kept_out, changes=changes_only, quiet=as_json) for one in source]
        asked = _Asked(
            records=records_of(sources, may_be_none=changes_only),
            relations=relations_of(sources) if families and not changes_only else None,
            on=on,
            engine=engine,
            mode=mode,
            model=model_in(model) if model else None,
            identifiers=numbers,
            constraints=constraints_in(constraints),
            others=others_of(sources),
            previous=previous,
            keep=kept,
            held_back=kept_out.fingerprint if kept_out else None,
            leaving=leaving_from(sources),
            justification=justification_of(because, sources, numbers, on=on),
            numbers_in_use=in_use(numbers, [name for name, _ in sources], on=on),
            reading=told_of_reading(sources),
        )
        linked = _link_into(out, asked, changes_only=changes_only)
    except CANNOT_LINK as fault:
        refuse(str(fault), as_json=as_json)
    _end(linked, asked, out, sum(one.report.rows.rejected for _, one in sources), as_json=as_json)


def _end(linked: Linked, asked: "_Asked", out: Path, rejected: int, *, as_json: bool) -> NoReturn:
    if as_json:
        say_as_json({"out": str(out), "rejected_rows": rejected, **linked.report})
    else:
        say_what_was_done(linked.report, out, rejected)
        if not linked.model.card.approvals:
            anew = asked.previous is not None and asked.model is None and GONE_ON not in linked.report
            complain(nobody_approved(out, trained_anew=anew))
    end(Ending.DONE_WITH_REJECTIONS if rejected else Ending.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the command line asks for, read."""

    records: pa.Table = field(repr=False)
    relations: pa.Table | None = field(repr=False)
    """``None``: no families are drawn, because no contract declares any or the records are not all there are."""
    on: date
    engine: str
    mode: Mode
    model: Model | None
    identifiers: IdentifierUse
    constraints: Sequence[Constraint] = field(repr=False)
    others: dict[str, str]
    previous: Path | None
    keep: bool
    held_back: str | None
    """The fingerprint of the tokens of whom to keep out."""
    leaving: Leaving
    reading: dict[str, Any]
    numbers_in_use: InUse
    justification: dict[str, Any]

    @property
    def names(self) -> set[str]:
        """What the sources of this run are called."""
        return {name for of_kind in self.numbers_in_use.values() for name in of_kind}


def _link_into(out: Path, asked: _Asked, *, changes_only: bool) -> Linked:
    """Go on from an earlier output where that may be, else link everything; write what came of it."""
    before = standing_in(asked.previous)
    if asked.previous:
        hold_to_what_was_written(asked.previous, stands=before is not None)
    asked = replace(asked, constraints=on_nobody_of(asked.leaving.held_back, asked.constraints))
    if before:
        before = replace(before, constraints=on_nobody_of(asked.leaving.held_back, before.constraints))
    told, retold = newest_of_each(_decided_before(before, asked), asked.constraints)
    hold_decisions_of(out, told, asked.constraints, kept_out=asked.leaving.held_back)
    hold_changes_of(out, asked.previous)
    if asked.previous and changes_only and not same_numbers_in_use(asked.previous, asked.numbers_in_use):
        raise UnreadableInput(
            f"{asked.previous} was linked with other identifiers in use. Link all records once without --changes-only."
        )
    if before and asked.previous and _may_go_on(before, asked.previous, asked):
        linked, standing, changes = go_on(
            with_its_card(before, asked.previous),
            asked.records,
            on=asked.on,
            gone=asked.leaving.told_no_longer if changes_only else missing(before, asked.records),
            constraints=asked.constraints,
            identifiers=asked.identifiers,
            report=report_of(asked.previous),
        )
        return _write(out, asked, linked, named_people(linked), (standing, changes), standing.constraints)
    if changes_only:
        raise UnreadableInput(why_changes_alone_are_not_enough(before, asked.previous))
    return _link_whole(out, asked, told, retold)


def _may_go_on(before: Standing, previous: Path, asked: _Asked) -> bool:
    """Not where tokens are new: values were counted with those they hold back, who may be the only ones to have one."""
    if tokens_told_by(previous) != asked.held_back:
        return False
    same = may_go_on(before, mode=asked.mode, model=asked.model, engine=asked.engine)
    return same and same_numbers_in_use(previous, asked.numbers_in_use)


def _link_whole(out: Path, asked: _Asked, told: Sequence[Constraint], retold: Sequence[Constraint]) -> Linked:
    ids = people_of(asked.previous) if asked.previous else None
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
    kept = None
    if asked.keep or ids is not None:
        kept = kept_of(linked, asked.records, named, ids, mode=asked.mode, constraints=told, retold=retold)
    there = ids_there(out) if ids is None else ()
    linked = _write(out, asked, linked, named, kept, told)
    if lost := named_anew(out, there, named.values()):
        complain(lost)
    return linked


def _decided_before(before: Standing | None, asked: _Asked) -> Sequence[Constraint]:
    """What people decided in earlier runs holds, whether or not a run kept what stands."""
    if before:
        return before.constraints
    return on_nobody_of(asked.leaving.held_back, decisions_of(asked.previous)) if asked.previous else ()


def _write(
    out: Path,
    asked: _Asked,
    linked: Linked,
    named: dict[int, str],
    kept: Kept | None,
    decisions: Sequence[Constraint],
) -> Linked:
    """Write the output, whole or not at all, with the families where they are asked for."""
    drawn = None
    if asked.relations is not None:
        use = asked.identifiers
        records = without_numbers_of_others(asked.records, decisions)
        drawn = draw_families(linked, records, asked.relations, named, on=asked.on, identifiers=use)
    told = {**_told(linked, asked, kept, decisions), "families": drawn.as_values() if drawn else None}
    linked = replace(linked, report={**linked.report, **told})
    earlier = earlier_changes(out, asked.previous, held_back=asked.leaving.held_back, tokens=asked.held_back)
    with whole_folder(out) as draft:
        write_output(linked, draft, named)
        before = write_earlier(earlier, draft / EARLIER)
        write_decisions(decisions, draft / DECISIONS)
        corrects = write_corrections(to_be_corrected(_held(linked, asked.mode, kept).features), draft / CORRECTIONS)
        if drawn:
            write_families(drawn, draft)
        if kept:
            write_kept(*kept, draft, kept=asked.keep)
        linked = replace(linked, report={**linked.report, DIGESTS: digests_of(draft)})
        write_report(linked.report, draft)
    not_written = [
        *(() if drawn else (FAMILIES, HOUSEHOLDS)), *(() if kept else (CHANGES,)),
        *(() if before else (EARLIER,)), *(() if corrects else (CORRECTIONS,)),
    ]  # fmt: skip
    for name in not_written:  # an earlier run's would tell of other people
        (out / name).unlink(missing_ok=True)
    if not asked.keep:
        shutil.rmtree(out / FOLDER, ignore_errors=True)
    return linked


def _told(linked: Linked, asked: _Asked, kept: Kept | None, decisions: Sequence[Constraint]) -> dict[str, Any]:
    """What only the command knows of a run."""
    sources = asked.names | set(linked.report["sources"])
    return {
        "ran_on": asked.on.isoformat(),
        "decisions": told_of_decisions(_held(linked, asked.mode, kept), decisions, asked.constraints),
        **asked.reading,
        IN_USE: asked.numbers_in_use,
        HELD_IN: held_in(asked.records),
        OF_NO_SOURCE: of_no_source(asked.identifiers, sources, on=asked.on),
        SOURCES_GONE: sources_gone(asked.previous, sources, linked.people) if asked.previous else None,
        JUSTIFICATION: asked.justification,
        TOLD: asked.held_back,
        KEPT_APART: kept_apart(linked, asked.mode),
    }


def _held(linked: Linked, mode: Mode, kept: Kept | None) -> Held:
    if kept:
        return Held(features=kept[0].features, people=kept[0].people, mode=mode)
    return Held(features=linked.in_hand().features, people=linked.people["cluster"].combine_chunks(), mode=mode)


def _known(engine: str) -> str:
    if engine not in ENGINES:
        raise UnreadableInput(f"--engine is one of {', '.join(ENGINES)}.")
    return engine


def _mode(sources: Sequence[str], *, dedupe_only: bool, link_only: bool, changes_only: bool) -> Mode:
    """Changes of one source alone may be linked with the others, which stand."""
    if dedupe_only and link_only:
        raise UnreadableInput("--dedupe-only and --link-only exclude each other. Give one, or neither.")
    if link_only and len(sources) < 2 and not changes_only:
        raise UnreadableInput(
            "--link-only links between sources, and needs two of them. Give another --source, or leave it out."
        )
    return Mode.DEDUPE_ONLY if dedupe_only else Mode.LINK_ONLY if link_only else Mode.LINK_AND_DEDUPE
