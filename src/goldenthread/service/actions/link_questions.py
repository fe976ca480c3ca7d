"""The pairs that people should see, kept at each load; and what people settled, given to it to obey."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pyarrow as pa
from psycopg.types.json import Jsonb

from goldenthread.linkage import Constraint, Linked, Outcome
from goldenthread.linkage.reviewing import Question, Settled, questions
from goldenthread.people import Index
from goldenthread.service.actions.pouring import empty, pour
from goldenthread.service.store.models import LinkQuestion, LinkRuling, QuestionState

DRAWN_BY_CHANCE = {Outcome.LINKED: 200, Outcome.REVIEW: 100}
"""How many of each outcome chance draws, so that people can say how right the machine is. With 200 joined pairs, all
of them right, the interval begins at 98.1 %."""

SHOWN = (
    "given_name",
    "middle_names",
    "family_name",
    "full_name",
    "known_as",
    "date_of_birth",
    "sex",
    "address_line",
    "postcode",
    "phone",
    "email",
    "nhs_number",
    "upn",
)
"""What a reviewer needs to tell two people apart. Which service holds a record is not shown: it may say too much.

Former names and addresses serve matching alone and are purged on their day, so they are not kept here.
"""
SAYS_WHERE = frozenset({"address_line", "postcode", "phone", "email"})
"""Not kept of a pair of which either person has a protected address."""

RecordKey = tuple[str, str]
Pair = tuple[RecordKey, RecordKey]
Said = Mapping[RecordKey, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Holding:
    """As whom records are held, who hides whom, and whose whereabouts are protected."""

    person_of: Mapping[RecordKey, str]
    hidden: Mapping[str, frozenset[str]]
    protected: frozenset[str]


def constraints() -> tuple[Constraint, ...]:
    """What people settled, as linkage obeys it."""
    rulings = LinkRuling.objects.exclude(settled=Settled.OPEN.value).order_by("settled_at", "id")
    return tuple(
        Constraint(dataset_l=r.dataset_l, record_id_l=r.record_id_l, dataset_r=r.dataset_r, record_id_r=r.record_id_r,
                   decided=decided)
        for r in rulings if (decided := Settled(r.settled).decided)
    )  # fmt: skip


def news_for_a_load() -> bool:
    """Whether people have settled something that no load has obeyed yet."""
    return LinkRuling.objects.filter(applied_at=None).exclude(settled=Settled.OPEN.value).exists()


def keep_questions(
    linked: Linked,
    records: pa.Table,
    index: Index,
    *,
    matching_only: Mapping[str, Collection[str]],
    at: datetime,
) -> int:
    """Replace the questions with those of this load; one about which nothing changed keeps its id and its answers.

    ``matching_only`` names for each dataset what serves matching alone: nobody is shown it.
    Runs inside the caller's transaction. Returns how many there are.
    """
    holding = _holding(index)
    _note_what_was_obeyed(linked, at=at)
    rulings = list(LinkRuling.objects.all())
    asked = questions(
        linked,
        settled={_pair_of(r) for r in rulings if r.settled != Settled.OPEN.value},
        wanted_by_chance={o: most - _drawn_before(rulings, o) for o, most in DRAWN_BY_CHANCE.items()},
        only=holding.person_of,
    )
    said = _what_is_said(records, {key for question in asked for key in question.pair}, matching_only)
    rows = [row for question in asked if (row := _row(question, said, holding, at=at))]
    could_not_tell = {r.digest for r in rulings if r.settled == Settled.OPEN.value}
    rows = _as_before([row for row in rows if row["digest"] not in could_not_tell])
    empty(LinkQuestion)
    if rows:
        pour(LinkQuestion, tuple(rows[0]), (tuple(row.values()) for row in rows))
    return len(rows)


def _as_before(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nobody is asked anew about what has not changed."""
    # Locked, so that an answer given meanwhile is either seen here or finds its question gone.
    locked = LinkQuestion.objects.select_for_update()
    before = {q.digest: q for q in locked.exclude(state=QuestionState.SETTLED.value)}
    return [
        {**row, "id": was.id, "state": was.state, "asked_at": was.asked_at}
        if (was := before.get(row["digest"]))
        else row
        for row in rows
    ]


