"""Fields that somebody types words into, how many they may be, and what is said where they cannot be taken."""

from django import forms

from goldenthread.service.portal.forms import SHORTEST_REASON, wrong_words

LONGEST_WORDS = 1000
LONGEST_LINE = 200
SILENT = {"autocomplete": "off"}
"""What was typed about one child is not offered for the next."""


def area(
    label: str, *, unsaid: str = "", hint: str = "", short: str = "", longest: int = LONGEST_WORDS
) -> forms.CharField:
    """A few sentences. ``unsaid``, ``short``: what is said where they are missing or too few. Else they may be."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(unsaid),
        max_length=longest,
        min_length=SHORTEST_REASON if short else None,
        widget=forms.Textarea(attrs=SILENT),
        error_messages=wrong_words(longest, required=unsaid, min_length=short),
    )


def line(label: str, *, unsaid: str = "", hint: str = "", longest: int = LONGEST_LINE) -> forms.CharField:
    """A few words. ``unsaid``: what is said where they are missing; without it they may be."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(unsaid),
        max_length=longest,
        widget=forms.TextInput(attrs=SILENT),
        error_messages=wrong_words(longest, required=unsaid),
    )
