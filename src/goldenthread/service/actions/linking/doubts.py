"""Pages that somebody doubts: what a load puts before the reviewers for them, what became of it, and the warning."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q

from goldenthread.linkage.reviewing import DOUBTED, Settled
from goldenthread.people import Held
from goldenthread.service.actions.linking.changes import of_two
from goldenthread.service.actions.linking.rows import RecordKey, Records, Row
from goldenthread.service.actions.linking.rulings import Pair, persons_of
from goldenthread.service.actions.shapes import DoubtOnPage
from goldenthread.service.store.models import (
    DoubtState,
    LinkDoubt,
    LinkQuestion,
    LinkRuling,
    QuestionKind,
    QuestionState,
)

TO_ASK = (DoubtState.WAITS.value, DoubtState.ASKED.value, DoubtState.NOT_ASKED.value)
OVER = (
    DoubtState.ONE_PERSON.value,
    DoubtState.PARTED.value,
    DoubtState.TAKEN_BACK.value,
    DoubtState.JOINED.value,
    DoubtState.TWO_PEOPLE.value,
)
BECAME = {
    Settled.SAME: DoubtState.ONE_PERSON,
    Settled.DIFFERENT: DoubtState.TO_BE_PARTED,
    Settled.OPEN: DoubtState.NOBODY_COULD_TELL,
}
BECAME_OF_TWO = {
    Settled.SAME: DoubtState.TO_BE_JOINED,
    Settled.DIFFERENT: DoubtState.TWO_PEOPLE,
    Settled.OPEN: DoubtState.NOBODY_COULD_TELL,
}
OF_TWO = Q(other_person_id__isnull=False)
"""Two pages that somebody says are of one child: ``said_to_be_one`` puts them before the reviewers."""
_WAITS = Q(state=DoubtState.WAITS.value)
_STILL_ASKED = Q(state=DoubtState.TAKEN_BACK.value, question_id__isnull=False)
_TELLS_MOST = (DoubtState.TO_BE_PARTED, DoubtState.NOBODY_COULD_TELL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """Each doubted person's doubts, by who they are now; all their records; and the two records of whoever has two."""

    of: Mapping[str, list[LinkDoubt]] = field(repr=False)
    records: frozenset[RecordKey] = field(repr=False)
    pairs: tuple[Pair, ...] = field(repr=False)


def wait_for_a_load() -> bool:
    """Whether somebody doubts a page since the last load, or took back what reviewers are asked about."""
    return LinkDoubt.objects.filter(_WAITS | _STILL_ASKED).exists()


def what_is_doubted(held: Records, before: Mapping[RecordKey, Held]) -> Doubted:
    """The people to ask about: as whom this load holds the records of each page that somebody doubts."""
    doubts = list(LinkDoubt.objects.select_for_update().exclude(state__in=OVER).exclude(OF_TWO))
    LinkDoubt.objects.filter(_STILL_ASKED).update(question_id=None)
    now = who_they_are_now({doubt.person_id for doubt in doubts}, held, before)
    of: dict[str, list[LinkDoubt]] = defaultdict(list)
    for doubt in doubts:
        doubt.person_id = now.get(doubt.person_id, doubt.person_id)
        if not _was_parted(doubt, held):
            of[doubt.person_id].append(doubt)
    asked = {person for person, its in of.items() if any(one.state in TO_ASK for one in its)}
    records = frozenset(key for key, person in held.person_of.items() if person in asked) if asked else frozenset()
    return Doubted(of=of, records=records, pairs=tuple(of_two(records, held)))


def who_they_are_now(people: Collection[str], held: Records, before: Mapping[RecordKey, Held]) -> dict[str, str]:
    """Whoever still holds a record of theirs stays who they are; else they are whoever holds most of their records."""
    now: dict[str, Counter[str]] = defaultdict(Counter)
    for key, was in before.items():
        if was.person_id in people and key in held.person_of:
            now[was.person_id][held.person_of[key]] += 1
    return {was: was if was in are else are.most_common(1)[0][0] for was, are in now.items()}


