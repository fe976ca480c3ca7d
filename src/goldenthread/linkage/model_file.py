"""A model as a file: written the same for the same model, and read without trust in who wrote it.

An approval holds a digest of what it was given for, of who gave it and when, and of the approvals before it, so that a
model or a card that was changed since is refused. It is no signature: whoever may write the file can write an approval
with its digest too, or take the last ones off, which nothing but the report beside it shows. Who needs to know better
keeps the digest that ``goldenthread approve`` prints, and compares.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import pairwise
from typing import Any

from goldenthread.linkage.cards import Approval, Card, Measured
from goldenthread.linkage.model import Model, Step, UnreadableModel
from goldenthread.linkage.reading_strictly import Branch, Misplaced

FORMAT = "goldenthread linkage model 1"
_APPROVAL = "goldenthread approval 2"
KINDS = ("exact", "text", "date", "number")
_WHAT_NEXT = "Take the file as it was written, or train one anew: link without --model."
_UNBOUND = ("approved_by", "approved_on")
"""As an earlier version wrote an approval: bound to nothing."""
_LEARNED_LATER = {
    "stand_alone", "alone_holding", "too_little_bits", "alone_below", "both_alone_bits", "apart", "without_families"
}  # fmt: skip
"""What a model may lack that an earlier version trained. Its approval is of the model without them."""
_LEARNED_LAST = ("least_told", "held_twice", "twins_apart", "believed_from")
_MAY_LACK = {*_LEARNED_LATER, *_LEARNED_LAST}


def write_model(model: Model) -> str:
    """The model as JSON text, the same for the same model."""
    return json.dumps({"format": FORMAT, **asdict(model)}, indent=1, ensure_ascii=False) + "\n"


def read_model(text: str) -> Model:
    """Raises: UnreadableModel."""
    try:
        tree = json.loads(text, object_pairs_hook=_each_name_once)
        if not isinstance(tree, dict) or tree.pop("format", None) != FORMAT:
            raise UnreadableModel(f"this is not a model of the format {FORMAT!r}. Train it again without --model.")
        model = _model(Branch(tree))
    except Misplaced as fault:
        raise UnreadableModel(f"the model cannot be used: {fault}. {_WHAT_NEXT}") from None
    except (ValueError, RecursionError) as fault:
        raise UnreadableModel(f"the model cannot be read ({type(fault).__name__}). {_WHAT_NEXT}") from None
    differing = [c.name for c in model.chosen() if len(model.steps[c.name]) != len(c.levels)]
    if differing:
        raise UnreadableModel(
            f"the model compares {', '.join(differing)} in other steps than this version. Train it again."
        )
    _hold_to_approvals(model)
    return model


def approve(model: Model, *, by: str, on: date) -> Model:
    """The model with one approval more on its card: of all it is, and of the figures that stand there now."""
    model = read_model(write_model(model))
    given = Approval(by=by, on=on.isoformat(), figures=len(model.card.measured), digest="")
    given = replace(given, digest=_digest_of_approval(given, model, model.card.approvals))
    return replace(model, card=replace(model.card, approvals=(*model.card.approvals, given)))


def with_figures(model: Model, measured: Measured) -> Model:
    """The model with what was measured on its card, once. Approvals stand: each is of the figures it saw."""
    told = model.card.measured
    if measured in told:
        return model
    return replace(model, card=replace(model.card, measured=(*told, measured)))


def digest_of(model: Model, figures: int = 0) -> str:
    """What tells one model from another, with its first ``figures`` measurements; who approved it does not count."""
    card = replace(model.card, approvals=(), measured=model.card.measured[:figures])
    tree = asdict(replace(model, card=card))
    if not model.without_families:
        del tree["without_families"]
    for name in _LEARNED_LAST:
        if not tree[name]:
            del tree[name]
    if not model.alone_below:
        del tree["alone_below"], tree["both_alone_bits"]
    if not model.alone_holding:
        del tree["alone_holding"]
    if not model.too_little_bits:
        del tree["too_little_bits"]
    if not model.stand_alone and not model.apart:
        tree = {name: value for name, value in tree.items() if name not in _LEARNED_LATER}
    told = json.dumps(tree, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{FORMAT}\n{told}".encode()).hexdigest()


def _digest_of_approval(given: Approval, model: Model, before: Sequence[Approval]) -> str:
    """Of the model with the figures that it was approved with, for which use, by whom, when, and after whom."""
    told = {
        "model": digest_of(model, given.figures),
        "use": model.card.may_be_used_for,
        "by": given.by,
        "on": given.on,
        "figures": given.figures,
        "after": [one.digest for one in before],
    }
    return hashlib.sha256(f"{_APPROVAL}\n{json.dumps(told, sort_keys=True)}".encode()).hexdigest()


def _hold_to_approvals(model: Model) -> None:
    approvals = model.card.approvals
    for place, given in enumerate(approvals):
        if given.digest == digest_of(model, given.figures):
            raise UnreadableModel(
                f"the approval of {given.on} was written by an earlier version and is bound neither to who gave it nor "
                "to when. Take it off the card, and have the model approved again (goldenthread approve)."
            )
        if given.figures > len(model.card.measured) or given.digest != _digest_of_approval(
            given, model, approvals[:place]
        ):
            raise UnreadableModel(
                f"the model, or what its card says, was changed after it was approved on {given.on}, or the card "
                "does not say by whom and when as it was approved, so that nobody has approved it as it is. Take the "
                "file as it was approved, or train one anew and have it approved."
            )


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        twice = sorted({name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1})
        raise Misplaced(f"{', '.join(twice)} stands twice in one place")
    return tree


def _model(told: Branch) -> Model:
    tree = told.named(set(Model.__dataclass_fields__) - _MAY_LACK, _MAY_LACK)
    model = Model(
        card=_card(tree["card"]),
        others={name: kind.text(KINDS) for name, kind in tree["others"].fields().items()},
        own=tree["own"].texts(),
        comparisons=tree["comparisons"].texts(),
        steps={name: tuple(map(_step, steps.items())) for name, steps in tree["steps"].fields().items()},
        against_stranger_bits=tree["against_stranger_bits"].number(),
        against_relative_bits=tree["against_relative_bits"].number(),
        against_namesake_bits=tree["against_namesake_bits"].number(),
        calibration=tuple(map(_point, tree["calibration"].items())),
        link_from_bits=tree["link_from_bits"].number(),
        review_from_bits=tree["review_from_bits"].number(),
        rests_on=tree["rests_on"].text(),
        stand_alone=tree["stand_alone"].share() if "stand_alone" in tree else 0.0,
        alone_holding=tuple(one.share() for one in tree["alone_holding"].items()) if "alone_holding" in tree else (),
        too_little_bits=tree["too_little_bits"].number() if "too_little_bits" in tree else 0.0,
        alone_below=tuple(map(_point, tree["alone_below"].items())) if "alone_below" in tree else (),
        both_alone_bits=tree["both_alone_bits"].number() if "both_alone_bits" in tree else 0.0,
        apart={name: chance.share() for name, chance in tree["apart"].fields().items()} if "apart" in tree else {},
        least_told=tree["least_told"].share() if "least_told" in tree else 0.0,
        believed_from=tree["believed_from"].share() if "believed_from" in tree else 0.0,
        held_twice={name: ratio.share() for name, ratio in tree["held_twice"].fields().items()}
        if "held_twice" in tree
        else {},
        twins_apart=tuple(one.share() for one in tree["twins_apart"].items()) if "twins_apart" in tree else (),
        without_families="without_families" in tree and tree["without_families"].truth(),
    )
    _hold_together(model)
    return model


def _hold_together(model: Model) -> None:
    """Raises: Misplaced where parts that are sound by themselves do not fit each other."""
    if not model.comparisons or len(set(model.comparisons)) < len(model.comparisons):
        raise Misplaced("at comparisons at least one belongs, and none twice")
    if unknown := sorted(set(model.comparisons) - {c.name for c in model.choosable()}):
        raise Misplaced(f"at comparisons {', '.join(unknown)} is none that this version knows")
    if set(model.steps) != set(model.comparisons):
        raise Misplaced("steps and comparisons name different things")
    if len(model.twins_apart) not in (0, 3):
        raise Misplaced("at twins_apart three belong, or none")
    if model.review_from_bits > model.link_from_bits:
        raise Misplaced("review_from_bits is above link_from_bits")
    for name, points in (("calibration", model.calibration), ("alone_below", model.alone_below)):
        for (bits, chance), (more_bits, next_chance) in pairwise(points):
            if more_bits <= bits or next_chance < chance:
                raise Misplaced(f"at {name} the weights must rise, and the probabilities must not fall")


def _card(told: Branch) -> Card:
    tree = told.named(set(Card.__dataclass_fields__) - {"measured", "approvals"}, {"measured", "approvals", *_UNBOUND})
    if any(tree[name].value for name in _UNBOUND if name in tree):
        raise Misplaced(
            "the card names an approval by approved_by, which is bound to nothing: an earlier version wrote it, or "
            "somebody by hand. Take approved_by and approved_on away and have the model approved (goldenthread approve)"
        )
    return Card(
        trained_on=tree["trained_on"].day(),
        records=tree["records"].count(),
        possible_pairs=tree["possible_pairs"].number(0),
        compared_pairs=tree["compared_pairs"].count(),
        expected_matches=tree["expected_matches"].number(0),
        expected_relatives=tree["expected_relatives"].number(0),
        expected_namesakes=tree["expected_namesakes"].number(0),
        sources=tree["sources"].texts(),
        may_be_used_for=tree["may_be_used_for"].text(),
        confirmed_pairs=tree["confirmed_pairs"].count(),
        refuted_pairs=tree["refuted_pairs"].count(),
        measured=tuple(map(_measured, tree["measured"].items())) if "measured" in tree else (),
        approvals=tuple(map(_approval, tree["approvals"].items())) if "approvals" in tree else (),
    )


def _step(told: Branch) -> Step:
    tree = told.named(Step.__dataclass_fields__)
    met = {name: tree[name].number(0, 1, above=True) for name in ("match", "relative", "stranger")}
    return Step(label=tree["label"].text(), **met)


def _point(told: Branch) -> tuple[float, float]:
    bits, chance = told.items(2)
    return bits.number(), chance.share()


def _measured(told: Branch) -> Measured:
    tree = told.named(Measured.__dataclass_fields__)
    return Measured(
        on=tree["on"].day(),
        sources=tree["sources"].texts(),
        records=tree["records"].count(),
        precision=tree["precision"].share(),
        precision_95=_interval(tree["precision_95"]),
        recall=tree["recall"].share(),
        recall_95=_interval(tree["recall_95"]),
        f1=tree["f1"].share(),
    )


def _interval(told: Branch) -> tuple[float, float]:
    low, high = told.items(2)
    return low.share(), high.share()


def _approval(told: Branch) -> Approval:
    tree = told.named(Approval.__dataclass_fields__)
    return Approval(
        by=tree["by"].text(), on=tree["on"].day(), figures=tree["figures"].count(), digest=tree["digest"].text()
    )
