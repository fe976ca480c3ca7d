"""How sure we are that records are about one person, and the plain reason why."""

from collections.abc import Sequence
from typing import NamedTuple

from goldenthread.people.births import Birth
from goldenthread.people.identities import Given
from goldenthread.people.index import Certainty
from goldenthread.vocabulary import Grade, IdentifierKind

_A_NUMBER = {IdentifierKind.NHS_NUMBER: "an NHS number", IdentifierKind.UPN: "a UPN"}
_NUMBERS = {IdentifierKind.NHS_NUMBER: "NHS numbers", IdentifierKind.UPN: "UPNs"}
_CHECK = "Check before you rely on this."

Key = tuple[IdentifierKind, str]


class Tie(NamedTuple):
    """The largest group of records that shared identifiers tie together."""

    records: int
    kinds: tuple[IdentifierKind, ...]
    is_checked: bool
    """Some source checked each of the shared identifiers with its issuer."""


def certainty_of(given: Sequence[Sequence[Given]], birth: Birth) -> tuple[Certainty, str]:
    """Say how sure we are, from the identifiers that each record gives and from how dates of birth agree.

    Certain: one record, or records tied by an identifier that was checked with its issuer. Possible: agencies hold
    two different numbers of one kind, or dates of birth that no slip explains and no checked number settles.
    """
    count = len(given)
    keys = [[number for number in numbers if number.is_key] for numbers in given]
    for kind in _NUMBERS:
        if len({number.value for numbers in keys for number in numbers if number.kind is kind}) > 1:
            return Certainty.POSSIBLE, f"Agencies hold different {_NUMBERS[kind]}. {_CHECK}"
    if count == 1:
        return Certainty.CERTAIN, "All of this comes from one record of one agency."
    tie = _tie(keys)
    settled = tie.records == count and tie.is_checked
    if birth.differing:
        certainty = Certainty.PROBABLE if settled else Certainty.POSSIBLE
        return certainty, f"{_sentence(tie, count)} But agencies hold different dates of birth. {_CHECK}"
    note = " One agency has the day and month of birth the other way round." if birth.swapped else ""
    return Certainty.CERTAIN if settled else Certainty.PROBABLE, _sentence(tie, count) + note


def _sentence(tie: Tie, count: int) -> str:
    if tie.records < 2:
        return f"{count} records agree on name and other details."
    by = " or ".join(_A_NUMBER[kind] for kind in tie.kinds)
    checked = "that was checked with its issuer" if tie.is_checked else "that nobody has checked"
    if tie.records == count:
        return f"{count} records share {by} {checked}."
    return f"{tie.records} of {count} records share {by} {checked}. The rest agree on name and other details."


def _tie(keys: Sequence[Sequence[Given]]) -> Tie:
    holders: dict[Key, list[int]] = {}
    checked: set[Key] = set()
    for n, numbers in enumerate(keys):
        for number in numbers:
            holders.setdefault((number.kind, number.value), []).append(n)
            if number.grade == Grade.VERIFIED:
                checked.add((number.kind, number.value))
    groups: list[tuple[set[int], set[Key]]] = []
    for key, records in holders.items():
        if len(records) < 2:
            continue
        touching = [group for group in groups if not group[0].isdisjoint(records)]
        merged = (set(records).union(*(g[0] for g in touching)), {key}.union(*(g[1] for g in touching)))
        groups = [group for group in groups if group not in touching] + [merged]
    if not groups:
        return Tie(1, (), False)
    tied, by = max(groups, key=lambda group: (len(group[0]), sorted(group[1])))
    return Tie(len(tied), tuple(sorted({kind for kind, _ in by})), by <= checked)
