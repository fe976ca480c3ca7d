"""The forms for an emergency, for asking another agency, and for asking one's own organisation."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from goldenthread.service.actions.asking import TOLD_BY_ASKING, WHY_WITHDRAWN, within
from goldenthread.service.actions.sharing_shapes import Asking, NotYet
from goldenthread.service.portal import sharing_words
from goldenthread.service.portal.address_forms import AsksOfAddresses
from goldenthread.service.portal.fields import offer
from goldenthread.service.portal.forms import Listed, OneOf
from goldenthread.service.portal.typed_fields import area, line
from goldenthread.service.time_limits import in_words

LONGEST_IN_DANGER = 5000
"""Nobody in danger waits because of a few words too many."""

URGENCY = {"urgent": ("", "A child may come to harm if it takes longer."), "routine": ("", "")}
"""What is said of each beside its time, which the area sets."""
REVIEWS = {
    "upheld": ("Yes", "It was an emergency, and what went was needed."),
    "questioned": ("No, or I am not sure", "Somebody will talk to the sender. It is there to learn from."),
}
_BROUGHT = "Your data protection officer asks them and brings you the answer. You can ring them too, and note it here."
BROUGHT = {"caldicott_guardian": _BROUGHT, "legal": _BROUGHT}
OWN_ADVISERS = ("designated_safeguarding_lead", "data_protection_officer", "caldicott_guardian", "legal")


class TakesProblems(forms.Form):
    """A form whose action may still find something wanting."""

    def add_problems(self, answer: NotYet) -> None:
        """Put what is wanting beside its field."""
        for name, message in answer.problems:
            self.add_error(name if name in self.fields else None, message)


class EmergencyForm(TakesProblems):
    """Three answers, and it is gone."""

    recipient = OneOf(label="Who can help?", said={}, unchosen="Choose who can help")
    child = line("Which child?", unsaid="Say which child", hint="Name, age and where they are, as far as you know")
    words = area(
        "What must they know?",
        unsaid="Write what they must know",
        hint="Only what they need to act now.",
        longest=LONGEST_IN_DANGER,
    )

    def __init__(self, *args: Any, who: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "recipient", who)


class AfterwardsForm(forms.Form):
    """The reasons that an emergency did not wait for."""

    why = area("Why was it an emergency?", unsaid="Say why it was an emergency", short="Say a little more")
    needed = area("Why did they need what you sent?", unsaid="Say why they needed it", short="Say a little more")
    told = area("Who has been told, and who has not? Why?", unsaid="Say who has been told", short="Say a little more")

    def words(self) -> str:
        said = self.cleaned_data
        return f"Why: {said['why']}\nWhy this was needed: {said['needed']}\nWho was told: {said['told']}"


class ReviewForm(forms.Form):
    """A second person's view of an emergency."""

    outcome = OneOf(label="Was it right to send this?", said=REVIEWS, unchosen="Say if it was right to send this")
    note = area("What you weighed", unsaid="Write what you weighed", short="Say a little more")


class AskForm(AsksOfAddresses, TakesProblems):
    """What is needed, why, and under which power."""

    told = TOLD_BY_ASKING

    agency = Listed(label="Whom do you ask?", unchosen="Choose whom to ask")
    child = line("Which child?", unsaid="Say which child", hint="Name and date of birth, as far as you know them")
    adult = line(
        "Is it about an adult who may be a risk to children?",
        hint="If so, their name. They have rights of their own: ask only what keeps a child safe.",
    )
    what = area(
        "What do you need to know?", unsaid="Say what you need to know", short="Say what you need a little more"
    )
    why = area("Why do you need it?", unsaid="Say why you need it", short="Say why in a few more words")
    purpose = OneOf(label="What is it for?", said=sharing_words.PURPOSE, unchosen="Say what it is for")
    level = OneOf(
        label="How serious is it?", said=sharing_words.LEVEL, unchosen="Say how serious it is. Your best guess is fine"
    )
    evidence = OneOf(label="How do you know?", said=sharing_words.EVIDENCE, unchosen="Say how you know")
    parents = OneOf(
        label="What do the parents say?", said=sharing_words.PARENTS, unchosen="Say what the parents say of it"
    )
    advice = area(
        "Whom did you ask for advice, and what did they say?",
        hint="Leave this empty unless you are told to ask first.",
    )
    power = Listed(label="Which law lets you ask?")
    urgency = OneOf(label="When do you need it?", said=URGENCY, unchosen="Say when you need it")
    sent_as = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[str, str]],
        powers: Sequence[tuple[str, str]],
        says_who_again: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.says_who_again = says_who_again
        offer(self, "agency", [("", "Choose"), *agencies])
        offer(self, "power", [("", "None: I ask them to choose"), *powers])
        offer(self, "urgency", [(urgency, f"Within {in_words(within(urgency))}") for urgency in URGENCY])

    def no_longer_true(self, typed: Mapping[str, list[str]]) -> frozenset[str]:
        """The name that a child's page filled in goes with that page."""
        return frozenset({"child"}) if self.says_who_again else frozenset()

    def asking(self) -> Asking:
        return Asking(**self.cleaned_data)


class TurnForm(AsksOfAddresses, TakesProblems):
    """The next thing to say about a request."""

    words = area(
        "Your words",
        unsaid="Write what you want to say",
        short="Say a little more",
        hint="They read this. Leave out what they do not need.",
    )
    unnamed = line(
        "Did somebody tell you who must not be named?",
        hint="If so, type their name. It is checked against your words, and then thrown away.",
    )


class WithdrawForm(TakesProblems):
    """Why an answer is no longer needed."""

    because = OneOf(
        label="Why do you not need an answer?",
        said={one: (says, "") for one, says in WHY_WITHDRAWN.items()},
        unchosen="Say why you do not need an answer",
    )


class AdviceForm(TakesProblems):
    """A question to one's own organisation."""

    adviser = OneOf(
        label="Whom do you ask?",
        said={one: (sharing_words.ADVISERS[one], BROUGHT.get(one, "")) for one in OWN_ADVISERS},
        unchosen="Choose whom to ask",
    )
    question = area("Your question", unsaid="Write your question", hint="No names are needed for most questions.")
    names = forms.BooleanField(label="I name the child, because the answer turns on it", required=False)
    interim_step = area(
        "What keeps the child safe until you hear?", unsaid="Say what keeps the child safe until you hear"
    )


class GiveForm(forms.Form):
    """Advice, or a note of what an adviser said."""

    adviser_name = line("If somebody told you: who was it?")
    words = area("The advice", unsaid="Write the advice", short="Say a little more")
