"""The plain words for comparing two records, and for how right the machine was."""

from collections.abc import Iterator
from datetime import date

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import (
    DOUBTED,
    PERHAPS_FAMILY,
    SAID_TO_BE_ONE,
    Agreement,
    Estimate,
    Foreseen,
    Rival,
    Said,
    Settled,
    in_plain_words,
)
from goldenthread.people import Ground
from goldenthread.service.actions.linking.shapes import (
    JoinRow,
    NumberRow,
    OthersAnswer,
    OwnAnswer,
    PairShown,
    SettledLine,
    WaitingPair,
)
from goldenthread.service.actions.numbers_shown import spaced
from goldenthread.service.portal.words import day

FIELDS = {
    "given_name": "First name",
    "middle_names": "Middle names",
    "family_name": "Last name",
    "full_name": "Full name",
    "known_as": "Known as",
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "address_line": "Address",
    "postcode": "Postcode",
    "phone": "Phone",
    "email": "Email",
    "nhs_number": "NHS number",
    "upn": "Pupil number (UPN)",
}

EVIDENCE = {
    "given_name": "First name",
    "family_name": "Last name",
    "date_of_birth": "Date of birth",
    "year_of_birth": "Year of birth",
    "sex_of_two_forenames": "Sex",
    "sex_of_one_forename": "Sex",
    "middle_names": "Middle names",
    "place": "Home",
    "phone": "Phone",
    "email": "Email",
    "local_id": "Number at the service",
    "identifier": "A number of their own",
}

AGREEMENTS = {
    Agreement.AGREES: "Agrees",
    Agreement.NEARLY: "Nearly agrees",
    Agreement.DIFFERS: "Differs",
    Agreement.NOT_KNOWN: "Not known",
}

RIVALS = {
    Rival.STRANGERS: "that two people who have nothing to do with each other look alike",
    Rival.NAMESAKES: "that two people have the same name",
    Rival.RELATIVES: "that two people of one family or one home look alike",
}

SAID = {
    Said.SAME: "The same person",
    Said.DIFFERENT: "Two people",
    Said.CANNOT_TELL: "I cannot tell",
}

CHOICES = {
    Said.SAME.value: (SAID[Said.SAME], "Both records are about one person."),
    Said.DIFFERENT.value: (SAID[Said.DIFFERENT], "The records are about two people, however alike."),
    Said.CANNOT_TELL.value: (SAID[Said.CANNOT_TELL], "There is too little here to say. That is a good answer too."),
}

SAID_OF_A_FAMILY = {
    Said.SAME: "They belong together",
    Said.DIFFERENT: "They do not",
    Said.CANNOT_TELL: "I cannot tell",
}

CHOICES_OF_A_FAMILY = {
    Said.SAME.value: (
        SAID_OF_A_FAMILY[Said.SAME],
        "The child’s page will name the adult, and say that no agency does.",
    ),
    Said.DIFFERENT.value: (SAID_OF_A_FAMILY[Said.DIFFERENT], "They only have something in common."),
    Said.CANNOT_TELL.value: (
        SAID_OF_A_FAMILY[Said.CANNOT_TELL],
        "There is too little here to say. That is a good answer too.",
    ),
}

GROUNDS = {
    Ground.DECLARED: "An agency says so.",
    Ground.NAMED: "A record of the child gives the adult’s name, and little more.",
    Ground.SAME_NAME: "A record of the child names a parent or carer. Near the child, only this adult has that name.",
    Ground.SHARED_PHONE: "They have the same phone number.",
    Ground.SHARED_EMAIL: "They have the same email address.",
    Ground.SHARED_HOME: "They live at the same address.",
    Ground.OF_A_SIBLING: "The adult is a parent or carer of a brother or sister of the child.",
}

SETTLED_OF_A_FAMILY = {
    Settled.SAME: "Settled: they belong together. After the next load the child’s page says so.",
    Settled.DIFFERENT: "Settled: they do not belong together. Nobody is asked again.",
    Settled.OPEN: "Settled: nobody can tell. The child’s page says nothing of it.",
}
SETTLED_AS = {Settled.SAME: "One person", Settled.DIFFERENT: "Two people", Settled.OPEN: "Nobody could tell"}
SETTLED_AS_A_FAMILY = {
    Settled.SAME: "An adult belongs to a child",
    Settled.DIFFERENT: "An adult does not belong to a child",
    Settled.OPEN: "Nobody could tell if an adult belongs to a child",
}
LISTS = {
    "": "Everything",
    "doubted": "Somebody doubts the page, or says that two are of one child",
    "pairs": "Two records: are they one person?",
    "people": "All records of one person: are they one person?",
    "machine": "Checking the machine",
    "families": "Who may belong to a child",
}

ASKED_AGAIN = "Kept. Two people are asked to look again. Until then what is settled holds."

