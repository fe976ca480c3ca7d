"""Weighed pairs become outcomes: linked, to review, or apart; and links become people. All in columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from goldenthread.linkage.believing import BELIEVABLE, with_believed
from goldenthread.linkage.bridging import Links, births_of, fits_two, held_to_be_two
from goldenthread.linkage.brought_together import A_RULE_SAYS_TWO, asked_about
from goldenthread.linkage.comparable import besides_names, parts_of_one_row, things_held
from goldenthread.linkage.doubting import WHY_DOUBTED, doubted, learn_to_doubt
from goldenthread.linkage.joining import Bits, Edges, Limits, Numbers, Truths, join
from goldenthread.linkage.model import Model, chances_of
from goldenthread.linkage.numbering import coded
from goldenthread.linkage.obeying import Told, by_pair, in_order_of_first_records, obey, told_apart
from goldenthread.linkage.parting import held_without
from goldenthread.linkage.refusing import EACH_TOLD_TWICE, FITS_TWINS, FITS_TWO, REFUSALS
from goldenthread.linkage.reuniting import Between, Reunited, reunite
from goldenthread.linkage.second_look import with_doubted
from goldenthread.linkage.shapes import DECISIONS, Constraint, Mode, Outcome
from goldenthread.linkage.standing_alone import TOO_LITTLE_EVIDENCE, learn_apart, tell_apart
from goldenthread.linkage.telling import Weighty, learn_company, told
from goldenthread.linkage.told_twice import differ_and_told_twice
from goldenthread.linkage.weighed import NOT_REFUSED, Judged, Weighed, places_of, with_those_told
from goldenthread.linkage.without_families import unheard
from goldenthread.linkage.worth_seeing import worth_seeing

IDENTIFIER_BITS = 20.0
"""A sound number agrees by chance or mistake for fewer than one pair in a million."""

SAME_IDENTIFIER = "the same verified or well-formed identifier"
REVIEWER_LINKED = "a reviewer joined them"
ENOUGH_EVIDENCE = "names, dates and places agree"
A_SLIP = "what differs is a slip, by all that is known of people"
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
    *WHY_DOUBTED,
    A_RULE_SAYS_TWO,
    A_SLIP,
)
_OF_WEIGHT = (ENOUGH_EVIDENCE, NOT_ENOUGH_EVIDENCE, NOT_INTO_ONE_PERSON)
_OUTCOMES = (Outcome.REVIEW, Outcome.LINKED)
_APART, _REVIEW, _LINKED = -1, 0, 1

NOBODY_APART: Numbers = np.empty((0, 2), dtype=np.int64)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Shape: ``pairs`` as ``DECISIONS``, in the order of their ids; ``person_of`` one number a record."""

    pairs: pa.Table
    person_of: Numbers
    joined: "_Joined"
    """As decided, before anything was said that only people tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joined:
    """Weighed pairs, what was decided of each, who is one person by it, and how many things each record holds."""

    pairs: Weighed
    judged: Judged
    person_of: Numbers
    holds: Numbers
    features: pa.Table
    heard: "_Heard | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What people decided, and what to obey it by."""

    told: Told
    limits: Limits


def decide(
    pairs: Weighed,
    features: pa.Table,
    model: Model,
    *,
    constraints: Sequence[Constraint],
    mode: Mode,
    first: Decisions | None = None,
) -> Decisions:
    """Decide, if ``first`` is not what was decided already; then without the links that people make too unlikely; and
    then with those that people make likely enough, in spite of what held them apart."""
    decided = first or _decide(pairs, features, model, constraints=constraints, mode=mode)
    if model.least_told:
        doubted = with_doubted(pairs.left, pairs.right, pairs.refusal, _weighty(decided.joined), features, model)
        pairs = replace(pairs, refusal=doubted)
        decided = _decide(pairs, features, model, constraints=constraints, mode=mode)
    if model.believed_from:
        said = _said(replace(decided.joined, heard=None), model)
        refusal = decided.joined.pairs.refusal
        believed = with_believed(pairs, refusal, said.pairs, said.person_of, features, model.believed_from)
        decided = _decide(believed, features, model, constraints=constraints, mode=mode)
    return decided


