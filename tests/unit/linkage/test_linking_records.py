import json
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from goldenthread.linkage import (
    IGNORED,
    Constraint,
    Decided,
    Linked,
    Mode,
    UnreadableModel,
    evaluate,
    link,
    read_model,
    write_model,
)
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table


def persons(linked: Linked) -> dict[tuple[str, str], int]:
    columns = (linked.people[c].to_pylist() for c in ("dataset", "record_id", "cluster"))
    return {(d, r): c for d, r, c in zip(*columns, strict=True)}


def of(linked: Linked, dataset: str, record_id: str) -> int:
    return persons(linked)[dataset, record_id]


@pytest.fixture(scope="module")
def families() -> tuple[pa.Table, dict[tuple[str, str], str]]:
    return area(80, seed=7)


@pytest.fixture(scope="module")
def linked(families: tuple[pa.Table, dict[tuple[str, str], str]]) -> Linked:
    return link(families[0], on=TODAY)


@pytest.mark.requirement("A7")
def test_children_are_linked_across_agencies_and_siblings_are_not(
    families: tuple[pa.Table, dict[tuple[str, str], str]], linked: Linked
) -> None:
    found = evaluate(persons(linked), families[1])
    assert found.pairs.precision >= 0.999
    assert found.pairs.recall >= 0.97


@pytest.mark.requirement("A5", "A7")
def test_without_any_identifier_names_dates_and_places_still_link(
    families: tuple[pa.Table, dict[tuple[str, str], str]],
) -> None:
    found = evaluate(persons(link(families[0], on=TODAY, identifiers=IGNORED)), families[1])
    assert found.pairs.precision >= 0.999
    assert found.pairs.recall >= 0.95


def test_every_record_is_in_one_person(families: tuple[pa.Table, dict[tuple[str, str], str]], linked: Linked) -> None:
    assert len(linked.people) == len(families[0])
    assert set(persons(linked)) == set(families[1])


def test_every_pair_is_told_once_with_a_reason(linked: Linked) -> None:
    pairs = linked.links.select(["dataset_l", "record_id_l", "dataset_r", "record_id_r"]).to_pylist()
    assert len({tuple(p.values()) for p in pairs}) == len(pairs) > 0
    assert pc.all(pc.greater(pc.utf8_length(linked.links["why"]), 0)).as_py()


def test_linked_pairs_are_in_one_person(linked: Linked) -> None:
    where = persons(linked)
    for row in linked.links.filter(pc.equal(linked.links["outcome"], "linked")).to_pylist():
        assert where[row["dataset_l"], row["record_id_l"]] == where[row["dataset_r"], row["record_id_r"]]


def test_a_model_read_from_its_file_scores_the_same(
    families: tuple[pa.Table, dict[tuple[str, str], str]], linked: Linked
) -> None:
    again = link(families[0], on=TODAY, model=read_model(write_model(linked.model)))
    assert again.links.equals(linked.links)
    assert again.people.equals(linked.people)


def test_training_twice_gives_one_model(families: tuple[pa.Table, dict[tuple[str, str], str]], linked: Linked) -> None:
    assert write_model(link(families[0], on=TODAY).model) == write_model(linked.model)


def test_a_model_of_other_steps_of_agreement_than_are_compared_is_refused(linked: Linked) -> None:
    tree = json.loads(write_model(linked.model))
    tree["steps"]["given_name"].pop()
    with pytest.raises(UnreadableModel, match="given_name in other steps"):
        read_model(json.dumps(tree))


@pytest.mark.requirement("A6")
def test_one_sound_number_links_records_that_share_little_else(linked: Linked) -> None:
    pair = table(
        record(dataset="school", record_id="1", **nhs_number(900)),
        record(
            dataset="surgery",
            record_id="2",
            family_name="Yardley",
            address_line="3 Moss Bank",
            postcode="WH8 8ZZ",
            **nhs_number(900),
        ),
    )
    told = link(pair, on=TODAY, model=linked.model)
    assert of(told, "school", "1") == of(told, "surgery", "2")
    assert told.links["why"].to_pylist() == ["the same verified or well-formed identifier"]


@pytest.mark.requirement("A19")
@pytest.mark.parametrize(("numbered", "least"), [(0.0, 0.95), (1.0, 0.99)])
def test_children_who_moved_into_another_council_s_area_are_joined_there_and_with_nobody_else(
    numbered: float, least: float
) -> None:
    """Everybody has another home there. With NHS numbers, and without any."""
    records, truth = area(120, seed=7, numbered=numbered)
    moved = [
        {**r, "agency": "easthaven", "address_line": f"{n % 90 + 1} Church Walk", "postcode": f"EH{n % 9 + 1} 2BB"}
        if r["dataset"] == "team"
        else {**r, "agency": "westhaven"}
        for n, r in enumerate(records.to_pylist())
    ]
    where = persons(link(table(*moved), on=TODAY))
    here, there = ({truth[k]: c for k, c in where.items() if k[0] == name} for name in ("school", "team"))
    joined = {(one, other) for one in here for other in there if here[one] == there[other]}
    both = here.keys() & there.keys()
    assert len(both) > 200
    assert {(one, other) for one, other in joined if one != other} == set()
    assert len(joined) >= least * len(both)


