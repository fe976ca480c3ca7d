"""Weighed pairs become outcomes: linked, to review, or apart; and links become people. All in columns."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from goldenthread.linkage.bridging import Links, births_of, fits_two, held_to_be_two
from goldenthread.linkage.comparable import besides_names, parts_of_one_row, things_held
from goldenthread.linkage.joining import Bits, Edges, Limits, Numbers, Truths, join
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import coded
from goldenthread.linkage.obeying import Pair, constraints_by_pair, obey
from goldenthread.linkage.parting import CLOSER_TO_OTHERS, held_by_likely_links
from goldenthread.linkage.refusing import EACH_TOLD_TWICE, FITS_TWINS, FITS_TWO, REFUSALS
from goldenthread.linkage.reuniting import Between, Reunited, reunite
from goldenthread.linkage.shapes import DECISIONS, Constraint, Decided, Mode, Outcome
from goldenthread.linkage.standing_alone import TOO_LITTLE_EVIDENCE, learn_apart, tell_apart
from goldenthread.linkage.telling import Weighty, learn_company, told
from goldenthread.linkage.told_twice import differ_and_told_twice
from goldenthread.linkage.without_families import unheard
from goldenthread.linkage.worth_seeing import worth_seeing

IDENTIFIER_BITS = 20.0
"""A sound number agrees by chance or mistake for fewer than one pair in a million."""

SAME_IDENTIFIER = "the same verified or well-formed identifier"
REVIEWER_LINKED = "a reviewer joined them"
ENOUGH_EVIDENCE = "names, dates and places agree"
NOT_ENOUGH_EVIDENCE = TOO_LITTLE_EVIDENCE
ALL_RECORDS_AGREE = "all records of both, taken together, agree"
ALREADY_ONE = "other records hold them together, as surely as a link"
NOT_INTO_ONE_PERSON = "joining them would put into one person what cannot be one"

_REASONS = (
    *(refusal.name for refusal in REFUSALS),
    SAME_IDENTIFIER,
    REVIEWER_LINKED,
    ENOUGH_EVIDENCE,
    NOT_ENOUGH_EVIDENCE,
    NOT_INTO_ONE_PERSON,
    ALL_RECORDS_AGREE,
    ALREADY_ONE,
    CLOSER_TO_OTHERS,
)
_OF_WEIGHT = (ENOUGH_EVIDENCE, NOT_ENOUGH_EVIDENCE, NOT_INTO_ONE_PERSON)
_OUTCOMES = (Outcome.REVIEW, Outcome.LINKED)
_APART, _REVIEW, _LINKED = -1, 0, 1

NOT_REFUSED = -1
"""As a position in ``REFUSALS`` it names what stands behind the last."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Weighed pairs in columns, in the order of their ids, the smaller first. ``refusal``: a position, or none."""

    left: Numbers
    right: Numbers
    bits: Bits
    refusal: Numbers
    confirmed: Truths


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Shape: ``pairs`` as ``DECISIONS``, in the order of their ids; ``person_of`` one number a record."""

    pairs: pa.Table
    person_of: Numbers
    joined: "_Joined"
    """As decided, before anything was said that only people tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """For each pair what is decided of it alone: positions in ``_OUTCOMES`` and ``_REASONS``."""

    bits: Bits
    probability: Bits
    outcome: Numbers
    why: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joined:
    """Weighed pairs, what was decided of each, who is one person by it, and how many things each record holds."""

    pairs: Weighed
    judged: _Judged
    person_of: Numbers
    holds: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What reviewers decided, by pair, and for each weighed pair whether they linked it or held it apart.

    ``first``: those of the linked that are joined before the others.
    """

    pairs: Mapping[Pair, Constraint]
    linked: Truths
    apart: Truths
    first: Truths


def read_pairs(pairs: pa.Table) -> Weighed:
    """``pairs`` as ``PAIRS``."""
    return Weighed(
        left=pairs["rid_l"].to_numpy(),
        right=pairs["rid_r"].to_numpy(),
        bits=pairs["bits"].to_numpy(),
        refusal=pc.fill_null(pairs["refusal"], NOT_REFUSED).to_numpy(),
        confirmed=pairs["confirmed"].to_numpy(),
    )


def decide(
    pairs: Weighed, features: pa.Table, model: Model, *, constraints: Sequence[Constraint], mode: Mode
) -> Decisions:
    """What a reviewer decided goes before all; then the identifiers; then the weights, the best first.

    Then people who are one by all that their records say together.
    """
    pairs = as_heard(pairs, features, model)
    pairs, told = _with_what_is_told(pairs, features, constraints, mode)
    pairs, judged = _without_bridges(pairs, _judge(pairs, model, told), features, model)
    edges, order = _edges(pairs, judged, told)
    limits = _limits(pairs, features, told, mode)
    person_of, refused = join(len(features), edges, limits)
    reunited = reunite(person_of, _between(pairs, told), features, model, limits)
    person_of, refused = reunited.person_of, order[refused]
    refused = refused[person_of[pairs.left[refused]] != person_of[pairs.right[refused]]]
    judged.outcome[refused] = _REVIEW
    judged.why[refused] = _REASONS.index(NOT_INTO_ONE_PERSON)
    _link(judged, reunited, model)
    return _said(_Joined(pairs=pairs, judged=judged, person_of=person_of, holds=things_held(features)), model)


def learn_of_people(decided: Decisions, model: Model) -> tuple[Model, Decisions]:
    """The model with what only people tell of pairs, and the same decisions with what is said by it."""
    model = learn_company(_weighty(decided.joined), model)
    model = learn_apart(decided.pairs, decided.person_of, model, holds=decided.joined.holds)
    return model, _said(decided.joined, model)


def _said(joined: _Joined, model: Model) -> Decisions:
    pairs = joined.pairs
    chance = np.round(told(_weighty(joined), model), 6)
    judged, person_of = _parted(joined, chance)
    judged = _settled(judged, pairs, person_of, model)
    decisions = tell_apart(_decisions(pairs, judged), person_of, model, holds=joined.holds)
    return Decisions(pairs=worth_seeing(decisions, person_of, model), person_of=person_of, joined=joined)


def _parted(joined: _Joined, chance: Bits) -> tuple[_Judged, Numbers]:
    """Links that hold nobody together any more, because all between two groups are likelier wrong, go to a person."""
    pairs, judged, before = joined.pairs, joined.judged, joined.person_of
    linked = (judged.outcome == _LINKED) & (before[pairs.left] == before[pairs.right])
    person_of = held_by_likely_links(pairs.left, pairs.right, linked, chance, before)
    parted = linked & (person_of[pairs.left] != person_of[pairs.right])
    outcome = np.where(parted, _REVIEW, judged.outcome)
    why = np.where(parted, _REASONS.index(CLOSER_TO_OTHERS), judged.why)
    return replace(judged, probability=chance, outcome=outcome, why=why), person_of


def _weighty(joined: _Joined) -> Weighty:
    pairs, judged, person_of = joined.pairs, joined.judged, joined.person_of
    return Weighty(
        left=pairs.left,
        right=pairs.right,
        bits=judged.bits,
        chance=judged.probability,
        linked=(judged.outcome == _LINKED) & (person_of[pairs.left] == person_of[pairs.right]),
        open=np.isin(judged.why, [_REASONS.index(reason) for reason in _OF_WEIGHT]),
        person_of=person_of,
    )


def as_heard(pairs: Weighed, features: pa.Table, model: Model) -> Weighed:
    """The pairs without those refusals that do not speak where the records hold no families."""
    if not model.without_families:
        return pairs
    free = unheard(pairs.refusal, pairs.left, pairs.right, features)
    return replace(pairs, refusal=np.where(free, NOT_REFUSED, pairs.refusal))


def _with_what_is_told(
    pairs: Weighed, features: pa.Table, constraints: Sequence[Constraint], mode: Mode
) -> tuple[Weighed, _Told]:
    """The pairs with those that reviewers linked, and what is obeyed: an undo that cannot wholly be is left out."""
    by_pair = constraints_by_pair(features, constraints)
    while True:
        with_linked = _with_those_linked(pairs, by_pair)
        told = _told_of_each(with_linked, by_pair)
        if not any(one.together for one in by_pair.values()):
            return with_linked, told
        obeyed = obey(by_pair, _limits(with_linked, features, told, mode))
        if not obeyed.left_out:
            first = np.zeros(len(told.first), dtype=bool)
            first[[place for pair, place in _numbers_of(with_linked, by_pair).items() if pair in obeyed.firm]] = True
            return with_linked, replace(told, first=first)
        by_pair = {pair: one for pair, one in by_pair.items() if one.together not in obeyed.left_out}


def _with_those_linked(pairs: Weighed, told: Mapping[Pair, Constraint]) -> Weighed:
    """The pairs, and besides them those that a reviewer linked and nothing else proposes: they weigh nothing."""
    known = set(_numbers_of(pairs, told))
    more = [pair for pair, one in told.items() if one.decided is Decided.LINK and pair not in known]
    if not more:
        return pairs
    ends = np.array(more, dtype=np.int64)
    left, right = np.concatenate([pairs.left, ends[:, 0]]), np.concatenate([pairs.right, ends[:, 1]])
    order = np.lexsort((right, left))
    return Weighed(
        left=left[order],
        right=right[order],
        bits=np.concatenate([pairs.bits, np.zeros(len(more))])[order],
        refusal=np.concatenate([pairs.refusal, np.full(len(more), NOT_REFUSED)])[order],
        confirmed=np.concatenate([pairs.confirmed, np.zeros(len(more), dtype=bool)])[order],
    )


def _numbers_of(pairs: Weighed, told: Mapping[Pair, Constraint]) -> dict[Pair, int]:
    """Where those pairs stand on which a reviewer decided."""
    if not told:
        return {}
    ends = np.array(list(told), dtype=np.int64)
    ranks = (pairs.left << 32) | pairs.right
    wanted = (ends[:, 0] << 32) | ends[:, 1]
    places = np.searchsorted(ranks, wanted)
    found = ranks[np.minimum(places, len(ranks) - 1)] == wanted if len(ranks) else np.zeros(len(wanted), dtype=bool)
    return {pair: place for pair, place, held in zip(told, places.tolist(), found.tolist(), strict=True) if held}


def _told_of_each(pairs: Weighed, told: Mapping[Pair, Constraint]) -> _Told:
    linked, apart = np.zeros(len(pairs.left), dtype=bool), np.zeros(len(pairs.left), dtype=bool)
    for pair, place in _numbers_of(pairs, told).items():
        linked[place], apart[place] = told[pair].decided is Decided.LINK, told[pair].decided is Decided.APART
    return _Told(pairs=told, linked=linked, apart=apart, first=linked)


CONTRADICTED_BITS = -6.0
"""What a pair counts that a predicate refuses without barring it."""


def _judge(pairs: Weighed, model: Model, told: _Told) -> _Judged:
    bits: Bits = pairs.bits + np.where(pairs.confirmed, IDENTIFIER_BITS, 0.0)
    chance = model.probabilities(bits)
    refused = pairs.refusal != NOT_REFUSED
    enough, some = pairs.bits >= model.link_from_bits, pairs.bits >= model.review_from_bits
    worth_seeing = some & (pairs.bits >= _of_refusals(pairs, [r.review_from_bits for r in REFUSALS], none=math.inf))
    asked = (worth_seeing | pairs.confirmed) & _of_refusals(pairs, [r.to_review for r in REFUSALS], none=False)
    apart = np.full(len(bits), _APART)
    identifier, reviewer, evidence, too_little = map(
        _REASONS.index, (SAME_IDENTIFIER, REVIEWER_LINKED, ENOUGH_EVIDENCE, NOT_ENOUGH_EVIDENCE)
    )
    steps: list[Truths] = [told.apart, told.linked, asked, refused, pairs.confirmed, enough, some]
    outcomes: list[Any] = [_APART, _LINKED, _REVIEW, _APART, _LINKED, _LINKED, _REVIEW]
    reasons: list[Any] = [apart, reviewer, pairs.refusal, apart, identifier, evidence, too_little]
    chances: list[Any] = [chance, 1.0, chance, chance, np.maximum(chance, 0.999), chance, chance]
    return _Judged(
        bits=np.round(bits, 4),
        probability=np.round(np.select(steps, chances, chance), 6),
        outcome=np.select(steps, outcomes, _APART),
        why=np.select(steps, reasons, _APART),
    )


def _without_bridges(pairs: Weighed, judged: _Judged, features: pa.Table, model: Model) -> tuple[Weighed, _Judged]:
    """Two who differ and are each told twice are not linked. A record that fits two people is linked to neither."""
    joins, sure = judged.outcome == _LINKED, _is_certain(judged)
    twice = ~sure & differ_and_told_twice(pairs.left, pairs.right, joins, features, model)
    joins &= ~twice
    held = held_to_be_two(pairs.left, pairs.right, pairs.refusal, features)
    two, by_second = (one & ~joins for one in held)
    links = Links(pairs.left, pairs.right, judged.bits, joins, joins & sure, two, by_second)
    torn = fits_two(links, features)
    for found, refusal in ((twice, EACH_TOLD_TWICE), (torn.born, FITS_TWO), (torn.held, FITS_TWINS)):
        judged = replace(
            judged,
            probability=np.where(found, np.minimum(judged.probability, 0.5), judged.probability),
            outcome=np.where(found, _REVIEW, judged.outcome),
            why=np.where(found, refusal, judged.why),
        )
        pairs = replace(pairs, refusal=np.where(found, refusal, pairs.refusal))
    return pairs, judged


def _is_certain(judged: _Judged) -> Truths:
    return np.isin(judged.why, [_REASONS.index(SAME_IDENTIFIER), _REASONS.index(REVIEWER_LINKED)])


def _of_refusals(pairs: Weighed, values: Sequence[T], *, none: T) -> NDArray[Any]:
    """The value of each pair's refusal."""
    return np.array([*values, none])[pairs.refusal]


