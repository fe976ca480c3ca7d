"""Links that turn out too unlikely, once people are known, are not made."""

from dataclasses import replace
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import Linked, deciding, link
from goldenthread.linkage.incremental import link_changes, nothing, stand
from goldenthread.linkage.model_file import approve, digest_of, read_model, write_model
from goldenthread.linkage.second_look import least_told
from goldenthread.linkage.shapes import DECISIONS, Constraint, Decided, Mode
from tests.unit.linkage.records_made import GIVEN, TODAY, record, somebody, table

PEOPLE, TWINS = 1000, 12
SOURCES = ("a-school", "a-surgery", "a-school")
WHY = "a_link_that_other_records_make_unlikely_goes_to_a_person"


def people() -> list[dict[str, Any]]:
    """People of all ages who live alone, each told of once to three times; a few have a twin in another home.

    Some moved, and some are written under another forename or a slip of the family name. The person stands before the
    dash in the id.
    """
    chance = Random(3)
    rows = []
    for number in range(PEOPLE):
        one = somebody(chance)
        rows += _copies(f"{number}", one, chance)
        if number < TWINS:
            born = {name: one[name] for name in ("family_name", "date_of_birth", "sex")}
            other = chance.choice([name for name in GIVEN if name[0] != one["given_name"][0]])
            rows += _copies(f"{number}twin", somebody(chance) | born | {"given_name": other}, chance)
    return rows


def _copies(who: str, one: dict[str, Any], chance: Random) -> list[dict[str, Any]]:
    told = SOURCES[: chance.randint(1, 3)]
    return [
        record(dataset=source, record_id=f"{who}-{copy}", **one | (_differing(one, chance) if copy else {}))
        for copy, source in enumerate(told)
    ]


def _differing(one: dict[str, Any], chance: Random) -> dict[str, Any]:
    differs: dict[str, Any] = {}
    if chance.random() < 0.15:
        differs |= {name: somebody(chance)[name] for name in ("address_line", "postcode")}
    if chance.random() < 0.03:
        differs |= {"given_name": chance.choice(GIVEN)}
    if chance.random() < 0.1:
        name = one["family_name"]
        lost = chance.randrange(len(name))
        differs |= {"family_name": name[:lost] + name[lost + 1 :]}
    return differs