ALL_ONE = ("All are one person", "No record here is about somebody else.")
SOME_ARE_NOT = ("Some are about somebody else", "Tick which below. Before it is sent, you see what it would part.")
CANNOT_SAY = (SAID[Said.CANNOT_TELL], "There is too little here to say. That is a good answer too.")

SETTLED = {
    Settled.SAME: "Settled: one person. From the next load on both records are held as that one person’s.",
    Settled.DIFFERENT: "Settled: two people. No load will join the two records again.",
    Settled.OPEN: "Settled: nobody can tell. The records stay as they are.",
    Settled.NOT_THEIRS: "Settled: the number is somebody else’s. From the next load on it counts for nothing there.",
}
SETTLED_OF_ALL = {
    **SETTLED,
    Settled.SAME: "Settled: one person. All these records stay with that one person.",
    Settled.DIFFERENT: "Settled: two people. The next load parts their records, and none joins them again.",
}
WAITS_FOR_A_SECOND = "Kept. A second person is asked the same, and does not see your answer."
WAITS_FOR_A_THIRD = "Kept. Two people said different things, so a third is asked."

TO_BEGIN_WITH = "To begin with"
BEFORE_ANYTHING = "How often it is one person and not that story"

_STRONG_BITS, _SOME_BITS = 5.0, 1.0
_LETTERS = 26


def why(reason: str) -> str:
    return in_plain_words(reason)


def because_heading(why: str) -> str:
    """What stands above the words of whoever asked for a look."""
    headings = {DOUBTED: "What somebody saw on the page", SAID_TO_BE_ONE: "Why somebody says that they are one child"}
    return headings.get(why, "Why somebody asks again")


def evidence_name(comparison: str) -> str:
    return EVIDENCE.get(comparison, comparison.removeprefix("other_").replace("_", " ").capitalize())


def in_short(said: str) -> str:
    """What a comparison found, without what only the weighing needs: to nobody is it said that a name is none."""
    return said.removesuffix(", and one of them is no known name")


def field_value(name: str, value: str) -> str:
    """A value as a person writes it: dates in words, NHS numbers in groups, the rest as the service wrote it."""
    if name == "nhs_number":
        return spaced(name, value)
    if name == "date_of_birth" and value:
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return value.capitalize() if name == "sex" else value


def strength(bits: float, agreement: Agreement | None = None) -> str:
    """How much a piece of evidence says, without a number."""
    if agreement is Agreement.AGREES and bits <= -_SOME_BITS:
        return "many share it, so it helps little"
    if abs(bits) < _SOME_BITS:
        return "says little either way"
    how = "strongly" if abs(bits) >= _STRONG_BITS else "somewhat"
    return f"speaks {how} {'for one person' if bits > 0 else 'for two people'}"


def signed(bits: float) -> str:
    """A weight with its sign, as it is written."""
    return f"{bits:+.1f}".replace("-", "−")


def record(place: int) -> str:
    """What a record is called among those of one person."""
    return f"Record {letter(place)}"


def letter(place: int) -> str:
    return chr(ord("A") + place) if place < _LETTERS else str(place + 1)


def joined(join: JoinRow) -> str:
    return f"{record(join.left)} and {record(join.right)}"


def same_but_a_number(one: NumberRow, shown: PairShown) -> tuple[str, str]:
    """The choice that two records are one person's, and a number on their records is somebody else's or mistyped."""
    number = spaced("nhs_number", one.number)
    told = [", born ".join(filter(None, (name, field_value("date_of_birth", born)))) for name, born in one.named]
    stands = "It stands on 1 record" if one.records == 1 else f"It stands on {one.records:,} records"
    return (
        f"{SAID[Said.SAME]}, and the NHS number {number} is not theirs",
        f"{stands}: {'; '.join(filter(None, told)) or 'no name is shown'}. Choose this only if all of it is about this "
        "person and you know that the number is wrong, such as from the NHS. It then counts for nothing there, and "
        "whoever sent it can be asked to correct it.",
    )


def said_of_two(other: OthersAnswer, shown: PairShown) -> str:
    """What one of the first two said of two records."""
    if other.takes_out and other.takes_out[0] < len(shown.numbers):
        text, _ = same_but_a_number(shown.numbers[other.takes_out[0]], shown)
        return f"{text[:1].lower()}{text[1:]}"
    return SAID[other.said].lower()


def settled_said(own: OwnAnswer) -> str:
    return (SAID_OF_A_FAMILY if own.is_of_a_family else SAID)[own.said]


def settled_as(settled: Settled, is_of_a_family: bool) -> str:
    return (SETTLED_AS_A_FAMILY if is_of_a_family else SETTLED_AS)[settled]


