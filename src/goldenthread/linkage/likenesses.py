"""How relatives are like one person and how they differ: what the predicates of ``refusing`` are put together from."""

from goldenthread.linkage.choosing import ANY_OTHER
from goldenthread.linkage.comparisons import (
    BIRTH_DATE,
    BIRTH_YEAR,
    BORN_ON_KNOWN_DAYS,
    BORN_SWAPPED,
    BOTH_ARE_NAMES,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    LOCAL_ID,
    PHONE,
    PLACE,
    SAME_NAMES,
    SEX_OF_TWO_FORENAMES,
    Comparison,
)
from goldenthread.linkage.conditions import (
    Alike,
    AnyShared,
    Condition,
    Digits,
    Edits,
    Is,
    Long,
    Missing,
    Not,
    Reaches,
    Same,
    SameStart,
    Within,
    either,
    every,
)
from goldenthread.linkage.finer_conditions import AsCommon, Exchanged, NewYear, SameEnd, WordShared, YearAlone

GENERATION_YEARS = 12
LEAST_OF_A_MONTH = 6
"""So many digits has a date of which a slip may be told from another date: of a year alone every digit tells."""
_DAY_AND_MONTH, _DECADE = 4, 2
"""So many digits of a date are its day and month; and its decade stands after so many."""
AS_COMMON = 10.0
"""Of two forenames that are close the rarer may be a slip of the other if that is more than so many times as common. It
cost at most 1 in 1,000 true pairs of each of thirteen sets; 20 times cost 2 in 1,000 of one of them, 40 times 7."""
SLIPPED_DIGITS = 3
"""Of eight digits of a date: a record full of mistakes has seldom more of them wrong."""


def _reaches(comparison: Comparison, label: str) -> Condition:
    return Reaches(comparison.name, comparison.level_labelled(label))


