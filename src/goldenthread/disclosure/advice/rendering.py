"""An answer in words, for somebody with a child on their mind and a screen in front of them."""

from collections.abc import Iterable, Iterator

from goldenthread.disclosure.advice.answer import Answer, Rejected
from goldenthread.disclosure.advice.words import Verdict
from goldenthread.law import Law
from goldenthread.vocabulary import ProvisionId

TITLE: dict[Verdict, str] = {
    Verdict.MUST_SHARE: "You must share",
    Verdict.SHOULD_SHARE: "You should share",
    Verdict.MAY_SHARE: "You may share",
    Verdict.SHARE_PART: "Share part",
    Verdict.VERIFY_FIRST: "Check first who it is",
    Verdict.SEEK_ADVICE: "Take advice",
    Verdict.DO_NOT_SHARE: "Do not share",
}


def in_words(answer: Answer, law: Law) -> str:
    """The whole answer as text, the most important first. ``law`` gives each provision its title."""
    return "\n".join(_lines(answer, law))


def _lines(answer: Answer, law: Law) -> Iterator[str]:
    yield TITLE[answer.answer].upper()
    yield answer.because[0].says
    yield from _part("Item by item", (_line(i.name, i.answer, i.because, i.conditions) for i in answer.items))
    yield from _part("Who is told", (_line(t.who, t.answer, t.because, (), t.by_whom) for t in answer.tell))
    yield from _part("On what", _grounds(answer, law))
    yield from _part(
        "What does not fit",
        (_not_this(rejected, law) for rejected in answer.rejected),
    )
    yield from _part("Ask", (_spaced(adviser) for adviser in answer.seek_advice_from))
    yield from _part("Find out", answer.find_out)
    yield from _part("Then", (_spaced(one) for one in answer.then))
    yield from _part("Why", (f"{_spaced(s.step)}: {s.says}{_cited(s.sources)}" for s in answer.because[1:]))
    yield f"\nThe law as at {answer.law_as_at.isoformat()}. This is advice: you decide, and record what you decide."
    if answer.unverified_law:
        yield f"Not verified: {_titled(answer.unverified_law, law)}."
    yield "What stands in brackets is looked up with: goldenthread law show ID"


def _titled(ids: Iterable[ProvisionId], law: Law) -> str:
    """Each provision by its title, and the id it is looked up by."""
    return "; ".join(f"{held.title} [{id}]" if (held := law.provision(id)) else id for id in ids)


def _not_this(rejected: Rejected, law: Law) -> str:
    use = f" Use: {_titled(rejected.instead, law)}." if rejected.instead else ""
    return f"{_titled((rejected.id,), law)}: {rejected.because}{use}"


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield f"\n{title}"
        yield from (f"  - {line}" for line in listed)


def _grounds(answer: Answer, law: Law) -> Iterator[str]:
    named = (
        ("duty", answer.duty),
        ("gateway", answer.gateways),
        ("lawful basis", answer.lawful_basis),
        ("condition", answer.conditions),
    )
    yield from (f"{name}: {_titled(ids, law)}" for name, ids in named if ids)
    yield f"confidentiality: {_spaced(answer.confidentiality)}"


def _line(name: str, verdict: str, because: Iterable[str], ids: Iterable[str], by_whom: str = "") -> str:
    by = f" (by {by_whom})" if by_whom and by_whom != "nobody" else ""
    return f"{name}: {_spaced(verdict)}{by}. {' '.join(because)}{_cited(ids)}"


def _cited(ids: Iterable[str]) -> str:
    listed = ", ".join(ids)
    return f" [{listed}]" if listed else ""


def _spaced(word: str) -> str:
    return word.replace("_", " ")