def where_it_stands(line: SettledLine) -> str:
    if line.is_asked_again:
        return "Somebody asks for another look"
    if line.waits:
        return "It waits for the next load"
    return "The last load could not do so" if line.obeyed is False else "It holds"


def how_often_said(share: float | None) -> str:
    """How often agencies say it of an adult and a child with as much in common."""
    if share is None:
        return "How often such a guess is right is not known."
    return (
        f"Of each 100 adults and children here with as much in common, agencies say it of about {round(100 * share)}."
    )


def pairs_of_records(many: int) -> str:
    return "1 pair of records" if many == 1 else f"{many:,} pairs of records"


def what_hangs_on_it(pair: WaitingPair | PairShown) -> str:
    """What each answer would do, in sentences of which the last has no stop."""
    if pair.why == PERHAPS_FAMILY:
        return "Whether the child’s page names the adult"
    if isinstance(pair, WaitingPair) and pair.is_whole:
        return f"Taking one record out would part {pairs_of_records(pair.hangs_on_it)}"
    if pair.answers is None:
        return "What an answer would do is not known before the next load"
    told = [*_what_the_same_would_do(pair.answers.same), *_what_two_would_do(pair.answers.apart)]
    held = ["The two are held as one person now"] if pair.together else []
    return ". ".join([*held, *(told or ["Neither answer would change who is one person now"])])


def _what_the_same_would_do(same: Foreseen) -> Iterator[str]:
    if not same.obeyed:
        settled = "of what people settled before. That has to be looked at again first"
        cannot_be = "their records hold what one person cannot have, such as two NHS numbers"
        yield f"“The same person” cannot be done, because {settled if same.people_settled else cannot_be}"
    elif same.parts:
        yield f"“The same person” would {_what_it_would_move(same)}"
        cannot_be = "because all of them together cannot be one person"
        yield f"That would join {pairs_of_records(same.joins)} and part {same.parts:,}, {cannot_be}"
    elif same.joins:
        yield f"“The same person” would join {pairs_of_records(same.joins)}"


def _what_it_would_move(same: Foreseen) -> str:
    """Whom the answer would take from whom."""
    if same.loses_left and same.loses_right:
        return "take both records from others that they are with now"
    if same.loses_left:
        return f"move {_record_and_others('first', same.keeps_left)} from the person it is with now to the second’s"
    return f"move {_record_and_others('second', same.keeps_right)} from the person it is with now to the first’s"


def _record_and_others(which: str, others: int) -> str:
    more = "" if not others else " and 1 other" if others == 1 else f" and {others:,} others"
    return f"the {which} record{more}"


def _what_two_would_do(apart: Foreseen) -> Iterator[str]:
    if apart.parts:
        yield f"“Two people” would part {pairs_of_records(apart.parts)}"


def chance(probability: float) -> str:
    """The machine's own guess as a person says odds."""
    return f"about {in_hundred(probability)} in 100"


def in_hundred(probability: float) -> int:
    """Never none, and never all."""
    return min(max(round(100 * probability), 1), 99)


def guess(pair: PairShown) -> str:
    """The machine's own guess by the two records alone, and how sure it is of the links that speak against an answer.

    What holds the two together, or each of them with others, is no part of the guess, and whoever saw the guess alone
    would part people whom other records join.
    """
    alone = chance(pair.probability)
    answer = pair.answers and (pair.answers.apart if pair.together else pair.answers.same)
    if not answer or not answer.against:
        return f"The machine’s own guess is {alone} that they are one person."
    would = (
        "But other records hold the two together. If these are two people, those links are wrong"
        if pair.together
        else "But other records are joined to them that cannot all be of one person. "
        "If these two are one person, links to those are wrong"
    )
    return (
        f"By these two records alone, the machine’s own guess is {alone} that they are one person. "
        f"{would}, and of the surest of them its guess is {chance(answer.against)} that it is right."
    )


def how_right(found: Estimate) -> str:
    """The estimate with its interval, for somebody who answers for a service."""
    if found.share is None:
        return "No pair has been settled yet, so nobody can say."
    low, high = found.between
    did = "joined" if found.outcome is Outcome.LINKED else "asked about"
    pairs = "1 pair" if found.told == 1 else f"{found.told:,} pairs"
    return (
        f"Of {pairs} drawn by chance, people found {_many(found)} to be one person. "
        f"So of all pairs that the machine {did}, between {_percent(low)} and {_percent(high)} are one person. "
        "There is a 1 in 20 risk that the truth lies outside."
    )


def _many(found: Estimate) -> str:
    if not found.same:
        return "none"
    return f"{found.same:,}" if found.different else f"all {found.same:,}"


def _percent(share: float) -> str:
    """Never rounded up to all or down to none."""
    tenths = min(max(round(1000 * share), 0), 1000)
    if 0 < share < 1:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:g}%"