def _edges(pairs: Weighed, judged: _Judged, told: _Told) -> tuple[Edges, Numbers]:
    """Every weighed pair counts for or against; only linked pairs join. A reviewer's go first, then the best.

    What says too little says nothing against either, though its weight is below nought: that is for want of evidence.
    Also says which pair each edge is.
    """
    joins = judged.outcome == _LINKED
    contradicts = _of_refusals(pairs, [r.contradicts for r in REFUSALS], none=False)
    against = np.where(pairs.bits < 0, CONTRADICTED_BITS, 0.0)
    too_little = ~_of_refusals(pairs, [r.contradicts for r in REFUSALS], none=True)
    bits = np.select([joins, contradicts, too_little], [judged.bits, against, np.maximum(pairs.bits, 0.0)], pairs.bits)
    certain = joins & _is_certain(judged)
    order = np.lexsort((-bits, ~told.linked, ~told.first))
    edges = Edges(left=pairs.left, right=pairs.right, bits=bits, joins=joins, certain=certain)
    return edges.take(order), order


def _between(pairs: Weighed, told: _Told) -> Between:
    """What each weighed pair says of its two people."""
    refused = pairs.refusal != NOT_REFUSED
    of_one_copy = _of_refusals(pairs, [r.of_one_copy for r in REFUSALS], none=False)
    too_little = ~_of_refusals(pairs, [r.contradicts for r in REFUSALS], none=True)
    return Between(
        left=pairs.left,
        right=pairs.right,
        bits=pairs.bits,
        apart=refused & ~of_one_copy & ~told.linked,
        open=~refused | too_little,
        parted=_told_apart(told),
    )


