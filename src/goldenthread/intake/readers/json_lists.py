"""Hand on the items of a list inside a JSON document one by one, so that the tree of the whole is never built."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Decode = Callable[[str, int], tuple[Any, int]]
"""Decodes the value that begins at a place; answers with it and where it ends."""

_SPACE = re.compile(r"[ \t\n\r]*")


class NoList(Exception):
    """There is no list where one should be."""


class ItemsOfList:
    """The items of the list at ``path`` in ``text``. ``outside`` fills with the values wanted that stand before it.

    Raises: NoList, or ``json.JSONDecodeError`` for whatever is not JSON, behind the list too.
    """

    def __init__(self, text: str, path: str, *, decode: Decode, wanted: frozenset[str]) -> None:
        self.text = text
        self.names = tuple(path.strip("/").split("/")) if path else ()
        self.decode = decode
        self.wanted = wanted
        self.outside: dict[str, Any] = {}
        self.at = 0

    def __iter__(self) -> Iterator[Any]:
        yield from self._inside(0)
        self._pass_space()
        if self.at != len(self.text):
            raise json.JSONDecodeError("Extra data", self.text, self.at)

    def _inside(self, depth: int) -> Iterator[Any]:
        """The items below the value that begins here."""
        self._pass_space()
        if not self.text.startswith("[" if depth == len(self.names) else "{", self.at):
            raise NoList
        if depth == len(self.names):
            for _ in self._parts("[", "]"):
                yield self._value()
            return
        met: set[str] = set()
        for _ in self._parts("{", "}"):
            name = self._name()
            if name in met:
                raise NoList  # one of the two would be lost, and nobody could say which
            met.add(name)
            if name == self.names[depth]:
                yield from self._inside(depth + 1)
            else:
                self._keep("/".join(("", *self.names[:depth], name)), self._value())
        if self.names[depth] not in met:
            raise NoList

    def _parts(self, first: str, last: str) -> Iterator[None]:
        """Stops at the beginning of each part between two brackets; whoever asks reads it before the next."""
        self._expect(first)
        self._pass_space()
        if self.text.startswith(last, self.at):
            self.at += 1
            return
        while True:
            yield
            self._pass_space()
            if self.text.startswith(last, self.at):
                self.at += 1
                return
            self._expect(",")
            self._pass_space()

    def _name(self) -> str:
        if not self.text.startswith('"', self.at):
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self.text, self.at)
        name = str(self._value())
        self._pass_space()
        self._expect(":")
        return name

    def _value(self) -> Any:
        self._pass_space()
        value, self.at = self.decode(self.text, self.at)
        return value

    def _expect(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise json.JSONDecodeError(f"Expecting {mark!r}", self.text, self.at)
        self.at += 1

    def _pass_space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _keep(self, path: str, value: Any) -> None:
        """Keep what is wanted of a value that stands outside the list."""
        if path in self.wanted:
            self.outside[path] = value
        if isinstance(value, dict):
            for name, inner in value.items():
                self._keep(f"{path}/{name}", inner)
