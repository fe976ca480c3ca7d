"""What people should look at, kept at each load: pairs, people seen whole, and adults who may belong to a child.

What is settled is kept as well, so that somebody can ask to look again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import pyarrow as pa

from goldenthread.linkage import Linked, Outcome
from goldenthread.linkage.reviewing import (
    ASKED_AGAIN,
    DOUBTED,
    JOINED_BY_A_LOAD,
    PARTED_BY_A_LOAD,
    SAID_TO_BE_ONE,
    STANDS_IN_THE_WAY,
    TWO_NUMBERS,
    Settled,
    asked_again,
    of_two_numbers,
    questions,
)
from goldenthread.people import Held, Index
from goldenthread.service.actions.linking.changes import what_changed
from goldenthread.service.actions.linking.doubts import put_before_reviewers, what_is_doubted
from goldenthread.service.actions.linking.families import family_rows, keep_what_was_found
from goldenthread.service.actions.linking.rows import NOBODY, RecordKey, Records, Row, read_records, row_of, told_of
from goldenthread.service.actions.linking.rulings import Pair, drawn_before, newest, note_what_was_obeyed, pair_of
from goldenthread.service.actions.linking.said_to_be_one import put_both_before_reviewers, what_is_said_to_be_one
from goldenthread.service.actions.linking.whole import whole_rows
from goldenthread.service.actions.pouring import empty, pour
from goldenthread.service.store.models import LinkQuestion, LinkRuling, QuestionKind, QuestionState

DRAWN_BY_CHANCE = {Outcome.LINKED: 200, Outcome.REVIEW: 100}
"""How many of each outcome chance draws, so that people can say how right the machine is. With 200 joined pairs, all
of them right, the interval begins at 98.1 %."""

_OF_PAGES = (DOUBTED, SAID_TO_BE_ONE)
"""What somebody who saw a page sent is asked, whatever was said before."""


def keep_questions(
    linked: Linked,
    records: pa.Table,
    index: Index,
    *,
    matching_only: Mapping[str, Collection[str]],
    before: Mapping[RecordKey, Held],
    at: datetime,
) -> int:
    """Replace the questions with those of this load; one about which nothing changed keeps its id and its answers.

    ``matching_only`` names for each dataset what serves matching alone: nobody is shown it. ``before``: as whom each
    record was held until now. Runs inside the caller's transaction. Returns how many wait for an answer.
    """
    held = read_records(records, index, matching_only=matching_only, at=at)
    note_what_was_obeyed(linked, at=at)
    keep_what_was_found(index, held, at=at)
    # Locked, so that an answer given meanwhile is either seen here or finds its question gone.
    standing = list(LinkQuestion.objects.select_for_update().exclude(state=QuestionState.SETTLED.value))
    changed = what_changed(index, held, before, standing)
    doubted = what_is_doubted(held, before)
    said = what_is_said_to_be_one(linked, held, before, standing)
    rows = [
        *_rows_to_look_at_again(linked, held, standing),
        *_pair_rows(linked, held),
        *_rows_of_pairs(linked, held, doubted.pairs, why=DOUBTED),
        *_rows_of_pairs(linked, held, said.pairs, why=SAID_TO_BE_ONE),
        *_rows_of_pairs(linked, held, changed.parted, why=PARTED_BY_A_LOAD),
        *_rows_of_pairs(linked, held, changed.joined_pairs, why=JOINED_BY_A_LOAD),
        *rows_of_two_numbers(linked, held),
        *whole_rows(linked, held, joined=changed.joined, doubted=doubted.records),
        *family_rows(index, held, standing),
    ]
    rows = _as_before(_once(rows), standing)
    put_before_reviewers(doubted, rows, held)
    put_both_before_reviewers(said, rows, held)
    empty(LinkQuestion)
    if rows:
        pour(LinkQuestion, tuple(rows[0]), (tuple(row.values()) for row in rows))
    return sum(row["state"] != QuestionState.SETTLED.value for row in rows)


def _pair_rows(linked: Linked, held: Records) -> list[Row]:
    rulings = [r for r in newest().values() if r.kind == QuestionKind.PAIR.value]
    asked = questions(
        linked,
        settled={pair for r in newest().values() if r.settled != Settled.OPEN.value for pair in _both_ways(pair_of(r))},
        wanted_by_chance={o: most - drawn_before(rulings, o) for o, most in DRAWN_BY_CHANCE.items()},
        only=held.person_of,
    )
    twice = settled_twice()
    asked = tuple(q for q in asked if q.why != STANDS_IN_THE_WAY or frozenset(q.pair) not in twice)
    told = told_of(linked, asked, held)
    return [row for question in asked if (row := row_of(question, told, held))]


def settled_twice() -> set[frozenset[RecordKey]]:
    """The pairs that people looked at again: what they hold to is not put before them once more."""
    often = Counter(frozenset(pair_of(ruling)) for ruling in LinkRuling.objects.filter(follows=False))
    return {pair for pair, times in often.items() if times > 1}


def _rows_of_pairs(linked: Linked, held: Records, pairs: Collection[Pair], *, why: str) -> list[Row]:
    asked = asked_again(linked, pairs, why=why)
    told = told_of(linked, asked, held)
    return [row for question in asked if (row := row_of(question, told, held))]


def rows_of_two_numbers(linked: Linked, held: Records) -> list[Row]:
    """Those of whom somebody may say which number is wrong, but for what is settled."""
    settled = {ends for ends, ruling in newest().items() if ruling.settled != Settled.OPEN.value}
    asked = [q for q in of_two_numbers(linked, why=TWO_NUMBERS) if frozenset(q.pair) not in settled]
    asked = [q for q in asked if all(key in held.person_of for key in q.pair)]
    told = told_of(linked, asked, held)
    rows = [row for question in asked if (row := row_of(question, told, held))]
    return [row for row in rows if row["about"].obj["numbers"]]


def _rows_to_look_at_again(linked: Linked, held: Records, standing: Iterable[LinkQuestion]) -> list[Row]:
    """Every settled pair, for somebody to ask anew, and those that somebody has asked anew.

    Whoever was in the cohort by a record alone from which people parted them is dropped, and comes back should people
    find that they were wrong: so what was settled of them can be looked at again, and only then what they say is kept.
    """
    asked_anew = {frozenset(pair_of(q)): q for q in standing if q.reopens and q.kind != QuestionKind.FAMILY.value}
    ruled = {pair_of(r): r for r in newest().values() if not r.follows}
    known = [pair for pair, ruling in ruled.items() if _may_be_shown(ruling, held)]
    asked = asked_again(linked, known, why=ASKED_AGAIN)
    told = told_of(linked, asked, held)
    rows = []
    for question in asked:
        ruling = ruled[question.pair]
        as_ruled = {"outcome": ruling.outcome, "by_chance": ruling.by_chance, **_hidden_as_ruled(ruling, held)}
        settled = {
            "id": ruling.question_id,
            "state": QuestionState.SETTLED.value,
            **_told_of_nobody(question.pair, held),
        }
        rows.append(row_of(question, told, held, **as_ruled, **settled))
        if again := asked_anew.get(frozenset(question.pair)):
            anew = {"reopens": again.reopens, "asked_because": again.asked_because}
            rows.append(row_of(question, told, held, **as_ruled, **anew))
    return [row for row in rows if row]


def _may_be_shown(ruling: LinkRuling, held: Records) -> bool:
    """Not where nobody holds either, nor where another hides the one who is held than hid them when it was settled."""
    people = held.people_of(pair_of(ruling))
    if NOBODY not in people:
        return True
    now, then = held.custodian_of(people)[0], ruling.custodian_id
    return people != (NOBODY, NOBODY) and (now or then) == (then or now)


def _told_of_nobody(pair: Pair, held: Records) -> Row:
    """What a record says that is nobody's is not kept, unless people are to look at it again."""
    sides = zip(("left", "right"), held.people_of(pair), strict=True)
    return {side: {} for side, person in sides if person == NOBODY}


