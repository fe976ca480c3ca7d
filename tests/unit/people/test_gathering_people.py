"""One person from several agencies' records: what they are called, when they were born, how sure we are."""

from datetime import date
from itertools import count

import pyarrow as pa
import pytest

from goldenthread.linkage import link
from goldenthread.people import Certainty, NameUse, UnlinkedRecord, gather
from goldenthread.vocabulary import IdentifierKind, PersonId, PersonKind
from tests.unit.linkage.records_made import area, table
from tests.unit.linkage.records_made import record as made
from tests.unit.people.area import ON, adult, declares, gathered, person_with, record, tables

NHS = "9990000018"
OTHER_NHS = "9990000026"


def checked(number: str = NHS) -> dict[str, str]:
    return {"nhs_number": number, "nhs_number_grade": "verified"}


def test_records_in_one_cluster_are_one_person_and_each_record_is_in_exactly_one() -> None:
    index = gathered([record("school", "1", 7), record("health", "A", 7), record("police", "x", 8)])
    assert len(index.persons) == 2
    assert [(m.dataset, m.person_id) for m in index.memberships] == [
        ("health", "P001"),
        ("school", "P001"),
        ("police", "P002"),
    ]


def test_a_record_that_linkage_did_not_place_stops_the_gathering_without_naming_anybody() -> None:
    records, people, relations = tables([record("school", "secret-id", 1), record("school", "2", 2)])
    with pytest.raises(UnlinkedRecord, match="1 records stand twice or were not placed") as fault:
        gather(records, people.slice(1), relations, previous={}, new_id=lambda: PersonId("P"), on=ON)
    assert "secret-id" not in str(fault.value)


def test_the_name_that_most_agencies_hold_now_is_shown() -> None:
    index = gathered(
        [
            record("school", "1", 1, given_name="Amira"),
            record("health", "2", 1, given_name="Amira"),
            record("police", "3", 1, given_name="Amirah", known_at=date(2026, 10, 20)),
        ]
    )
    assert index.persons[0].given_name == "Amira"


def test_one_agency_that_repeats_itself_is_one_voice() -> None:
    index = gathered(
        [
            record("police", "1", 1, given_name="Amirah"),
            record("police", "2", 1, given_name="Amirah"),
            record("police", "3", 1, given_name="Amirah"),
            record("school", "4", 1, given_name="Amira"),
            record("health", "5", 1, given_name="Amira"),
        ]
    )
    assert index.persons[0].given_name == "Amira"


@pytest.mark.requirement("A10")
def test_a_name_last_held_before_the_shown_one_began_is_kept_as_a_former_name() -> None:
    index = gathered(
        [
            record("health", "1", 1, family_name="Begum", known_at=date(2022, 5, 1)),
            record("school", "2", 1, family_name="Khan", known_as="Mimi"),
        ]
    )
    assert index.persons[0].family_name == "Khan"
    assert {(n.given_name, n.family_name, n.use, n.dataset, n.since) for n in index.names} == {
        ("Amira", "Begum", NameUse.FORMER, "health", date(2022, 5, 1)),
        ("Amira", "Khan", NameUse.CURRENT, "school", date(2026, 10, 1)),
        ("Mimi", "Khan", NameUse.KNOWN_AS, "school", date(2026, 10, 1)),
    }


def test_a_name_in_capitals_is_shown_as_another_agency_spells_it() -> None:
    index = gathered(
        [
            record("police", "1", 1, given_name="ANNE-MARIE", family_name="O'NEILL"),
            record("school", "2", 1, given_name="Anne Marie", family_name="O'Neill"),
        ]
    )
    assert (index.persons[0].given_name, index.persons[0].family_name) == ("Anne Marie", "O'Neill")


@pytest.mark.parametrize("full_name", ["Amira Jane Khan", "KHAN, Amira Jane", "Khan , Amira Jane"])
def test_a_name_given_whole_is_taken_apart(full_name: str) -> None:
    index = gathered([record("housing", "1", 1, given_name=None, family_name=None, full_name=full_name)])
    assert index.persons[0].given_name == "Amira Jane"
    assert index.persons[0].family_name.casefold() == "khan"


