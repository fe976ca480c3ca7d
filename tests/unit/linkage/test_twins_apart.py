"""Twins who live apart are told from one person whose forename was written wrongly by how many of them have company."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from goldenthread.linkage import DEFAULT, Linked, link
from goldenthread.linkage.bridges import bridges
from goldenthread.linkage.features import make_features
from goldenthread.linkage.model import Model, UnreadableModel
from goldenthread.linkage.model_file import digest_of, read_model, write_model
from goldenthread.linkage.parting import TWINS_IN_TWO_HOMES
from goldenthread.linkage.twins_apart import learn_twins_apart, like_twins_apart, two_as_twins
from tests.unit.linkage.records_made import GIVEN, TODAY, record, somebody, table

PEOPLE, TWINS = 1000, 20


def people(twins: int, *, misnamed_away: bool = False) -> list[dict[str, Any]]:
    """One register of people of all ages who live alone, each told of once to three times.

    Some have a twin in another home. Some moved, and some are written under another forename, at home or where they
    moved to; the family name may have lost a letter. The person stands before the dash in the id.
    """
    chance = Random(3)
    rows = []
    for number in range(PEOPLE):
        one = somebody(chance)
        rows += _copies(f"{number}", one, misnamed_away, chance)
        if number < twins:
            born = {name: one[name] for name in ("family_name", "date_of_birth", "sex")}
            other = chance.choice([name for name in GIVEN if name[0] != one["given_name"][0]])
            rows += _copies(f"{number}twin", somebody(chance) | born | {"given_name": other}, misnamed_away, chance)
    return rows


def _copies(who: str, one: dict[str, Any], misnamed_away: bool, chance: Random) -> list[dict[str, Any]]:
    rows = []
    for copy in range(chance.randint(1, 3)):
        differs: dict[str, Any] = {}
        other = somebody(chance)
        moved, misnamed = copy and chance.random() < 0.15, copy and chance.random() < 0.03
        if moved or (misnamed and misnamed_away):
            differs |= {name: other[name] for name in ("address_line", "postcode")}
        if misnamed:
            differs |= {"given_name": other["given_name"]}
        if copy and chance.random() < 0.1:
            lost = chance.randrange(len(one["family_name"]))
            differs |= {"family_name": one["family_name"][:lost] + one["family_name"][lost + 1 :]}
        rows.append(record(record_id=f"{who}-{copy}", **one | differs))
    return rows


@pytest.fixture(scope="module")
def with_twins() -> Linked:
    return link(table(*people(TWINS)), on=TODAY)


@pytest.fixture(scope="module")
def without_twins() -> Linked:
    return link(table(*people(0, misnamed_away=True)), on=TODAY)


def groups(linked: Linked) -> set[frozenset[str]]:
    rows = linked.people.group_by("cluster").aggregate([("record_id", "list")])
    return {frozenset(ids) for ids in rows["record_id_list"].to_pylist()}


def of_two(linked: Linked) -> int:
    return sum(len({record_id.partition("-")[0] for record_id in group}) > 1 for group in groups(linked))


def test_twins_who_live_apart_are_two_people(with_twins: Linked) -> None:
    unheard = link(table(*people(TWINS)), on=TODAY, model=replace(with_twins.model, twins_apart=()))
    assert of_two(unheard) >= 15
    assert of_two(with_twins) <= of_two(unheard) / 3
    parted = groups(unheard) - groups(with_twins)
    of_one_person = [group for group in parted if len({r.partition("-")[0] for r in group}) == 1]
    assert len(of_one_person) <= 0.005 * PEOPLE


def test_they_go_to_a_person(with_twins: Linked) -> None:
    parted = [pair for pair in with_twins.links.to_pylist() if pair["why"] == TWINS_IN_TWO_HOMES]
    assert parted
    assert all(pair["outcome"] == "review" and 0.01 < pair["probability"] < 0.5 for pair in parted)


def test_where_such_are_one_person_under_a_wrong_forename_nobody_is_parted(without_twins: Linked) -> None:
    assert without_twins.model.twins_apart == ()
    assert TWINS_IN_TWO_HOMES not in without_twins.links["why"].to_pylist()


def test_the_same_model_parts_the_same_people(with_twins: Linked) -> None:
    again = link(table(*people(TWINS)), on=TODAY, model=read_model(write_model(with_twins.model)))
    assert groups(again) == groups(with_twins)


def test_what_is_said_of_them_is_in_the_model_and_in_what_is_approved(with_twins: Linked) -> None:
    model = with_twins.model
    assert len(model.twins_apart) == 3
    assert list(model.twins_apart) == sorted(model.twins_apart)
    assert digest_of(replace(model, twins_apart=())) != digest_of(model)
    with pytest.raises(UnreadableModel, match="at twins_apart three belong, or none"):
        read_model(write_model(replace(model, twins_apart=(0.1, 0.2))))


AWAY = {"address_line": "9 Moss Bank", "postcode": "LS1 1AA"}


@pytest.mark.parametrize(
    ("other", "like"),
    [
        ({"given_name": "George", **AWAY}, True),
        ({"given_name": "George", "address_line": None, "postcode": None}, True),
        ({"given_name": "George", "family_name": "Ashdwn", **AWAY}, True),
        ({"given_name": "Amleia", **AWAY}, False),
        ({"given_name": "George"}, False),
        ({"given_name": "George", **AWAY, "family_name": "Varley"}, False),
        ({"given_name": "George", **AWAY, "date_of_birth": date(2014, 5, 18)}, False),
        ({"given_name": "George", **AWAY, "phone": "07700 900123"}, False),
        ({"given_name": "George", **AWAY, "email": "ashdown@example.org"}, False),
        ({"given_name": None, **AWAY}, False),
    ],
)
def test_who_looks_like_twins_in_two_homes(other: dict[str, Any], like: bool) -> None:
    reached = {"phone": "07700 900123", "email": "ashdown@example.org"}
    assert looks_like(record(record_id="1", **reached), record(record_id="2", **other)) == like


def test_a_first_of_january_is_a_year_alone_and_no_birth_date() -> None:
    new_year = {"date_of_birth": date(2014, 1, 1)}
    assert not looks_like(
        record(record_id="1", **new_year), record(record_id="2", given_name="George", **AWAY, **new_year)
    )


def looks_like(one: dict[str, Any], other: dict[str, Any]) -> bool:
    features = make_features(table(one, other), on=TODAY, identifiers=DEFAULT)
    zero, first = np.array([0]), np.array([1])
    return bool(like_twins_apart(zero, first, np.array([True]), features)[0])


def taught(model: Model, groups_of: int) -> Model:
    """Thirty couples, of so many records each, and forty people more of three records."""
    left, right, kind = [], [], []
    for couple in range(30):
        first = couple * 2 * groups_of
        for start in (first, first + groups_of):
            left += [start + n for n in range(groups_of - 1)]
            right += [start + n + 1 for n in range(groups_of - 1)]
            kind += [False] * (groups_of - 1)
        left, right, kind = [*left, first], [*right, first + groups_of], [*kind, True]
    records = 60 * groups_of
    for start in range(records, records + 120, 3):
        left, right, kind = [*left, start, start + 1], [*right, start + 1, start + 2], [*kind, False, False]
    alike = np.array(kind)
    chance = np.where(alike, 0.95, 1.0)
    over = bridges(np.array(left), np.array(right), chance, np.ones(len(left), dtype=bool), alike, records + 120)
    return learn_twins_apart(over, alike, chance, replace(model, twins_apart=()))


def test_they_are_heard_where_hardly_any_stands_alone(with_twins: Linked) -> None:
    assert taught(with_twins.model, groups_of=2).twins_apart[0] < 0.05
    assert taught(with_twins.model, groups_of=1).twins_apart == ()


def test_nobody_is_two_by_what_was_not_learned(with_twins: Linked) -> None:
    left, right, yes = np.array([0]), np.array([1]), np.array([True])
    over = bridges(left, right, np.array([0.9]), yes, yes, 2)
    two, _ = two_as_twins(over, yes, replace(with_twins.model, twins_apart=()))
    assert two.tolist() == [False]
    two, said = two_as_twins(over, yes, replace(with_twins.model, twins_apart=(0.0, 0.0, 0.01)))
    assert two.tolist() == [True]
    assert said[0] == 0.02
