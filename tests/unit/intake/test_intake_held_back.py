"""Who an adopted child was before is not taken in, by whatever number or name it could be met again."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.intake import (
    Accepted,
    HeldBack,
    Identity,
    accept,
    rejected_csv,
    tokens_of,
    tokens_to_hold_back,
)
from goldenthread.intake.held_back import Named
from tests.unit.intake.making import HEADER, ON, ORDINARY, as_csv, contract, row

KEY = b"the adoption team's key"
MORE = ("Passport", "From", "Case", "CaseOf")
NUMBERED = ORDINARY + (
    '      passport_number: "Passport"\n'
    '      passport_country: {column: "From", otherwise: ""}\n'
    '      local_id: "Case"\n'
    '      local_id_issuer: "CaseOf"\n'
)
AGENCY = "westhaven-somewhere"
BORN = date(2014, 10, 6)
FAMILY = """
source: "alder-school"
record_id: "Id"
people:
  - {part: "pupil", is: "child", columns: {given_name: "Forename", nhs_number: "NHS"}}
  - {part: "sibling", is: "child", record_id: "{SiblingId}", columns: {given_name: "Sibling", nhs_number: "SiblingNHS"}}
relations:
  - {from: "sibling", to: "pupil", relation: {literal: "sibling"}}
facts:
  - {kind: "education_health_and_care_plan", about: "sibling"}
"""


def taken(folder: Path, made: tuple[str, ...], *people: tuple[str, ...]) -> Accepted:
    """What is accepted of ordinary rows with more numbers, where these tokens are held back."""
    file = folder / "sent.csv"
    file.write_text(as_csv(people, (*HEADER, *MORE)), encoding="utf-8")
    held = HeldBack(key=KEY, tokens=frozenset(made))
    return accept([file], contract(folder, NUMBERED), on=ON, held_back=held)


def somebody(record_id: str, more: tuple[str, ...] = ("", "", "", ""), **differs: str) -> tuple[str, ...]:
    return (*row(record_id, **differs), *more)


def ids(accepted: Accepted) -> list[str]:
    return [str(one) for one in accepted.records.column("record_id").to_pylist()]


BY_NHS = tuple(tokens_of(KEY, "943 476 5919", "", None))
BY_NAMES = tuple(tokens_of(KEY, None, "TREGARTHEN  Elowén", BORN))
BY_UPN = tuple(tokens_of(KEY, None, "", None, upn="h801200001001"))
BY_PASSPORT = tuple(tokens_of(KEY, None, "", None, passport_number="zx-123 4567"))
BY_CASE = tuple(tokens_of(KEY, None, "", None, local_id=("Westhaven Somewhere", "CH/00-17")))


@pytest.mark.parametrize(
    ("made", "person"),
    [
        (BY_NHS, somebody("1", Forename="Nia", UPN="")),
        (BY_NAMES, somebody("1", NHS="", UPN="")),
        (BY_UPN, somebody("1", Forename="Nia", NHS="")),
        (BY_PASSPORT, somebody("1", ("ZX1234567", "ERI", "", ""), Forename="Nia", NHS="", UPN="")),
        (BY_PASSPORT, somebody("1", ("ZX 123 4567", "", "", ""), Forename="Nia", NHS="", UPN="")),
        (BY_CASE, somebody("1", ("", "", "ch0017", ""), Forename="Nia", NHS="", UPN="")),
        (BY_CASE, somebody("1", ("", "", "CH0017", AGENCY), Forename="Nia", NHS="", UPN="")),
    ],
    ids=["NHS number", "names", "UPN", "passport", "passport of no country", "agency's number", "issued by name"],
)
def test_a_record_that_the_adoption_team_holds_back_is_not_loaded_nor_listed(
    tmp_path: Path, made: tuple[str, ...], person: tuple[str, ...]
) -> None:
    assert len(made) == 1
    other = somebody("2", ("ZX7654321", "ERI", "CH0018", ""), Forename="Idris", NHS="", UPN="")
    accepted = taken(tmp_path, made, person, other)
    assert ids(accepted) == ["2"]
    assert accepted.report.rows.outside_cohort == 1
    assert not [one for one in accepted.rejected if one.row == 1]
    # True of it and of a row outside the cohort alike, so that the words tell nobody which of the two it was.
    assert "or not to be loaded by another rule of the area" in rejected_csv([accepted])
    assert accepted.kept_out == {"1"}
    assert "kept_out" not in repr(accepted)
    assert ids(taken(tmp_path, (), person, other)) == ["1", "2"]


def test_another_agencys_number_of_the_same_digits_is_somebody_else(tmp_path: Path) -> None:
    person = somebody("1", ("", "", "CH0017", "birch-school"), Forename="Nia", NHS="", UPN="")
    assert ids(taken(tmp_path, BY_CASE, person)) == ["1"]


@pytest.mark.parametrize("nothing", ["unknown", "0000000000", "N/A"])
def test_what_stands_for_no_number_holds_nobody_back(nothing: str) -> None:
    assert list(tokens_of(KEY, nothing, "", None, upn=nothing, passport_number=nothing)) == []


def test_tokens_of_another_key_hold_nothing_back(tmp_path: Path) -> None:
    theirs = tuple(tokens_of(b"theirs", "9434765919", "Elowen Tregarthen", BORN, upn="H801200001001"))
    assert ids(taken(tmp_path, theirs, somebody("1"))) == ["1"]


def test_whom_one_row_shows_to_be_held_back_is_not_taken_in_by_another(tmp_path: Path) -> None:
    """A sibling's number stands in one row alone; the other, which comes first, has no more than a forename."""
    file = tmp_path / "sent.csv"
    lines = ["Id,Forename,NHS,SiblingId,Sibling,SiblingNHS", "1,Nia,,s1,Elowen,", "2,Idris,,s1,Elowen,9434765919"]
    file.write_text("\n".join([*lines, "3,Awen,,s2,Bryn,"]) + "\n", encoding="utf-8")
    of = contract(tmp_path, FAMILY)
    open_to_all = accept([file], of, on=ON)
    assert sorted(ids(open_to_all)) == ["1", "2", "3", "s1", "s2"]
    accepted = accept([file], of, on=ON, held_back=HeldBack(key=KEY, tokens=frozenset(BY_NHS)))
    assert sorted(ids(accepted)) == ["1", "3", "s2"]
    assert accepted.relations.column("record_id_from").to_pylist() == ["s2"]
    assert accepted.facts.column("record_id").to_pylist() == ["s2"]
    assert accepted.kept_out == {"2", "s1"}


