"""Why pairs were linked or go to a person, in words that say no more than the run knows of them.

A predicate is named after whom it keeps apart. What it keeps apart may still be one person, often enough that nobody
should read its name as a finding: so it is told as a doubt, and with it how likely one person such pairs are, as said.
"""

import re
from typing import Any

import pyarrow as pa

from goldenthread.linkage.brought_together import A_RULE_SAYS_TWO
from goldenthread.linkage.shapes import Outcome

_MAY_BE_TWO = "may be two people: "
_TOLD = {
    "twins_share_all_but_a_forename": "may be two people: twins who share all but a forename",
    "cousins_in_one_house_may_share_a_name": "may be two people: cousins of one name in one house",
    "a_name_alone_joins_nobody_unless_it_is_rare": "may be two people: a name alone agrees, and is not rare",
    "siblings_share_everything_but_forename_and_birth_date": (
        "may be two people: siblings who share everything but forename and birth date"
    ),
    "a_birth_date_a_generation_off_that_is_no_slip_is_of_a_parent_or_a_child": (
        "may be two people: a parent and a child of one name, whose birth dates are no slip of each other"
    ),
    "a_record_without_a_birth_date_that_fits_two_people_goes_to_neither": (
        "may be of somebody else: a record without a birth date fits two people"
    ),
    "a_record_that_fits_two_twins_goes_to_neither": "may be of somebody else: a record fits two twins",
    "a_child_and_an_adult_without_birth_dates_are_not_joined": (
        "may be two people: a child and an adult without birth dates"
    ),
    "siblings_of_two_known_forenames_are_not_joined_without_birth_dates": (
        "may be two people: siblings of two known forenames, without birth dates"
    ),
    "each of the two is more like other records than like this one": (
        "may be two people: each is more like other records than like this one"
    ),
    "a register that holds hardly anybody twice holds both": (
        "may be two people: a register that holds hardly anybody twice holds both"
    ),
    "twins who live apart differ in their forename and in where they live": ("may be two people: twins who live apart"),
    A_RULE_SAYS_TWO: "may be two people after all: people joined others of their records",
}
_KEEPS_APART = re.compile(r"(.*?) (?:are two people|goe?s? to a person)")


def reason_told(why: str, outcome: str) -> str:
    """The reason of a pair in words; of a question, as a doubt."""
    plain = why.replace("_", " ")
    if outcome != Outcome.REVIEW:
        return plain
    if told := _TOLD.get(why):
        return told
    found = _KEEPS_APART.fullmatch(plain)
    return f"{_MAY_BE_TWO}{found[1]}" if found else plain


def reasons_told(links: pa.Table) -> list[dict[str, Any]]:
    """For each outcome and reason how many pairs there are, and how many of them are one person, as the run says.

    ``links`` as ``LINKS``. Shape: links first, then questions, of most pairs first.
    """
    counted = (
        links.select(["outcome", "why", "probability"])
        .group_by(["outcome", "why"])
        .aggregate([("probability", "mean"), ("probability", "count")])
    )
    told = [
        {
            "outcome": one["outcome"],
            "why": one["why"],
            "in_words": reason_told(one["why"], one["outcome"]),
            "pairs": one["probability_count"],
            "one_person": round(one["probability_mean"], 4),
        }
        for one in counted.to_pylist()
    ]
    return sorted(told, key=lambda one: (one["outcome"] != Outcome.LINKED, -one["pairs"], one["why"]))
