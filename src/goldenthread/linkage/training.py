"""Train a model without anybody's help: expectation and maximisation over the patterns of agreement.

Four kinds of pair are told apart: one person, two people of one family or household, two namesakes, two strangers.
How strangers agree is counted on random pairs (``strangers.py``). How relatives agree on sex is set, as chance would
have it. What is said of their birth dates holds where there are as many twins as anywhere; where the records show fewer
it is learned, but never that there are more: one person under two forenames looks like twins. A family name, an address
or a telephone tells nothing between one person and two relatives, so there the two agree alike by definition; likewise
names between one person and two namesakes, of whom there are more than chance would have: names go with each other and
with places.
A father and a son of one name have it mistyped, shortened and swapped as often as one person has, so once all is
learned no fault of a forename tells more between one person and two relatives than a forename written without one.
Everything else is learned, unless the records cannot teach it: then the starting weights stand, and the run says so.

Where names are few, strangers agree in several things at once far oftener than each thing by itself would have it: a
forename goes with a sex, a trade with an age, a birthplace with a parish. The sex is counted apart for pairs of one
forename and of two (``comparisons.SEX_OF_ONE_FORENAME``); of the rest there are so many strangers that what they
have in common is then learned as a kind of match. It shows: much of what is expected to be one person's lies in pairs
that are each likelier two people's. There only pairs likelier one person's than not teach how matches agree,
unless what they teach is no likelier: then the evidence is thin, and what all pairs teach stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from goldenthread.linkage import strangers
from goldenthread.linkage.comparisons import (
    BIRTH_DATE,
    BIRTH_YEAR,
    Comparison,
    Evidence,
    Level,
)
from goldenthread.linkage.model import Step
from goldenthread.linkage.strangers import RandomLevels, Rates

ROUNDS = 40
SETTLED = 1e-4
STARTING_WEIGHT = 30.0
"""The starting values count as much as this many pairs, so that a level hardly ever met keeps a sane weight."""
RELATIVES_WEIGHT = 500.0
"""What is said of relatives' forenames counts as much as this many pairs."""
RELATIVES_TOLD_APART_BY = (BIRTH_DATE.name, BIRTH_YEAR.name)
"""How relatives' forenames agree is learned from pairs of which both birth dates are known, or their years. Of the rest
nobody can say who is a relative and who is one person under a nickname, and what is taken for relatives would grow with
the guess."""
SIGNIFICANT_DIGITS = 6

MOST_BORN_APART = 0.5
"""Where more than half of what is taken for one person has two birth dates, it is no person."""
BORN_APART = "people with different birth dates would have been taken for one person"
NO_STRANGERS = "nearly all records say the same"
LEAST_LIKELY = 0.8
"""Of the expected matches, at least so many lie in pairs likelier one person's than not, or else strangers were taken
for matches. Of some sixty made sets it was above that on all but seven, whose names, homes or years of birth are few,
and on which up to eight times as many matches were expected as there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What one round of expectation adds up to: expected pairs of each kind, over all and by level.

    ``relative_levels`` counts only pairs that can be told apart by ``RELATIVES_TOLD_APART_BY``, where that is compared.
    ``likely``: the expected matches of pairs likelier one person's than not.
    """

    matches: float
    likely: float
    relatives: float
    namesakes: float
    match_levels: Rates
    relative_levels: Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How often each level is met by each kind of pair, and how many pairs of each kind there are."""

    matches: float
    relatives: float
    namesakes: float
    strangers: float
    match: Rates
    relative: Rates
    stranger: Rates
    not_learned: str = ""
    """Why the starting weights stand. Empty: they were learned."""

    def namesake(self, comparison: Comparison) -> list[float]:
        one, strangers = self.match[comparison.name], self.stranger[comparison.name]
        return [one[i] if comparison.is_of_name(i) else strangers[i] for i in range(len(comparison.levels))]


class Expecting(Protocol):
    """Adds up the expected pairs over all patterns of agreement, in whatever engine holds them."""

    def __call__(self, estimate: Estimate, *, likely_only: bool) -> Totals:
        """``likely_only``: how matches agree is counted on pairs likelier one person's than not, and no others."""
        ...


