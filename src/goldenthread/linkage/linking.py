"""Records become people: clean, compare, train if need be, weigh, decide, and report what was done."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.believing import believed_from
from goldenthread.linkage.biases import consent_coverage, miss_rates
from goldenthread.linkage.blocking import choose_keys
from goldenthread.linkage.calibrating import Bin, calibrate, draw_lines, why_not_checked, wrong_identifiers
from goldenthread.linkage.cards import Card
from goldenthread.linkage.choosing import choose_comparisons
from goldenthread.linkage.claiming import claim_of
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.counting import filled_shares, own_columns, with_term_frequencies
from goldenthread.linkage.deciding import (
    Decisions,
    as_heard,
    decide,
    learn_of_people,
)
from goldenthread.linkage.engines.engine import LEAST_BITS, Engine
from goldenthread.linkage.features import in_feature_order, make_features
from goldenthread.linkage.identifier_use import IdentifierUse, default_identifier_use
from goldenthread.linkage.model import USE, Model, hold_to_use
from goldenthread.linkage.name_changes import name_change_rates
from goldenthread.linkage.naming import what_changed
from goldenthread.linkage.promising import promise
from goldenthread.linkage.reckoning import reckon
from goldenthread.linkage.reporting import report_run
from goldenthread.linkage.second_look import least_told
from goldenthread.linkage.shapes import DECISIONS, LINKS, PEOPLE, Constraint, Linked, Mode, Working
from goldenthread.linkage.told_twice import for_training, with_told_twice
from goldenthread.linkage.training import steps_of, train
from goldenthread.linkage.weighed import Weighed, read_pairs
from goldenthread.linkage.without_families import bins_with, is_without_families

ENGINES = ("plain", "duckdb", "spark")

_NOT_LEARNED = "the built-in weights, since nothing could be learned from these records ({}); "

Progress = Callable[[str], None]


def link(
    records: pa.Table,
    *,
    on: date,
    engine: str = "duckdb",
    model: Model | None = None,
    identifiers: IdentifierUse | None = None,
    constraints: Sequence[Constraint] = (),
    previous: Mapping[tuple[str, str], str] | None = None,
    mode: Mode = Mode.LINK_AND_DEDUPE,
    others: Mapping[str, str] | None = None,
    use: str = USE,
    progress: Progress | None = None,
) -> Linked:
    """Say which ``records`` describe one person. The same records and model give the same answer.

    ``others`` names columns of the records' ``other`` and how each is compared; ``previous`` maps records to the
    person ids of an earlier run, so that the report can say what changed. Raises: ModelForAnotherUse.
    """
    hold_to_use(model, use)
    say = progress or (lambda _: None)
    others = dict(model.others if model else others or {})
    say("cleaning")
    use_of = identifiers or default_identifier_use()
    features = make_features(records, on=on, identifiers=use_of, others=others, constraints=constraints)
    filled, own = filled_shares(features), frozenset(model.own if model else own_columns(features, others))
    comparisons = model.chosen() if model else choose_comparisons(filled, others, own)
    features = with_term_frequencies(features, comparisons)
    machine = _open(engine)
    say("comparing")
    keys = choose_keys(filled, others, len(records))
    learned_by = (*comparisons, *for_training(comparisons)) if model is None else comparisons
    compared = machine.compare(with_told_twice(features) if model is None else features, learned_by, keys, mode)
    claimed_before = bool(model and model.rests_on)
    if model is None:
        say("training")
        model = _train(machine, features, comparisons, on, compared, mode, others, own, use)
    say("weighing")
    machine.weigh(model)
    say("deciding")
    judging = partial(_judged, machine, features, constraints=constraints, mode=mode)
    judged = judging(model, machine.bins()) if claimed_before else _with_lines(machine, features, model, judging)
    model, decided, bins = judged.model, judged.decided, judged.bins
    pairs = as_heard(read_pairs(judged.found), features, model)
    links, people = _links_table(decided, features), _people_table(decided, features)
    more = _errors(pairs, features, records, model, decided, bins) | {"model_was_given": claimed_before}
    more["changed"] = what_changed(people, previous) if previous is not None else None
    report = report_run(records, features, links, people, model, bins=bins, compared=compared, **more)
    working = Working(features=features, pairs=judged.found, keys=keys, constraints=tuple(constraints), mode=mode)
    return Linked(links=links, people=people, model=model, report=report, working=working)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """Shape: ``found`` as ``PAIRS``: those that were decided on."""

    model: Model
    bins: Sequence[Bin]
    found: pa.Table
    decided: Decisions


def _judged(
    machine: Engine,
    features: pa.Table,
    model: Model,
    bins: Sequence[Bin],
    *,
    constraints: Sequence[Constraint],
    mode: Mode,
    first: _Judged | None = None,
) -> _Judged:
    """``first``: what was decided of the same pairs by the model before it learned of people."""
    found = first.found if first else machine.pairs(from_bits=min(model.review_from_bits, model.link_from_bits))
    before = first.decided if first else None
    decided = decide(read_pairs(found), features, model, constraints=constraints, mode=mode, first=before)
    return _Judged(model=model, bins=bins, found=found, decided=decided)


def _with_lines(machine: Engine, features: pa.Table, model: Model, judging: Callable[..., _Judged]) -> _Judged:
    """Draw the lines and decide; and again, where the records turn out to hold no families, or links to be unlikely."""
    bins = machine.bins()
    judged = judging(_draw(model, bins), bins)
    if is_without_families(judged.decided.pairs, judged.decided.person_of, model):
        bins = bins_with(bins, machine.pairs(from_bits=LEAST_BITS), features)
        judged = judging(_draw(replace(model, without_families=True), bins), bins)
    first = judged
    learned, decided = learn_of_people(judged.decided, judged.model)
    if least := least_told(decided.pairs, features):
        doubting = replace(learned, stand_alone=0.0, apart={}, least_told=least)
        judged = judging(doubting, bins, first=judged)
        learned, decided = learn_of_people(judged.decided, doubting)
    if least := believed_from(decided.pairs):
        learned = replace(learned, believed_from=least)
        judged = judging(learned, bins, first=first)
        decided = judged.decided
    claim = claim_of(decided.pairs).in_words()
    return replace(judged, model=replace(learned, rests_on=f"{learned.rests_on}; {claim}"), decided=decided)


def _errors(
    pairs: Weighed, features: pa.Table, records: pa.Table, model: Model, decided: Decisions, bins: Sequence[Bin]
) -> dict[str, Any]:
    """What is expected to be wrong and found, whom linkage would miss, what a changed name costs, and whom consent
    would leave out."""
    person_of = decided.person_of
    groups = in_feature_order(records, "groups")
    return {
        "promised": promise(decided.pairs, person_of),
        "reckoned": reckon(decided.pairs, person_of, pairs, bins, model),
        "rates": miss_rates(pairs, features, groups, model, person_of),
        "name_changes": name_change_rates(pairs, features, model, person_of),
        "consent": consent_coverage(groups, person_of),
    }


def _open(engine: str) -> Engine:
    match engine:
        case "duckdb":
            from goldenthread.linkage.engines.splink_duckdb import SplinkDuckDB

            return SplinkDuckDB()
        case "plain":
            from goldenthread.linkage.engines.plain import Plain

            return Plain()
        case "spark":
            from goldenthread.linkage.engines.spark import Spark

            return Spark()
        case _:
            raise ValueError(f"there is no engine called {engine!r}. There are: {', '.join(ENGINES)}.")


def _train(
    machine: Engine,
    features: pa.Table,
    comparisons: Sequence[Comparison],
    on: date,
    compared: int,
    mode: Mode,
    others: dict[str, str],
    own: frozenset[str],
    use: str,
) -> Model:
    """The model before its lines are drawn. It rests on nothing yet, or on why nothing could be learned."""
    sizes = {c["values"]: c["counts"] for c in pc.value_counts(features["dataset"]).to_pylist()}
    possible = possible_pairs(sizes.values(), mode)
    estimate = train(
        (*comparisons, *for_training(comparisons)),
        records=len(features),
        possible_pairs=max(possible, 1.0),
        random_levels=machine.random_levels(),
        expecting=machine.expecting(),
    )
    card = Card(
        trained_on=on.isoformat(),
        records=len(features),
        possible_pairs=possible,
        compared_pairs=compared,
        expected_matches=estimate.matches,
        expected_relatives=estimate.relatives,
        expected_namesakes=estimate.namesakes,
        sources=tuple(sorted(sizes)),
        may_be_used_for=use,
    )
    return Model(
        card=card,
        others=others,
        own=tuple(sorted(own)),
        comparisons=tuple(c.name for c in comparisons),
        steps={c.name: steps_of(c, estimate) for c in comparisons},
        against_stranger_bits=round(math.log2(estimate.matches / estimate.strangers), 6),
        against_relative_bits=round(math.log2(estimate.matches / estimate.relatives), 6),
        against_namesake_bits=round(math.log2(estimate.matches / estimate.namesakes), 6),
        calibration=(),
        link_from_bits=0.0,
        review_from_bits=0.0,
        rests_on=_NOT_LEARNED.format(estimate.not_learned) if estimate.not_learned else "",
    )


def possible_pairs(sizes: Collection[int], mode: Mode) -> float:
    """How many pairs there are in all, of the kind that the mode compares. ``sizes``: records of each dataset."""
    every = _pairs_among(sum(sizes))
    within = sum(map(_pairs_among, sizes))
    match mode:
        case Mode.LINK_ONLY:
            return every - within
        case Mode.DEDUPE_ONLY:
            return within
        case Mode.LINK_AND_DEDUPE:
            return every


def _pairs_among(records: int) -> float:
    return records * (records - 1) / 2


def _draw(model: Model, bins: Sequence[Bin]) -> Model:
    """Calibrate, draw the lines and say on what the estimate rests. What it comes to is known when all is linked."""
    confirmed, refuted = sum(b.confirmed for b in bins), sum(b.refuted for b in bins)
    model = replace(
        model,
        calibration=calibrate(bins),
        card=replace(model.card, confirmed_pairs=int(confirmed), refuted_pairs=int(refuted)),
    )
    lines = draw_lines(bins, model)
    basis = (
        f"{confirmed:,.0f} pairs confirmed and {refuted:,.0f} refuted by sound identifiers, "
        f"of which {wrong_identifiers(bins):.2%} are taken to be wrong"
        if model.calibration
        else f"the model's own estimate: {why_not_checked(bins)} to check it by them"
    )
    return replace(
        model,
        link_from_bits=lines.link_from_bits,
        review_from_bits=lines.review_from_bits,
        rests_on=model.rests_on + basis,
    )


def _links_table(decided: Decisions, features: pa.Table) -> pa.Table:
    pairs = decided.pairs
    ends = {
        f"{name}_{side}": features[name].take(pairs[f"rid_{side}"])
        for side in ("l", "r")
        for name in ("dataset", "record_id")
    }
    return pa.table({**ends, **{name: pairs[name] for name in DECISIONS.names[2:]}}, schema=LINKS)


def _people_table(decided: Decisions, features: pa.Table) -> pa.Table:
    return pa.table(
        {"dataset": features["dataset"], "record_id": features["record_id"], "cluster": decided.person_of},
        schema=PEOPLE,
    )
