"""A person's numbers side by side: who issued each, when, and which of them may be a key."""

from datetime import date

import pytest

from goldenthread.people import Certainty
from goldenthread.vocabulary import Grade, IdentifierKind
from tests.unit.people.area import KNOWN_AT, gathered, record

PASSPORT = {
    "passport_number": "ZX1234567",
    "passport_number_grade": "well_formed",
    "passport_country": "ERI",
    "passport_issued": date(2020, 2, 1),
    "passport_expires": date(2030, 1, 31),
}


@pytest.mark.requirement("A15")
@pytest.mark.requirement("A18")
def test_the_printed_pair_is_held_side_by_side_and_only_the_number_that_passes_is_a_key() -> None:
    index = gathered(
        [
            record("health", "1", 1, nhs_number="4857773456", nhs_number_grade="fails_check"),
            record("school", "2", 1, upn="H801200001001", upn_grade="well_formed", local_id="S-77"),
        ]
    )
    held = {i.kind: i for i in index.identifiers}
    nhs = held[IdentifierKind.NHS_NUMBER]
    assert (nhs.value, nhs.is_key, nhs.grade) == ("4857773456", False, Grade.FAILS_CHECK)
    assert "Modulus 11" in nhs.why
    assert held[IdentifierKind.UPN].is_key
    assert (held[IdentifierKind.LOCAL_ID].obtained, held[IdentifierKind.LOCAL_ID].is_key) == ("issued", False)


@pytest.mark.requirement("A1")
def test_four_kinds_of_number_stand_side_by_side_each_with_who_issued_it_its_dates_and_its_standing() -> None:
    index = gathered(
        [
            record("care", "1", 1, local_id="CSC-77", **PASSPORT, known_at=date(2025, 5, 1)),
            record("care", "2", 1, local_id="CSC-77", **PASSPORT),
            record("health", "3", 1, nhs_number="4010232137", nhs_number_grade="verified"),
            record("school", "4", 1, upn="H801200001001", upn_grade="well_formed", upn_issuer="Cardiff"),
        ]
    )
    held = {i.kind: i for i in index.identifiers}
    assert {kind: (i.value, i.issuer) for kind, i in held.items()} == {
        IdentifierKind.NHS_NUMBER: (
            "4010232137",
            "the NHS of England, Wales and the Isle of Man (Personal Demographics Service)",
        ),
        IdentifierKind.UPN: ("H801200001001", "Cardiff"),
        IdentifierKind.LOCAL_ID: ("CSC-77", "the-care"),
        IdentifierKind.PASSPORT: ("ZX1234567", "ERI"),
    }
    passport = held[IdentifierKind.PASSPORT]
    assert (passport.issued, passport.expires) == (date(2020, 2, 1), date(2030, 1, 31))
    assert {kind: (i.first_known, i.known_at) for kind, i in held.items()} == {
        IdentifierKind.NHS_NUMBER: (KNOWN_AT, KNOWN_AT),
        IdentifierKind.UPN: (KNOWN_AT, KNOWN_AT),
        IdentifierKind.LOCAL_ID: (date(2025, 5, 1), KNOWN_AT),
        IdentifierKind.PASSPORT: (date(2025, 5, 1), KNOWN_AT),
    }
    assert {kind: (i.grade, i.is_key) for kind, i in held.items()} == {
        IdentifierKind.NHS_NUMBER: ("verified", True),
        IdentifierKind.UPN: ("well_formed", True),
        IdentifierKind.LOCAL_ID: ("", False),
        IdentifierKind.PASSPORT: ("well_formed", True),
    }
    assert "ZX1234567" not in repr(passport)
    assert "ERI" not in repr(passport)


def test_a_passport_neither_makes_nor_unmakes_certainty() -> None:
    verified = {**PASSPORT, "passport_number_grade": "verified"}
    renewed = {**verified, "passport_number": "ZX7654321"}
    for other in (verified, renewed):
        person = gathered([record("school", "1", 1, **verified), record("health", "2", 1, **other)]).persons[0]
        assert person.certainty is Certainty.PROBABLE
        assert "passport" not in person.certainty_because


def test_a_passport_number_of_no_country_or_one_that_failed_is_kept_and_says_why_it_is_no_key() -> None:
    lead = {**PASSPORT, "passport_number_grade": "no_issuer", "passport_country": None}
    failed = {**PASSPORT, "passport_number_grade": "fails_check"}
    for said, why in ((lead, "without the country that issued it"), (failed, "failed its check")):
        (one,) = gathered([record("care", "1", 1, **said)]).identifiers
        assert (one.value, one.is_key) == ("ZX1234567", False)
        assert why in one.why