@pytest.mark.requirement("A12")
def test_a_former_name_given_for_matching_only_is_never_among_the_names() -> None:
    index = gathered(
        [
            record(
                "health",
                "1",
                1,
                former_family_name="Malik",
                former_address_line="9 Mill Lane",
                former_postcode="WH9 9ZZ",
            )
        ],
        purge_after={"health": 60},
    )
    shown = repr([(n.given_name, n.family_name) for n in index.names]) + repr(
        [(a.line, a.postcode) for a in index.addresses]
    )
    assert "Malik" not in shown
    assert "Mill Lane" not in shown
    assert [(m.field, m.value, m.purge_on) for m in index.matching_only] == [
        ("former_address_line", "9 Mill Lane", date(2026, 11, 30)),
        ("former_family_name", "Malik", date(2026, 11, 30)),
        ("former_postcode", "WH9 9ZZ", date(2026, 11, 30)),
    ]


@pytest.mark.requirement("A12")
def test_a_matching_only_field_that_is_due_to_go_does_not_come_back_with_the_next_gathering() -> None:
    index = gathered([record("health", "1", 1, former_family_name="Malik")], purge_after={"health": 52})
    assert index.matching_only == ()


def test_the_date_of_birth_that_most_agencies_give_is_held_and_a_swap_is_recognised() -> None:
    index = gathered(
        [
            record("school", "1", 1, **checked()),
            record("health", "2", 1, **checked()),
            record("police", "3", 1, date_of_birth=date(2015, 4, 3), **checked()),
        ]
    )
    person = index.persons[0]
    assert person.date_of_birth == date(2015, 3, 4)
    assert person.certainty is Certainty.CERTAIN


def test_a_whole_date_of_birth_goes_before_a_year_and_a_placeholder() -> None:
    index = gathered(
        [
            record("police", "1", 1, date_of_birth=date(1900, 1, 1), date_of_birth_precision="placeholder"),
            record("housing", "2", 1, date_of_birth=date(2015, 1, 1), date_of_birth_precision="year"),
            record("school", "3", 1),
        ]
    )
    assert index.persons[0].date_of_birth == date(2015, 3, 4)
    assert index.persons[0].date_of_birth_precision == "day"
    assert index.persons[0].certainty is not Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("differs", "certainty", "because"),
    [
        (({**checked()}, {**checked()}), Certainty.CERTAIN, "share an NHS number or UPN that was checked"),
        (
            ({"upn": "H801200001001", "upn_grade": "well_formed"},) * 2,
            Certainty.PROBABLE,
            "share a number that nobody has checked",
        ),
        (({}, {}), Certainty.PROBABLE, "joined by name, date of birth and address"),
        (({**checked()}, {**checked(OTHER_NHS)}), Certainty.POSSIBLE, "different NHS numbers"),
        (({}, {"date_of_birth": date(2013, 8, 30)}), Certainty.POSSIBLE, "different dates of birth"),
    ],
)
def test_we_say_how_sure_we_are_that_this_is_one_person_and_why(
    differs: tuple[dict[str, str], dict[str, str]], certainty: Certainty, because: str
) -> None:
    person = gathered([record("school", "1", 1, **differs[0]), record("health", "2", 1, **differs[1])]).persons[0]
    assert person.certainty is certainty
    assert because in person.certainty_because


