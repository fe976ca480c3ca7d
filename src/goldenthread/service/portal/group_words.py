"""The plain words for a group of records: who each is about, what links it to which other, and what is not shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from goldenthread.linkage.reviewing import Agreement, Said
from goldenthread.service.actions.linking.shapes import GroupRecord, GroupShown, GroupTie, OthersAnswer, PairShown
from goldenthread.service.portal.link_words import (
    ALL_ONE,
    FIELDS,
    SAID,
    chance,
    evidence_name,
    field_value,
    in_hundred,
    letter,
    pairs_of_records,
    record,
)

THE_TWO = (0, 1)
"""The places of the two records that are asked about."""
RECORDS_SIDE_BY_SIDE = 5
"""More stand in a table of their own below: so many columns fit a page of paper, and a narrow window, in whole
words but for very long names."""
NOW = ("One person now", "Another person now")
PARTED = ("This person", "Somebody else")
"""What stands above the two boxes of a picture: as records are held, and as an answer would part them."""
NO_NAME, NO_BIRTH_DATE, NO_HOME = "No name", "No birth date", "No home given"
_NAMES = ("given_name", "middle_names", "family_name")
_HOME = ("address_line", "postcode", "phone")
_NUMBERS = {"nhs_number": "NHS number", "upn": "UPN"}
_TELLS_PEOPLE_APART = ("given_name", "family_name", "date_of_birth", "sex", *_NUMBERS)
_ALL_BUT_SURE = 99


def what_they_say(places: Sequence[int], of: int) -> str:
    """What stands above a table of some of a person's records."""
    if len(places) == of:
        return "What the records say"
    if len(places) == 1:
        return f"What {record(places[0])} says"
    return f"What Records {letter(places[0])} to {letter(places[-1])} say"


def name_of(one: GroupRecord) -> str:
    told = " ".join(one.said[name] for name in _NAMES if name in one.said)
    return told or one.said.get("full_name", NO_NAME)


def born(one: GroupRecord) -> str:
    return field_value("date_of_birth", one.said.get("date_of_birth", "")) or NO_BIRTH_DATE


def home(one: GroupRecord) -> str:
    return ", ".join(one.said[name] for name in _HOME if name in one.said) or NO_HOME


def numbers(one: GroupRecord) -> str:
    """Empty where it holds none."""
    return ", ".join(f"{label} {field_value(n, one.said[n])}" for n, label in _NUMBERS.items() if n in one.said)


def whose(group: GroupShown, place: int) -> str:
    """With which of the two a record is held, where they are held as two people. Empty for the two themselves."""
    if place in THE_TWO or len({one.side for one in group.records}) == 1:
        return ""
    return f"With {record(group.records[place].side)}"


def how_many(group: GroupShown) -> str:
    """How many records, and as how many people they are held."""
    first = sum(one.side == 0 for one in group.records)
    second = len(group.records) - first
    if not second:
        return f"All {first} are held as one person now."
    return f"{_many(first)} held as one person now, and {_many(second)} as another."


def said_of_all(other: OthersAnswer) -> str:
    """What one of the first two said of all records of a person."""
    if other.takes_out:
        return _of_somebody_else(other.takes_out)
    return ALL_ONE[0].lower() if other.said is Said.SAME else SAID[other.said].lower()


def as_parted(group: GroupShown, out: Collection[int]) -> GroupShown:
    """A person's records as an answer would part them: those ``out`` on the second side, and no link across holds."""
    records = tuple(replace(one, side=int(place in out)) for place, one in enumerate(group.records))
    ties = (replace(tie, holds=records[tie.left].side == records[tie.right].side) for tie in group.ties)
    return replace(group, records=records, ties=tuple(ties))


def what_it_would_part(parted: GroupShown) -> str:
    """What an answer would do to records that are held as one person, in a sentence."""
    out = [place for place, one in enumerate(parted.records) if one.side]
    pairs = pairs_of_records(len(out) * (len(parted.records) - len(out)))
    return f"You say that {_of_somebody_else(out)}. That would part {pairs}."


def if_wrong(group: GroupShown, left: int, right: int) -> str:
    """Into which two people the records fall, if a join between two of them is wrong and all others are right."""
    side, waiting = {left}, [left]
    while waiting:
        here = waiting.pop()
        ties = (tie for tie in group.ties if here in (tie.left, tie.right) and {tie.left, tie.right} != {left, right})
        beyond = {tie.left + tie.right - here for tie in ties} - side
        side |= beyond
        waiting += beyond
    first, second = (
        [n for n in range(len(group.records)) if (n in side) is is_in] for is_in in (0 in side, 0 not in side)
    )
    pairs = pairs_of_records(len(first) * len(second))
    return (
        f"If they are not, and all else is right, there are two people here: {_and([record(n) for n in first])}, "
        f"and {_and([record(n) for n in second])}. To say so would part {pairs}."
    )