@pytest.mark.requirement("A10")
@pytest.mark.parametrize(
    "history",
    [
        {"former_family_name": "Kershaw"},
        {"former_address_line": "4 Mill Lane", "former_postcode": "WH2 4AA"},
        {"former_family_name": "Kershaw", "former_address_line": "4 Mill Lane", "former_postcode": "WH2 4AA"},
    ],
)
def test_a_record_of_years_ago_is_joined_by_the_name_or_home_that_a_record_of_today_had_before(
    linked: Linked, history: dict[str, str]
) -> None:
    child = {"given_name": "Freya", "date_of_birth": date(2013, 3, 9)}
    before = record(
        dataset="school",
        family_name="Kershaw",
        address_line="4 Mill Lane",
        postcode="WH2 4AA",
        known_at=date(2020, 9, 1),
        **child,
    )
    today = record(
        dataset="team", family_name="Lindley", address_line="9 Church Walk", postcode="EH2 2BB", known_at=TODAY, **child
    )
    without = link(table(before, today), on=TODAY, model=linked.model)
    told = link(table(before, {**today, **history}), on=TODAY, model=linked.model)
    assert len(set(persons(without).values())) == 2
    assert len(set(persons(told).values())) == 1


@pytest.mark.scenario("S08")
def test_a_child_whose_surname_changed_when_parents_parted_is_linked_or_sent_to_review(linked: Linked) -> None:
    child = {"given_name": "Freya", "date_of_birth": date(2013, 3, 9)}
    parted = table(
        record(dataset="school", record_id="1", family_name="Kershaw", **child),
        record(dataset="team", record_id="2", family_name="Lindley", **child, **nhs_number(901)),
    )
    assert link(parted, on=TODAY, model=linked.model).links["outcome"].to_pylist() in (["linked"], ["review"])


@pytest.mark.scenario("S08")
def test_the_report_tells_the_miss_rate_of_name_changers_beside_the_others() -> None:
    records, _ = area(80, seed=3, numbered=1.0)
    rows = records.to_pylist()
    for number, row in enumerate(rows):
        if row["dataset"] == "team" and number % 4 == 0:
            row |= {"family_name": "Zebedee", "postcode": "ZE1 0AA", "address_line": "1 Quay", "date_of_birth": None}
    rates = link(table(*rows), on=TODAY).report["miss_rates"]
    told = {r["value"]: (r["review"] + r["missed"]) / r["pairs"] for r in rates if r["group"] == "family name"}
    assert told["changed between the records"] > told["the same in both records"]


def test_a_reviewer_s_do_not_link_is_never_overturned(linked: Linked) -> None:
    apart = Constraint(
        dataset_l="team", record_id_l="team-0-0", dataset_r="school", record_id_r="school-0-0", decided=Decided.APART
    )
    records, _ = area(3, seed=7, numbered=1.0)
    told = link(records, on=TODAY, model=linked.model, constraints=(apart,))
    assert of(told, "team", "team-0-0") != of(told, "school", "school-0-0")


def test_a_reviewer_s_link_joins_what_the_weights_would_not(linked: Linked) -> None:
    strangers = table(record(), record(dataset="b", record_id="2", given_name="Wei", family_name="Khan"))
    join = Constraint(dataset_l="a-school", record_id_l="1", dataset_r="b", record_id_r="2", decided=Decided.LINK)
    told = link(strangers, on=TODAY, model=linked.model, constraints=(join,))
    assert of(told, "a-school", "1") == of(told, "b", "2")


def test_between_datasets_only_no_two_records_of_one_dataset_meet(
    families: tuple[pa.Table, dict[tuple[str, str], str]], linked: Linked
) -> None:
    told = link(families[0], on=TODAY, model=linked.model, mode=Mode.LINK_ONLY)
    seen = {(dataset, person) for (dataset, _), person in persons(told).items()}
    assert len(seen) == len(told.people)


def test_within_each_dataset_only_no_link_crosses(linked: Linked) -> None:
    records, _ = area(3, seed=7)
    told = link(records, on=TODAY, model=linked.model, mode=Mode.DEDUPE_ONLY)
    assert all(r["dataset_l"] == r["dataset_r"] for r in told.links.to_pylist())


def test_the_report_names_nobody(families: tuple[pa.Table, dict[tuple[str, str], str]], linked: Linked) -> None:
    told = str(linked.report)
    for column in ("record_id", "address_line", "nhs_number"):
        assert not any(value in told for value in set(families[0][column].to_pylist()) if value)


def test_no_records_are_no_people() -> None:
    told = link(table(), on=TODAY)
    assert (len(told.people), len(told.links)) == (0, 0)


def test_records_that_hold_nothing_are_as_many_people_and_the_report_says_that_nothing_is_linked() -> None:
    empty = dict.fromkeys(("given_name", "family_name", "date_of_birth", "sex", "address_line", "postcode"))
    told = link(table(*(record(record_id=str(n), **empty) for n in range(12))), on=TODAY)
    assert (told.report["people"], told.report["linked_pairs"]) == (12, 0)
    assert told.model.rests_on.endswith("no pair is likely enough to be linked")


def test_one_record_is_one_person() -> None:
    assert len(link(table(record()), on=TODAY).people) == 1