@pytest.mark.requirement("A2")
@pytest.mark.requirement("A4")
def test_a_record_with_both_numbers_joins_an_agency_that_knows_one_with_an_agency_that_knows_the_other() -> None:
    upn = {"upn": "H801200001001", "upn_grade": "verified"}
    told = [
        made(dataset="school", record_id="1", given_name="Amira", family_name="Khan", postcode="WH1 1AA", **upn),
        made(dataset="social-care", record_id="2", given_name="Amirah", family_name="Begum", postcode="WH2 2BB",
             address_line="3 Chapel Road", **upn, **checked()),
        made(dataset="health", record_id="3", given_name="A", family_name="Chowdhury", postcode="WH3 3DD",
             address_line="9 Mill Lane", **checked()),
        made(dataset="health", record_id="4", given_name="Amira", family_name="Khan", **checked(OTHER_NHS)),
    ]  # fmt: skip
    records = pa.concat_tables([area(10, seed=3)[0], table(*told)])
    ids = (PersonId(f"P{number:03d}") for number in count(1))
    none = tables([])[2]
    index = gather(records, link(records, on=ON).people, none, previous={}, new_id=lambda: next(ids), on=ON)
    whose = {(m.dataset, m.record_id): m.person_id for m in index.memberships}
    person = whose["school", "1"]
    assert person == whose["social-care", "2"] == whose["health", "3"] != whose["health", "4"]
    assert {(i.kind, i.value) for i in index.identifiers if i.person_id == person} == {
        (IdentifierKind.UPN, "H801200001001"),
        (IdentifierKind.NHS_NUMBER, NHS),
    }
    assert next(one.certainty for one in index.persons if one.person_id == person) is Certainty.CERTAIN


def test_two_agencies_that_share_only_a_number_the_area_may_not_use_as_a_key_are_not_certain() -> None:
    records = [record("school", "1", 1, **checked()), record("health", "2", 1, **checked())]
    index = gathered(records, key_allowed=lambda kind, dataset: dataset == "health")
    assert index.persons[0].certainty is Certainty.PROBABLE
    assert {(i.dataset, i.is_key) for i in index.identifiers} == {("health", True), ("school", False)}


@pytest.mark.parametrize(
    ("born", "stated", "kind"),
    [
        (date(2008, 11, 23), "adult", PersonKind.CHILD),
        (date(2008, 11, 22), "adult", PersonKind.ADULT),
        (date(2005, 1, 1), "child", PersonKind.CHILD),
        (date(2001, 11, 22), "child", PersonKind.ADULT),
        (None, "child", PersonKind.CHILD),
        (None, "unknown", PersonKind.UNKNOWN),
    ],
)
def test_who_is_a_child_follows_from_the_date_of_birth_and_then_from_the_list(
    born: date | None, stated: str, kind: PersonKind
) -> None:
    assert gathered([record("school", "1", 1, date_of_birth=born, person_kind=stated)]).persons[0].kind is kind


@pytest.mark.requirement("A10")
def test_every_address_is_kept_with_who_held_it_and_one_place_is_current() -> None:
    index = gathered(
        [
            record("school", "1", 1, address_line="Flat 2, 14 High Street, Westhaven", postcode="WH1 2AB"),
            record("health", "2", 1, address_line="2/14 High St", postcode="wh12ab"),
            record("police", "3", 1, address_line="3 Mill Lane", postcode="WH9 9ZZ", known_at=date(2024, 1, 1)),
        ]
    )
    assert {(a.dataset, a.is_current, a.since) for a in index.addresses} == {
        ("school", True, date(2026, 10, 1)),
        ("health", True, date(2026, 10, 1)),
        ("police", False, date(2024, 1, 1)),
    }


def test_people_outside_the_cohort_are_dropped_whole_and_counted() -> None:
    index = gathered(
        [
            record("school", "seed", 1),
            adult("school", "mother", 2),
            adult("health", "mother-too", 2),
            record("school", "classmate", 3, in_cohort="follow"),
            record("health", "classmate-too", 3, in_cohort="follow"),
            adult("school", "classmates-mother", 4),
        ],
        [declares("school", "mother", "seed"), declares("school", "classmates-mother", "classmate")],
    )
    assert {m.record_id for m in index.memberships} == {"seed", "mother", "mother-too"}
    assert (index.dropped, index.dropped_records, index.unplaced_relations) == (2, 3, 1)
    assert person_with(index, "school", "mother").in_cohort is False