def links_cut(parted: GroupShown) -> list[str]:
    """The links that an answer would cut, the surest first: each must be wrong, if the answer is right."""
    cut = sorted((tie for tie in parted.ties if not tie.holds), key=lambda tie: -tie.probability)
    return [f"{record(tie.left)} and {record(tie.right)}: {chance(tie.probability)}" for tie in cut]


def who_is_it(one: GroupRecord) -> str:
    """Whom a record is about, in a line."""
    return f"{name_of(one)}, {'born ' if 'date_of_birth' in one.said else ''}{born(one)}"


def _of_somebody_else(places: Sequence[int]) -> str:
    return f"{_and([record(place) for place in places])} {'is' if len(places) == 1 else 'are'} about somebody else"


def least_sure(group: GroupShown) -> str:
    """The record that the others hold least surely, where there is one: perhaps it is somebody else's."""
    if len({one.side for one in group.records}) > 1:
        return ""
    surest = {
        place: max((tie.probability for tie in group.ties if place in (tie.left, tie.right)), default=0.0)
        for place in range(len(group.records))
    }
    least = min(surest, key=lambda place: surest[place])
    alone = sum(in_hundred(sure) == in_hundred(surest[least]) for sure in surest.values()) == 1
    if not alone or in_hundred(surest[least]) >= _ALL_BUT_SURE:
        return ""
    return f"{record(least)} is the least sure to belong: of its surest link the guess is {chance(surest[least])}."


def apart_in(group: GroupShown) -> list[str]:
    """In what the records differ that one person seldom has two of, and which record says which."""
    told = []
    for name in _TELLS_PEOPLE_APART:
        who_says: dict[str, list[int]] = {}
        for place, one in enumerate(group.records):
            if value := one.said.get(name, ""):
                who_says.setdefault(field_value(name, value).casefold(), []).append(place)
        if len(who_says) > 1:
            values = (
                f"{field_value(name, group.records[places[0]].said[name])} ({_and([record(n) for n in places])})"
                for places in who_says.values()
            )
            told.append(f"{FIELDS[name]}: {'; '.join(values)}")
    return told


def links_of(group: GroupShown, place: int) -> list[tuple[str, str]]:
    """To which other records a record is linked, the surest first, and why."""
    mine = sorted((tie for tie in group.ties if place in (tie.left, tie.right)), key=lambda tie: -tie.probability)
    return [(record(tie.left + tie.right - place), _why(tie)) for tie in mine]


def all_links(group: GroupShown, *, parts: bool = False) -> str:
    """Every link in a sentence, for whoever does not see the picture. ``parts``: as an answer would leave them."""
    holds, does_not = ("stays", "would be cut") if parts else ("holds them together now", "does not hold them together")
    return " ".join(
        f"{record(tie.left)} and {record(tie.right)}: {chance(tie.probability)}, {holds if tie.holds else does_not}."
        for tie in group.ties
    )


def _why(tie: GroupTie) -> str:
    told = [chance(tie.probability)]
    if tie.agrees:
        told.append(f"{_names(tie.agrees)} {'agree' if len(_once(tie.agrees)) > 1 else 'agrees'}")
    if tie.differs:
        told.append(f"{_names(tie.differs)} {'differ' if len(_once(tie.differs)) > 1 else 'differs'}")
    if not tie.holds:
        told.append("does not hold them together now")
    return "; ".join(told)


def _names(comparisons: Iterable[str]) -> str:
    return _and([name[:1].lower() + name[1:] for name in _once(comparisons)])


def _once(comparisons: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(evidence_name, comparisons)))


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _many(records: int) -> str:
    return "1 record is" if records == 1 else f"{records} records are"


def compared_unseen(pair: PairShown) -> str:
    """What to say of a birth date that was compared and is on the page of neither or of one of two records."""
    shown = [row for row in pair.rows if row.name == "date_of_birth"]
    if shown and all(row.kept_private or (row.left and row.right) for row in shown):
        return ""
    births = [one for one in pair.evidence if one.comparison in ("date_of_birth", "year_of_birth")]
    return COMPARED_UNSEEN if any(one.agreement is not Agreement.NOT_KNOWN for one in births) else ""


COMPARED_UNSEEN = (
    "A date of birth was compared that is not shown: it is written so that there is no such day, and only its digits"
    " count, or it is held for matching alone."
)


def of_nobody(pair: PairShown) -> str:
    """What a reviewer is told where one of the two records is on nobody's page any more."""
    told = (
        "One of these records is on nobody’s page now. Its agency sends it only to match by, and it was on a page for "
        "the sake of the other alone. If the two are one person, it comes back. Where anybody lives is not shown."
    )
    is_empty = not any(row.left for row in pair.rows) or not any(row.right for row in pair.rows)
    return (
        f"{told} What it says is shown once somebody has asked for another look and files were loaded."
        if is_empty
        else told
    )
