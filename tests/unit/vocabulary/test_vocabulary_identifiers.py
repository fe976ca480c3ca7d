"""What an identifier is, and why one is no key."""

import pytest

from goldenthread.vocabulary import Grade, IdentifierKind, check_identifier, check_nhs_number, check_upn

PRINTED_NHS_NUMBER = "485 777 3456"
PRINTED_UPN = "H801200001001"


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
