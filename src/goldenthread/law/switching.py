"""Dated switches: a start that was only announced is confirmed or moved by a small file laid over the register."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from goldenthread.law.provisions import Provision, Span
from goldenthread.vocabulary import ProvisionId, read_document


class UnfitSwitch(Exception):
    """A switch cannot be laid over the register. The message says which, why and what to do."""


class Standing(StrEnum):
    """How sure the day of a switch is."""

    CONFIRMED = "confirmed"
    """The instrument that brings the provision into force was read."""
    ANNOUNCED = "announced"
    """A day was given out; the instrument was not seen. From that day the provision counts as unverified law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """The first day of one provision, as somebody settled it: who, when, and on the strength of what."""

    provision: ProvisionId
    standing: Standing
    starts_on: date
    instrument: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """The overlay file: what was settled since the register was written, one switch a provision."""

    switches: tuple[Switch, ...] = ()


def read_switches(path: Path) -> tuple[Switch, ...]:
    """Read an overlay file, strictly. Raises: UnreadableDocument; UnfitSwitch where a provision stands twice."""
    found = read_document(path, Switches).switches
    twice = sorted({s.provision for s in found if sum(s.provision == other.provision for other in found) > 1})
    if twice:
        raise UnfitSwitch(f"{path}: {', '.join(twice)} stands twice. Keep the later switch.")
    return found


def as_overlay(switches: Iterable[Switch]) -> str:
    """Write switches as the overlay file that ``read_switches`` reads: the same text for the same switches."""
    lines = [
        line
        for switch in sorted(switches, key=lambda s: s.provision)
        for line in (
            f"  - provision: {_quoted(switch.provision)}",
            f"    standing: {_quoted(switch.standing)}",
            f"    starts_on: {_quoted(switch.starts_on.isoformat())}",
            f"    instrument: {_quoted(switch.instrument)}",
            f"    by: {_quoted(switch.by)}",
            f"    on: {_quoted(switch.on.isoformat())}",
        )
    ]
    return "\n".join(["switches:", *lines, ""]) if lines else "switches: []\n"


def _quoted(text: str) -> str:
    # What does not print, a line's end among it, is written as its number, so that each value stays on its line.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def can_be_switched(provision: Provision) -> bool:
    """Whether the provision waits for a start: announced or not, nobody has confirmed that it ever was law."""
    return any(_waits(span) for span in provision.in_force)


def switched(register: Iterable[Provision], switches: Iterable[Switch]) -> tuple[Provision, ...]:
    """Lay the switches over the register. Raises: UnfitSwitch for a provision it lacks, or that waits for nothing."""
    by_id = {switch.provision: switch for switch in switches}
    entries = tuple(register)
    for id in by_id.keys() - {entry.id for entry in entries}:
        raise UnfitSwitch(f"{id}: the register of law holds no such provision. Check the id.")
    return tuple(_laid_over(entry, by_id[entry.id]) if entry.id in by_id else entry for entry in entries)


def _laid_over(entry: Provision, switch: Switch) -> Provision:
    if not can_be_switched(entry):
        raise UnfitSwitch(f"{entry.id}: its start is not open, so no switch moves it. Change the register instead.")
    return replace(entry, in_force=tuple(_settled(span, switch) if _waits(span) else span for span in entry.in_force))


def _waits(span: Span) -> bool:
    return span.announced_for is not None or span.not_commenced_on is not None


def _settled(span: Span, switch: Switch) -> Span:
    match switch.standing:
        case Standing.CONFIRMED:
            return Span(start=switch.starts_on.isoformat(), instrument=switch.instrument)
        case Standing.ANNOUNCED:
            return replace(span, instrument=switch.instrument, announced_for=switch.starts_on, not_commenced_on=None)
