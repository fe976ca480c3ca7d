"""A passport joins two records of one person, and neither a mother with her child nor two who share but the number."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from goldenthread.linkage import DEFAULT, IdentifierUse, Linked, Model, link, name_people
from goldenthread.linkage.blocking import choose_keys
from goldenthread.linkage.deciding import SAME_IDENTIFIER
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import Switch
from goldenthread.linkage.incremental import KeptByAnotherVersion, keep, link_changes, read_kept, stand
from goldenthread.linkage.refusing import IDENTIFIERS
from goldenthread.linkage.reviewing.reasons import REASONS
from goldenthread.linkage.shared_numbers import numbers_of_many
from goldenthread.vocabulary import IdentifierKind
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table

RELATIVES = "a_passport_that_relatives_may_be_entered_in_goes_to_a_person"


def passport(number: str = "ZX1234567", country: str | None = "ERI", **differs: Any) -> dict[str, Any]:
    grade = "well_formed" if country else "no_issuer"
    return {
        "passport_number": number,
        "passport_country": country,
        "passport_number_grade": grade,
        "passport_number_obtained": "typed",
        **differs,
    }


ARRIVED = {"given_name": "Luwam", "family_name": "Tesfay", "date_of_birth": date(2010, 4, 9)}
NOW = {
    **ARRIVED,
    "given_name": "Luam",
    "family_name": "Teklehaimanot",
    "date_of_birth": date(2009, 1, 1),
    "address_line": "9 Church Walk",
    "postcode": "EH2 2BB",
}
"""The same girl as another agency has her: her father's name, an assessed birth date, another home."""


FEW = 100
"""So many of the crowd stand around the two that a test is about, so that they are not alone."""


@cache
def crowd() -> tuple[pa.Table, Model]:
    records = area(60, seed=11)[0]
    return records, link(records, on=TODAY).model


def two(left: dict[str, Any], right: dict[str, Any], **more: Any) -> Linked:
    records, model = crowd()
    pair = table(record(dataset="team", record_id="one", **left), record(dataset="police", record_id="other", **right))
    return link(pa.concat_tables([records.slice(0, FEW), pair]), on=TODAY, model=model, **more)


def said(linked: Linked) -> tuple[bool, str, str]:
    """Whether the two came out as one person, and what is said of the pair."""
    cluster = {r["record_id"]: r["cluster"] for r in linked.people.to_pylist()}
    told = [
        (r["outcome"], r["why"])
        for r in linked.links.to_pylist()
        if {r["record_id_l"], r["record_id_r"]} == {"one", "other"}
    ]
    return cluster["one"] == cluster["other"], *(told[0] if told else ("", ""))


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_one_passport_joins_what_name_birth_and_home_do_not(engine: str) -> None:
    together, outcome, why = said(two({**ARRIVED, **passport()}, {**NOW, **passport()}, engine=engine))
    assert (together, outcome, why) == (True, "linked", SAME_IDENTIFIER)
    assert not said(two(ARRIVED, NOW, engine=engine))[0]


@pytest.mark.parametrize(
    "other",
    [
        passport(country="ETH"),
        passport(country=None),
        passport("ZX7654321"),
        passport(passport_number_grade="malformed"),
        passport(passport_number_grade="fails_check"),
    ],
)
def test_another_countrys_number_a_lead_and_a_number_that_fails_join_nobody(other: dict[str, Any]) -> None:
    assert not said(two({**ARRIVED, **passport()}, {**NOW, **other}))[0]


def test_two_passports_of_one_person_say_nothing_against_them() -> None:
    same = {**ARRIVED, "sex": "female"}
    without = two(same, same).links.to_pylist()
    renewed = two({**same, **passport()}, {**same, **passport("ZX7654321", "ETH")}).links.to_pylist()
    assert renewed == without
    assert said(two({**same, **passport()}, {**same, **passport("ZX7654321")}))[:2] == (True, "linked")


TWIN = {**ARRIVED, "given_name": "Semhar"}
MOTHER = {**ARRIVED, "given_name": "Abeba", "date_of_birth": date(1984, 2, 3), "person_kind": "adult"}
FATHER_OF_HER_NAME = {**ARRIVED, "date_of_birth": date(1984, 2, 3), "person_kind": "adult"}
NAMELESS = {**ARRIVED, "given_name": None, "date_of_birth": None}
SISTER_OF_NO_NAME = {**ARRIVED, "given_name": None, "date_of_birth": date(2014, 8, 30)}


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
@pytest.mark.parametrize("relative", [TWIN, MOTHER, FATHER_OF_HER_NAME, NAMELESS, SISTER_OF_NO_NAME])
def test_relatives_entered_in_one_passport_are_not_joined_and_a_person_is_asked(
    relative: dict[str, Any], engine: str
) -> None:
    together, outcome, why = said(two({**ARRIVED, **passport()}, {**relative, **passport()}, engine=engine))
    assert (together, outcome) == (False, "review")
    assert why in REASONS
    assert why in (RELATIVES, "an_identifier_that_forename_and_birth_date_both_contradict_goes_to_a_person")


