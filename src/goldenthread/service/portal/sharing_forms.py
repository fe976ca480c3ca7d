"""The forms of *Should I share?*: few questions a screen, each in plain words, and only what is still open."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.service.actions import casework
from goldenthread.service.actions.onward import OWN
from goldenthread.service.actions.sharing import MOST_ITEMS
from goldenthread.service.actions.sharing_shapes import DraftShown
from goldenthread.service.portal import sharing_words
from goldenthread.service.portal.address_forms import AsksOfAddresses
from goldenthread.service.portal.fields import offer
from goldenthread.service.portal.forms import DateInParts, Listed, OneOf
from goldenthread.service.portal.typed_fields import SILENT, area, line

LONGEST_LINE = 100
SOMEBODY_ELSE = "somebody_else"


class ManyOf(forms.MultipleChoiceField):
    """Any of a few, each with a sentence that tells it from the others. Shown as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, said: sharing_words.Said, **more: Any) -> None:
        wrong = {"invalid_choice": "Choose from the list", "invalid_list": "Choose from the list"}
        wrong |= more.pop("error_messages", {})
        super().__init__(choices=[(value, text) for value, (text, _) in said.items()], error_messages=wrong, **more)
        self.hints = {value: hint for value, (_, hint) in said.items()}


def _of_ten(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10,
        widget=forms.TextInput(attrs={**SILENT, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Write a number from 0 to 10"),
    )


class WorryForm(forms.Form):
    """What the worry is, and whom to tell."""

    child = line("Which child?", hint="Name and date of birth, as far as you know them", longest=LONGEST_LINE)
    immediacy = OneOf(
        label="Is a child in danger now?", said=sharing_words.IMMEDIACY, unchosen="Say if a child is in danger now"
    )
    kinds = ManyOf(
        label="What worries you?",
        said=sharing_words.KINDS,
        error_messages={"required": "Tick what worries you. “Something else” is fine"},
    )
    level = OneOf(
        label="How serious is it?", said=sharing_words.LEVEL, unchosen="Say how serious it is. Your best guess is fine"
    )
    evidence = OneOf(label="How do you know?", said=sharing_words.EVIDENCE, unchosen="Say how you know")
    purpose = OneOf(label="What is it for?", said=sharing_words.PURPOSE, unchosen="Say what it is for")
    other_purpose = Listed(
        label="If something else, what?",
        choices=[("", "Choose"), *sharing_words.OTHER_PURPOSES.items()],
    )
    recipient = Listed(label="Whom would you tell?", unchosen="Choose whom you would tell")
    recipient_kind = Listed(label="Who are they?", choices=[("", "Choose"), *sharing_words.PARTIES.items()])
    recipient_name = line("Their name or team", longest=LONGEST_LINE)
    is_checked = forms.BooleanField(label="I have checked that they are who they say", required=False)
    is_near_risk = forms.BooleanField(
        label="Somebody there may be close to a person who could harm the child", required=False
    )
    people = ManyOf(
        label="Who else is this about?",
        said={who: (sharing_words.PEOPLE[who], "") for who in sharing_words.NAMED_PEOPLE},
        required=False,
        help_text="Tick the people who care for the child, and anybody you would mention.",
    )
    unnamed = line(
        "Did somebody tell you who must not be named?",
        hint="If so, type their name. It is checked against what you share, and then thrown away.",
        longest=LONGEST_LINE,
    )

    def __init__(self, *args: Any, draft: DraftShown, recipients: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anybody = [("", "Choose"), *recipients, (SOMEBODY_ELSE, "Somebody who is not in this list")]
        asker = [one for one in recipients if one[0] == draft.answers.get("about", {}).get("recipient")]
        offer(self, "recipient", asker if draft.request else anybody)
        if draft.is_known_child:
            del self.fields["child"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("recipient") == SOMEBODY_ELSE and not cleaned.get("recipient_kind"):
            self.add_error("recipient_kind", "Say who they are")
        if cleaned.get("recipient") == SOMEBODY_ELSE and not cleaned.get("recipient_name", "").strip():
            self.add_error("recipient_name", "Write their name or team. It stands in the record")
        if cleaned.get("purpose") == "other":
            if not cleaned.get("other_purpose"):
                self.add_error("other_purpose", "Say what it is for")
            else:
                cleaned["purpose"] = cleaned["other_purpose"]
        if cleaned.get("recipient") != SOMEBODY_ELSE:  # what was said of somebody else before holds no longer
            cleaned |= {"recipient_kind": "", "recipient_name": "", "is_checked": False}
        return cleaned


class ItemForm(AsksOfAddresses):
    """One thing to share."""

    words = area(
        "What would you share?",
        unsaid="Write what you would share, as they will read it",
        hint="Write one thing, as they will read it. You can add more.",
    )
    about = Listed(
        label="Whom is it about?",
        unchosen="Say whom it is about",
        choices=[(who, sharing_words.PEOPLE[who]) for who in sharing_words.ABOUT],
    )
    status = OneOf(
        label="What is it?", said=sharing_words.STATUS, unchosen="Say if it is a fact, an opinion or an allegation"
    )
    needed = OneOf(label="Do they need it?", said=sharing_words.NEEDED, unchosen="Say if they need it to act")
    marks = ManyOf(
        label="Does it say anything about these?",
        said=sharing_words.MARKS,
        required=False,
        help_text="Tick only what is true. Most things have none.",
    )
    standing = Listed(
        label="If it is about a crime, where does this person stand?",
        choices=list(sharing_words.STANDING.items()),
    )
    score_misses = _of_ten("Of 10 children at risk, how many does the computer miss?")
    score_wrong = _of_ten("Of 10 children it points to, on how many is it wrong?")

    source = Listed(label="Where does it come from?", unchosen="Say where it comes from")

    def __init__(
        self,
        *args: Any,
        kept: Sequence[Mapping[str, Any]] = (),
        sources: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        offer(self, "source", [("", "Choose"), (OWN, sharing_words.OWN_SOURCE), *sources])
        if not sources:
            del self.fields["source"]

    def has_an_address(self, cleaned: Mapping[str, Any]) -> bool:
        """Nobody is asked whether an address is needed that they have marked as secret: it stays back."""
        return "secret_address" not in cleaned.get("marks", ()) and super().has_an_address(cleaned)

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if len(self.kept) >= MOST_ITEMS and words not in {item["words"] for item in self.kept}:
            raise forms.ValidationError(f"There are {MOST_ITEMS} things here already. Take one out, or put two in one")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "computer_score" not in cleaned.get("marks", ()):
            return cleaned | {"score_misses": None, "score_wrong": None}
        for name in ("score_misses", "score_wrong"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "Say how often the score is wrong. If nobody knows, leave the score out")
        if cleaned.get("status") == "fact":
            self.add_error("status", "A computer’s score is not a fact. Choose opinion")
        return cleaned


class PersonForm(forms.Form):
    """One person: their view, and if telling them is safe. Asked of each apart."""

    danger = OneOf(
        label="Could this person be harming the child, or be close to somebody who is?",
        said=sharing_words.DANGER,
        unchosen="Say if this person could be a danger",
    )
    competent = OneOf(
        label="Does the child understand what sharing this means?",
        said=sharing_words.COMPETENT,
        unchosen="Say if the child understands. “I am not sure” is fine",
    )
    view = OneOf(label="What do they say about sharing?", said=sharing_words.VIEW, unchosen="Say what they think of it")
    telling = OneOf(
        label="Is it safe to tell them?", said=sharing_words.TELLING, unchosen="Say if it is safe to tell them"
    )
    unsafe = ManyOf(label="Why is it not safe?", said=sharing_words.UNSAFE, required=False)

    def __init__(self, *args: Any, who: str, age: int | None, **kwargs: Any) -> None:
        kwargs["prefix"] = who
        super().__init__(*args, **kwargs)
        self.who = who
        self.name = sharing_words.PEOPLE.get(who, who)
        if who in ("child", "sibling", "unborn"):
            del self.fields["danger"]
        if not casework.asks_for_competence(who, age):
            del self.fields["competent"]
        for field in self.fields.values():  # several people are asked the same on one screen
            said = {kind: str(words) for kind, words in field.error_messages.items()}
            field.error_messages = {k: f"{self.name}: {words[:1].lower()}{words[1:]}" for k, words in said.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("telling") == "unsafe" and not cleaned.get("unsafe"):
            self.add_error("unsafe", f"{self.name}: tick why it is not safe to tell them")
        if cleaned.get("telling") == "safe" and cleaned.get("unsafe"):
            self.add_error("telling", f"{self.name}: you tick why it is not safe to tell them. Choose No, or untick it")
        return cleaned


class RisksForm(forms.Form):
    """The risk of sharing and of not sharing, side by side, both written down."""

    risk_if_shared = area("What could go wrong if you share?", unsaid="Write what could go wrong if you share")
    risk_if_not = area("What could go wrong if you do not?", unsaid="Write what could go wrong if you do not share")
    worse = OneOf(label="Which is worse?", said=sharing_words.WORSE, unchosen="Say which is worse for the child")
    relevant = OneOf(
        label="Is it about this child’s safety or welfare?",
        said=sharing_words.YES_NO,
        unchosen="Say if it is about this child",
    )
    helps = OneOf(
        label="Could it help them do their job?", said=sharing_words.YES_NO, unchosen="Say if it could help them"
    )
    policy_document = OneOf(
        label="Does your organisation have its policy document for sensitive data?",
        said=sharing_words.POLICY_DOCUMENT,
        unchosen="Say if there is a policy document. “I am not sure” is fine",
    )
    ordered = OneOf(
        label="Has a court ordered you to share this?",
        said=sharing_words.ORDERED,
        unchosen="Say if a court has ordered it",
    )
    grounds = ManyOf(label="Why could sharing be worse?", said=sharing_words.GROUNDS, required=False)
    evidence = area("What makes you think so?")
    review_on = DateInParts(label="When will you look at it again?", required=False)

    def __init__(self, *args: Any, is_sensitive: bool, may_be_ordered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_ordered:
            del self.fields["ordered"]
        if not is_sensitive:
            del self.fields["policy_document"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("worse") == "sharing" and not cleaned.get("grounds"):
            self.add_error("grounds", "Tick why sharing could be worse for the child")
        if cleaned.get("worse") == "sharing" and not cleaned.get("evidence"):
            self.add_error("evidence", "Write what makes you think so")
        review: date | None = cleaned.get("review_on")
        if cleaned.get("worse") == "sharing" and not review and "review_on" not in self.errors:
            self.add_error("review_on", "Say when you will look at it again")
        cleaned["review_on"] = review.isoformat() if review else ""
        return cleaned