def _decide(
    pairs: Weighed, features: pa.Table, model: Model, *, constraints: Sequence[Constraint], mode: Mode
) -> Decisions:
    """The identifiers go first; then the weights, the best first; then people who are one by all that their records
    say together. What people decided is heard after all that, and changes nothing but what it is about."""
    pairs = as_heard(pairs, features, model)
    pairs, judged = _without_bridges(pairs, _judge(pairs, model), features, model)
    limits = _limits(pairs, features, mode)
    nobody = np.arange(len(features))
    alone = _Joined(pairs=pairs, judged=judged, person_of=nobody, holds=things_held(features), features=features)
    joined = _people(alone, model, limits)
    _refuse(joined)
    told = by_pair(features, constraints)
    heard = _Heard(told=told, limits=limits) if told else None
    return _said(replace(joined, heard=heard), model)


def learn_of_people(decided: Decisions, model: Model) -> tuple[Model, Decisions]:
    """The model with what only people tell of pairs, learned before any were doubted; and what is said by it."""
    if not model.least_told:
        weighty = _weighty(decided.joined)
        model = learn_to_doubt(weighty, decided.joined.features, learn_company(weighty, model))
    model = learn_apart(decided.pairs, decided.person_of, model, holds=decided.joined.holds)
    return model, _said(decided.joined, model)


def _said(joined: _Joined, model: Model) -> Decisions:
    pairs = joined.pairs
    chance = np.round(told(_weighty(joined), model), 6)
    judged, person_of = _parted(joined, chance, model)
    if joined.heard:
        obeyed = _as_told(replace(joined, judged=judged.copy(), person_of=person_of), joined.heard, model)
        pairs, judged, person_of = obeyed.pairs, obeyed.judged, obeyed.person_of
    judged = _settled(judged, pairs, person_of, model)
    decisions = tell_apart(_decisions(pairs, judged), person_of, model, holds=joined.holds)
    return Decisions(pairs=worth_seeing(decisions, person_of, model), person_of=person_of, joined=joined)


def _parted(joined: _Joined, chance: Bits, model: Model) -> tuple[Judged, Numbers]:
    """Links that hold nobody together any more, because all between two groups are doubted, go to a person."""
    pairs, judged, before = joined.pairs, joined.judged, joined.person_of
    weighty = _weighty(joined)
    doubts = doubted(weighty, chance, joined.features, model)
    person_of = held_without(pairs.left, pairs.right, weighty.linked, doubts.links, before)
    parted = person_of[pairs.left[doubts.links]] != person_of[pairs.right[doubts.links]]
    judged = replace(judged, probability=chance.copy(), outcome=judged.outcome.copy(), why=judged.why.copy())
    links = doubts.links[parted]
    judged.probability[links] = doubts.said[parted]
    for place, reason in enumerate(WHY_DOUBTED):
        judged.rule(links[doubts.why[parted] == place], _REVIEW, _REASONS.index(reason))
    return judged, person_of


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


CONTRADICTED_BITS = -6.0
"""What a pair counts that a predicate refuses without barring it."""


def _judge(pairs: Weighed, model: Model) -> Judged:
    bits: Bits = pairs.bits + np.where(pairs.confirmed, IDENTIFIER_BITS, 0.0)
    chance = model.probabilities(bits)
    refused = pairs.refusal != NOT_REFUSED
    enough, some = pairs.bits >= model.link_from_bits, pairs.bits >= model.review_from_bits
    worth_seeing = some & (pairs.bits >= _of_refusals(pairs, [r.review_from_bits for r in REFUSALS], none=math.inf))
    asked = (worth_seeing | pairs.confirmed) & _of_refusals(pairs, [r.to_review for r in REFUSALS], none=False)
    apart = np.full(len(bits), _APART)
    identifier, evidence, too_little = map(_REASONS.index, (SAME_IDENTIFIER, ENOUGH_EVIDENCE, NOT_ENOUGH_EVIDENCE))
    steps: list[Truths] = [asked, refused, pairs.confirmed, pairs.believed, enough, some]
    outcomes: list[Any] = [_REVIEW, _APART, _LINKED, _LINKED, _LINKED, _REVIEW]
    reasons: list[Any] = [pairs.refusal, apart, identifier, _REASONS.index(A_SLIP), evidence, too_little]
    chances: list[Any] = [chance, chance, np.maximum(chance, 0.999), chances_of(bits), chance, chance]
    return Judged(
        bits=np.round(bits, 4),
        probability=np.round(np.select(steps, chances, chance), 6),
        outcome=np.select(steps, outcomes, _APART),
        why=np.select(steps, reasons, _APART),
    )


