"""One test a predicate: whom it keeps apart, and whom it leaves alone."""

import math
from datetime import date
from typing import Any

from goldenthread.linkage import DEFAULT
from goldenthread.linkage.comparisons import EVERY_COMPARISON
from goldenthread.linkage.conditions import LEVEL_OF
from goldenthread.linkage.counting import with_term_frequencies
from goldenthread.linkage.features import make_features
from goldenthread.linkage.model import Weight
from goldenthread.linkage.own_names import names_in_their_own_right
from goldenthread.linkage.refusal import RELATIVES_ARE_LIVE_BELOW_BITS
from goldenthread.linkage.refusing import (
    OUTWEIGHED_FROM_BITS,
    RARE_NAME_BITS,
    REFUSALS,
    refuse,
)
from tests.unit.linkage.records_made import TODAY, nhs_number, record, table

FAMILIES_ABOUND = 0.0


def refusal(
    relative_bits: float = FAMILIES_ABOUND,
    bits: float = 3.0,
    unlearned_bits: float = 0.0,
    common: tuple[str, ...] = (),
    **differs: Any,
) -> str | None:
    """What speaks against joining the ordinary record with one in another dataset that ``differs``."""
    left = differs.pop("left", {})
    other = record(dataset="a-surgery", record_id="2", **differs)
    namesakes = [record(dataset="others", record_id=f"{n}{i}", given_name=n) for n in common for i in range(12)]
    made = make_features(table(record(**left), other, *namesakes), on=TODAY, identifiers=DEFAULT)
    features = with_term_frequencies(made, EVERY_COMPARISON).to_pylist()
    one, two = (next(f for f in features if f["record_id"] == i and f["dataset"] != "others") for i in ("1", "2"))
    levels = {LEVEL_OF + c.name: c.level_of(one, two) for c in EVERY_COMPARISON}
    weight = Weight(bits=bits, relative_bits=relative_bits, unlearned_bits=unlearned_bits)
    found = refuse({**one, **levels}, two, weight)
    return found.name if found else None


def test_two_records_that_agree_are_refused_by_nothing() -> None:
    assert refusal() is None


TWINS = "twins_of_two_known_forenames_are_two_people"
UNLEARNED_TWINS = "two_known_forenames_of_one_birth_date_and_home_go_to_a_person"


def test_twins_share_all_but_a_forename() -> None:
    assert refusal(given_name="Xanthippe") == "twins_share_all_but_a_forename"


def test_twins_of_two_known_forenames_are_two_people() -> None:
    assert refusal(given_name="Georgina") == TWINS


def test_twins_of_different_sex_stay_apart_too() -> None:
    assert refusal(given_name="Oliver", sex="male", common=("Oliver",)) == TWINS


def test_mary_and_martha_are_two_names() -> None:
    assert refusal(given_name="Martha", left={"given_name": "Mary"}) == TWINS


def test_no_weight_outweighs_two_known_forenames_of_one_birth_date_and_home() -> None:
    assert refusal(given_name="Georgina", bits=OUTWEIGHED_FROM_BITS + 9) == TWINS


def test_two_known_forenames_go_to_a_person_where_the_model_learned_of_few_relatives_too() -> None:
    told = refusal(given_name="Georgina", relative_bits=RELATIVES_ARE_LIVE_BELOW_BITS, bits=20.0)
    assert told == UNLEARNED_TWINS


def test_twins_are_born_together_where_day_and_month_are_swapped_in_one_record() -> None:
    born = {"date_of_birth": date(2014, 7, 5)}
    assert refusal(given_name="Georgina", left={"date_of_birth": date(2014, 5, 7)}, **born) == TWINS


def test_twins_whose_names_are_in_the_wrong_columns_are_two_people() -> None:
    swapped = [{"given_name": "Zetland", "family_name": name} for name in ("Nicola", "Olivia")]
    told = refusal(left=swapped[0], **swapped[1], relative_bits=RELATIVES_ARE_LIVE_BELOW_BITS, bits=20.0)
    assert told == "twins_whose_names_are_in_the_wrong_columns_are_two_people"


def test_twins_in_the_wrong_columns_are_known_by_what_the_records_themselves_say_is_a_forename() -> None:
    swapped = [{"given_name": "Zetland", "family_name": name} for name in ("Zankura", "Tivino")]
    told = refusal(left=swapped[0], **swapped[1], common=("Zankura", "Tivino"))
    assert told == "twins_whose_names_are_in_the_wrong_columns_are_two_people"
    assert refusal(left=swapped[0], **swapped[1]) is None


