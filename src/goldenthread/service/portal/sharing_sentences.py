"""Sentences of *Should I share?* made from answers: how far a score can be trusted, and what somebody is told."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.disclosure.advice import Case
from goldenthread.service.portal.sharing_words import (
    FIND_OUT,
    FIND_OUT_OF_A_THING,
    FIND_OUT_OF_SOMEBODY,
    LEFT_OPEN,
    OTHER_PURPOSES,
    PEOPLE,
    PURPOSE,
    plain,
)


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


def to_find_out(path: str, case: Case) -> str:
    """What would help to know, as a question; a person is named by who they are, a thing by its place."""
    found = re.fullmatch(r"(people|items)\[(\d+)\]\.(.+)", path)
    if found is None:
        return FIND_OUT.get(path, LEFT_OPEN)
    kind, place, fact = found[1], int(found[2]), found[3]
    if kind == "people":
        who = plain(PEOPLE, case.people[place].who)
        return f"{who}: {FIND_OUT_OF_SOMEBODY.get(fact, LEFT_OPEN)}"
    return f"Thing {place + 1}: {FIND_OUT_OF_A_THING.get(fact, LEFT_OPEN)}"


def notice(*, recipient: str, what: Sequence[str], purpose: str) -> str:
    """What somebody is told: who gets it, what it is and why."""
    why = plain({**OTHER_PURPOSES, **{key: said for key, (said, _) in PURPOSE.items()}}, purpose)
    said = " ".join(f"“{words}”" for words in what) or "Nothing that is about you."
    ask = "Ask us about it, and say what you think."
    return f"Who gets it: {recipient}. What: {said} Why: {why[0].lower()}{why[1:]}. {ask}"