def _link(judged: _Judged, reunited: Reunited, model: Model) -> None:
    """The best pair between two people who were joined is a link by all that they say together."""
    weaker = judged.outcome[reunited.pairs] != _LINKED
    pairs, bits = reunited.pairs[weaker], reunited.bits[weaker]
    judged.bits[pairs], judged.probability[pairs] = np.round(bits, 4), np.round(model.probabilities(bits), 6)
    judged.outcome[pairs], judged.why[pairs] = _LINKED, _REASONS.index(ALL_RECORDS_AGREE)


def _settled(judged: _Judged, pairs: Weighed, person_of: Numbers, model: Model) -> _Judged:
    """Nobody is asked of two records that are in one person already, and as surely as a pair must be to be linked."""
    one = (judged.outcome == _REVIEW) & (person_of[pairs.left] == person_of[pairs.right])
    one &= ~_of_refusals(pairs, [r.contradicts for r in REFUSALS], none=False)
    sure = one & (judged.probability >= model.probability(model.link_from_bits))
    outcome = np.where(sure, _LINKED, judged.outcome)
    return replace(judged, outcome=outcome, why=np.where(sure, _REASONS.index(ALREADY_ONE), judged.why))


def _limits(pairs: Weighed, features: pa.Table, told: _Told, mode: Mode) -> Limits:
    bars = (pairs.bits < _of_refusals(pairs, [r.bars_below_bits for r in REFUSALS], none=-math.inf)) & ~told.linked
    barred = np.column_stack([pairs.left[bars], pairs.right[bars]])
    one_each = [parts_of_one_row(features)]
    if mode is Mode.LINK_ONLY:
        one_each.append(coded(features["dataset"]))
    return Limits(
        barred=np.concatenate([barred, _told_apart(told)]),
        own=coded(features["nhs"]),
        one_each=tuple(one_each),
        births=births_of(features),
        holds=besides_names(features),
    )


def _told_apart(told: _Told) -> Numbers:
    apart = [pair for pair, one in told.pairs.items() if one.decided is Decided.APART]
    return np.array(apart, dtype=np.int64).reshape(-1, 2)


def _decisions(pairs: Weighed, judged: _Judged) -> pa.Table:
    kept = judged.outcome != _APART
    return pa.table(
        [
            pa.array(pairs.left[kept]),
            pa.array(pairs.right[kept]),
            pa.array(judged.bits[kept]),
            pa.array(judged.probability[kept]),
            pa.array([str(o) for o in _OUTCOMES]).take(pa.array(judged.outcome[kept])),
            pa.array(_REASONS).take(pa.array(judged.why[kept])),
        ],
        schema=DECISIONS,
    )
