"""What goes wrong when the same person is written down again: slips, guesses, gaps and changes, one fault at a time."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

Row = dict[str, str]
Fault = Callable[[Row, str, Random], None]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HEARD = (
    ("ph", "f"), ("ck", "k"), ("c", "k"), ("y", "i"), ("ie", "y"), ("z", "s"), ("w", "v"), ("th", "t"), ("ou", "u"),
    ("ll", "l"), ("nn", "n"), ("ss", "s"), ("ei", "ai"), ("kw", "qu"), ("dj", "j"), ("oo", "u"), ("ch", "sh"),
)  # fmt: skip
LOOKS = (("m", "rn"), ("l", "1"), ("o", "0"), ("cl", "d"), ("vv", "w"), ("h", "b"), ("e", "c"), ("s", "5"))


def slip(row: Row, column: str, chance: Random) -> None:
    """A letter put in, left out, changed, doubled or swapped with its neighbour."""
    text = row[column]
    if len(text) < 3:
        return
    place = chance.randrange(len(text) - 1)
    letter = chance.choice("0123456789" if text[place].isdigit() else LETTERS)
    row[column] = chance.choice(
        (
            text[:place] + letter + text[place:],
            text[:place] + text[place + 1 :],
            text[:place] + letter + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
            text[:place] + text[place] * 2 + text[place + 1 :],
        )
    )


def misheard(row: Row, column: str, chance: Random) -> None:
    _exchange(row, column, HEARD, chance)


def misread(row: Row, column: str, chance: Random) -> None:
    _exchange(row, column, LOOKS, chance)


def _exchange(row: Row, column: str, table: tuple[tuple[str, str], ...], chance: Random) -> None:
    text = row[column].lower()
    known = [(a, b) for a, b in table if a in text]
    if known:
        a, b = chance.choice(known)
        row[column] = text.replace(a, b, 1).title()


def left_out(row: Row, column: str, chance: Random) -> None:
    row[column] = ""


def initial(row: Row, column: str, chance: Random) -> None:
    row[column] = row[column][:1]


def shortened(row: Row, column: str, chance: Random) -> None:
    """A pet name made of the first letters."""
    if len(row[column]) > 4:
        row[column] = row[column][: chance.choice((3, 4))] + chance.choice(("", "", "i", "y", "ie"))


def in_capitals(row: Row, column: str, chance: Random) -> None:
    row[column] = row[column].upper()


def cut(row: Row, column: str, chance: Random) -> None:
    row[column] = row[column][:8]


def swapped_with(other: str) -> Fault:
    def swap(row: Row, column: str, chance: Random) -> None:
        row[column], row[other] = row[other], row[column]

    return swap


def replaced_by(another: Callable[[Random], str]) -> Fault:
    """Married, moved, a new telephone: a true value, but another one."""

    def replace(row: Row, column: str, chance: Random) -> None:
        row[column] = another(chance)

    return replace


def doubled(another: Callable[[Random], str]) -> Fault:
    def double(row: Row, column: str, chance: Random) -> None:
        row[column] = f"{row[column]}-{another(chance)}" if row[column] else ""

    return double


def one_digit(row: Row, column: str, chance: Random) -> None:
    """One digit of a date read wrongly. Sometimes it is then no date at all."""
    places = [i for i, c in enumerate(row[column]) if c.isdigit()]
    if places:
        place = chance.choice(places)
        row[column] = row[column][:place] + chance.choice("0123456789") + row[column][place + 1 :]


def day_and_month_swapped(row: Row, column: str, chance: Random) -> None:
    if row[column]:
        year, month, day = row[column].split("-")
        if int(day) <= 12:
            row[column] = f"{year}-{day}-{month}"


def some_days_off(row: Row, column: str, chance: Random) -> None:
    try:
        born = date.fromisoformat(row[column])
    except ValueError:
        return
    row[column] = (born + timedelta(days=chance.choice((-365, -31, -10, -2, -1, 1, 2, 10, 31, 365)))).isoformat()


def only_the_year(row: Row, column: str, chance: Random) -> None:
    if row[column]:
        row[column] = f"{row[column][:4]}-01-01"


NAME: tuple[Fault, ...] = (slip, slip, slip, misheard, misheard, misread, left_out, in_capitals)
GIVEN: tuple[Fault, ...] = (*NAME, initial, shortened)
BORN: tuple[Fault, ...] = (one_digit, one_digit, day_and_month_swapped, some_days_off, left_out)
TEXT: tuple[Fault, ...] = (slip, slip, misread, left_out, cut)
CODE: tuple[Fault, ...] = (slip, slip, left_out)