def test_a_slip_in_a_birth_year_does_not_make_two_people_of_one_passport() -> None:
    born, slipped = ({**ARRIVED, "date_of_birth": date(year, 4, 9)} for year in (2001, 2021))
    assert said(two({**born, **passport()}, {**slipped, **passport()}))[:2] == (True, "linked")


def test_an_nhs_number_says_of_a_child_what_a_shared_passport_cannot() -> None:
    number = nhs_number(900_001)
    renamed = {**ARRIVED, "given_name": "Ruth"}
    assert said(two({**ARRIVED, **passport(), **number}, {**renamed, **passport(), **number}))[:2] == (True, "linked")


def test_a_passport_is_looked_under_however_few_have_one_and_changes_nothing_where_nobody_has() -> None:
    few = dict.fromkeys(("given_sound", "dob", "dob_any_order"), 1.0) | {"passport": 0.0001}
    assert ("passport",) in [key.columns for key in choose_keys(few, {})]
    records, model = crowd()
    before = records.drop_columns([name for name in records.column_names if name.startswith("passport")])
    then, now = link(before, on=TODAY), link(records, on=TODAY)
    assert then.model == now.model == model
    assert then.links.equals(now.links)
    assert "passport" not in now.report["filled"]


def test_a_number_that_many_bear_is_nobodys_own() -> None:
    rows = [
        record(
            record_id=str(n), given_name=name, date_of_birth=date(2000 + n, n + 1, 3 * n + 1), **passport("P0000001")
        )
        for n, name in enumerate(("Luwam", "Semhar", "Dawit", "Yonas", "Abeba"))
    ]
    features = make_features(table(*rows), on=TODAY, identifiers=DEFAULT)
    assert numbers_of_many(features, "passport").to_pylist() == ["ERI/P0000001"]
    assert features["passport"].null_count == len(rows)


def test_a_switch_says_whether_passports_join_records() -> None:
    both = {**ARRIVED, **passport()}, {**NOW, **passport()}
    told = Switch(kind=IdentifierKind.PASSPORT, dataset="*", may_be_key=True, since=date(2020, 1, 1))
    assert said(two(*both, identifiers=IdentifierUse(switches=(told,))))[0]
    nhs_alone = Switch(kind=IdentifierKind.NHS_NUMBER, dataset="*", may_be_key=True, since=date(2020, 1, 1))
    assert not said(two(*both, identifiers=IdentifierUse(switches=(nhs_alone,))))[0]


def test_every_kind_that_may_join_records_is_a_column_to_look_under() -> None:
    features = make_features(table(record(**passport())), on=TODAY, identifiers=DEFAULT)
    assert set(IDENTIFIERS) <= set(features.column_names)
    assert features["passport"].to_pylist() == ["ERI/ZX1234567"]


def test_a_passport_that_comes_later_joins_its_records_and_a_standing_of_before_is_told_of(tmp_path: Path) -> None:
    records, model = crowd()
    pair = [record(dataset=name, record_id=name, **said) for name, said in (("team", ARRIVED), ("police", NOW))]
    linked = link(pa.concat_tables([records, table(*pair)]), on=TODAY, model=model)
    named = name_people(linked.people)
    people = [named[c] for c in linked.people["cluster"].to_pylist()]
    standing = stand(linked, pa.concat_tables([records, table(*pair)]), named=people)
    later = link_changes(standing, table(*({**one, **passport()} for one in pair)), on=TODAY).standing
    person_of = dict(zip(later.features["record_id"].to_pylist(), later.people.to_pylist(), strict=True))
    assert person_of["team"] == person_of["police"]
    keep(later, tmp_path / "standing")
    assert read_kept(tmp_path / "standing").features["passport"].null_count == len(records)
    about = tmp_path / "standing" / "about.json"
    about.write_text(about.read_text().replace("goldenthread standing 8", "goldenthread standing 7"))
    with pytest.raises(KeptByAnotherVersion, match="all records are linked anew"):
        read_kept(tmp_path / "standing")
