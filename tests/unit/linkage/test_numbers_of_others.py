"""A number that people found to be somebody else's says nothing: as if its record had none, until they take it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from goldenthread.linkage import Constraint, Decided, Linked, Model, link, name_people
from goldenthread.linkage.incremental import ChangeKind, Standing, link_changes, stand
from goldenthread.linkage.incremental.hindering import ANOTHER_NUMBER, Held, what_hinders_each
from goldenthread.linkage.incremental.reasons import NUMBER_OF_ANOTHER
from goldenthread.linkage.numbers_of_others import to_be_corrected, without_numbers_of_others
from goldenthread.linkage.reviewing import TWO_NUMBERS, in_plain_words, of_two_numbers
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

ONE, TWO = nhs_number(1), nhs_number(2)
RIGHT, WRONG = ONE["nhs_number"], TWO["nhs_number"]
LINES = {"link_from_bits": 4.0, "review_from_bits": 0.0}


@cache
def trained() -> Model:
    return replace(link(area(60, seed=3)[0], on=TODAY).model, **LINES)


def child(dataset: str, **differs: Any) -> dict[str, Any]:
    """One girl, by every record."""
    same = {
        "given_name": "Clementine",
        "family_name": "Quarmby",
        "date_of_birth": date(2013, 4, 26),
        "address_line": "9 Orchard Close",
        "postcode": "WH4 2AB",
    }
    return record(**{"dataset": dataset, "agency": dataset, "record_id": "1", **same, **differs})


GIRL = (child("school", **ONE), child("practice", **ONE), child("clinic", **TWO), child("club", **TWO))
BROTHER = (
    child("school", record_id="2", given_name="Barnaby", date_of_birth=date(2015, 1, 9), sex="male", **TWO),
    child("practice", record_id="2", given_name="Barnaby", date_of_birth=date(2015, 1, 9), sex="male", **TWO),
)


def of_another(*datasets: str, number: str = WRONG, decided: Decided = Decided.NOT_THEIRS) -> list[Constraint]:
    return [
        Constraint(dataset_l=name, record_id_l="1", dataset_r="nhs_number", record_id_r=number, decided=decided)
        for name in datasets
    ]


def people(dataset: list[str], record_id: list[str], person: Sequence[object]) -> set[frozenset[str]]:
    groups: dict[object, set[str]] = {}
    for name, number, one in zip(dataset, record_id, person, strict=True):
        groups.setdefault(one, set()).add(f"{name} {number}")
    return {frozenset(group) for group in groups.values()}


def people_of(linked: Linked) -> set[frozenset[str]]:
    return people(*(linked.people[name].to_pylist() for name in ("dataset", "record_id", "cluster")))


def people_standing(of: Standing) -> set[frozenset[str]]:
    return people(of.features["dataset"].to_pylist(), of.features["record_id"].to_pylist(), of.people.to_pylist())


def linked(*records: dict[str, Any], told: Sequence[Constraint] = (), engine: str = "duckdb") -> Linked:
    return link(table(*records), on=TODAY, model=trained(), constraints=told, engine=engine)


SISTER = frozenset({"school 1", "practice 1", "clinic 1", "club 1"})
HIM = frozenset({"school 2", "practice 2"})
EVERYBODY = (*GIRL, *BROTHER)
BOTH = of_another("clinic", "club")


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_two_numbers_are_two_people_until_people_say_whose_they_are(engine: str) -> None:
    assert SISTER not in people_of(linked(*EVERYBODY, engine=engine))
    assert people_of(linked(*EVERYBODY, told=BOTH, engine=engine)) == {SISTER, HIM}


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_it_is_as_if_the_record_had_none(engine: str) -> None:
    """Every pair with its weight, what is said of it, and everybody."""
    without = (*GIRL[:2], child("clinic"), child("club"), *BROTHER)
    told, none = (linked(*EVERYBODY, told=BOTH, engine=engine), linked(*without, engine=engine))
    assert told.links.equals(none.links)
    assert told.people.equals(none.people)


def test_the_same_person_and_whose_the_number_is_brings_all_together() -> None:
    """Said of two records that hold two numbers, the first alone is not obeyed."""
    same = Constraint(dataset_l="school", record_id_l="1", dataset_r="clinic", record_id_r="1", decided=Decided.LINK)
    assert SISTER not in people_of(linked(*EVERYBODY, told=[same]))
    assert SISTER in people_of(linked(*EVERYBODY, told=[same, *BOTH]))


def test_it_is_of_that_number_on_that_record_and_no_other() -> None:
    mended = (*GIRL[:2], child("clinic", **ONE), *BROTHER)
    found = linked(*mended, told=of_another("clinic"))
    assert found.in_hand().features["nhs"].null_count == 0
    assert people_of(found) == {SISTER - {"club 1"}, HIM}


def test_it_takes_a_number_away_that_only_a_brother_holds() -> None:
    """A club holds one child alone, under the brother's number."""
    stray = child("club", given_name=None, date_of_birth=None, address_line=None, postcode=None, **TWO)
    with_him = people_of(linked(*GIRL[:2], *BROTHER, stray))
    assert HIM | {"club 1"} in with_him
    assert frozenset({"club 1"}) in people_of(linked(*GIRL[:2], *BROTHER, stray, told=of_another("club")))


