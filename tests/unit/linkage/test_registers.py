"""A register that holds hardly anybody twice tells two strangers of one name from one person who changed theirs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import Linked, link
from goldenthread.linkage.bridges import Bridges, bridges
from goldenthread.linkage.incremental import link_changes, nothing, stand
from goldenthread.linkage.model import Model
from goldenthread.linkage.model_file import digest_of, read_model, write_model
from goldenthread.linkage.parting import BOTH_IN_ONE_REGISTER
from goldenthread.linkage.registers import learn_registers, two_by_registers
from goldenthread.linkage.shapes import Constraint, Decided, Mode
from tests.unit.linkage.records_made import FAMILY, GIVEN, STREETS, TODAY, record, table

PEOPLE, STRANGERS, CHANGED = 1200, 8, 60
REGISTERS = ("births", "surgeries")


def people() -> list[dict[str, Any]]:
    """People whom two registers hold once each; some moved and took another family name between the two.

    A few have a forename and a birth date in common with a stranger, whom both registers hold as well. The person
    stands before the dash in the id.
    """
    chance = Random(7)
    rows = []
    for number in range(PEOPLE):
        one = _somebody(chance)
        before = _somebody(chance) if number < CHANGED else one
        known = {name: one[name] for name in ("given_name", "date_of_birth")}
        rows += [
            record(dataset=register, record_id=f"{number}-{register}", **_copied(told | known, chance))
            for register, told in zip(REGISTERS, (before, one), strict=True)
        ]
        if number >= PEOPLE - STRANGERS:
            other = _somebody(chance) | known
            rows += [record(dataset=r, record_id=f"{number}stranger-{r}", **other) for r in REGISTERS]
    return rows


def _somebody(chance: Random) -> dict[str, Any]:
    return {
        "given_name": chance.choice(GIVEN) + chance.choice(("", "a", "e", "ine", "ora", "is")),
        "family_name": chance.choice(FAMILY) + chance.choice(("", "son", "ham", "ley", "ton")),
        "date_of_birth": date(1940, 1, 1) + timedelta(days=chance.randrange(27_000)),
        "sex": None,
        "address_line": f"{chance.randrange(1, 999)} {chance.choice(STREETS)}",
        "postcode": f"WH{chance.randrange(1, 99)} {chance.randrange(1, 9)}A{chance.choice('BDEFGHJL')}",
    }


def _copied(one: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Now and then a letter of the family name is lost."""
    lost = chance.randrange(len(one["family_name"]))
    name = one["family_name"]
    return one | ({"family_name": name[:lost] + name[lost + 1 :]} if chance.random() < 0.05 else {})


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(table(*people()), on=TODAY)


@pytest.fixture(scope="module")
def unheard(linked: Linked) -> Linked:
    return link(table(*people()), on=TODAY, model=replace(linked.model, held_twice={}))


def groups(linked: Linked) -> set[frozenset[str]]:
    rows = linked.people.group_by("cluster").aggregate([("record_id", "list")])
    return {frozenset(ids) for ids in rows["record_id_list"].to_pylist()}


def of_two(linked: Linked) -> int:
    return sum(len({record_id.partition("-")[0] for record_id in group}) > 1 for group in groups(linked))


def test_strangers_of_one_forename_and_birth_date_are_two_people(linked: Linked, unheard: Linked) -> None:
    assert of_two(unheard) >= STRANGERS / 2
    assert of_two(linked) == 0


def test_who_changed_name_and_home_stays_one_person(linked: Linked, unheard: Linked) -> None:
    changed = [{f"{number}-{register}" for register in REGISTERS} for number in range(CHANGED)]
    found, before = (sum(one in groups(run) for one in changed) for run in (linked, unheard))
    assert found == before > 0.9 * CHANGED


def test_who_is_parted_goes_to_a_person(linked: Linked) -> None:
    parted = [pair for pair in linked.links.to_pylist() if pair["why"] == BOTH_IN_ONE_REGISTER]
    assert parted
    assert all(pair["outcome"] == "review" and 0.01 < pair["probability"] < 0.5 for pair in parted)


