"""The house checks its own style: names, rooms, sizes, and exemptions that give their reason."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "goldenthread"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "tools"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def _named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@cache
def _read(path: Path) -> tuple[str, ast.Module]:
    text = path.read_text(encoding="utf-8")
    return text, ast.parse(text)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_a_module_says_first_what_it_is_for() -> None:
    silent = [_named(p) for p in MODULES if _read(p)[0] and not ast.get_docstring(_read(p)[1])]
    assert silent == [], "give each a docstring"


def test_a_module_has_a_name_that_says_something() -> None:
    assert [_named(p) for p in MODULES if p.stem in BANNED_NAMES] == []


def test_a_module_is_short_and_so_are_its_functions() -> None:
    assert [_named(p) for p in MODULES if len(_read(p)[0].splitlines()) > LONGEST_MODULE] == []
    long = [
        f"{_named(path)}: {function.name}"
        for path in MODULES
        for function in _functions(_read(path)[1])
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == [], f"over {LONGEST_FUNCTION} lines"


def test_no_function_bears_the_name_of_its_module() -> None:
    for path in (p for p in MODULES if p.name == "__init__.py"):
        modules = {p.stem for p in path.parent.glob("*.py")} - {"__init__"}
        imports = [node for node in ast.walk(_read(path)[1]) if isinstance(node, ast.ImportFrom)]
        exported = {alias.asname or alias.name for node in imports for alias in node.names}
        assert not modules & exported, _named(path)


def test_every_exemption_from_a_check_gives_its_reason() -> None:
    unexplained = [place for path in MODULES for place in _unexplained(path)]
    assert unexplained == [], "say why, there or in a comment above"


def _unexplained(path: Path) -> Iterator[str]:
    lines = _read(path)[0].splitlines()
    for number, line in enumerate(lines):
        exempt = re.search(r"#\s*(noqa|type:\s*ignore)(?::\s*[A-Z0-9, ]+|\[[a-z, -]+\])?(.*)$", line)
        above = number > 0 and lines[number - 1].strip().startswith("#")
        if exempt and not above and len(exempt.group(2).strip(" -#")) <= 10:
            yield f"{_named(path)}, line {number + 1}"


def test_every_action_takes_who_and_when_by_keyword() -> None:
    """A public function that opens the frame of an action takes ``at``, and ``by`` unless only the system calls it."""
    seen = 0
    for path in (p for p in MODULES if "actions" in p.parts):
        for node in _read(path)[1].body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                opens = [c for c in ast.walk(node) if isinstance(c, ast.Call) and getattr(c.func, "id", "") == "doing"]
                keywords = {a.arg for a in node.args.kwonlyargs}
                for call in opens:
                    seen += 1
                    where = f"{_named(path)}: {node.name}"
                    assert "at" in keywords, where
                    by = next(k.value for k in call.keywords if k.arg == "by")
                    for_the_system = isinstance(by, ast.Constant) and by.value is None
                    assert for_the_system or "by" in keywords, where
    assert seen, "no action opens a frame: this test looks in the wrong place"


def test_views_and_jobs_never_touch_the_store() -> None:
    for room in ("portal", "jobs"):
        for path in (SOURCE / "service" / room).rglob("*.py"):
            assert "service.store" not in path.read_text(encoding="utf-8"), _named(path)
