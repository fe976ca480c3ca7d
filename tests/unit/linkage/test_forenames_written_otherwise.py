"""One forename written otherwise: a short form of several names, a short name with a slip, what an address spells."""

from typing import Any

import pytest

from goldenthread.linkage import DEFAULT, cleaning
from goldenthread.linkage.comparisons import FAMILY_NAME, GIVEN_NAME, MIDDLE_NAMES, NOTHING_TO_COMPARE
from goldenthread.linkage.email_names import names_in_address
from goldenthread.linkage.features import make_features
from goldenthread.linkage.lookup.details import details_of
from goldenthread.linkage.tables import full_names, nickname_roots
from tests.unit.linkage.records_made import TODAY, record, table

NICKNAME, SLIP = "a nickname or spelling of it", "one letter apart, and one of them is no known name"
ANOTHER = "another forename"


def two(left: dict[str, Any], right: dict[str, Any], common: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    others = [record(record_id=f"{n}{i}", dataset="others", given_name=n) for n in common for i in range(9)]
    records = table(record(**left), record(record_id="2", dataset="a-surgery", **right), *others)
    features: list[dict[str, Any]] = make_features(records, on=TODAY, identifiers=DEFAULT).to_pylist()
    return [f for f in features if f["dataset"] != "others"]


def forenames(left: str, right: str, **differs: Any) -> str:
    common = differs.pop("common", ())
    one, other = two({"given_name": left, **differs}, {"given_name": right}, common)
    level = GIVEN_NAME.level_of(one, other)
    assert level == GIVEN_NAME.level_of(other, one)
    return GIVEN_NAME.levels[len(GIVEN_NAME.levels) - 1 - level].label


@pytest.mark.parametrize(
    ("short", "full"),
    [("Millie", "Emily"), ("Millie", "Amelia"), ("Teddy", "Theodore"), ("Teddy", "Edward"), ("Sally", "Sarah")],
)
def test_a_short_form_agrees_with_each_name_that_it_may_stand_for(short: str, full: str) -> None:
    assert forenames(short, full) == NICKNAME


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rosie", "Rosy"), ("Evie", "Evy"), ("Julie", "July"), ("Jai", "Jay"), ("Brodie", "Brody"), ("Sady", "Sarah")],
)
def test_endings_that_sound_alike_are_one_forename(one: str, other: str) -> None:
    assert forenames(one, other, common=(one, other)) == NICKNAME


@pytest.mark.parametrize(("one", "other"), [("Wenji", "Wenjie"), ("Li", "Lie"), ("Maria", "Marie"), ("Dani", "Dan")])
def test_endings_that_make_another_name_are_not_taken_for_one(one: str, other: str) -> None:
    assert cleaning.as_heard(one.lower()) != cleaning.as_heard(other.lower())


def test_of_all_forenames_that_are_listed_endings_alike_make_one_exception() -> None:
    roots: dict[str, set[str]] = {}
    for name, root in nickname_roots().items():
        roots.setdefault(cleaning.as_heard(name), set()).add(root)
    assert [sorted(of) for of in roots.values() if len(of) > 1] == [["martha", "matthew"]]


@pytest.mark.parametrize(
    ("written", "whole"), [("Bü?ra", "Büşra"), ("A?han", "Aşhan"), ("Ad?gün", "Adıgün"), ("B\ufffdşra", "Büşra")]
)
def test_a_letter_that_a_system_lost_is_a_slip_and_no_end_of_a_word(written: str, whole: str) -> None:
    assert forenames(written, whole, common=(whole,)) == SLIP
    lost, kept = two({"given_name": written}, {"given_name": whole})
    assert lost["middle"] is kept["middle"] is None
    assert MIDDLE_NAMES.level_of(lost, kept) == NOTHING_TO_COMPARE


def test_before_a_capital_letter_a_question_mark_stands_for_a_dash() -> None:
    assert cleaning.family_parts("Smith?Jones") == ["jones", "smith"]
    assert cleaning.family_name("Y?LMAZ") == "ylmaz"
    assert cleaning.given_name("?") is None


@pytest.mark.parametrize(("one", "other"), [("Emily", "Amelia"), ("Edward", "Theodore"), ("Amy", "Emmy")])
def test_names_with_one_short_form_in_common_are_two_names(one: str, other: str) -> None:
    assert forenames(one, other) != NICKNAME