def standing(*records: dict[str, Any], told: Sequence[Constraint] = ()) -> Standing:
    found = linked(*records, told=told)
    named = name_people(found.people)
    return stand(
        found,
        table(*records),
        named=[named[c] for c in found.people["cluster"].to_pylist()],
        constraints=told,
    )


@pytest.mark.parametrize("delivered", [(), EVERYBODY])
def test_a_day_later_it_gives_the_people_of_linking_everything(delivered: tuple[dict[str, Any], ...]) -> None:
    """Whether or not the records come again; and taking it back gives the people of before."""
    before = standing(*EVERYBODY)
    after = link_changes(before, table(*delivered), on=TODAY, constraints=BOTH)
    assert people_standing(after.standing) == {SISTER, HIM}
    moved = [change for change in after.changes if change.kind is not ChangeKind.GONE]
    assert {change.because for change in moved} == {NUMBER_OF_ANOTHER}
    again = link_changes(after.standing, table(*delivered), on=TODAY)
    assert (again.touched, again.changes) == (0, ())
    back = link_changes(
        after.standing, table(*delivered), on=TODAY, constraints=of_another("clinic", "club", decided=Decided.THEIRS)
    )
    assert people_standing(back.standing) == people_standing(before)
    assert back.standing.features.sort_by("record_id").select(["nhs"]).column(0).null_count == 0


def test_a_person_keeps_the_id_that_most_of_their_records_had() -> None:
    before = standing(*EVERYBODY, child("nursery", **ONE))
    was = dict(zip(before.features["dataset"].to_pylist(), before.people.to_pylist(), strict=True))
    after = link_changes(before, table(), on=TODAY, constraints=BOTH).standing
    assert people_standing(after) == {SISTER | {"nursery 1"}, HIM}
    now = dict(zip(after.features["dataset"].to_pylist(), after.people.to_pylist(), strict=True))
    assert now["clinic"] == now["nursery"] == was["nursery"]


def test_a_record_that_is_mended_at_its_source_counts_again_the_next_day() -> None:
    before = standing(*EVERYBODY, told=BOTH)
    after = link_changes(before, table(child("clinic", **ONE)), on=TODAY).standing
    assert after.constraints == before.constraints
    numbers = {(x["dataset"], x["record_id"]): x["nhs"] for x in after.features.to_pylist()}
    assert numbers["clinic", "1"] == RIGHT
    assert numbers["club", "1"] is None
    held = Held(features=after.features, people=after.people, mode=after.mode)
    assert what_hinders_each(BOTH, held) == [ANOTHER_NUMBER, None]