def test_a_surname_that_comes_often_in_the_wrong_column_is_no_forename() -> None:
    assert names_in_their_own_right({"ashdown": 6, "amelia": 60}, {"ashdown": 90, "amelia": 1}) == {"amelia"}
    assert names_in_their_own_right({"ashdown": 30}, {"ashdown": 90}) == {"ashdown"}


ONE_IN_WRONG_COLUMNS = "twins_of_whom_one_has_the_names_in_the_wrong_columns_go_to_a_person"


def test_twins_of_whom_one_has_the_names_in_the_wrong_columns_go_to_a_person() -> None:
    wrong = {"given_name": "Ashdown", "family_name": "Nicola"}
    assert refusal(left=wrong, given_name="Olivia", bits=20.0) == ONE_IN_WRONG_COLUMNS
    assert refusal(given_name="Ashdown", family_name="Nicola", bits=20.0) == ONE_IN_WRONG_COLUMNS
    assert refusal(left=wrong, given_name="Olivia", relative_bits=20.0, bits=20.0) == ONE_IN_WRONG_COLUMNS


def test_names_in_the_wrong_columns_of_one_record_make_no_twin_of_their_own() -> None:
    assert refusal(left={"given_name": "Ashdown", "family_name": "Nicola"}, given_name="Nicola") is None
    surname = refusal(left={"given_name": "Ashdown", "family_name": "Zetland"}, given_name="Olivia")
    assert surname != ONE_IN_WRONG_COLUMNS


def test_a_surname_changed_for_one_that_is_a_forename_makes_no_twin() -> None:
    rare = {"given_name": "Zebedee"}
    assert refusal(left={**rare, "family_name": "Thomas"}, **rare, family_name="Marsden") is None


def test_a_family_name_that_is_a_forename_too_and_changes_makes_no_twin() -> None:
    assert refusal(left={"family_name": "Thomas"}, family_name="Marsden") is None


def test_siblings_of_two_known_forenames_are_not_joined_without_birth_dates() -> None:
    told = refusal(given_name="Georgina", date_of_birth=None, relative_bits=RELATIVES_ARE_LIVE_BELOW_BITS, bits=9.0)
    assert told == "siblings_of_two_known_forenames_are_not_joined_without_birth_dates"


def test_so_are_siblings_whose_names_stand_in_the_wrong_columns() -> None:
    swapped = [{"given_name": "Zetland", "family_name": name} for name in ("Nicola", "Olivia")]
    told = refusal(left={**swapped[0], "date_of_birth": None}, **swapped[1], bits=9.0)
    assert told == "siblings_of_two_known_forenames_are_not_joined_without_birth_dates"


def test_twins_with_like_forenames_go_to_a_person_where_both_are_names() -> None:
    homes = [{"given_name": "Jayden"}, {"given_name": "Kayden", "address_line": None, "postcode": None}]
    told = refusal(common=("Jayden", "Kayden"), left=homes[0], **homes[1])
    assert told == "twins_with_like_forenames_go_to_a_person"


def test_a_slip_of_the_finger_in_a_forename_makes_no_twin() -> None:
    assert refusal(given_name="Ameliaa") is None


def test_a_nickname_makes_no_twin() -> None:
    assert refusal(given_name="Millie") is None


def test_siblings_share_everything_but_forename_and_birth_date() -> None:
    told = refusal(given_name="Georgina", date_of_birth=date(2017, 1, 30))
    assert told == "siblings_share_everything_but_forename_and_birth_date"


def test_a_mother_and_daughter_of_one_name_are_two_people() -> None:
    told = refusal(date_of_birth=date(1985, 11, 2), person_kind="adult")
    assert told == "a_parent_and_a_child_of_one_name_are_two_people"


def test_a_father_and_son_of_one_name_are_two_people_though_nothing_else_differs() -> None:
    man = {"given_name": "George", "sex": "male"}
    told = refusal(left=man, date_of_birth=date(1985, 11, 2), **man)
    assert told == "a_parent_and_a_child_of_one_name_are_two_people"


def test_a_decade_mistyped_goes_to_a_person() -> None:
    told = refusal(left={"date_of_birth": date(1994, 5, 17)}, date_of_birth=date(1974, 5, 17))
    assert told == "a_birth_date_a_generation_off_by_one_digit_goes_to_a_person"


