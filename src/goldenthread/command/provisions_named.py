"""Every id of a provision that the code, the contracts and the catalogue of flags name, and where."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1]
ROOMS_THAT_REST_ON_LAW = ("agreements", "disclosure", "flags", "intake")
_AN_ID = re.compile(r"[a-z]+[0-9][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_QUOTED = re.compile(r'"([^"\n]+)"')


def provisions_named(known: Iterable[str], source: Path = SOURCE) -> Iterator[tuple[str, str]]:
    """Give each id with its file: a text that begins as ids of the register do, such as ``sch1_`` or ``ca2004_``.

    Shape: one pair an occurrence, in the order of the files. An id that the register lacks is given too.
    """
    beginnings = {id.split("_")[0] for id in known if _AN_ID.fullmatch(id)}
    for room in ROOMS_THAT_REST_ON_LAW:
        for path in sorted((source / room).rglob("*.*")):
            where = path.relative_to(source).as_posix()
            for text in _texts(path):
                if _AN_ID.fullmatch(text) and text.split("_")[0] in beginnings:
                    yield text, where
            for id in _called_provisions(path):
                yield id, where


def _called_provisions(path: Path) -> Iterator[str]:
    """Each text that the code itself calls the id of a provision, of whatever shape: ``ProvisionId("clc")``."""
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ProvisionId":
            named = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
            yield from (id for id in named if isinstance(id, str) and id)


def _texts(path: Path) -> Iterator[str]:
    match path.suffix:
        case ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
        case ".yaml":
            yield from _QUOTED.findall(path.read_text(encoding="utf-8"))
