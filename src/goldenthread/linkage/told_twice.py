"""What two records or more say alike of forename and birth date is no slip: a slip is seldom made twice.

Where two records plainly differ in one of them, and each has another that says the same as it does, they are two
people: cousins of one name, twins, a father and a son. Training counts no such pair as one person. How often any two
records are so tells it how many of those that differ, told twice or not, are relatives: without it, a file of many who
resemble each other and few other brothers and sisters teaches that one person has several birth dates. Where one
mistake was copied from system to system, one person's two dates are taken for two people's: then those that differ
weigh less for one person than they might, and more of them go to a person.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from goldenthread.linkage.comparisons import (
    BIRTH_DATE,
    BIRTH_YEAR,
    BORN_ON_KNOWN_DAYS,
    BORN_SWAPPED,
    GIVEN_NAME,
    Comparison,
    Evidence,
    Level,
)
from goldenthread.linkage.conditions import Condition, Digits, Is, Missing, Not, Within, columns_of, either, every
from goldenthread.linkage.model import Model
from goldenthread.linkage.refusal import RELATIVES_ARE_LIVE_BELOW_BITS
from goldenthread.linkage.written_births import is_a_day

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]

TOLD_TWICE = "told_twice"
"""The column that says of a record whether another tells the same forename and birth date; none where it cannot."""
BY_ALSO = ("family", "postcode", "address", "phone")
"""And one of these: two strangers have a forename and a birth date in common more often."""
YEARS_TOLD_OTHERWISE = 2
"""Ages are told at different times: so far apart are one person's years of birth where no day is known."""
OF_ONE_PERSON = 0.001
"""Of one person's pairs that plainly differ, so many have both ways told twice: far fewer than any two records have."""

_ANOTHER_NAME = ("one letter apart, or nearly the same", "alike", "another forename")
_OTHER_FORENAME = Not(either(*(lv.when for lv in GIVEN_NAME.levels[:-1] if lv.when and lv.label not in _ANOTHER_NAME)))
_OTHER_BIRTH = either(
    every(BORN_ON_KNOWN_DAYS, Not(Digits("dob", 1)), Not(BORN_SWAPPED)),
    every(Not(BORN_ON_KNOWN_DAYS), Not(Within("born_year", YEARS_TOLD_OTHERWISE))),
)
PLAINLY_TWO: Condition = either(_OTHER_BIRTH, _OTHER_FORENAME)
"""Of records that hold both: no slip of one is the other. Nicknames, initials and swapped names are one person's."""

EACH_TOLD_TWICE = Comparison(
    name=TOLD_TWICE,
    evidence=Evidence.PERSON,
    nothing_when=either(Missing((TOLD_TWICE,)), Not(PLAINLY_TWO)),
    levels=(
        Level(label="each is told twice", when=Is(TOLD_TWICE, "yes"), match=OF_ONE_PERSON, most_match=OF_ONE_PERSON),
        Level(label="one of them is told once", when=None, match=1 - OF_ONE_PERSON),
    ),
)
"""Compared in training alone: a pair's weight does not know of other records."""

TOLD_APART = 1e-9
"""As good as none: a pair of this kind is counted neither as a match nor as relatives."""
CHILD_AND_ADULT = Comparison(
    name="child_and_adult",
    evidence=Evidence.PERSON,
    nothing_when=Missing(("person_kind",)),
    levels=(
        Level(
            label="a child and an adult",
            when=Is("person_kind", "child", "adult"),
            match=TOLD_APART,
            relative=TOLD_APART,
            most_match=TOLD_APART,
        ),
        Level(label="two of one kind", when=None, match=1 - TOLD_APART),
    ),
)
"""A parent and a child are told apart by that alone, so they teach nothing: else all who may be relatives, and of whom
neither birth date nor anything else tells, would be taken for fathers and sons of one name."""


