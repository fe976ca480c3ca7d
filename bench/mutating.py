"""Small mistakes in a room's modules, one at a time, and whether the room's own tests catch each. Goal: at least 90 %.

Each comparison, connective, negation, choice, number and named verdict is a place to spoil. Each mistake is made in a
process of its own, and the tests that call the spoilt function are run against it there.
"""

import ast
import copy
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.spoiling import Spoilt, Traced, each_in_place, is_caught_anew, trace

ROOT = Path(__file__).resolve().parents[1]
GOAL = 0.9
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
    """Survivors that change nothing anybody can see, each with its reason: as printed, or by module and line."""
    kept_loaded: Sequence[str] = ()
    """Modules that the tests need and no mutant changes, imported once for all runs."""
    kept_ready: Sequence[Callable[[], object]] = ()
    """What the tests need, no mutant changes and is kept in memory once read, read once for all runs."""

    def source(self, module: str) -> Path:
        return self.folder() / f"{module}.py"

    def folder(self) -> Path:
        return ROOT / "src" / Path(*self.package.split("."))

    def reason(self, mutant: "Mutant") -> str | None:
        line = self.source(mutant.module).read_text(encoding="utf-8").splitlines()[mutant.line - 1].strip()
        return self.reasons.get(mutant.says) or self.reasons.get(f"{mutant.module}: {line}")

    def sound(self, module: str) -> ast.Module:
        return ast.parse(self.source(module).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mutant:
    module: str
    line: int
    says: str
    tree: ast.Module
    function: int | None
    """The first line of the function it lies in, or None where the mistake is in what importing the module decides."""

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.says}"


def mutants(room: Room, module: str) -> Iterator[Mutant]:
    """Every way in which one place of a module can be spoilt."""
    tree = room.sound(module)
    functions = dict(_functions(tree))
    shape = {id(n) for part in _shape(tree) for n in ast.walk(part)}
    for position, node in enumerate(ast.walk(tree)):
        for says, spoil in _ways(node, room) if id(node) not in shape else ():
            spoilt = copy.deepcopy(tree)
            spoil(next(n for i, n in enumerate(ast.walk(spoilt)) if i == position))
            line = getattr(node, "lineno", 0)
            says = f"{says}: {ast.unparse(node)[:70]}"
            yield Mutant(module=module, line=line, says=says, tree=spoilt, function=functions.get(id(node)))


def _functions(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Each node in the body of a function, with the first line of the outermost one."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(it.lineno for it in node.decorator_list)])
            yield from ((id(inner), first) for part in node.body for inner in ast.walk(part))
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node)


def _shape(tree: ast.AST) -> Iterator[ast.AST]:
    """How a class is made (frozen, slotted) and printed decides nothing; mypy and the house rules look after it."""
    for node in ast.walk(tree):
        yield from getattr(node, "decorator_list", ())
        if isinstance(node, ast.keyword) and node.arg == "repr":
            yield node


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
    for ready in room.kept_ready:
        ready()
    traced = trace(room.tests, room.folder())
    if traced is None:
        print("the tests fail without any mistake: mend that first")
        return 1
    made = [mutant for module in modules for mutant in mutants(room, module)][::every]
    survivors = _survivors(room, made, traced)
    for module in modules:
        ours, missed = (sum(m.module == module for m in those) for those in (made, survivors))
        print(f"{module}: {ours - missed} of {ours}")
    caught = len(made) - len(survivors)
    print(f"{caught} of {len(made)} mutants caught ({caught / len(made):.0%}) in {time.monotonic() - started:.0f} s")
    unexplained = [mutant for mutant in survivors if room.reason(mutant) is None]
    return 1 if unexplained or caught < GOAL * len(made) else 0


def _survivors(room: Room, made: Sequence[Mutant], traced: Traced) -> list[Mutant]:
    """Mistakes that no test catches. What a function decides while tests are collected is imported anew."""
    calling = {m: _tests_calling(room, m, traced) for m in made}
    survivors: list[Mutant] = []

    def tell(mutant: Mutant, is_caught: bool) -> None:
        if not is_caught:
            survivors.append(mutant)
            why = room.reason(mutant) or "WITHOUT A REASON"
            print(f"not caught: {mutant} ({why})", file=sys.__stdout__, flush=True)

    for mutant, tests in calling.items():  # first: once the tests are collected here, nothing is imported anew
        if not tests:
            tell(mutant, tests is None and is_caught_anew(room.tests, _spoilt(room, mutant)))
    in_place = [(mutant, tests) for mutant, tests in calling.items() if tests]
    todo = [(_spoilt(room, mutant), tests) for mutant, tests in in_place]
    each_in_place(room.tests, todo, tell=lambda n, is_caught: tell(in_place[n][0], is_caught))
    return survivors


def _tests_calling(room: Room, mutant: Mutant, traced: Traced) -> list[str] | None:
    function = (str(room.source(mutant.module)), mutant.function or 0)
    return None if mutant.function is None or function in traced.collecting else traced.calling(function)


def _spoilt(room: Room, mutant: Mutant) -> Spoilt:
    path, name = str(room.source(mutant.module)), f"{room.package}.{mutant.module}"
    return Spoilt(name=name, path=path, sound=room.sound(mutant.module), tree=mutant.tree)
