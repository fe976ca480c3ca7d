"""The picture of evidence: one bar a kind, to the right for one person, to the left for two. The same stands as words.

A bar for is whole and a bar against is striped, so that nothing is said by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.service.actions.linking.shapes import EvidenceRow
from goldenthread.service.portal.link_words import TO_BEGIN_WITH, evidence_name

WIDTH = 320
"""As narrow as a telephone, so that no bar is out of sight: each kind has its name above its bar."""
MIDDLE = WIDTH // 2
ROW = 48
TOP = 52
MOST_BITS = 12.0
"""Longer bars would make all others too short to tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One kind of evidence, drawn. ``width`` is 0 where there is nothing to compare."""

    name: str
    x: float
    y: float
    width: float
    is_for: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePicture:
    width: int
    height: int
    middle: int
    bars: tuple[Bar, ...]


def draw_evidence(starts_at: float, evidence: Sequence[EvidenceRow]) -> EvidencePicture:
    """Lay out where the odds begin, then one bar a row in the order given, all on one scale."""
    named = [(TO_BEGIN_WITH, starts_at), *((evidence_name(one.comparison), one.bits) for one in evidence)]
    bars = tuple(_bar(name, bits, place) for place, (name, bits) in enumerate(named))
    return EvidencePicture(width=WIDTH, height=TOP + ROW * len(bars) + 8, middle=MIDDLE, bars=bars)


def _bar(name: str, bits: float, place: int) -> Bar:
    width = round(min(abs(bits), MOST_BITS) / MOST_BITS * (MIDDLE - 4), 1)
    return Bar(
        name=name,
        x=MIDDLE if bits >= 0 else round(MIDDLE - width, 1),
        y=TOP + ROW * place,
        width=width,
        is_for=bits >= 0,
    )
