"""Find provisions: by words, and by who passes something to whom, and for what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

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


def search(provisions: Iterable[Provision], question: Question) -> tuple[Provision, ...]:
    """Every provision that answers ``question``, in the order given. One that sets no limit answers every limit."""
    wanted = _words(question.words)
    return tuple(
        p
        for p in provisions
        if (question.kind is None or p.kind is question.kind)
        and (p.carries_flows or not question.carries_flows)
        and (question.purpose is None or not p.purposes or question.purpose in p.purposes)
        and (question.sender is None or _is_among(question.sender, p.senders, p))
        and (question.recipient is None or _is_among(question.recipient, p.recipients, p))
        and (not wanted or wanted <= _words(_text(p)))
    )


def _is_among(kind: PartyKind, listed: tuple[PartyKind, ...], provision: Provision) -> bool:
    return not listed or kind in (*listed, *provision.if_designated, *provision.if_commissioned)


def _text(p: Provision) -> str:
    said = (p.id, p.title, p.citation, p.plain_words, p.purpose, p.threshold, p.who_to_whom.sender)
    return " ".join((*said, p.who_to_whom.recipient, *p.pitfalls))


def _words(text: str) -> frozenset[str]:
    # "s.16LA", "s. 16LA" and "16la" are one and the same to whoever looks for it.
    return frozenset(re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))) - {"s", "ss"}
