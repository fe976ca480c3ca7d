"""Sentences of *Should I share?* made from answers: how far a score can be trusted, and what somebody is told."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.service.portal.sharing_words import OTHER_PURPOSES, PURPOSE, plain


def how_often_wrong(item: Mapping[str, Any]) -> str:
    """How far a computer's score can be trusted, said wherever the score itself is shown; else nothing."""
    if "computer_score" not in item.get("marks", ()):
        return ""
    missed, wrong = item.get("score_misses"), item.get("score_wrong")
    if missed is None or wrong is None:
        return "A computer made this score. Nobody has said how often it is wrong."
    return (
        f"A computer made this score. Of every 10 children at risk it misses {missed}. "
        f"Of every 10 it points to it is wrong on {wrong}."
    )


def notice(*, recipient: str, what: Sequence[str], purpose: str) -> str:
    """What somebody is told: who gets it, what it is and why."""
    why = plain({**OTHER_PURPOSES, **{key: said for key, (said, _) in PURPOSE.items()}}, purpose)
    said = " ".join(f"“{words}”" for words in what) or "Nothing that is about you."
    ask = "Ask us about it, and say what you think."
    return f"Who gets it: {recipient}. What: {said} Why: {why[0].lower()}{why[1:]}. {ask}"
