"""``goldenthread link --previous``: link what changed since an earlier output, and tell what became of its people."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.command.ending import complain
from goldenthread.linkage import Constraint, IdentifierUse, Linked, Mode, Model, Outcome
from goldenthread.linkage.incremental import (
    FOLDER,
    Change,
    KeptByAnotherVersion,
    Standing,
    keep,
    link_changes,
    read_kept,
    recorded,
    stand,
    what_became,
)
from goldenthread.linkage.incremental.standing import key_positions
from goldenthread.linkage.model_file import digest_of
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reasons_told import reasons_told
from goldenthread.linkage.reporting import MEASURED
from goldenthread.linkage.shapes import LINKS, PEOPLE

LEAST_RECORDS = 20_000
"""Fewer are linked whole: that takes seconds, and the counts of common values are then as fresh as can be."""
GONE_ON = "went_on_from_an_earlier_run"
"""What the report of a run has that linked only what changed."""
CHANGES = "changes.csv"
CHANGES_COLUMNS = ("kind", "person_id", "other_person_id", "because", "records")


def standing_in(previous: Path | None) -> Standing | None:
    """What an earlier output kept; ``None`` where it kept nothing, or another version did. Raises: NothingKept."""
    if previous is None or not (previous / FOLDER).is_dir():
        return None
    try:
        return read_kept(previous / FOLDER)
    except KeptByAnotherVersion as told:
        complain(str(told))
        return None


def may_go_on(standing: Standing, *, mode: Mode, model: Model | None, engine: str) -> bool:
    """Whether linking only what changed gives what linking everything would."""
    same_model = model is None or digest_of(model) == digest_of(standing.model)
    return not _are_few(standing) and mode is standing.mode and same_model and engine == "duckdb"


def why_changes_alone_are_not_enough(standing: Standing | None, previous: Path | None) -> str:
    """Where ``--changes-only`` cannot go on, in words: why, and what to do."""
    if previous is None:
        return "--changes-only needs --previous with the output of an earlier run, from which it goes on."
    if standing is None:
        return (
            f"--changes-only needs a --previous output that kept what to go on from, and {previous} kept nothing that "
            "this version reads. Link all records once without --changes-only and --no-keep."
        )
    if _are_few(standing):
        return (
            f"--changes-only goes on from {LEAST_RECORDS:,} records or more, and {previous} has "
            f"{len(standing.features):,}. So few are linked anew as a whole, in seconds: give the whole files, without "
            "--changes-only."
        )
    return (
        f"--changes-only goes on as {previous} was linked, and this run has another model, another engine than duckdb, "
        "or --dedupe-only or --link-only where that had not. Run as before, or link all records without --changes-only."
    )


def _are_few(standing: Standing) -> bool:
    return len(standing.features) < LEAST_RECORDS


def go_on(
    standing: Standing,
    records: pa.Table,
    *,
    on: date,
    gone: Iterable[RecordKey],
    constraints: Sequence[Constraint],
    identifiers: IdentifierUse,
    report: dict[str, Any],
) -> tuple[Linked, Standing, tuple[Change, ...]]:
    """``records``: all there are, or changes only; ``gone``: those that stand and are no more."""
    told = link_changes(standing, records, on=on, gone=gone, constraints=constraints, identifiers=identifiers)
    after = told.standing
    people, links = _people(after), _links(after)
    sizes = Counter(Counter(people["cluster"].to_pylist()).values())
    outcomes = Counter(links["outcome"].to_pylist())
    kinds = Counter(str(change.kind) for change in told.changes)
    report = {
        **report,
        "records": len(people),
        "sources": dict(sorted(Counter(people["dataset"].to_pylist()).items())),
        "people": sum(sizes.values()),
        "records_a_person": {str(size): count for size, count in sorted(sizes.items())},
        "linked_pairs": outcomes[Outcome.LINKED],
        "pairs_to_review": outcomes[Outcome.REVIEW],
        "pairs_waiting": _waiting(after),
        "reasons": reasons_told(links),
        "why": dict(sorted(Counter(f"{o}: {w}" for o, w in zip(*_why(links), strict=True)).items())),
        "model": {**report["model"], "card": asdict(after.model.card)},
        "accuracy": None,
        MEASURED: None,
        "changed": {
            "kept": len(set(after.people.to_pylist()) & set(standing.people.to_pylist())),
            "new": kinds["new"],
            "merged": kinds["joined"],
            "split": kinds["split"],
            "gone": kinds["gone"],
        },
        GONE_ON: {
            "records_new": told.new,
            "records_changed": told.changed,
            "records_gone": told.gone,
            "records_decided_anew": told.touched,
        },
    }
    return Linked(links=links, people=people, model=after.model, report=report), after, told.changes


def kept_of(
    linked: Linked,
    records: pa.Table,
    named: dict[int, str],
    before: Mapping[RecordKey, str] | None,
    *,
    mode: Mode,
    constraints: Sequence[Constraint],
    retold: Sequence[Constraint],
) -> tuple[Standing, tuple[Change, ...]]:
    """What stands after a run over everything, and what became of those held ``before``. ``retold``: see there."""
    names = [named[c] for c in linked.people["cluster"].to_pylist()]
    after = stand(linked, records, named=names, mode=mode, constraints=constraints)
    if before is None:
        return after, ()
    import numpy as np

    return after, what_became(recorded(before), after, np.arange(len(names)), retold)


def write_changes(changes: Sequence[Change], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CHANGES_COLUMNS)
        for c in changes:
            records = json.dumps([list(key) for key in c.records], ensure_ascii=False)
            writer.writerow((str(c.kind), c.person_id, c.other_person_id or "", c.because, records))


def write_standing(standing: Standing, folder: Path) -> None:
    keep(standing, folder / FOLDER)


def missing(standing: Standing, records: pa.Table) -> list[RecordKey]:
    """Those that stand and are not among ``records``, which are all there are."""
    left = pc.invert(pc.is_in(key_positions(standing.features), value_set=key_positions(records)))
    lost = standing.features.select(["dataset", "record_id"]).filter(left)
    return list(zip(lost["dataset"].to_pylist(), lost["record_id"].to_pylist(), strict=True))


def _why(links: pa.Table) -> tuple[list[str], list[str]]:
    return links["outcome"].to_pylist(), links["why"].to_pylist()


def _waiting(after: Standing) -> int:
    """How many questions there are about two people, as ``reckon`` counts them of a whole run."""
    asked = after.decisions.filter(pc.equal(after.decisions["outcome"], str(Outcome.REVIEW)))
    left, right = (pc.take(after.people, asked[end].combine_chunks()) for end in ("rid_l", "rid_r"))
    return int(pc.sum(pc.not_equal(left, right)).as_py() or 0)


_ORDER = [("dataset", "ascending"), ("record_id", "ascending")]


def _people(after: Standing) -> pa.Table:
    """The people by number, and each number's id in the column that naming would make."""
    table = after.features.select(["dataset", "record_id"]).append_column("person_id", after.people).sort_by(_ORDER)
    coded = table["person_id"].combine_chunks().dictionary_encode()
    people = pa.table(
        {"dataset": table["dataset"], "record_id": table["record_id"], "cluster": coded.indices.cast(pa.int64())},
        schema=PEOPLE,
    )
    return people.append_column("person_id", table["person_id"])


def _links(after: Standing) -> pa.Table:
    """The decisions by dataset and record id, the earlier record left, in order."""
    ends = after.features.select(["dataset", "record_id"])
    left, right = ends.take(after.decisions["rid_l"]), ends.take(after.decisions["rid_r"])
    rest = {name: after.decisions[name] for name in LINKS.names[4:]}
    table = pa.table(
        {
            "dataset_l": left["dataset"],
            "record_id_l": left["record_id"],
            "dataset_r": right["dataset"],
            "record_id_r": right["record_id"],
            **rest,
        }
    )
    return table.cast(LINKS).sort_by([(name, "ascending") for name in LINKS.names[:4]])
