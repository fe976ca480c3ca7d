"""The forms on a record and on what was shared."""

from typing import Any

from django import forms

from goldenthread.service.portal.following_forms import TakesProblems
from goldenthread.service.portal.forms import OneOf, wrong_words

LONGEST_WORDS = 1000
LONGEST_NAME = 200

OUTCOMES = {
    "acting": ("We are acting on it", ""),
    "already_known": ("We knew, and it helped", ""),
    "no_action": ("We looked and will do no more for now", ""),
    "passed_on": ("We passed it to the right team", ""),
    "service_stopped": ("We refused or stopped a service because of it", "Say which service, and for whom."),
    "cannot_say": ("We cannot say more, but we have it", ""),
}


class AddForm(TakesProblems):
    """Add to a record. Nothing in it is ever changed."""

    words = forms.CharField(
        label="Add to this record",
        help_text="What is written above stays as it is.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages=wrong_words(LONGEST_WORDS, required="Write what you want to add"),
    )
    unnamed = forms.CharField(
        label="Did somebody tell you who must not be named?",
        help_text="If so, type their name. It is checked against your words, and then thrown away.",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages=wrong_words(LONGEST_NAME),
    )
    names_nobody = forms.BooleanField(label="I name nobody who told us", required=False)


class FeedbackForm(forms.Form):
    """What became of something shared, in the detail that is allowed."""

    outcome = OneOf(label="What became of it?", said=OUTCOMES, unchosen="Choose what became of it")
    words = forms.CharField(
        label="Anything they need to know or do",
        help_text="Leave out what they do not need. They read this.",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages=wrong_words(LONGEST_WORDS),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "service_stopped" and not cleaned.get("words"):
            self.add_error("words", "Say which service was refused or stopped, and for whom")
        return cleaned
