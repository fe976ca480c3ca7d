"""What stands in the place of a newborn's forename is no name; a forename or surname "Baby" is one."""

from datetime import date
from typing import Any

import pytest

from goldenthread.linkage import default_identifier_use
from goldenthread.linkage.features import make_features
from goldenthread.linkage.lookup.details import details_of
from goldenthread.linkage.newborns import Stands, number_at_birth, stands_for_a_newborn
from tests.unit.linkage.records_made import TODAY, record, table

CHILD, ADULT = date(2024, 2, 22), date(1981, 3, 4)


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        *((w, Stands.ALWAYS) for w in ("Baby Girl", "BABY BOY", "Male Infant", "Twin 1", "Twin One", "twin II")),
        *((w, Stands.ALWAYS) for w in ("Baby of Sarah", "Infant of Sarah Smith", "Unborn", "Newborn", "Neonate")),
        *((w, Stands.ALWAYS) for w in ("Baby Boy Smith", "Twin 2 of Sarah", "Triplet 3", "Boy Twin", "Infant Female")),
        *((w, Stands.BY_AGE) for w in ("Baby", " baby. ", "Infant", "Baby 1", "Baby A", "INFANT 2")),
        *((w, Stands.NO) for w in ("Amelia", "Baby Kumari", "Babylon", "Boy", "Girl", "Of", "1", "", "Jack Twin")),
    ],
)
def test_what_stands_in_the_place_of_a_forename(written: str, stands: Stands) -> None:
    assert stands_for_a_newborn(written) is stands


def features(**differs: Any) -> dict[str, Any]:
    """Of one record, the same for a table as for a look-up."""
    row = record(**differs)
    made = make_features(table(row), on=TODAY, identifiers=default_identifier_use()).to_pylist()[0]
    told = details_of(row, on=TODAY, identifiers=default_identifier_use())
    assert told == {name: made[name] for name in told}
    return dict(made)


@pytest.mark.parametrize(
    ("differs", "given"),
    [
        ({"given_name": "Baby", "date_of_birth": CHILD}, None),
        ({"given_name": "Baby", "date_of_birth": None}, None),
        ({"given_name": "Baby", "date_of_birth": ADULT}, "baby"),
        ({"given_name": "Baby", "date_of_birth": ADULT, "known_at": date(1981, 5, 1)}, None),
        ({"given_name": "Baby Girl", "date_of_birth": ADULT}, None),
        ({"given_name": "Baby Kumari", "date_of_birth": CHILD}, "baby"),
        ({"given_name": "Twin 1", "date_of_birth": CHILD}, None),
        ({"given_name": None, "family_name": None, "full_name": "Smith, Twin 1", "date_of_birth": CHILD}, None),
    ],
)
def test_baby_is_a_name_of_adults_and_none_of_newborns(differs: dict[str, Any], given: str | None) -> None:
    told = features(**differs)
    assert told["given"] == given
    assert (told["given_root"] is None) is (given is None)
    assert (told["given_all"] is None) is (given is None)


def test_a_surname_baby_is_a_surname() -> None:
    assert features(family_name="Baby", date_of_birth=CHILD)["family"] == "baby"


def test_what_a_child_is_known_as_is_none_either_and_middle_names_stay() -> None:
    told = features(given_name="Twin 2", known_as="Baby", middle_names="Rose", date_of_birth=CHILD)
    assert (told["given_all"], told["middle"]) == (["rose"], "rose")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *((w, "1") for w in ("Twin 1", "TWIN ONE", "twin i", "Baby A", "First Twin", "Twin 1 of Sarah A")),
        *((w, "2") for w in ("Twin II", "Baby B", "Baby 2", "Boy Twin 2", "Triplet Two")),
        *(
            (w, None)
            for w in ("Baby", "Baby Girl", "Baby of Sarah B", "Amelia", "Jack Twin 1", "A", "2", "Baby Kumari")
        ),
    ],
)
def test_those_born_together_are_told_by_their_numbers(written: str, number: str | None) -> None:
    assert number_at_birth(written) == number
    assert features(given_name=written, date_of_birth=CHILD)["newborn"] == number


def test_an_adult_s_name_is_no_number_at_birth() -> None:
    assert features(given_name="Baby A", date_of_birth=ADULT)["newborn"] is None