def for_training(comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """What training compares besides: nothing, where forenames or birth dates are not compared."""
    names = {c.name for c in comparisons}
    told = GIVEN_NAME.name in names and not names.isdisjoint({BIRTH_DATE.name, BIRTH_YEAR.name})
    return (EACH_TOLD_TWICE, CHILD_AND_ADULT) if told else ()


def with_told_twice(features: pa.Table) -> pa.Table:
    """Add ``TOLD_TWICE``: yes or no; none where forename or birth date is missing, or may be its year alone."""
    tellable, slip = _tellable(features), _is_a_slip(features)
    twice = np.zeros(len(features), dtype=bool)
    for also in BY_ALSO:
        twice |= _again(features, ("given", "dob", also), tellable & ~slip)
    return features.append_column(TOLD_TWICE, pa.array(np.where(twice, "yes", "no"), pa.string(), mask=~tellable))


def _tellable(features: pa.Table) -> Truths:
    """A forename, and a date other than the first of January, which is written where only the year is known."""
    dob = features["dob"].combine_chunks()
    by_year = pc.and_(pc.equal(pc.utf8_length(dob), 8), pc.ends_with(dob, "0101"))
    told = pc.and_not(pc.is_valid(features["given"].combine_chunks()), by_year)
    return np.asarray(pc.fill_null(told, False))


def _is_a_slip(features: pa.Table) -> Truths:
    """Whether the birth date is one that cannot be: who says it again has copied it, and that tells no two people."""
    coded = features["dob"].combine_chunks().dictionary_encode()
    days = pa.array([len(told) < 8 or is_a_day(told) for told in coded.dictionary.to_pylist()], pa.bool_())
    told = pc.and_(days.take(coded.indices), pc.is_valid(features["born_year"].combine_chunks()))
    return ~np.asarray(pc.fill_null(told, True))


def _again(features: pa.Table, columns: tuple[str, ...], asked: Truths) -> Truths:
    """Which of the records that are asked hold the same values in all columns as another of them."""
    held = asked.copy()
    for name in columns:
        held &= np.asarray(pc.is_valid(features[name].combine_chunks()))
    rows = np.flatnonzero(held)
    which = np.zeros(len(rows), dtype=np.int64)
    for name in columns:
        coded = features[name].combine_chunks().take(pa.array(rows)).dictionary_encode()
        which = which * (len(coded.dictionary) + 1) + np.asarray(coded.indices, dtype=np.int64)
        _, which, sizes = np.unique(which, return_inverse=True, return_counts=True)
    again = np.zeros(len(features), dtype=bool)
    again[rows[sizes[which] > 1]] = True
    return again


def differ_and_told_twice(left: Numbers, right: Numbers, joins: Truths, features: pa.Table, model: Model) -> Truths:
    """Of the links, those between two who plainly differ, each linked to another record that says what it says.

    None where relatives are no live explanation: of many copies with many slips, two now and then have one slip.

    Shape: by pair, as they are given.
    """
    if model.against_relative_bits >= RELATIVES_ARE_LIVE_BELOW_BITS:
        return np.zeros(len(left), dtype=bool)
    asked = _tellable(features) & ~_is_a_slip(features)
    joined = np.flatnonzero(joins & asked[left] & asked[right])
    a, b = left[joined], right[joined]
    said = [_numbered(features[name]) for name in ("given", "dob")]
    alike = np.logical_and.reduce([values[a] == values[b] for values in said])
    twice = np.zeros(len(features), dtype=bool)
    twice[a[alike]] = twice[b[alike]] = True
    differing = joined[~alike & twice[a] & twice[b]]
    found = np.zeros(len(left), dtype=bool)
    found[differing] = _plainly_two(left[differing], right[differing], features)
    return found


def _numbered(values: pa.ChunkedArray) -> Numbers:
    """A number for each value. Only records that hold one are asked."""
    return np.asarray(pc.fill_null(values.combine_chunks().dictionary_encode().indices, 0), dtype=np.int64)


def _plainly_two(left: Numbers, right: Numbers, features: pa.Table) -> list[bool]:
    told = features.select(sorted(set(columns_of(PLAINLY_TWO))))
    ends = [told.take(pa.array(side)).to_pylist() for side in (left, right)]
    return [PLAINLY_TWO.holds(one, other) for one, other in zip(*ends, strict=True)]
