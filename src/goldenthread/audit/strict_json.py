"""Read JSON that a stranger wrote: no key twice, no number that is not a whole number, no bottomless nesting."""

import json
from typing import Any, NoReturn

LONGEST_NUMBER_CHARACTERS = 17


class NotStrict(ValueError):
    """Text that is not JSON as ledgers and receipts write it. Says why, and never what the text held."""


def read_object(text: str) -> dict[str, Any]:
    """Read one JSON object.

    Raises: NotStrict.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_each_key_once,
            parse_float=_no_fractions,
            parse_constant=_no_fractions,
            parse_int=_small_number,
        )
    except NotStrict:
        raise
    except json.JSONDecodeError as fault:
        raise NotStrict(f"not JSON at character {fault.pos + 1}") from None
    except RecursionError:
        raise NotStrict("nested too deeply") from None
    if not isinstance(value, dict):
        raise NotStrict("not a JSON object")
    return value


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise NotStrict("a key stands twice in one object")
    return mapping


def _no_fractions(_: str) -> NoReturn:
    raise NotStrict("a number that is not a whole number")


def _small_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER_CHARACTERS:
        raise NotStrict("a number too long to be read alike everywhere")
    return int(text)
