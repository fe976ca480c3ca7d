"""Why two records that look like one person are not joined by a machine: named predicates, read aloud in order.

The first that holds speaks. A pair that shares a sound identifier is refused only by the predicates that say so.
"""

from goldenthread.linkage.comparisons import BIRTH_DATE, BIRTH_YEAR, BOTH_ARE_NAMES
from goldenthread.linkage.conditions import Digits, Features, Is, Missing, Not, Reaches, Same, Unasked, either, every
from goldenthread.linkage.likenesses import (
    A_GENERATION_APART,
    BORN_APART,
    BORN_SOON_AFTER,
    BORN_TOGETHER,
    FAMILY_AGREES,
    FORENAME_AGREES,
    FORENAME_KNOWN,
    LEAST_OF_A_MONTH,
    MORE_THAN_A_NAME,
    NO_SLIP_OF_A_YEAR,
    OF_TWO_SEXES,
    OTHER_FORENAME,
    OTHERS_IN_WRONG_COLUMNS,
    PLAINLY_ANOTHER_BIRTH,
    PLAINLY_ANOTHER_FORENAME,
    SAME_FORENAME,
    SAME_HOME,
    THREE_DIGITS_AND_YEARS_APART,
    TWINS_HOME,
    TWINS_OF_TWO_FORENAMES,
    TWO_BIRTH_DATES,
    TWO_FORENAMES,
    TWO_LIKE_FORENAMES,
    TWO_NEWBORNS,
    TWO_SECOND_FORENAMES,
    TWO_YEARS_ALONE,
    YEARS_APART,
)
from goldenthread.linkage.model import Weight
from goldenthread.linkage.refusal import Refusal

