"""A model's card: what it was trained on, for what it may be used, how right it proved, and who approved it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How right the pairs of one run with the model were, where the truth is known. Unit: shares, 95 % intervals."""

    on: str
    sources: tuple[str, ...]
    records: int
    precision: float
    precision_95: tuple[float, float]
    recall: float
    recall_95: tuple[float, float]
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody's word that the model may be used for what its card says."""

    by: str
    on: str
    figures: int
    """How many measurements stood on the card then: the approval is of those and of no later one."""
    digest: str
    """Of all that was approved, by whom, when, and after which approvals (SHA-256): what was changed since is not what
    was approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the model was trained on and for what it may be used. Shape: measurements and approvals, oldest first."""

    trained_on: str
    records: int
    possible_pairs: float
    compared_pairs: int
    expected_matches: float
    expected_relatives: float
    expected_namesakes: float
    sources: tuple[str, ...]
    may_be_used_for: str
    confirmed_pairs: int = 0
    refuted_pairs: int = 0
    measured: tuple[Measured, ...] = ()
    approvals: tuple[Approval, ...] = ()
    """Empty: nobody has approved it for this use yet."""