SAME_FORENAME = either(
    _reaches(GIVEN_NAME, "known by another of their names"),
    Reaches(GIVEN_NAME.name, *[GIVEN_NAME.level_labelled("only an initial, and it agrees")] * 2),
)
FORENAME_AGREES = _reaches(GIVEN_NAME, "only an initial, and it agrees")
FORENAME_KNOWN = Reaches(GIVEN_NAME.name, 0)
OTHER_FORENAME = Reaches(GIVEN_NAME.name, 0, 0)
_ALIKE = GIVEN_NAME.level_labelled("alike")
TWO_FORENAMES = every(BOTH_ARE_NAMES, either(OTHER_FORENAME, Reaches(GIVEN_NAME.name, _ALIKE, _ALIKE)))
"""Mary and Martha, not Mary and Marry: one letter apart may be a slip that made another name."""
_ONE_SLIP = GIVEN_NAME.level_labelled("one letter apart, and one of them is no known name")
_LIKE = GIVEN_NAME.level_labelled("one letter apart, or nearly the same")
PLAINLY_ANOTHER_FORENAME = either(OTHER_FORENAME, TWO_FORENAMES)
BORN_TOGETHER = either(Same("dob"), BORN_SWAPPED, SameStart("dob"))
_BORN_YEARS_APART = Reaches(BIRTH_YEAR.name, 0, BIRTH_YEAR.level_labelled("years apart, but one digit only"))
BORN_APART = either(Reaches(BIRTH_DATE.name, 0, 0), _BORN_YEARS_APART)
BORN_SOON_AFTER = Reaches(BIRTH_YEAR.name, 1, BIRTH_YEAR.level_labelled("one digit of year and month apart"))
"""Where a day is not known: as brothers, sisters and spouses are, and as one person is whose age was told twice."""
TWO_BIRTH_DATES = every(BORN_ON_KNOWN_DAYS, Not(BORN_TOGETHER))
"""One digit apart they may be a slip. Under another forename, too, they are hardly one where there are relatives."""
TWO_YEARS_ALONE = every(BORN_ON_KNOWN_DAYS, NewYear("dob"), Not(YearAlone("dob")))
"""A first of January is its year alone, as it is written where no more is known, and that is another: brothers and
sisters all entered so differ in one digit or two, and teach that one person has several forenames."""
_TWO_DIGITS_OFF = BIRTH_DATE.level_labelled("two digits apart, or day or month and year the same")
_ONE_DIGIT_OFF = BIRTH_DATE.level_labelled("one digit apart")
PLAINLY_ANOTHER_BIRTH = either(
    BORN_APART,
    Reaches(BIRTH_DATE.name, 0, _TWO_DIGITS_OFF),
    every(Reaches(BIRTH_DATE.name, _ONE_DIGIT_OFF, _ONE_DIGIT_OFF), Reaches(SEX_OF_TWO_FORENAMES.name, 0, 0)),
)
"""Of an adopted child or somebody who changed sex the birth date stays; one digit of it may be a slip."""
FAMILY_AGREES = _reaches(FAMILY_NAME, "one letter apart, or nearly the same")
OTHER_FAMILY = Reaches(FAMILY_NAME.name, 0, FAMILY_NAME.level_labelled("alike"))
OTHERS_IN_WRONG_COLUMNS = every(Same("given"), Not(BOTH_ARE_NAMES), OTHER_FAMILY, Is("family_is_forename", "yes"))
"""Two of one family name, which stands where the forename should in both, and their two forenames in its place."""
SAME_HOME = either(
    _reaches(PLACE, "nearly the same address line"),
    AnyShared("postcodes"),
    _reaches(PHONE, "the same telephone number"),
)
TWINS_OF_TWO_FORENAMES = every(BORN_TOGETHER, TWO_FORENAMES, FAMILY_AGREES, SAME_HOME)
LIKE_TWINS_APART = every(
    BORN_ON_KNOWN_DAYS,
    Not(NewYear("dob")),
    BORN_TOGETHER,
    PLAINLY_ANOTHER_FORENAME,
    FAMILY_AGREES,
    Not(either(SAME_HOME, _reaches(EMAIL, "the same e-mail address"), _reaches(LOCAL_ID, "the same local number"))),
)
"""Of two homes, or of one that is not known. Whoever's forename was written wrongly mostly has it in one home, too."""
TWO_NEWBORNS = every(Not(Missing(("newborn",))), Not(Same("newborn")))
"""Twin 1 and Twin 2, whatever their birth dates: of twins one may be born before midnight and one after it."""
TWO_SECOND_FORENAMES = every(
    either(Same("given_root"), Reaches(GIVEN_NAME.name, *[_ONE_SLIP] * 2)),
    Long("middle", 2),
    Not(either(SameStart("middle"), WordShared("middle"), Edits("middle", 1, 2), Alike("middle", 0.93))),
)
"""Maria Clara and Maria Julia, not Maria C. and Maria Clara, nor Maria Clara and Maria Klara.
One letter may be what a lost one leaves: Varl?k reads as two forenames."""
OF_TWO_SEXES = every(Is("sex", "female", "male"), BOTH_ARE_NAMES, Not(either(Same("given"), SAME_NAMES)))
"""Sam and Samantha, a boy and a girl. Another sex under the same forename may be a slip, and may have changed."""
TWO_LIKE_FORENAMES = every(
    BOTH_ARE_NAMES,
    AsCommon("given", AS_COMMON),
    Reaches(GIVEN_NAME.name, _LIKE, _LIKE),
    either(Not(SameStart("given")), Edits("given", 1)),
    Not(Same("middle")),
)
"""Zara and Sara, of which neither is a slip of the other: that would be far rarer. Gord is short for Gordon.
Twins seldom share a second name."""
TWINS_HOME = every(BORN_TOGETHER, FAMILY_AGREES, SAME_HOME)
YEARS_OF_NO_PARENT = 100
"""Nobody is the child of somebody so many years older: of two such years one is written wrongly."""
A_GENERATION_APART = every(Not(Within("born_year", GENERATION_YEARS)), Within("born_year", YEARS_OF_NO_PARENT - 1))
NO_SLIP_OF_A_YEAR = every(
    BORN_ON_KNOWN_DAYS,
    A_GENERATION_APART,
    either(
        every(Not(Digits("dob", SLIPPED_DIGITS)), Not(BORN_SWAPPED)),
        every(SameEnd("dob", _DAY_AND_MONTH), Not(Digits("dob", 1)), Not(Exchanged("dob", _DECADE))),
    ),
)
"""A son born on his father's birthday: 1961 and 1985 are no slip of each other, 1961 and 1916 and 1971 may be."""
YEARS_APART = every(
    BORN_APART, Not(Missing(("born_year",))), Not(Within("born_year", 1)), Not(Digits("dob", SLIPPED_DIGITS))
)
THREE_DIGITS_AND_YEARS_APART = every(
    BORN_APART, Not(Missing(("born_year",))), Not(Within("born_year", 1)), Digits("dob", SLIPPED_DIGITS, 8)
)
MORE_THAN_A_NAME = either(
    Reaches(BIRTH_DATE.name, 1),
    _reaches(BIRTH_YEAR, "two years apart"),
    _reaches(PLACE, "half of the address"),
    _reaches(PHONE, "the same telephone number"),
    _reaches(EMAIL, "the same e-mail address"),
    _reaches(LOCAL_ID, "the same local number"),
    Reaches(ANY_OTHER, 1),
)
