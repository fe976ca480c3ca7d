"""A question about links as it is kept: what a reviewer may see of the records, and of whom."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import pyarrow as pa
from psycopg.types.json import Jsonb

from goldenthread.linkage import Linked
from goldenthread.linkage.reviewing import Question, StandingWith, Weighing, standing_with
from goldenthread.people import Index
from goldenthread.service.store.models import QuestionKind, QuestionState

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
"""Not kept of anybody who has a protected address, nor of whoever stands beside them."""

RecordKey = tuple[str, str]
Pair = tuple[RecordKey, RecordKey]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Records:
    """As whom records are held, who hides whom, whose whereabouts are protected, and what the records say."""

    table: pa.Table = field(repr=False)
    person_of: Mapping[RecordKey, str] = field(repr=False)
    hidden: Mapping[str, frozenset[str]] = field(repr=False)
    protected: frozenset[str] = field(repr=False)
    matching_only: Mapping[str, Collection[str]]
    at: datetime

    def said(self, wanted: Collection[RecordKey]) -> dict[RecordKey, dict[str, str]]:
        """What each wanted record says that a reviewer may see."""
        names = [name for name in SHOWN if name in self.table.column_names]
        keys = list(zip(self.table["dataset"].to_pylist(), self.table["record_id"].to_pylist(), strict=True))
        places = [i for i, key in enumerate(keys) if key in wanted]
        rows = self.table.select(names).take(pa.array(places, pa.int64())).to_pylist()
        return {keys[i]: self._shown(keys[i][0], row) for i, row in zip(places, rows, strict=True)}

    def _shown(self, dataset: str, row: Row) -> dict[str, str]:
        kept_back = self.matching_only.get(dataset, ())
        return {n: str(value) for n, value in row.items() if value not in (None, "") and n not in kept_back}

    def custodian_of(self, people: Iterable[str]) -> tuple[str | None, bool]:
        """Who alone may see these people together, and whether anybody may: two agencies' hidden nobody sees."""
        custodians = frozenset().union(*(self.hidden.get(person, frozenset()) for person in people))
        return next(iter(sorted(custodians)), None), len(custodians) < 2

    def is_private(self, people: Iterable[str]) -> bool:
        return not self.protected.isdisjoint(people)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """What is told of the pairs that are asked about: whom each stands with, and what all these records say."""

    groups: Mapping[Pair, StandingWith] = field(repr=False)
    said: Mapping[RecordKey, Mapping[str, str]] = field(repr=False)


def told_of(linked: Linked, asked: Collection[Question], held: Records) -> ToldOf:
    groups = standing_with(linked, asked, person_of=held.person_of)
    keys = {key for question in asked for key in question.pair}
    return ToldOf(groups=groups, said=held.said(keys | {key for group in groups.values() for key in group.records}))


def read_records(
    records: pa.Table, index: Index, *, matching_only: Mapping[str, Collection[str]], at: datetime
) -> Records:
    hidden: dict[str, frozenset[str]] = {}
    for entry in index.shielded:
        hidden[entry.person_id] = hidden.get(entry.person_id, frozenset()) | {str(entry.custodian)}
    return Records(
        table=records,
        person_of={(m.dataset, m.record_id): m.person_id for m in index.memberships},
        hidden=hidden,
        protected=frozenset(a.person_id for a in index.addresses if a.is_protected) | hidden.keys(),
        matching_only=matching_only,
        at=at,
    )


def row_of(question: Question, told_of: ToldOf, held: Records, **differs: Any) -> Row | None:
    """One pair as it is kept; ``None`` where two agencies hide the two, so that nobody may see both."""
    left, right = question.pair
    said = told_of.said
    people = (held.person_of[left], held.person_of[right])
    custodian, may_be_seen = held.custodian_of(people)
    if not may_be_seen:
        return None
    private = held.is_private(people)
    told: Row = {
        **ends(question.pair, people),
        "custodian_id": custodian,
        "outcome": question.outcome.value,
        "by_chance": question.by_chance,
        "why": question.why,
        "probability": question.probability,
        "together": people[0] == people[1],
        "hangs_on_it": question.hangs_on_it,
        "value": question.value,
        "about": {
            "same": asdict(question.answers.same),
            "apart": asdict(question.answers.apart),
            **_group(told_of.groups.get(question.pair), said, private=private),
        },
        **weighed(question.weighing),
        "left": kept(said[left], private=private),
        "right": kept(said[right], private=private),
        "kept_private": private,
        **differs,
    }
    # What both records say, so that a question is asked anew when either says something else.
    digest = digest_of(told["outcome"], *question.pair, said[left], said[right])
    return finished({**told, "digest": digest}, held)


def _group(group: StandingWith | None, said: Mapping[RecordKey, Mapping[str, str]], *, private: bool) -> Row:
    """All records that stand with the two, or none. Of each one's file a number is told, which names no service."""
    if group is None:
        return {"group": None}
    files = list(dict.fromkeys(dataset for dataset, _ in group.records))
    records = [
        {
            "dataset": key[0],
            "record_id": key[1],
            "side": side,
            "file": files.index(key[0]),
            "said": kept(said[key], private=private),
        }
        for key, side in zip(group.records, group.sides, strict=True)
    ]
    return {"group": {"records": records, "ties": [asdict(tie) for tie in group.ties], "more": group.more}}


def finished(told: Row, held: Records) -> Row:
    """Every column, in one order, with what an ordinary new question has."""
    row = {
        "id": uuid4(),
        "kind": QuestionKind.PAIR.value,
        "about": {},
        "reopens": None,
        "asked_because": "",
        "state": QuestionState.UNANSWERED.value,
        "asked_at": held.at,
        **told,
    }
    return {
        name: Jsonb(row[name]) if name in ("left", "right", "lines", "about") else row[name] for name in sorted(row)
    }


def ends(pair: tuple[RecordKey, RecordKey], people: tuple[str, str]) -> Row:
    (dataset_l, record_l), (dataset_r, record_r) = pair
    return {
        "dataset_l": dataset_l,
        "record_id_l": record_l,
        "dataset_r": dataset_r,
        "record_id_r": record_r,
        "person_id_l": people[0],
        "person_id_r": people[1],
    }


def weighed(told: Weighing) -> Row:
    return {"rival": told.rival.value, "starts_at": told.starts_at, "lines": [asdict(line) for line in told.lines]}


def kept(said: Mapping[str, str], *, private: bool) -> dict[str, str]:
    return {name: value for name, value in said.items() if not (private and name in SAYS_WHERE)}


def digest_of(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
