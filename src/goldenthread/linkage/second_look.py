"""A second line, drawn on what is said of links once people are known.

The first line is drawn on what two records say by themselves. Once people are known more is told of each link (see
``telling``), and some then turn out less likely than any that would be linked: both of their records are more like
others than like each other, as those of twins and cousins are, and of strangers of one name. These go to a person.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.calibrating import LEAST_KEPT, LEAST_PROBABILITY, WANTED_PRECISION
from goldenthread.linkage.joining import Bits, Numbers, Truths
from goldenthread.linkage.model import Model
from goldenthread.linkage.numbering import NO_VALUE, coded, packed
from goldenthread.linkage.refusing import TOO_UNLIKELY
from goldenthread.linkage.shapes import Outcome
from goldenthread.linkage.telling import Weighty, told


def least_told(pairs: pa.Table, features: pa.Table) -> float:
    """What must be said of a link at least, so that all that stay are as right as wanted.

    Nought where all may stay, and where it would cost more than one expected match in a hundred, as for the first line.
    ``pairs`` as ``DECISIONS``.
    """
    linked = pairs.filter(pc.equal(pairs["outcome"], str(Outcome.LINKED)))
    told = linked["probability"].to_numpy()
    firm = of_one_name_and_birth(linked["rid_l"].to_numpy(), linked["rid_r"].to_numpy(), features)
    likeliest = np.sort(told[~firm])[::-1]
    stay = _furthest(likeliest, float(told[firm].sum()), int(firm.sum()))
    allowed = stay > 0 and float(likeliest[stay:].sum()) <= (1 - LEAST_KEPT) * float(told.sum())
    return float(likeliest[stay - 1]) if allowed and stay < len(likeliest) else 0.0


def of_one_name_and_birth(left: Numbers, right: Numbers, features: pa.Table) -> Truths:
    """Whether both records have one forename, and one birth date as far as it is known: then they are not doubted.

    Whoever moved or changed a family name has company on both sides, the records of before and those of since, and
    would be parted from who they were. The first of January is written where only the year is known.
    """
    name, birth = coded(features["given_root"]), coded(features["dob"])
    by_year = np.asarray(pc.fill_null(pc.ends_with(features["dob"], "0101"), False))
    one_name = (name[left] == name[right]) & (name[left] != NO_VALUE)
    told = (birth[left] != NO_VALUE) & (birth[right] != NO_VALUE)
    return np.asarray(one_name & (~told | ((birth[left] == birth[right]) & ~by_year[left])))


def _furthest(likeliest: Bits, matches: float, links: int) -> int:
    """How many of these, the likeliest first, may stay beside ``links`` of which so many are expected to be right.

    Of those of which the same is said all stay, or none.
    """
    expected = matches + np.cumsum(likeliest)
    good = expected >= WANTED_PRECISION * (links + np.arange(1, len(likeliest) + 1))
    good &= (likeliest >= LEAST_PROBABILITY) & np.append(likeliest[:-1] > likeliest[1:], True)[: len(likeliest)]
    return int(np.flatnonzero(good)[-1]) + 1 if good.any() else 0


def with_doubted(
    left: Numbers, right: Numbers, refusal: Numbers, decided: Weighty, features: pa.Table, model: Model
) -> Numbers:
    """``refusal`` by pair, with those links among ``decided`` of which less is said than the model asks for."""
    found = decided.open & decided.linked & (told(decided, model) < model.least_told)
    found &= ~of_one_name_and_birth(decided.left, decided.right, features)
    doubted = np.isin(packed(left, right), packed(decided.left[found], decided.right[found]))
    return np.where(doubted, TOO_UNLIKELY, refusal)
