"""A check of the whole register: what it must never contain, found before anybody relies on it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from goldenthread.law.provisions import Confirmed, Displaces, Force, Provision, ProvisionKind, Span, force_of
from goldenthread.vocabulary import ProvisionId

READ_ON = re.compile(r"\bon (\d{4}-\d\d-\d\d)\b")
"""How a source or a search gives the day on which somebody looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with one entry, in one sentence."""

    provision: str
    sentence: str


def check(register: Iterable[Provision], *, on: date) -> tuple[Problem, ...]:
    """Find every problem of the register as it is relied on that day; none means that its evidence holds so far."""
    entries = tuple(register)
    held = {entry.id: entry for entry in entries}
    found = [
        Problem(provision=entry.id, sentence=sentence)
        for entry in entries
        for rule in (
            _has_a_source_or_a_search,
            _confirmed_means_a_source_was_read,
            _says_who_checked_it_and_by_what_it_began,
            _its_dates_neither_overlap_nor_leave_a_gap,
            _a_day_on_which_it_stood_lies_within_its_span,
            _nothing_was_seen_after_it_was_checked,
            _leads_to_another,
            _an_unknown_start_is_never_called_commenced,
            _says_what_a_reader_needs,
            _displaces_confidence_only_where_the_text_was_read,
            _spares_a_policy_document_only_where_one_is_needed,
        )
        for sentence in rule(entry)
    ]
    found += [
        Problem(provision=entry.id, sentence=sentence)
        for entry in entries
        for sentence in (*_was_not_checked_on_a_day_to_come(entry, on), *_leads_where_it_says(entry, held, on))
    ]
    times = Counter(entry.id for entry in entries)
    found += [Problem(provision=id, sentence=f"stands {n} times. Keep one.") for id, n in times.items() if n > 1]
    return tuple(found)


def _has_a_source_or_a_search(entry: Provision) -> Iterator[str]:
    if not (_said(entry.sources) or _said(entry.sought_and_not_found)):
        yield "names neither a source nor what was sought and not found."
    if len(_said(entry.sources)) < len(entry.sources) or len(_said(entry.sought_and_not_found)) < len(
        entry.sought_and_not_found
    ):
        yield "has an empty line among its sources or searches."


def _confirmed_means_a_source_was_read(entry: Provision) -> Iterator[str]:
    if entry.evidence.status is not Confirmed.UNVERIFIED and not _said(entry.sources):
        yield f"is called {entry.evidence.status} but names no source."


def _says_who_checked_it_and_by_what_it_began(entry: Provision) -> Iterator[str]:
    if not entry.evidence.by.strip():
        yield "does not say who checked it."
    if not all(span.instrument.strip() for span in entry.in_force):
        yield "does not say by what instrument it began, nor that none was seen."


def _a_day_on_which_it_stood_lies_within_its_span(entry: Provision) -> Iterator[str]:
    for span in entry.in_force:
        if span.starts_on and (span.stood_on or span.not_before):
            yield "gives its first day and also days known for want of one. Keep the first day."
        ends = [end for end in (span.until, span.gone_by) if end]
        if span.stood_on and any(span.stood_on >= end for end in ends):
            yield f"is said to have stood on {span.stood_on}, when it was gone."
        if span.stood_on and span.not_before and span.stood_on < span.not_before:
            yield f"is said to have stood on {span.stood_on}, before it could."


def _nothing_was_seen_after_it_was_checked(entry: Provision) -> Iterator[str]:
    """Somebody who reads a text later has checked the entry later: its evidence says so, or the day is wrong."""
    lines = (*entry.sources, *entry.sought_and_not_found)
    read = {date.fromisoformat(day) for line in lines for day in READ_ON.findall(line)}
    stood = {day for span in entry.in_force for day in (span.stood_on, span.not_commenced_on) if day}
    for day in sorted(read | stood):
        if day > entry.evidence.on:
            yield f"rests on what was seen on {day}, but was checked on {entry.evidence.on}. Give the later day."


def _was_not_checked_on_a_day_to_come(entry: Provision, on: date) -> Iterator[str]:
    if entry.evidence.on > on:
        yield f"is said to have been checked on {entry.evidence.on}, which is still to come."


def _leads_where_it_says(entry: Provision, held: Mapping[ProvisionId, Provision], on: date) -> Iterator[str]:
    """What an entry rests on or points to is held, is law of the same nation, and whoever is sent there finds law."""
    for leads, others in (("rests on", entry.rests_on), ("points instead to", entry.instead)):
        for other in others:
            if other not in held:
                yield f"{leads} {other}, which the register does not hold."
            elif held[other].nation is not entry.nation:
                yield f"{leads} {other}, which is law of another nation."
    for other in entry.instead:
        if other in held and force_of(held[other], on=on) is Force.NOT_IN_FORCE:
            yield f"points instead to {other}, which is not in force on {on}."


def _leads_to_another(entry: Provision) -> Iterator[str]:
    if entry.id in (*entry.instead, *entry.rests_on):
        yield "leads back to itself."


def _its_dates_neither_overlap_nor_leave_a_gap(entry: Provision) -> Iterator[str]:
    for span in entry.in_force:
        if span.starts_on and span.until and span.until <= span.starts_on:
            yield f"ends on {span.until}, before it starts."
    for earlier, later in pairwise(_by_date(entry.in_force)):
        if earlier.until is None or later.starts_on is None or later.starts_on < earlier.until:
            yield f"has two spans that overlap on {later.start}."
        elif later.starts_on > earlier.until:
            yield f"has a gap from {earlier.until} to {later.start}."


def _an_unknown_start_is_never_called_commenced(entry: Provision) -> Iterator[str]:
    for span in entry.in_force:
        if (span.announced_for or span.not_commenced_on) and (span.starts_on or span.stood_on):
            yield "waits for its start and is also given as in force. Keep one."


def _says_what_a_reader_needs(entry: Provision) -> Iterator[str]:
    for name in ("title", "citation", "plain_words", "extent"):
        if not getattr(entry, name).strip():
            yield f"has no {name}."
    if entry.kind is ProvisionKind.DUTY and not entry.threshold.strip():
        yield "is a duty without its threshold."


def _displaces_confidence_only_where_the_text_was_read(entry: Provision) -> Iterator[str]:
    if entry.displaces_confidence is Displaces.YES and entry.evidence.status is Confirmed.UNVERIFIED:
        yield "is said to set confidence aside although its text was not read."


def _spares_a_policy_document_only_where_one_is_needed(entry: Provision) -> Iterator[str]:
    if entry.no_policy_document_towards and not entry.needs_policy_document:
        yield "spares a policy document that it does not ask for."


def _said(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if line.strip())


def _by_date(spans: tuple[Span, ...]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.starts_on is not None, span.start))
