"""Looking for law: by words, by who sends what to whom, and by what changed."""

from dataclasses import replace
from datetime import date

import pytest

from goldenthread.law import (
    Change,
    Effect,
    PartyKind,
    ProvisionKind,
    Question,
    SharingPurpose,
    changes,
    read_provision,
    read_register,
    search,
    speaks_of,
)
from goldenthread.vocabulary import ProvisionId


def found(**asked: object) -> set[ProvisionId]:
    return {p.id for p in search(read_register(), Question(**asked))}  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["16LA", "s.16LA", "s. 16la", "Children Act 2004, s. 16LA", "share information duty"])
def test_a_provision_is_found_however_its_number_is_written(typed: str) -> None:
    assert "ca2004_s16LA" in found(words=typed)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("section 47", "ca1989_s47_9"),
        ("s47", "ca1989_s47_enquire"),
        ("Children Act 1989 s17", "ca1989_s17"),
        ("FGM", "fgma2003_s5B"),
        ("domestic violence", "daa2021_s49A"),
        ("MARAC", "daa2021_s49A"),
        ("MASH", "ca2004_s16LA"),
        ("health visitor", "ca2004_s16LA"),
        ("school to police", "fgma2003_s5B"),
        ("GP to social care", "ca2004_s16LA"),
        ("doctor", "gmc_children_32_34"),
        ("doctors", "gmc_children_46_50"),
        ("confidential", "clc"),
        ("subject access", "sch2_pt3_others"),
        ("hospital", "ca1989_s47_9"),
    ],
)
def test_law_is_found_by_the_words_of_whoever_needs_it(typed: str, id: str) -> None:
    assert id in found(words=typed)


def test_words_that_say_nothing_ask_for_nothing_and_a_beginning_is_no_syllable() -> None:
    assert found(words="to the") == found()
    assert "clc" not in found(words="con")


def test_what_names_who_is_asked_about_is_told_from_what_leaves_everybody_in() -> None:
    asked = Question(sender=PartyKind.SCHOOL_ACADEMY, recipient=PartyKind.POLICE)
    named = {p.id for p in search(read_register(), asked) if speaks_of(p, asked)}
    assert {"ca2004_s16LA", "ca2004_s10", "kcsie"} <= named
    assert "clc" not in named
    assert not any(speaks_of(p, Question()) for p in read_register())
    typed = Question(words="housing")
    own_words = {p.id for p in search(read_register(), typed) if speaks_of(p, typed)}
    assert "ha1996_s213B" in own_words
    assert "ca2004_s10" not in own_words


def test_every_word_that_was_typed_must_be_there() -> None:
    assert found(words="duty magna") == set()


def test_an_entry_is_found_by_every_word_it_holds() -> None:
    entry = read_provision("ca2004_s10")
    assert entry is not None
    who = f"{entry.who_to_whom.sender} {entry.who_to_whom.recipient}"
    all_words = " ".join(
        (entry.id, entry.title, entry.citation, entry.plain_words, entry.purpose, entry.threshold, who, *entry.pitfalls)
    )
    assert search((entry,), Question(words=all_words)) == (entry,)
    assert search((entry,), Question(words=f"{all_words} magna")) == ()


def test_four_letters_are_the_beginning_of_a_word_and_three_are_not() -> None:
    assert "caldicott_principles" in found(words="cald")
    assert found(words="cal") == set()
    assert found(words="thi") == set(), "a short word keeps its last letter: this is no thi"


def test_a_section_is_found_however_it_is_written_and_many_find_one() -> None:
    held = read_provision("ca1989_s47_9")
    assert held is not None
    entry = replace(held, id=ProvisionId("help"), title="A risk", citation="Children Act 1989, s. 47")
    assert search((entry,), Question(words="s47")) == (entry,)
    assert search((entry,), Question(words="risks")) == (entry,)


def test_a_provision_that_limits_who_sends_answers_for_nobody_else() -> None:
    assert "daa2021_s49A" in found(sender=PartyKind.POLICE, recipient=PartyKind.SCHOOL_MAINTAINED)
    assert "daa2021_s49A" not in found(sender=PartyKind.GP)
    assert "daa2021_s49A" not in found(recipient=PartyKind.HOME_OFFICE)


def test_the_duty_to_share_is_found_for_a_designated_school_and_a_commissioned_charity() -> None:
    assert "ca2004_s16LA" in found(sender=PartyKind.SCHOOL_ACADEMY)
    assert "ca2004_s16LA" in found(sender=PartyKind.VOLUNTARY, recipient=PartyKind.LA_CSC)
    assert "ca2004_s16LA" not in found(sender=PartyKind.RETAILER)


def test_a_provision_without_a_limit_answers_for_everybody() -> None:
    assert "clc" in found(sender=PartyKind.RETAILER, recipient=PartyKind.PARENT, purpose=SharingPurpose.COMPLAINT)


def test_nothing_made_to_safeguard_a_child_is_found_for_immigration_control() -> None:
    gateways = {Effect.REQUIRES, Effect.REQUIRES_ON_REQUEST, Effect.PERMITS, Effect.IMPLIES}
    answers = search(read_register(), Question(purpose=SharingPurpose.IMMIGRATION_CONTROL))
    general = {"la2011_s1", "lga1972_s111", "lga2000_s2"}
    assert {p.id for p in answers if p.effect in gateways} == general


def test_kinds_are_kept_apart() -> None:
    kinds = {p.kind for p in search(read_register(), Question(kind=ProvisionKind.EXEMPTION))}
    assert kinds == {ProvisionKind.EXEMPTION}


def test_one_provision_is_read_alone_and_a_path_is_no_id() -> None:
    provision = read_provision("ca2004_s16LA")
    assert provision is not None
    assert provision.title == "Duty to share information"
    assert read_provision("../england/ca2004_s16LA") is None
    assert read_provision("*") is None


def test_a_new_wording_is_a_change_and_neither_an_end_nor_a_beginning() -> None:
    told = {(c.on, c.change) for c in changes(read_register(), since=date(2000, 1, 1)) if c.provision == "art6_1_e"}
    assert (date(2026, 2, 5), Change.REWORDED) in told
    assert not {change for _, change in told} & {Change.BEGINS, Change.ENDS}


def test_what_ended_is_told_with_its_day() -> None:
    told = {(c.on, c.change) for c in changes(read_register(), since=date(2000, 1, 1)) if c.provision == "ca2004_s14B"}
    assert (date(2019, 9, 29), Change.ENDS) in told


def test_a_change_says_what_brought_it_about_and_a_new_wording_what_is_new() -> None:
    why = {c.provision: c.why for c in changes(read_register(), since=date(2026, 2, 5)) if c.on == date(2026, 2, 5)}
    assert why["art6_1_ea"] == "S.I. 2026/82, reg. 2(c)"
    assert why["art6_1_e"].startswith("The task must be the controller's own")


def test_changes_begin_with_the_day_asked_about_and_come_in_order() -> None:
    day = date(2026, 2, 5)
    on = [c.on for c in changes(read_register(), since=day)]
    assert on[0] == day
    assert on == sorted(on)
    assert day not in {c.on for c in changes(read_register(), since=date(2026, 2, 6))}
