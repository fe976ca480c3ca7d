"""``goldenthread evaluate``: how right a linkage is where the truth is known, for everybody and group by group."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from goldenthread.command.as_written import MODEL, hold_to_what_was_linked
from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.command.family_truth import score_families
from goldenthread.command.folders import NotWritten, whole_folder
from goldenthread.command.linked_input import (
    LINKS_FILE,
    TRUTH_COLUMNS,
    UnreadableInput,
    people_of,
    rows_of,
    truth_in,
)
from goldenthread.command.linked_output import LINKS_COLUMNS, write_report
from goldenthread.command.model_cards import model_of_run
from goldenthread.linkage import (
    Accuracy,
    Calibration,
    Evaluation,
    Model,
    Outcome,
    UnreadableModel,
    accuracy_by_group,
    calibration,
    evaluate,
    groups_too_small,
    write_model,
)
from goldenthread.linkage.accuracy import LEAST_PAIRS, Group
from goldenthread.linkage.cards import Measured
from goldenthread.linkage.claims_measured import ClaimMeasured, hold_claim
from goldenthread.linkage.evaluating import Score
from goldenthread.linkage.model_file import with_figures
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reliability import Alike, reliability
from goldenthread.linkage.reporting import MEASURED


def register(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate_output)


def evaluate_output(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The output of goldenthread link.")],
    truth: Annotated[
        Path, typer.Option(metavar="CSV", help="source,record_id,entity; every further column names a group.")
    ],
    families: Annotated[
        Path | None, typer.Option(metavar="CSV", help="entity_from,entity_to: the adults who belong to each child.")
    ] = None,
    households: Annotated[
        Path | None, typer.Option(metavar="CSV", help="entity,household: who lives together.")
    ] = None,
    into_report: Annotated[
        bool, typer.Option("--into-report", help="Add the figures to the run's report and to its model's card.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say how right a linkage is: precision, recall and F1, pair by pair and person by person."""
    try:
        hold_to_what_was_linked(folder)
        person_of = people_of(folder)
        entity_of = truth_in(truth)
        groups_of, linked = _groups(truth), _pairs_that(Outcome.LINKED, folder)
        said = _said(folder, entity_of, person_of)
        sure = calibration((chance, right) for chance, right, _, _ in said)
        alike = _alike(said)
        claim = hold_claim([told[:3] for told in said if told[3] == Outcome.LINKED])
        waiting = _right_of(_pairs_that(Outcome.REVIEW, folder), person_of, entity_of)
        of_families = score_families(folder, person_of, entity_of, ties=families, homes=households)
        model = model_of_run(folder) if into_report else None
    except (UnreadableInput, UnreadableModel) as fault:
        refuse(str(fault), as_json=as_json)
    found = evaluate(person_of, entity_of)
    if not found.records:
        refuse(f"{truth}: no record of it is in {folder}. Check the names of the sources.", as_json=as_json)
    by_group = accuracy_by_group(person_of, entity_of, groups_of, linked)
    too_small = groups_too_small(by_group, person_of.keys() & entity_of.keys(), groups_of)
    answer = _answer(found, waiting, sure, alike, claim, by_group, too_small, of_families)
    if model:
        sources = tuple(sorted({source for source, _ in person_of.keys() & entity_of.keys()}))
        _add_to_report(folder, answer, with_figures(model, _figures(found, sources)), as_json=as_json)
    if as_json:
        say_as_json(answer)
    else:
        _say({"pairwise": found.pairs, "cluster": found.people, **of_families})
        say(f"missed pairs: {found.pairs.wanted - found.pairs.right:,}, of which {waiting:,} wait for a person")
        say(f"what the run said of its links: {claim.in_words()}")
        say(sure.in_words())
        say(f"over {found.records:,} records; {found.unknown:,} more have no truth")
        _say_groups(by_group[1:], too_small)
    end(Ending.DONE)


def _answer(
    found: Evaluation,
    waiting: int,
    sure: Calibration,
    alike: Sequence[Alike],
    claim: ClaimMeasured,
    by_group: Sequence[Accuracy],
    too_small: Sequence[Group],
    of_families: Mapping[str, Score],
) -> dict[str, Any]:
    return {
        "records": found.records,
        "records_without_truth": found.unknown,
        "pairwise": found.pairs.as_values(),
        "missed_pairs_to_review": waiting,
        "calibration": sure.as_values(),
        "reliability": [one.as_values() for one in alike],
        "claim": claim.as_values(),
        "cluster": found.people.as_values(),
        "groups": [one.as_values() for one in by_group],
        "groups_too_small": [{"group": name, "value": value} for name, value in too_small],
        "families": {name: score.as_values() for name, score in of_families.items()},
    }


def _say(scores: Mapping[str, Score]) -> None:
    for name, score in scores.items():
        figures = (
            ("precision", score.precision, score.precision_95),
            ("recall", score.recall, score.recall_95),
            ("F1", score.f1, score.f1_interval()),
        )
        told = (f"{said} {share:.5f} ({low:.5f} to {high:.5f})" for said, share, (low, high) in figures)
        say(f"{name}: {', '.join(told)}")