def test_nobody_is_the_child_of_somebody_a_hundred_years_older() -> None:
    """A century is a slip; of years that are further from each other the home says whether they are relatives."""
    away, sure = {"address_line": "9 Moss Bank", "postcode": "WH9 9ZZ"}, OUTWEIGHED_FROM_BITS + 5
    parent = "a_parent_and_a_child_of_one_name_are_two_people"
    assert refusal(left=away, date_of_birth=date(1915, 11, 2), bits=sure) == parent
    for year in (1914, 1414, 1387):
        assert refusal(left=away, date_of_birth=date(year, 11, 2), bits=sure) is None
    told = refusal(date_of_birth=date(1387, 11, 2), bits=sure)
    assert told == "cousins_of_one_name_born_years_apart_are_two_people"


def test_cousins_in_one_house_may_share_a_name() -> None:
    assert refusal(date_of_birth=date(2015, 8, 30)) == "cousins_in_one_house_may_share_a_name"


def test_cousins_of_one_name_born_years_apart_are_two_people_whatever_the_weight() -> None:
    name = "cousins_of_one_name_born_years_apart_are_two_people"
    assert refusal(date_of_birth=date(2008, 12, 30)) == name
    assert refusal(date_of_birth=date(2008, 12, 30), bits=OUTWEIGHED_FROM_BITS + 5) == name


def test_relatives_of_one_name_are_no_rarer_than_chance_would_have_them() -> None:
    born = {"date_of_birth": date(2008, 12, 30), "relative_bits": RELATIVES_ARE_LIVE_BELOW_BITS + 0.3, "bits": 8.3}
    assert refusal(**born) is None
    assert refusal(**born, unlearned_bits=0.4) == "cousins_of_one_name_born_years_apart_are_two_people"
    assert refusal(**born, unlearned_bits=0.4, left={"address_line": "9 Moss Bank", "postcode": "WH9 9ZZ"}) is None


def test_cousins_of_one_name_born_years_and_three_digits_apart_go_to_a_person() -> None:
    name = "cousins_of_one_name_born_years_and_three_digits_apart_go_to_a_person"
    assert refusal(date_of_birth=date(2016, 3, 16), bits=OUTWEIGHED_FROM_BITS + 5) == name
    told = refusal(date_of_birth=date(2016, 3, 16), relative_bits=RELATIVES_ARE_LIVE_BELOW_BITS, bits=20.0)
    assert told == name
    cousins = next(r for r in REFUSALS if r.name == name)
    assert cousins.of_one_copy
    assert cousins.bars_below_bits == -math.inf


def test_two_digits_mistyped_or_a_date_within_a_year_make_no_cousin_whom_nothing_outweighs() -> None:
    assert refusal(date_of_birth=date(2016, 3, 17), bits=OUTWEIGHED_FROM_BITS) is None
    assert refusal(date_of_birth=date(2015, 8, 30), bits=OUTWEIGHED_FROM_BITS) is None


def test_a_birth_date_with_day_and_month_swapped_makes_no_cousin() -> None:
    assert refusal(left={"date_of_birth": date(2014, 5, 7)}, date_of_birth=date(2014, 7, 5)) is None


def test_a_child_and_an_adult_without_birth_dates_are_not_joined() -> None:
    told = refusal(date_of_birth=None, person_kind="adult")
    assert told == "a_child_and_an_adult_without_birth_dates_are_not_joined"


def test_a_name_alone_joins_nobody_unless_it_is_rare() -> None:
    elsewhere: dict[str, Any] = {"date_of_birth": None, "address_line": "3 Orchard Close", "postcode": "WH7 8QQ"}
    assert refusal(**elsewhere) == "a_name_alone_joins_nobody_unless_it_is_rare"
    assert refusal(bits=RARE_NAME_BITS, **elsewhere) is None


def test_two_people_of_one_row_are_two_people() -> None:
    left = {"row": 7, "dataset": "a-surgery"}
    assert refusal(left=left, row=7, part="contact1") == "two_people_of_one_row_are_two_people"


def test_two_different_nhs_numbers_are_two_people_though_all_else_agrees() -> None:
    assert refusal(left=nhs_number(1), **nhs_number(2)) == "two_different_nhs_numbers_are_two_people"


def test_a_sibling_s_number_mistyped_goes_to_a_person() -> None:
    told = refusal(left=nhs_number(1), **nhs_number(1), given_name="Georgina", date_of_birth=date(2017, 1, 30))
    assert told == "an_identifier_that_forename_and_birth_date_both_contradict_goes_to_a_person"


def one_number(**differs: Any) -> str | None:
    left = differs.pop("left", {})
    return refusal(left={**nhs_number(1), **left}, **nhs_number(1), **differs)


DOUBTED = "an_identifier_that_forename_and_birth_date_both_contradict_goes_to_a_person"


