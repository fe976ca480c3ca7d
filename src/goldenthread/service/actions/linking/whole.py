"""People to be seen whole: all records that are held as one person, the weakest join first, kept as questions."""

from goldenthread.linkage import Linked, Outcome
from goldenthread.linkage.reviewing import DOUBTED, JOINED_BY_A_LOAD, WEAKEST_JOIN, Join, WholePerson, whole_people
from goldenthread.service.actions.linking.rows import RecordKey, Records, Row, digest_of, ends, finished, kept, weighed
from goldenthread.service.store.models import QuestionKind

MOST_PEOPLE = 100
"""How many are asked about for the doubt in them, besides those whose records the last load joined and whose page
somebody doubts."""


def whole_rows(
    linked: Linked, held: Records, *, joined: frozenset[RecordKey], doubted: frozenset[RecordKey]
) -> list[Row]:
    """The people most worth seeing, those whom this load joined out of two, and those whose page somebody doubts."""
    found = whole_people(linked, most=MOST_PEOPLE, wanted=joined | doubted, only=held.person_of)
    said = held.said({key for one in found for key in one.records})
    rows = []
    for one in found:
        person = held.person_of[one.records[0]]
        custodian, may_be_seen = held.custodian_of((person,))
        if may_be_seen and one.joins:
            private = held.is_private((person,))
            why = JOINED_BY_A_LOAD if not joined.isdisjoint(one.records) else WEAKEST_JOIN
            why = why if doubted.isdisjoint(one.records) else DOUBTED
            rows.append(
                _row(one, person, custodian, [said[key] for key in one.records], held, why=why, private=private)
            )
    return rows


def _row(
    one: WholePerson,
    person: str,
    custodian: str | None,
    said: list[dict[str, str]],
    held: Records,
    *,
    why: str,
    private: bool,
) -> Row:
    weakest = one.joins[0]
    records = [
        {"dataset": key[0], "record_id": key[1], "said": kept(words, private=private)}
        for key, words in zip(one.records, said, strict=True)
    ]
    return finished(
        {
            **ends((one.records[weakest.left], one.records[weakest.right]), (person, person)),
            "custodian_id": custodian,
            "kind": QuestionKind.PERSON.value,
            "outcome": Outcome.REVIEW.value,
            "by_chance": False,
            "digest": digest_of("person", *one.records, *said),
            "why": why,
            "probability": weakest.probability,
            "together": True,
            "hangs_on_it": len(one.records) - 1,
            "value": one.value,
            **weighed(weakest.weighing),
            "left": {},
            "right": {},
            "kept_private": private,
            "about": {"records": records, "joins": [_join(join) for join in one.joins]},
        },
        held,
    )


def _join(join: Join) -> Row:
    told = {"left": join.left, "right": join.right, "probability": join.probability, "parts": join.parts}
    return {**told, **weighed(join.weighing)}
