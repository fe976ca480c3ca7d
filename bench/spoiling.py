"""Two ways to run a room's tests against a mistake, each in a process of its own.

*In place*: the tests are collected once, the code of the spoilt function is exchanged, and only the tests that call it
are run, the quickest first. *Anew*: everything is imported again with the mistake in it, and all tests are run; for
what is decided while a module is imported, which no exchange of a function would spoil.
"""

import ast
import gc
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from tempfile import TemporaryFile
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

LONGEST_CPU_SECONDS = 90
CANNOT_BE_COLLECTED = 2
"""How pytest ends when a mutant cannot even be imported. It ends with more when something else is wrong."""

Called = frozenset[tuple[str, int]]
"""Functions, each by its file and its first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoilt:
    """A module's name, where it lies, and its text before and after one mistake."""

    name: str
    path: str
    sound: ast.Module
    tree: ast.Module

    def compiled(self) -> CodeType:
        return compile(ast.fix_missing_locations(self.tree), self.path, "exec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What a run without any mistake called: while the tests were collected, and in each test, the quickest first."""

    collecting: Called
    tests: Mapping[str, Called]

    def calling(self, function: tuple[str, int]) -> list[str]:
        return [test for test, called in self.tests.items() if function in called]


def trace(tests: Sequence[str], folder: Path) -> Traced | None:
    """Run the tests as they are, and say which functions of a folder each called. None when one of them fails."""
    with TemporaryFile("w+", encoding="utf-8") as kept:
        if _apart(lambda: _traced(tests, str(folder), kept)):
            return None
        kept.seek(0)
        found = json.load(kept)
    tests_called = {test: _functions(called) for test, called in found["tests"].items()}
    return Traced(collecting=_functions(found["collecting"]), tests=tests_called)


def _functions(listed: Iterable[tuple[str, int]]) -> Called:
    return frozenset((path, line) for path, line in listed)


def is_caught_anew(tests: Sequence[str], spoilt: Spoilt) -> bool:
    """A run that never ends counts as caught, and so does a mistake that cannot be imported.

    Raises: RuntimeError when the tests could not be run at all.
    """
    code = spoilt.compiled()

    def run() -> int:
        sys.meta_path.insert(0, _Spoils(spoilt.name, spoilt.path, code))
        return _pytest(["-x", *tests])

    return _apart(run) != 0


def each_in_place(
    tests: Sequence[str], todo: Iterable[tuple[Spoilt, list[str]]], *, tell: Callable[[int, bool], None]
) -> None:
    """Collect the tests once; then, for each mistake and the tests to run, in turn, tell whether one of them caught it.

    The tests that caught a mistake before are run first: what catches one often catches its neighbour.
    """
    caught_before: dict[str, None] = {}

    class Survey:
        def pytest_runtestloop(self, session: Any) -> bool:
            items = {item.nodeid: item for item in session.items}
            gc.collect()
            live = [it for it in gc.get_objects() if isinstance(it, FunctionType)]
            gc.freeze()  # so that a child that collects its rubbish need not copy all that stood before
            for n, (spoilt, chosen) in enumerate(todo):
                first = [test for test in reversed(caught_before) if test in set(chosen)]
                ordered = list(dict.fromkeys((*first, *chosen)))
                with TemporaryFile() as named:
                    run = partial(_in_place, spoilt, [items[test] for test in ordered], live, named)
                    tell(n, _apart(run) != 0)
                    named.seek(0)
                    catcher = named.read().decode()
                caught_before.pop(catcher, None)
                caught_before.update({catcher: None} if catcher else {})
            return True

    _pytest(list(tests), Survey())


def _in_place(spoilt: Spoilt, items: Sequence[Any], live: Sequence[FunctionType], named: Any) -> int:
    changed = dict(_pairs(compile(spoilt.sound, spoilt.path, "exec"), spoilt.compiled()))
    functions = [it for it in live if it.__code__.co_filename == spoilt.path and it.__code__ in changed]
    if not functions:
        return CANNOT_BE_COLLECTED + 1
    for function in functions:
        function.__code__ = changed[function.__code__]
    seen = _Outcomes()
    items[0].config.pluginmanager.register(seen)
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if seen.failed:
            named.write(item.nodeid.encode())
            named.flush()
            return 1
    return 0


class _Outcomes:
    failed = False

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.failed = self.failed or report.failed


def _pairs(sound: CodeType, spoilt: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Each function's code that a mistake changed, with what it became."""
    if sound != spoilt:
        yield sound, spoilt
    inner = [[it for it in code.co_consts if isinstance(it, CodeType)] for code in (sound, spoilt)]
    for one, other in zip(*inner, strict=True):
        yield from _pairs(one, other)


def _traced(tests: Sequence[str], folder: str, kept: Any) -> int:
    by_test: dict[str, tuple[float, Called]] = {}

    class Trace:
        @staticmethod
        def pytest_runtestloop(session: Any) -> None:
            sys.setprofile(None)

        @staticmethod
        def pytest_runtest_protocol(item: Any, nextitem: Any) -> bool:
            started = time.perf_counter()
            with _calls(folder) as called:
                item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
                runner.runtestprotocol(item, nextitem=nextitem)
            by_test[item.nodeid] = (time.perf_counter() - started, frozenset(called))
            return True

    from _pytest import runner

    with _calls(folder) as collecting:
        ended = _pytest(list(tests), Trace())
    quickest = {test: sorted(by_test[test][1]) for test in sorted(by_test, key=lambda test: by_test[test][0])}
    json.dump({"collecting": sorted(collecting), "tests": quickest}, kept)
    kept.flush()
    return ended


@contextmanager
def _calls(folder: str) -> Iterator[set[tuple[str, int]]]:
    called: set[tuple[str, int]] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(folder):
            called.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)


class _Spoils(MetaPathFinder, Loader):
    """Gives the spoilt module where the sound one is asked for."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, origin=self.path) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self.path
        exec(self.code, vars(module))


def _apart(run: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CPU_SECONDS, LONGEST_CPU_SECONDS))
        try:
            os._exit(run())
        finally:
            os._exit(CANNOT_BE_COLLECTED + 1)
    ending = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ending > CANNOT_BE_COLLECTED:
        raise RuntimeError(f"the tests could not be run (ended with {ending})")
    return ending


def _pytest(words: list[str], *plugins: object) -> int:
    import pytest

    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main(["-q", "-p", "no:cacheprovider", "--noconftest", *words], plugins=list(plugins)))
