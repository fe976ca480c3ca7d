"""Two pages that somebody says are of one child: what a load asks the reviewers for them, and what became of it.

Nothing is joined for it. Reviewers compare one record of each, with all others beside them, and settle it as any pair.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from goldenthread.linkage import Linked
from goldenthread.linkage.reviewing import SAID_TO_BE_ONE, Settled, likeliest
from goldenthread.people import Held
from goldenthread.service.actions.linking.doubts import OF_TWO, OVER, TO_ASK, who_they_are_now
from goldenthread.service.actions.linking.rows import RecordKey, Records, Row
from goldenthread.service.actions.linking.rulings import Pair, newest, pair_of
from goldenthread.service.store.models import DoubtState, LinkDoubt, LinkQuestion, QuestionKind, QuestionState

People = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidToBeOne:
    """What was said of each two people who are two still, and the two records to compare for those to ask about."""

    of: Mapping[People, list[LinkDoubt]] = field(repr=False)
    pair_of: Mapping[People, Pair] = field(repr=False)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(self.pair_of.values())


def what_is_said_to_be_one(
    linked: Linked, held: Records, before: Mapping[RecordKey, Held], standing: Iterable[LinkQuestion]
) -> SaidToBeOne:
    """The people to ask about, as whom this load holds the records of the pages; those who are one now are joined."""
    said = list(LinkDoubt.objects.select_for_update().filter(OF_TWO).exclude(state__in=OVER))
    now = who_they_are_now({person for one in said for person in _people(one)}, held, before)
    of: dict[People, list[LinkDoubt]] = defaultdict(list)
    for one in said:
        one.person_id, one.other_person_id = (now.get(person, person) for person in (one.person_id, _other(one)))
        if len(_people(one)) == 1:
            _become(one, DoubtState.JOINED, held)
            continue
        if one.state == DoubtState.TO_BE_JOINED.value:
            _become(one, DoubtState.NOT_JOINED, held)
        of[_people(one)].append(one)
    to_ask = {people: its for people, its in of.items() if any(one.state in TO_ASK for one in its)}
    return SaidToBeOne(of=of, pair_of=_to_compare(to_ask, linked, held, standing))


def put_both_before_reviewers(said: SaidToBeOne, rows: Iterable[Row], held: Records) -> None:
    """Say of each question that is about two such pages why it is asked, and of what was said what is asked for it."""
    asked = {_ends(row): row for row in rows if _is_open(row)}
    known = frozenset(held.person_of.values()) if said.of else frozenset()
    for people, its in said.of.items():
        row = asked.get(frozenset(said.pair_of[people])) if people in said.pair_of else None
        waits = [one for one in its if one.state in TO_ASK]
        if row and waits:
            row["why"] = SAID_TO_BE_ONE
            row["asked_because"] = "\n".join(one.because for one in waits)
        custodian, _ = held.custodian_of(sorted(people))
        for one in its:
            if people <= known:
                one.custodian_id = custodian
            if one in waits:
                one.question_id = row["id"] if row else None
                _become(one, DoubtState.ASKED if row else DoubtState.NOT_ASKED, held)
            else:
                one.save()


def _to_compare(
    to_ask: Collection[People], linked: Linked, held: Records, standing: Iterable[LinkQuestion]
) -> dict[People, Pair]:
    """One record of each: those already asked about, or that people called two, or else of which the most speaks."""
    wanted = frozenset().union(*to_ask)
    records: dict[str, list[RecordKey]] = defaultdict(list)
    for key, person in held.person_of.items() if wanted else ():
        if person in wanted:
            records[person].append(key)
    asked = {frozenset(pair_of(one)) for one in standing if one.why == SAID_TO_BE_ONE}
    ruled = newest() if wanted else {}
    apart = {ends for ends, ruling in ruled.items() if ruling.settled == Settled.DIFFERENT.value}
    groups: dict[People, list[Pair]] = {}
    for people in to_ask:
        one, other = sorted(people)
        pairs = [(min(a, b), max(a, b)) for a in records[one] for b in records[other]]
        before = ([pair for pair in pairs if frozenset(pair) in ends] for ends in (asked, apart))
        groups[people] = next(filter(None, before), pairs)
    found = zip(groups, likeliest(linked, list(groups.values())), strict=True)
    return {people: pair for people, pair in found if pair}


def _is_open(row: Row) -> bool:
    return bool(row["kind"] == QuestionKind.PAIR.value and row["state"] != QuestionState.SETTLED.value)


def _ends(row: Row) -> frozenset[RecordKey]:
    return frozenset({(row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"])})


def _people(one: LinkDoubt) -> People:
    return frozenset({one.person_id, _other(one)})


def _other(one: LinkDoubt) -> str:
    assert one.other_person_id is not None
    return one.other_person_id


def _become(one: LinkDoubt, state: DoubtState, held: Records) -> None:
    if one.state != state.value:
        one.state, one.became_at = state.value, held.at
    one.save()