def test_a_full_name_is_never_short_for_itself() -> None:
    assert all(short not in names for short, names in full_names().items())
    roots = nickname_roots()
    told = [(roots.get(short, short), roots.get(n, n)) for short, names in full_names().items() for n in names]
    assert all(one != other for one, other in told)


@pytest.mark.parametrize(("name", "slip"), [("Zoe", "Zeo"), ("Ian", "In"), ("Kai", "Kia"), ("Li", "Lii")])
def test_a_name_of_two_or_three_letters_may_have_a_letter_lost_doubled_or_exchanged(name: str, slip: str) -> None:
    assert forenames(name, slip, common=(name,)) == SLIP


def test_two_short_names_are_two_names() -> None:
    assert forenames("Mia", "Mai", common=("Mia", "Mai")) not in (SLIP, NICKNAME)


def test_a_forename_cut_in_the_wrong_place_is_the_same_forename_and_its_rest_no_other_middle_name() -> None:
    one, other = two({"given_name": "Wei Xuan"}, {"given_name": "Weix Uan"})
    assert forenames("Wei Xuan", "Weix Uan") == NICKNAME
    assert MIDDLE_NAMES.level_of(one, other) == NOTHING_TO_COMPARE


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Mei", "Emi", "one letter apart, or the first of them"),
        ("Mei", "Mei Hui Ting", "one letter apart, or the first of them"),
        ("J", "John", "the middle initial agrees"),
        ("Jane", "John", "the middle initial agrees"),
        ("Jane", "Rose", "other middle names"),
    ],
)
def test_middle_names_agree_but_for_a_letter_or_in_part(one: str, other: str, label: str) -> None:
    level = MIDDLE_NAMES.level_of(*two({"middle_names": one}, {"middle_names": other}))
    assert MIDDLE_NAMES.levels[len(MIDDLE_NAMES.levels) - 1 - level].label == label


@pytest.mark.parametrize(
    ("email", "given", "names"),
    [
        ("melanie.savage.58@mail.example", "melany", ("melanie", "savage")),
        ("savage_melanie@mail.example", "melanie", ("melanie", "savage")),
        ("christopher.t@mail.example", "chrs", ("christopher", None)),
        ("lizzie.ashdown@mail.example", "elizabeth", ("lizzie", "ashdown")),
        ("emily.ashdown@mail.example", "millie", ("emily", "ashdown")),
        ("sarah.ashdown@mail.example", "leo", (None, None)),
        ("office@mail.example", "olivia", (None, None)),
        ("melanie.anne.savage@mail.example", "melanie", ("melanie", None)),
        (None, "melanie", (None, None)),
        ("melanie.savage@mail.example", None, (None, None)),
    ],
)
def test_an_address_tells_names_only_where_one_of_its_words_is_the_forename(
    email: str | None, given: str | None, names: tuple[str | None, str | None]
) -> None:
    assert names_in_address(email, given) == names


def test_what_an_address_spells_mends_a_forename_that_is_no_name() -> None:
    assert forenames("Brn", "Bernard", email="bernard.parker@mail.example") == SLIP
    assert forenames("Brn", "Bernard") != SLIP


def test_an_address_makes_no_one_name_of_two_known_ones() -> None:
    assert forenames("Annabel", "Anna", email="anna.parker@mail.example", common=("Annabel",)) != SLIP


def test_an_old_surname_in_an_address_is_a_surname_of_the_person() -> None:
    old = {"given_name": "Melanie", "family_name": "Birch", "email": "melanie.savage@mail.example"}
    one, other = two(old, {"given_name": "Melanie", "family_name": "Savage"})
    former = FAMILY_NAME.level_labelled("a former or half of a double name")
    assert FAMILY_NAME.level_of(one, other) == FAMILY_NAME.level_of(other, one) == former


def test_one_person_looked_up_is_cleaned_as_the_batch_cleans() -> None:
    told = record(given_name="Millie", email="emily.savage@mail.example")
    batch = make_features(table(told), on=TODAY, identifiers=DEFAULT).to_pylist()[0]
    alone = details_of(told, on=TODAY, identifiers=DEFAULT)
    for column in ("given_full", "given_in_email", "family_all", "given_all"):
        assert alone[column] == batch[column]
    assert {"emily", "millie"} <= set(alone["given_full"])
