"""Why the machine did not decide a pair, or why it joined it, in words for whoever reviews it."""

from types import MappingProxyType

from goldenthread.linkage.brought_together import A_RULE_SAYS_TWO
from goldenthread.linkage.deciding import (
    A_SLIP,
    ALL_RECORDS_AGREE,
    ALREADY_ONE,
    ENOUGH_EVIDENCE,
    NOT_ENOUGH_EVIDENCE,
    NOT_INTO_ONE_PERSON,
    SAME_IDENTIFIER,
)
from goldenthread.linkage.parting import BOTH_IN_ONE_REGISTER, CLOSER_TO_OTHERS, TWINS_IN_TWO_HOMES

ASKED_AGAIN = "somebody asks to look again at what people settled"
STANDS_IN_THE_WAY = "what people settled keeps two other records from being one person"
PARTED_BY_A_LOAD = "newer records parted what was held as one person"
JOINED_BY_A_LOAD = "newer records joined what was held as two people"
WEAKEST_JOIN = "the weakest join holds many records together"
DOUBTED = "somebody who saw the page doubts that it is about one person"
SAID_TO_BE_ONE = "somebody who saw both pages says that they are of one child"
TWO_NUMBERS = "nothing but two NHS numbers keeps them apart"
PERHAPS_FAMILY = "no agency says whether this adult belongs to this child"

