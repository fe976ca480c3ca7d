"""Small mistakes in a room's modules, one at a time, and whether the room's own tests catch each. Goal: at least 90 %.

Each comparison, connective, negation, choice, number and named verdict is a place to spoil. Each mistake is made in a
process of its own, and the tests are run against it there.
"""

import ast
import copy
import importlib
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOAL = 0.9
LONGEST_CPU_SECONDS = 90
CANNOT_BE_COLLECTED = 2
"""How pytest ends when a mutant cannot even be imported. It ends with more when something else is wrong."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What to spoil and what to run. ``verdicts`` are enumerations, ``named`` says which member stands for which."""

    package: str
    modules: Sequence[str]
    tests: Sequence[str]
    verdicts: frozenset[str]
    named: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Survivors that change nothing anybody can see, as they are printed, each with its reason."""
    kept_loaded: Sequence[str] = ()
    """Modules that the tests need and no mutant changes, imported once for all runs."""

    def source(self, module: str) -> Path:
        return ROOT / "src" / Path(*self.package.split(".")) / f"{module}.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    module: str
    line: int
    says: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.says}"


def mutants(room: Room, module: str) -> Iterator[Mutant]:
    """Every way in which one place of a module can be spoilt."""
    tree = ast.parse(room.source(module).read_text(encoding="utf-8"))
    shape = {id(n) for d in _decorators(tree) for n in ast.walk(d)}
    for position, node in enumerate(ast.walk(tree)):
        for says, spoil in _ways(node, room) if id(node) not in shape else ():
            spoilt = copy.deepcopy(tree)
            spoil(next(n for i, n in enumerate(ast.walk(spoilt)) if i == position))
            line = getattr(node, "lineno", 0)
            yield Mutant(module=module, line=line, says=f"{says}: {ast.unparse(node)[:70]}", tree=spoilt)


def _decorators(tree: ast.AST) -> Iterator[ast.AST]:
    """How a class is made (frozen, slotted) decides nothing; mypy and the house rules look after it."""
    for node in ast.walk(tree):
        yield from getattr(node, "decorator_list", ())


def _ways(node: ast.AST, room: Room) -> Iterator[tuple[str, Callable[[Any], None]]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield "compared otherwise", lambda n: setattr(n, "ops", [COMPARED[type(op)]()])
        case ast.BoolOp(op=ast.And()):
            yield "or for and", lambda n: setattr(n, "op", ast.Or())
        case ast.BoolOp():
            yield "and for or", lambda n: setattr(n, "op", ast.And())
        case ast.UnaryOp(op=ast.Not()):
            yield "not negated", lambda n: setattr(n, "operand", ast.UnaryOp(op=ast.Not(), operand=n.operand))
        case ast.IfExp() | ast.If():
            yield "chosen otherwise", lambda n: setattr(n, "test", ast.UnaryOp(op=ast.Not(), operand=n.test))
        case ast.Call(func=ast.Name(id="any" | "all" as which)):
            yield "any for all", lambda n: setattr(n.func, "id", "all" if which == "any" else "any")
        case ast.Constant(value=bool() as value):
            yield "the opposite", lambda n: setattr(n, "value", not value)
        case ast.Constant(value=int()):
            yield "one more", lambda n: setattr(n, "value", n.value + 1)
        case ast.Attribute(attr=attr, value=ast.Name(id=kind)) if kind in room.verdicts and attr in room.named:
            yield "named otherwise", lambda n: setattr(n, "attr", room.named[attr])


class Spoils(MetaPathFinder, Loader):
    """Gives the spoilt module where the sound one is asked for."""

    def __init__(self, room: Room, mutant: Mutant) -> None:
        self.name, self.path = f"{room.package}.{mutant.module}", str(room.source(mutant.module))
        self.code = compile(ast.fix_missing_locations(mutant.tree), self.path, "exec")

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, origin=self.path) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self.path
        exec(self.code, vars(module))


def is_caught(room: Room, mutant: Mutant) -> bool:
    """Run the tests against the mutant in a process of its own. A run that never ends counts as caught.

    Raises: RuntimeError when the tests could not be run at all.
    """
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CPU_SECONDS, LONGEST_CPU_SECONDS))
        os._exit(_run(room, mutant))
    ending = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ending > CANNOT_BE_COLLECTED:
        raise RuntimeError(f"{mutant}: the tests could not be run (pytest ended with {ending})")
    return ending != 0


def _run(room: Room, mutant: Mutant) -> int:
    import pytest

    sys.meta_path.insert(0, Spoils(room, mutant))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--noconftest", *room.tests]))


def survey(room: Room, words: list[str]) -> int:
    """Print each survivor, and how many were caught. Ends with 1 below the goal or for a survivor without a reason.

    ``words``: the modules to spoil (all without any), and ``--every N`` for each Nth mistake only.
    """
    every = int(words.pop(words.index("--every") + 1)) if "--every" in words else 1
    modules = [word for word in words if word != "--every"] or room.modules
    started = time.monotonic()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    for name in ("pytest", "hypothesis.strategies", *room.kept_loaded):
        importlib.import_module(name)
    whole = ast.parse(room.source(room.modules[0]).read_text(encoding="utf-8"))
    if is_caught(room, Mutant(module=room.modules[0], line=0, says="nothing spoilt", tree=whole)):
        print("the tests fail without any mistake: mend that first")
        return 1
    made = [mutant for module in modules for mutant in mutants(room, module)][::every]
    survivors = []
    for mutant in made:
        if not is_caught(room, mutant):
            survivors.append(mutant)
            print(f"not caught: {mutant} ({room.reasons.get(mutant.says, 'WITHOUT A REASON')})", flush=True)
    caught = len(made) - len(survivors)
    print(f"{caught} of {len(made)} mutants caught ({caught / len(made):.0%}) in {time.monotonic() - started:.0f} s")
    unexplained = [mutant for mutant in survivors if mutant.says not in room.reasons]
    return 1 if unexplained or caught < GOAL * len(made) else 0
