"""What an identifier is, and why one is no key."""

import pytest

from goldenthread.vocabulary import (
    Grade,
    IdentifierKind,
    check_identifier,
    check_nhs_number,
    check_passport_number,
    check_upn,
    issuing_state,
    issuing_states,
    known_issuer,
)

PRINTED_NHS_NUMBER = "485 777 3456"
PRINTED_UPN = "H801200001001"
SPECIMEN_LINE = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
"""The lower line of the specimen that ICAO Doc 9303 prints."""


@pytest.mark.requirement("A18")
@pytest.mark.scenario("S09")
def test_the_printed_nhs_number_fails_its_check_is_kept_and_is_no_key() -> None:
    checked = check_nhs_number(PRINTED_NHS_NUMBER)
    assert (checked.value, checked.grade, checked.may_be_a_key) == ("4857773456", Grade.FAILS_CHECK, False)
    assert "Modulus 11" in checked.why


@pytest.mark.requirement("A18")
@pytest.mark.scenario("S09")
def test_the_printed_upn_passes_its_check_letter() -> None:
    assert check_upn(PRINTED_UPN).grade is Grade.WELL_FORMED


@pytest.mark.parametrize("text", ["943 476 5919", "943-476-5919", " 9434765919 "])
def test_spaces_and_dashes_do_not_matter(text: str) -> None:
    checked = check_nhs_number(text)
    assert (checked.value, checked.grade) == ("9434765919", Grade.WELL_FORMED)


@pytest.mark.parametrize("wrong", range(1, 10))
def test_every_other_last_digit_fails(wrong: int) -> None:
    last = (9 + wrong) % 10
    assert check_nhs_number(f"943476591{last}").grade is Grade.FAILS_CHECK


def test_a_check_digit_of_ten_is_never_issued() -> None:
    # The first nine of these weigh to a remainder of 1, whose check would be 10.
    nine = next(f"{n:09d}" for n in range(400000000, 400001000) if _weight(f"{n:09d}") % 11 == 1)
    assert all(check_nhs_number(f"{nine}{last}").grade is Grade.FAILS_CHECK for last in range(10))


def _weight(nine: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))


def test_one_digit_repeated_is_a_placeholder_even_where_modulus_11_holds() -> None:
    assert check_nhs_number("1111111111").grade is Grade.FAILS_CHECK


def test_a_traced_number_is_verified_and_a_traced_wrong_one_is_not() -> None:
    assert check_nhs_number("9434765919", verified=True).grade is Grade.VERIFIED
    assert check_nhs_number(PRINTED_NHS_NUMBER, verified=True).grade is Grade.FAILS_CHECK


@pytest.mark.parametrize("text", ["", "12345", "94347659191", "９４３４７６５９１９", "943476591X"])
def test_what_has_not_ten_plain_digits_is_malformed(text: str) -> None:
    assert check_nhs_number(text).grade is Grade.MALFORMED


def test_a_temporary_upn_is_true_in_one_school_only() -> None:
    temporary = next(
        checked
        for letter in "ABCDEFGHJKLMNPQRTUVWXYZ"
        if (checked := check_upn(f"{letter}80120000100A")).grade is not Grade.FAILS_CHECK
    )
    assert temporary.grade is Grade.TEMPORARY
    assert not temporary.may_be_a_key


def test_exactly_one_letter_fits_the_digits_of_a_upn() -> None:
    grades = [check_upn(f"{letter}801200001001").grade for letter in "ABCDEFGHJKLMNPQRTUVWXYZ"]
    assert grades.count(Grade.WELL_FORMED) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PRINTED_NHS_NUMBER, IdentifierKind.NHS_NUMBER),
        (PRINTED_UPN, IdentifierKind.UPN),
        ("h801200001001", IdentifierKind.UPN),
        ("PUPIL-7", IdentifierKind.UNKNOWN),
    ],
)
def test_an_identifier_says_what_it_is(text: str, kind: IdentifierKind) -> None:
    assert check_identifier(text).kind is kind


def test_no_number_shows_in_a_repr() -> None:
    assert "4857773456" not in repr(check_nhs_number(PRINTED_NHS_NUMBER))


@pytest.mark.parametrize("text", ["ZX 123-4567", "zx1234567", " ZX.123.4567 "])
def test_a_passport_number_is_written_in_one_way_and_well_formed_with_its_country(text: str) -> None:
    checked = check_passport_number(text, issuer="UTO")
    assert (checked.kind, checked.value, checked.grade) == (
        IdentifierKind.PASSPORT,
        "ZX1234567",
        Grade.WELL_FORMED,
    )
    assert check_passport_number(text, issuer="UTO", verified=True).grade is Grade.VERIFIED
    assert "1234567" not in repr(checked)