def test_a_number_on_a_sister_born_in_the_same_month_or_two_digits_off_goes_to_a_person() -> None:
    assert one_number(given_name="Georgina", date_of_birth=date(2014, 5, 29)) == DOUBTED
    assert one_number(given_name="Georgina", date_of_birth=date(2012, 5, 18)) == DOUBTED


def test_a_number_on_a_sister_of_a_like_forename_goes_to_a_person_where_both_are_names() -> None:
    sisters = {"left": {"given_name": "Mary"}, "given_name": "Martha", "date_of_birth": date(2017, 1, 30)}
    assert one_number(**sisters) == DOUBTED


def test_a_number_on_a_brother_born_one_digit_off_goes_to_a_person() -> None:
    assert one_number(given_name="Oliver", sex="male", date_of_birth=date(2017, 5, 17)) == DOUBTED


def test_a_number_on_a_sister_of_a_rhyming_forename_and_another_birth_date_goes_to_a_person() -> None:
    rhyming = {"left": {"given_name": "Jayden"}, "given_name": "Kayden", "common": ("Jayden", "Kayden")}
    assert one_number(**rhyming, date_of_birth=date(2008, 12, 30)) == DOUBTED
    assert one_number(**rhyming) is None


def test_an_adopted_child_keeps_the_number_and_the_birth_date() -> None:
    renamed = {"given_name": "Georgina", "family_name": "Quarmby", "address_line": "3 Orchard Close"}
    assert one_number(**renamed, postcode="WH7 8QQ") is None
    assert one_number(**renamed, date_of_birth=date(2014, 5, 18)) is None


def test_who_changed_forename_and_sex_keeps_the_number_and_the_birth_date() -> None:
    assert one_number(given_name="Oliver", sex="male") is None
    assert one_number(given_name="Oliver", sex="male", left={"date_of_birth": date(2014, 5, 7)}, **SWAPPED) is None


def test_a_wrong_birth_date_under_the_same_forename_and_number_is_a_slip() -> None:
    assert one_number(date_of_birth=date(2008, 12, 30)) is None


SWAPPED = {"date_of_birth": date(2014, 7, 5)}


def test_a_number_under_another_forename_goes_to_a_person_where_no_birth_date_says_whose_it_is() -> None:
    told = refusal(left={**nhs_number(1), "date_of_birth": None}, **nhs_number(1), given_name="Georgina")
    assert told == "a_number_that_another_of_the_family_may_hold_goes_to_a_person"


def test_a_shared_nhs_number_outweighs_a_changed_forename() -> None:
    assert refusal(left=nhs_number(1), **nhs_number(1), given_name="Georgina") is None


def test_two_permanent_upns_go_to_a_person() -> None:
    upns = [{"upn": f"H80120000{n}001", "upn_grade": "well_formed"} for n in (1, 2)]
    assert refusal(left=upns[0], **upns[1]) == "two_permanent_upns_go_to_a_person"


def test_predicates_about_relatives_are_silent_in_data_without_families() -> None:
    assert refusal(relative_bits=RELATIVES_ARE_LIVE_BELOW_BITS, given_name="Xanthippe") is None


def test_every_predicate_that_bars_or_goes_to_a_person_says_so_in_its_name_once() -> None:
    names = [r.name for r in REFUSALS]
    assert len(set(names)) == len(names)
    assert all(r.bars or r.to_review for r in REFUSALS)


def test_enough_of_everything_else_outweighs_a_forename_where_records_are_full_of_mistakes() -> None:
    assert refusal(given_name="Xanthippe", bits=OUTWEIGHED_FROM_BITS - 0.1) == "twins_share_all_but_a_forename"
    assert refusal(given_name="Xanthippe", bits=OUTWEIGHED_FROM_BITS) is None


def test_relatives_are_kept_apart_for_good_only_where_the_weight_says_two_people() -> None:
    twins = next(r for r in REFUSALS if r.name == "twins_share_all_but_a_forename")
    numbers = next(r for r in REFUSALS if r.name == "two_different_nhs_numbers_are_two_people")
    assert twins.bars_below_bits == 0.0
    assert next(r for r in REFUSALS if r.name == TWINS).bars_below_bits == math.inf
    assert numbers.bars_below_bits == math.inf


def test_nothing_outweighs_a_generation_between_two_of_one_name_but_a_person_sees_the_pair() -> None:
    name = "a_parent_and_a_child_of_one_name_are_two_people"
    assert refusal(date_of_birth=date(1985, 11, 2), bits=OUTWEIGHED_FROM_BITS + 5) == name
    assert next(r for r in REFUSALS if r.name == name).to_review
