"""Read a YAML document into frozen dataclasses, strictly: every value is text until a type claims it.

Plain YAML turns ``on:`` into ``True`` and ``47_9`` into 479. Here every scalar arrives as text, and an unknown key,
a repeated key or a value of the wrong kind is an error that says where it stands. A field named ``from_`` is written
``from`` in YAML. A dataclass with a ``BARE_TEXT_IS`` may be written as one text, which then is that field. One with
``ALSO_CALLED`` says what people write instead of its names, for the error to tell the right one.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
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
        raise UnreadableDocument(f"{path}: {_why_not_opened(fault)}") from fault
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
        raise UnreadableDocument(f"{name}: {_why_no_yaml(fault)}") from fault
    return read_tree(tree, shape, name=name)


def read_tree(tree: Any, shape: type[T], *, name: str) -> T:
    """Read text, lists and mappings as a ``shape``, as strictly as a YAML file. Raises: UnreadableDocument."""
    try:
        return _STRICT.structure(tree, shape)
    except Exception as fault:
        reasons = "; ".join(map(_placed, transform_error(fault, format_exception=_plain_reason)))
        raise UnreadableDocument(f"{name}: {reasons}") from fault


def _why_not_opened(fault: OSError | UnicodeDecodeError) -> str:
    match fault:
        case FileNotFoundError():
            return "there is no such file. Check the path."
        case IsADirectoryError():
            return "this is a folder. Give the path of the file in it."
        case PermissionError():
            return "this account may not read the file. Ask its owner for leave to read it."
        case UnicodeDecodeError():
            return "the file is not text in UTF-8. Save it as UTF-8."
        case _:
            return f"the file cannot be read ({fault.strerror}). Check the path."


def _why_no_yaml(fault: yaml.YAMLError) -> str:
    problem, mark = getattr(fault, "problem", None), getattr(fault, "problem_mark", None)
    if not problem or mark is None:
        return f"not readable as YAML: {fault}. Check indents, colons and quotation marks."
    return (
        f"not readable as YAML: line {mark.line + 1}, column {mark.column + 1}: {problem}. Check indents, colons and "
        "quotation marks there and just before."
    )


def _placed(why: str) -> str:
    """``why`` as the library gives it, with its ``@ $.people[0].columns`` in words: ``in people 1, columns``."""
    reason, _, path = re.sub(r"_\b", "", why).rpartition(" @ $")
    steps: list[str] = []
    for name, item, key in re.findall(r"\.([^.\[]+)|\[(\d+)\]|\['(.*?)'\]", path):
        if item and steps:
            steps[-1] += f" {int(item) + 1}"
        else:
            steps.append(name or key or str(int(item) + 1))
    return f"{reason} (in {', '.join(steps)})" if steps else f"{reason} (at the top)"


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
            return ", ".join(_unknown(key, fault.cl) for key in sorted(fault.extra_fields))
        case KeyError():
            return f"the key {fault.args[0]} is missing: add it"
        case ValueError() | TypeError() if fault.args:
            return str(fault.args[0])
        case _:
            return str(format_exception(fault, expected))


def _unknown(key: str, shape: type) -> str:
    """Says the name that was probably meant, or else all that there are."""
    names = [f.name.rstrip("_") for f in fields(shape)]
    plain = {re.sub(r"[^a-z0-9]", "", name): name for name in names}
    called = getattr(shape, "ALSO_CALLED", {})
    written = re.sub(r"[^a-z0-9]", "", key.lower())
    near = [called[written]] if written in called else get_close_matches(written, plain, n=1, cutoff=0.75)
    if near:
        return f"unknown key {key}: did you mean {plain.get(near[0], near[0])}?"
    return f"unknown key {key}: the keys here are {', '.join(names)}"


_KINDS = {str: "a text", list: "a list", dict: "keys and values", type(None): "nothing"}


def _found(value: Any) -> str:
    return f"found {_KINDS.get(type(value), type(value).__name__)}"


def _text(value: Any, kind: type) -> str | Enum:
    if issubclass(kind, Enum):  # a StrEnum is a str, and is dispatched here
        return _enum(value, kind)
    if not isinstance(value, str):
        raise ValueError(f"expected a text in quotation marks, {_found(value)}")
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
    bare, all_filled = getattr(shape, "BARE_TEXT_IS", None), getattr(shape, "EVERY_KEY_IS_FILLED", False)

    def hook(value: Any, kind: type) -> Any:
        if bare is not None and isinstance(value, str):
            value = {bare: value}
        if not isinstance(value, dict):
            raise ValueError(f'expected keys and values, such as key: "value", {_found(value)}')
        empty = [str(key) for key, told in value.items() if told is None or told == ""] if all_filled else []
        if empty:
            raise ValueError(f"{', '.join(empty)}: nothing stands there. Fill it in, or take the line out")
        return structure(value, kind)

    return hook


_STRICT.register_structure_hook_factory(lambda t: isinstance(t, type) and is_dataclass(t), _dataclass_hook)


def _tuple_hook(shape: Any) -> Callable[[Any, type], Any]:
    def hook(value: Any, _: type) -> Any:
        if not isinstance(value, list):
            raise ValueError(f'expected a list, such as ["one", "two"], {_found(value)}')
        return tuple(_STRICT.structure(value, many))

    item: Any = get_args(shape)[0]
    many: Any = list.__class_getitem__(item)
    return hook


def _is_any_number_of(shape: Any) -> bool:
    return bool(get_origin(shape) == tuple) and get_args(shape)[1:] == (Ellipsis,)  # noqa: E721 - mypy refuses "is"


_STRICT.register_structure_hook_factory(_is_any_number_of, _tuple_hook)
