"""A sharing question while it is being answered: the case, the law of its day, and what the steps have found so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from goldenthread.disclosure.advice.answer import Rejected, Said, TellAnswer
from goldenthread.disclosure.advice.case import Case, Item
from goldenthread.disclosure.advice.words import (
    Adviser,
    Confidentiality,
    FollowUp,
    ItemVerdict,
    Mode,
    StepName,
    Verdict,
)
from goldenthread.law import Force, Law, Nation, Provision, SharingPurpose
from goldenthread.vocabulary import ProvisionId

SAFEGUARDING = frozenset({SharingPurpose.SAFEGUARD_CHILD, SharingPurpose.PROMOTE_WELFARE})
CARING = SAFEGUARDING | {SharingPurpose.SAFEGUARD_ADULT}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What stands against the whole sharing, and the lawful way that is left. Danger lifts most bars, not all."""

    step: StepName
    verdict: Verdict
    because: str
    instead: str
    sources: tuple[ProvisionId, ...] = ()
    lifted_by_danger: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What stands against one item.

    ``needs_advice``: a person could still clear it. ``instead``: the lawful way that is left for it.
    """

    item: int
    step: StepName
    because: str
    verdict: ItemVerdict = ItemVerdict.WITHHOLD
    needs_advice: bool = False
    lifted_by_danger: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Everything found so far. Steps never change it; they hand on a fuller one."""

    case: Case
    law: Law
    in_danger: bool
    duties: tuple[ProvisionId, ...] = ()
    gateways: tuple[ProvisionId, ...] = ()
    guidance: tuple[ProvisionId, ...] = ()
    lawful_basis: tuple[ProvisionId, ...] = ()
    conditions: tuple[tuple[ProvisionId, ...], ...] = ()
    """One entry an item, once the step of conditions has spoken."""
    confidentiality: Confidentiality = Confidentiality.UNRESOLVED
    rejected: tuple[Rejected, ...] = ()
    bars: tuple[Bar, ...] = ()
    stops: tuple[Stop, ...] = ()
    tell: tuple[TellAnswer, ...] = ()
    advisers: tuple[Adviser, ...] = ()
    find_out: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    because: tuple[Said, ...] = ()
    broken: tuple[StepName, ...] = ()

    @property
    def applies_english_law(self) -> bool:
        """English duties and powers are never applied elsewhere, nor where nobody said where."""
        return self.case.nation is Nation.ENGLAND and self.law.nation is Nation.ENGLAND

    @property
    def is_planned(self) -> bool:
        return self.case.mode is Mode.PLANNED and not self.in_danger

    def in_play(self) -> tuple[tuple[int, Item], ...]:
        """The items that the recipient needs, or may need: the rest never goes, so nothing is asked about it."""
        return tuple((n, item) for n, item in enumerate(self.case.items) if item.needed_by_recipient is not False)

    def stops_standing(self, n: int) -> tuple[Stop, ...]:
        """What stands against one item. Danger lifts some of it."""
        return tuple(stop for stop in self.stops if stop.item == n and not (self.in_danger and stop.lifted_by_danger))

    def holds_all_back_for_good(self) -> bool:
        """Every thing that was proposed stays back, and no advice could clear it."""
        items = range(len(self.case.items))
        return bool(items) and all(
            any(stop.verdict is ItemVerdict.WITHHOLD and not stop.needs_advice for stop in self.stops_standing(n))
            for n in items
        )

    def binding(self, id: ProvisionId) -> Provision | None:
        """The provision, if it is law on this day as far as is known; nothing when it is not."""
        return None if self.law.force(id) is Force.NOT_IN_FORCE else self.law.provision(id)

    def those_binding(self, ids: Iterable[ProvisionId]) -> tuple[ProvisionId, ...]:
        return tuple(id for id in ids if self.binding(id) is not None)

    def plus(
        self,
        *,
        duties: Iterable[ProvisionId] = (),
        rejected: Iterable[Rejected] = (),
        bars: Iterable[Bar] = (),
        stops: Iterable[Stop] = (),
        advisers: Iterable[Adviser] = (),
        find_out: Iterable[str] = (),
        then: Iterable[FollowUp | str] = (),
    ) -> "Matter":
        """The matter with more found. Nothing stands twice."""
        return replace(
            self,
            duties=once((*self.duties, *duties)),
            rejected=once((*self.rejected, *rejected)),
            bars=(*self.bars, *bars),
            stops=(*self.stops, *stops),
            advisers=once((*self.advisers, *advisers)),
            find_out=once((*self.find_out, *find_out)),
            then=once((*self.then, *(str(one) for one in then))),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step hands on: its one sentence, the provisions it rests on, and the fuller matter."""

    matter: Matter
    says: str
    sources: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the answer. ``provisions`` are all that it can name, so that the register can be checked for them."""

    name: StepName
    judge: Callable[[Matter], Finding] = field(repr=False)
    provisions: tuple[str, ...] = ()


def once(many: Iterable[T]) -> tuple[T, ...]:
    """The same, in order, each once."""
    return tuple(dict.fromkeys(many))
