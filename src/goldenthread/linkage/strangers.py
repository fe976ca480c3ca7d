"""How strangers agree: counted on random pairs of which it is plain that they are two strangers'.

One random pair in some thousands is one person's, and of an agreement so rare as a birth date's those are half of all
that is seen. Nobody knows how many they are while training is still to say so: to take them off by what it expects so
far feeds on itself, and the more it takes for one person's the fewer strangers it leaves. So how strangers agree in one
thing is counted where they differ in forename, family name and birth date, or rather in the others of these. Only where
that cannot be seen are all random pairs counted, and what is expected to be one person's or two relatives' taken off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.linkage.comparisons import (
    BIRTH_DATE,
    BIRTH_YEAR,
    FAMILY_NAME,
    GIVEN_NAME,
    SEX_OF_ONE_FORENAME,
    SEX_OF_TWO_FORENAMES,
    Comparison,
)
from goldenthread.linkage.told_twice import CHILD_AND_ADULT, TOLD_TWICE

Rates = dict[str, list[float]]
"""For each comparison the share of pairs at each level, from level 0 (no agreement) up."""

STRANGERS_DIFFER_IN = (GIVEN_NAME.name, FAMILY_NAME.name, BIRTH_DATE.name, BIRTH_YEAR.name)
LEAST_PLAINLY_TWO = 0.1
"""Of the random pairs at least so many must be plainly two strangers', to be counted alone."""
LEAST_STRANGERS = 0.5
"""At least so many random pairs differ outright in something other than sex, or else no strangers can be seen."""
ASKED_IN_TRAINING = (TOLD_TWICE, CHILD_AND_ADULT.name)
NO_TELLING = (SEX_OF_ONE_FORENAME.name, SEX_OF_TWO_FORENAMES.name, *ASKED_IN_TRAINING)
"""What strangers may have in common, or training alone asks."""
USUALLY_SHARED = {
    "given_name": 0.007, "family_name": 0.004, "date_of_birth": 0.0001, "year_of_birth": 0.015,
    "sex_of_two_forenames": 0.5, "sex_of_one_forename": 0.98,
    "middle_names": 0.02, "place": 0.0005, "phone": 0.0001, "email": 0.0001, "local_id": 0.0001,
}  # fmt: skip
"""How often two strangers agree outright, where the records show none. The order of size is all that matters."""
UNSEEN_STRANGERS = 100_000.0
USUALLY_ALIKE = 0.01
"""How often strangers meet each level between the best and the last, and the best of any other column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomLevels:
    """How many random pairs meet each level, from level 0 up: of all pairs, and of those plainly two strangers'."""

    every: Rates
    strangers: Rates


def told_apart_by(comparison: Comparison, comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """The other comparisons in which two strangers differ, or of which nothing is known. None: it cannot be seen."""
    if comparison.name in ASKED_IN_TRAINING:
        return ()
    itself = (comparison.name, GIVEN_NAME.name if comparison.name == SEX_OF_ONE_FORENAME.name else "")
    return tuple(c.name for c in comparisons if c.name in STRANGERS_DIFFER_IN and c.name not in itself)


def are_seen(comparisons: Sequence[Comparison], random: RandomLevels) -> bool:
    """Whether random pairs differ in anything that most strangers differ in. True where there is no pair to see."""
    telling = [random.every[c.name] for c in comparisons if c.name not in NO_TELLING]
    differing = [counts[0] / sum(counts) for counts in telling if sum(counts)]
    return not differing or max(differing) >= LEAST_STRANGERS


def counted(comparisons: Sequence[Comparison], random: RandomLevels) -> tuple[Rates, Rates]:
    """How strangers agree; and the levels of all random pairs, for each comparison where others are among them."""
    rates, mixed = {}, {}
    for comparison in comparisons:
        every, strangers = random.every[comparison.name], random.strangers[comparison.name]
        if sum(strangers) <= LEAST_PLAINLY_TWO * sum(every):
            # As many as of usual strangers, where no random pair could be compared.
            strangers = every if sum(every) else [UNSEEN_STRANGERS * share for share in usual(comparison)]
            mixed[comparison.name] = strangers
        rates[comparison.name] = _smoothed(strangers)
    return rates, mixed


def usual(comparison: Comparison) -> list[float]:
    """How strangers agree where the records show none."""
    between = len(comparison.levels) - 2
    best = USUALLY_SHARED.get(comparison.name, USUALLY_ALIKE)
    return [1.0 - best - between * USUALLY_ALIKE, *[USUALLY_ALIKE] * between, best]


def without(
    mixed: Sequence[float], match: Sequence[float], matched: float, relative: Sequence[float], related: float
) -> list[float]:
    """How strangers agree, of random pairs that hold a share of ``matched`` of one person's and ``related`` relatives'.

    Never below a twentieth of what was counted, nor below half a pair.
    """
    drawn = max(sum(mixed), 1.0)
    kept = []
    for count, m, r in zip(mixed, match, relative, strict=True):
        strangers = count - drawn * (matched * m + related * r)
        kept.append(max(strangers, 0.05 * count, 0.5))
    total = sum(kept)
    return [k / total for k in kept]


def _smoothed(counts: Sequence[float]) -> list[float]:
    """Shares of counts; a level never met counts as half a pair."""
    total = sum(counts) + 0.5 * len(counts)
    return [(c + 0.5) / total for c in counts]
