"""Let no XML through that declares a document type: every bomb of entities and every outside reference needs one."""

from typing import IO
from xml.parsers import expat


class DeclaresTypes(Exception):
    """The XML declares a document type or entities."""


def parser_without_types() -> expat.XMLParserType:
    """A parser that stops with ``DeclaresTypes`` at a document type. Names are ``namespace}name``."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse
    return parser


class Guarded:
    """A binary stream of XML that is looked through before it is handed on to a parser that would obey it.

    The looking is done by the same parser as stands behind ``ElementTree``, so that both understand the bytes alike.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._guard = parser_without_types()

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises: DeclaresTypes or ``expat.ExpatError`` before any of the bytes at fault are handed on.
        """
        piece = self._stream.read(size)
        self._guard.Parse(piece, not piece)
        return piece


def _refuse(*_: object) -> None:
    raise DeclaresTypes
