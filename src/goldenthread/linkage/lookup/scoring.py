"""Weigh one pair at a time with the batch's model, its steps looked up beforehand."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldenthread.linkage.choosing import ANY_OTHER, OTHER
from goldenthread.linkage.comparisons import NOTHING_TO_COMPARE, Comparison
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.model import Model, Step, Weight, against_all
from goldenthread.linkage.refusing import SHARES_AN_IDENTIFIER, Refusal, refuse

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """``bits`` is the batch's weight of the pair; ``levels`` the level that each comparison met."""

    weight: Weight
    levels: Mapping[str, int]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _Rung:
    stranger: float
    relative: float
    of_name: bool
    rare_in: str
    met_by_strangers: float


class Scorer:
    """Weighs pairs as ``Model.weigh`` and the engines do."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._comparisons = model.chosen()
        self._rungs = {c.name: _rungs(c, model.steps[c.name]) for c in self._comparisons}

    def score(self, left: Details, right: Details) -> Scored:
        model = self._model
        stranger, relative, namesake = (
            model.against_stranger_bits,
            model.against_relative_bits,
            model.against_namesake_bits,
        )
        levels: dict[str, int] = {}
        for comparison in self._comparisons:
            level = levels[comparison.name] = comparison.level_of(left, right)
            if level == NOTHING_TO_COMPARE:
                continue
            rung = self._rungs[comparison.name][level]
            rarity = 0.0
            if rung.rare_in:
                rarity = _rarity(rung, left.get(f"tf_{rung.rare_in}"), right.get(f"tf_{rung.rare_in}"))
            relative += rung.relative
            stranger += rung.stranger + rarity
            namesake += rarity + (0.0 if rung.of_name else rung.stranger)
        relative = round(relative, 6)
        weight = Weight(bits=round(against_all(stranger, relative, namesake), 6), relative_bits=relative)
        return Scored(
            weight=weight,
            levels=levels,
            confirmed=SHARES_AN_IDENTIFIER.holds(left, right),
        )

    def refusal_of(self, left: Details, right: Details, scored: Scored) -> Refusal | None:
        """The named predicate that speaks against joining the pair; asked only of those that are shown."""
        return refuse(_with_levels(left, scored.levels), right, scored.weight)

    def steps_met(self, scored: Scored) -> list[tuple[str, Step]]:
        """The step of each comparison that had something to compare, in the order of the comparisons."""
        return [
            (c.name, self._model.step(c, scored.levels[c.name]))
            for c in self._comparisons
            if scored.levels[c.name] != NOTHING_TO_COMPARE
        ]


def _rungs(comparison: Comparison, steps: tuple[Step, ...]) -> list[_Rung]:
    """From level 0 up."""
    last = len(comparison.levels) - 1
    return [
        _Rung(
            stranger=steps[last - level].stranger_bits,
            relative=steps[last - level].relative_bits,
            of_name=comparison.is_of_name(level),
            rare_in=comparison.levels[last - level].rare_in,
            met_by_strangers=steps[last - level].stranger,
        )
        for level in range(last + 1)
    ]


def _rarity(rung: _Rung, left: float | None, right: float | None) -> float:
    share = max(left or 0.0, right or 0.0)
    return math.log2(rung.met_by_strangers / share) if share else 0.0


def _with_levels(left: Details, levels: Mapping[str, int]) -> dict[str, Any]:
    others = [level for name, level in levels.items() if name.startswith(OTHER)]
    told = {LEVEL_OF + name: level for name, level in levels.items()}
    return {**left, **told, LEVEL_OF + ANY_OTHER: max(others, default=-1)}
