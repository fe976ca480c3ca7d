"""Weigh one record against others with the batch's model, its steps looked up beforehand."""

import math
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

from goldenthread.linkage import comparisons as kinds
from goldenthread.linkage.choosing import ANY_OTHER, OTHER
from goldenthread.linkage.comparisons import NOTHING_TO_COMPARE, Comparison
from goldenthread.linkage.conditions import LEVEL_OF, Condition, Missing
from goldenthread.linkage.deciding import IDENTIFIER_BITS
from goldenthread.linkage.finer_conditions import SHARE_OF
from goldenthread.linkage.lookup.checks import Check, Checked, check_of
from goldenthread.linkage.lookup.layout import Held
from goldenthread.linkage.model import Model, Step, Weight, against_all
from goldenthread.linkage.refusal import Refusal
from goldenthread.linkage.refusing import IDENTIFIERS, SHARES_AN_IDENTIFIER, first_that_speaks
from goldenthread.linkage.without_families import heard

Details = Mapping[str, Any]
ShareOf = Callable[[str, Any], float | None]
"""How common a value of a column is."""
Read = Callable[[int, str], Details]
"""The columns that the shelf holds together at a place, from their one text."""

ROUNDING_BITS = 1e-5
"""More than rounding can add to a weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """``weight`` is the batch's weight of the pair; ``levels`` the level that each comparison met."""

    weight: Weight
    stranger_bits: float
    """Against strangers alone, which is Splink's match weight."""
    levels: Mapping[str, int]
    confirmed: bool

    @property
    def bits(self) -> float:
        """By which hits are ranked: a sound identifier goes before any likeness."""
        return self.weight.bits + (IDENTIFIER_BITS if self.confirmed else 0.0)


@dataclass(frozen=True, slots=True)
class _Rung:
    level: int
    check: Check
    stranger: float
    relative: float
    namesake: float
    rare_in: str
    met_by_strangers: float


@dataclass(frozen=True, slots=True)
class _Ladder:
    """One comparison, its rungs from the best agreement down."""

    name: str
    needs: tuple[str, ...]
    """Without these on the one side there is nothing to compare, whatever the other holds."""
    nothing_when: Check
    rungs: tuple[_Rung, ...]
    rare: tuple[_Rung, ...]
    """The rungs on which rare values count for more; ``most_stranger`` is of the others."""
    most_stranger: float
    most_relative: float
    is_of_household: bool


@dataclass(frozen=True, slots=True)
class _Stage:
    """Comparisons that read the same columns, which the shelf holds together at one place."""

    place: int
    ladders: tuple[_Ladder, ...]


class _Sums(NamedTuple):
    """What the comparisons of one stage add to the evidence against each rival, and the levels met."""

    stranger: float
    relative: float
    namesake: float
    levels: tuple[tuple[str, int], ...]


class Scorer:
    """Weighs pairs as ``Model.weigh`` and the engines do. ``groups``: the columns that the shelf holds together."""

    def __init__(self, model: Model, share_of: ShareOf, groups: Sequence[Sequence[str]], read: Read) -> None:
        self.model, self.share_of, self.read = model, share_of, read
        self.comparisons = model.chosen()
        self.stages = _stages(model, groups)
        self.unlearned_bits = model.unlearned_bits
        self.nothing = {c.name: NOTHING_TO_COMPARE for c in self.comparisons}
        self.identifiers = next(place for place, columns in enumerate(groups) if "nhs" in columns)
        self.shares_an_identifier = check_of(SHARES_AN_IDENTIFIER)
        self._refusals = tuple(replace(r, holds_when=Checked(r.holds_when)) for r in heard(model))
        self._despite_identifier = tuple(r for r in self._refusals if r.despite_identifier)

    def refusal_of(self, left: Details, right: Details, scored: Scored) -> Refusal | None:
        """The named predicate that speaks against joining the pair; asked only of those that are shown."""
        refusals = self._despite_identifier if scored.confirmed else self._refusals
        one, other = (self._with_share(details) for details in (_with_levels(left, scored.levels), right))
        return first_that_speaks(refusals, one, other, scored.weight)

    def _with_share(self, details: Details) -> Details:
        """With how common the forename is."""
        share = {SHARE_OF + "given": self.share_of("given", details["given"])}
        return ChainMap(share, cast(dict[str, Any], details))


