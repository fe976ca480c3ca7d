"""Linking only what changed gives the same people as linking everything from nothing, whatever changed."""

import csv
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldenthread.intake import Accepted, accept, read_contract
from goldenthread.linkage import Constraint, Decided, Linked, link, name_people
from goldenthread.linkage.incremental import Standing, link_changes, nothing, stand, undo, what_hinders
from goldenthread.linkage.naming import RecordKey
from tests.unit.command import agencies
from tests.unit.linkage.records_made import FAMILY, TODAY, area, nhs_number, table

Row = dict[str, Any]


@cache
def batch() -> tuple[Linked, Standing]:
    records = area(30, seed=1, numbered=0.4)[0]
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    people = [named[c] for c in linked.people["cluster"].to_pylist()]
    return linked, stand(linked, records, named=people)


def rows_of(seed: int, families: int = 6) -> list[Row]:
    rows: list[Row] = area(families, seed=seed, numbered=0.4)[0].to_pylist()
    return rows


def partition(standing: Standing) -> set[frozenset[RecordKey]]:
    groups: dict[str, set[RecordKey]] = {}
    for key, person in persons(standing).items():
        groups.setdefault(person, set()).add(key)
    return {frozenset(g) for g in groups.values()}


def persons(standing: Standing) -> dict[RecordKey, str]:
    columns = (standing.features[c].to_pylist() for c in ("dataset", "record_id"))
    return dict(zip(zip(*columns, strict=True), standing.people.to_pylist(), strict=True))


def from_nothing(rows: list[Row], constraints: tuple[Constraint, ...] = ()) -> Standing:
    _, base = batch()
    empty = nothing(base.model, base.reference, base.mode, base.features)
    return link_changes(empty, table(*rows), on=TODAY, constraints=constraints).standing


def changed(rows: list[Row], chance: random.Random) -> tuple[list[Row], list[RecordKey]]:
    """Some rows altered, some gone, some new, as a day's extract would have it."""
    after, gone = [], []
    for row in rows:
        draw = chance.random()
        if draw < 0.08:
            gone.append((row["dataset"], row["record_id"]))
        elif draw < 0.16:
            after.append({**row, "family_name": chance.choice(FAMILY)})
        elif draw < 0.22:
            after.append({**row, **nhs_number(chance.randrange(12))})
        elif draw < 0.26:
            after.append({**row, "date_of_birth": chance.choice(rows)["date_of_birth"]})
        else:
            after.append(row)
    for place in range(chance.randrange(6)):
        double = chance.choice(rows)
        after.append({**double, "dataset": "new", "record_id": f"n{place}-{chance.random()}"})
    return after, gone


def test_all_records_taken_in_as_changes_are_the_people_of_the_batch() -> None:
    linked, base = batch()
    again = from_nothing(area(30, seed=1, numbered=0.4)[0].to_pylist())
    assert partition(again) == partition(base)
    assert sorted(again.decisions["weight_bits"].to_pylist()) == sorted(linked.links["weight_bits"].to_pylist())


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
@example(649)  # a number that comes to be held by too many to be anybody's own
@example(454)  # a record fits two twins, until a record of the one is gone
def test_three_days_of_changes_give_the_people_of_linking_everything_at_once(seed: int) -> None:
    chance = random.Random(seed)
    rows = rows_of(seed)
    standing = from_nothing(rows)
    for _ in range(3):
        rows, gone = changed(rows, chance)
        standing = link_changes(standing, table(*rows), on=TODAY, gone=gone).standing
        at_once = from_nothing(rows)
        assert partition(standing) == partition(at_once)
        order = [("weight_bits", "ascending")]
        assert standing.decisions.sort_by(order)["weight_bits"] == at_once.decisions.sort_by(order)["weight_bits"]


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 10_000))
def test_dates_that_cannot_be_come_and_are_mended_as_if_all_were_linked_at_once(seed: int) -> None:
    chance = random.Random(seed)
    right = rows_of(seed)
    standing = from_nothing([_spoiled(row, chance) for row in right])
    for _ in range(2):
        rows = [_spoiled(row, chance) for row in right]
        standing = link_changes(standing, table(*rows), on=TODAY).standing
        at_once = from_nothing(rows)
        assert partition(standing) == partition(at_once)
        assert sorted(standing.decisions["weight_bits"].to_pylist()) == sorted(
            at_once.decisions["weight_bits"].to_pylist()
        )


def _spoiled(row: Row, chance: random.Random) -> Row:
    """Now and then a digit of the month or the year is wrong, so that nobody was born then."""
    if chance.random() < 0.8:
        return row
    told = row["date_of_birth"].strftime("%Y%m%d")
    wrong = chance.choice((f"{told[:4]}4{told[5:]}", f"{told[0]}9{told[2:]}"))
    return {**row, "date_of_birth": None, "date_of_birth_precision": "", "date_of_birth_written": wrong}


