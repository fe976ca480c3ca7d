"""What is said of each pair once it is known who is one person.

It joins nobody; ``parting`` and ``second_look`` go by it.

A link is told by whether its records have company (``company``), or, where heavier links hold them together anyway, by
the ways round it; so is every other pair within a person whose ways round are surer than itself (``vouching``).
"""

from dataclasses import dataclass, replace

import numpy as np

from goldenthread.linkage.company import (
    IN_COMPANY_IF_TWO,
    heaviest_links,
    held_together,
    learn_both,
    meeting,
    without_company,
)
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.vouching import vouched

LEARNED_WITHIN_BITS = 7.0
"""How many records have no company is learned of pairs of which more than that speaks neither for nor against: the
heaviest links are the first, when nearly no record has company yet."""
FIRST_BITS, LAST_BITS = -6, 24
"""Between them the model keeps, for each bit, how many records have no heavier link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighty:
    """Pairs in columns: their weight, what it alone says, and whether they are linked within a person.

    ``open``: nothing but the weight speaks, no predicate, identifier or reviewer.
    """

    left: Numbers
    right: Numbers
    bits: Bits
    chance: Bits
    linked: Truths
    open: Truths
    person_of: Numbers


def learn_company(pairs: Weighty, model: Model) -> Model:
    """The model with how many records have company, by weight, and how many people's two have none."""
    heaviest, alone, held = _company(pairs)
    steps = np.arange(FIRST_BITS, LAST_BITS + 1)
    shares = np.searchsorted(np.sort(heaviest), steps, side="right") / max(len(heaviest), 1)
    points = zip(steps.tolist(), shares.tolist(), strict=True)
    model = replace(model, alone_below=tuple((float(bits), round(share, 6)) for bits, share in points))
    asked = pairs.open & ~held & (np.abs(pairs.bits) < LEARNED_WITHIN_BITS)
    both = learn_both(alone[asked], _alone_below(pairs.bits[asked], model), pairs.chance[asked])
    return replace(model, both_alone_bits=both)


def told(pairs: Weighty, model: Model) -> Bits:
    """The chance of each pair, by what the model learned; by ways round alone where it learned nothing of company.

    A link that heavier ones hold together says nothing that these do not: it is as likely as the way round it.
    """
    chance, own = pairs.chance, None
    if model.alone_below:
        _, alone, held = _company(pairs)
        met = meeting(alone, _alone_below(pairs.bits, model), model.both_alone_bits, fewer=IN_COMPANY_IF_TWO)
        links = pairs.open & pairs.linked
        chance = np.where(links & ~held, met.told(chance), chance)
        own = np.where(links & held, 0.0, chance)
    return vouched(pairs.left, pairs.right, pairs.bits, chance, pairs.linked, pairs.person_of, own=own)


def _company(pairs: Weighty) -> tuple[Bits, Numbers, Truths]:
    """The heaviest link of each record; of each pair how many have nobody closer, and whether others hold it."""
    left, right, bits = pairs.left, pairs.right, pairs.bits
    heaviest = heaviest_links(left, right, bits, pairs.linked, len(pairs.person_of))
    alone = without_company(left, right, bits, heaviest)
    return heaviest, alone, held_together(left, right, bits, pairs.linked, pairs.person_of)


def _alone_below(bits: Bits, model: Model) -> Bits:
    weights, shares = zip(*model.alone_below, strict=True)
    return np.asarray(np.interp(bits, weights, shares), dtype=np.float64)
