"""Weighed pairs become outcomes: linked, to review, or apart; and links become people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from goldenthread.linkage.clustering import Edge, Pair, Rules, cluster
from goldenthread.linkage.model import Model
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import LINKS, PEOPLE, Constraint, Decided, Mode, Outcome

IDENTIFIER_BITS = 20.0
"""A sound number agrees by chance or mistake for fewer than one pair in a million."""

SAME_IDENTIFIER = "the same verified or well-formed identifier"
REVIEWER_LINKED = "a reviewer joined them"
ENOUGH_EVIDENCE = "names, dates and places agree"
NOT_ENOUGH_EVIDENCE = "the evidence is not enough by itself"
NOT_INTO_ONE_PERSON = "joining them would put into one person what cannot be one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One weighed pair."""

    pair: Pair
    bits: float
    refusal: int | None
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    pair: Pair
    bits: float
    probability: float
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Shape: ``decisions`` in the order of their pairs; ``person_of`` one number a record."""

    decisions: tuple[Decision, ...]
    person_of: tuple[int, ...]


def read_pairs(pairs: pa.Table) -> list[Weighed]:
    columns = (pairs[name].to_pylist() for name in ("rid_l", "rid_r", "bits", "refusal", "confirmed"))
    return [
        Weighed(pair=(left, right), bits=bits, refusal=refusal, confirmed=confirmed)
        for left, right, bits, refusal, confirmed in zip(*columns, strict=True)
    ]


def decide(
    pairs: Sequence[Weighed], features: pa.Table, model: Model, *, constraints: Sequence[Constraint], mode: Mode
) -> Decisions:
    """What a reviewer decided goes before all; then the identifiers; then the weights, the best first."""
    told = _constraints_by_pair(features, constraints)
    first = {w.pair: _outcome(w, model, told.get(w.pair)) for w in pairs}
    for pair, decided in told.items():
        if decided is Decided.LINK and pair not in first:
            first[pair] = _decision(pair, 0.0, 1.0, Outcome.LINKED, REVIEWER_LINKED)
    edges = _edges(pairs, first, told)
    person_of, refused = cluster(len(features), edges, _rules(pairs, features, told, mode))
    for pair in refused:
        before = first[pair]
        if before:
            first[pair] = _decision(pair, before.bits, before.probability, Outcome.REVIEW, NOT_INTO_ONE_PERSON)
    kept = tuple(d for _, d in sorted(first.items()) if d)
    return Decisions(decisions=kept, person_of=tuple(person_of))


CONTRADICTED_BITS = -6.0
"""What a pair counts that a predicate refuses without barring it."""


def _edges(pairs: Sequence[Weighed], first: Mapping[Pair, Decision | None], told: Mapping[Pair, Decided]) -> list[Edge]:
    """Every weighed pair counts for or against; only linked pairs join. A reviewer's go first, then the best."""
    refused = {w.pair for w in pairs if w.refusal is not None and REFUSALS[w.refusal].contradicts}
    bits = {w.pair: w.bits for w in pairs}
    edges = []
    for pair, decision in first.items():
        joins = decision is not None and decision.outcome is Outcome.LINKED
        certain = joins and decision is not None and decision.why in (SAME_IDENTIFIER, REVIEWER_LINKED)
        weight = decision.bits if joins and decision else bits.get(pair, CONTRADICTED_BITS)
        if pair in refused and not joins:
            weight = CONTRADICTED_BITS if weight < 0 else 0.0
        edges.append(Edge(pair=pair, bits=weight, joins=joins, certain=certain))
    edges.sort(key=lambda e: (told.get(e.pair) is not Decided.LINK, -e.bits, e.pair))
    return edges