FORMER = Identity(forenames="Elowen Mae", surnames="Tregarthen", born=BORN)
NOW = Identity(forenames="Elowen Mae", surnames="Pascoe", born=BORN)


def is_held(forenames: str, surnames: str, born: date = BORN, full_name: str = "", spare: Identity = NOW) -> bool:
    held = HeldBack(key=KEY, tokens=tokens_to_hold_back(KEY, FORMER, spare=[spare]))
    names = f"{full_name} {forenames} {surnames}"
    return held.holds(None, names, born, named=Named(forenames=forenames, surnames=surnames, full_name=full_name))


@pytest.mark.parametrize(
    ("forenames", "surnames", "born", "full_name"),
    [
        ("Elowen Mae", "Tregarthen", BORN, ""),
        ("Elowen", "Tregarthen", BORN, ""),
        ("Elowen M", "Tregarthen", BORN, ""),
        ("Mae", "TREGARTHEN", BORN, ""),
        ("Elowen Mae Rose", "Tregarthen-Vane", BORN, ""),
        ("Tregarthen", "Elowén", BORN, ""),
        ("Elowne", "Tregarthen", BORN, ""),
        ("Elowen", "Tregarten", BORN, ""),
        ("Elowen", "Tregarthan", BORN, ""),
        ("Elowen", "Tregarthen", date(2014, 6, 10), ""),
        ("Elowen", "Tregarthen", date(2014, 10, 8), ""),
        ("Elowen", "Tregarthen", date(2012, 10, 6), ""),
        ("", "", BORN, "Elowen Mae Tregarthen"),
        ("", "", BORN, "TREGARTHEN, Elowen"),
        ("Elowen", "Pascoe Tregarthen", BORN, ""),
    ],
)
def test_a_former_identity_is_kept_out_written_a_little_otherwise(
    forenames: str, surnames: str, born: date, full_name: str
) -> None:
    assert is_held(forenames, surnames, born, full_name)


@pytest.mark.parametrize(
    ("forenames", "surnames", "born"),
    [
        ("Elowen Mae", "Pascoe", BORN),
        ("Elowen", "Pascoe", BORN),
        ("Mae", "Pascoe", BORN),
        ("Morwenna", "Tregarthen", BORN),
        ("Elowne", "Tregarten", BORN),
        ("Elowne", "Tregarthen", date(2014, 10, 8)),
        ("Elowen", "Tregarthen", date(2013, 1, 6)),
        ("Elowen", "", BORN),
        ("", "Tregarthen", BORN),
    ],
)
def test_nobody_else_is_kept_out_nor_who_the_child_is_now(forenames: str, surnames: str, born: date) -> None:
    assert not is_held(forenames, surnames, born)


def test_whoever_is_to_be_spared_is_kept_out_by_no_token() -> None:
    relative = Identity(forenames="Elowen", surnames="Tregarthen Pascoe", born=BORN, upn="H801200001001")
    assert not is_held("Elowen", "Tregarthen Pascoe", spare=relative)
    assert is_held("Mae", "Tregarthen", spare=relative)
    with pytest.raises(ValueError, match="nothing tells this former identity from those to spare"):
        tokens_to_hold_back(KEY, FORMER, spare=[FORMER])


def test_tokens_tell_nobody_which_of_them_is_which() -> None:
    made = tokens_to_hold_back(KEY, FORMER)
    assert all(len(one) == 64 for one in made)
    assert "Tregarthen" not in repr(FORMER)


def test_a_file_is_accepted_without_a_former_identity_of_another_spelling(tmp_path: Path) -> None:
    made = tuple(tokens_to_hold_back(KEY, FORMER, spare=[NOW]))
    people = [
        somebody("1", Forename="Elowne", NHS="", UPN=""),
        somebody("2", Forename="Elowen", Surname="Pascoe", NHS="", UPN=""),
    ]
    assert ids(taken(tmp_path, made, *people)) == ["2"]