def _holding(index: Index) -> _Holding:
    hidden: dict[str, frozenset[str]] = {}
    for entry in index.shielded:
        hidden[entry.person_id] = hidden.get(entry.person_id, frozenset()) | {str(entry.custodian)}
    return _Holding(
        person_of={(m.dataset, m.record_id): m.person_id for m in index.memberships},
        hidden=hidden,
        protected=frozenset(a.person_id for a in index.addresses if a.is_protected) | hidden.keys(),
    )


def _row(question: Question, said: Said, holding: _Holding, *, at: datetime) -> dict[str, Any] | None:
    """One question as it is stored; ``None`` where two agencies hide the two, so that nobody may see both."""
    left, right = question.pair
    people = (holding.person_of[left], holding.person_of[right])
    custodians = frozenset().union(*(holding.hidden.get(person, frozenset()) for person in people))
    if len(custodians) > 1:
        return None
    private = not holding.protected.isdisjoint(people)
    kept = {key: _kept(said[key], private=private) for key in question.pair}
    return {
        "id": uuid4(),
        **_ends(question, people),
        "custodian_id": next(iter(custodians), None),
        "outcome": question.outcome.value,
        "by_chance": question.by_chance,
        "digest": _digest(question, said),
        "why": question.why,
        "probability": question.probability,
        "together": people[0] == people[1],
        "hangs_on_it": question.hangs_on_it,
        "value": question.value,
        "rival": question.weighing.rival.value,
        "starts_at": question.weighing.starts_at,
        "lines": Jsonb([asdict(line) for line in question.weighing.lines]),
        "left": Jsonb(kept[left]),
        "right": Jsonb(kept[right]),
        "kept_private": private,
        "state": QuestionState.UNANSWERED.value,
        "asked_at": at,
    }


def _ends(question: Question, people: tuple[str, str]) -> dict[str, str]:
    (dataset_l, record_l), (dataset_r, record_r) = question.pair
    return {
        "dataset_l": dataset_l,
        "record_id_l": record_l,
        "dataset_r": dataset_r,
        "record_id_r": record_r,
        "person_id_l": people[0],
        "person_id_r": people[1],
    }


def _kept(said: Mapping[str, str], *, private: bool) -> dict[str, str]:
    return {name: value for name, value in said.items() if not (private and name in SAYS_WHERE)}


def _digest(question: Question, said: Said) -> str:
    """Of what both records say, so that a question is asked anew when either says something else."""
    told = [question.outcome.value, *question.pair, said[question.left], said[question.right]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _what_is_said(
    records: pa.Table, wanted: Collection[RecordKey], matching_only: Mapping[str, Collection[str]]
) -> dict[RecordKey, dict[str, str]]:
    names = [name for name in SHOWN if name in records.column_names]
    keys = list(zip(records["dataset"].to_pylist(), records["record_id"].to_pylist(), strict=True))
    at = [i for i, key in enumerate(keys) if key in wanted]
    rows = records.select(names).take(pa.array(at, pa.int64())).to_pylist()
    return {
        keys[i]: {
            name: str(value)
            for name, value in row.items()
            if value not in (None, "") and name not in matching_only.get(keys[i][0], ())
        }
        for i, row in zip(at, rows, strict=True)
    }


def _note_what_was_obeyed(linked: Linked, *, at: datetime) -> None:
    """Write down of each ruling whether this load could obey it; ``None`` where a record is gone."""
    columns = (linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster"))
    person_of = {(dataset, record): person for dataset, record, person in zip(*columns, strict=True)}
    for ruling in LinkRuling.objects.exclude(settled=Settled.OPEN.value):
        left, right = (person_of.get(key) for key in _pair_of(ruling))
        together = left == right
        known = left is not None and right is not None
        obeyed = (together is (ruling.settled == Settled.SAME.value)) if known else None
        LinkRuling.objects.filter(pk=ruling.pk).update(applied_at=at, obeyed=obeyed)


def _drawn_before(rulings: Iterable[LinkRuling], outcome: Outcome) -> int:
    return sum(r.by_chance and r.outcome == outcome.value for r in rulings)


def _pair_of(ruling: LinkRuling) -> Pair:
    return (ruling.dataset_l, ruling.record_id_l), (ruling.dataset_r, ruling.record_id_r)