CONTRACT = """
contract: "school"
source: "a-school"
record_id: "Id"
cohort: {statement: "On roll.", follow: "false", seeds: [ [ {column: "On roll", equals: "yes"} ] ]}
people:
  - part: "pupil"
    is: "child"
    columns:
      given_name: "First"
      family_name: "Last"
      date_of_birth: {column: "Born", format: "%Y-%m-%d"}
      address_line: "Home"
      postcode: "Postcode"
  - part: "contact"
    is: "adult"
    present_when: [ {column: "Contact", is: "present"} ]
    columns: {given_name: "Contact", family_name: "Last", address_line: "Home", postcode: "Postcode"}
"""
CELLS = ("Id", "First", "Last", "Born", "Home", "Postcode", "On roll", "Contact")


def cells_of(row: Row) -> dict[str, str]:
    told = {name: row[name] for name in ("given_name", "family_name", "date_of_birth", "address_line", "postcode")}
    values = (row["record_id"], *told.values(), "yes", "Nadia")
    return {cell: str(value or "") for cell, value in zip(CELLS, values, strict=True)}


def cells_changed(row: dict[str, str], chance: random.Random) -> dict[str, str]:
    """A pupil who left the roll or came back, of whom nothing is told any more, or who has another contact or none."""
    draw = chance.random()
    if draw < 0.15:
        return {**row, "On roll": "no"}
    if draw < 0.22:
        return {**row, **dict.fromkeys(("First", "Last", "Born", "Contact"), "")}
    if draw < 0.32:
        return {**row, "Contact": chance.choice(("", "Femi"))}
    return {**row, "On roll": "yes"} if draw < 0.5 else row


