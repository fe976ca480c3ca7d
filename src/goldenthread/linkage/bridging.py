"""Records that lack what tells two relatives apart: whom they fit, and whom they may not bring together.

A father and a son of one name who live together differ in their birth dates and in nothing else, so that a record
without one fits both. So does "Baby" with either of two twins, and "Maria" with Maria Clara and Maria Julia. Where it
fits the one better it is theirs; else it goes to a person, with neither.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from goldenthread.linkage.likenesses import GENERATION_YEARS
from goldenthread.linkage.numbering import packed
from goldenthread.linkage.refusing import REFUSALS

NOT_KNOWN = -1
"""The birth date of a record that has none."""
DIGITS_OF_A_SLIP = 2
"""Of eight digits of a date: where a third record without a date holds two others together, more is two births. On five
sets whose truth was known each of five people with births years and three digits apart was two."""
ABOUT_EQUAL_BITS = 0.5
"""The one is less than half as likely again as the other. Most of what tells two relatives apart is what the record
lacks, so that a little more for the one is no mere chance."""

Numbers = NDArray[np.int64]
Bits = NDArray[np.float64]
Truths = NDArray[np.bool_]


def births_of(features: pa.Table) -> Numbers:
    """Each record's birth date, as ``plainly_apart`` takes it, or ``NOT_KNOWN``: so is one in a year of no birth."""
    born = pc.if_else(pc.is_valid(features["born_year"]), features["dob"].cast(pa.int64()), None)
    return np.asarray(pc.fill_null(born, NOT_KNOWN), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Links:
    """Weighed pairs, the smaller record first. ``joins``: it is to be linked; ``certain``: an identifier or a reviewer
    says so. ``two``: a predicate holds the pair to be two people, whatever else agrees; ``by_second``: for their second
    forenames, so that a record which has one, too, may say that both are one person's."""

    left: Numbers
    right: Numbers
    bits: Bits
    joins: Truths
    certain: Truths
    two: Truths
    by_second: Truths


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn:
    """By pair: links of a record that fits two people about equally, who are plainly born apart (``born``), or whom a
    predicate holds to be two (``held``)."""

    born: Truths
    held: Truths


def fits_two(links: Links, features: pa.Table) -> Torn:
    """The links of records that fit two people about equally.

    Two people are records that are not linked to each other, and that a predicate holds to be two: twins of two
    forenames, or of two second forenames, or of two sexes. Or they are plainly born apart, and the record has a
    forename and no birth date: one without either goes where most speaks for it. An identifier or a reviewer says
    whose a record is.
    """
    births = births_of(features)
    named, second_named = (np.asarray(pc.is_valid(features[column])) for column in ("given", "middle"))
    unborn = (births == NOT_KNOWN) & named
    both = np.flatnonzero(links.joins)
    bridge = np.concatenate([links.left[both], links.right[both]])
    end = np.concatenate([links.right[both], links.left[both]])
    pair = np.concatenate([both, both])
    settled, twin = np.zeros(len(births), dtype=bool), np.zeros(len(births), dtype=bool)
    settled[links.left[links.certain]] = settled[links.right[links.certain]] = True
    twin[links.left[links.two]] = twin[links.right[links.two]] = True
    of_birth = unborn[bridge] & (births[end] != NOT_KNOWN) & ~settled[bridge]
    of_twins = twin[end] & ~settled[bridge]
    born, held = np.zeros(len(links.left), dtype=bool), np.zeros(len(links.left), dtype=bool)
    for asked, found in ((of_birth, born), (of_twins, held)):
        rows = np.flatnonzero(asked)
        best, other = _rivals(bridge[rows], end[rows], links.bits[pair[rows]])
        a, b = end[rows[best]], end[rows[other]]
        # Few may be two people at all, and only of these the links are looked up.
        maybe = np.flatnonzero(plainly_apart(births[a], births[b]) if found is born else twin[a] & twin[b])
        a, b, other = a[maybe], b[maybe], other[maybe]
        rival = ~_are_linked(a, b, links, links.joins)
        if found is held:
            by_second = _are_linked(a, b, links, links.by_second) & second_named[bridge[rows[other]]]
            rival &= _are_linked(a, b, links, links.two) & ~by_second
        torn = np.zeros(len(births), dtype=bool)
        torn[bridge[rows[other[rival]]]] = True
        found[pair[rows[torn[bridge[rows]]]]] = True
    return Torn(born=born, held=held & ~born)


_NAMES = [refusal.name for refusal in REFUSALS]
_TWO_NUMBERS = _NAMES.index("two_different_nhs_numbers_are_two_people")
_TWO_SECONDS = _NAMES.index("twins_of_two_second_forenames_are_two_people")


def held_to_be_two(left: Numbers, right: Numbers, refusal: Numbers, features: pa.Table) -> tuple[Truths, Truths]:
    """By pair, whether a predicate holds it to be two people for good, and whether that is for their second forenames.

    Of two NHS numbers one may be another's that stands on a record of the same person; with another name, too, they are
    two people. Shape: ``refusal`` as positions in ``REFUSALS``, or -1.
    """
    two = np.array([*(one.for_good for one in REFUSALS), False])[refusal]
    by_second = refusal == _TWO_SECONDS
    rows = np.flatnonzero(refusal == _TWO_NUMBERS)
    ends = [pa.array(side[rows]) for side in (left, right)]
    names = (features[column].combine_chunks() for column in ("given_root", "middle"))
    first, second = (np.asarray(pc.fill_null(pc.not_equal(*(name.take(end) for end in ends)), False)) for name in names)
    two[rows], by_second[rows] = first | second, second & ~first
    return two, by_second


def _rivals(bridge: Numbers, end: Numbers, bits: Bits) -> tuple[Numbers, Numbers]:
    """For each record the link that weighs most, beside each of its links that weighs about as much."""
    order = np.lexsort((end, -bits, bridge))
    first = np.append(True, bridge[order][1:] != bridge[order][:-1])[: len(order)]
    best = order[first][np.cumsum(first) - 1]
    near = bits[best] - bits[order] <= ABOUT_EQUAL_BITS
    return best[near], order[near]


def _are_linked(one: Numbers, other: Numbers, links: Links, which: Truths) -> Truths:
    held = packed(links.left[which], links.right[which])
    return np.isin(packed(np.minimum(one, other), np.maximum(one, other)), held)


def plainly_apart(one: Any, other: Any) -> Any:
    """Whether two birth dates are years apart and no slip of each other. ``NOT_KNOWN`` is apart from none.

    Dates of which only the year is known must be a generation apart.

    Unit: a date as the number YYYYMMDD, YYYYMM or YYYY. Numbers, or columns of them.
    """
    one, other = np.asarray(one), np.asarray(other)
    years = np.abs(year_of(one) - year_of(other))
    whole = _is_whole(one) & _is_whole(other)
    no_slip = (_digits_apart(one, other) > DIGITS_OF_A_SLIP) & (_swapped(one) != other)
    generation = years > GENERATION_YEARS
    return (one != NOT_KNOWN) & (other != NOT_KNOWN) & np.where(whole, (years > 1) & no_slip, generation)


def _is_whole(births: Any) -> Any:
    """The first of January is written where only the year is known."""
    return (births >= _WHOLE) & (births % 10_000 != 101)


_WHOLE, _MONTH = 10**7, 10**5
"""From here up a date is known to the day, to the month."""


def year_of(births: Any) -> Any:
    return np.where(births >= _WHOLE, births // 10_000, np.where(births >= _MONTH, births // 100, births))


def _digits_apart(one: Any, other: Any) -> Any:
    return sum((one // 10**place % 10 != other // 10**place % 10).astype(np.int64) for place in range(8))


def _swapped(births: Any) -> Any:
    """Day and month swapped."""
    return births // 10_000 * 10_000 + births % 100 * 100 + births // 100 % 100
