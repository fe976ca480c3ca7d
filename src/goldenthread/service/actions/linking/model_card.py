"""The model that linked the last load, for whoever answers for its use. It names nobody."""

from dataclasses import dataclass
from datetime import datetime

from goldenthread.audit import Deed
from goldenthread.linkage import Model, UnreadableModel, read_model
from goldenthread.linkage.cards import Card
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.linking.reviewing import refused
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.store.models import SearchModel
from goldenthread.vocabulary import Role

ANSWERS_FOR_IT = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One comparison: what it finds at best and at worst, and what either weighs against strangers. Unit: bits."""

    comparison: str
    best: str
    best_bits: float
    worst: str
    worst_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelShown:
    """``card`` is ``None`` where no load has left a model, or (``is_of_another_version``) one that cannot be read."""

    card: Card | None
    is_of_another_version: bool = False
    link_from_bits: float = 0.0
    review_from_bits: float = 0.0
    rests_on: str = ""
    weighed: tuple[Weighed, ...] = ()


def open_model(*, by: Practitioner, at: datetime) -> ModelShown | NothingToShow:
    """The card of the model that the last load trained, and what it weighs."""
    with doing(by=by, at=at) as action:
        if by.role not in ANSWERS_FOR_IT:
            return refused(action, "the model that links records")
        action.record(Deed.LINK_READ, detail={"what": "the model that links records"})
        kept = SearchModel.objects.order_by("version").first()
        if kept is None:
            return ModelShown(card=None)
        try:
            return _shown(read_model(kept.model))
        except UnreadableModel:
            return ModelShown(card=None, is_of_another_version=True)


def _shown(model: Model) -> ModelShown:
    steps = ((name, model.steps[name]) for name in model.comparisons)
    return ModelShown(
        card=model.card,
        link_from_bits=model.link_from_bits,
        review_from_bits=model.review_from_bits,
        rests_on=model.rests_on,
        weighed=tuple(
            Weighed(
                comparison=name,
                best=levels[0].label,
                best_bits=levels[0].stranger_bits,
                worst=levels[-1].label,
                worst_bits=levels[-1].stranger_bits,
            )
            for name, levels in steps
            if levels
        ),
    )
