"""Long lists gathered so that they can be read: gaps by service, an agreement's flows by who gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from goldenthread.service.actions.shapes import Gap
from goldenthread.vocabulary import Contact

ONLY_EXISTENCE = "only that it exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsOfService:
    """One service's gaps. ``lines`` say what may not be seen, what to do (once where it repeats), and of which kinds.

    The kinds are there in full only where there are more than the sentence names.
    """

    service: str
    rings: tuple[Contact, ...]
    lines: tuple[tuple[str, str, tuple[str, ...]], ...]


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


def _lines(gaps: Iterable[Gap]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each sentence with what to do about it, left out where the next sentence says the same."""
    ordered = list(gaps)
    following = [gap.do_next for gap in ordered[1:]] + [""]
    return tuple(
        (
            gap.sentence,
            "" if gap.do_next == after else gap.do_next,
            () if all(kind in gap.sentence for kind in gap.kinds) else gap.kinds,
        )
        for gap, after in zip(ordered, following, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsFrom:
    """What one kind of agency may pass. A flow is to whom, which things, a remark on how much, and the basis."""

    giver: str
    flows: tuple[tuple[str, tuple[str, ...], str, str], ...]


def flows_by_giver(flows: Iterable[tuple[str, str, str, str]]) -> tuple[FlowsFrom, ...]:
    """Group an agreement's flows by who gives, in the order in which they are written."""
    return tuple(
        FlowsFrom(giver=giver, flows=tuple(_flow(*flow) for flow in of_giver))
        for giver, of_giver in groupby(flows, key=lambda flow: flow[0])
    )


def _flow(_: str, taker: str, what: str, basis: str) -> tuple[str, tuple[str, ...], str, str]:
    kinds = what.removesuffix(f" ({ONLY_EXISTENCE})")
    return taker, tuple(kinds.split("; ")), "" if kinds == what else ONLY_EXISTENCE, basis