def _without_bridges(pairs: Weighed, judged: Judged, features: pa.Table, model: Model) -> tuple[Weighed, Judged]:
    """Two who differ and are each told twice are not linked. A record that fits two people is linked to neither."""
    joins, sure = judged.outcome == _LINKED, judged.why == _REASONS.index(SAME_IDENTIFIER)
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


def _of_refusals(pairs: Weighed, values: Sequence[T], *, none: T) -> NDArray[Any]:
    """The value of each pair's refusal."""
    return np.array([*values, none])[pairs.refusal]


def _people(joined: _Joined, model: Model, limits: Limits, apart: Numbers = NOBODY_APART) -> _Joined:
    """Who is one person by these pairs. Shape: ``apart``: those whom people keep apart, (pairs, 2)."""
    pairs, judged = joined.pairs, joined.judged
    person_of, _ = join(len(joined.person_of), _edges(pairs, judged), limits)
    reunited = reunite(person_of, _between(pairs, apart), joined.features, model, limits)
    _link(judged, reunited, model)
    return replace(joined, person_of=reunited.person_of)


def _edges(pairs: Weighed, judged: Judged) -> Edges:
    """Every weighed pair counts for or against; only linked pairs join. The best go first."""
    joins, bits = judged.outcome == _LINKED, _evidence(pairs, judged)
    certain = joins & (judged.why == _REASONS.index(SAME_IDENTIFIER))
    edges = Edges(left=pairs.left, right=pairs.right, bits=bits, joins=joins, certain=certain)
    return edges.take(np.argsort(-bits, kind="stable"))


def _evidence(pairs: Weighed, judged: Judged) -> Bits:
    """What each weighed pair counts for its two being one person, or against.

    What says too little says nothing against either, though its weight is below nought: that is for want of evidence.
    """
    joins = judged.outcome == _LINKED
    contradicts = _of_refusals(pairs, [r.contradicts for r in REFUSALS], none=False)
    against = np.where(pairs.bits < 0, CONTRADICTED_BITS, 0.0)
    too_little = ~_of_refusals(pairs, [r.contradicts for r in REFUSALS], none=True)
    return np.select([joins, contradicts, too_little], [judged.bits, against, np.maximum(pairs.bits, 0.0)], pairs.bits)


def _between(pairs: Weighed, apart: Numbers) -> Between:
    """What each weighed pair says of its two people."""
    refused = pairs.refusal != NOT_REFUSED
    of_one_copy = _of_refusals(pairs, [r.of_one_copy for r in REFUSALS], none=False)
    too_little = ~_of_refusals(pairs, [r.contradicts for r in REFUSALS], none=True)
    return Between(
        left=pairs.left,
        right=pairs.right,
        bits=pairs.bits,
        apart=refused & ~of_one_copy,
        open=~refused | too_little,
        parted=apart,
    )


def _link(judged: Judged, reunited: Reunited, model: Model) -> None:
    """The best pair between two people who were joined is a link by all that they say together."""
    weaker = judged.outcome[reunited.pairs] != _LINKED
    pairs, bits = reunited.pairs[weaker], reunited.bits[weaker]
    judged.bits[pairs], judged.probability[pairs] = np.round(bits, 4), np.round(model.probabilities(bits), 6)
    judged.rule(pairs, _LINKED, _REASONS.index(ALL_RECORDS_AGREE))


def _as_told(joined: _Joined, heard: _Heard, model: Model) -> _Joined:
    obeyed = _brought_together(_kept_apart(joined, heard, model), heard, model)
    _refuse(obeyed)
    return obeyed


def _kept_apart(joined: _Joined, heard: _Heard, model: Model) -> _Joined:
    """Where people keep two records of one person apart, who is who among its records is found anew. Nobody is joined
    for it: with whom else they may belong is a question of its own."""
    apart, person_of = told_apart(heard.told), joined.person_of
    joined.judged.rule(places_of(joined.pairs, apart), _APART, _APART)
    torn = person_of[apart[:, 0]] == person_of[apart[:, 1]]
    inside = np.isin(person_of, person_of[apart[torn, 0]])
    left, right = joined.pairs.left, joined.pairs.right
    among = np.flatnonzero(inside[left] & (person_of[left] == person_of[right]))
    within = replace(joined, pairs=joined.pairs.take(among), judged=joined.judged.take(among))
    limits = replace(heard.limits, barred=np.concatenate([heard.limits.barred, apart]))
    pieces = _people(within, model, limits, apart)
    joined.judged.put(among, pieces.judged)
    found = np.where(inside, len(person_of) + pieces.person_of, person_of)
    return replace(joined, person_of=in_order_of_first_records(found))