RARE_NAME_BITS = 6.5
"""One person is ninety times as likely as two namesakes."""
OUTWEIGHED_FROM_BITS = 4.0
"""Enough of everything else outweighs a forename or a date. Chosen by trial on made sets of known truth, where it
was right for 87 in 100 pairs or more of each predicate that allows it; for a parent and a child of one name it was
right for 43 in 100 on one of them, so there it does not hold."""

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        name="two_people_of_one_row_are_two_people",
        holds_when=every(Same("dataset"), Same("row"), Not(Same("part"))),
        bars=True,
        to_review=False,
        despite_identifier=True,
    ),
    Refusal(
        name="an_identifier_that_forename_and_birth_date_both_contradict_goes_to_a_person",
        holds_when=every(
            either(Same("nhs"), Same("upn")),
            either(
                every(PLAINLY_ANOTHER_FORENAME, PLAINLY_ANOTHER_BIRTH),
                every(BOTH_ARE_NAMES, FORENAME_KNOWN, Not(SAME_FORENAME), BORN_APART),
            ),
        ),
        bars=True,
        to_review=True,
        despite_identifier=True,
        doubts_identifier=True,
    ),
    Refusal(
        name="a_number_that_another_of_the_family_may_hold_goes_to_a_person",
        of_relatives=True,
        holds_when=every(either(Same("nhs"), Same("upn")), OTHER_FORENAME, Missing(("dob",))),
        bars=True,
        to_review=True,
        despite_identifier=True,
        doubts_identifier=True,
    ),
    Refusal(
        name="a_passport_that_relatives_may_be_entered_in_goes_to_a_person",
        holds_when=every(
            Same("passport"),
            Not(either(Same("nhs"), Same("upn"))),
            either(
                OTHER_FORENAME,
                every(FORENAME_KNOWN, Not(SAME_FORENAME), BOTH_ARE_NAMES),
                every(A_GENERATION_APART, Not(Digits("dob", 1, LEAST_OF_A_MONTH))),
                every(Not(FORENAME_KNOWN), Not(Reaches(BIRTH_DATE.name, 1))),
            ),
        ),
        bars=True,
        to_review=True,
        despite_identifier=True,
        doubts_identifier=True,
    ),
    Refusal(
        name="two_different_nhs_numbers_are_two_people",
        holds_when=every(Not(Missing(("nhs",))), Not(Same("nhs"))),
        bars=True,
        to_review=False,
        despite_identifier=True,
    ),
    Refusal(
        name="newborns_of_two_numbers_are_two_people",
        of_relatives=True,
        holds_when=TWO_NEWBORNS,
        bars=True,
        to_review=False,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="twins_of_two_known_forenames_are_two_people",
        of_relatives=True,
        of_one_copy=True,
        holds_when=TWINS_OF_TWO_FORENAMES,
        bars=True,
        to_review=True,
        outweighed=False,
        for_good=True,
    ),
    Refusal(
        name="two_known_forenames_of_one_birth_date_and_home_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=TWINS_OF_TWO_FORENAMES,
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="twins_whose_names_are_in_the_wrong_columns_are_two_people",
        of_relatives=True,
        holds_when=every(BORN_TOGETHER, OTHERS_IN_WRONG_COLUMNS, SAME_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="twins_of_whom_one_has_the_names_in_the_wrong_columns_go_to_a_person",
        of_relatives=True,
        holds_when=every(
            BORN_TOGETHER,
            either(Same("given", "family"), Same("family", "given")),
            Is("family_is_forename", "yes", "no"),
            PLAINLY_ANOTHER_FORENAME,
            SAME_HOME,
        ),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="twins_of_two_second_forenames_are_two_people",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(TWO_SECOND_FORENAMES, TWINS_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="twins_of_two_sexes_and_two_forenames_are_two_people",
        of_relatives=True,
        holds_when=every(OF_TWO_SEXES, TWINS_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="two_like_forenames_of_one_birth_date_and_home_go_to_a_person",
        of_relatives=True,
        holds_when=every(TWO_LIKE_FORENAMES, TWINS_HOME),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="twins_share_all_but_a_forename",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(BORN_TOGETHER, OTHER_FORENAME, either(FAMILY_AGREES, SAME_HOME)),
        bars=True,
        to_review=True,
    ),
    Refusal(
        name="twins_with_like_forenames_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(
            BORN_TOGETHER,
            FORENAME_KNOWN,
            Not(SAME_FORENAME),
            BOTH_ARE_NAMES,
            either(FAMILY_AGREES, SAME_HOME),
        ),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="siblings_share_everything_but_forename_and_birth_date",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(OTHER_FORENAME, either(BORN_APART, BORN_SOON_AFTER), either(FAMILY_AGREES, SAME_HOME)),
        bars=True,
        to_review=False,
    ),
    Refusal(
        name="two_forenames_and_two_birth_dates_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(PLAINLY_ANOTHER_FORENAME, TWO_BIRTH_DATES),
        bars=False,
        to_review=True,
        outweighed=False,
        of_families_alone=True,
    ),
    Refusal(
        name="two_forenames_and_two_years_of_birth_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(PLAINLY_ANOTHER_FORENAME, TWO_YEARS_ALONE),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="a_parent_and_a_child_of_one_name_are_two_people",
        of_relatives=True,
        holds_when=every(FORENAME_AGREES, A_GENERATION_APART, Not(Digits("dob", 1, LEAST_OF_A_MONTH))),
        bars=True,
        to_review=True,
        outweighed=False,
        review_from_bits=OUTWEIGHED_FROM_BITS,
    ),
    Refusal(
        name="a_birth_date_a_generation_off_that_is_no_slip_is_of_a_parent_or_a_child",
        of_relatives=True,
        holds_when=every(FORENAME_AGREES, NO_SLIP_OF_A_YEAR, SAME_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
        review_from_bits=OUTWEIGHED_FROM_BITS,
    ),
    Refusal(
        name="a_birth_date_a_generation_off_by_one_digit_goes_to_a_person",
        of_relatives=True,
        holds_when=every(A_GENERATION_APART, either(SAME_HOME, FAMILY_AGREES)),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="cousins_of_one_name_born_years_apart_are_two_people",
        of_relatives=True,
        of_one_name=True,
        holds_when=every(FORENAME_AGREES, YEARS_APART, SAME_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
    ),
    Refusal(
        name="cousins_of_one_name_born_years_and_three_digits_apart_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(FORENAME_AGREES, THREE_DIGITS_AND_YEARS_APART, SAME_HOME),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="cousins_in_one_house_may_share_a_name",
        of_relatives=True,
        holds_when=every(FORENAME_AGREES, BORN_APART, SAME_HOME),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="a_child_and_an_adult_without_birth_dates_are_not_joined",
        holds_when=every(Is("person_kind", "child", "adult"), Missing(("born_year",))),
        bars=True,
        to_review=False,
    ),
    Refusal(
        name="siblings_of_two_known_forenames_are_not_joined_without_birth_dates",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(
            either(Missing(("dob",)), Reaches(BIRTH_YEAR.name, 0)),
            either(every(TWO_FORENAMES, FAMILY_AGREES), OTHERS_IN_WRONG_COLUMNS),
            SAME_HOME,
        ),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="a_name_alone_joins_nobody_unless_it_is_rare",
        of_one_copy=True,
        holds_when=Not(MORE_THAN_A_NAME),
        bars=False,
        to_review=True,
        contradicts=False,
        below_bits=RARE_NAME_BITS,
        review_from_bits=2.0,
    ),
    Refusal(
        name="two_permanent_upns_go_to_a_person",
        holds_when=every(Not(Missing(("upn",))), Not(Same("upn"))),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="two_who_differ_and_are_each_told_twice_are_two_people",
        holds_when=Unasked(),
        bars=True,
        to_review=True,
    ),
    Refusal(
        name="a_link_that_other_records_make_unlikely_goes_to_a_person",
        holds_when=Unasked(),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="a_record_that_fits_two_twins_goes_to_neither",
        of_relatives=True,
        holds_when=Unasked(),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="a_record_without_a_birth_date_that_fits_two_people_goes_to_neither",
        of_relatives=True,
        holds_when=Unasked(),
        bars=False,
        to_review=True,
    ),
)

EACH_TOLD_TWICE, TOO_UNLIKELY, FITS_TWINS, FITS_TWO = range(len(REFUSALS) - 4, len(REFUSALS))
"""The positions of what only ``told_twice`` and ``bridging`` can tell, once it is known what else is linked."""

IDENTIFIER_IN_DOUBT = frozenset(i for i, refusal in enumerate(REFUSALS) if refusal.doubts_identifier)
IDENTIFIERS = ("nhs", "upn", "passport")
SHARES_AN_IDENTIFIER = either(*(Same(column) for column in IDENTIFIERS))


def refuse(left: Features, right: Features, weight: Weight) -> Refusal | None:
    """The first predicate that speaks against joining this pair."""
    if SHARES_AN_IDENTIFIER.holds(left, right):
        return first_that_speaks(DESPITE_IDENTIFIER, left, right, weight)
    return first_that_speaks(REFUSALS, left, right, weight)


def refuse_without_identifiers(left: Features, right: Features, weight: Weight) -> Refusal | None:
    """The first predicate that would speak if neither record carried an identifier."""
    return first_that_speaks(WITHOUT_IDENTIFIERS, left, right, weight)


DESPITE_IDENTIFIER = tuple(r for r in REFUSALS if r.despite_identifier)
WITHOUT_IDENTIFIERS = tuple(r for r in REFUSALS if not r.despite_identifier)


def first_that_speaks(refusals: tuple[Refusal, ...], left: Features, right: Features, weight: Weight) -> Refusal | None:
    """Of these, the first that speaks against joining this pair."""
    for refusal in refusals:
        live_below = refusal.live_below_bits(weight.unlearned_bits)
        if weight.relative_bits >= live_below and refusal.asks_if_relatives_are_live:
            continue
        if refusal.of_relatives and refusal.outweighed and weight.bits >= OUTWEIGHED_FROM_BITS:
            continue
        if refusal.below_bits is not None and weight.bits >= refusal.below_bits:
            continue
        if refusal.holds_when.holds(left, right):
            return refusal
    return None


def is_little_more_than_a_name(levels: Features, bits: float) -> bool:
    """Whether only a name, and no rare one, speaks for two people. ``levels``: as ``Reaches`` asks for them."""
    return bits < RARE_NAME_BITS and not MORE_THAN_A_NAME.holds(levels, levels)