def put_before_reviewers(doubted: Doubted, rows: Iterable[Row], held: Records) -> None:
    """Say of each question that is about a doubted page why it is asked, and of each doubt what is asked for it."""
    asked = {row["person_id_l"]: row for row in rows if _is_about_a_page(row, doubted)}
    people = set(held.person_of.values()) if doubted.of else set()
    for person, doubts in doubted.of.items():
        row = asked.get(person)
        if row and any(one.state in TO_ASK for one in doubts):
            row["why"] = DOUBTED
            row["asked_because"] = "\n".join(one.because for one in doubts if one.state in TO_ASK)
        custodian, _ = held.custodian_of((person,))
        for doubt in doubts:
            if person in people:
                doubt.custodian_id = custodian
            _note(doubt, row, at=held.at)


def note_what_became(question: LinkQuestion, settled: Settled, *, at: datetime) -> None:
    """What people settled of a page, for whoever doubts it; inside the action that settles it."""
    stand = LinkDoubt.objects.filter(question_id=question.id).exclude(state=DoubtState.TAKEN_BACK.value)
    stand.exclude(OF_TWO).update(state=BECAME[settled].value, became_at=at)
    stand.filter(OF_TWO).update(state=BECAME_OF_TWO[settled].value, became_at=at)


def is_taken_back(question: LinkQuestion) -> bool:
    """Whether everybody who doubted the page has taken that back since the last load put the question."""
    states = set(LinkDoubt.objects.filter(question_id=question.id).values_list("state", flat=True))
    return states == {DoubtState.TAKEN_BACK.value}


def on_page(person_id: str, *, sees_others: bool) -> DoubtOnPage | None:
    """The warning on somebody's page. Whoever is shown nothing of others' hears only what their own agency doubts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stands, is_ours, is_mine, is_taken_back FROM doubts_on_page(%s)", [person_id])
        # What they took back warns them no more, whatever others found: that would tell what others hold.
        found = [one for one in cursor.fetchall() if sees_others or (one[1] and not one[3])]
    if not found:
        return None
    states = {DoubtState(stands) for stands, *_ in found}
    tells = next((state for state in _TELLS_MOST if state in states and sees_others), DoubtState.ASKED)
    is_own = any(is_mine and stands in TO_ASK for stands, _, is_mine, _ in found)
    return DoubtOnPage(state=tells.value, is_own=is_own)


def _was_parted(doubt: LinkDoubt, held: Records) -> bool:
    """Whether what people said was parted is. Then the page is doubted no more; else they are asked again."""
    if doubt.question_id is None or doubt.state != DoubtState.TO_BE_PARTED.value:
        return False
    rulings = LinkRuling.objects.filter(question_id=doubt.question_id)
    people = [found for ruling in rulings if (found := persons_of(ruling, held.person_of))]
    is_parted = all(left != right for left, right in people)
    doubt.state = (DoubtState.PARTED if is_parted else DoubtState.WAITS).value
    doubt.became_at = held.at if is_parted else None
    doubt.save()
    return is_parted


def _is_about_a_page(row: Row, doubted: Doubted) -> bool:
    """Whether a question is about all records of a doubted person."""
    if row["state"] == QuestionState.SETTLED.value or row["person_id_l"] != row["person_id_r"]:
        return False
    if row["kind"] == QuestionKind.PERSON.value:
        return row["person_id_l"] in doubted.of
    ends = frozenset({(row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])})
    return row["kind"] == QuestionKind.PAIR.value and ends in {frozenset(pair) for pair in doubted.pairs}


def _note(doubt: LinkDoubt, row: Row | None, *, at: datetime) -> None:
    """What the reviewers could not tell stays so, unless somebody doubts the same page again."""
    if row and row["why"] == DOUBTED:
        doubt.question_id, state = row["id"], DoubtState.ASKED
    elif doubt.state == DoubtState.NOBODY_COULD_TELL.value:
        state = DoubtState.NOBODY_COULD_TELL
    else:
        doubt.question_id, state = None, DoubtState.NOT_ASKED
    if doubt.state != state.value:
        doubt.state, doubt.became_at = state.value, at
    doubt.save()
