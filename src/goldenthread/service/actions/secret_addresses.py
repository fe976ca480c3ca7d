"""An address that must stay secret, struck out of words that go unread: only of the child they are about.

An agency knows the secret addresses that it holds itself or keeps as custodian, and no others: were words held against
another agency's, whoever typed an address would learn that it is the secret one.
"""

import re
from collections.abc import Iterable

from goldenthread.service.store.models import PersonAddress
from goldenthread.vocabulary import AgencyCard, AgencyKind

LEFT_OUT = "[address left out: ring the sender]"
FEWEST_SIGNS = 5
"""A shorter line, such as a house number alone, is no address."""


def without_secret_addresses(words: str, person_id: str | None, *, to: AgencyCard) -> str:
    """The same words without the child's secret addresses, unless they go to the police or to who keeps them."""
    if person_id is None or to.kind is AgencyKind.POLICE:
        return words
    held = PersonAddress.objects.filter(person_id=person_id, is_protected=True)
    unknown = held.exclude(agency_id=to.id).exclude(custodian_id=to.id)
    for pattern in _patterns((row.line, row.postcode) for row in unknown):
        words = pattern.sub(LEFT_OUT, words)
    return words


def _patterns(addresses: Iterable[tuple[str, str]]) -> list[re.Pattern[str]]:
    """Each whole line, its first part and each postcode, however they are spaced, dotted or capitalised."""
    found: set[tuple[str, ...]] = set()
    for line, postcode in addresses:
        found.add(tuple(re.findall(r"\w+", line)))
        found.add(tuple(re.findall(r"\w+", line.split(",")[0])))
        found.add(tuple(re.sub(r"\W", "", postcode)))
    telling = [parts for parts in found if len("".join(parts)) >= FEWEST_SIGNS]
    longest_first = sorted(telling, key=lambda parts: (-len("".join(parts)), parts))
    return [re.compile(r"\b" + r"\W*".join(map(re.escape, parts)) + r"\b", re.IGNORECASE) for parts in longest_first]
