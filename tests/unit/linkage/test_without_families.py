"""What looks like twins where the records hold no families."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from goldenthread.linkage import Linked, link
from goldenthread.linkage.model_file import approve, digest_of, read_model, write_model
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.without_families import heard
from tests.unit.linkage.records_made import FAMILY, GIVEN, STREETS, TODAY, record, table

PEOPLE = 500
UNLEARNED = [r.name for r in REFUSALS if r.whatever_learned or r.of_families_alone]


def people(*, wrong_forenames: int = 0, twins: int = 0) -> list[dict[str, Any]]:
    """People of all ages who live alone, each known to a school and a surgery, and some of them with a twin who is too.

    Of some the surgery has another forename. The person stands before the dash in the record id.
    """
    chance = Random(9)
    rows = []
    for number in range(PEOPLE):
        one = {
            "given_name": chance.choice(GIVEN),
            "family_name": chance.choice(FAMILY),
            "date_of_birth": date(1940, 1, 1) + timedelta(days=chance.randrange(27_000)),
            "sex": None,
            "address_line": f"{chance.randrange(1, 999)} {chance.choice(STREETS)}",
            "postcode": f"WH{number % 9 + 1} {number % 8 + 1}A{'BDEFGHJL'[number // 72 % 8]}",
        }
        other = chance.choice([name for name in GIVEN if name[0] != one["given_name"][0]])
        wrong = {"given_name": other} if number < wrong_forenames else {}
        rows += [(f"{number}", one, wrong)]
        rows += [(f"{number}twin", one | {"given_name": other}, {})] if number < twins else []
    return [
        record(dataset=source, record_id=f"{who}-{source}", **one | (wrong if source == "a-surgery" else {}))
        for who, one, wrong in rows
        for source in ("a-school", "a-surgery")
    ]


def wrongly_joined(linked: Linked) -> int:
    who = [{r.partition("-")[0] for r in group} for group in _groups(linked)]
    return sum(len(people) > 1 for people in who)


def _groups(linked: Linked) -> list[set[str]]:
    rows = linked.people.group_by("cluster").aggregate([("record_id", "list")])
    return [set(ids) for ids in rows["record_id_list"].to_pylist()]


@pytest.fixture(scope="module")
def alone() -> Linked:
    return link(table(*people(wrong_forenames=40)), on=TODAY)


def test_a_wrong_forename_is_no_twin_where_there_are_no_families(alone: Linked) -> None:
    assert alone.model.without_families
    assert len(_groups(alone)) == PEOPLE
    assert wrongly_joined(alone) == 0


def test_twins_among_people_without_families_are_two_people() -> None:
    linked = link(table(*people(twins=25)), on=TODAY)
    assert not linked.model.without_families
    assert wrongly_joined(linked) == 0
    asked = pc.is_in(linked.links["why"], value_set=pa.array(UNLEARNED))
    assert set(linked.links.filter(asked)["outcome"].to_pylist()) <= {"review"}


def test_of_a_few_wrong_forenames_people_show_that_they_are_slips() -> None:
    rows = table(*people(wrong_forenames=8))
    linked = link(rows, on=TODAY)
    assert not linked.model.without_families
    assert len(_groups(linked)) == PEOPLE
    assert wrongly_joined(linked) == 0
    before = link(rows, on=TODAY, model=replace(linked.model, believed_from=0.0))
    assert len(_groups(before)) == PEOPLE + 8


def test_two_permanent_upns_go_to_a_person_there_too(alone: Linked) -> None:
    rows = people(wrong_forenames=40)
    for row in rows[:2]:
        upn = {"a-school": "H801200001001", "a-surgery": "T801200001002"}[row["dataset"]]
        row |= {"upn": upn, "upn_grade": "well_formed"}
    linked = link(table(*rows), on=TODAY, model=alone.model)
    assert len(_groups(linked)) == PEOPLE + 1


def test_it_is_in_the_model_and_in_what_is_approved(alone: Linked) -> None:
    model = approve(alone.model, by="A. Nowak", on=TODAY)
    assert read_model(write_model(model)) == model
    assert digest_of(replace(model, without_families=False)) != digest_of(model)


def test_a_look_up_hears_the_same_predicates(alone: Linked) -> None:
    assert UNLEARNED
    assert not [r.name for r in heard(alone.model) if r.name in UNLEARNED]
    assert heard(replace(alone.model, without_families=False)) == REFUSALS
