"""Twins whose forenames are close, or of which only the second differs, and a son born on his father's birthday."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import link
from goldenthread.linkage.refusal import RELATIVES_ARE_LIVE_BELOW_BITS
from tests.unit.linkage.records_made import FAMILY, GIVEN, STREETS, TODAY, area, nhs_number, record, table
from tests.unit.linkage.test_linkage_refusing import refusal

LEARNED_NOTHING: dict[str, Any] = {"relative_bits": RELATIVES_ARE_LIVE_BELOW_BITS, "bits": 20.0}
"""A model that learned that there are no relatives, and everything else agrees."""
SECOND = "twins_of_two_second_forenames_are_two_people"
SEXES = "twins_of_two_sexes_and_two_forenames_are_two_people"
LIKE = "two_like_forenames_of_one_birth_date_and_home_go_to_a_person"
NEITHER = "two_forenames_and_two_birth_dates_go_to_a_person"
TWO_YEARS = "two_forenames_and_two_years_of_birth_go_to_a_person"
NO_SLIP = "a_birth_date_a_generation_off_that_is_no_slip_is_of_a_parent_or_a_child"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"given_name": "Maria Clara"}, {"given_name": "Maria Julia"}),
        ({"given_name": "Muhammad Ali"}, {"given_name": "Mohammed", "middle_names": "Umar"}),
        ({"given_name": "Anne-Marie"}, {"given_name": "Anne Sophie"}),
        ({"given_name": "Marai Clara"}, {"given_name": "Maria Julia"}),
    ],
)
def test_twins_of_two_second_forenames_are_two_people(one: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    assert refusal(left=one, **other, **LEARNED_NOTHING) == SECOND


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Clara", "Maria"),
        ("Maria Clara", "Maria C."),
        ("Maria Clara", "Mari?a"),
        ("Maria Clara", "Maria Klara"),
        ("Maria Clara Julia", "Maria Julia"),
        ("Maria Clara Julia", "Maria Julia Clara"),
        ("Yi Yu", "Yi Iu"),
    ],
)
def test_a_second_forename_left_out_shortened_misspelled_or_made_by_a_lost_letter_makes_no_twin(
    one: str, other: str
) -> None:
    assert refusal(left={"given_name": one}, given_name=other, **LEARNED_NOTHING) is None


def test_a_third_record_may_say_that_two_second_forenames_are_one_persons() -> None:
    born = date(2014, 2, 3)
    told = {"family_name": "Jiang", "date_of_birth": born, "person_kind": "unknown"}
    names = enumerate(("Xuan Ying Ran", "Ying Ran", "Xuan"))
    three = [record(dataset="yu", record_id=str(n), given_name="Yu", middle_names=name, **told) for n, name in names]
    linked = link(pa.concat_tables([area(60, seed=5)[0], table(*three)]), on=TODAY)
    people = {r["record_id"]: r["cluster"] for r in linked.people.to_pylist() if r["dataset"] == "yu"}
    assert len(set(people.values())) == 1


def test_an_identifier_outweighs_two_second_forenames() -> None:
    two = [{"given_name": name, **nhs_number(7)} for name in ("Maria Clara", "Maria Julia")]
    assert refusal(left=two[0], **two[1], **LEARNED_NOTHING) is None


@pytest.mark.parametrize(("boy", "girl"), [("Sam", "Samantha"), ("Daniel", "Danielle"), ("Alex", "Alexandra")])
def test_a_boy_and_a_girl_of_two_forms_of_one_name_are_twins(boy: str, girl: str) -> None:
    him, her = {"given_name": boy, "sex": "male"}, {"given_name": girl, "sex": "female"}
    assert refusal(left=him, **her, common=(boy, girl), **LEARNED_NOTHING) == SEXES
    assert refusal(left=him, **her | {"sex": None}, common=(boy, girl), **LEARNED_NOTHING) != SEXES


def test_another_sex_alone_makes_no_twin() -> None:
    """Sex may be recorded wrongly, and may change."""
    assert refusal(sex="male", **LEARNED_NOTHING) is None
    assert refusal(sex="male", given_name="Amelai", **LEARNED_NOTHING) is None


@pytest.mark.parametrize(
    ("one", "other"), [("Zara", "Sara"), ("Oliver", "Olivia"), ("Amir", "Amira"), ("Joan", "John")]
)
def test_two_like_forenames_that_are_both_common_are_not_joined(one: str, other: str) -> None:
    told = refusal(left={"given_name": one}, given_name=other, common=(one, other), **LEARNED_NOTHING)
    assert told in (LIKE, "two_known_forenames_of_one_birth_date_and_home_go_to_a_person")


def test_a_rare_spelling_of_a_common_forename_is_a_slip() -> None:
    many = ("Mandy",) * 12
    told = refusal(left={"given_name": "Mandy"}, given_name="Mandi", common=(*many, "Mandi"), **LEARNED_NOTHING)
    assert told is None


BORN = date(1961, 9, 30)


@pytest.mark.parametrize("son_s", [date(1985, 9, 30), date(1990, 9, 30), date(1987, 4, 12)])
def test_a_son_of_his_father_s_name_is_another_person_whatever_was_learned(son_s: date) -> None:
    man = {"given_name": "George", "sex": "male", "person_kind": "adult"}
    told = refusal(left=man | {"date_of_birth": BORN}, **man, date_of_birth=son_s, **LEARNED_NOTHING)
    assert told == NO_SLIP


@pytest.mark.parametrize("slip", [date(1916, 9, 30), date(1991, 9, 30), date(1962, 9, 30), date(1931, 10, 30)])
def test_a_slip_of_the_year_makes_no_son(slip: date) -> None:
    assert refusal(left={"date_of_birth": BORN}, date_of_birth=slip, **LEARNED_NOTHING) != NO_SLIP


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"given_name": "Melissa", "date_of_birth": date(2013, 1, 1)}, {"given_name": "Frank"}),
        ({"given_name": "Joacna", "date_of_birth": date(2013, 1, 1)}, {"given_name": "Claire"}),
        ({"given_name": "Karl", "address_line": "5 Ross Port", "postcode": "QQ1 1QQ"}, {"given_name": "Denis"}),
        ({"given_name": "Ngozi", "family_name": "Okafor", "email": "a@b.example"}, {"email": "a@b.example"}),
    ],
)
def test_who_has_neither_forename_nor_birth_date_in_common_goes_to_a_person_whatever_was_learned(
    one: Mapping[str, Any], other: Mapping[str, Any]
) -> None:
    left, right = {"date_of_birth": date(2014, 5, 17)} | dict(one), {"date_of_birth": date(2019, 1, 1)} | dict(other)
    assert refusal(left=left, **right, **LEARNED_NOTHING) == TWO_YEARS
    known = dict(right) | {"date_of_birth": date(2019, 1, 2)}
    assert refusal(left=left | {"date_of_birth": date(2014, 5, 17)}, **known, bits=20.0, relative_bits=0.0) == NEITHER


def test_where_there_are_no_relatives_a_slip_of_a_forename_and_of_a_birth_date_is_one_person() -> None:
    """Of fake_1000 28 of 30 such pairs were, and of made-up German records 156 of 156."""
    known = {"given_name": "Ethan", "date_of_birth": date(2004, 5, 17)}
    assert refusal(left={"date_of_birth": date(2014, 5, 17)}, **known, **LEARNED_NOTHING) is None
    assert refusal(left={"date_of_birth": date(2014, 5, 17)}, **known, bits=20.0, relative_bits=0.0) == NEITHER


def test_a_first_of_january_beside_another_day_of_its_year_is_no_other_year() -> None:
    year_alone = {"given_name": "Ethan", "date_of_birth": date(2014, 1, 1)}
    assert refusal(left={"date_of_birth": date(2014, 5, 17)}, **year_alone, **LEARNED_NOTHING) is None


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "Millie", "date_of_birth": date(2014, 5, 19)},
        {"given_name": "Amelai", "date_of_birth": date(2013, 5, 17)},
        {"given_name": "Jack", "family_name": "Amelia", "date_of_birth": None},
        {"given_name": "Ashdown", "family_name": "Amelia", "date_of_birth": date(2014, 5, 19)},
    ],
)
def test_a_slip_of_both_or_a_date_that_is_not_known_is_no_two_people_by_that(other: Mapping[str, Any]) -> None:
    assert refusal(**other, **LEARNED_NOTHING) != NEITHER


FATHERS = ("Abdullahi", "Bile", "Guled", "Idris", "Jama", "Khalid", "Liban", "Mahamud", "Nur", "Warsame", "Yusuf")


def refugees() -> list[dict[str, Any]]:
    """Families of whom the year of birth alone is known, written as a first of January, and who have the father's name.

    The person stands before the dash in the record id.
    """
    chance, rows = Random(8), []
    for family in range(120):
        home = {
            "middle_names": chance.choice(FATHERS),
            "family_name": chance.choice(FAMILY),
            "address_line": f"{chance.randrange(1, 999)} {chance.choice(STREETS)}",
            "postcode": f"WH{family % 9 + 1} {family % 8 + 1}A{'BDEFGHJL'[family // 72]}",
            "sex": None,
        }
        year = chance.randrange(2005, 2012)
        for place, given in enumerate(chance.sample(GIVEN, 3)):
            one = home | {"given_name": given, "date_of_birth": date(year + 2 * place, 1, 1)}
            rows += [record(dataset=at, record_id=f"{family}.{place}-{at}", **one) for at in ("school", "surgery")]
    return rows


def test_brothers_and_sisters_all_born_on_a_first_of_january_are_not_joined() -> None:
    linked = link(table(*refugees()), on=TODAY)
    groups = linked.people.group_by("cluster").aggregate([("record_id", "list")])["record_id_list"].to_pylist()
    for group in groups:
        people = {record.partition("-")[0] for record in group}
        assert len({person.partition(".")[0] for person in people}) == len(people), "two of one family are one person"
    assert sum(len(group) == 2 for group in groups) >= 350


def test_how_often_relatives_share_a_second_name_is_learned() -> None:
    """It is their father's in many lands: in the built-in weights one pair of relatives in twenty has it in common."""
    chance = Random(3)
    born = {one: timedelta(days=chance.randrange(365)) for one in range(360)}
    dated = [row | {"date_of_birth": row["date_of_birth"] + born[at // 2]} for at, row in enumerate(refugees())]
    own = [row | {"middle_names": GIVEN[born[at // 2].days % len(GIVEN)]} for at, row in enumerate(dated)]
    theirs, of_their_own = (link(table(*rows), on=TODAY).model.steps["middle_names"][0] for rows in (dated, own))
    assert theirs.label == "the same middle names"
    assert theirs.relative > 0.5
    assert of_their_own.relative < 0.1


def people(*, twins: int) -> list[dict[str, Any]]:
    """Girls of two forenames, each at a school and a surgery, and some with a twin of another second forename.

    The person stands before the dash in the record id.
    """
    chance, rows = Random(4), []
    for number in range(300):
        one = {
            "given_name": f"Maria {GIVEN[number % len(GIVEN)]}",
            "family_name": chance.choice(FAMILY),
            "date_of_birth": date(2005, 1, 1) + timedelta(days=chance.randrange(6_000)),
            "address_line": f"{chance.randrange(1, 999)} {chance.choice(STREETS)}",
            "postcode": f"WH{number % 9 + 1} {number % 8 + 1}A{'BDEFGHJL'[number // 72 % 8]}",
        }
        other = f"Maria {GIVEN[(number + 9) % len(GIVEN)]}"
        rows += [(f"{number}", one)]
        rows += [(f"{number}twin", one | {"given_name": other})] if number < twins else []
    return [
        record(dataset=source, record_id=f"{who}-{source}", **one)
        for who, one in rows
        for source in ("a-school", "a-surgery")
    ]


def test_twins_of_two_second_forenames_are_never_linked() -> None:
    linked = link(table(*people(twins=40)), on=TODAY)
    groups = linked.people.group_by("cluster").aggregate([("record_id", "list")])["record_id_list"].to_pylist()
    assert sorted(map(len, groups)) == [2] * 340
    assert all(len({r.partition("-")[0] for r in group}) == 1 for group in groups)
