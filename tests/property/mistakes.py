"""Hand-written mistakes in the rules: each one a way a decision could go wrong. The grid must catch every one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from goldenthread.disclosure import deciding, standings
from goldenthread.disclosure.child_rules import CHILD_RULES, FLAG_RULES
from goldenthread.disclosure.ruling import withhold
from goldenthread.disclosure.standing_rules import STANDING_RULES, Question, question_of
from goldenthread.vocabulary import AgencyKind, Level, Outcome, Role
from tests.property.grid import all_askers, judged

LISTS: dict[str, tuple[object, tuple[Any, ...]]] = {
    "STANDING_RULES": (standings, STANDING_RULES),
    "CHILD_RULES": (deciding, CHILD_RULES),
    "FLAG_RULES": (deciding, FLAG_RULES),
}

EQUIVALENT = {
    "a_signed_pathway_shows_this always speaks": "it is the last rule and does",
    "what_organisation_role_and_purpose_decided_holds always speaks": "it is the last rule and does",
}
"""Mistakes that change no answer at all, and why."""


def mutants() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every mutant: its name and a way to switch it on for a while."""
    for name, (module, rules) in LISTS.items():
        for n, rule in enumerate(rules):
            yield f"{rule.__name__} is left out", _swap(module, name, rules[:n] + rules[n + 1 :])
            yield f"{rule.__name__} always speaks", _swap(module, name, _with(rules, n, _always(rule)))
            yield f"{rule.__name__} shows instead", _swap(module, name, _with(rules, n, _flipped(rule)))
            yield f"{rule.__name__} breaks", _swap(module, name, _with(rules, n, _breaks))
    yield from _of_the_question()


def caught(switch_on: Callable[[], Any]) -> bool:
    """Whether the grid notices: some case differs from the oracle, or judging it raises."""
    with switch_on():
        try:
            return any(wrong is not None for _, wrong in judged(_SOME_ASKERS))
        except Exception:
            return True


_SOME_ASKERS = tuple(
    asker
    for asker in all_askers()
    if asker.role in (Role.SOCIAL_WORKER, Role.DESIGNATED_SAFEGUARDING_LEAD, Role.ADMINISTRATOR)
)


def _of_the_question() -> Iterator[tuple[str, Callable[[], Any]]]:
    changes: dict[str, Callable[[Question], Question]] = {
        "ended grants count as live": lambda q: replace(
            q, live=tuple(g for g in q.for_the_purpose if g.not_before <= q.at)
        ),
        "grants count before they start": lambda q: replace(
            q, live=tuple(g for g in q.for_the_purpose if q.at < g.not_after)
        ),
        "a grant holds at the instant it ends": lambda q: replace(
            q, live=tuple(g for g in q.for_the_purpose if g.not_before <= q.at <= g.not_after)
        ),
        "a grant does not hold at its first instant": lambda q: replace(
            q, live=tuple(g for g in q.for_the_purpose if g.not_before < q.at < g.not_after)
        ),
        "another purpose's grants count": lambda q: replace(
            q,
            for_the_purpose=q.for_the_role,
            live=tuple(g for g in q.for_the_role if g.not_before <= q.at < g.not_after),
        ),
        "the ceiling is forgotten": lambda q: replace(q, ceiling=Level.CONTENT),
        "the ceiling is existence for all": lambda q: replace(q, ceiling=Level.EXISTENCE),
        "every grant is of content": lambda q: replace(q, live=tuple(replace(g, level=Level.CONTENT) for g in q.live)),
        "every grant is of existence": lambda q: replace(
            q, live=tuple(replace(g, level=Level.EXISTENCE) for g in q.live)
        ),
        "every source is one's own": lambda q: replace(q, source=replace(q.source, id=q.asker.agency)),
        "no source is one's own": lambda q: replace(q, asker=replace(q.asker, agency="elsewhere")),
        "the clock is a day slow": lambda q: _at(q, -timedelta(days=1)),
        "the clock is a day fast": lambda q: _at(q, timedelta(days=1)),
    }
    for name, change in changes.items():
        yield name, _swap(standings, "question_of", _then(change))
    yield "every role's grants count", _swap(standings, "question_of", _any_role)
    yield "another agency's grants count", _any_holder
    yield "all agencies find every child", _swap_name("goldenthread.disclosure.child_rules.FINDS_ONLY_ITS_OWN", ())
    yield (
        "social care finds only its own",
        _swap_name("goldenthread.disclosure.child_rules.FINDS_ONLY_ITS_OWN", tuple(AgencyKind)),
    )
    yield "administrators look at children", _administrators_look
    yield "flags that ended long ago are shown", _swap_name("goldenthread.disclosure.child_rules.ENDED", "never")
    yield "recent flags are hidden", _swap_name("goldenthread.disclosure.child_rules.ENDED", "recent")


def _swap(module: object, name: str, value: object) -> Callable[[], Any]:
    return lambda: patch.object(module, name, value)


def _swap_name(path: str, value: object) -> Callable[[], Any]:
    return lambda: patch(path, value)


def _with(rules: tuple[Any, ...], n: int, rule: Any) -> tuple[Any, ...]:
    return (*rules[:n], rule, *rules[n + 1 :])


def _breaks(question: Any) -> Any:
    raise RuntimeError


def _always(rule: Any) -> Any:
    """The rule speaks even where it should pass the question on: it withholds."""

    def always(question: Any) -> Any:
        return rule(question) or _refusal()

    return always


def _flipped(rule: Any) -> Any:
    """Where the rule shows, it withholds; where it withholds, it shows everything."""

    def flipped(question: Any) -> Any:
        decision = rule(question)
        if decision is None:
            return None
        if decision.outcome is Outcome.DISCLOSE:
            return _refusal()
        return replace(decision, outcome=Outcome.DISCLOSE, level=Level.CONTENT)

    return flipped


def _refusal() -> Any:
    return withhold("a_mutant", "A mutant.", next_step="", ask=None)


def _then(change: Callable[[Question], Question]) -> Any:
    def changed(*args: Any, **kwargs: Any) -> Question:
        return change(question_of(*args, **kwargs))

    return changed


def _at(question: Question, shift: timedelta) -> Question:
    at = question.at + shift
    return replace(question, at=at, live=tuple(g for g in question.for_the_purpose if g.not_before <= at < g.not_after))


def _any_role(asker: Any, source: Any, ceiling: Any, grants: Any, *, at: Any) -> Question:
    return question_of(asker, source, ceiling, tuple(replace(g, role=asker.role) for g in grants), at=at)


@contextmanager
def _any_holder() -> Iterator[None]:
    real = standings._grants

    def grants(asker: Any, permissions: Any) -> Any:
        return real(asker, [replace(p, holder_agency=asker.agency) for p in permissions])

    with patch.object(standings, "_grants", grants):
        yield


@contextmanager
def _administrators_look() -> Iterator[None]:
    everybody = frozenset(Role)
    with (
        patch("goldenthread.disclosure.standing_rules.LOOKS_AT_CHILDREN", everybody),
        patch("goldenthread.disclosure.child_rules.LOOKS_AT_CHILDREN", everybody),
    ):
        yield
