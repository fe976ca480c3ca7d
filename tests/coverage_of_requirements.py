"""Which requirement and which scenario is shown by which test: read from the marks, written as a page of the manual.

``python -m tests.coverage_of_requirements`` writes ``docs/reference/coverage.md``. A mark is read from the syntax
tree: on a test, on a class, in ``pytestmark`` or in a ``pytest.param``. Marks that a test takes from the YAML
situations are read there.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from goldenthread.vocabulary import read_document
from tests.spec.test_situations import HERE as SITUATIONS
from tests.spec.test_situations import Situations

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "coverage.md"
TITLES = ROOT / "docs" / "reference" / "titles.yaml"
REFERENCES = {"requirement": re.compile(r"[A-Z]{1,2}[1-9][0-9]?"), "scenario": re.compile(r"S[0-9]{2}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """A short name in our own words for each reference."""

    requirements: dict[str, str]
    scenarios: dict[str, str]

    def of(self, kind: str) -> dict[str, str]:
        return self.requirements if kind == "requirement" else self.scenarios


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mark:
    """One test that is marked with one reference. ``reference`` is empty where it is not a plain text."""

    kind: str
    reference: str
    path: str
    test: str


def titles() -> Titles:
    return read_document(TITLES, Titles)


@cache
def marks() -> list[Mark]:
    """Every mark in the tests, sorted."""
    found = [mark for path in sorted((ROOT / "tests").rglob("test_*.py")) for mark in marks_in(path)]
    return sorted({*found, *_of_situations()})


def marks_in(path: Path) -> Iterator[Mark]:
    """The marks in one file, each with the test it stands on; in a list of cases, the test that takes the list."""
    where = path.relative_to(ROOT).as_posix()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        inside = dict(_tests_in(node))
        for called in (c for c in ast.walk(node) if isinstance(c, ast.Call)):
            if (kind := _kind(called.func)) is None:
                continue
            on = [test for test, own in inside.items() if called in ast.walk(own)] or list(inside)
            if not on and isinstance(node, ast.Assign | ast.AnnAssign):
                on = ["the whole file"]
            for reference in _texts(called):
                yield from (Mark(kind=kind, reference=reference, path=where, test=test) for test in on)


def _tests_in(node: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
        yield node.name, node
    if isinstance(node, ast.ClassDef):
        for inner in node.body:
            yield from _tests_in(inner)


def _kind(function: ast.expr) -> str | None:
    """``requirement`` or ``scenario`` where this is ``pytest.mark.requirement`` or ``mark.scenario``."""
    if isinstance(function, ast.Attribute) and function.attr in REFERENCES:
        mark = function.value
        if getattr(mark, "attr", getattr(mark, "id", "")) == "mark":
            return function.attr
    return None


def _texts(called: ast.Call) -> list[str]:
    return [str(a.value) if isinstance(a, ast.Constant) else "" for a in called.args] or [""]


def _of_situations() -> Iterator[Mark]:
    for path in sorted(SITUATIONS.glob("*.yaml")):
        for situation in read_document(path, Situations).situations:
            if situation.scenario:
                where = path.relative_to(ROOT).as_posix()
                yield Mark(kind="scenario", reference=situation.scenario, path=where, test=situation.title)


def page() -> str:
    """The page as it ought to stand in the manual."""
    named, found = titles(), marks()
    lines = [
        "# What the tests show",
        "",
        "Made by `python -m tests.coverage_of_requirements`; do not edit. A reference names a requirement or scenario",
        "that Golden Thread is built to. It stands here when a test shows something of it, which is not the same as",
        "meeting all of it: read the test to see how far it goes. What has no line has no test.",
    ]
    for kind, heading in (("requirement", "Requirements"), ("scenario", "Scenarios")):
        lines += ["", f"## {heading}", "", "| | What is wanted | Tests |", "|---|---|---|"]
        for reference in sorted({m.reference for m in found if m.kind == kind}, key=_in_order):
            shown = [m for m in found if m.kind == kind and m.reference == reference]
            lines.append(f"| {reference} | {named.of(kind).get(reference, '?')} | {_tests(shown)} |")
    return "\n".join(lines) + "\n"


def _in_order(reference: str) -> tuple[int, str, int]:
    letters = reference.rstrip("0123456789")
    return len(letters), letters, int(reference[len(letters) :] or 0)


def _tests(shown: list[Mark]) -> str:
    by_file: dict[str, list[str]] = {}
    for mark in shown:
        by_file.setdefault(mark.path, []).append(mark.test.removeprefix("test_").replace("_", " "))
    told = (f"[{_short(path)}](../../{path}): {'; '.join(tests)}" for path, tests in by_file.items())
    return "<br>".join(told).replace("|", "\\|")


def _short(path: str) -> str:
    return "/".join(Path(path).with_suffix("").parts[1:])


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
