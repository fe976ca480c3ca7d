"""Ask rules one after another; the first that speaks decides. One that breaks refers: it never vanishes."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from goldenthread.agreements import Reason
from goldenthread.disclosure.decisions import Decision
from goldenthread.disclosure.wording import IN_DANGER, REFER_WITHIN, capitalised, hours, ring
from goldenthread.vocabulary import Contact, Outcome, Purpose

Q = TypeVar("Q")
Rule = Callable[[Q], Decision | None]


def first_to_speak(rules: Iterable[Rule[Q]], question: Q, *, ask: Contact, purpose: Purpose) -> Decision | None:
    """The first answer of ``rules``. A rule that raises answers with a referral to ``ask``."""
    for rule in rules:
        try:
            decision = rule(question)
        except Exception:
            return refer(
                getattr(rule, "__name__", "a_rule"),
                "This could not be judged by rule, so a person decides.",
                ask=ask,
                purpose=purpose,
            )
        if decision is not None:
            return decision
    return None


def refer(rule: str, sentence: str, *, ask: Contact, purpose: Purpose, sources: tuple[str, ...] = ()) -> Decision:
    """Refer to a named contact with a time limit."""
    within = REFER_WITHIN[purpose]
    return Decision(
        outcome=Outcome.REFER,
        level=None,
        reasons=(Reason(rule=rule, sentence=sentence, sources=sources),),
        next_step=f"{capitalised(ring(ask))}. An answer is owed within {hours(within)}. {IN_DANGER}",
        refer_to=ask,
        within=within,
    )


def withhold(
    rule: str, sentence: str, *, next_step: str, ask: Contact | None, sources: tuple[str, ...] = ()
) -> Decision:
    """Withhold, saying why and what can be done instead."""
    return Decision(
        outcome=Outcome.WITHHOLD,
        level=None,
        reasons=(Reason(rule=rule, sentence=sentence, sources=sources),),
        next_step=next_step,
        refer_to=ask,
    )
