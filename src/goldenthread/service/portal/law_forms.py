"""The forms of the pages of law."""

from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django import forms

from goldenthread.law import Nation, PartyKind, ProvisionKind, Question, SharingPurpose, Standing
from goldenthread.service.actions.law_pages import SHORTEST_INSTRUMENT
from goldenthread.service.portal import law_words
from goldenthread.service.portal.forms import DateInParts, OneOf

LONGEST_WORDS = 100
LONGEST_INSTRUMENT = 200

Word = TypeVar("Word", bound=StrEnum)


class LawForm(forms.Form):
    """Look law up. Every field may be left empty, and a value that no list holds counts as left empty."""

    words = forms.CharField(label="Words or a section number", required=False, max_length=LONGEST_WORDS)
    sender = forms.CharField(label="Who shares", required=False)
    recipient = forms.CharField(label="With whom", required=False)
    purpose = forms.CharField(label="What for", required=False)
    kind = forms.CharField(label="What kind", required=False)
    nation = forms.CharField(label="Where", required=False)
    flows = forms.CharField(label="Regular sharing between whole systems", required=False)

    def question(self) -> Question:
        """What is asked, as the search takes it."""
        return Question(
            words=str(self.data.get("words", ""))[:LONGEST_WORDS],
            sender=self._one_of(PartyKind, "sender"),
            recipient=self._one_of(PartyKind, "recipient"),
            purpose=self._one_of(SharingPurpose, "purpose"),
            kind=self._one_of(ProvisionKind, "kind"),
            carries_flows=self.data.get("flows") == "yes",
        )

    def chosen_nation(self) -> Nation:
        return self._one_of(Nation, "nation") or Nation.ENGLAND

    def choices(self) -> dict[str, list[dict[str, Any]]]:
        """The items of each list, the chosen one marked."""
        lists: dict[str, dict[Any, str]] = {
            "sender": dict(sorted(law_words.PARTIES.items(), key=lambda item: item[1])),
            "recipient": dict(sorted(law_words.PARTIES.items(), key=lambda item: item[1])),
            "purpose": dict(law_words.PURPOSES),
            "kind": {kind: title for kind, (title, _) in law_words.KINDS.items()},
        }
        items = {name: [{"value": "", "text": "Any"}, *self._items(name, words)] for name, words in lists.items()}
        nation = self.chosen_nation()
        items["nation"] = [
            {"value": n.value, "text": text, "selected": n is nation} for n, text in law_words.NATIONS.items()
        ]
        return items

    def _items(self, name: str, words: dict[Any, str]) -> list[dict[str, Any]]:
        chosen = self.data.get(name, "")
        return [{"value": value, "text": text, "selected": value == chosen} for value, text in words.items()]

    def _one_of(self, words: type[Word], name: str) -> Word | None:
        typed = self.data.get(name, "")
        return words(typed) if typed in set(words) else None


class SinceForm(forms.Form):
    """From which day on changes are listed."""

    since = DateInParts(label="Changes since", help_text="Such as 1 9 2026", required=False)


class SettleForm(forms.Form):
    """When a provision starts, how sure that is, and where it says so."""

    standing = OneOf(
        label="How sure is the day?",
        said={standing.value: said for standing, said in law_words.STANDINGS.items()},
        unchosen="Choose how sure the day is",
    )
    starts_on = DateInParts(label="First day", help_text="Such as 30 9 2026")
    instrument = forms.CharField(
        label="Where does it say so?",
        help_text="Such as the number of the regulations, or who announced it. Everybody can read this.",
        min_length=SHORTEST_INSTRUMENT,
        max_length=LONGEST_INSTRUMENT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say where it says so",
            "min_length": "Say where it says so in a few more words",
            "max_length": f"Keep it to {LONGEST_INSTRUMENT} characters or fewer",
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def says(self) -> tuple[Standing, date, str]:
        """What was typed. Only after ``is_valid()``."""
        typed = self.cleaned_data
        return Standing(typed["standing"]), typed["starts_on"], str(typed["instrument"]).strip()