def _outcome(weighed: Weighed, model: Model, told: Decided | None) -> Decision | None:
    """``None``: apart."""
    bits = weighed.bits + (IDENTIFIER_BITS if weighed.confirmed else 0.0)
    probability = model.probability(bits)
    if told is Decided.APART:
        return None
    if told is Decided.LINK:
        return _decision(weighed.pair, bits, 1.0, Outcome.LINKED, REVIEWER_LINKED)
    if weighed.refusal is not None:
        refusal = REFUSALS[weighed.refusal]
        from_bits = max(model.review_from_bits, refusal.review_from_bits)
        worth_seeing = refusal.to_review and (weighed.confirmed or weighed.bits >= from_bits)
        return _decision(weighed.pair, bits, probability, Outcome.REVIEW, refusal.name) if worth_seeing else None
    if weighed.confirmed:
        return _decision(weighed.pair, bits, max(probability, 0.999), Outcome.LINKED, SAME_IDENTIFIER)
    if weighed.bits >= model.link_from_bits:
        return _decision(weighed.pair, bits, probability, Outcome.LINKED, ENOUGH_EVIDENCE)
    if weighed.bits >= model.review_from_bits:
        return _decision(weighed.pair, bits, probability, Outcome.REVIEW, NOT_ENOUGH_EVIDENCE)
    return None


def _decision(pair: Pair, bits: float, probability: float, outcome: Outcome, why: str) -> Decision:
    return Decision(pair=pair, bits=round(bits, 4), probability=round(probability, 6), outcome=outcome, why=why)


def _constraints_by_pair(features: pa.Table, constraints: Sequence[Constraint]) -> dict[Pair, Decided]:
    if not constraints:
        return {}
    records = zip(features["dataset"].to_pylist(), features["record_id"].to_pylist(), strict=True)
    rid = {record: i for i, record in enumerate(records)}
    told: dict[Pair, Decided] = {}
    for c in constraints:
        left, right = rid.get((c.dataset_l, c.record_id_l)), rid.get((c.dataset_r, c.record_id_r))
        if left is None or right is None or left == right:
            continue
        pair = (min(left, right), max(left, right))
        # Of two decisions on one pair the careful one stands.
        told[pair] = Decided.APART if Decided.APART in (told.get(pair), c.decided) else c.decided
    return told


def _rules(pairs: Sequence[Weighed], features: pa.Table, told: Mapping[Pair, Decided], mode: Mode) -> Rules:
    barred = {w.pair for w in pairs if w.refusal is not None and REFUSALS[w.refusal].bars_at(w.bits)}
    barred -= {pair for pair, decided in told.items() if decided is Decided.LINK}
    barred |= {pair for pair, decided in told.items() if decided is Decided.APART}
    own = [_values(features, "nhs")]
    barred |= _parts_of_one_row(features)
    if mode is Mode.LINK_ONLY:
        return Rules(barred=frozenset(barred), own_values=tuple(own), one_each=tuple(features["dataset"].to_pylist()))
    return Rules(barred=frozenset(barred), own_values=tuple(own))


def _values(features: pa.Table, column: str) -> dict[int, str]:
    return {i: value for i, value in enumerate(features[column].to_pylist()) if value is not None}


def _parts_of_one_row(features: pa.Table) -> set[Pair]:
    """Several people described by one row of a file are several people."""
    rows: dict[tuple[str, int], list[int]] = {}
    for rid, (dataset, row) in enumerate(
        zip(features["dataset"].to_pylist(), features["row"].to_pylist(), strict=True)
    ):
        if row is not None:
            rows.setdefault((dataset, row), []).append(rid)
    return {(a, b) for rids in rows.values() for i, a in enumerate(rids) for b in rids[i + 1 :]}


def links_table(decided: Decisions, features: pa.Table) -> pa.Table:
    dataset, record = features["dataset"].to_pylist(), features["record_id"].to_pylist()
    d = decided.decisions
    return pa.table(
        {
            "dataset_l": [dataset[x.pair[0]] for x in d],
            "record_id_l": [record[x.pair[0]] for x in d],
            "dataset_r": [dataset[x.pair[1]] for x in d],
            "record_id_r": [record[x.pair[1]] for x in d],
            "weight_bits": [x.bits for x in d],
            "probability": [x.probability for x in d],
            "outcome": [str(x.outcome) for x in d],
            "why": [x.why for x in d],
        },
        schema=LINKS,
    )


def people_table(decided: Decisions, features: pa.Table) -> pa.Table:
    return pa.table(
        {"dataset": features["dataset"], "record_id": features["record_id"], "cluster": list(decided.person_of)},
        schema=PEOPLE,
    )
