"""The forms on a record and on what was shared."""

from typing import Any

from django import forms

from goldenthread.service.portal.following_forms import TakesProblems
from goldenthread.service.portal.forms import OneOf
from goldenthread.service.portal.typed_fields import area, line

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

    words = area(
        "Add to this record", unsaid="Write what you want to add", hint="What is written above stays as it is."
    )
    unnamed = line(
        "Did somebody tell you who must not be named?",
        hint="If so, type their name. It is checked against your words, and then thrown away.",
    )
    names_nobody = forms.BooleanField(label="I name nobody who told us", required=False)


class FeedbackForm(forms.Form):
    """What became of something shared, in the detail that is allowed."""

    outcome = OneOf(label="What became of it?", said=OUTCOMES, unchosen="Choose what became of it")
    words = area("Anything they need to know or do", hint="Leave out what they do not need. They read this.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "service_stopped" and not cleaned.get("words"):
            self.add_error("words", "Say which service was refused or stopped, and for whom")
        return cleaned
