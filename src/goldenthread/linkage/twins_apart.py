"""Twins who live apart, and anybody else of one birth date and family name under plainly another forename and address.

By their weight these may be one person whose forename was written wrongly and who moved: where few are twins, most are.
Twins' records are joined to each other, each twin's to their own; who has a forename written wrongly on one record has
that record alone. So how many of them have company on both sides tells without truth how often they are one person, for
all of them together: one such pair alone tells little, thirty tell much. Where most of them are one person nobody is
parted. The predicates of ``refusing`` that ask for one home are heard apart from this: where twins live together.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from goldenthread.linkage.bridges import Bridges
from goldenthread.linkage.calibrating import EVEN_ODDS
from goldenthread.linkage.company import BOTH, NEITHER, ONE, Met, meeting
from goldenthread.linkage.comparisons import EMAIL, FAMILY_NAME, GIVEN_NAME, LOCAL_ID, PHONE, PLACE
from goldenthread.linkage.conditions import LEVEL_OF, Features, columns_of
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.likenesses import LIKE_TWINS_APART
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import NO_VALUE, coded
from goldenthread.linkage.standing_alone import share_of_one_person

OWN_OPINION = 2.0
"""What is said of such couples counts as so many of them."""
LEAST_SAID = 0.02
"""So indirect a witness is never surer than this."""

_COMPARED = (GIVEN_NAME, FAMILY_NAME, PLACE, PHONE, EMAIL, LOCAL_ID)
_COLUMNS = sorted(
    {
        column
        for read in (columns_of(LIKE_TWINS_APART), *(comparison.columns() for comparison in _COMPARED))
        for column in read
    }
)


def like_twins_apart(left: Numbers, right: Numbers, asked: Truths, features: pa.Table) -> Truths:
    """Which of the pairs that are ``asked`` about look like twins who live apart."""
    name, birth, home, line = (coded(features[c]) for c in ("given_root", "dob", "postcode", "address"))
    asked = asked & (name[left] != name[right]) & (birth[left] == birth[right]) & (birth[left] != NO_VALUE)
    for place in (home, line):
        asked &= (place[left] != place[right]) | (place[left] == NO_VALUE)
    rows = np.flatnonzero(asked)
    told = features.select(_COLUMNS)
    ends = [told.take(pa.array(side[rows])).to_pylist() for side in (left, right)]
    found = np.zeros(len(left), dtype=bool)
    found[rows] = [_alike(one, other) for one, other in zip(*ends, strict=True)]
    return found


def _alike(one: Features, other: Features) -> bool:
    levels: Mapping[str, int] = {LEVEL_OF + c.name: c.level_of(one, other) for c in _COMPARED}
    return LIKE_TWINS_APART.holds({**one, **levels}, other)


def learn_twins_apart(over: Bridges, alike: Truths, chance: Bits, model: Model) -> Model:
    """The model with how often two groups that such a link connects are one person's, where that is seldom."""
    couples = over.having(alike)
    if not couples.any():
        return model
    alone = float(np.mean(np.bincount(over.group)[np.unique(over.group)] == 1))
    met = _meeting(over.lone()[couples], alone, model)
    share = share_of_one_person(met, float(over.best(chance)[couples].mean()), OWN_OPINION)
    if share >= EVEN_ODDS:
        return model
    told = _meeting(np.array([NEITHER, ONE, BOTH]), alone, model).told(np.full(3, share))
    return replace(model, twins_apart=tuple(np.round(told, 6).tolist()))


def _meeting(lone: Numbers, alone: float, model: Model) -> Met:
    return meeting(lone, np.full(len(lone), alone), model.both_alone_bits)


def two_as_twins(over: Bridges, alike: Truths, model: Model) -> tuple[Truths, Bits]:
    """Which two groups are likelier two people than one, and what is then said of each."""
    if not model.twins_apart:
        return np.zeros(len(over.one), dtype=bool), np.zeros(len(over.one))
    said = np.array(model.twins_apart)[over.lone()]
    return np.asarray(over.having(alike) & (said < EVEN_ODDS)), np.maximum(said, LEAST_SAID)
