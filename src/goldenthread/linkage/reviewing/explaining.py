"""What each kind of evidence weighs for and against two records being of one person.

A pair's weight is measured against the strongest rival explanation, so the picture is drawn against that one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from goldenthread.linkage.comparisons import (
    BIRTH_DATE,
    BIRTH_YEAR,
    BORN_ON_KNOWN_DAYS,
    NOTHING_TO_COMPARE,
    SEX_OF_ONE_FORENAME,
    SEX_OF_TWO_FORENAMES,
    Comparison,
)
from goldenthread.linkage.conditions import Missing
from goldenthread.linkage.deciding import IDENTIFIER_BITS
from goldenthread.linkage.model import Model, Step
from goldenthread.linkage.refusing import SHARES_AN_IDENTIFIER

IDENTIFIER = "identifier"
"""The comparison of NHS, pupil and passport numbers, which is no part of the model."""


class Rival(StrEnum):
    """What else could explain that two records look alike."""

    STRANGERS = "strangers"
    NAMESAKES = "namesakes"
    RELATIVES = "relatives"


class Agreement(StrEnum):
    """How far two values agree, told without colour."""

    AGREES = "agrees"
    NEARLY = "nearly"
    DIFFERS = "differs"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of evidence. Unit of ``bits``: log2 of the odds; for one person where positive, against where not."""

    comparison: str
    said: str
    agreement: Agreement
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """All evidence of a pair against its strongest rival. ``starts_at``: the odds before anything is compared."""

    rival: Rival
    starts_at: float
    lines: tuple[Line, ...]

    @property
    def bits(self) -> float:
        """All of it together."""
        return self.starts_at + sum(line.bits for line in self.lines)


def weighing(left: Mapping[str, Any], right: Mapping[str, Any], model: Model) -> Weighing:
    """Take a pair's weight apart. The records are rows of the features that the model weighed."""
    lines: dict[Rival, list[Line]] = {rival: [] for rival in Rival}
    levels = {comparison.name: comparison.level_of(left, right) for comparison in model.chosen()}
    otherwise = _born_otherwise(left, right) | _sex_otherwise(levels)
    for comparison in model.chosen():
        level = levels[comparison.name]
        if level == NOTHING_TO_COMPARE and comparison.name in otherwise:
            continue
        bits = _bits(comparison, level, left, right, model)
        for rival in Rival:
            lines[rival].append(_line(comparison, level, bits[rival]))
    identifier = _identifier(left, right)
    starts = {
        Rival.STRANGERS: model.against_stranger_bits,
        Rival.NAMESAKES: model.against_namesake_bits,
        Rival.RELATIVES: model.against_relative_bits,
    }
    rival = min(Rival, key=lambda r: starts[r] + sum(line.bits for line in lines[r]))
    return Weighing(rival=rival, starts_at=round(starts[rival], 2), lines=(*lines[rival], *identifier))


def _born_otherwise(left: Mapping[str, Any], right: Mapping[str, Any]) -> frozenset[str]:
    """What is not told of two births: their years, unless a day is not known, and else their days."""
    by_day = Missing(("dob",)).holds(left, right) or BORN_ON_KNOWN_DAYS.holds(left, right)
    return frozenset({(BIRTH_YEAR if by_day else BIRTH_DATE).name})


def _sex_otherwise(levels: Mapping[str, int]) -> frozenset[str]:
    """What is not told of two sexes: the half of the comparison that does not speak, or one where neither does."""
    one, two = SEX_OF_ONE_FORENAME.name, SEX_OF_TWO_FORENAMES.name
    spoken = {levels.get(name, NOTHING_TO_COMPARE) for name in (one, two)} != {NOTHING_TO_COMPARE}
    return frozenset({one, two} if spoken else {one})


def _bits(
    comparison: Comparison, level: int, left: Mapping[str, Any], right: Mapping[str, Any], model: Model
) -> dict[Rival, float]:
    if level == NOTHING_TO_COMPARE:
        return dict.fromkeys(Rival, 0.0)
    step = model.step(comparison, level)
    rarity = _rarity(comparison, level, step, left, right)
    stranger = step.stranger_bits + rarity
    return {
        Rival.STRANGERS: stranger,
        Rival.NAMESAKES: rarity if comparison.is_of_name(level) else stranger,
        Rival.RELATIVES: step.relative_bits,
    }


def _rarity(comparison: Comparison, level: int, step: Step, left: Mapping[str, Any], right: Mapping[str, Any]) -> float:
    """Agreement on a rare value counts for more."""
    column = comparison.levels[len(comparison.levels) - 1 - level].rare_in
    shares = [share for share in (left.get(f"tf_{column}"), right.get(f"tf_{column}")) if share] if column else []
    return math.log2(step.stranger / max(shares)) if shares else 0.0


def _identifier(left: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[Line, ...]:
    """The same sound number weighs the same against every rival."""
    if not SHARES_AN_IDENTIFIER.holds(left, right):
        return ()
    return (Line(comparison=IDENTIFIER, said="the same number", agreement=Agreement.AGREES, bits=IDENTIFIER_BITS),)


def _line(comparison: Comparison, level: int, bits: float) -> Line:
    if level == NOTHING_TO_COMPARE:
        return Line(comparison=comparison.name, said="", agreement=Agreement.NOT_KNOWN, bits=0.0)
    best = len(comparison.levels) - 1
    agreement = Agreement.AGREES if level == best else Agreement.NEARLY if level else Agreement.DIFFERS
    said = comparison.levels[best - level].label
    return Line(comparison=comparison.name, said=said, agreement=agreement, bits=round(bits, 2))
