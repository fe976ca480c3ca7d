"""How many small mistakes in the room of law its own tests catch. Goal: at least 90 %, and a reason for each survivor.

``python -m bench.mutants_of_law [MODULE ...]``: every comparison, connective, negation, choice and named standing of
the room's modules is spoilt, one at a time, each in a process of its own, and the room's tests are run against it.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "src" / "goldenthread" / "law"
TESTS = str(ROOT / "tests" / "unit" / "law")
MODULES = ("provisions", "checking", "registering", "switching", "searching", "changing")
GOAL = 0.9
LONGEST_CPU_SECONDS = 60
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
NAMED = {
    "IN_FORCE": "NOT_IN_FORCE",
    "NOT_IN_FORCE": "UNCERTAIN",
    "UNCERTAIN": "IN_FORCE",
    "UNVERIFIED": "CONFIRMED",
    "CONFIRMED": "ANNOUNCED",
    "ANNOUNCED": "CONFIRMED",
    "BEGINS": "ENDS",
    "ENDS": "BEGINS",
    "REWORDED": "BEGINS",
    "DUTY": "POWER",
    "YES": "NO",
}
_KEPT = "the shipped register is kept in memory once read; read anew, it says the same"
REASONS: dict[str, str] = {
    "chosen otherwise: _read_once(folder) if folder == SHIPPED else _read_all(folde": _KEPT,
    "compared otherwise: folder == SHIPPED": _KEPT,
}
"""Survivors that change nothing anybody can see, by the words this prints of them, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    module: str
    line: int
    says: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.says}"


def sound(module: str) -> Mutant:
    """A module as it is, which the tests must not complain of."""
    tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
    return Mutant(module=module, line=0, says="nothing spoilt", tree=tree)


def mutants(module: str) -> Iterator[Mutant]:
    """Every way in which one place of a module can be spoilt."""
    tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
    for position, node in enumerate(ast.walk(tree)):
        for says, spoil in _ways(node):
            spoilt = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(spoilt)) if i == position)
            spoil(target)
            line = getattr(node, "lineno", 0)
            yield Mutant(module=module, line=line, says=f"{says}: {ast.unparse(node)[:60]}", tree=spoilt)


def _ways(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield "compared otherwise", lambda n: setattr(n, "ops", [COMPARED[type(op)]()])
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "joined otherwise", lambda n: setattr(n, "op", other)
        case ast.UnaryOp(op=ast.Not()):
            yield "not negated", lambda n: setattr(n, "op", ast.UAdd()) or _drop_not(n)
        case ast.IfExp() | ast.If(orelse=[]):
            yield "chosen otherwise", lambda n: setattr(n, "test", ast.UnaryOp(op=ast.Not(), operand=n.test))  # type: ignore[attr-defined]  # both kinds have a test
        case ast.Call(func=ast.Name(id="any" | "all" as which)):
            yield "any for all", lambda n: setattr(n.func, "id", "all" if which == "any" else "any")  # type: ignore[attr-defined]  # matched as a call
        case ast.Attribute(attr=attr, value=ast.Name(id="Force" | "Confirmed" | "Change" | "Standing" | "Displaces")):
            if attr in NAMED:
                yield "named otherwise", lambda n: setattr(n, "attr", NAMED[attr])


def _drop_not(node: ast.AST) -> None:
    # "not x" becomes "bool(x)", which a plus sign before a truth value would not be.
    operand = node.operand  # type: ignore[attr-defined]  # only negations come here
    node.op, node.operand = ast.Not(), ast.UnaryOp(op=ast.Not(), operand=operand)  # type: ignore[attr-defined]  # as above


def is_caught(mutant: Mutant) -> bool:
    """Run the room's tests against the mutant in a process of its own. A run that never ends counts as caught.

    Raises: RuntimeError when the tests could not be run at all.
    """
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CPU_SECONDS, LONGEST_CPU_SECONDS))
        os._exit(_run(mutant))
    ending = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ending > CANNOT_BE_COLLECTED:
        raise RuntimeError(f"{mutant}: the tests could not be run (pytest ended with {ending})")
    return ending != 0


def _run(mutant: Mutant) -> int:
    import pytest  # imported before the fork already

    spoilt = compile(ast.fix_missing_locations(mutant.tree), str(ROOM / f"{mutant.module}.py"), "exec")
    name = f"goldenthread.law.{mutant.module}"

    class Spoils:
        """Gives the spoilt module where the sound one is asked for."""

        def find_spec(self, wanted: str, path: object = None, target: object = None) -> object:
            from importlib.util import spec_from_loader

            return spec_from_loader(wanted, self, origin=str(ROOM / f"{mutant.module}.py")) if wanted == name else None  # type: ignore[arg-type]  # a loader by its methods

        def create_module(self, spec: object) -> None:
            return None

        def exec_module(self, module: object) -> None:
            vars(module)["__file__"] = str(ROOM / f"{mutant.module}.py")
            exec(spoilt, vars(module))

    sys.meta_path.insert(0, Spoils())  # type: ignore[arg-type]  # a finder by its methods
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--noconftest", TESTS]))


def _get_ready() -> None:
    """Do once, before the forks, what every run would do again: import the libraries and parse the register's YAML."""
    import hypothesis.strategies  # noqa: F401 - imported to have been imported
    import pytest  # noqa: F401 - the same

    from goldenthread.vocabulary import documents

    parse, parsed = documents.yaml.load, {}

    def parse_once(text: str, **how: object) -> object:
        if text not in parsed:
            parsed[text] = parse(text, **how)  # type: ignore[arg-type]  # passed on as it came
        return copy.deepcopy(parsed[text])

    documents.yaml.load = parse_once
    for path in ROOM.glob("register/*/*.yaml"):
        parse_once(path.read_text(encoding="utf-8"), Loader=documents._TextOnly)


def main(modules: list[str]) -> int:
    """Print each survivor, and how many were caught. Ends with 1 below the goal or for a survivor without a reason."""
    started = time.monotonic()
    _get_ready()
    made = [mutant for module in modules or MODULES for mutant in mutants(module)]
    if is_caught(sound(MODULES[0])):
        print("the room's own tests fail without any mistake in it: nothing can be measured")
        return 1
    survivors = []
    for mutant in made:
        if not is_caught(mutant):
            survivors.append(mutant)
            print(f"not caught: {mutant} ({REASONS.get(mutant.says, 'WITHOUT A REASON')})", flush=True)
    caught = len(made) - len(survivors)
    print(f"{caught} of {len(made)} mutants caught ({caught / len(made):.0%}) in {time.monotonic() - started:.0f} s")
    unexplained = [mutant for mutant in survivors if mutant.says not in REASONS]
    return 1 if unexplained or caught < GOAL * len(made) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
