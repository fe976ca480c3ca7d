"""Whether a register that holds hardly anybody twice holds two groups of records, as one person or as two people.

Two strangers of one forename and birth date look like one person who moved and changed the family name. But who
did so stands in a register under the old name or under the new, and seldom under both; two people who live in one place
stand both in its registers. How often a register holds one person twice is learned from the people who were found, and
how often two people, from how many of all it holds. A register that one person's records fill, or that is the only one,
tells nothing of it.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from goldenthread.linkage.bridges import Bridges, datasets_of
from goldenthread.linkage.calibrating import EVEN_ODDS
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.model import Model

SELDOM = 0.1
"""One person is held twice by all these registers together at most so often as two people are: else many have old and
new records in them, and that says little."""
LEAST_SAID = 0.02
"""So indirect a witness is never surer than this. Of 152 couples on eleven made sets 3 were one person."""


def learn_registers(person_of: Numbers, features: pa.Table, model: Model) -> Model:
    """The model with how much more seldom each dataset holds one person twice than two people. One and more: one."""
    dataset, names = datasets_of(features)
    people = int(person_of.max(initial=-1)) + 1
    of_several = np.bincount(person_of, minlength=people) > 1
    both, times = np.unique(person_of * len(names) + dataset, return_counts=True)
    person, held = both // max(len(names), 1), both % max(len(names), 1)
    known = of_several[person]
    present = np.bincount(held, minlength=len(names)) / max(people, 1)
    asked = np.bincount(held[known], minlength=len(names))
    twice = np.bincount(held[known & (times > 1)], minlength=len(names))
    ratio = np.minimum((twice + 1) / (asked + 2) / present, 1.0)
    return replace(model, held_twice=dict(sorted(zip(names, np.round(ratio, 6).tolist(), strict=True))))


def two_by_registers(over: Bridges, chance: Bits, features: pa.Table, model: Model) -> tuple[Truths, Bits]:
    """Which two groups are likelier two people because registers hold both, and what is then said of each."""
    dataset, names = datasets_of(features)
    ratio = np.ones(len(over.one))
    for number, name in enumerate(names):
        ratio = np.where(over.held_by_both(dataset, number), ratio * model.held_twice.get(name, 1.0), ratio)
    best = over.best(chance)
    said = best * ratio / (best * ratio + 1 - best)
    return np.asarray((ratio <= SELDOM) & (said < EVEN_ODDS)), np.maximum(said, LEAST_SAID)