def _hidden_as_ruled(ruling: LinkRuling, held: Records) -> Row:
    """Of somebody who is held as nobody it is not known who hides them now: whoever hid them then sees them alone."""
    if ruling.custodian_id is None or NOBODY not in held.people_of(pair_of(ruling)):
        return {}
    return {"custodian_id": ruling.custodian_id}


def _once(rows: Iterable[Row]) -> list[Row]:
    """Nothing is asked twice at once, nor, undoubted, what nobody could tell and nothing has changed about."""
    nobody_could = LinkRuling.objects.filter(settled=Settled.OPEN.value, follows=False)
    could_not_tell = set(nobody_could.values_list("digest", flat=True))
    found: dict[tuple[str, bool, frozenset[RecordKey]], Row] = {}
    for row in rows:
        is_settled = row["state"] == QuestionState.SETTLED.value
        ends = frozenset({(row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])})
        if is_settled or row["reopens"] or row["why"] in _OF_PAGES or row["digest"] not in could_not_tell:
            found.setdefault((row["kind"], is_settled, ends), row)
    return list(found.values())


def _as_before(rows: Iterable[Row], standing: Iterable[LinkQuestion]) -> list[Row]:
    """Nobody is asked anew about what has not changed."""
    before = {(q.kind, q.digest): q for q in standing}
    return [
        {**row, "id": was.id, "state": was.state, "asked_at": was.asked_at}
        if row["state"] != QuestionState.SETTLED.value and (was := before.get((row["kind"], row["digest"])))
        else row
        for row in rows
    ]


def _both_ways(pair: Pair) -> tuple[Pair, Pair]:
    return pair, (pair[1], pair[0])
