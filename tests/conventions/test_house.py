"""The house checks its own style: names, rooms, sizes, and exemptions that give their reason."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "goldenthread"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "tools"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def _named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_a_module_says_first_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text or ast.get_docstring(ast.parse(text)), "give it a docstring"


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_a_module_has_a_name_that_says_something(path: Path) -> None:
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_a_module_is_short_and_so_are_its_functions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=_named)
def test_no_function_bears_the_name_of_its_module(path: Path) -> None:
    modules = {p.stem for p in path.parent.glob("*.py")} - {"__init__"}
    exported = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not modules & exported


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_every_exemption_from_a_check_gives_its_reason(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        exempt = re.search(r"#\s*(noqa|type:\s*ignore)(?::\s*[A-Z0-9, ]+|\[[a-z, -]+\])?(.*)$", line)
        if exempt:
            explained = len(exempt.group(2).strip(" -#")) > 10
            above = number > 0 and lines[number - 1].strip().startswith("#")
            assert explained or above, f"line {number + 1}: say why, there or in a comment above"


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent.name == "actions"], ids=_named)
def test_every_action_takes_who_and_when_by_keyword(path: Path) -> None:
    """A public function that opens the frame of an action takes ``at``, and ``by`` unless only the system calls it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            opens = [c for c in ast.walk(node) if isinstance(c, ast.Call) and getattr(c.func, "id", "") == "doing"]
            for call in opens:
                keywords = {a.arg for a in node.args.kwonlyargs}
                assert "at" in keywords, node.name
                by = next(k.value for k in call.keywords if k.arg == "by")
                for_the_system = isinstance(by, ast.Constant) and by.value is None
                assert for_the_system or "by" in keywords, node.name


def test_views_and_jobs_never_touch_the_store() -> None:
    for room in ("portal", "jobs"):
        for path in (SOURCE / "service" / room).rglob("*.py"):
            assert "service.store" not in path.read_text(encoding="utf-8"), _named(path)
