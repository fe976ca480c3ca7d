"""What may not be seen, gathered by service: one card with one number to ring, and the sentences inside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.service.actions.shapes import Gap
from goldenthread.vocabulary import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsOfService:
    """One service's gaps. ``lines`` pairs what may not be seen with what to do, which is said once if it repeats."""

    service: str
    rings: tuple[Contact, ...]
    lines: tuple[tuple[str, str], ...]


def gaps_by_service(gaps: Iterable[Gap]) -> tuple[GapsOfService, ...]:
    """Group the gaps in the order their services first appear."""
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.service, []).append(gap)
    return tuple(
        GapsOfService(
            service=service,
            rings=tuple(dict.fromkeys(gap.ring for gap in of_service if gap.ring)),
            lines=_lines(of_service),
        )
        for service, of_service in found.items()
    )


def _lines(gaps: Iterable[Gap]) -> tuple[tuple[str, str], ...]:
    """Each sentence with what to do about it, left out where the next sentence says the same."""
    ordered = list(gaps)
    following = [gap.do_next for gap in ordered[1:]] + [""]
    return tuple(
        (gap.sentence, "" if gap.do_next == after else gap.do_next)
        for gap, after in zip(ordered, following, strict=True)
    )