def _say_groups(told: Sequence[Accuracy], too_small: Sequence[Group]) -> None:
    for one in told:
        say(_told(one))
    if too_small:
        named = ", ".join(f"{name} {value}" for name, value in too_small).replace("_", " ")
        say(f"too few true pairs (under {LEAST_PAIRS}) to say anything of: {named}")


MAY_BE_CHANCE = ", though so few people may show that by chance"


def _told(one: Accuracy) -> str:
    low, high = one.score.recall_95
    said = f"{one.group} {one.value}: recall {one.score.recall:.5f} ({low:.5f} to {high:.5f})"
    below = [("recall", one.beyond_chance)] if one.warned else []
    below += [("precision", one.confused_beyond_chance)] if one.confused else []
    warning = "".join(
        f". Warning: {figure} over a point below the whole{'' if beyond else MAY_BE_CHANCE}" for figure, beyond in below
    )
    pairs = f"{one.score.wanted:,} pairs of {_people(one.true.people)}, {one.true.short:,} of them not found whole"
    return f"{said.replace('_', ' ')} of {pairs}, precision {one.score.precision:.5f}{warning}"


def _people(many: int) -> str:
    return "one person" if many == 1 else f"{many:,} people"


def _groups(truth: Path) -> dict[RecordKey, set[tuple[str, str]]]:
    """What the columns of the truth besides its own say of each record."""
    with truth.open(encoding="utf-8-sig", newline="") as file:
        names = [n for n in csv.DictReader(file).fieldnames or () if n and n not in TRUTH_COLUMNS]
    rows = rows_of(truth, (*TRUTH_COLUMNS[:2], *names))
    return {(r[0], r[1]): {(n, v) for n, v in zip(names, r[2:], strict=True) if v} for r in rows}


def _pairs_that(outcome: Outcome, folder: Path) -> list[tuple[RecordKey, RecordKey]]:
    rows = rows_of(folder / LINKS_FILE, (*LINKS_COLUMNS[:4], "outcome"))
    return [((r[0], r[1]), (r[2], r[3])) for r in rows if r[4] == outcome]


def _said(
    folder: Path, entity_of: Mapping[RecordKey, str], person_of: Mapping[RecordKey, str]
) -> list[tuple[float, bool, str, str]]:
    """What was said of each pair whose truth is known, whether it is right, whose it is, and what became of it."""
    rows = rows_of(folder / LINKS_FILE, (*LINKS_COLUMNS[:4], "probability", "outcome"))
    known = (((r[0], r[1]), (r[2], r[3]), r[4], r[5]) for r in rows)
    try:
        return [
            (float(p), entity_of[a] == entity_of[b], person_of[a], outcome)
            for a, b, p, outcome in known
            if a in entity_of and b in entity_of and a in person_of
        ]
    except ValueError:
        raise UnreadableInput(f"{folder / 'links.csv'}: a probability is no number. Link again.") from None


def _alike(said: Sequence[tuple[float, bool, str, str]]) -> list[Alike]:
    """What was said of questions against what is true, and then of links. ``said``: see ``_said``."""
    return [
        one
        for outcome in (Outcome.REVIEW, Outcome.LINKED)
        for one in reliability([told[:3] for told in said if told[3] == outcome], outcome)
    ]


def _right_of(
    pairs: list[tuple[RecordKey, RecordKey]], person_of: dict[RecordKey, str], entity_of: dict[RecordKey, str]
) -> int:
    """How many of these pairs are of one person and not joined."""
    known = [(a, b) for a, b in pairs if a in entity_of and b in entity_of]
    return sum(entity_of[a] == entity_of[b] and person_of[a] != person_of[b] for a, b in known)


def _figures(found: Evaluation, sources: tuple[str, ...]) -> Measured:
    """What goes on the model's card."""
    pairs = found.pairs
    return Measured(
        on=datetime.now(UTC).date().isoformat(),
        sources=sources,
        records=found.records,
        precision=round(pairs.precision, 6),
        precision_95=_ends(pairs.precision_95),
        recall=round(pairs.recall, 6),
        recall_95=_ends(pairs.recall_95),
        f1=round(pairs.f1, 6),
    )


def _ends(of: list[float]) -> tuple[float, float]:
    low, high = of
    return low, high


def _add_to_report(folder: Path, answer: dict[str, Any], model: Model, *, as_json: bool) -> None:
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        report["accuracy"], report["model"]["card"] = answer, asdict(model.card)
        report[MEASURED] = answer["claim"]["in_words"]
        with whole_folder(folder) as draft:
            (draft / MODEL).write_text(write_model(model), encoding="utf-8")
            write_report(report, draft)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        told = f"{folder / 'report.json'}: cannot be read ({type(fault).__name__}). Link again."
        refuse(told, as_json=as_json)
    except NotWritten as fault:
        refuse(str(fault), as_json=as_json)
