"""The forms. Each says what is wrong and what to do next, and keeps what was typed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from goldenthread.service.actions.shapes import AskMore, Sought
from goldenthread.service.portal.words import PURPOSES
from goldenthread.vocabulary import PRACTICE, Purpose, check_nhs_number, check_upn

SHORTEST_REASON = 10
LONGEST_REASON = 500
OLDEST_YEAR = 1900

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})")
_PLAIN = {"autocomplete": "off", "spellcheck": False}


class DatePartsWidget(forms.Widget):
    """Three inputs, ``<name>-day``, ``-month`` and ``-year``, read as one value."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[str]:
        return [str(data.get(f"{name}-{part}", "")).strip() for part in ("day", "month", "year")]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(self.value_from_datadict(data, MultiValueDict(), name))


class DateInParts(forms.Field):
    """A date typed as day, month and year. The message names the part that is wrong."""

    widget = DatePartsWidget
    is_date_in_parts = True

    def clean(self, value: Any) -> date | None:
        parts = [str(part).strip() for part in value or ("", "", "")]
        if not any(parts):
            if self.required:
                raise forms.ValidationError(f"Enter the {str(self.label).lower()}")
            return None
        missing = [name for name, typed in zip(("day", "month", "year"), parts, strict=True) if not typed]
        if missing:
            raise forms.ValidationError(f"{self.label} must include a {' and a '.join(missing)}")
        return self._real_date(parts)

    def _real_date(self, parts: list[str]) -> date:
        if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
            raise forms.ValidationError(f"{self.label} must be numbers only, such as 27 3 2016")
        day, month, year = (int(part) for part in parts)
        if not 1 <= month <= 12:
            raise forms.ValidationError(f"{self.label} must have a month from 1 to 12")
        if year < OLDEST_YEAR:
            raise forms.ValidationError(f"{self.label} must have a year of 4 numbers, such as 2016")
        try:
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(f"{self.label} must have a day that is in that month") from None


def wrong_words(longest: int, **more: str) -> dict[str, str]:
    """What is said of typed words that cannot be taken as they are. ``more``: of words that are missing or too few."""
    return {
        "max_length": f"Keep this to {longest} characters or fewer",
        "null_characters_not_allowed": "There is a sign in this that no keyboard makes. Type it again",
        **more,
    }


class Listed(forms.ChoiceField):
    """A choice from a longer list. Shown as a list that opens."""

    def __init__(self, *, unchosen: str = "", **more: Any) -> None:
        wrong = {"required": unchosen, "invalid_choice": unchosen or "Choose from the list"}
        super().__init__(required=bool(unchosen), error_messages=wrong, **more)


class OneOf(forms.ChoiceField):
    """A choice among a few, each with a sentence that tells it from the others. Shown as radios."""

    widget = forms.RadioSelect

    def __init__(self, *, said: Mapping[str, tuple[str, str]], unchosen: str, **more: Any) -> None:
        super().__init__(
            choices=[(value, text) for value, (text, _) in said.items()],
            error_messages={"required": unchosen, "invalid_choice": unchosen},
            **more,
        )
        self.hints = {value: hint for value, (_, hint) in said.items()}


