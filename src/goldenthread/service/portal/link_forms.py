"""The forms of reviewing links: what one says of two records, and whom one has told of a wrong link."""

from collections.abc import Iterable
from typing import Any

from django import forms

from goldenthread.linkage.reviewing import Said
from goldenthread.service.actions.linking.shapes import FamilyShown, PairShown, PersonToTell, Shown, WholeShown
from goldenthread.service.actions.secret_addresses import looks_like_an_address
from goldenthread.service.portal.forms import LONGEST_REASON, OneOf
from goldenthread.service.portal.link_words import (
    ALL_ONE,
    CANNOT_SAY,
    CHOICES,
    CHOICES_OF_A_FAMILY,
    TAKEN_OUT,
    record,
    same_but_a_number,
)
from goldenthread.service.portal.typed_fields import area

NO_ADDRESS = "Take the address out. Say only that there are two"
MOST_RECORDS = 200
"""More than any one person has."""
_TAKES_OUT = "out-"
_NUMBER = "number-"


class LinkAnswerForm(forms.Form):
    """One reviewer's answer, with what decided it. ``shown`` is what they look at; without it any answer is taken."""

    said = OneOf(
        label="Are these two records about one person?",
        said=CHOICES,
        unchosen="Choose whether these are one person or two, or that you cannot tell",
    )
    note = area(
        "What decided it for you?",
        unsaid="Write a few words on what decided it",
        hint="A few words. Only somebody who breaks a tie reads them.",
        longest=LONGEST_REASON,
    )

    def __init__(self, *args: Any, shown: Shown | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, said = _asked(shown)
        self.fields["said"] = OneOf(label=label, said=said, unchosen="Choose an answer, or that you cannot tell")

    def answer(self) -> Said:
        """Only after ``is_valid()``."""
        chosen = str(self.cleaned_data["said"])
        if chosen.startswith(_NUMBER):
            return Said.SAME
        return Said.DIFFERENT if chosen.startswith(_TAKES_OUT) else Said(chosen)

    def takes_out(self) -> int | None:
        """The place of the record, or of the number, that is somebody else's. Only after ``is_valid()``."""
        kind, dash, place = str(self.cleaned_data["said"]).partition("-")
        return int(place) if f"{kind}{dash}" in (_TAKES_OUT, _NUMBER) else None


def _asked(shown: Shown | None) -> tuple[str, dict[str, tuple[str, str]]]:
    """The question and its choices, for what is looked at."""
    match shown:
        case WholeShown():
            return "Are all these records about one person?", _choices_of_all(shown.records)
        case FamilyShown():
            return "Does this adult belong to this child, as a parent or carer?", CHOICES_OF_A_FAMILY
        case PairShown():
            return "Are these two records about one person?", _choices_of_two(shown)
        case None:
            numbers = {f"{_NUMBER}{n}": ("", "") for n in range(MOST_RECORDS)}
            return "", {**CHOICES, **_choices_of_all(MOST_RECORDS), **numbers}


def _choices_of_two(shown: PairShown) -> dict[str, tuple[str, str]]:
    """Where their records hold two NHS numbers, *the same person* may say as well which of them is somebody else's."""
    whose = {f"{_NUMBER}{n}": same_but_a_number(one, shown) for n, one in enumerate(shown.numbers)}
    return {Said.SAME.value: CHOICES[Said.SAME.value], **whose, **CHOICES}


def _choices_of_all(records: int) -> dict[str, tuple[str, str]]:
    out = {f"{_TAKES_OUT}{n}": (f"{record(n)} is about somebody else", TAKEN_OUT) for n in range(records)}
    return {Said.SAME.value: ALL_ONE, **out, Said.CANNOT_TELL.value: CANNOT_SAY}


class LookAgainForm(forms.Form):
    """Why what people settled needs another look."""

    because = area(
        "Why does this need another look?",
        unsaid="Write a few words on why",
        hint="A few words. Those who answer read them.",
        longest=LONGEST_REASON,
    )


class DoubtForm(forms.Form):
    """What does not belong together on a page, without the child's story."""

    because = area(
        "What does not fit?",
        unsaid="Write a few words on what does not fit",
        hint="Such as: two dates of birth, or two mothers. Leave out names, addresses, services and what has happened.",
        longest=LONGEST_REASON,
    )

    def clean_because(self) -> str:
        """Reviewers are told no address that is protected, so they are told none: all are refused in the same words."""
        because = str(self.cleaned_data["because"])
        if looks_like_an_address(because):
            raise forms.ValidationError(NO_ADDRESS)
        return because


class ToldForm(forms.Form):
    """That somebody has been told what they saw was another's."""

    account = forms.TypedChoiceField(
        label="Whom have you told?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom you have told", "invalid_choice": "Choose whom you have told"},
    )
    how = area(
        "How did you tell them?",
        unsaid="Say how you told them",
        hint="Such as: by phone, and asked them to correct their notes",
        longest=LONGEST_REASON,
    )

    def __init__(self, *args: Any, people: Iterable[PersonToTell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        assert isinstance(account, forms.TypedChoiceField)
        account.choices = [(str(p.account), f"{p.name}, {p.agency_name}") for p in people if p.told_at is None]