REASONS = MappingProxyType(
    {
        ENOUGH_EVIDENCE: "The machine joined these two, because names, dates and places agree. Is it right?",
        A_SLIP: (
            "The machine joined these two, though something differs as it does between relatives: their other records,"
            " or that they have none, say that it is a slip. Is it right?"
        ),
        ALL_RECORDS_AGREE: "The machine joined these two, because all their records together agree. Is it right?",
        ALREADY_ONE: "The machine holds these two for one person, because other records connect them. Is it right?",
        SAME_IDENTIFIER: "The machine joined these two, because both carry the same number. Is it right?",
        ASKED_AGAIN: "People settled this before. Somebody asks to look again.",
        STANDS_IN_THE_WAY: (
            "People settled this before. Now another record looks like one of these two, and cannot be the same person"
            " while this holds. So look at this first."
        ),
        PARTED_BY_A_LOAD: "The last load parted these two. Before, they were held as one person. Is that right?",
        JOINED_BY_A_LOAD: "The last load joined these. Before, they were held as two people. Is that right?",
        WEAKEST_JOIN: "Several records are held as one person. Their weakest join may be wrong.",
        DOUBTED: "Somebody who saw the page of this person doubts that all on it is about one person.",
        SAID_TO_BE_ONE: "Somebody who saw the pages of these two says that they are of one child. Are they one person?",
        TWO_NUMBERS: (
            "Nearly all agrees, but records of the two hold two NHS numbers, and a person has one. One of the numbers"
            " may be mistyped or somebody else's, or these may be two people, such as twins."
        ),
        PERHAPS_FAMILY: "This adult and this child have something in common. No agency says that they belong together.",
        NOT_ENOUGH_EVIDENCE: "Some things agree and some do not. Together they are too little to be sure.",
        NOT_INTO_ONE_PERSON: "These two look alike. But other records joined to them cannot be the same person.",
        A_RULE_SAYS_TWO: (
            "People found that other records of these two are of one person, so these are held as one as well. By"
            " themselves they look like two people, such as twins, brothers and sisters, cousins, or a parent and a"
            " child. Are they one?"
        ),
        CLOSER_TO_OTHERS: (
            "These two look alike. But each is more like other records than like this one, so they are likelier to be"
            " two people."
        ),
        BOTH_IN_ONE_REGISTER: (
            "These two look alike. But one and the same source holds both, and it holds hardly anybody twice. They may"
            " be two people who have a first name and a date of birth in common."
        ),
        TWINS_IN_TWO_HOMES: (
            "Family name and date of birth agree, but the first name and the home differ, and others like them are two"
            " people. These may be twins who live apart."
        ),
        "an_identifier_that_forename_and_birth_date_both_contradict_goes_to_a_person": (
            "Both carry the same number, but the first name and the date of birth both differ. One may have the number"
            " of somebody else."
        ),
        "a_number_that_another_of_the_family_may_hold_goes_to_a_person": (
            "Both carry the same number, but the first names differ and no date of birth says whose it is. One may have"
            " the number of a brother or sister."
        ),
        "a_passport_that_relatives_may_be_entered_in_goes_to_a_person": (
            "Both carry the same number of a document in which relatives can be entered together, and the first names"
            " or the dates of birth do not say that this is one person."
        ),
        "twins_share_all_but_a_forename": (
            "Everything agrees but the first name. These may be twins, or one child with two names."
        ),
        "twins_of_two_known_forenames_are_two_people": (
            "Everything agrees but the first name, and both first names are known ones. These may be twins."
        ),
        "two_known_forenames_of_one_birth_date_and_home_go_to_a_person": (
            "Everything agrees but the first name, and both first names are known ones. These may be twins."
        ),
        "twins_of_two_second_forenames_are_two_people": (
            "Everything agrees but the second first name, such as Maria Clara and Maria Julia. These may be twins."
        ),
        "twins_of_two_sexes_and_two_forenames_are_two_people": (
            "Born on the same day, and close first names, but one is held as a girl and one as a boy. These may be"
            " twins, or one person whose name and sex were changed."
        ),
        "two_like_forenames_of_one_birth_date_and_home_go_to_a_person": (
            "Everything agrees but a letter or an ending of the first name, and both are known names. These may be"
            " twins, or one name spelled two ways."
        ),
        "twins_whose_names_are_in_the_wrong_columns_are_two_people": (
            "The first names seem to stand where the family names should, and they differ. These may be twins."
        ),
        "twins_of_whom_one_has_the_names_in_the_wrong_columns_go_to_a_person": (
            "The first name of one seems to stand where the family name should, and it differs. These may be twins."
        ),
        "two_forenames_and_two_birth_dates_go_to_a_person": (
            "Neither the first name nor the date of birth is the same. These may be brothers or sisters, or one person"
            " of whom both were written wrongly."
        ),
        "two_forenames_and_two_years_of_birth_go_to_a_person": (
            "The first names differ, and so do the years of birth, of which one is entered as a first of January. These"
            " may be brothers or sisters."
        ),
        "siblings_of_two_known_forenames_are_not_joined_without_birth_dates": (
            "The home and the family name are the same, the first names are two known ones, and a date of birth is"
            " missing. These may be brothers or sisters."
        ),
        "two_who_differ_and_are_each_told_twice_are_two_people": (
            "The first names or the dates of birth differ, and other records say each of them again. These may"
            " be two people, such as relatives of one name or twins."
        ),
        "a_link_that_other_records_make_unlikely_goes_to_a_person": (
            "By themselves these look like one person, but each of them is more like another record than like this"
            " one. These may be twins, relatives of one name or strangers who share one."
        ),
        "a_record_without_a_birth_date_that_fits_two_people_goes_to_neither": (
            "One of these has no date of birth, and fits somebody born years apart just as well. These may be a parent"
            " and a child of one name. Whose is it?"
        ),
        "a_record_that_fits_two_twins_goes_to_neither": (
            "One of these lacks what tells two twins apart, such as a first or a second name, and fits the other twin"
            " just as well. Whose is it?"
        ),
        "cousins_of_one_name_born_years_apart_are_two_people": (
            "The name and the home are the same, but the dates of birth are years apart. These may be relatives of one"
            " name."
        ),
        "cousins_of_one_name_born_years_and_three_digits_apart_go_to_a_person": (
            "The name and the home are the same, but the dates of birth are years apart in three digits. It may be a"
            " slip, or two relatives of one name."
        ),
        "twins_with_like_forenames_go_to_a_person": (
            "Born on the same day, with first names that are close. These may be twins, or one name spelled two ways."
        ),
        "a_parent_and_a_child_of_one_name_are_two_people": (
            "The name is the same, but the dates of birth are many years apart. These may be a parent and a child."
        ),
        "a_birth_date_a_generation_off_that_is_no_slip_is_of_a_parent_or_a_child": (
            "The name is the same, but the dates of birth are many years apart, and no slip of each other. These may"
            " be a parent and a child."
        ),
        "a_birth_date_a_generation_off_by_one_digit_goes_to_a_person": (
            "The dates of birth are many years apart, but only one digit differs. It may be a slip, or a parent and"
            " a child."
        ),
        "cousins_in_one_house_may_share_a_name": (
            "The name and the home are the same, but the dates of birth differ. These may be cousins."
        ),
        "a_name_alone_joins_nobody_unless_it_is_rare": (
            "The name agrees and little else is there to compare. Other people have this name too."
        ),
        "two_permanent_upns_go_to_a_person": (
            "The pupil numbers differ. A child should keep one number, but some are given a second."
        ),
    }
)


def in_plain_words(why: str) -> str:
    """The sentence for a reason that linkage gave. One without words of its own is read as it is called."""
    return REASONS.get(why, f"{why.replace('_', ' ')[:1].upper()}{why.replace('_', ' ')[1:]}.")
