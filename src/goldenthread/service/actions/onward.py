"""What came here under a limit on passing it on: each thing that may have come so says where it comes from.

The limit binds the thing, in whatever words it is told again. Words that repeat what was received are known as such,
whatever is said of them.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.service.actions import casework
from goldenthread.service.actions.sharing_shapes import Limit
from goldenthread.service.store.models import Release, SharingDraft
from goldenthread.vocabulary import AgencyId

OWN = "own"
"""Where a thing comes from that nobody shared under a limit."""


def sources_about(row: SharingDraft) -> tuple[tuple[str, str], ...]:
    """What this agency received under a limit about the child of a question, each as somebody would choose it."""
    return tuple((str(got.id), _named(got)) for got in _received_about(row))


def limits_on(row: SharingDraft, items: Iterable[Mapping[str, Any]]) -> tuple[Limit, ...]:
    """What limits passing these things on: where they come from, or how the question began."""
    items = tuple(items)
    said = tuple(casework.words_of(str(item["words"])) for item in items)
    named = {str(item.get("source", "")) for item in items}
    few_words = frozenset[str]().union(*map(casework.few_words_of, said))
    received = _received(row, Q(id__in=_ids(named)), few_words)
    bound = [got for got in received if str(got.id) in named or any(_repeats(words, got) for words in said)]
    begun_with = Release.objects.filter(pk=row.release_id).first() if row.release_id else None
    found = [begun_with, *bound] if begun_with else bound
    return tuple(dict.fromkeys(Limit(**limit) for got in found for limit in got.limits))


def limits_repeated(agency: AgencyId, texts: Iterable[str], *, to: str) -> tuple[Limit, ...]:
    """What limits telling somebody these words: they repeat what others than they let this agency have."""
    said = tuple(map(casework.words_of, texts))
    signs = frozenset[str]().union(*map(casework.few_words_of, said))
    bound = (got for got in _limited(agency, Q(), signs) if got.sender_agency_id != to)
    return tuple(
        dict.fromkeys(
            Limit(**limit) for got in bound if any(_repeats(words, got) for words in said) for limit in got.limits
        )
    )


def without_a_source(row: SharingDraft, items: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """The things, by their place, of which nobody has said where they come from although it matters."""
    known = {OWN, *(id for id, _ in sources_about(row))}
    return frozenset(n for n, item in enumerate(items) if len(known) > 1 and item.get("source") not in known)


def signs_of(child: str, items: Iterable[Mapping[str, Any]]) -> list[str]:
    """By what something received is found again: the child's names, and every few words in a row."""
    few_words = (casework.few_words_of(str(item["words"])) for item in items)
    return sorted(casework.names_in(child).union(*few_words))


def _received(row: SharingDraft, known: Q, signs: Iterable[str]) -> list[Release]:
    return _limited(AgencyId(row.agency_id), known, signs)


def _limited(agency: AgencyId, known: Q, signs: Iterable[str]) -> list[Release]:
    """What came here under a limit and is known, or shares a sign: read by an index, however much ever came."""
    limited = Release.objects.filter(recipient_agency_id=agency).exclude(limits=[])
    # What was received before signs were kept has none, and is looked at each time.
    found = limited.filter(known | Q(found_by__overlap=sorted(signs)) | Q(found_by=None))
    return list(found.order_by("-released_at"))


def _received_about(row: SharingDraft) -> list[Release]:
    """About the same person; or, where one of the two is known by name alone, about somebody of that name."""
    names = casework.names_in(row.child_name)

    def is_about_them(got: Release) -> bool:
        if got.id == row.release_id:
            return True
        if got.person_id and row.person_id:
            return bool(got.person_id == row.person_id)
        return bool(names & casework.names_in(got.child_name))

    known = Q(id=row.release_id) | Q(person_id=row.person_id, person_id__isnull=False)
    return [got for got in _received(row, known, names) if is_about_them(got)]


def _ids(named: Iterable[str]) -> list[UUID]:
    ids = []
    for one in named:
        with suppress(ValueError):
            ids.append(UUID(one))
    return ids


def _named(got: Release) -> str:
    first = casework.item_name(str(got.items[0]["words"])) if got.items else ""
    return f"{got.sender_agency_name}, {got.released_at.day} {got.released_at:%B %Y}: “{first}”"


def _repeats(words: str, got: Release) -> bool:
    """Whether these words are those of something received, or hold them, or are a good part of them."""
    return any(casework.is_part_of(words, casework.words_of(str(item["words"]))) for item in got.items)