class Weighing:
    """One record, ready to be weighed against many. What was said of some columns is said of the same ones again."""

    def __init__(self, scorer: Scorer, left: Details) -> None:
        self._scorer, self.sought = scorer, left
        self.weighed: dict[int, tuple[Details, Scored]] = {}
        """By row, as the look-up went along."""
        steps, most_stranger, most_relative = [], 0.0, 0.0
        for stage in reversed(scorer.stages):
            ladders = tuple([one for one in stage.ladders if self._has(one.needs)])
            if ladders:
                said: dict[str, _Sums] = {}
                steps.append((stage.place, ladders, said, most_stranger, most_relative))
                for ladder in ladders:
                    most_stranger += self._most_stranger(ladder)
                    most_relative += ladder.most_relative
        self._steps = tuple(reversed(steps))
        self._identifiers = tuple([left[name] for name in IDENTIFIERS if left[name] is not None])

    def score(self, right: Details) -> Scored:
        scored = self.score_if(right, at_least=-math.inf)
        assert scored is not None, "nothing weighs less than nothing"
        return scored

    def score_if(self, right: Details, *, at_least: float) -> Scored | None:
        """``None`` as soon as the pair cannot reach ``at_least`` any more, however well the rest of it agrees."""
        model, read, groups = self._scorer.model, self._scorer.read, right.groups if isinstance(right, Held) else None
        confirmed = self._shares_an_identifier(right, groups)
        floor = -math.inf if confirmed else at_least - ROUNDING_BITS
        stranger, relative = model.against_stranger_bits, model.against_relative_bits
        namesake = model.against_namesake_bits
        met = []
        for place, ladders, said, most_stranger, most_relative in self._steps:
            if groups is None:
                sums = self._compare(ladders, right)
            else:
                text = groups[place]
                sums = said.get(text) or said.setdefault(text, self._compare(ladders, read(place, text)))
            stranger += sums[0]
            relative += sums[1]
            namesake += sums[2]
            met.append(sums[3])
            if stranger + most_stranger < floor or relative + most_relative < floor:
                return None
        relative = round(relative, 6)
        bits = round(against_all(stranger, relative, namesake), 6)
        weight = Weight(bits=bits, relative_bits=relative, unlearned_bits=self._scorer.unlearned_bits)
        levels = self._scorer.nothing.copy()
        for names in met:
            levels.update(names)
        return Scored(weight=weight, stranger_bits=stranger, levels=levels, confirmed=confirmed)

    def _has(self, columns: tuple[str, ...]) -> bool:
        return None not in [self.sought[c] for c in columns]

    def _most_stranger(self, ladder: _Ladder) -> float:
        return max(ladder.most_stranger, *(r.stranger + self._rarity(r, self.sought) for r in ladder.rare), 0.0)

    def _shares_an_identifier(self, right: Details, groups: Sequence[str] | None) -> bool:
        if groups is None:
            return self._scorer.shares_an_identifier(self.sought, right)
        told = groups[self._scorer.identifiers]
        for number in self._identifiers:
            # Only a text in which the number stands can be of a record that has it.
            if number in told:
                return self._scorer.shares_an_identifier(self.sought, right)
        return False

    def _compare(self, ladders: tuple[_Ladder, ...], right: Details) -> _Sums:
        left, levels = self.sought, []
        stranger = relative = namesake = 0.0
        for ladder in ladders:
            if ladder.nothing_when(left, right):
                continue
            for rung in ladder.rungs:
                if rung.check(left, right):
                    break
            rarity = self._rarity(rung, right) if rung.rare_in else 0.0
            levels.append((ladder.name, rung.level))
            stranger += rung.stranger + rarity
            relative += rung.relative
            namesake += rung.namesake + rarity
        return _Sums(stranger, relative, namesake, tuple(levels))

    def _rarity(self, rung: _Rung, right: Details) -> float:
        """Agreement on a value that few hold counts for more."""
        ours, theirs = self.sought[rung.rare_in], right[rung.rare_in]
        share = self._scorer.share_of(rung.rare_in, ours) or 0.0
        if theirs != ours:
            share = max(share, self._scorer.share_of(rung.rare_in, theirs) or 0.0)
        return math.log2(rung.met_by_strangers / share) if share else 0.0


def _stages(model: Model, groups: Sequence[Sequence[str]]) -> tuple[_Stage, ...]:
    """Cheap ones first and places last, which cost most to compare and say least: most pairs are given up before."""
    stages = []
    for place, columns in enumerate(groups):
        together = [c for c in model.chosen() if c.columns() <= set(columns)]
        if together:
            stages.append(_Stage(place, tuple(_ladder(c, model.steps[c.name]) for c in together)))
    return tuple(sorted(stages, key=lambda s: (s.ladders[0].is_of_household, len(s.ladders), len(groups[s.place]))))


def _ladder(comparison: Comparison, steps: tuple[Step, ...]) -> _Ladder:
    last = len(steps) - 1
    rungs = tuple(
        _Rung(
            level=last - place,
            check=check_of(level.when) if level.when else _otherwise,
            stranger=step.stranger_bits,
            relative=step.relative_bits,
            namesake=0.0 if comparison.is_of_name(last - place) else step.stranger_bits,
            rare_in=level.rare_in,
            met_by_strangers=step.stranger,
        )
        for place, (level, step) in enumerate(zip(comparison.levels, steps, strict=True))
    )
    return _Ladder(
        name=comparison.name,
        needs=_needs(comparison.nothing_when),
        nothing_when=check_of(comparison.nothing_when),
        rungs=rungs,
        rare=tuple(r for r in rungs if r.rare_in),
        most_stranger=max(0.0, *(r.stranger for r in rungs if not r.rare_in)),
        most_relative=max(0.0, *(r.relative for r in rungs)),
        is_of_household=comparison.evidence is kinds.Evidence.HOUSEHOLD,
    )


def _otherwise(_: Details, __: Details) -> bool:
    return True


def _needs(nothing_when: Condition) -> tuple[str, ...]:
    return nothing_when.columns if isinstance(nothing_when, Missing) else ()


def _with_levels(left: Details, levels: Mapping[str, int]) -> dict[str, Any]:
    others = [level for name, level in levels.items() if name.startswith(OTHER)]
    told = {LEVEL_OF + name: level for name, level in levels.items()}
    return {**left, **told, LEVEL_OF + ANY_OTHER: max(others, default=-1)}
