"""How sure we are that records are about one person, and the plain reason why.

The reason is the same for all who are as sure for the same cause. How many records there are, which number joins
them and which of them it joins are not said: that would tell of agencies that a reader may not see.
"""

from collections.abc import Sequence

from goldenthread.people.births import Birth
from goldenthread.people.identities import Given
from goldenthread.people.index import Certainty
from goldenthread.vocabulary import Grade, IdentifierKind

# A passport makes nobody sure: it is renewed, relatives can be entered in it, and who has one is not for all to read.
_NUMBERS = {IdentifierKind.NHS_NUMBER: "NHS numbers", IdentifierKind.UPN: "UPNs"}
_CHECK = "Check before you rely on this."
BY_A_CHECKED_NUMBER = (
    "All of this comes from one record, or from records that share an NHS number or UPN that was checked with its "
    "issuer."
)
BY_LESS = (
    "Not all of these records share an NHS number or UPN that was checked with its issuer: some share a number that "
    "nobody has checked, or another number, or were joined by name, date of birth and address."
)
BIRTHS_DIFFER = f"Agencies hold different dates of birth. {_CHECK}"

Key = tuple[IdentifierKind, str]


def certainty_of(given: Sequence[Sequence[Given]], birth: Birth) -> tuple[Certainty, str]:
    """Say how sure we are, from the identifiers that each record gives and from how dates of birth agree.

    Certain: one record, or records tied by an identifier that was checked with its issuer. Possible: agencies hold
    two different numbers of one kind, or dates of birth that no slip explains and no checked number settles.
    """
    keys = [[number for number in numbers if number.is_key] for numbers in given]
    for kind in _NUMBERS:
        if len({number.value for numbers in keys for number in numbers if number.kind is kind}) > 1:
            return Certainty.POSSIBLE, f"Agencies hold different {_NUMBERS[kind]}. {_CHECK}"
    settled = len(given) == 1 or _are_tied(keys)
    if birth.differing:
        return Certainty.PROBABLE if settled else Certainty.POSSIBLE, BIRTHS_DIFFER
    return (Certainty.CERTAIN, BY_A_CHECKED_NUMBER) if settled else (Certainty.PROBABLE, BY_LESS)


def _are_tied(keys: Sequence[Sequence[Given]]) -> bool:
    """Whether shared identifiers, each checked with its issuer by some source, tie all the records together."""
    holders: dict[Key, set[int]] = {}
    checked: set[Key] = set()
    for n, numbers in enumerate(keys):
        for number in numbers:
            if number.kind not in _NUMBERS:
                continue
            holders.setdefault((number.kind, number.value), set()).add(n)
            if number.grade == Grade.VERIFIED:
                checked.add((number.kind, number.value))
    groups: list[set[int]] = []
    for key in checked:
        touching = [group for group in groups if not group.isdisjoint(holders[key])]
        groups = [group for group in groups if group not in touching] + [holders[key].union(*touching)]
    return any(len(group) == len(keys) for group in groups)
