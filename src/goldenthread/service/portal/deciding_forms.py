"""The practitioner's own decision, with what the answer suggests filled in."""

from collections.abc import Mapping
from typing import Any

from django import forms

from goldenthread.disclosure.advice import TellAnswer
from goldenthread.disclosure.advice.words import ItemVerdict, TellVerdict, View, Who
from goldenthread.service.actions import casework
from goldenthread.service.actions.sharing_shapes import AnswerShown, Choice, Decided, How, NotYet, Told
from goldenthread.service.portal import sharing_words
from goldenthread.service.portal.fields import offer
from goldenthread.service.portal.forms import Listed, OneOf, wrong_words
from goldenthread.service.portal.typed_fields import SILENT, area

LONGEST_ADDED = 300


class DecideForm(forms.Form):
    """The practitioner's own decision. What the answer suggests is filled in, and can be changed."""

    choice = OneOf(label="What do you decide?", said=sharing_words.CHOICE, unchosen="Say what you decide")
    items = forms.MultipleChoiceField(
        label="What goes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Tick what goes, from what is listed here"},
    )
    why = area("Why?", unsaid="Say why. It is kept if you share and if you do not")
    proportion = area("Why this much?", hint="Only if you share more than the answer says.")
    how = OneOf(label="How will you pass it on?", said=sharing_words.HOW, unchosen="Say how you will pass it on")
    basis = Listed(
        label="Lawful basis",
        help_text="None is better than the others. The one that fits what you said is chosen, and you can change it.",
    )
    advice = area("Whom did you ask, and what did they say?", hint="Leave this empty if you asked nobody.")

    def __init__(self, *args: Any, shown: AnswerShown, **kwargs: Any) -> None:
        kwargs["initial"] = _suggested(shown) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.changed_at = shown.draft.changed_at
        if shown.draft.request:
            self.fields["why"].help_text = "Whoever asked reads this. Leave out what you do not share."
        self.people = tuple(str(person.who) for person in shown.case.people if person.who not in ("referrer", "staff"))
        objecting = (View.OBJECTS, View.ASKS_FOR_SECRECY)
        self.objecting = tuple(str(person.who) for person in shown.case.people if person.view in objecting)
        offer(self, "items", [(str(n), item.name) for n, item in enumerate(shown.case.items)])
        bases = tuple(dict.fromkeys((*BASES, *shown.answer.lawful_basis)))
        named = [(str(id), _named_basis(id, shown.citations)) for id in bases]
        offer(self, "basis", [("", "None chosen"), *named])
        if not shown.can_go_here:
            offer(self, "how", [(value, text) for value, (text, _) in sharing_words.HOW.items() if value != How.HERE])
        for who in self.people:
            self.fields[f"told-{who}"] = OneOf(
                label=f"Is this person told? {sharing_words.PEOPLE[who]}",
                said=sharing_words.TOLD,
                unchosen="Say if they are told",
                required=False,
            )
            self.fields[f"reason-{who}"] = Listed(
                label=f"If not, why not? {sharing_words.PEOPLE[who]}",
                choices=list(sharing_words.NOT_TOLD.items()),
            )
            self.fields[f"because-{who}"] = forms.CharField(
                label=f"Anything to add? {sharing_words.PEOPLE[who]}",
                required=False,
                max_length=LONGEST_ADDED,
                widget=forms.TextInput(attrs=SILENT),
                error_messages=wrong_words(LONGEST_ADDED),
            )
        for who in self.objecting:
            self.fields[f"weighed-{who}"] = area(
                f"{sharing_words.PEOPLE[who]} does not want this. Why share all the same?",
                hint="Whoever gets it reads this too. Leave out what you do not share.",
            )

    def decided(self) -> Decided:
        """The decision as the action takes it. Only after ``is_valid()``."""
        said = self.cleaned_data
        return Decided(
            choice=Choice(said["choice"]),
            items=tuple(int(n) for n in said["items"]),
            why=said["why"],
            proportion=said["proportion"],
            how=How(said["how"]),
            basis=said["basis"],
            told={
                who: (Told(said[f"told-{who}"]), said[f"because-{who}"]) for who in self.people if said[f"told-{who}"]
            },
            unsafe={who: (reason,) for who in self.people if (reason := said[f"reason-{who}"])},
            weighed={who: said[f"weighed-{who}"] for who in self.objecting},
            advice=said["advice"],
        )

    def no_longer_true(self, typed: Mapping[str, list[str]]) -> frozenset[str]:
        """What was ticked by its place among answers that have changed since."""
        is_as_read = self.changed_at is None or typed.get("read_at") == [self.changed_at.isoformat()]
        return frozenset() if is_as_read else frozenset({"choice", "items"})

    def add_problems(self, answer: NotYet) -> None:
        """Put what stands in the way beside the field it is about."""
        for name, message in answer.problems:
            self.add_error(name if name in self.fields else None, message)


BASES: Mapping[str, str] = {
    "art6_1_a": "Consent",
    "art6_1_b": "A contract with the person",
    "art6_1_c": "The law says we must",
    "art6_1_d": "To save a life",
    "art6_1_e": "Part of our public task",
    "art6_1_ea": "Recognised legitimate interest: safeguarding",
    "art6_1_f": "Legitimate interests, weighed",
}
"""All of Article 6, in its own order: no basis ranks above another."""


def _named_basis(id: str, citations: Mapping[str, str]) -> str:
    """A basis in plain words, and as it is cited."""
    cited = citations.get(id, "")
    return f"{BASES[id]} ({cited})" if id in BASES and cited else BASES.get(id) or cited or id


def _suggested(shown: AnswerShown) -> dict[str, Any]:
    """What the answer suggests, for the practitioner to change."""
    answer = shown.answer
    goes = [str(n) for n, item in enumerate(answer.items) if item.answer is ItemVerdict.SHARE]
    suggested: dict[str, Any] = {
        "items": goes,
        "how": How.HERE.value if shown.can_go_here else How.PHONE.value,
        "basis": answer.lawful_basis[0] if answer.lawful_basis else "",
    }
    for tell in answer.tell:
        who = tell.who.value
        suggested[f"told-{who}"] = {
            TellVerdict.DO_NOT_TELL_YET: Told.NOT_NOW.value,
            TellVerdict.NOT_APPLICABLE: Told.NOT_NOW.value,
            TellVerdict.TELL_AFTER: Told.AFTERWARDS.value,
        }.get(tell.answer, "")
        if suggested[f"told-{who}"] == Told.NOT_NOW.value:
            suggested[f"reason-{who}"] = _listed(tell, shown)
            suggested[f"because-{who}"] = " ".join(tell.because)[:LONGEST_ADDED]
    return suggested


def _listed(tell: TellAnswer, shown: AnswerShown) -> str:
    """The reason for not telling that stands on the list, as far as the answers give one."""
    if tell.answer is TellVerdict.NOT_APPLICABLE:
        return "nobody_to_tell"
    said = shown.draft.answers.get("people", {}).get(tell.who.value, {})
    if said.get("unsafe"):
        return str(said["unsafe"][0])
    child = shown.case.person(Who.CHILD)
    asks = child is not None and child.view is View.ASKS_FOR_SECRECY and tell.who.value in casework.CARERS
    return "child_asks" if asks else "not_known"