class FindForm(forms.Form):
    """Find a child: a purpose, a reason where one is needed, and one of three ways to say which child."""

    first_field = "nhs_number"

    purpose = OneOf(
        label="Why are you looking?",
        said={p.value: said for p, said in PURPOSES.items() if p in PRACTICE},
        unchosen="Choose why you are looking",
    )
    reason = forms.CharField(
        label="Say in a few words what has happened",
        help_text="A reviewer reads this. One sentence is enough.",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"Keep what has happened to {LONGEST_REASON} characters or fewer"},
    )
    nhs_number = forms.CharField(
        label="NHS number",
        help_text="10 digits, such as 999 123 4551",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"}),
    )
    upn = forms.CharField(
        label="Unique pupil number (UPN)",
        help_text="A letter then 12 digits. The child’s school has it.",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    given_name = forms.CharField(
        label="First name", required=False, max_length=100, widget=forms.TextInput(attrs=_PLAIN)
    )
    family_name = forms.CharField(
        label="Last name", required=False, max_length=100, widget=forms.TextInput(attrs=_PLAIN)
    )
    date_of_birth = DateInParts(label="Date of birth", help_text="Such as 27 3 2016", required=False)
    postcode = forms.CharField(
        label="Postcode, if you know it",
        help_text="It helps when the name is spelled in different ways",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=_PLAIN),
    )

    def __init__(self, *args: Any, reason_needed: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason_needed = reason_needed
        self.on = on
        if not reason_needed:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if self.reason_needed and len(reason) < SHORTEST_REASON:
            raise forms.ValidationError("Say in a few words what has happened, so that a reviewer understands it")
        return reason

    def clean_nhs_number(self) -> str:
        typed = str(self.cleaned_data["nhs_number"])
        if typed and not (checked := check_nhs_number(typed)).may_be_a_key:
            raise forms.ValidationError(
                f"Check the NHS number: {checked.why}. If it is printed like this, search by name and date of birth"
            )
        return typed

    def clean_upn(self) -> str:
        typed = str(self.cleaned_data["upn"])
        if typed and not (checked := check_upn(typed)).may_be_a_key:
            raise forms.ValidationError(
                f"Check the UPN: {checked.why}. If it is printed like this, search by name and date of birth"
            )
        return typed

    def clean_date_of_birth(self) -> date | None:
        born: date | None = self.cleaned_data["date_of_birth"]
        if born and born > self.on:
            raise forms.ValidationError("Date of birth must be in the past: check the year")
        return born

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).upper().strip()
        if not typed:
            return ""
        whole = _POSTCODE.fullmatch(typed)
        if not whole:
            raise forms.ValidationError("Enter a full UK postcode, such as LS1 4AP, or leave it empty")
        return f"{whole[1]} {whole[2]}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = [self.data.get(name, "").strip() for name in ("given_name", "family_name", "postcode")]
        born = self.fields["date_of_birth"].widget.value_from_datadict(self.data, self.files, "date_of_birth")
        if self.data.get("nhs_number", "").strip() or self.data.get("upn", "").strip():
            return cleaned
        if not any((*named, *born)):
            self.add_error("nhs_number", "Enter an NHS number, a UPN, or a name with date of birth")
            return cleaned
        for name, message in (
            ("given_name", "Enter the child’s first name"),
            ("family_name", "Enter the child’s last name"),
            ("date_of_birth", "Enter the date of birth. A name alone is too little to search with"),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        return cleaned

    def sought(self) -> Sought:
        """The search as an action takes it. Only after ``is_valid()``."""
        typed = self.cleaned_data
        return Sought(
            purpose=Purpose(typed["purpose"]),
            reason=typed.get("reason", ""),
            nhs_number=typed["nhs_number"],
            upn=typed["upn"],
            given_name=typed["given_name"],
            family_name=typed["family_name"],
            date_of_birth=typed["date_of_birth"],
            postcode=typed["postcode"],
        )

    def add_problems(self, answer: AskMore) -> None:
        """Put what an action found wanting beside the fields it is about."""
        for name, message in answer.problems:
            self.add_error(name if name in self.fields else None, message)


class ReviewersFindForm(FindForm):
    """The same search for somebody who checks who has looked, and sees nothing else of the child."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["purpose"]
        if self.reason_needed:
            self.fields["reason"].label = "Why are you checking this child’s record?"
            self.fields["reason"].help_text = "Such as a complaint, a concern about a colleague or a planned check."

    def sought(self) -> Sought:
        self.cleaned_data["purpose"] = Purpose.REVIEW_ACCESS
        return super().sought()


class WeighForm(forms.Form):
    """A reviewer's judgement of one look."""

    verdict = OneOf(
        label="Was this look right?",
        said={
            "upheld": ("Yes", "The reason fits the purpose and the person’s work."),
            "questioned": ("No, or I am not sure", "The reason does not show why this look was needed."),
        },
        unchosen="Choose whether this look was right",
    )
    note = forms.CharField(
        label="Your note",
        help_text="What you weighed. It is kept with the look.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Write a short note on what you weighed",
            "max_length": f"Keep your note to {LONGEST_REASON} characters or fewer",
        },
    )


class EndForm(forms.Form):
    """Ending an agreement, with the reason its partners will read."""

    reason = forms.CharField(
        label="Why is this agreement ending?",
        help_text="All partners can read this.",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say why this agreement is ending",
            "min_length": "Say why this agreement is ending in a few more words",
            "max_length": f"Keep the reason to {LONGEST_REASON} characters or fewer",
        },
    )
