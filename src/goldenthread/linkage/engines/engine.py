"""What an engine does for linking: find pairs, compare them, add them up and weigh them."""

from collections.abc import Sequence
from typing import Protocol

import pyarrow as pa

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.calibrating import Bin
from goldenthread.linkage.comparisons import Comparison
from goldenthread.linkage.model import Model
from goldenthread.linkage.shapes import Mode
from goldenthread.linkage.strangers import RandomLevels
from goldenthread.linkage.training import Expecting

LEAST_BITS = -12.0
"""Pairs that weigh less are apart, whatever else is found."""
BIN_BITS = 0.25

PAIRS = pa.schema(
    [
        ("rid_l", pa.int64()),
        ("rid_r", pa.int64()),
        ("bits", pa.float64()),
        ("refusal", pa.int64()),
        ("confirmed", pa.bool_()),
    ]
)
"""Weighed pairs in the order of their ids. ``refusal`` is a position in ``REFUSALS``; ``confirmed``: one identifier."""


class NoSpark(Exception):
    """Spark cannot be started here. The message says what is missing."""


class Engine(Protocol):
    def compare(self, features: pa.Table, comparisons: Sequence[Comparison], keys: Sequence[Key], mode: Mode) -> int:
        """Find the candidate pairs and compare each once. Returns how many there are."""
        ...

    def random_levels(self) -> RandomLevels:
        """How many random pairs meet each level."""
        ...

    def expecting(self) -> Expecting: ...

    def weigh(self, model: Model) -> None:
        """Weigh the candidate pairs and look at what speaks against each."""
        ...

    def bins(self) -> list[Bin]:
        """The weighed pairs by weight, with two birth dates or without. Only those count that nothing else refuses.

        A record answers nothing by a number that may be another person's.
        """
        ...

    def pairs(self, *, from_bits: float) -> pa.Table:
        """The weighed pairs of at least this weight, and those that share an identifier, as ``PAIRS``."""
        ...