def _brought_together(joined: _Joined, heard: _Heard, model: Model) -> _Joined:
    """Whom people call one are one. So they also say whose a record is that fits two."""
    pairs, judged, before = joined.pairs, joined.judged, joined.person_of
    barred = _barred(pairs, [one.bars_people_below_bits for one in REFUSALS])
    said = np.column_stack([pairs.left, pairs.right]), _evidence(pairs, judged)
    obeyed = obey(heard.told, before, _ties(joined), replace(heard.limits, barred=barred), said)
    person_of, ruled = obeyed.person_of, np.array(sorted(obeyed.pairs), dtype=np.int64).reshape(-1, 2)
    now_one = (before[pairs.left] != before[pairs.right]) & (person_of[pairs.left] == person_of[pairs.right])
    told_whose = np.flatnonzero(now_one & np.isin(judged.why, (FITS_TWO, FITS_TWINS)))
    judged.probability[told_whose] = np.round(model.probabilities(judged.bits[told_whose]), 6)
    judged.rule(told_whose, _LINKED, _REASONS.index(ENOUGH_EVIDENCE))
    judged.rule(asked_about(pairs, before, now_one, places_of(pairs, ruled)), _REVIEW, _REASONS.index(A_RULE_SAYS_TWO))
    pairs, judged = with_those_told(pairs, judged, ruled)
    places = places_of(pairs, ruled)
    judged.probability[places] = 1.0
    judged.rule(places, _LINKED, _REASONS.index(REVIEWER_LINKED))
    return replace(joined, pairs=pairs, judged=judged, person_of=person_of)


def _ties(joined: _Joined) -> Numbers:
    """The links within people, the surest first. Shape: (pairs, 2)."""
    pairs, person_of = joined.pairs, joined.person_of
    held = np.flatnonzero((joined.judged.outcome == _LINKED) & (person_of[pairs.left] == person_of[pairs.right]))
    held = held[np.argsort(-joined.judged.bits[held], kind="stable")]
    return np.column_stack([pairs.left[held], pairs.right[held]])


def _refuse(joined: _Joined) -> None:
    """A link between two people was not to be: it goes to a person."""
    apart = joined.person_of[joined.pairs.left] != joined.person_of[joined.pairs.right]
    refused = np.flatnonzero(apart & (joined.judged.outcome == _LINKED))
    joined.judged.rule(refused, _REVIEW, _REASONS.index(NOT_INTO_ONE_PERSON))


def _settled(judged: Judged, pairs: Weighed, person_of: Numbers, model: Model) -> Judged:
    """Nobody is asked of two records that are in one person already, and as surely as a pair must be to be linked; or,
    where a predicate speaks against it, to be believed in spite of it."""
    one = (judged.outcome == _REVIEW) & (person_of[pairs.left] == person_of[pairs.right])
    contradicts = _of_refusals(pairs, [r.contradicts for r in REFUSALS], none=False)
    believable = _of_refusals(pairs, [r.name in BELIEVABLE for r in REFUSALS], none=False)
    least = model.believed_from if model.believed_from else math.inf
    enough = np.where(contradicts, np.where(believable, least, math.inf), model.probability(model.link_from_bits))
    sure = one & (judged.probability >= enough)
    outcome = np.where(sure, _LINKED, judged.outcome)
    return replace(judged, outcome=outcome, why=np.where(sure, _REASONS.index(ALREADY_ONE), judged.why))


def _barred(pairs: Weighed, below_bits: Sequence[float]) -> Numbers:
    """Those that a predicate bars. Shape: (pairs, 2)."""
    bars = np.flatnonzero(pairs.bits < _of_refusals(pairs, below_bits, none=-math.inf))
    return np.column_stack([pairs.left[bars], pairs.right[bars]])


def _limits(pairs: Weighed, features: pa.Table, mode: Mode) -> Limits:
    one_each = [parts_of_one_row(features)]
    if mode is Mode.LINK_ONLY:
        one_each.append(coded(features["dataset"]))
    return Limits(
        barred=_barred(pairs, [refusal.bars_below_bits for refusal in REFUSALS]),
        own=tuple(coded(features[column]) for column in ("nhs", "newborn")),
        one_each=tuple(one_each),
        births=births_of(features),
        holds=besides_names(features),
    )


def _decisions(pairs: Weighed, judged: Judged) -> pa.Table:
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