def test_a_passport_number_without_its_country_is_a_lead_and_no_key_even_where_it_was_verified() -> None:
    checked = check_passport_number("ZX1234567", verified=True)
    assert (checked.value, checked.grade, checked.may_be_a_key) == ("ZX1234567", Grade.NO_ISSUER, False)


@pytest.mark.parametrize(
    "text",  # what clerks and systems fill in, and what is too short, too long or no letter or digit
    ["", "PENDING", "SEEN", "X123", "1234567890123", "000000000", "XXXXXXX", "123456789", "ZX_1234567", "ＺＸ1234567"],
)
def test_what_stands_where_no_passport_number_is_known_is_malformed(text: str) -> None:
    assert check_passport_number(text, issuer="GBR").grade is Grade.MALFORMED


def test_the_lower_line_of_a_passport_gives_its_number_and_is_held_to_its_check_digits() -> None:
    checked = check_passport_number(SPECIMEN_LINE, issuer="UTO")
    assert (checked.value, checked.grade) == ("L898902C3", Grade.WELL_FORMED)
    for place in (0, 8, 9, 13, 19, 21, 27):
        other = "7" if SPECIMEN_LINE[place] != "7" else "8"
        slipped = SPECIMEN_LINE[:place] + other + SPECIMEN_LINE[place + 1 :]
        assert check_passport_number(slipped, issuer="UTO").grade is Grade.FAILS_CHECK, place


def test_a_short_number_in_the_lower_line_is_read_without_its_fillers() -> None:
    line = "AB12345<<" + "6" + SPECIMEN_LINE[10:]
    value = [10, 11, 1, 2, 3, 4, 5, 0, 0]
    digit = sum(v * w for v, w in zip(value, (7, 3, 1) * 3, strict=True)) % 10
    assert check_passport_number(line[:9] + str(digit) + line[10:], issuer="UTO").value == "AB12345"


def test_an_issuing_state_is_a_code_of_three_letters_and_no_name_and_no_nationality() -> None:
    assert [issuing_state(text) for text in ("eri", " GBR ", "D<<", "DEU")] == ["ERI", "GBR", "DEU", "DEU"]
    assert [issuing_state(text) for text in ("Eritrea", "GB", "XXB", "XXA", "", "ZZZ")] == [""] * 6
    assert len(issuing_states()) > 249
    assert all(len(code) == 3 and code.isalpha() and code.isupper() and name for code, name in issuing_states().items())


@pytest.mark.parametrize(
    ("kind", "value", "grade", "said"),
    [
        (IdentifierKind.NHS_NUMBER, "9434765919", Grade.WELL_FORMED, ""),
        (IdentifierKind.NHS_NUMBER, "4010232137", Grade.VERIFIED, "the NHS of England"),
        (IdentifierKind.NHS_NUMBER, "7010232137", Grade.WELL_FORMED, "the NHS of England"),
        (IdentifierKind.NHS_NUMBER, "3112990004", Grade.WELL_FORMED, "NHS Scotland"),
        (IdentifierKind.NHS_NUMBER, "3113990004", Grade.WELL_FORMED, ""),
        (IdentifierKind.NHS_NUMBER, "0013990004", Grade.WELL_FORMED, ""),
        (IdentifierKind.NHS_NUMBER, "3200000019", Grade.WELL_FORMED, "Northern Ireland"),
        (IdentifierKind.NHS_NUMBER, "9990000018", Grade.WELL_FORMED, "nobody: numbers from 999"),
        (IdentifierKind.NHS_NUMBER, "4857773456", Grade.FAILS_CHECK, ""),
        (IdentifierKind.UPN, PRINTED_UPN, Grade.WELL_FORMED, "school 2000 of local authority 801"),
        (IdentifierKind.UPN, "T801200001001", Grade.FAILS_CHECK, ""),
        (IdentifierKind.LOCAL_ID, "77", "", ""),
        (IdentifierKind.PASSPORT, "ZX1234567", Grade.WELL_FORMED, ""),
    ],
)
def test_a_number_tells_its_issuer_where_it_says_it_and_nobody_guesses(
    kind: IdentifierKind, value: str, grade: str, said: str
) -> None:
    known = known_issuer(kind, value, grade)
    assert known.startswith(said) or said in known if said else known == ""
