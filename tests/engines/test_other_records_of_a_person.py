"""A look-up hears all records of a person, not only the one that speaks loudest."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.linkage import Outcome, link, name_people
from goldenthread.linkage.incremental import stand
from goldenthread.linkage.lookup import Hit, Lookup, Searched, write_shelf
from goldenthread.linkage.lookup.other_records import nothing_keeps_apart
from goldenthread.linkage.lookup.scoring import Weighing
from goldenthread.linkage.refusing import REFUSALS, TOO_UNLIKELY
from tests.engines.everybody_filed import everybody
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

PARENT_AND_CHILD = "a_parent_and_a_child_of_one_name_are_two_people"
HOME = {
    "given_name": "Barnaby",
    "family_name": "Quarmby",
    "middle_names": "Peregrine",
    "sex": "male",
    "phone": "01632 960123",
}
BORN, SON_BORN = date(1988, 5, 24), date(2015, 5, 24)
BY_DATE = record(dataset="clinic", record_id="father-1", part=None, person_kind="adult", date_of_birth=BORN, **HOME)
WITHOUT_DATE = {**BY_DATE, "dataset": "school", "record_id": "father-2", "person_kind": None, "date_of_birth": None}
SON = record(dataset="sought", record_id="s", part=None, person_kind=None, date_of_birth=SON_BORN, **HOME)


def index_of(folder: Path, *records: dict[str, Any]) -> Lookup:
    """These records are one person's, whom ``link`` may not have joined; with an area for the model to learn from."""
    told = pa.concat_tables([area(80, seed=12)[0], table(*records)])
    linked = link(told, on=TODAY)
    named = name_people(linked.people)
    keys = zip(linked.people["dataset"].to_pylist(), linked.people["record_id"].to_pylist(), strict=True)
    theirs = {(one["dataset"], one["record_id"]) for one in records}
    clusters = linked.people["cluster"].to_pylist()
    people = ["a-person" if key in theirs else named[c] for key, c in zip(keys, clusters, strict=True)]
    standing = stand(linked, told, named=people)
    write_shelf(standing, folder / "shelf", keys=standing.reference.keys)
    return Lookup(folder / "shelf", on=TODAY)


def hit_of(index: Lookup, sought: dict[str, Any], *, every_path: bool = False) -> Hit:
    (hit,) = [one for one in index.look_up(sought, every_path=every_path).hits if one.person_id == "a-person"]
    return hit


def test_a_father_s_record_without_a_birth_date_is_not_linked_to_his_son_whose_own_he_is_not(tmp_path: Path) -> None:
    alone = hit_of(index_of(tmp_path / "alone", WITHOUT_DATE), SON)
    assert (alone.outcome, alone.against) == (Outcome.LINKED, "")
    index = index_of(tmp_path / "both", WITHOUT_DATE, BY_DATE)
    son, father = hit_of(index, SON), hit_of(index, {**SON, "date_of_birth": BORN})
    assert (son.record_id, son.outcome) == ("father-2", Outcome.REVIEW)
    assert son.against in {r.name for r in REFUSALS if r.contradicts}
    assert (father.outcome, father.against) == (Outcome.LINKED, "")


def test_what_is_put_and_taken_away_is_heard_as_what_is_filed(tmp_path: Path) -> None:
    index = index_of(tmp_path, WITHOUT_DATE)
    index.put(BY_DATE, person_id="a-person")
    assert hit_of(index, SON).outcome is Outcome.REVIEW
    index.put(BY_DATE, person_id="another")
    assert hit_of(index, SON).outcome is Outcome.LINKED
    index.put(BY_DATE, person_id="a-person")
    index.remove("clinic", "father-1")
    assert hit_of(index, SON).outcome is Outcome.LINKED
    index.close()


