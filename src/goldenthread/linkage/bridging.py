"""Records without a birth date as bridges: whom they fit, and whom they may not bring together.

A father and a son of one name who live together differ in their birth dates and in nothing else, so that a record
without one fits both. Where it fits the one better it is his; else it goes to a person, with neither.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from goldenthread.linkage.likenesses import GENERATION_YEARS, SLIPPED_DIGITS

NOT_KNOWN = -1
"""The birth date of a record that has none."""
ABOUT_EQUAL_BITS = 0.5
"""The one is less than half as likely again as the other. Most of what tells two relatives apart is what the record
lacks, so that a little more for the one is no mere chance."""

Numbers = NDArray[np.int64]
Bits = NDArray[np.float64]
Truths = NDArray[np.bool_]


def births_of(features: pa.Table) -> Numbers:
    """Each record's birth date, as ``plainly_apart`` takes it, or ``NOT_KNOWN``."""
    return np.asarray(pc.fill_null(features["dob"].cast(pa.int64()), NOT_KNOWN), dtype=np.int64)


def fits_two(
    left: Numbers, right: Numbers, bits: Bits, joins: Truths, certain: Truths, births: Numbers, named: Truths
) -> Truths:
    """Of the links, those of a record with a forename and without a birth date that fits two people about equally.

    Two people are records that are plainly born apart and not linked to each other. An identifier or a reviewer says
    whose a record is. One without a forename goes where most speaks for it, as ever.

    Shape: ``births``, as ``plainly_apart`` takes it, and ``named``, whether there is a forename, by record; all else by
    pair, the smaller record first.
    """
    unborn = (births == NOT_KNOWN) & named
    settled = np.zeros(len(births), dtype=bool)
    settled[left[certain]] = settled[right[certain]] = True
    bridge, end = np.where(unborn[left], left, right), np.where(unborn[left], right, left)
    dated = births[end] != NOT_KNOWN
    asked = np.flatnonzero(joins & (unborn[left] | unborn[right]) & dated & ~settled[bridge])
    order = asked[np.lexsort((end[asked], -bits[asked], bridge[asked]))]
    first = np.append(True, bridge[order][1:] != bridge[order][:-1])[: len(order)]
    best = order[first][np.cumsum(first) - 1]
    rivals = (bits[best] - bits[order] <= ABOUT_EQUAL_BITS) & plainly_apart(births[end[best]], births[end[order]])
    rivals &= ~_are_linked(end[best], end[order], left[joins], right[joins])
    torn = np.zeros(len(births), dtype=bool)
    torn[bridge[order[rivals]]] = True
    found = np.zeros(len(left), dtype=bool)
    found[asked] = torn[bridge[asked]]
    return found


def _are_linked(one: Numbers, other: Numbers, left: Numbers, right: Numbers) -> Truths:
    return np.isin(_packed(np.minimum(one, other), np.maximum(one, other)), _packed(left, right))


def _packed(smaller: Numbers, larger: Numbers) -> Numbers:
    return (smaller << 32) | larger


def plainly_apart(one: Any, other: Any) -> Any:
    """Whether two birth dates are years apart and no slip of each other. ``NOT_KNOWN`` is apart from none.

    Dates of which only the year is known must be a generation apart.

    Unit: a date as the number YYYYMMDD, YYYYMM or YYYY. Numbers, or columns of them.
    """
    one, other = np.asarray(one), np.asarray(other)
    years = np.abs(year_of(one) - year_of(other))
    whole = _is_whole(one) & _is_whole(other)
    no_slip = (_digits_apart(one, other) > SLIPPED_DIGITS) & (_swapped(one) != other)
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
