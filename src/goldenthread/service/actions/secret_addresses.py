"""An address that must stay secret: struck out of words that go unread, and refused where somebody can take it out.

An agency knows the secret addresses of the child that it holds itself or keeps as custodian, and no others: were words
held against another agency's, whoever typed an address would learn that it is the secret one. So anything that looks
like an address is asked about, in the same words whether or not it is secret and whoever holds it. Nobody is asked in
an emergency, which waits for nothing, and whose recipient is verified and told to share it no further.
"""

import re
from collections.abc import Iterable

from goldenthread.service.store.models import PersonAddress
from goldenthread.vocabulary import AgencyCard, AgencyKind

LEFT_OUT = "[address left out: ring the sender]"
MUST_NOT_GO = "This holds an address that must stay secret. Take it out"
IS_IT_NEEDED = "An address stands here. It may be one that must stay secret. Take it out, or tick that they need it"
FEWEST_SIGNS = 5
"""A shorter line, such as a house number alone, is no address."""
_STREETS = (
    "road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|place|terrace|gardens|grove|crescent|walk|square|row"
    "|mews|hill|park|view|green|rise|parade|quay|wharf|yard|house|heights|buildings"
)
_NOT_IN_A_STREET = (
    "a|an|and|at|by|days?|for|from|her|his|hours?|in|is|of|on|or|our|that|the|their|times?|to|weeks?|years?"
)
_POSTCODE = r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b"
_STREET = rf"\b\d+[a-z]?,?\s+(?:(?!(?:{_NOT_IN_A_STREET})\b)[\w.’'-]+\s+){{1,3}}(?:{_STREETS})\b"
_LIKE_AN_ADDRESS = re.compile(f"{_POSTCODE}|{_STREET}", re.IGNORECASE)


def looks_like_an_address(words: str) -> bool:
    """Whether a postcode stands here, or a number before the name of a street. Every address is treated alike."""
    return _LIKE_AN_ADDRESS.search(words) is not None


def holds_a_secret_address(words: str, person_id: str | None, *, to: AgencyCard | None) -> bool:
    return without_secret_addresses(words, person_id, to=to) != words


def without_secret_addresses(words: str, person_id: str | None, *, to: AgencyCard | None) -> str:
    """The same words without the child's secret addresses, unless they go to the police or to who keeps them."""
    if person_id is None or (to is not None and to.kind is AgencyKind.POLICE):
        return words
    unknown = PersonAddress.objects.filter(person_id=person_id, is_protected=True)
    if to is not None:
        unknown = unknown.exclude(agency_id=to.id).exclude(custodian_id=to.id)
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
