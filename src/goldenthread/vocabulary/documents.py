"""Read a YAML document into frozen dataclasses, strictly: every value is text until a type claims it.

Plain YAML turns ``on:`` into ``True`` and ``47_9`` into 479. Here every scalar arrives as text, and an unknown key,
a repeated key or a value of the wrong kind is an error that says where it stands. A field named ``from_`` is written
``from`` in YAML. A dataclass with a ``BARE_TEXT_IS`` may be written as one text, which then is that field.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import cattrs
import yaml
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override
from cattrs.v import format_exception, transform_error

T = TypeVar("T")

LARGEST_DOCUMENT_CHARACTERS = 2_000_000
DEEPEST_NESTING = 100


class UnreadableDocument(Exception):
    """A contract, pathway, catalogue or provision cannot be read. The message says where, why and what next."""


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same loader in C where the library brings it: ten times as fast."""


class _TextOnly(_Loader):  # type: ignore[misc] # the library decides which of two classes it is
    """SafeLoader without implicit types or repeated keys."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - overrides a class attribute of the library

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be plain text", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def read_document(path: Path, shape: type[T]) -> T:
    """Read the YAML file at ``path`` as a ``shape``, a frozen dataclass.

    Raises: UnreadableDocument, naming the file, the place in it and the reason.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableDocument(
            f"{path}: cannot be read ({type(fault).__name__}). Check the path and that it is UTF-8."
        ) from fault
    return read_text(text, shape, name=str(path))


def read_text(text: str, shape: type[T], *, name: str) -> T:
    """Read YAML ``text`` as a ``shape``; ``name`` is what an error calls the document."""
    if len(text) > LARGEST_DOCUMENT_CHARACTERS:
        raise UnreadableDocument(f"{name}: longer than {LARGEST_DOCUMENT_CHARACTERS:,} characters. Split it.")
    try:
        _refuse_aliases_and_depth(text)
        # The loader is SafeLoader with fewer powers, so nothing but text, lists and mappings can come out.
        tree = yaml.load(text, Loader=_TextOnly)  # noqa: S506
    except yaml.YAMLError as fault:
        raise UnreadableDocument(f"{name}: not readable as YAML: {fault}") from fault
    return read_tree(tree, shape, name=name)


def read_tree(tree: Any, shape: type[T], *, name: str) -> T:
    """Read text, lists and mappings as a ``shape``, as strictly as a YAML file. Raises: UnreadableDocument."""
    try:
        return _STRICT.structure(tree, shape)
    except Exception as fault:
        reasons = "; ".join(re.sub(r"_\b", "", why) for why in transform_error(fault, format_exception=_plain_reason))
        raise UnreadableDocument(f"{name}: {reasons}") from fault


def _refuse_aliases_and_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.events.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "aliases are not read", mark)
        if isinstance(event, yaml.events.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.events.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_NESTING:
            raise yaml.constructor.ConstructorError(None, None, "nested too deeply", mark)


def _plain_reason(fault: BaseException, expected: type | None) -> str:
    match fault:
        case ForbiddenExtraKeysError():
            return f"unknown key {', '.join(sorted(fault.extra_fields))}"
        case KeyError():
            return f"the key {fault.args[0]} is missing"
        case ValueError() | TypeError() if fault.args:
            return str(fault.args[0])
        case _:
            return str(format_exception(fault, expected))


def _text(value: Any, kind: type) -> str | Enum:
    if issubclass(kind, Enum):  # a StrEnum is a str, and is dispatched here
        return _enum(value, kind)
    if not isinstance(value, str):
        raise ValueError(f"expected text, found {type(value).__name__}")
    return value


def _truth(value: Any, _: type) -> bool:
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError('expected "true" or "false"')


def _whole(value: Any, _: type) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    raise ValueError("expected a whole number in plain digits")


def _number(value: Any, _: type) -> float:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return float(value)
    raise ValueError("expected a number in plain digits")


def _day(value: Any, _: type) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    raise ValueError("expected a date such as 2026-09-30")


def _moment(value: Any, _: type) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("expected a date and time with its offset, such as 2026-09-30T00:00:00+00:00")
    return moment


def _enum(value: Any, kind: type[Enum]) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"this is not one of: {', '.join(str(e.value) for e in kind)}") from None


_STRICT = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
_STRICT.register_structure_hook(str, _text)
_STRICT.register_structure_hook(bool, _truth)
_STRICT.register_structure_hook(int, _whole)
_STRICT.register_structure_hook(float, _number)
_STRICT.register_structure_hook(datetime, _moment)
_STRICT.register_structure_hook(date, _day)
_STRICT.register_structure_hook_func(lambda t: isinstance(t, type) and issubclass(t, Enum), _enum)


def _dataclass_hook(shape: type) -> Callable[[Any, type], Any]:
    renamed: dict[str, Any] = {f.name: override(rename=f.name.rstrip("_")) for f in fields(shape) if f.name[-1] == "_"}
    structure: Callable[[Any, type], Any] = make_dict_structure_fn(
        shape, _STRICT, _cattrs_forbid_extra_keys=True, **renamed
    )
    bare = getattr(shape, "BARE_TEXT_IS", None)

    def hook(value: Any, kind: type) -> Any:
        if bare is not None and isinstance(value, str):
            value = {bare: value}
        if not isinstance(value, dict):
            raise ValueError(f"expected keys and values, found {type(value).__name__}")
        return structure(value, kind)

    return hook


_STRICT.register_structure_hook_factory(lambda t: isinstance(t, type) and is_dataclass(t), _dataclass_hook)


def _tuple_hook(shape: Any) -> Callable[[Any, type], Any]:
    def hook(value: Any, _: type) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"expected a list, found {type(value).__name__}")
        return tuple(_STRICT.structure(value, many))

    item: Any = get_args(shape)[0]
    many: Any = list.__class_getitem__(item)
    return hook


def _is_any_number_of(shape: Any) -> bool:
    return bool(get_origin(shape) == tuple) and get_args(shape)[1:] == (Ellipsis,)  # noqa: E721 - mypy refuses "is"


_STRICT.register_structure_hook_factory(_is_any_number_of, _tuple_hook)
