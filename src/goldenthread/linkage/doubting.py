"""Which links are doubted once it is known who is one person, why, and what is said of them then.

A link that is likelier wrong than right, by its company; every link between two groups that a register holds apart; and
between two groups of whom it is likelier that they are twins in two homes. Whether anybody is parted by it, ``parting``
says.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from goldenthread.linkage.bridges import Bridges, bridges
from goldenthread.linkage.calibrating import EVEN_ODDS
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.parting import BOTH_IN_ONE_REGISTER, CLOSER_TO_OTHERS, TWINS_IN_TWO_HOMES
from goldenthread.linkage.registers import learn_registers, two_by_registers
from goldenthread.linkage.second_look import of_one_name_and_birth
from goldenthread.linkage.telling import Weighty, told
from goldenthread.linkage.twins_apart import learn_twins_apart, like_twins_apart, two_as_twins

WHY_DOUBTED = (CLOSER_TO_OTHERS, BOTH_IN_ONE_REGISTER, TWINS_IN_TWO_HOMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """Doubted links in columns: their positions, in order, what is said of each, and a position in ``WHY_DOUBTED``."""

    links: Numbers
    said: Bits
    why: Numbers


def doubted(pairs: Weighty, chance: Bits, features: pa.Table, model: Model) -> Doubts:
    """``chance``: what is said of each pair by its company and the ways round it."""
    unlikely = np.flatnonzero(pairs.linked & (chance < EVEN_ODDS))
    firm = of_one_name_and_birth(pairs.left[unlikely], pairs.right[unlikely], features)
    said, why = chance.copy(), np.full(len(chance), -1)
    why[unlikely[~firm]] = WHY_DOUBTED.index(CLOSER_TO_OTHERS)
    if model.held_twice:
        over, alike = _bridges(pairs, chance, features)
        for reason, (two, then) in (
            (TWINS_IN_TWO_HOMES, two_as_twins(over, alike, model)),
            (BOTH_IN_ONE_REGISTER, two_by_registers(over, chance, features, model)),
        ):
            found = two[over.two]
            links = over.link[found]
            why[links], said[links] = WHY_DOUBTED.index(reason), np.minimum(then[over.two[found]], chance[links])
    links = np.flatnonzero(why >= 0)
    return Doubts(links=links, said=np.round(said[links], 6), why=why[links])


def learn_to_doubt(pairs: Weighty, features: pa.Table, model: Model) -> Model:
    """The model with what it doubts by, learned of people before any were parted."""
    model = learn_registers(pairs.person_of, features, model)
    chance = told(pairs, model)
    return learn_twins_apart(*_bridges(pairs, chance, features), chance, model)


def _bridges(pairs: Weighty, chance: Bits, features: pa.Table) -> tuple[Bridges, Truths]:
    alike = like_twins_apart(pairs.left, pairs.right, pairs.linked & pairs.open, features)
    return bridges(pairs.left, pairs.right, chance, pairs.linked, alike, len(pairs.person_of)), alike