def test_a_reviewer_who_calls_them_one_is_obeyed(linked: Linked) -> None:
    pair = next(pair for pair in linked.links.to_pylist() if pair["why"] == BOTH_IN_ONE_REGISTER)
    ends = {name: pair[name] for name in ("dataset_l", "record_id_l", "dataset_r", "record_id_r")}
    told = Constraint(**ends, decided=Decided.LINK)
    obeyed = link(table(*people()), on=TODAY, model=linked.model, constraints=[told])
    assert any({pair["record_id_l"], pair["record_id_r"]} <= group for group in groups(obeyed))


def test_the_same_model_parts_the_same_people(linked: Linked) -> None:
    again = link(table(*people()), on=TODAY, model=read_model(write_model(linked.model)))
    assert groups(again) == groups(linked)


def test_what_changed_is_parted_as_all_would_be(linked: Linked) -> None:
    rows = people()
    named = [str(cluster) for cluster in linked.people["cluster"].to_pylist()]
    whole = stand(linked, table(*rows), named=named)
    standing = nothing(linked.model, whole.reference, Mode.LINK_AND_DEDUPE, whole.features)
    for part in (rows[::2], rows[1::2]):
        standing = link_changes(standing, table(*part), on=TODAY).standing
    assert _of(standing) == _of(whole)


def _of(standing: Any) -> set[frozenset[str]]:
    people: dict[str, set[str]] = {}
    for who, record_id in zip(standing.people.to_pylist(), standing.features["record_id"].to_pylist(), strict=True):
        people.setdefault(who, set()).add(record_id)
    return {frozenset(ids) for ids in people.values()}


def test_an_approval_is_of_what_it_doubts_by(linked: Linked) -> None:
    assert linked.model.held_twice
    assert digest_of(replace(linked.model, held_twice={})) != digest_of(linked.model)


def features(datasets: Sequence[str]) -> pa.Table:
    return pa.table({"dataset": pa.chunked_array([pa.array(datasets, pa.string())])})


def ratios(person_of: Sequence[int], datasets: Sequence[str], model: Model) -> dict[str, float]:
    return learn_registers(np.array(person_of, dtype=np.int64), features(datasets), model).held_twice


def test_a_register_that_holds_each_once_tells_them_apart_and_one_that_does_not_tells_nothing(linked: Linked) -> None:
    person_of = [person for person in range(100) for _ in range(3)]
    found = ratios(person_of, ["once", "often", "often"] * 100, linked.model)
    assert found == {"often": pytest.approx(101 / 102, abs=1e-6), "once": pytest.approx(1 / 102, abs=1e-6)}


def test_a_register_of_few_tells_less(linked: Linked) -> None:
    person_of = [person for person in range(100) for _ in range(2)]
    found = ratios(person_of, ["many", "few"] * 5 + ["many", "many"] * 95, linked.model)
    assert found["few"] == 1.0
    assert ratios([], [], linked.model) == {}


def test_the_only_register_tells_nothing(linked: Linked) -> None:
    person_of = [0, 0, 1, 1, *range(2, 40)]
    assert ratios(person_of, ["all"] * len(person_of), linked.model)["all"] >= 0.75


LEFT, RIGHT = np.array([0, 2, 0]), np.array([1, 3, 2])
CHANCE = np.array([1.0, 1.0, 0.9])
NONE = np.zeros(3, dtype=bool)


def over() -> Bridges:
    """Two groups of two records each, with one link between them of which less is said."""
    return bridges(LEFT, RIGHT, CHANCE, ~NONE, NONE, 4)


@pytest.mark.parametrize(
    ("datasets", "two"),
    [
        (["births", "surgeries", "births", "surgeries"], True),
        (["births", "schools", "births", "surgeries"], True),
        (["surgeries", "schools", "surgeries", "schools"], False),
        (["births", "schools", "surgeries", "other"], False),
    ],
)
def test_groups_are_two_people_where_a_register_that_holds_each_once_holds_both(
    datasets: list[str], two: bool, linked: Linked
) -> None:
    model = replace(linked.model, held_twice={"births": 0.01, "surgeries": 0.4, "schools": 0.8})
    found, said = two_by_registers(over(), CHANCE, features(datasets), model)
    assert found.tolist() == [two]
    assert bool(said[0] < 0.5) == two


def test_a_link_of_which_enough_is_said_bridges_nothing() -> None:
    assert not len(bridges(LEFT, RIGHT, np.ones(3), ~NONE, NONE, 4).link)
    assert over().lone().tolist() == [0]
    assert over().best(CHANCE).tolist() == [0.9]
