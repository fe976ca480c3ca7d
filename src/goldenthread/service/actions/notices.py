"""What a person is told when something about them is shared: who gets it, what it is, and why. Made before it goes.

Source: golden_rule_2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread.disclosure.advice.words import ItemVerdict, TellVerdict
from goldenthread.service.actions import casework
from goldenthread.service.actions.sharing_shapes import AnswerShown, Decided, Told

IS_TOLD = frozenset({TellVerdict.TELL_FIRST, TellVerdict.SEEK_VIEWS, TellVerdict.TELL_AFTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice to one person. ``purpose`` is as the screens ask it; ``what`` is empty where nothing about them goes."""

    recipient: str
    what: tuple[str, ...] = field(repr=False)
    purpose: str


def before_sending(shown: AnswerShown) -> Mapping[str, Notice]:
    """The notices of what the answer would let go, for everybody who may safely be told."""
    return {tell.who.value: _notice(tell.who.value, _would_go(shown), shown) for tell in _told_by_advice(shown)}


def of_decision(who: str, shown: AnswerShown, decided: Decided) -> Notice | None:
    """The notice of what was decided; none where this person is not told for now, or telling them is not safe yet."""
    told, _ = decided.told.get(who, (None, ""))
    is_told = told in (Told.TOLD, Told.AFTERWARDS) and not casework.is_unsafe_to_tell(shown.draft.answers, who)
    return _notice(who, decided.items, shown) if is_told else None


def _told_by_advice(shown: AnswerShown) -> Iterable[Any]:
    return (tell for tell in shown.answer.tell if tell.answer in IS_TOLD)


def _would_go(shown: AnswerShown) -> tuple[int, ...]:
    """What the answer lets go; where it lets nothing go yet, what could."""
    advised = tuple(n for n, item in enumerate(shown.answer.items) if item.answer is ItemVerdict.SHARE)
    could = (n for n, it in enumerate(shown.case.items) if it.needed_by_recipient is not False and not it.made_by_model)
    return advised or tuple(could)


def _notice(who: str, chosen: Iterable[int], shown: AnswerShown) -> Notice:
    answers = shown.draft.answers
    items = [answers["items"][n] for n in chosen]
    return Notice(
        recipient=shown.recipient,
        what=tuple(item["words"] for item in items if _is_theirs_to_hear(who, item)),
        purpose=answers["worry"]["purpose"],
    )


def _is_theirs_to_hear(who: str, item: Mapping[str, Any]) -> bool:
    """What is about them; for a carer also what is about the child, unless the child told it in confidence."""
    marks = set(item.get("marks", ()))
    if marks & casework.PROTECTED.keys():
        return False
    return item["about"] == who or (who in casework.CARERS and item["about"] == "child" and "confidence" not in marks)
