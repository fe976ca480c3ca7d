"""What people type: names in any letters, signs from pasted text, too many words, and choices never offered."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.conf import settings

from goldenthread.service.actions import casework, record_files
from goldenthread.service.actions.record_files import Part, Record
from goldenthread.service.actions.record_sheets import Sheet
from goldenthread.service.portal import sharing_words
from goldenthread.service.portal.following_forms import (
    AdviceForm,
    AfterwardsForm,
    AskForm,
    EmergencyForm,
    GiveForm,
    ReviewForm,
    TurnForm,
)
from goldenthread.service.portal.record_forms import AddForm, FeedbackForm
from goldenthread.service.portal.sharing_forms import ItemForm, PersonForm, RisksForm, WorryForm
from tests.unit.portal.sharing_samples import RECIPIENTS, a_draft

FORMS: tuple[tuple[type[forms.Form], dict[str, Any]], ...] = (
    (WorryForm, {"draft": a_draft(is_known_child=False), "recipients": RECIPIENTS}),
    (ItemForm, {"sources": (("one", "One"),)}),
    (PersonForm, {"who": "child", "age": 15}),
    (PersonForm, {"who": "mother", "age": 15}),
    (RisksForm, {"is_sensitive": True, "may_be_ordered": True}),
    (EmergencyForm, {"who": RECIPIENTS}),
    (AfterwardsForm, {}),
    (ReviewForm, {}),
    (AskForm, {"agencies": RECIPIENTS, "powers": (("a", "A"),)}),
    (TurnForm, {}),
    (AdviceForm, {}),
    (GiveForm, {}),
    (AddForm, {}),
    (FeedbackForm, {}),
)
DJANGOS_OWN = re.compile(r"This field|Ensure this|Select a valid|Enter a|is not a valid|not allowed|Null char", re.I)


@pytest.mark.parametrize("typed", ["", "\0", "x" * 6000, "zz"])
@pytest.mark.parametrize(("form", "more"), FORMS, ids=lambda one: getattr(one, "__name__", ""))
def test_every_mistake_is_named_in_our_own_words(form: type[forms.Form], more: dict[str, Any], typed: str) -> None:
    blank = form(**more)
    data = {blank.add_prefix(name): typed for name in blank.fields if name not in ("sent_as", "review_on")}
    bound = form(data, **more)
    said = [message for messages in bound.errors.values() for message in messages]
    assert [message for message in said if DJANGOS_OWN.search(message) or not message] == []
    assert typed == "zz" or said, "and something is said of it"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Bo Li", "Bo Li next door heard crying."),
        ("Zoë Müller", "zoe from the flat above."),
        ("Zoe Muller", "Frau Müller rang."),
        ("Jo from no 4", "Jo heard it."),
        ("Mrs O’Brien", "It was O'Brien who said so."),
    ],
)
def test_whoever_must_not_be_named_is_known_in_short_and_accented_names(told: str, words: str) -> None:
    assert casework.names_in(told) & casework.names_in(words)


def test_small_words_and_numbers_name_nobody() -> None:
    told = casework.names_in("Her gran, who lives with them at no 14")
    assert not told & casework.names_in("She has to go to her school at 14 and is not with them.")


def a_record(words: str) -> Record:
    return Record(title="Record", reference="1", parts=(Part(title="What", lines=(("1. Shared", words),)),))


def test_a_record_is_a_file_whatever_was_pasted_into_it() -> None:
    pasted = "She said\x0b\x01 “go”\x1f, and \ud800 left.\nTwice."
    word = zipfile.ZipFile(BytesIO(record_files.as_word(a_record(pasted)))).read("word/document.xml").decode()
    assert "She said “go”, and  left." in word
    assert record_files.as_pdf(a_record(pasted)).startswith(b"%PDF")


def test_a_pdf_says_where_it_cannot_show_a_letter_and_the_word_file_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(Sheet, "write", lambda sheet, height, text: written.append(text))
    record_files.as_pdf(a_record("Łódź, naïve"))
    assert not any(record_files.SAYS_SO in one for one in written)
    urdu = "She calls him \u0628\u0627\u0628\u0627."
    record_files.as_pdf(a_record(urdu))
    assert "She calls him □□□□." in written
    assert record_files.SAYS_SO in written
    word = zipfile.ZipFile(BytesIO(record_files.as_word(a_record(urdu)))).read("word/document.xml").decode()
    assert "\u0628\u0627\u0628\u0627" in word


def test_the_largest_screen_sends_far_fewer_fields_than_are_read() -> None:
    """Beyond that many the whole form would be refused, and what was typed lost."""
    everybody = {"child", *sharing_words.NAMED_PEOPLE, *sharing_words.ABOUT}
    fields = [field for who in everybody for field in PersonForm(who=who, age=14).fields.values()]
    assert sum(len(getattr(field, "choices", ())) or 1 for field in fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
