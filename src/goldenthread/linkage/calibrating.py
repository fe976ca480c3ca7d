"""From weights to probabilities, and where to draw the lines, without being told the truth.

Two records that both carry a sound identifier are a question with its answer: the same number confirms, another
refutes. What the other columns weigh for such pairs says how far the weight can be trusted for all the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.linkage.model import Model, probability_of

WANTED_PRECISION = 0.999
LEAST_PROBABILITY = 0.8
"""No single pair is linked on less, however good the rest are."""
LEAST_KEPT = 0.99
"""Where the wanted precision would cost more than one expected match in a hundred, the data do not allow it."""
EVEN_ODDS = 0.5
LEAST_EXPECTED = 0.9
"""Where the data do not allow it, what is likelier than not is linked while this much of it is expected to be right.
The rest is for people: one child's record shown under another's name does harm that a question does not."""
REVIEW_FROM_PROBABILITY = 0.05
LEAST_CONFIRMED = 200
LEAST_REFUTED = 50

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Candidate pairs of about one weight: those without an answer, and those that an identifier answers."""

    bits: float
    open: float = 0.0
    confirmed: float = 0.0
    refuted: float = 0.0
    both_born: bool = True
    """Both records hold a date of birth, which tells relatives apart as nothing else does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Where ``linked`` begins and where ``review`` begins, in bits."""

    link_from_bits: float
    review_from_bits: float


CERTAIN_PROBABILITY = 0.9999


def wrong_identifiers(bins: Sequence[Bin]) -> float:
    """The share of answers that are wrong because a number is: refuted pairs of which everything else is certain."""
    certain = [b for b in bins if probability_of(b.bits) >= CERTAIN_PROBABILITY]
    answered = sum(b.confirmed + b.refuted for b in certain)
    return sum(b.refuted for b in certain) / answered if answered else 0.0


def why_not_checked(bins: Sequence[Bin]) -> str:
    """How many pairs have an answer, and how many of which kind it takes; empty where they are enough."""
    confirmed, refuted = (int(sum(getattr(b, kind) for b in bins)) for kind in ("confirmed", "refuted"))
    few = confirmed < LEAST_CONFIRMED, refuted < LEAST_REFUTED
    if not any(few):
        return ""
    if all(few):
        needed = f"{LEAST_CONFIRMED} and {LEAST_REFUTED} are"
    else:
        needed = f"{LEAST_CONFIRMED} of the former are" if few[0] else f"{LEAST_REFUTED} of the latter are"
    are = "pair is" if confirmed == 1 else "pairs are"
    return f"{confirmed:,} {are} confirmed and {refuted:,} refuted by an identifier, and at least {needed} needed"


def calibrate(bins: Sequence[Bin]) -> tuple[Point, ...]:
    """Points (bits, probability), never falling; none where too few pairs have an answer.

    Pairs with two birth dates and pairs without are wrong for different reasons, and identifiers answer more of the
    one kind than of the other: each kind is judged by its own answers, and each weight speaks for the pairs without an
    answer that have it.
    """
    if why_not_checked(bins):
        return ()
    wrong = wrong_identifiers(bins)
    at: dict[float, tuple[float, float]] = {}
    for born in (False, True):
        of_kind = sorted((b for b in bins if b.both_born is born), key=lambda b: b.bits)
        for met, likely in zip(of_kind, _never_falling([_answers(b, wrong) for b in of_kind]), strict=True):
            speaks_for = met.open + LEAST_SHARE * (1.0 + met.confirmed + met.refuted)
            right, pairs = at.get(met.bits, (0.0, 0.0))
            at[met.bits] = right + speaks_for * likely, pairs + speaks_for
    weights = sorted(at)
    levels = _never_falling([at[bits] for bits in weights])
    return tuple((x, float(f"{y:.6g}")) for x, y in zip(weights, levels, strict=True))


OWN_OPINION = 1.0
"""In each bin the model's own opinion counts as so many answers."""
OPINION_OF_OPEN = 0.02
"""And as so many more for each pair without an answer: one answer does not speak for more than about fifty."""
LEAST_SHARE = 0.001
"""An answered pair speaks for so much of an open one: enough where no pair is open."""


def _answers(answered: Bin, wrong: float) -> tuple[float, float]:
    """How many answered pairs are right, and of how many. A little of the model's own opinion keeps it sane."""
    pairs = answered.confirmed + answered.refuted
    refuted = max(answered.refuted - wrong * pairs, 0.0)
    own = OWN_OPINION + OPINION_OF_OPEN * answered.open
    return pairs - refuted + own * probability_of(answered.bits), pairs + own


def _never_falling(shares: Sequence[tuple[float, float]]) -> list[float]:
    """Shares (so many of so many) in order, evened out wherever one is lower than the one before."""
    pools: list[list[float]] = []
    for right, pairs in shares:
        pools.append([right, pairs, 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return [pool[0] / pool[1] for pool in pools for _ in range(int(pool[2]))]


def draw_lines(bins: Sequence[Bin], model: Model) -> Lines:
    """Draw the lines over the pairs that no identifier answers, so that all that is linked is as right as wanted."""
    ordered = sorted(((b.bits, model.probability(b.bits), b.open) for b in bins if b.open), reverse=True)
    answered = sum(b.confirmed for b in bins)
    known = answered * (1 - wrong_identifiers(bins))
    wanted = _furthest(ordered, WANTED_PRECISION, LEAST_PROBABILITY, known, answered)
    even = _furthest(ordered, LEAST_EXPECTED, EVEN_ODDS, known, answered)
    allowed = answered + wanted.matches >= LEAST_KEPT * (answered + even.matches)
    taken = wanted if allowed else even
    review = min((bits for bits, p, _ in ordered if p >= REVIEW_FROM_PROBABILITY), default=taken.from_bits)
    return Lines(link_from_bits=taken.from_bits, review_from_bits=min(review, taken.from_bits))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    from_bits: float
    matches: float = 0.0
    pairs: float = 0.0


def _furthest(
    ordered: Sequence[tuple[float, float, float]], precision: float, least: float, known: float, answered: float
) -> _Taken:
    """How far down the pairs may be taken so that each is at least ``least`` likely and all that is linked this good.

    ``known`` of ``answered`` pairs are right, which an identifier joins whatever they weigh.
    """
    best = _Taken(from_bits=ordered[0][0] + 1.0 if ordered else 0.0)
    matches = pairs = 0.0
    for bits, probability, count in ordered:
        if probability < least:
            break
        matches, pairs = matches + probability * count, pairs + count
        if known + matches >= precision * (answered + pairs):
            best = _Taken(from_bits=bits, matches=matches, pairs=pairs)
    return best
