"""How many small mistakes in the answer to a sharing question the tests catch. Goal: at least 90 %, survivors listed.

``python -m bench.mutants_of_advice [--every N] [MODULE ...]``: each comparison, connective, negation, choice, number
and verdict is spoilt, one at a time, each in a process of its own; every Nth where that is asked for.
"""

import ast
import copy
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGE = "goldenthread.disclosure.advice"
ROOM = ROOT / "src" / Path(*PACKAGE.split("."))
TESTS = [*map(str, sorted((ROOT / "tests/unit/disclosure").glob("test_advice_*.py"))), "tests/spec/test_questions.py"]
NO_RULES = {"__init__", "words", "case", "answer", "rendering"}
"""Nouns and words: nothing in them decides."""
GOAL = 0.9
LONGEST_CPU_SECONDS = 90

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
NAMED = {
    "DO_NOT_SHARE": "SEEK_ADVICE",
    "SEEK_ADVICE": "DO_NOT_SHARE",
    "VERIFY_FIRST": "MAY_SHARE",
    "MUST_SHARE": "SHOULD_SHARE",
    "SHARE_PART": "MAY_SHARE",
    "WITHHOLD": "SHARE",
    "REDACT": "WITHHOLD",
    "TELL_FIRST": "SEEK_VIEWS",
    "SEEK_VIEWS": "TELL_FIRST",
    "TELL_AFTER": "TELL_FIRST",
    "DO_NOT_TELL_YET": "TELL_AFTER",
    "NOT_APPLICABLE": "TELL_FIRST",
}
VERDICTS = {"Verdict", "ItemVerdict", "TellVerdict"}
REASONS: dict[str, str] = {}
"""Survivors that change no answer, as they are printed, each with its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    module: str
    line: int
    says: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.says}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every way in which one place of a module can be spoilt."""
    tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
    for position, node in enumerate(ast.walk(tree)):
        for says, spoil in _ways(node):
            spoilt = copy.deepcopy(tree)
            spoil(next(n for i, n in enumerate(ast.walk(spoilt)) if i == position))
            line = getattr(node, "lineno", 0)
            yield Mutant(module=module, line=line, says=f"{says}: {ast.unparse(node)[:70]}", tree=spoilt)


def _ways(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield "compared otherwise", lambda n: setattr(n, "ops", [COMPARED[type(op)]()])
        case ast.BoolOp(op=ast.And()):
            yield "or for and", lambda n: setattr(n, "op", ast.Or())
        case ast.BoolOp():
            yield "and for or", lambda n: setattr(n, "op", ast.And())
        case ast.UnaryOp(op=ast.Not()):
            yield "not negated", _negate_again
        case ast.IfExp() | ast.If():
            yield "chosen otherwise", lambda n: setattr(n, "test", ast.UnaryOp(op=ast.Not(), operand=n.test))
        case ast.Call(func=ast.Name(id="any" | "all" as which)):
            yield "any for all", lambda n: setattr(n.func, "id", "all" if which == "any" else "any")
        case ast.Constant(value=bool() as value):
            yield "the opposite", lambda n: setattr(n, "value", not value)
        case ast.Constant(value=int()):
            yield "one more", lambda n: setattr(n, "value", n.value + 1)
        case ast.Attribute(attr=attr, value=ast.Name(id=kind)) if kind in VERDICTS and attr in NAMED:
            yield "named otherwise", lambda n: setattr(n, "attr", NAMED[attr])


def _negate_again(node: Any) -> None:
    node.operand = ast.UnaryOp(op=ast.Not(), operand=node.operand)


class Spoils(MetaPathFinder, Loader):
    """Gives the spoilt module where the sound one is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.name, self.path = f"{PACKAGE}.{mutant.module}", str(ROOM / f"{mutant.module}.py")
        self.code = compile(ast.fix_missing_locations(mutant.tree), self.path, "exec")

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, origin=self.path) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self.path
        exec(self.code, vars(module))


def is_caught(mutant: Mutant) -> bool:
    """Run the tests against the mutant in a process of its own. A run that never ends counts as caught."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CPU_SECONDS, LONGEST_CPU_SECONDS))
        os._exit(_run(mutant))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _run(mutant: Mutant) -> int:
    import pytest

    for name in [name for name in sys.modules if name.startswith(("goldenthread.disclosure", "tests"))]:
        del sys.modules[name]
    sys.meta_path.insert(0, Spoils(mutant))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *TESTS]))
        except BaseException:
            return 1


def main(words: list[str]) -> int:
    """Print each survivor, and how many were caught. Ends with 1 below the goal or for a survivor without a reason."""
    every = int(words.pop(words.index("--every") + 1)) if "--every" in words else 1
    modules = [word for word in words if word != "--every"] or sorted(
        path.stem for path in ROOM.glob("*.py") if path.stem not in NO_RULES
    )
    started = time.monotonic()
    _get_ready()
    sound = Mutant(
        module="advising", line=0, says="", tree=ast.parse((ROOM / "advising.py").read_text(encoding="utf-8"))
    )
    if is_caught(sound):
        print("the tests fail without any mistake: mend that first")
        return 1
    made = [mutant for module in modules for mutant in mutants(module)][::every]
    survivors = []
    for mutant in made:
        if not is_caught(mutant):
            survivors.append(mutant)
            print(f"not caught: {mutant} ({REASONS.get(mutant.says, 'WITHOUT A REASON')})", flush=True)
    caught = len(made) - len(survivors)
    print(f"{caught} of {len(made)} mutants caught ({caught / len(made):.0%}) in {time.monotonic() - started:.0f} s")
    unexplained = [mutant for mutant in survivors if mutant.says not in REASONS]
    return 1 if unexplained or caught < GOAL * len(made) else 0


def _get_ready() -> None:
    """Do once, before the forks, what every run would do again: import the libraries and read the register."""
    import pytest  # noqa: F401 - imported to have been imported

    from goldenthread.law import read_register

    os.chdir(ROOT)
    read_register()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
