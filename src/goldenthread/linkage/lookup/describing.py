"""Somebody described by name, birth date and postcode alone, for an index that lives elsewhere: in a database.

That index files lines of text under numbers and gives back the lines that share a number with the description. What
is filed, under which numbers, and how it is weighed is here; the weights are the batch's own.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.blocking import choose_keys
from goldenthread.linkage.comparisons import NOTHING_TO_COMPARE
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import IGNORED
from goldenthread.linkage.incremental.reference import SHARE, VALUE, Reference, apply_reference, refer_to
from goldenthread.linkage.lookup.commonness import Common
from goldenthread.linkage.lookup.details import Details, details_of
from goldenthread.linkage.lookup.filing import WHOSE, entries_of, groups_of, lines_of
from goldenthread.linkage.lookup.layout import Layout
from goldenthread.linkage.lookup.numbers import (
    ALL_BITS,
    FACTOR,
    NOTHING,
    Numbers,
    joined,
    joined_columns,
    number_of,
    numbers_of,
)
from goldenthread.linkage.lookup.scoring import Scored, Scorer, Weighing
from goldenthread.linkage.model import Model

DESCRIBED_BY = (
    "given_root", "given_sound", "given_initial", "family", "family_sound", "name_pair", "dob", "dob_any_order",
    "dob_month", "dob_day", "born_year", "postcode", "sector",
)  # fmt: skip
KEYS = choose_keys(dict.fromkeys(DESCRIBED_BY, 1.0), {})
MOST_UNDER_ONE_NUMBER = 60
_SIGN = 1 << 63
_MARKS = tuple(number_of(key.name) for key in KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Shape: one line for each record filed; ``numbers[i]`` is a number of the line ``rows[i]``."""

    lines: list[str] = field(repr=False)
    numbers: list[int] = field(repr=False)
    rows: list[int] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """One record, and how likely it is of the person described. ``against``: what speaks against it, by its name.

    ``agreements``: each comparison that had something to compare, and what it found. Unit: bits, log2 of the odds.
    """

    place: int
    bits: float
    probability: float
    against: str
    agreements: tuple[tuple[str, str], ...]


def reference_of(features: pa.Table, model: Model) -> Reference:
    """What only the whole of a run can say about one record."""
    return refer_to(features, model.chosen(), ())


def common_of(reference: Reference, features: pa.Table) -> Common:
    """The same for an index, without any name that none of ``features`` bears: it may be of somebody hidden."""
    borne = {c: set(pc.unique(features[c]).to_pylist()) for c in (*reference.shares, "given")}
    return Common(
        shares={
            column: {
                v: s for v, s in zip(t[VALUE].to_pylist(), t[SHARE].to_pylist(), strict=True) if v in borne[column]
            }
            for column, t in reference.shares.items()
        },
        filled=dict(reference.filled),
        forenames=frozenset(reference.forenames.to_pylist()) & borne["given"],
    )


def columns_filed(model: Model) -> list[str]:
    """The columns of a line, in order. Another version may file others: its lines cannot be read."""
    return [column for columns in groups_of(model) for column in columns]


def file_described(records: pa.Table, model: Model, reference: Reference, *, on: date) -> Filed:
    """``records`` hold what may be found by, in the order in which they are filed, and nothing else."""
    places = pa.array([f"{i:012d}" for i in range(len(records))])
    told = records.append_column("dataset", pa.array([""] * len(records))).append_column("record_id", places)
    features = apply_reference(make_features(told, on=on, identifiers=IGNORED), reference)
    made = {c: numbers_of(pa.chunked_array([features[c].combine_chunks()])) for k in KEYS for c in k.columns}
    numbers, rows = [], []
    for place, found, kept in entries_of(
        KEYS, lambda key: joined_columns([made[c] for c in key.columns]), most=MOST_UNDER_ONE_NUMBER
    ):
        numbers.append(_marked(kept, place))
        rows.append(found.astype(np.int64))
    blank = pa.nulls(len(features), pa.string())
    for name in WHOSE:
        held = name in features.column_names
        features = (
            features.set_column(features.column_names.index(name), name, blank)
            if held
            else features.append_column(name, blank)
        )
    return Filed(
        lines=lines_of(features, groups_of(model)).to_pylist(),
        numbers=np.concatenate(numbers).tolist() if numbers else [],
        rows=np.concatenate(rows).tolist() if rows else [],
    )


class Describing:
    """Weighs descriptions against the lines of an index."""

    def __init__(self, model: Model, common: Common) -> None:
        self._common, self._layout = common, Layout(model, groups_of(model))
        self._scorer = Scorer(model, common.share_of, self._layout.groups, self._layout.read)
        self._says = {
            (c.name, level): step.label
            for c in self._scorer.comparisons
            for level, step in enumerate(reversed(model.steps[c.name]))
        }

    def details(self, description: Mapping[str, Any], *, on: date) -> Details:
        """A description in the form in which it is compared. It has the columns of an accepted record."""
        details = details_of(description, on=on, identifiers=IGNORED, others=self._layout.model.others)
        details |= self._common.told_of(details)
        details["local_id_space"] = None
        return details

    def numbers(self, details: Details) -> list[int]:
        """The numbers under which an index may hold the person described."""
        values = {c: number_of(v) for c in DESCRIBED_BY if (v := details.get(c)) is not None}
        found = ((joined(key.columns, values), mark) for key, mark in zip(KEYS, _MARKS, strict=True))
        return [_signed((number * FACTOR + mark) & ALL_BITS) for number, mark in found if number != NOTHING]

    def weigh(self, details: Details, lines: Iterable[str], *, at_least: float = 0.0) -> list[Likely]:
        """The likeliest first, each with a probability of ``at_least``; ``place`` says which line it was.

        Nobody whom a load would hold apart without asking a person, and nobody for a name alone.
        """
        weighing, least = Weighing(self._scorer, details), least_bits(self._layout.model, at_least)
        likely = [self._likely(weighing, place, line, at_least, least) for place, line in enumerate(lines)]
        return sorted((one for one in likely if one), key=lambda one: -one.bits)

    def _likely(self, weighing: Weighing, place: int, line: str, at_least: float, least_bits: float) -> Likely | None:
        held = self._layout.held(line)
        scored = weighing.score_if(held, at_least=least_bits)
        if scored is None:
            return None
        probability = self._layout.model.probability(scored.bits)
        if probability < at_least:
            return None
        refusal = self._scorer.refusal_of(weighing.sought, held, scored)
        if refusal and not (refusal.to_review and refusal.contradicts):
            return None
        return Likely(
            place=place,
            bits=scored.bits,
            probability=probability,
            against=refusal.name if refusal else "",
            agreements=self._agreements(scored),
        )

    def _agreements(self, scored: Scored) -> tuple[tuple[str, str], ...]:
        return tuple((n, self._says[n, level]) for n, level in scored.levels.items() if level != NOTHING_TO_COMPARE)


def least_bits(model: Model, at_least: float) -> float:
    """A weight below which no pair has a probability of ``at_least``, so that it need not be weighed to its end."""
    if not model.calibration:
        return math.log2(at_least / (1 - at_least)) if 0 < at_least < 1 else -math.inf
    below = -math.inf
    for bits, probability in model.calibration:
        if probability >= at_least:
            return below
        below = bits
    return below


def _marked(numbers: Numbers, place: int) -> Numbers:
    """One number for a value and the key under which it stands, as a database keeps it: with a sign."""
    return (numbers * np.uint64(FACTOR) + np.uint64(_MARKS[place])).view(np.int64)


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= _SIGN else number