def test_a_seed_brings_in_a_parent_and_not_the_parents_other_children() -> None:
    index = gathered(
        [
            record("school", "seed", 1),
            adult("school", "mother", 2),
            record("school", "brother", 3, in_cohort="follow"),
            record("school", "sister", 4, in_cohort="follow"),
            adult("police", "father", 5, in_cohort="seed"),
            adult("school", "father-too", 5),
        ],
        [
            declares("school", "mother", "seed"),
            declares("school", "mother", "brother"),
            declares("school", "seed", "sister", "sibling"),
            declares("school", "sister", "seed", "sibling"),
            declares("school", "father-too", "brother", "father"),
        ],
    )
    assert {m.record_id for m in index.memberships} == {"seed", "mother", "father", "father-too"}


def test_no_part_of_an_index_shows_a_name_a_number_or_an_address_in_its_repr() -> None:
    index = gathered(
        [record("school", "R-9", 1, former_family_name="Malik", **checked())], shielded={("school", "R-9"): "csc"}
    )
    shown = repr(index)
    for personal in ("Amira", "Khan", "Malik", NHS, "High Street", "WH1 2AB", "2015", "R-9"):
        assert personal not in shown


def test_records_tied_in_part_by_a_number_are_not_certain() -> None:
    index = gathered(
        [record("school", "1", 1), record("health", "2", 1, **checked()), record("social-care", "3", 1, **checked())]
    )
    assert index.persons[0].certainty is Certainty.PROBABLE
    assert "Not all of these records share" in index.persons[0].certainty_because


def test_two_records_that_each_hold_a_number_of_another_kind_are_not_tied_by_either() -> None:
    index = gathered(
        [record("school", "1", 1, upn="H801200001001", upn_grade="verified"), record("health", "2", 1, **checked())]
    )
    assert index.persons[0].certainty is Certainty.PROBABLE
    assert "Not all of these records share" in index.persons[0].certainty_because


@pytest.mark.parametrize("number", [{}, checked()])
@pytest.mark.parametrize("school", [{}, checked()])
def test_why_we_are_as_sure_says_nothing_of_a_record_that_a_reader_may_not_see(
    school: dict[str, str], number: dict[str, str]
) -> None:
    seen = [record("school", "1", 1, **school), record("health", "2", 1, **checked())]
    hidden = [record(dataset, "3", 1, **number) for dataset in ("police", "adult-care", "young-carers")]
    why = {
        (person.certainty, person.certainty_because)
        for more in range(4)
        for person in gathered(seen + hidden[:more]).persons
    }
    assert len(why) == len({certainty for certainty, _ in why})
    assert not any(character.isdigit() for _, because in why for character in because)


def test_a_checked_number_outweighs_a_slip_in_a_date_of_birth_but_the_slip_is_told() -> None:
    index = gathered(
        [record("school", "1", 1, **checked()), record("health", "2", 1, date_of_birth=date(2015, 3, 14), **checked())]
    )
    assert index.persons[0].certainty is Certainty.PROBABLE
    assert "different dates of birth" in index.persons[0].certainty_because


def test_what_each_school_of_one_dataset_says_of_a_mother_is_kept_as_its_own() -> None:
    index = gathered(
        [
            adult("schools", "sisters-mother", 1, agency="hill-school", in_cohort="seed", nhs_number=NHS),
            adult("schools", "brothers-mother", 1, agency="quay-school", nhs_number=NHS),
            adult("schools", "brothers-mother-again", 1, agency="quay-school", nhs_number=NHS),
        ]
    )
    for held in (index.names, index.addresses, index.identifiers):
        assert [one.agency for one in held] == ["hill-school", "quay-school"]


def test_where_one_school_had_somebody_until_is_not_taken_from_another_school() -> None:
    index = gathered(
        [
            record("schools", "1", 1, agency="hill-school", address_line="3 Mill Lane", known_at=date(2025, 1, 1)),
            record("schools", "2", 1, agency="quay-school"),
            record("health", "3", 1),
        ]
    )
    old = next(a for a in index.addresses if a.agency == "hill-school")
    assert (old.is_current, old.until) == (False, None)
