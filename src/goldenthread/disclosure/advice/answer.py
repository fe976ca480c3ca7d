"""The answer to a sharing question: what to do, on which law, item by item and person by person, and why.

It is advice. A person decides, and records the decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

from goldenthread.disclosure.advice.words import (
    Adviser,
    Confidentiality,
    ItemVerdict,
    StepName,
    Strength,
    TellVerdict,
    Verdict,
    Who,
)
from goldenthread.vocabulary import ProvisionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A route that somebody had in mind and that does not fit: why, and what to use instead."""

    id: ProvisionId
    because: str
    instead: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswer:
    name: str = field(repr=False)
    answer: ItemVerdict
    strength: Strength
    conditions: tuple[ProvisionId, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAnswer:
    who: Who
    answer: TellVerdict
    by_whom: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one step says, in one plain sentence, and on which provisions it rests."""

    step: StepName
    says: str
    sources: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The whole answer. Shape: one ``items`` entry an item and one ``tell`` entry a person, in their order."""

    answer: Verdict
    duty: tuple[ProvisionId, ...] = ()
    gateways: tuple[ProvisionId, ...] = ()
    lawful_basis: tuple[ProvisionId, ...] = ()
    conditions: tuple[ProvisionId, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    items: tuple[ItemAnswer, ...] = ()
    tell: tuple[TellAnswer, ...] = ()
    confidentiality: Confidentiality = Confidentiality.UNRESOLVED
    seek_advice_from: tuple[Adviser, ...] = ()
    find_out: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    because: tuple[Said, ...] = ()
    law_as_at: date
    unverified_law: tuple[ProvisionId, ...] = ()


def as_mapping(answer: Answer) -> dict[str, Any]:
    """The answer for machines: text, lists and mappings, in the order of the contract."""
    plain: Mapping[str, Any] = _plain(answer)
    return dict(plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value)
