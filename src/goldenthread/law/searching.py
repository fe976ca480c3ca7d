"""Find provisions: by words, and by who passes something to whom, and for what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.law.everyday import OF_CONCERNS, OF_PARTIES, OF_PURPOSES
from goldenthread.law.parties import PartyKind, SharingPurpose
from goldenthread.law.provisions import Provision, ProvisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for. What is left out is not asked."""

    words: str = ""
    sender: PartyKind | None = None
    recipient: PartyKind | None = None
    purpose: SharingPurpose | None = None
    kind: ProvisionKind | None = None
    carries_flows: bool = False


SHORTEST_BEGINNING = 4
"""Letters from which on what was typed may be the beginning of a word: "confidential" finds "confidentiality"."""
SAYS_NOTHING = frozenset({"s", "ss", "section", "sections", "to", "the", "of", "a", "an", "and", "for", "from", "with"})


def search(provisions: Iterable[Provision], question: Question) -> tuple[Provision, ...]:
    """Every provision that answers ``question``, in the order given. One that sets no limit answers every limit."""
    wanted = _words(question.words)
    return tuple(
        p
        for p in provisions
        if (question.kind is None or p.kind is question.kind)
        and (p.carries_flows or not question.carries_flows)
        and (question.purpose is None or not p.purposes or question.purpose in p.purposes)
        and (question.sender is None or not p.senders or question.sender in _parties(p, p.senders))
        and (question.recipient is None or not p.recipients or question.recipient in _parties(p, p.recipients))
        and (not wanted or _holds(_words(_text(p)), wanted))
    )


def speaks_of(provision: Provision, question: Question) -> bool:
    """Whether its own words hold what was typed, or it names who is asked about and leaves not merely everybody in."""
    wanted = _words(question.words)
    p = provision
    return (
        question.sender in _parties(p, p.senders)
        or question.recipient in _parties(p, p.recipients)
        or (bool(wanted) and _holds(_words(f"{p.title} {p.citation} {p.plain_words}"), wanted))
    )


def _parties(provision: Provision, listed: tuple[PartyKind, ...]) -> tuple[PartyKind, ...]:
    return (*listed, *provision.if_designated, *provision.if_commissioned)


def _text(p: Provision) -> str:
    said = (p.id, p.title, p.citation, p.plain_words, p.purpose, p.threshold, p.who_to_whom.sender)
    lists = (*_parties(p, p.senders), *p.recipients, *p.purposes, *p.concerns)
    called = (
        *(OF_PARTIES.get(one, "") for one in {*_parties(p, p.senders), *p.recipients}),
        *(OF_CONCERNS.get(one, "") for one in p.concerns),
        *(OF_PURPOSES.get(one, "") for one in p.purposes),
    )
    return " ".join((*said, p.who_to_whom.recipient, *p.pitfalls, *lists, *called))


def _holds(words: frozenset[str], wanted: frozenset[str]) -> bool:
    return all(
        any(word == one or (len(one) >= SHORTEST_BEGINNING and word.startswith(one)) for word in words)
        for one in wanted
    )


def _words(text: str) -> frozenset[str]:
    # "s.16LA", "s. 16LA", "s16la" and "section 16LA" are one and the same to whoever looks for it, as are one and many.
    found = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return frozenset(_plainly(word) for word in found) - SAYS_NOTHING


def _plainly(word: str) -> str:
    if re.match(r"s\d", word):
        return word[1:]
    return word[:-1] if len(word) > SHORTEST_BEGINNING and word.endswith("s") else word