def test_sources_are_told_what_to_correct_until_it_is_and_nothing_of_anybody_else() -> None:
    found = linked(*EVERYBODY, told=BOTH)
    assert to_be_corrected(found.in_hand().features) == [("clinic", "1", "nhs_number"), ("club", "1", "nhs_number")]
    mended = linked(*GIRL[:2], child("clinic", **ONE), GIRL[3], told=BOTH)
    assert to_be_corrected(mended.in_hand().features) == [("club", "1", "nhs_number")]


def test_those_who_keep_numbers_are_given_the_records_without_it() -> None:
    kept = without_numbers_of_others(table(*EVERYBODY), BOTH)
    numbers = list(
        zip(kept["dataset"].to_pylist(), kept["record_id"].to_pylist(), kept["nhs_number"].to_pylist(), strict=True)
    )
    assert [one for one in numbers if one[2] is None] == [("clinic", "1", None), ("club", "1", None)]
    assert kept["nhs_number_grade"].null_count == 2
    assert kept.schema == table(*EVERYBODY).schema
    assert without_numbers_of_others(table(*EVERYBODY), ()).equals(table(*EVERYBODY))


@pytest.mark.parametrize(
    ("kind", "told", "number", "column"),
    [
        ("upn", {"upn": "H801200001001", "upn_grade": "verified"}, "H801200001001", "upn"),
        (
            "passport_number",
            {"passport_number": "533401372", "passport_number_grade": "well_formed", "passport_country": "FRA"},
            "533401372",
            "passport",
        ),
    ],
)
def test_other_numbers_are_set_aside_too(kind: str, told: dict[str, Any], number: str, column: str) -> None:
    decision = Constraint(
        dataset_l="school", record_id_l="1", dataset_r=kind, record_id_r=number, decided=Decided.NOT_THEIRS
    )
    records = (child("school", **told), child("practice", **told))
    before, after = (linked(*records, told=one).in_hand().features for one in ([], [decision]))
    assert before[column].null_count == 0
    assert [x[column] is None for x in after.to_pylist()] == [False, True]
    assert to_be_corrected(after) == [("school", "1", kind)]


def test_the_newest_word_holds_and_neither_is_shown() -> None:
    taken_back = [*BOTH, *of_another("clinic", decided=Decided.THEIRS)]
    features = linked(*EVERYBODY, told=taken_back).in_hand().features
    assert to_be_corrected(features) == [("club", "1", "nhs_number")]
    assert WRONG not in repr(BOTH)


def test_whom_only_two_numbers_keep_apart_is_asked_about_once_and_nobody_else() -> None:
    """Not a brother, nor those who are one; and in words."""
    (question,) = of_two_numbers(linked(*EVERYBODY), why=TWO_NUMBERS)
    assert {record_id for _, record_id in question.pair} == {"1"}
    assert {dataset for dataset, _ in question.pair} & {"school", "practice"}
    assert {dataset for dataset, _ in question.pair} & {"clinic", "club"}
    assert question.value == pytest.approx(4.0, abs=0.1), "two records of the one by two of the other"
    assert "two NHS numbers" in in_plain_words(question.why)
    assert of_two_numbers(linked(*EVERYBODY, told=BOTH), why=TWO_NUMBERS) == ()


def test_a_dataset_that_is_called_as_a_kind_of_number_is_decided_on_as_any() -> None:
    """A decision of a number never joins or parts two records."""
    odd = record(dataset="nhs_number", agency="odd", record_id=WRONG, given_name="Somebody", family_name="Else")
    assert people_of(linked(*EVERYBODY, odd, told=BOTH)) == {SISTER, HIM, frozenset({f"nhs_number {WRONG}"})}


def test_a_standing_of_records_without_numbers_takes_a_decision() -> None:
    before = standing(child("school"), child("practice"))
    after = link_changes(before, table(), on=TODAY, constraints=BOTH)
    assert people_standing(after.standing) == people_standing(before)
