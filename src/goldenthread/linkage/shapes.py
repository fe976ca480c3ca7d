"""The nouns of linkage: how to link, what a reviewer has decided, and what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.model import Model
from goldenthread.linkage.naming import RecordKey


class Mode(StrEnum):
    """Which pairs may be one person."""

    LINK_AND_DEDUPE = "link_and_dedupe"
    LINK_ONLY = "link_only"
    """Between datasets only: each dataset describes a person once."""
    DEDUPE_ONLY = "dedupe_only"
    """Within each dataset only."""


class Outcome(StrEnum):
    """What is done with a pair. A pair that is neither is apart."""

    LINKED = "linked"
    REVIEW = "review"


class Decided(StrEnum):
    """What a person decided about two records, which no machine overturns."""

    LINK = "link"
    APART = "apart"
    NOT_THEIRS = "not_theirs"
    """A number on a record is somebody else's."""
    THEIRS = "theirs"
    """It is the record's own after all."""


OF_A_NUMBER = frozenset({Decided.NOT_THEIRS, Decided.THEIRS})
"""What is decided of a record and a number on it, not of two records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A reviewer's decision on two records. Of those that name the same ``together`` all links are obeyed, or none.

    One that is of a number stands with the kind of number in place of the right dataset (``nhs_number``, ``upn``,
    ``passport_number``) and the number in place of the right record.
    """

    dataset_l: str
    record_id_l: str = field(repr=False)
    dataset_r: str
    record_id_r: str = field(repr=False)
    decided: Decided
    together: str = ""

    @property
    def left(self) -> RecordKey:
        return self.dataset_l, self.record_id_l

    @property
    def right(self) -> RecordKey:
        return self.dataset_r, self.record_id_r

    @property
    def is_of_a_number(self) -> bool:
        return self.decided in OF_A_NUMBER

    @property
    def kind(self) -> str:
        """Of a number: what the record calls it."""
        return self.dataset_r

    @property
    def number(self) -> str:
        return self.record_id_r

    @property
    def ends(self) -> frozenset[RecordKey]:
        """The same whichever record is named first."""
        return frozenset({self.left, self.right})

    @property
    def names_one_record_twice(self) -> bool:
        """Then it decides nothing."""
        return self.left == self.right


LINKS = pa.schema(
    [
        ("dataset_l", pa.string()),
        ("record_id_l", pa.string()),
        ("dataset_r", pa.string()),
        ("record_id_r", pa.string()),
        ("weight_bits", pa.float64()),
        ("probability", pa.float64()),
        ("outcome", pa.string()),
        ("why", pa.string()),
    ]
)

DECISIONS = pa.schema(
    [
        ("rid_l", pa.int64()),
        ("rid_r", pa.int64()),
        ("weight_bits", pa.float64()),
        ("probability", pa.float64()),
        ("outcome", pa.string()),
        ("why", pa.string()),
    ]
)
"""``LINKS`` with record numbers in place of names."""

PEOPLE = pa.schema([("dataset", pa.string()), ("record_id", pa.string()), ("cluster", pa.int64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """What a run had in hand when it ended, for a later one that links only what changed."""

    features: pa.Table = field(repr=False)
    pairs: pa.Table = field(repr=False)
    keys: tuple[Key, ...]
    constraints: tuple[Constraint, ...] = field(default=(), repr=False)
    mode: Mode = Mode.LINK_AND_DEDUPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What linking found.

    Shape: ``links`` holds each pair once, in order; ``people`` every record once, in order of dataset and record id;
    ``cluster`` is the same for all records of one person and numbered from 0.
    """

    links: pa.Table
    people: pa.Table
    model: Model
    report: dict[str, Any]
    working: Working | None = field(default=None, repr=False)

    def in_hand(self) -> Working:
        """Raises: ValueError where this run kept nothing to go on from or to explain itself by."""
        if self.working is None:
            raise ValueError("this run kept nothing of what it had in hand. Link all records once more.")
        return self.working
