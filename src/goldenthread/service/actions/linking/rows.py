"""A question about links as it is kept: what a reviewer may see of the records, and of whom."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
from psycopg.types.json import Jsonb

from goldenthread.linkage import Linked
from goldenthread.linkage.reviewing import Question, StandingWith, Weighing, standing_with
from goldenthread.people import Index
from goldenthread.service.store.models import QuestionKind, QuestionState
from goldenthread.vocabulary import Grade

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

NOBODY = ""
"""The person of a record that is held as nobody's: outside the cohort since people parted it from whoever is in it."""

NUMBER_OF_ONE_PERSON = "nhs_number"
"""A person has one: two of them keep two people apart until somebody says whose each is."""

RecordKey = tuple[str, str]
Pair = tuple[RecordKey, RecordKey]
Row = dict[str, Any]
Named = tuple[str, str]
"""What a record calls somebody, and the date of birth that it gives."""
NumbersHeld = Mapping[str, Mapping[str, Mapping[RecordKey, Named]]]
"""By person and number the records that hold it."""
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Records:
    """As whom records are held, who hides whom, whose whereabouts are protected, and what the records say."""

    table: pa.Table = field(repr=False)
    person_of: Mapping[RecordKey, str] = field(repr=False)
    hidden: Mapping[str, frozenset[str]] = field(repr=False)
    protected: frozenset[str] = field(repr=False)
    matching_only: Mapping[str, Collection[str]]
    at: datetime
    numbers: NumbersHeld = field(default_factory=dict, repr=False)

    def people_of(self, pair: Pair) -> tuple[str, str]:
        left, right = pair
        return self.person_of.get(left, NOBODY), self.person_of.get(right, NOBODY)

    def two_numbers(self, people: Iterable[str]) -> list[Row]:
        """The NHS numbers that these people's records hold, where they hold two or more: each with its records."""
        held: dict[str, dict[RecordKey, Named]] = defaultdict(dict)
        for person in people:
            for number, records in self.numbers.get(person, {}).items():
                held[number].update(records)
        if len(held) < 2:
            return []
        return [
            {
                "number": number,
                "records": [list(key) for key in sorted(held[number])],
                "named": [list(one) for one in sorted(set(held[number].values()))[:MOST_NAMED]],
            }
            for number in sorted(held)
        ]

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
    of_somebody = [question for question in asked if NOBODY not in held.people_of(question.pair)]
    groups = standing_with(linked, of_somebody, person_of=held.person_of)
    keys = {key for question in asked for key in question.pair}
    return ToldOf(groups=groups, said=held.said(keys | {key for group in groups.values() for key in group.records}))


def read_records(
    records: pa.Table, index: Index, *, matching_only: Mapping[str, Collection[str]], at: datetime
) -> Records:
    hidden: dict[str, frozenset[str]] = {}
    for entry in index.shielded:
        hidden[entry.person_id] = hidden.get(entry.person_id, frozenset()) | {str(entry.custodian)}
    person_of: dict[RecordKey, str] = {(m.dataset, m.record_id): m.person_id for m in index.memberships}
    return Records(
        table=records,
        person_of=person_of,
        numbers=numbers_held(records, person_of, matching_only),
        hidden=hidden,
        protected=frozenset(a.person_id for a in index.addresses if a.is_protected) | hidden.keys(),
        matching_only=matching_only,
        at=at,
    )


def numbers_held(
    records: pa.Table, person_of: Mapping[RecordKey, str], matching_only: Mapping[str, Collection[str]]
) -> NumbersHeld:
    """As the agencies wrote them, those too that people found to be somebody else's; but for what nobody is shown."""
    sound = pc.is_in(
        records[f"{NUMBER_OF_ONE_PERSON}_grade"], pa.array([Grade.VERIFIED, Grade.WELL_FORMED], pa.string())
    )
    held: dict[str, dict[str, dict[RecordKey, Named]]] = defaultdict(lambda: defaultdict(dict))
    for one in records.filter(sound).select(["dataset", "record_id", NUMBER_OF_ONE_PERSON, *_NAMES]).to_pylist():
        key, kept_back = (one["dataset"], one["record_id"]), matching_only.get(one["dataset"], ())
        if key in person_of and NUMBER_OF_ONE_PERSON not in kept_back:
            shown = {name: str(one[name]) for name in _NAMES if one[name] and name not in kept_back}
            name = " ".join(filter(None, map(shown.get, ("given_name", "family_name")))) or shown.get("full_name", "")
            held[person_of[key]][one[NUMBER_OF_ONE_PERSON]][key] = (name, shown.get("date_of_birth", ""))
    return held


_NAMES = ("given_name", "family_name", "full_name", "date_of_birth")


def row_of(question: Question, told_of: ToldOf, held: Records, **differs: Any) -> Row | None:
    """One pair as it is kept; ``None`` where two agencies hide the two, so that nobody may see both.

    Where one of the two is nobody's, nothing says where anybody lives: whether their home is protected is not known.
    """
    left, right = question.pair
    said = told_of.said
    people = held.people_of(question.pair)
    custodian, may_be_seen = held.custodian_of(people)
    if not may_be_seen:
        return None
    private = held.is_private(people) or NOBODY in people
    numbers = held.two_numbers(people)
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
            **({} if NOBODY in people else _group(told_of.groups.get(question.pair), said, private=private)),
            "numbers": numbers,
        },
        **weighed(question.weighing),
        "left": kept(said[left], private=private),
        "right": kept(said[right], private=private),
        "kept_private": private,
        **differs,
    }
    # What both records say, so that a question is asked anew when either says something else.
    which = [numbers] if numbers else []  # an answer may name one by its place
    digest = digest_of(told["outcome"], *question.pair, said[left], said[right], *which)
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
