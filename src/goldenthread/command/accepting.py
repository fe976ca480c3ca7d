"""``goldenthread accept``: read agency files by contract; write what was taken, what was not, and how good it is."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.parquet as pq
import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.command.folders import NotWritten, whole_folder
from goldenthread.command.keeping_out import NOBODY_KEPT_OUT, KeyGiven, TokensGiven, held_back_in
from goldenthread.command.progress import counting
from goldenthread.intake import (
    Accepted,
    Contract,
    Effect,
    HeldBack,
    Unreadable,
    accept,
    as_html,
    as_mapping,
    find_contract,
    marked_csv,
    read_contract,
    recognise,
    rejected_csv,
)
from goldenthread.vocabulary import UnreadableDocument

TABLES = {
    "accepted.parquet": "records",
    "accepted-relations.parquet": "relations",
    "accepted-facts.parquet": "facts",
}
CUT_UNSEEN = (".csv", ".tsv", ".txt")
UNCOUNTED = (
    "Nothing says how many rows there should be, and a CSV cut off at the end of a row looks whole. "
    "Ask the sender for the number of rows, and name it in the contract (manifest_rows)."
)


def register(app: typer.Typer) -> None:
    app.command("accept")(accept_files)


def accept_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Agency files: csv, xlsx, xml, json, parquet.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write into.")],
    contract: Annotated[
        str,
        typer.Option(
            "--contract",
            metavar="NAME|PATH",
            help="A shipped contract by name, or a file. Left out, it is found by the columns.",
        ),
    ] = "",
    held_back: TokensGiven = None,
    adoption_key: KeyGiven = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Read agency files; accepted and rejected rows make up all that were read.

    Writes accepted.parquet, rejected.csv, marked.csv and report.html/json.
    Ends with 0 when all was taken, 1 when something was rejected, 2 when a file or contract cannot be read.
    """
    on = datetime.now(UTC).date()
    try:
        kept_out = held_back_in(held_back, adoption_key)
        accepted = _accept_all(files, contract, on=on, held_back=kept_out, quiet=as_json)
        with whole_folder(out) as draft:
            write(accepted, draft)
    except (Unreadable, UnreadableDocument, NotWritten) as fault:
        refuse(str(fault), as_json=as_json)
    if as_json:
        say_as_json({"out": str(out), "held_back_tokens_given": kept_out is not None, **as_mapping(accepted)})
    else:
        _say(accepted)
        if kept_out is None:
            say(NOBODY_KEPT_OUT)
        say(f"Written to {out}: {', '.join(TABLES)}, rejected.csv, marked.csv, report.html, report.json")
    end(Ending.DONE_WITH_REJECTIONS if any(map(_has_rejections, accepted)) else Ending.DONE)


def _accept_all(
    files: Sequence[Path], named: str, *, on: date, held_back: HeldBack | None, quiet: bool
) -> list[Accepted]:
    by_contract: dict[str, tuple[Contract, list[Path]]] = {}
    chosen = _contract(named) if named else None
    for file in files:
        one = chosen or recognise(file)
        by_contract.setdefault(one.contract, (one, []))[1].append(file)
    with counting("rows read", quiet=quiet) as progress:
        return [
            accept(paths, one, on=on, held_back=held_back, progress=progress) for one, paths in by_contract.values()
        ]


def _contract(named: str) -> Contract:
    path = Path(named)
    return read_contract(path) if path.suffix in (".yaml", ".yml") or path.exists() else find_contract(named)


def write(accepted: Sequence[Accepted], folder: Path) -> None:
    """Write the tables, the rejections and the report into ``folder``."""
    for name, table in TABLES.items():
        pq.write_table(pa.concat_tables([getattr(one, table) for one in accepted]), folder / name)
    (folder / "rejected.csv").write_text(rejected_csv(accepted), encoding="utf-8", newline="")
    (folder / "marked.csv").write_text(marked_csv(accepted), encoding="utf-8", newline="")
    (folder / "report.html").write_text(as_html(accepted), encoding="utf-8")
    mapping = json.dumps(as_mapping(accepted), ensure_ascii=False, indent=2, default=str)
    (folder / "report.json").write_text(mapping, encoding="utf-8")


def _has_rejections(one: Accepted) -> bool:
    lost = any(problem.effect is not Effect.KEPT_AND_MARKED for problem in one.rejected)
    return lost or bool(one.report.rows.rejected)


def _say(accepted: Sequence[Accepted]) -> None:
    for one in accepted:
        rows = one.report.rows
        marked = sum(problem.effect is Effect.KEPT_AND_MARKED for problem in one.rejected)
        lost = sum(problem.effect is Effect.VALUE_NOT_KEPT for problem in one.rejected)
        say(
            f"{one.contract.contract}: read {rows.read:,}, accepted {rows.accepted:,}, rejected {rows.rejected:,} "
            f"(outside the cohort {rows.outside_cohort:,}); values not kept {lost:,}, kept and marked {marked:,}"
        )
        for remark in one.report.remarks:
            say(f"{one.contract.contract}: {remark}")
        if one.contract.manifest_rows is None and any(name.endswith(CUT_UNSEEN) for name in one.report.files):
            say(f"{one.contract.contract}: {UNCOUNTED}")