def train(
    comparisons: Sequence[Comparison],
    *,
    records: int,
    possible_pairs: float,
    random_levels: RandomLevels,
    expecting: Expecting,
) -> Estimate:
    if not strangers.are_seen(comparisons, random_levels):
        usual = {c.name: strangers.usual(c) for c in comparisons}
        start = _start(comparisons, records, possible_pairs, usual)
        return _rounded(_with_faults(replace(start, not_learned=NO_STRANGERS), comparisons))
    rates, mixed = strangers.counted(comparisons, random_levels)
    start = _start(comparisons, records, possible_pairs, rates)
    estimate, totals = _learned(start, comparisons, mixed, expecting, likely_only=False)
    if not _are_likely(totals):
        doubted = _learned(start, comparisons, mixed, expecting, likely_only=True)
        estimate, totals = doubted if _are_likely(doubted[1]) else (estimate, totals)
    told = replace(start, not_learned=BORN_APART) if _born_apart(totals) > MOST_BORN_APART else estimate
    return _rounded(_with_faults(told, comparisons))


def _are_likely(totals: Totals) -> bool:
    return totals.likely >= LEAST_LIKELY * totals.matches


def _learned(
    start: Estimate,
    comparisons: Sequence[Comparison],
    mixed: Mapping[str, Sequence[float]],
    expecting: Expecting,
    *,
    likely_only: bool,
) -> tuple[Estimate, Totals]:
    """The estimate once it has settled, and what the last round added up to. ``mixed``: levels of random pairs, where
    strangers cannot be seen apart."""
    estimate = start
    for _ in range(ROUNDS):
        totals = expecting(estimate, likely_only=likely_only)
        improved = _improve(estimate, totals, comparisons, mixed)
        moved = _distance(estimate, improved)
        estimate = improved
        if moved < SETTLED:
            break
    return estimate, totals


def _start(comparisons: Sequence[Comparison], records: int, possible_pairs: float, strangers: Rates) -> Estimate:
    few = max(records / 2, 1.0)
    return Estimate(
        matches=few,
        relatives=few,
        namesakes=few,
        strangers=possible_pairs,
        match={c.name: [lv.match for lv in reversed(c.levels)] for c in comparisons},
        relative={c.name: _relatives(c, strangers[c.name]) for c in comparisons},
        stranger=strangers,
    )


def _born_apart(totals: Totals) -> float:
    """The share of expected matches with two birth dates that differ outright."""
    told = [levels for name in RELATIVES_TOLD_APART_BY if (levels := totals.match_levels.get(name))]
    pairs = sum(map(sum, told))
    return sum(levels[0] for levels in told) / pairs if pairs else 0.0


def steps_of(comparison: Comparison, estimate: Estimate) -> tuple[Step, ...]:
    """The comparison's steps from its best level to its last."""
    name = comparison.name
    return tuple(
        Step(
            label=level.label,
            match=estimate.match[name][-1 - i],
            relative=estimate.relative[name][-1 - i],
            stranger=estimate.stranger[name][-1 - i],
        )
        for i, level in enumerate(comparison.levels)
    )


def _relatives(comparison: Comparison, strangers: Sequence[float]) -> list[float]:
    """What is said of relatives outright, and the rest as between strangers; or as one person's own records agree."""
    levels = list(reversed(comparison.levels))
    if comparison.evidence is not Evidence.PERSON:
        return [lv.match for lv in levels]
    said = sum(lv.relative or 0.0 for lv in levels)
    unsaid = sum(s for lv, s in zip(levels, strangers, strict=True) if lv.relative is None) or 1.0
    rest = max(1.0 - said, 0.01)
    shares = [
        lv.relative if lv.relative is not None else rest * s / unsaid for lv, s in zip(levels, strangers, strict=True)
    ]
    total = sum(shares)
    return [s / total for s in shares]


def _with_faults(estimate: Estimate, comparisons: Sequence[Comparison]) -> Estimate:
    """Relatives who have one forename have it written as faultily as one person has.

    Of such a pair one record is mistyped, shortened or swapped as often as of one person's two. Training sees hardly
    any of them, for whom it meets so in one home, under one birth date, it takes for one person.
    """
    relative = dict(estimate.relative)
    for name in (c.name for c in comparisons if c.relatives_learned):
        match, alike = estimate.match[name], relative[name][-1] / estimate.match[name][-1]
        relative[name] = _at_least([alike * share for share in match], relative[name])
    return replace(estimate, relative=relative)


