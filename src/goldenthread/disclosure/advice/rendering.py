"""An answer in words, for somebody with a child on their mind and a screen in front of them."""

from collections.abc import Iterable, Iterator

from goldenthread.disclosure.advice.answer import Answer
from goldenthread.disclosure.advice.words import Verdict

TITLE: dict[Verdict, str] = {
    Verdict.MUST_SHARE: "You must share",
    Verdict.SHOULD_SHARE: "You should share",
    Verdict.MAY_SHARE: "You may share",
    Verdict.SHARE_PART: "Share part",
    Verdict.VERIFY_FIRST: "Check first who it is",
    Verdict.SEEK_ADVICE: "Take advice",
    Verdict.DO_NOT_SHARE: "Do not share",
}


def in_words(answer: Answer) -> str:
    """The whole answer as text, the most important first."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    yield TITLE[answer.answer].upper()
    yield answer.because[0].says
    yield from _part("Item by item", (_line(i.name, i.answer, i.because, i.conditions) for i in answer.items))
    yield from _part("Who is told", (_line(t.who, t.answer, t.because, (), t.by_whom) for t in answer.tell))
    yield from _part("On what", _grounds(answer))
    yield from _part(
        "What does not fit",
        (f"{r.id}: {r.because}{' Use ' + ', '.join(r.instead) + '.' if r.instead else ''}" for r in answer.rejected),
    )
    yield from _part("Ask", (_spaced(adviser) for adviser in answer.seek_advice_from))
    yield from _part("Find out", answer.find_out)
    yield from _part("Then", (_spaced(one) for one in answer.then))
    yield from _part("Why", (f"{_spaced(s.step)}: {s.says}{_cited(s.sources)}" for s in answer.because[1:]))
    yield f"\nThe law as at {answer.law_as_at.isoformat()}. This is advice: you decide, and record what you decide."
    if answer.unverified_law:
        yield f"Not verified: {', '.join(answer.unverified_law)}."


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield f"\n{title}"
        yield from (f"  - {line}" for line in listed)


def _grounds(answer: Answer) -> Iterator[str]:
    named = (
        ("duty", answer.duty),
        ("gateway", answer.gateways),
        ("lawful basis", answer.lawful_basis),
        ("condition", answer.conditions),
    )
    yield from (f"{name}: {', '.join(ids)}" for name, ids in named if ids)
    yield f"confidentiality: {_spaced(answer.confidentiality)}"


def _line(name: str, verdict: str, because: Iterable[str], ids: Iterable[str], by_whom: str = "") -> str:
    by = f" (by {by_whom})" if by_whom and by_whom != "nobody" else ""
    return f"{name}: {_spaced(verdict)}{by}. {' '.join(because)}{_cited(ids)}"


def _cited(ids: Iterable[str]) -> str:
    listed = ", ".join(ids)
    return f" [{listed}]" if listed else ""


def _spaced(word: str) -> str:
    return word.replace("_", " ")
