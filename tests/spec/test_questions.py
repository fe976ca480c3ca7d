"""Every sharing question under ``tests/spec/questions`` is answered as it says, and so is every published case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from goldenthread.disclosure.advice import Answer, as_mapping
from tests.spec.asking import Situation, answered, question, situations

PUBLISHED = Path(__file__).parents[3] / "shared" / "law" / "cases-for-development.yaml"
ALL = situations()


@pytest.mark.parametrize("situation", ALL, ids=lambda s: f"{s.published} {s.title}".strip())
def test_the_question_is_answered_as_the_situation_says(situation: Situation) -> None:
    answer = answered(question(situation.differs))
    assert not list(_misses(situation, answer))


def _misses(situation: Situation, answer: Answer) -> list[tuple[str, object, object]]:
    """What was expected and what came, where they differ."""
    then, came = situation.then, as_mapping(answer)
    pairs: list[tuple[str, object, object, bool]] = []
    if then.answer:
        pairs.append(("answer", then.answer, came["answer"], then.answer == came["answer"]))
    pairs.append(("never", then.never, came["answer"], came["answer"] not in then.never))
    if then.duty is not None:
        pairs.append(("duty", then.duty, came["duty"], list(then.duty) == came["duty"]))
    if then.confidentiality:
        is_same = then.confidentiality == came["confidentiality"]
        pairs.append(("confidentiality", then.confidentiality, came["confidentiality"], is_same))
    for name in ("gateways", "lawful_basis", "conditions", "seek_advice_from", "find_out", "then", "unverified_law"):
        expected = getattr(then, name)
        pairs.append((name, expected, came[name], set(expected) <= set(came[name])))
    named: tuple[tuple[str, dict[str, str] | None, dict[str, Any]], ...] = (
        ("rejected", then.rejected, {one["id"]: one["because"] for one in came["rejected"]}),
        ("items", then.items, {one["name"]: one["answer"] for one in came["items"]}),
        ("tell", then.tell, {one["who"]: one["answer"] for one in came["tell"]}),
    )
    for name, wanted, got in named:
        holds = all(value in got.get(key, "nothing at all") for key, value in (wanted or {}).items())
        pairs.append((name, wanted, got, holds))
    said = " ".join(one["says"] for one in came["because"])
    pairs.extend(("says", words, said, words in said) for words in then.says)
    return [(name, expected, got) for name, expected, got, holds in pairs if not holds]


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    if not PUBLISHED.exists():
        pytest.skip("the folder of published cases is not on this machine")
    return {case["id"]: case for case in yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))}


def test_every_published_case_is_put_and_answered(published: dict[str, dict[str, Any]]) -> None:
    assert set(published) <= {situation.published for situation in ALL}


def test_where_we_differ_from_the_researcher_we_say_why(published: dict[str, dict[str, Any]]) -> None:
    for id, case in published.items():
        for situation in (one for one in ALL if one.published == id):
            theirs = case["answer"]
            ours = str(answered(question(situation.differs)).answer)
            is_an_answer = "(" not in theirs
            assert bool(situation.not_as_the_researcher_because) == (is_an_answer and ours != theirs), (
                id,
                ours,
                theirs,
            )
