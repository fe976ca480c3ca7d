import pytest

from goldenthread.linkage import cleaning


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  O'Brien ", "obrien"),
        ("SMITH-JONES", "smithjones"),
        ("Smith Jones", "smithjones"),
        ("Dąbrowska", "dabrowska"),
        ("Müller", "muller"),
        ("Иванова", "ivanova"),
        ("Mrs Patel", "patel"),
        ("5mith", "smith"),
        ("Unknown", None),
        ("Baby", "baby"),
        ("-", None),
    ],
)
def test_a_family_name_is_compared_however_it_is_written(written: str, compared: str | None) -> None:
    assert cleaning.family_name(written) == compared


def test_a_letter_of_another_alphabet_inside_a_word_is_read_as_the_letter_it_looks_like() -> None:
    cyrillic_a, cyrillic_er = "\u0430", "\u0440"
    assert cleaning.family_name(f"P{cyrillic_a}tel") == "patel"
    assert cleaning.family_name(f"Coo{cyrillic_er}er") == "cooper"


@pytest.mark.parametrize(
    ("slip", "name"), [("Стoян", "Стоян"), ("kтоян", "Стоян"), ("Аmelia", "Amelia"), ("Αθηvά", "Αθηνά")]
)
def test_a_word_of_two_alphabets_is_read_in_the_one_that_more_of_its_letters_are_of(slip: str, name: str) -> None:
    one, other = cleaning.given_name(slip), cleaning.given_name(name)
    assert one is not None
    assert other is not None
    assert one[1:] == other[1:]


def test_a_letter_of_ours_in_a_name_of_another_alphabet_leaves_the_rest_as_it_is() -> None:
    assert cleaning.given_name("Аверьjн") == "averjn"
    assert cleaning.given_name("Müller") == "muller"


def test_the_parts_of_a_double_name_stand_alone_and_particles_do_not() -> None:
    assert cleaning.family_parts("Smith-Jones") == ["jones", "smith"]
    assert cleaning.family_parts("van der Berg") == ["berg"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob", "Robert"),
        ("Mohammed", "Muhammad"),
        ("Tom", "Thomas"),
        ("Wm.", "William"),
        ("Thos", "Thomas"),
        ("Jno", "John"),
        ("Eliz.", "Elizabeth"),
    ],
)
def test_nicknames_and_spellings_stand_under_one_name(one: str, other: str) -> None:
    cleaned = [cleaning.given_name(name) or "" for name in (one, other)]
    assert cleaning.nickname_root(cleaned[0]) == cleaning.nickname_root(cleaned[1])


def test_the_first_forename_is_compared_and_the_rest_are_middle_names() -> None:
    assert cleaning.given_name("Mary Jane Ann") == "mary"
    assert cleaning.names_after_the_first("Mary Jane Ann", None) == "jane ann"


@pytest.mark.parametrize(
    ("given", "middle"), [("Jun Hao", "Zhi Yang"), ("Jun", "Hao Zhi-Yang"), ("Jun Hao", "Hao Zhi Yang")]
)
def test_a_forename_of_two_words_is_one_name_whichever_field_its_second_word_stands_in(given: str, middle: str) -> None:
    assert cleaning.names_after_the_first(given, middle) == "hao zhi yang"


def test_nothing_after_the_first_forename_is_no_middle_name() -> None:
    assert cleaning.names_after_the_first("Jun", "N/A") is None


@pytest.mark.parametrize("written", ["Jones, Mary", "Mary Jones"])
def test_a_name_in_one_field_is_split(written: str) -> None:
    assert cleaning.split_full_name(written) == ("Mary", "Jones")


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("sw1a 1aa", "SW1A1AA"),
        ("SWIA 1AA", "SW1A1AA"),
        ("M1 lAE", "M11AE"),
        ("WH1 OAB", "WH10AB"),
        ("ZZ99 3VZ", None),
        ("", None),
        ("2113", "2113"),
    ],
)
def test_a_postcode_is_compared_without_spaces_and_with_its_letters_and_digits_put_right(
    written: str, compared: str | None
) -> None:
    assert cleaning.postcode(written) == compared


def test_an_address_is_compared_with_its_abbreviations_written_out() -> None:
    assert cleaning.address_tokens("14 Mill Ln.") == ["14", "mill", "lane"]
    assert cleaning.address_tokens("No fixed abode") == []


def test_the_house_number_is_the_building_s_and_not_the_flat_s() -> None:
    assert cleaning.house_number(["flat", "2", "14", "high", "street"]) == "14"
    assert cleaning.house_number(["rose", "cottage"]) is None


@pytest.mark.parametrize("written", ["07700 900123", "+44 7700 900123", "0044 (0)7700-900123"])
def test_a_telephone_number_is_one_however_it_is_written(written: str) -> None:
    assert cleaning.phone(written) == "7700900123"


@pytest.mark.parametrize("written", ["0000000000", "12", "n/a"])
def test_a_placeholder_telephone_number_says_nothing(written: str) -> None:
    assert cleaning.phone(written) is None


def test_vowels_cost_a_name_s_sound_nothing() -> None:
    assert cleaning.sound_of("kowalska") == cleaning.sound_of("kovalska")
    assert cleaning.sound_of("philips") == cleaning.sound_of("fillips")


def test_whatever_is_written_is_compared_in_plain_letters() -> None:
    for rule in (cleaning.family_name, cleaning.given_name, cleaning.email, cleaning.plain_text, cleaning.postcode):
        assert (rule("Ł١é@ÿ日本") or "").isascii()
