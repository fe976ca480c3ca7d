"""The forms of reviewing links: what one says of two records, and whom one has told of a wrong link."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from goldenthread.linkage.reviewing import Said
from goldenthread.service.actions.linking.one_child import PageFound
from goldenthread.service.actions.linking.shapes import FamilyShown, PairShown, PersonToTell, Shown, WholeShown
from goldenthread.service.actions.secret_addresses import looks_like_an_address
from goldenthread.service.portal import doubt_words
from goldenthread.service.portal.forms import LONGEST_REASON, OneOf
from goldenthread.service.portal.group_words import who_is_it
from goldenthread.service.portal.link_words import (
    ALL_ONE,
    CANNOT_SAY,
    CHOICES,
    CHOICES_OF_A_FAMILY,
    SOME_ARE_NOT,
    record,
    same_but_a_number,
)
from goldenthread.service.portal.typed_fields import area
from goldenthread.service.portal.words import moment

NO_ADDRESS = "Take the address out. Say only that there are two"
MOST_RECORDS = 200
"""More than any one person has."""
_SOME = "some"
_NUMBER = "number-"
NONE_TICKED = "Tick the records that are about somebody else"
ALL_TICKED = "You ticked all records. Leave those of one person unticked"
TICKED_ALL_THE_SAME = "You ticked records. Untick them, or say that some are about somebody else"


class Ticked(forms.MultipleChoiceField):
    """Records of a person, each by its place and told by whom it is about. Shown as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints: dict[str, str]) -> None:
        super().__init__(
            label="Which records are about somebody else?",
            help_text="Tick all of them. If there are three people here, tick the records of one.",
            required=False,
            choices=[(place, record(int(place))) for place in hints],
            error_messages={"invalid_choice": NONE_TICKED},
        )
        self.hints = hints


class LinkAnswerForm(forms.Form):
    """One reviewer's answer, with what decided it. ``shown`` is what they look at; without it any answer is taken.

    ``seen`` names the ticked records as the picture showed them of what would be parted: what is sent was seen.
    """

    said = OneOf(
        label="Are these two records about one person?",
        said=CHOICES,
        unchosen="Choose whether these are one person or two, or that you cannot tell",
    )
    ticked = Ticked(hints={})
    note = area(
        "What decided it for you?",
        unsaid="Write a few words on what decided it",
        hint="A few words. Only somebody who breaks a tie reads them.",
        longest=LONGEST_REASON,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: Shown | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, said = _asked(shown)
        self.fields["said"] = OneOf(label=label, said=said, unchosen="Choose an answer, or that you cannot tell")
        self.records = MOST_RECORDS if shown is None else 0
        whom = dict.fromkeys(map(str, range(self.records)), "")
        if isinstance(shown, WholeShown):
            self.records = shown.records
            whom = {str(place): who_is_it(one) for place, one in enumerate(shown.group.records)}
        self.fields["ticked"] = Ticked(hints=whom)

    def clean(self) -> dict[str, Any]:
        """Whoever says that some records are somebody else's ticks them, and not all; nobody else ticks any."""
        cleaned: dict[str, Any] = self.cleaned_data
        said, ticked = cleaned.get("said"), cleaned.get("ticked")
        if ticked and said and said != _SOME:
            self.add_error("ticked", TICKED_ALL_THE_SAME)
        elif said == _SOME and ticked is not None and len(ticked) in (0, self.records):
            self.add_error("ticked", ALL_TICKED if ticked else NONE_TICKED)
        return cleaned

    def answer(self) -> Said:
        """Only after ``is_valid()``."""
        chosen = str(self.cleaned_data["said"])
        if chosen.startswith(_NUMBER):
            return Said.SAME
        return Said.DIFFERENT if chosen == _SOME else Said(chosen)

    def takes_out(self) -> tuple[int, ...]:
        """The places of the records, or of the number, that are somebody else's. Only after ``is_valid()``."""
        kind, dash, place = str(self.cleaned_data["said"]).partition("-")
        return (int(place),) if f"{kind}{dash}" == _NUMBER else tuple(sorted(map(int, self.cleaned_data["ticked"])))

    def as_seen(self) -> str:
        """The ticked records in one word. Only after ``is_valid()``."""
        return ",".join(map(str, self.takes_out()))

    def is_to_be_seen(self) -> bool:
        """Whether these very records were not yet shown as they would be parted. Only after ``is_valid()``."""
        return bool(self.cleaned_data["said"] == _SOME and self.cleaned_data["seen"] != self.as_seen())


def _asked(shown: Shown | None) -> tuple[str, dict[str, tuple[str, str]]]:
    """The question and its choices, for what is looked at."""
    match shown:
        case WholeShown():
            return "Are all these records about one person?", CHOICES_OF_ALL
        case FamilyShown():
            return "Does this adult belong to this child, as a parent or carer?", CHOICES_OF_A_FAMILY
        case PairShown():
            return "Are these two records about one person?", _choices_of_two(shown)
        case None:
            numbers = {f"{_NUMBER}{n}": ("", "") for n in range(MOST_RECORDS)}
            return "", {**CHOICES, **CHOICES_OF_ALL, **numbers}


CHOICES_OF_ALL = {Said.SAME.value: ALL_ONE, _SOME: SOME_ARE_NOT, Said.CANNOT_TELL.value: CANNOT_SAY}


def _choices_of_two(shown: PairShown) -> dict[str, tuple[str, str]]:
    """Where their records hold two NHS numbers, *the same person* may say as well which of them is somebody else's."""
    whose = {f"{_NUMBER}{n}": same_but_a_number(one, shown) for n, one in enumerate(shown.numbers)}
    return {Said.SAME.value: CHOICES[Said.SAME.value], **whose, **CHOICES}


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

    no_address = NO_ADDRESS

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
            raise forms.ValidationError(self.no_address)
        return because


class AnotherPage(forms.UUIDField):
    """One of the pages found lately, by its look. Whether it may be sent is for the action to say."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        unchosen = "Choose the other page of this child"
        super().__init__(
            label="Which other page is of the same child?",
            error_messages=dict.fromkeys(("required", "invalid"), unchosen),
        )
        self.choices: list[tuple[str, str]] = []
        self.hints: dict[str, str] = {}


class OneChildForm(DoubtForm):
    """Which other page is of the same child, and how one knows, without the child's story."""

    other = AnotherPage()
    because = area(
        "How do you know that they are one child?",
        unsaid="Write a few words on how you know that they are one child",
        hint="Such as: the mother says so, or she changed her name. Leave out names, addresses, services and what has"
        " happened.",
        longest=LONGEST_REASON,
    )
    field_order = ("other", "because")
    no_address = "Take the address out. Say without it how you know"

    def offer(self, pages: Collection[PageFound]) -> None:
        """Show these pages to choose from."""
        other = self.fields["other"]
        assert isinstance(other, AnotherPage)
        # New ones: Django copies a form's field, but not what the field holds.
        other.choices = [(str(one.look), doubt_words.whose_page(one)) for one in pages]
        other.hints = {str(one.look): f"Found {one.how_found}, {moment(one.found_at)}" for one in pages}


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
