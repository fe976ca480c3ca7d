"""A reason: the rule that spoke, what it says in one sentence, and what it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is so. ``rule`` is the name of the rule; ``sources`` are pathways or provisions it rests on."""

    rule: str
    sentence: str
    sources: tuple[str, ...] = ()
