"""What ``goldenthread link`` writes."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from goldenthread.command.relinking import CHANGES, write_changes, write_standing
from goldenthread.linkage import Constraint, Linked, as_page, write_model
from goldenthread.linkage.incremental import Change, Standing

CONSTRAINT_COLUMNS = ("source_l", "record_id_l", "source_r", "record_id_r", "decision")
TOGETHER = "together"
"""A column that decisions may have besides: those that name the same are obeyed all, or none."""
PEOPLE_COLUMNS = ("source", "record_id", "person_id")
CORRECTIONS = "corrections.csv"
CORRECTIONS_COLUMNS = ("source", "record_id", "field", "what_to_do")
NOT_THEIR_OWN = "People found that this number is somebody else's or mistyped: check it and put in the right one."
LINKS_COLUMNS = ("source_l", "record_id_l", "source_r", "record_id_r", "weight_bits", "probability", "outcome")


def named_people(linked: Linked) -> dict[int, str]:
    """Each person's number and id, where going on from an earlier run has named them."""
    return dict(zip(linked.people["cluster"].to_pylist(), linked.people["person_id"].to_pylist(), strict=True))


def write_kept(standing: Standing, changes: Sequence[Change], folder: Path, *, kept: bool) -> None:
    write_changes(changes, folder / CHANGES)
    if kept:
        write_standing(standing, folder)


def write_decisions(decisions: Iterable[Constraint], path: Path) -> None:
    """As ``--constraints`` takes them."""
    told = list(decisions)
    more = (TOGETHER,) if any(c.together for c in told) else ()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*CONSTRAINT_COLUMNS, *more))
        for c in told:
            row = (c.dataset_l, c.record_id_l, c.dataset_r, c.record_id_r, c.decided.value)
            writer.writerow((*row, c.together) if more else row)


def write_corrections(told: Sequence[tuple[str, str, str]], path: Path) -> bool:
    """What each source should correct, without the numbers and without whose they are. No file, and false, where there
    is nothing. ``told``: see ``to_be_corrected``."""
    if told:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(CORRECTIONS_COLUMNS)
            writer.writerows((*one, NOT_THEIR_OWN) for one in told)
    return bool(told)


def write_output(linked: Linked, folder: Path, named: Mapping[int, str]) -> None:
    """All but the report, which tells of what else is written."""
    people = linked.people.select(["dataset", "record_id"]).append_column(
        "person_id", pa.array([named[c] for c in linked.people["cluster"].to_pylist()], pa.string())
    )
    pacsv.write_csv(people.rename_columns(PEOPLE_COLUMNS), folder / "people.csv")
    links = linked.links.drop_columns(["why"]).rename_columns(LINKS_COLUMNS)
    pacsv.write_csv(links, folder / "links.csv")
    (folder / "model.json").write_text(write_model(linked.model), encoding="utf-8")


def write_report(report: dict[str, Any], folder: Path) -> None:
    text = json.dumps(report, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    (folder / "report.html").write_text(as_page(report), encoding="utf-8")
