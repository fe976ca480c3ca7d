"""``goldenthread link --identifiers``: which of a person's numbers may join records on the day, and where not."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.compute as pc
import typer

from goldenthread.linkage import DEFAULT, IGNORED, IdentifierUse, Switch
from goldenthread.linkage.identifier_use import EVERY_DATASET
from goldenthread.vocabulary import IdentifierKind, UnreadableDocument, read_document

IdentifiersGiven = Annotated[
    str,
    typer.Option(
        metavar="use|ignore|YAML",
        help="NHS, pupil and passport numbers: used, ignored, or by a file of dated switches.",
    ),
]
IN_USE = "identifiers_in_use"
"""What ``report.json`` calls the switches in force: each kind, each source, true or false."""
_NUMBERS = (IdentifierKind.NHS_NUMBER, IdentifierKind.UPN, IdentifierKind.PASSPORT)

HELD_IN = "identifiers_held"
"""What ``report.json`` calls the sources of which any record has such a number."""

OF_NO_SOURCE = "switches_of_no_source"
"""What ``report.json`` calls the switches that name no source of the run."""
ALIKE = 0.8
"""How alike two names are, of 1, of which one may be the other mistyped. Schools share much of their names."""

InUse = dict[str, dict[str, bool]]


def identifiers_in(told: str) -> IdentifierUse:
    """``use``, ``ignore``, or the path of a file of switches. Raises: UnreadableDocument."""
    if told in ("use", "ignore"):
        return DEFAULT if told == "use" else IGNORED
    path = Path(told)
    if path.suffix not in (".yaml", ".yml"):
        raise UnreadableDocument(f"--identifiers {told}: write use, ignore, or the path of a YAML file of switches.")
    use = read_document(path, IdentifierUse)
    for switch in use.switches:
        if switch.kind not in _NUMBERS:
            raise UnreadableDocument(f"{path}: a switch is for {' or '.join(_NUMBERS)}, not for {switch.kind}.")
        if switch.until is not None and switch.until <= switch.since:
            raise UnreadableDocument(
                f"{path}: a switch ends on {switch.until}, no later than it begins. Mend its dates."
            )
        if not switch.because.strip():
            raise UnreadableDocument(f"{path}: the switch of {switch.since} says not why. Add because.")
    return use


def in_use(use: IdentifierUse, sources: Iterable[str], *, on: date) -> InUse:
    """Where each kind of number may join records on the day."""
    names = sorted(sources)
    return {str(kind): {name: use.may_be_key(kind, name, on=on) for name in names} for kind in _NUMBERS}


def held_in(records: pa.Table) -> dict[str, list[str]]:
    """In which sources each kind of number stands on any record."""
    told = {}
    for kind in _NUMBERS:
        sources = records["dataset"].filter(pc.is_valid(records[str(kind)]))
        told[str(kind)] = sorted(pc.unique(sources).to_pylist())
    return told


def why_in_use(use: IdentifierUse, sources: Iterable[str], *, on: date) -> list[dict[str, Any]]:
    """By which switch each kind of number may join records on the day or not, and why; like sources stand together."""
    told: dict[tuple[IdentifierKind, Switch | None], list[str]] = defaultdict(list)
    for kind in _NUMBERS:
        for name in sorted(sources):
            told[kind, use.switch_for(kind, name, on=on)].append(name)
    return [
        {
            "kind": str(kind),
            "sources": names,
            "may_join": switch is not None and switch.may_be_key,
            "since": switch.since.isoformat() if switch else None,
            "until": switch.until.isoformat() if switch and switch.until else None,
            "because": switch.because if switch else None,
        }
        for (kind, switch), names in told.items()
    ]


def of_no_source(use: IdentifierUse, sources: Collection[str], *, on: date) -> list[dict[str, str]]:
    """The switches, in force or yet to come, of a source that the run has not: another's of the area, or mistyped.

    They are told and not refused, for an area has one file for all of its runs.
    """
    strange = [s for s in use.switches if s.dataset not in (EVERY_DATASET, *sources) and (not s.until or on < s.until)]
    told = []
    for switch in strange:
        named = {other.dataset for other in use.switches if other.kind == switch.kind}
        near = get_close_matches(switch.dataset, sorted(set(sources) - named), n=1, cutoff=ALIKE)
        words = (
            f"The switch of {switch.since} for {switch.kind} names {switch.dataset}, which is no source of this run, "
            f"and changes nothing in it.{f' Did you mean {near[0]}?' if near else ''}"
        )
        told.append({"kind": str(switch.kind), "source": switch.dataset, "in_words": words})
    return told


def same_numbers_in_use(previous: Path, now: InUse) -> bool:
    """Whether an earlier output was linked by the same numbers; one that does not say so used them all."""
    try:
        told = json.loads((previous / "report.json").read_text(encoding="utf-8")).get(IN_USE)
    except (OSError, ValueError, AttributeError):
        return False
    if not isinstance(told, dict):
        return all(allowed for of_kind in now.values() for allowed in of_kind.values())
    return all(
        told.get(kind, {}).get(name, allowed) == allowed for kind, by in now.items() for name, allowed in by.items()
    )