def accepted(folder: Path, rows: list[dict[str, str]], *, changes: bool = False) -> Accepted:
    (folder / "school.yaml").write_text(CONTRACT, encoding="utf-8")
    with (folder / "school.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, CELLS)
        writer.writeheader()
        writer.writerows(rows)
    return accept([folder / "school.csv"], read_contract(folder / "school.yaml"), on=TODAY, changes=changes)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_three_files_of_changed_rows_alone_give_the_people_of_linking_the_whole_file(seed: int) -> None:
    """Also where a row is now outside the cohort, describes nobody, or tells of one person fewer."""
    chance = random.Random(seed)
    others = [row for row in rows_of(seed) if row["dataset"] != "school"]
    school = [cells_of(row) for row in rows_of(seed) if row["dataset"] == "school"]
    with TemporaryDirectory() as place:
        folder = Path(place)
        standing = of_whole_file(others, accepted(folder, school))
        for _ in range(3):
            before, school = school, [cells_changed(row, chance) for row in school]
            differing = [row for row in school if row not in before]
            if not differing:
                continue
            came = accepted(folder, differing, changes=True)
            gone = [("school", record_id) for record_id in came.left_out]
            standing = link_changes(standing, came.records, on=TODAY, gone=gone).standing
            whole = of_whole_file(others, accepted(folder, school))
            assert partition(standing) == partition(whole)
            order = [("weight_bits", "ascending")]
            assert standing.decisions.sort_by(order)["weight_bits"] == whole.decisions.sort_by(order)["weight_bits"]


def of_whole_file(others: list[Row], school: Accepted) -> Standing:
    _, base = batch()
    empty = nothing(base.model, base.reference, base.mode, base.features)
    return link_changes(empty, pa.concat_tables([table(*others), school.records]), on=TODAY).standing


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_what_did_not_change_is_not_linked_again_and_keeps_its_person(seed: int) -> None:
    rows = rows_of(seed)
    standing = from_nothing(rows)
    again = link_changes(standing, table(*rows), on=TODAY)
    assert (again.new, again.changed, again.gone, again.touched, again.changes) == (0, 0, 0, 0, ())
    assert persons(again.standing) == persons(standing)


def test_a_change_touches_only_those_it_is_connected_to() -> None:
    rows = rows_of(3, families=12)
    standing = from_nothing(rows)
    after = [{**rows[0], "postcode": "WH9 9ZZ"}, *rows[1:]]
    told = link_changes(standing, table(*after), on=TODAY)
    assert (told.new, told.changed) == (0, 1)
    assert 0 < told.touched < len(rows) / 2


@pytest.mark.requirement("A9")
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_every_join_is_told_with_its_reason_and_can_be_undone(seed: int) -> None:
    chance = random.Random(seed)
    rows = rows_of(seed)
    late = [r for r in rows if chance.random() < 0.3]
    before = from_nothing([r for r in rows if r not in late])
    told = link_changes(before, table(*rows), on=TODAY)
    joins = [c for c in told.changes if c.kind == "joined"]
    assert all(c.because for c in told.changes)
    constraints = tuple(one for c in joins for one in undo(c, persons(told.standing)))
    undone = link_changes(told.standing, table(*rows), on=TODAY, constraints=constraints).standing
    where = persons(undone)
    for change in joins:
        assert not {where[k] for k in change.records} & {
            where[k] for k, p in persons(told.standing).items() if p == change.person_id and k not in change.records
        }


@pytest.mark.requirement("A9")
@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
@example(0)  # both kinds: some can be put back, some not
def test_a_split_is_undone_wholly_or_not_at_all_and_nobody_else_is_torn(seed: int) -> None:
    chance = random.Random(seed)
    rows = rows_of(seed)
    before = from_nothing(rows)
    rows, gone = changed(rows, chance)
    told = link_changes(before, table(*rows), on=TODAY, gone=gone)
    whose = persons(told.standing)
    for change in (c for c in told.changes if c.kind == "split"):
        decisions = undo(change, whose)
        hindered = what_hinders([(change, decisions)], told.standing)
        undone = link_changes(told.standing, table(*rows), on=TODAY, constraints=decisions).standing
        where = persons(undone)
        ends = {key for c in decisions for key in ((c.dataset_l, c.record_id_l), (c.dataset_r, c.record_id_r))}
        torn = {
            whose[min(one)]
            for one in partition(told.standing)
            if len({where[key] for key in one}) > 1 and whose[min(one)] != change.person_id
        }
        if len({where[key] for key in ends}) > 1:
            assert partition(undone) == partition(told.standing)
            assert hindered is not None
        else:
            assert (hindered is not None) is bool(torn)


@pytest.mark.requirement("A9")
def test_what_a_person_separated_is_not_joined_again_by_a_later_extract() -> None:
    rows = rows_of(5)
    standing = from_nothing(rows)
    mates = next(sorted(g) for g in partition(standing) if len(g) > 1)
    apart = Constraint(
        dataset_l=mates[0][0],
        record_id_l=mates[0][1],
        dataset_r=mates[1][0],
        record_id_r=mates[1][1],
        decided=Decided.APART,
    )
    told = link_changes(standing, table(*rows), on=TODAY, constraints=(apart,))
    assert any(c.kind == "split" and c.because == "a reviewer said that they are two people" for c in told.changes)
    touched_again = [{**r, "phone": "01632 960123"} for r in rows]
    later = link_changes(told.standing, table(*touched_again), on=TODAY).standing
    assert persons(later)[mates[0]] != persons(later)[mates[1]]


def test_a_person_without_any_record_left_is_told_as_gone() -> None:
    rows = rows_of(8)
    standing = from_nothing(rows)
    group = next(iter(partition(standing)))
    told = link_changes(standing, table(), on=TODAY, gone=sorted(group))
    assert [c.kind for c in told.changes] == ["gone"]
    assert not group & set(persons(told.standing))


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 10_000))
def test_so_few_that_all_are_linked_again_are_with_the_approved_model_as_if_there_had_been_no_run_before(
    seed: int,
) -> None:
    """As the command does it: what stood gives ids, and nothing else; the model is not trained anew."""
    chance = random.Random(seed)
    with TemporaryDirectory() as held:
        folder = Path(held)
        sources = agencies.write_agencies(folder)
        before = agencies.linked_before(folder / "day-0")
        assert agencies.run("approve", str(before), "--by", "Somebody, some office")[0] == 0
        approved = (before / "model.json").read_bytes()
        model = ["--model", str(before / "model.json")]
        for day in (1, 2):
            for name in ("school", "surgery", "team"):
                _change_lines(folder / f"{name}.csv", chance)
            after, at_once = folder / f"day-{day}", folder / f"at-once-{day}"
            code, said = agencies.run("link", *sources, *model, "--previous", str(before), "--out", str(after))
            assert (code, "nobody has approved" in said) == (0, False), said
            assert agencies.run("link", *sources, *model, "--out", str(at_once))[0] == 0
            assert (after / "model.json").read_bytes() == approved
            assert (after / "links.csv").read_bytes() == (at_once / "links.csv").read_bytes()
            assert _groups(after) == _groups(at_once)
            assert len(_groups(after) & _groups(before)) > 10
            was, is_now = _ids(before), _ids(after)
            assert all(is_now[group] == was[group] for group in is_now.keys() & was.keys())
            before = after


def _change_lines(file: Path, chance: random.Random) -> None:
    """Somebody moves, takes another's surname, is told of no more, or comes a second time."""
    heading, *lines = file.read_text(encoding="utf-8").splitlines()
    after = []
    for place, line in enumerate(lines):
        draw, told = chance.random(), line.split(",")
        if draw < 0.05:
            continue
        if draw < 0.1:
            told[4] = f"{place} Nowhere Street"
        elif draw < 0.15:
            told[2] = chance.choice(FAMILY)
        elif draw < 0.2:
            after.append(",".join([f"again-{chance.random()}", *told[1:]]))
        after.append(",".join(told))
    file.write_text("\n".join([heading, *after]) + "\n", encoding="utf-8")


def _ids(output: Path) -> dict[frozenset[RecordKey], str]:
    people: dict[str, set[RecordKey]] = {}
    for row in agencies.rows(output / "people.csv"):
        people.setdefault(row["person_id"], set()).add((row["source"], row["record_id"]))
    return {frozenset(keys): person for person, keys in people.items()}


def _groups(output: Path) -> set[frozenset[RecordKey]]:
    return set(_ids(output))
