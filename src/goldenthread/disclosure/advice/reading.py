"""Read a sharing question from YAML or from plain answers, strictly: a wrong value is named, with the allowed ones."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from goldenthread.disclosure.advice.case import Case
from goldenthread.vocabulary import UnreadableDocument, read_document, read_text, read_tree

OLDEST_YEARS = 120
NOT_KNOWN = ("null", "~")
MAY_STAND_ALONE = frozenset({"protected", "special", "kinds", "grounds", "lawful_basis", "condition", "gateway"})
"""Lists that may be written as one bare word."""


def read_case(path: Path) -> Case:
    """Read one case from a YAML file. Raises: UnreadableDocument, saying where, why and what is allowed."""
    return case_from(read_document(path, dict[str, Any]), name=str(path))


def read_case_text(text: str, *, name: str = "the case") -> Case:
    """Read one case from YAML text. Raises: UnreadableDocument."""
    return case_from(read_text(text, dict[str, Any], name=name), name=name)


def case_from(answers: Mapping[str, Any], *, name: str = "the case") -> Case:
    """Build a case from plain answers, typed or as text; what is left out or nothing is unknown.

    Raises: UnreadableDocument, saying where, why and what is allowed.
    """
    case = read_tree(_as_written(answers), Case, name=name)
    for n, person in enumerate(case.people):
        if person.age is not None and not 0 <= person.age <= OLDEST_YEARS:
            raise UnreadableDocument(
                f"{name}: expected an age in years from 0 to {OLDEST_YEARS} (in people {n + 1}, age)"
            )
    return case


def _as_written(value: Any) -> Any:
    """The same answers as a YAML file would give them: text, lists and mappings, without what is not known."""
    match value:
        case bool():
            return str(value).lower()
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case Mapping():
            return {key: _listed(key, _as_written(one)) for key, one in value.items() if _is_known(one)}
        case list() | tuple():
            return [_as_written(one) for one in value]
        case _:
            return value


def _is_known(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and value in NOT_KNOWN)


def _listed(key: Any, value: Any) -> Any:
    return [value] if key in MAY_STAND_ALONE and isinstance(value, str) else value
