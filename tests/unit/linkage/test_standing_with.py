"""Beside a pair that is asked about stand all records of the one person or the two, and what links them."""

from itertools import combinations

import pytest

from goldenthread.linkage import Linked, Outcome, link
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.reviewing import Question, StandingWith, questions, standing_with
from goldenthread.linkage.reviewing import groups as telling
from tests.unit.linkage.records_in_doubt import area_in_doubt
from tests.unit.linkage.records_made import TODAY

Groups = dict[tuple[RecordKey, RecordKey], StandingWith]


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(area_in_doubt(60, seed=11)[0], on=TODAY)


@pytest.fixture(scope="module")
def person_of(linked: Linked) -> dict[RecordKey, str]:
    return {(p["dataset"], p["record_id"]): str(p["cluster"]) for p in linked.people.to_pylist()}


@pytest.fixture(scope="module")
def asked(linked: Linked) -> tuple[Question, ...]:
    return questions(linked, wanted_by_chance={Outcome.LINKED: 40})


@pytest.fixture(scope="module")
def groups(linked: Linked, asked: tuple[Question, ...], person_of: dict[RecordKey, str]) -> Groups:
    return standing_with(linked, asked, person_of=person_of)


def test_all_records_of_both_people_stand_there_and_nobody_else_s(
    asked: tuple[Question, ...], groups: Groups, person_of: dict[RecordKey, str]
) -> None:
    together, apart = 0, 0
    for one in asked:
        people = [person_of[key] for key in one.pair]
        everybody = {key for key, person in person_of.items() if person in people}
        if len(everybody) == 2:
            assert one.pair not in groups
            continue
        group = groups[one.pair]
        assert group.records[:2] == one.pair
        assert (set(group.records), group.more) == (everybody, 0)
        assert [people[side] for side in group.sides] == [person_of[key] for key in group.records]
        together, apart = together + one.together, apart + (not one.together)
    assert together, "else no group of one person was met"
    assert apart, "else no group of two people was met"


def test_each_person_hangs_together_by_the_strongest_links_and_what_is_asked_is_among_all(
    linked: Linked, asked: tuple[Question, ...], groups: Groups
) -> None:
    sure = {
        frozenset({(r["dataset_l"], r["record_id_l"]), (r["dataset_r"], r["record_id_r"])}): r["probability"]
        for r in linked.links.to_pylist()
    }
    for question in asked:
        if question.pair not in groups:
            continue
        group = groups[question.pair]
        ends = {frozenset({group.records[t.left], group.records[t.right]}): t for t in group.ties}
        assert len(ends) == len(group.ties)
        assert frozenset(question.pair) in ends
        assert all(tie.probability == sure.get(pair, question.probability) for pair, tie in ends.items())
        for tie in group.ties:
            assert not (tie.holds and group.sides[tie.left] != group.sides[tie.right])
            assert not set(tie.agrees) & set(tie.differs)
        for side in set(group.sides):
            mine = [key for key, of in zip(group.records, group.sides, strict=True) if of == side]
            held = [pair for pair, tie in ends.items() if tie.holds and pair <= set(mine)]
            linked_at_all = [pair for pair in map(frozenset, combinations(mine, 2)) if pair in sure]
            assert len(held) == len(mine) - _parts(mine, linked_at_all)


def _parts(keys: list[RecordKey], pairs: list[frozenset[RecordKey]]) -> int:
    """In how many pieces these records lie when these pairs are joined."""
    group = {key: {key} for key in keys}
    for left, right in map(tuple, pairs):
        both = group[left] | group[right]
        group.update(dict.fromkeys(both, both))
    return len({id(one) for one in group.values()})


def test_of_too_many_records_the_nearest_are_shown_and_the_others_counted(
    linked: Linked, asked: tuple[Question, ...], person_of: dict[RecordKey, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = standing_with(linked, asked, person_of=person_of)
    pair = max(many, key=lambda one: len(many[one].records))
    assert len(many[pair].records) > 3
    monkeypatch.setattr(telling, "MOST_RECORDS", 3)
    (few,) = standing_with(linked, [one for one in asked if one.pair == pair], person_of=person_of).values()
    assert (len(few.records), few.more) == (3, len(many[pair].records) - 3)
    assert few.records[:2] == pair
    nearest = max(
        (tie for tie in many[pair].ties if {tie.left, tie.right} & {0, 1} and {tie.left, tie.right} != {0, 1}),
        key=lambda tie: tie.probability,
    )
    assert nearest.probability == max(tie.probability for tie in few.ties if {tie.left, tie.right} != {0, 1})