@pytest.fixture(scope="module")
def linked() -> Linked:
    """As if neither registers nor what twins who live apart have in common were heard: they part most of these."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deciding, "learn_to_doubt", lambda pairs, features, model: model)
        return link(table(*people()), on=TODAY)


@pytest.fixture(scope="module")
def at_first_sight(linked: Linked) -> Linked:
    return link(table(*people()), on=TODAY, model=replace(linked.model, least_told=0.0))


def wrongly_joined(linked: Linked) -> int:
    return sum(len({r.partition("-")[0] for r in group}) > 1 for group in groups(linked))


def groups(linked: Linked) -> set[frozenset[str]]:
    rows = linked.people.group_by("cluster").aggregate([("record_id", "list")])
    return {frozenset(ids) for ids in rows["record_id_list"].to_pylist()}


def test_twins_who_live_apart_go_to_a_person(at_first_sight: Linked, linked: Linked) -> None:
    assert wrongly_joined(linked) < wrongly_joined(at_first_sight)
    doubted = [pair for pair in linked.links.to_pylist() if pair["why"] == WHY]
    assert {str(pair["outcome"]) for pair in doubted} == {"review"}


def test_hardly_anybody_else_is_parted(at_first_sight: Linked, linked: Linked) -> None:
    parted = groups(at_first_sight) - groups(linked)
    assert parted
    of_one_person = [group for group in parted if len({r.partition("-")[0] for r in group}) == 1]
    assert len(of_one_person) <= 0.001 * PEOPLE


def test_a_reviewer_who_links_them_is_obeyed(linked: Linked) -> None:
    pair = next(pair for pair in linked.links.to_pylist() if pair["why"] == WHY)
    ends = {name: pair[name] for name in ("dataset_l", "record_id_l", "dataset_r", "record_id_r")}
    told = Constraint(**ends, decided=Decided.LINK)
    obeyed = link(table(*people()), on=TODAY, model=linked.model, constraints=[told])
    assert any({pair["record_id_l"], pair["record_id_r"]} <= group for group in groups(obeyed))


def test_the_same_model_doubts_the_same_links(linked: Linked) -> None:
    again = link(table(*people()), on=TODAY, model=linked.model)
    assert groups(again) == groups(linked)
    assert again.links["outcome"].to_pylist() == linked.links["outcome"].to_pylist()


def test_the_referee_doubts_the_same_links(linked: Linked) -> None:
    """On some of the people, twins among them: it takes long over many."""
    some = table(*[row for row in people() if int(row["record_id"].split("-")[0].removesuffix("twin")) < 150])
    plain, fast = (link(some, on=TODAY, model=linked.model, engine=engine) for engine in ("plain", "duckdb"))
    assert groups(plain) == groups(fast)
    assert plain.links["outcome"].to_pylist() == fast.links["outcome"].to_pylist()
    assert WHY in plain.links["why"].to_pylist()


def test_what_changed_is_doubted_as_all_would_be(linked: Linked) -> None:
    rows = people()
    named = [str(cluster) for cluster in linked.people["cluster"].to_pylist()]
    all_at_once = stand(linked, table(*rows), named=named)
    empty = nothing(linked.model, all_at_once.reference, Mode.LINK_AND_DEDUPE, all_at_once.features)
    standing = link_changes(empty, table(*rows[: len(rows) // 2]), on=TODAY).standing
    standing = link_changes(standing, table(*rows[len(rows) // 2 :]), on=TODAY).standing
    assert held(standing) == held(all_at_once)


def held(standing: Any) -> set[frozenset[str]]:
    people: dict[str, set[str]] = {}
    for who, record_id in zip(standing.people.to_pylist(), standing.features["record_id"].to_pylist(), strict=True):
        people.setdefault(who, set()).add(record_id)
    return {frozenset(ids) for ids in people.values()}


def test_it_is_in_the_model_and_in_what_is_approved(linked: Linked) -> None:
    model = approve(linked.model, by="A. Nowak", on=TODAY)
    assert read_model(write_model(model)) == model
    assert digest_of(replace(model, least_told=0.0)) != digest_of(model)
    older = replace(model, stand_alone=0.0, apart={}, alone_below=(), both_alone_bits=0.0)
    assert digest_of(older) != digest_of(replace(older, least_told=0.0))


def decisions(*told: float, outcome: str = "linked") -> pa.Table:
    rows = [
        dict(zip(DECISIONS.names, (number, number + 1, 9.0, chance, outcome, "names"), strict=True))
        for number, chance in enumerate(told)
    ]
    return pa.Table.from_pylist(rows, schema=DECISIONS)


def least(pairs: pa.Table, **same: str) -> float:
    """Of records of which no two have a forename and a birth date in common, unless it is said that all do."""
    many = max(pairs["rid_r"].to_pylist(), default=0) + 1
    values = {"given_root": [f"name {n}" for n in range(many)], "dob": [str(19_800_000 + n) for n in range(many)]}
    values |= {name: [value] * many for name, value in same.items()}
    return least_told(pairs, pa.table({name: pa.chunked_array([pa.array(told)]) for name, told in values.items()}))


def test_all_may_stay_where_they_are_right_enough() -> None:
    assert least(decisions(*[0.9999] * 99, 0.99)) == 0.0
    assert least(decisions()) == 0.0


def test_a_few_go_so_that_the_rest_are_as_right_as_wanted() -> None:
    assert least(decisions(*[0.9999] * 996, 0.3, 0.4, 0.45, 0.6)) == 0.9999


def test_no_single_link_stays_on_too_little_however_good_the_rest_are() -> None:
    assert least(decisions(*[1.0] * 9_999, 0.79)) == 1.0
    assert least(decisions(*[1.0] * 9_999, 0.81)) == 0.0


def test_where_it_would_cost_too_much_all_stay() -> None:
    assert least(decisions(*[0.9999] * 900, *[0.7] * 90, *[0.3] * 10)) == 0.0
    assert least(decisions(*[0.99] * 900, *[0.3] * 10)) == 0.0


def test_of_links_of_which_the_same_is_said_all_stay_or_none() -> None:
    assert least(decisions(*[0.9999] * 990, *[0.9] * 10)) == 0.9999


def test_what_goes_to_a_person_anyway_does_not_count() -> None:
    unlikely = decisions(0.2, 0.3, outcome="review")
    assert least(pa.concat_tables([decisions(*[0.9999] * 99), unlikely])) == 0.0


@pytest.mark.parametrize(
    ("given", "born", "doubted"),
    [
        ("amelia", "20140517", False),
        ("amelia", "20140101", True),
        ("", "20140517", True),
        ("amelia", "", True),
    ],
)
def test_one_forename_and_one_birth_date_are_not_doubted(given: str, born: str, doubted: bool) -> None:
    """Whoever moved or changed a family name has company on both sides. The first of January is its year alone."""
    same = {name: value for name, value in (("given_root", given), ("dob", born)) if value}
    assert bool(least(decisions(*[0.9999] * 996, 0.3, 0.4, 0.45, 0.6), **same)) is doubted