def test_birth_dates_plainly_apart_are_enough_where_no_predicate_of_a_name_speaks(tmp_path: Path) -> None:
    """Both live elsewhere since, under another family name: what else they say is too little for a predicate."""
    apart = {"address_line": "9 Harbour Row", "postcode": "QQ9 9QQ", "phone": None, "family_name": "Saddler"}
    index = index_of(tmp_path, WITHOUT_DATE, {**BY_DATE, **apart, "given_name": None, "person_kind": None})
    hit = hit_of(index, SON)
    assert (hit.record_id, hit.outcome, hit.against) == ("father-2", Outcome.REVIEW, REFUSALS[TOO_UNLIKELY].name)


def test_an_identifier_says_whose_a_record_is_whatever_the_others_say(tmp_path: Path) -> None:
    index = index_of(tmp_path, {**WITHOUT_DATE, **nhs_number(900_011)}, BY_DATE)
    hit = hit_of(index, {**SON, **nhs_number(900_011)})
    assert (hit.outcome, hit.against) == (Outcome.LINKED, "")


def test_but_not_where_a_child_s_record_holds_the_father_s_number(tmp_path: Path) -> None:
    """The search ends as early; the answer is for a person to settle."""
    number = nhs_number(900_011)
    child = record(dataset="school", record_id="child", **{**HOME, "given_name": "Clementine", **number})
    index = index_of(tmp_path, {**BY_DATE, **number}, child)
    sought = {**BY_DATE, **number, "dataset": "sought"}
    assert index.look_up(sought).searched is Searched.IDENTIFIER
    hit = hit_of(index, sought)
    assert (hit.record_id, hit.outcome) == ("father-1", Outcome.REVIEW)
    assert hit.against in {r.name for r in REFUSALS if r.doubts_identifier}


def test_whoever_is_sure_by_likeness_is_found_as_early_and_the_others_are_heard(tmp_path: Path) -> None:
    records, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index, became_review = Lookup(tmp_path / "shelf", on=TODAY), 0
    for row in records.to_pylist():
        sought = {**row, "dataset": "sought", "nhs_number": None}
        before = index.look_up(sought)
        if before.searched is not Searched.LIKENESS or before.hits[0].outcome is not Outcome.LINKED:
            continue
        born = row["date_of_birth"]
        older = date(born.year - 27, born.month, min(born.day + 1, 28))
        index.put({**sought, "dataset": "put", "date_of_birth": older}, person_id=before.hits[0].person_id)
        after = index.look_up(sought)
        assert after.searched is Searched.LIKENESS
        assert after.hits[0].record_id == before.hits[0].record_id
        assert (after.hits[0].outcome is Outcome.REVIEW) == bool(after.hits[0].against)
        became_review += after.hits[0].against == PARENT_AND_CHILD
        index.remove("put", row["record_id"])
        assert index.look_up(sought) == before
        if became_review == 5:
            break
    assert became_review == 5
    index.close()


def test_nothing_bars_records_that_agree_in_what_is_asked_first(tmp_path: Path) -> None:
    records, standing = everybody()
    write_shelf(standing, tmp_path / "shelf", keys=standing.reference.keys)
    index = Lookup(tmp_path / "shelf", on=TODAY)
    told = records.to_pylist()
    pairs = [*pairwise(told)]
    pairs += [(one, {**one, name: other[name]}) for one, other in zip(told, told[5:], strict=False) for name in one]
    agreeing = differing = 0
    for pair in pairs:
        one, other = map(index._told, pair)
        if nothing_keeps_apart(one, other):
            agreeing += 1
            scored = Weighing(index._scorer, one).score(other)
            refusal = index._scorer.refusal_of(one, other, scored)
            assert refusal is None or scored.weight.bits >= refusal.bars_below_bits
        else:
            differing += 1
    assert agreeing > 1000
    assert differing > 500


def test_each_line_says_what_it_tells_against_strangers_and_against_relatives(tmp_path: Path) -> None:
    hit = hit_of(index_of(tmp_path, WITHOUT_DATE), SON)
    lines = {one.about: one for one in hit.explanation}
    assert lines["place"].relative_bits < lines["place"].bits
    assert sum(one.relative_bits for one in hit.explanation) < sum(one.bits for one in hit.explanation)
