"""The forms of reviewing links: what one says of two records, and whom one has told of a wrong link."""

from collections.abc import Iterable
from typing import Any

from django import forms

from goldenthread.linkage.reviewing import Said
from goldenthread.service.actions.link_shapes import PersonToTell
from goldenthread.service.portal.forms import LONGEST_REASON, OneOf
from goldenthread.service.portal.link_words import CHOICES


class LinkAnswerForm(forms.Form):
    """One reviewer's answer, with what decided it."""

    said = OneOf(
        label="Are these two records about one person?",
        said=CHOICES,
        unchosen="Choose whether these are one person or two, or that you cannot tell",
    )
    note = forms.CharField(
        label="What decided it for you?",
        help_text="A few words. Only somebody who breaks a tie reads them.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Write a few words on what decided it",
            "max_length": f"Keep your words to {LONGEST_REASON} characters or fewer",
        },
    )

    def answer(self) -> Said:
        """Only after ``is_valid()``."""
        return Said(self.cleaned_data["said"])


class ToldForm(forms.Form):
    """That somebody has been told what they saw was another's."""

    account = forms.TypedChoiceField(
        label="Whom have you told?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom you have told", "invalid_choice": "Choose whom you have told"},
    )
    how = forms.CharField(
        label="How did you tell them?",
        help_text="Such as: by phone, and asked them to correct their notes",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say how you told them",
            "max_length": f"Keep your words to {LONGEST_REASON} characters or fewer",
        },
    )

    def __init__(self, *args: Any, people: Iterable[PersonToTell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        assert isinstance(account, forms.TypedChoiceField)
        account.choices = [(str(p.account), f"{p.name}, {p.agency_name}") for p in people if p.told_at is None]