def _improve(
    before: Estimate, totals: Totals, comparisons: Sequence[Comparison], mixed: Mapping[str, Sequence[float]]
) -> Estimate:
    match, relative, stranger = {}, {}, {}
    matched = min(totals.matches / before.strangers, 0.5)
    related = min(totals.relatives / before.strangers, 0.5)
    for comparison in comparisons:
        name = comparison.name
        start = [lv.match for lv in reversed(comparison.levels)]
        least = [lv.least_match for lv in reversed(comparison.levels)]
        most = [lv.most_match for lv in reversed(comparison.levels)]
        match[name] = _at_most(most, _at_least(least, _shares(_met_by_one_person(comparison, totals), start)))
        relative[name] = before.relative[name]
        if comparison.evidence is not Evidence.PERSON:
            relative[name] = match[name]
        elif comparison.relatives_learned:
            said = _relatives(comparison, before.stranger[name])
            most = [_most_of_relatives(comparison, lv) for lv in reversed(comparison.levels)]
            relative[name] = _at_most(most, _shares(totals.relative_levels[name], said, RELATIVES_WEIGHT))
        stranger[name] = before.stranger[name]
        if name in mixed:
            stranger[name] = strangers.without(mixed[name], match[name], matched, relative[name], related)
    return Estimate(
        matches=max(totals.matches, 1.0),
        relatives=max(totals.relatives, 1.0),
        namesakes=max(totals.namesakes, 1.0),
        strangers=before.strangers,
        match=match,
        relative=relative,
        stranger=stranger,
    )


def _most_of_relatives(comparison: Comparison, level: Level) -> float:
    return level.relative if comparison.relatives_at_most_as_said and level.relative is not None else 1.0


def _met_by_one_person(comparison: Comparison, totals: Totals) -> Sequence[float]:
    """Expected matches by level, of every comparison in which one person's own records agree alike."""
    met = totals.match_levels[comparison.name]
    alike = totals.match_levels.get(comparison.one_person_as_in)
    return [a + b for a, b in zip(met, alike, strict=True)] if alike else met


def _shares(counts: Sequence[float], start: Sequence[float], weight: float = STARTING_WEIGHT) -> list[float]:
    total = sum(counts) + weight * sum(start)
    return [(c + weight * s) / total for c, s in zip(counts, start, strict=True)]


def _at_least(least: Sequence[float], shares: Sequence[float]) -> list[float]:
    raised = [max(low, share) for low, share in zip(least, shares, strict=True)]
    return [share / sum(raised) for share in raised]


def _at_most(most: Sequence[float], shares: Sequence[float]) -> list[float]:
    """Shares above their most are cut to it, and the others grow."""
    cut = [min(high, share) for high, share in zip(most, shares, strict=True)]
    held = sum(c for c, share in zip(cut, shares, strict=True) if c < share)
    grown = (1.0 - held) / max(sum(c for c, share in zip(cut, shares, strict=True) if c == share), 1e-9)
    return [c if c < share else c * grown for c, share in zip(cut, shares, strict=True)]


def _distance(before: Estimate, after: Estimate) -> float:
    return max(abs(a - b) for name in before.match for a, b in zip(before.match[name], after.match[name], strict=True))


def _rounded(estimate: Estimate) -> Estimate:
    """Six digits: sums that differ in their last bits from one machine to the next give one model."""

    def rounded(rates: Rates) -> Rates:
        return {name: [_digits(v) for v in values] for name, values in rates.items()}

    return Estimate(
        matches=_digits(estimate.matches),
        relatives=_digits(estimate.relatives),
        namesakes=_digits(estimate.namesakes),
        strangers=_digits(estimate.strangers),
        match=rounded(estimate.match),
        relative=rounded(estimate.relative),
        stranger=rounded(estimate.stranger),
        not_learned=estimate.not_learned,
    )


def _digits(value: float) -> float:
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
