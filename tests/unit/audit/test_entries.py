"""An entry goes into the ledger and comes out again as it was, and says what happened in plain words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from goldenthread.audit import (
    MACHINE,
    Actor,
    Deed,
    Entry,
    UnreadableEntry,
    commitment,
    payload_of,
    read_entry,
    sentence,
)
from goldenthread.audit.deeds import OUTCOME_WORDS, PURPOSE_WORDS, ROLE_WORDS, TOLD_AS
from goldenthread.vocabulary import Outcome, Purpose, Role

LOOK = Entry(
    entry_id=UUID("0192f3a4-0000-7000-8000-000000000001"),
    at=datetime(2026, 11, 22, 9, 30, 15, 7, tzinfo=UTC),
    deed=Deed.LOOKED,
    actor=Actor(account="sam.social", agency="westhaven-childrens-social-care", role=Role.SOCIAL_WORKER),
    purpose=Purpose.PROTECT_FROM_HARM,
    subject="01JD0000000000000000000000",
    outcome=Outcome.DISCLOSE,
    detail={"agency_name": "Westhaven Children's Social Care", "flags": 4},
)


def test_an_entry_comes_back_from_its_payload() -> None:
    assert read_entry(payload_of(LOOK)) == LOOK


@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_is_told_in_a_sentence(deed: Deed) -> None:
    told = sentence(replace(LOOK, deed=deed))
    assert TOLD_AS[deed] in told
    assert told[0].isupper()
    assert told.endswith(".")


def test_every_role_purpose_and_outcome_has_its_words() -> None:
    assert set(ROLE_WORDS) == {*Role, MACHINE}
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert set(OUTCOME_WORDS) == set(Outcome)


def test_a_look_is_told_with_who_whence_why_and_what_came_of_it() -> None:
    assert sentence(LOOK) == (
        "A social worker at Westhaven Children's Social Care looked at this child's page, "
        "to protect a child from harm. Something was shown."
    )


@pytest.mark.parametrize("deed", sorted(set(Deed) - {Deed.LOOKED, Deed.SEARCHED}))
def test_only_looks_and_searches_say_what_was_shown(deed: Deed) -> None:
    assert "shown" not in sentence(replace(LOOK, deed=deed)).replace(TOLD_AS[deed], "")


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (Deed.SEARCHED, "searched for a child, to protect"),
        (Deed.REFUSED, "asked for something and was refused"),
        (Deed.SIGNED_IN, "signed in"),
    ],
)
def test_an_entry_about_no_child_speaks_of_none(deed: Deed, told: str) -> None:
    words = sentence(replace(LOOK, deed=deed, subject=None))
    assert told in words
    assert "this child" not in words


def test_an_agency_without_a_name_is_told_by_its_id() -> None:
    for detail in ({}, {"agency_name": ""}, {"agency_name": 7}):
        assert "at westhaven-childrens-social-care looked" in sentence(replace(LOOK, detail=detail))


def test_a_machine_is_told_as_the_system() -> None:
    load = replace(LOOK, deed=Deed.LOADED, actor=Actor(account="worker", agency="a", role=MACHINE), purpose=None)
    assert sentence(load) == "The system loaded a file of records."


def test_words_that_have_since_gone_are_still_told() -> None:
    old = replace(LOOK, actor=Actor(account="a", agency="b", role="beadle"), purpose="gone", outcome="gone")
    assert sentence(replace(old, detail={})) == "Somebody at b looked at this child's page."


def test_the_payload_commits_to_the_same_moment_from_any_clock() -> None:
    elsewhere = replace(LOOK, at=LOOK.at.astimezone(timezone(timedelta(hours=-7))))
    assert payload_of(elsewhere) == payload_of(LOOK)
    assert payload_of(LOOK)["at"] == "2026-11-22T09:30:15.000007Z"
    assert commitment(payload_of(LOOK), b"s" * 32) == commitment(payload_of(elsewhere), b"s" * 32)


def test_a_time_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        payload_of(replace(LOOK, at=datetime(2026, 11, 22)))


def test_the_child_and_the_detail_never_show_in_a_repr() -> None:
    shown = repr(LOOK)
    assert "01JD" not in shown
    assert "flags" not in shown


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        ({"entry_id": "no"}, "entry_id"),
        ({"deed": "unheard_of"}, "deed"),
        ({"at": "2026-11-22T09:30:15Z"}, "at"),
        ({"at": "2026-13-22T09:30:15.000007Z"}, "at"),
        ({"at": 7}, "at"),
        ({"actor": "sam"}, "actor"),
        ({"actor": {"account": "a", "agency": "b"}}, "actor"),
        ({"actor": {"account": "a", "agency": "b", "role": 1}}, "role"),
        ({"purpose": 1}, "purpose"),
        ({"subject": ["a"]}, "subject"),
        ({"detail": []}, "detail"),
        ({"more": 1}, "entry"),
    ],
)
def test_a_payload_that_is_no_entry_is_refused_with_the_field(spoil: dict[str, Any], field: str) -> None:
    with pytest.raises(UnreadableEntry, match=field):
        read_entry({**payload_of(LOOK), **spoil})
