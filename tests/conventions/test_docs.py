"""The documents are true: what they name exists, what they show runs, and the page of coverage is up to date."""

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from goldenthread.command.main import app
from goldenthread.flags import read_catalogue
from goldenthread.law import read_register
from tests import coverage_of_requirements as coverage

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "goldenthread"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"])
FILE_ENDINGS = (".py", ".md", ".yaml", ".toml", ".csv", ".html", ".css", ".js", ".xml")
BASES = (ROOT, SOURCE)
FENCE = re.compile(r"^```(\w*) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What an installation holds, or the machine: named on a page, and nothing of ours.
NOT_IN_THE_REPOSITORY = ("/", "~", ".venv/", "var/")
PROMISES = re.compile(r"^\| (?!Promise |---)(.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _prose(path: Path) -> str:
    return FENCE.sub("", _text(path))


def _code_words(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def _commands(path: Path) -> Iterator[str]:
    """Every command that a page tells its reader: lines of shell blocks, and code words that begin like one."""
    for language, _, body in FENCE.findall(_text(path)):
        if language in ("sh", "console"):
            joined = body.replace("\\\n", " ")
            for line in joined.splitlines():
                if language == "sh" or line.startswith("$ "):
                    yield from re.split(r"\s\|\s", line.removeprefix("$ ").split(" #")[0])
    for word in _code_words(_prose(path)):
        if word.startswith(("make ", "goldenthread ", "python ", "manage ", ".venv/")):
            yield word


def test_what_a_command_on_a_page_writes_in_a_clone_is_not_committed_by_accident() -> None:
    """It may hold names: an output of linking keeps those of everybody."""
    ignored = {line.strip("/") for line in _text(ROOT / ".gitignore").splitlines()}
    told = {
        name.strip("/")
        for page in PAGES
        for body in (*(f[2] for f in FENCE.findall(_text(page))), *_code_words(_prose(page)))
        for names in re.findall(r"--out[ =](\S+)|> ?([\w.-]+\.\w+)$|Path\(\"([\w./-]+)\"\)\.write", body, re.MULTILINE)
        for name in names
        if name
    }
    in_the_clone = {name for name in told if name == name.lower() and not name.startswith(("tmp/", "."))}
    assert {"linked", "ledger.jsonl", "held_back.json"} <= in_the_clone
    assert sorted(in_the_clone - ignored) == []


def test_every_link_leads_somewhere() -> None:
    assert [f"{_named(page)}: {link}" for page in PAGES for link in _links_to_nowhere(page)] == []


def _links_to_nowhere(page: Path) -> Iterator[str]:
    for text, target in re.findall(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", _prose(page)):
        if target.startswith(("https://", "http://", "mailto:")) or target.endswith(".png"):
            continue  # pictures are looked for among those that journeys take
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in _anchors(there)):
            yield f"[{text}]({target})"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def test_every_path_that_is_named_exists() -> None:
    assert [f"{_named(page)}: {path}" for page in PAGES for path in _paths_to_nothing(page)] == []


def _paths_to_nothing(page: Path) -> Iterator[str]:
    for word in _code_words(_prose(page)):
        if not _looks_like_a_path(word):
            continue
        path, _, test = word.partition("::")
        found = next((base / path for base in (page.parent, *BASES) if (base / path).exists()), None)
        if found is None or (test and test not in _tests_in(found)):
            yield word


def _looks_like_a_path(word: str) -> bool:
    if re.search(r"[\s<>{}*=$…]|://", word) or word.startswith(NOT_IN_THE_REPOSITORY):
        return False
    first = word.split("/")[0]
    below_a_room = "/" in word and any((base / first).is_dir() for base in BASES)
    return below_a_room or ("/" in word and word.partition("::")[0].endswith(FILE_ENDINGS))


@cache
def _tests_in(path: Path) -> set[str]:
    return {n.name for n in ast.walk(ast.parse(_text(path))) if isinstance(n, ast.FunctionDef)}


def test_every_picture_is_taken_by_a_journey() -> None:
    journeys = "".join(_text(path) for path in (ROOT / "tests" / "journeys").glob("test_*.py"))
    taken = set(re.findall(r'takes_a_picture\("([\w-]+)"\)', journeys))
    for page in PAGES:
        known = {os.path.relpath(ROOT / "docs" / "pictures" / name, page.parent) for name in taken}
        assert set(re.findall(r"([\w./-]+)\.png", _prose(page))) <= known, _named(page)


def test_every_picture_is_described_for_who_does_not_see_it() -> None:
    assert [f"{_named(page)}: {picture}" for page in PAGES for picture in _pictures_without_words(page)] == []


def _pictures_without_words(page: Path) -> Iterator[str]:
    shown = re.findall(r"!\[([^\]]*)\]", _prose(page)) + re.findall(r"<img ([^>]*)>", _prose(page))
    for picture in shown:
        said = re.search(r'alt="([^"]+)"', picture) if "src=" in picture else picture.strip()
        if not said:
            yield picture


def test_every_command_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", _text(ROOT / "Makefile"), re.MULTILINE))
    ours = typer.main.get_command(app)
    told = [(_named(page), command) for page in PAGES for command in _commands(page)]
    assert len(told) > 100
    assert [f"{page}: {command}" for page, command in told if not _exists(command.split(), targets, ours)] == []


def _exists(words: list[str], targets: set[str], ours: Any) -> bool:
    jobs = SOURCE / "service" / "jobs" / "management" / "commands"
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word == "make" and re.fullmatch(r"[a-z][a-z-]*", after) and after not in targets:
            return False
        if word == "-m" and before.endswith("python") and not find_spec(after):
            return False
        if word == "manage" and not (jobs / f"{after}.py").exists() and after != "migrate":
            return False
    return not words or words[0].removeprefix(".venv/bin/") != "goldenthread" or _is_our_own(words[1:], ours)


def _is_our_own(words: list[str], at: Any) -> bool:
    """Follow the words of ``goldenthread …`` down to the command they name, and look up each of its options."""
    while hasattr(at, "commands") and words and not words[0].startswith("-"):
        if words[0] in ("…", "COMMAND"):
            return True
        if words[0] not in at.commands:
            return False
        at, words = at.commands[words[0]], words[1:]
    known = {option for parameter in at.params for option in parameter.opts} | {"--help"}
    return all(word.split("=")[0] in known for word in words if word.startswith("--"))


def test_every_setting_that_is_named_is_read_somewhere() -> None:
    code = "".join(_text(p) for folder in ("src", "tests", "bench") for p in (ROOT / folder).rglob("*.py"))
    settings = re.compile(r"\b(GOLDEN_THREAD_[A-Z_]+|WEB_WORKERS|UPDATE_PICTURES)\b")
    told = [(_named(page), name) for page in PAGES for name in settings.findall(_text(page))]
    assert {(page, name) for page, name in told if name not in code} == set()


@pytest.mark.parametrize("page", [p for p in PAGES if "```console" in _text(p)], ids=_named)
def test_what_a_page_shows_on_a_terminal_is_what_happens(page: Path, tmp_path: Path) -> None:
    """Blocks with a file's name are written first; then each ``$`` line is run, and must say what stands below it."""
    for folder in ("tests", "examples"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    blocks = FENCE.findall(_text(page))
    for _, name, body in blocks:
        if name:
            (tmp_path / name).write_text(body, encoding="utf-8")
    for language, _, body in blocks:
        if language == "console":
            for command, shown in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
                assert _run(command, tmp_path) == [line.rstrip() for line in shown.splitlines()], command


def _run(command: str, folder: Path) -> list[str]:
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "120"}
    done = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]


def _glossary() -> list[str]:
    rows = re.findall(r"^\| (?!Word |---).+ \| (.+) \|$", _text(ROOT / "GLOSSARY.md"), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"(?:(?:flag|provision) )?`[^`]+`", row)]


def test_every_word_of_the_glossary_is_carried_by_what_it_says() -> None:
    ids = {"flag": {one.id for one in read_catalogue().kinds}, "provision": {one.id for one in read_register()}}
    names = [re.fullmatch(r"(\w*) ?`([^`]+)`", name) for name in _glossary()]
    told = [name.groups() for name in names if name]
    assert len(told) == len(names) > 50
    assert [word for kind, word in told if not (word in ids[kind] if kind else _resolves(word))] == []


def _resolves(dotted: str) -> bool:
    """Import as far as there are modules, then follow attributes; a dataclass field counts as one."""
    at: Any = importlib.import_module("goldenthread")
    try:
        for part in dotted.split("."):
            fields = getattr(at, "__dataclass_fields__", {})
            if part in fields:
                at = fields[part]
            elif not hasattr(at, part) and isinstance(at, ModuleType):
                at = importlib.import_module(f"{at.__name__}.{part}")
            else:
                at = getattr(at, part)
    except (AttributeError, ImportError):
        return False
    return True


def test_every_promise_names_who_keeps_it_and_what_would_fail() -> None:
    promises = PROMISES.findall(_text(ROOT / "CONTRIBUTING.md"))
    assert len(promises) > 30
    for promise, kept_by, shown_by in promises:
        assert all((SOURCE / path).is_file() for path in _code_words(kept_by)), promise
        assert _code_words(kept_by), promise
        proofs = _code_words(shown_by)
        assert proofs, promise
        assert all(proof.startswith(("tests/", "bench/")) for proof in proofs), promise


def test_every_mark_is_a_reference_that_has_a_name() -> None:
    titles = coverage.titles()
    for mark in coverage.marks():
        assert coverage.REFERENCES[mark.kind].fullmatch(mark.reference), mark
        assert mark.reference in titles.of(mark.kind), f"{mark}: name it in {_named(coverage.TITLES)}"


def test_every_named_reference_could_be_a_mark() -> None:
    titles = coverage.titles()
    for kind, pattern in coverage.REFERENCES.items():
        assert all(pattern.fullmatch(reference) for reference in titles.of(kind))


def test_the_page_of_coverage_is_up_to_date() -> None:
    again = "it is out of date: python -m tests.coverage_of_requirements"
    assert _text(coverage.PAGE) == coverage.page(), again


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@pytest.mark.requirement("A1")\ndef test_x(): ...', [("A1", "test_x")]),
        ('@mark.scenario("S09")\ndef test_x(): ...', [("S09", "test_x")]),
        ('@pytest.mark.scenario("S09")\nclass TestX:\n  def test_x(self): ...', [("S09", "test_x")]),
        ('class TestX:\n  @pytest.mark.scenario("S09")\n  def test_x(self): ...', [("S09", "test_x")]),
        ('pytestmark = pytest.mark.scenario("S09")', [("S09", "the whole file")]),
        ('C = [pytest.param(1, marks=pytest.mark.requirement("A1"))]', [("A1", "the whole file")]),
        ('"""@pytest.mark.requirement("A1")"""', []),
        ("@pytest.mark.requirement(A)\ndef test_x(): ...", [("", "test_x")]),
    ],
)
def test_marks_are_read_from_the_syntax_and_not_from_the_words(
    text: str, expected: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "ROOT", tmp_path)
    (tmp_path / "test_made.py").write_text(text, encoding="utf-8")
    assert [(m.reference, m.test) for m in coverage.marks_in(tmp_path / "test_made.py")] == expected
