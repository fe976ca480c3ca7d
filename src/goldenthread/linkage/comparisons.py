"""What is compared, and in which steps of agreement, chosen from the columns that the records hold.

A comparison's levels are tried from the top; the first that holds is the pair's level. The last is "no agreement".
"""

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.linkage.conditions import (
    Alike,
    AnyShared,
    Condition,
    Digits,
    Edits,
    Features,
    Is,
    Long,
    Missing,
    Not,
    OneIn,
    Same,
    SameStart,
    Shared,
    Within,
    columns_of,
    either,
    every,
)
from goldenthread.linkage.finer_conditions import OneOfWords, YearAlone

NOTHING_TO_COMPARE = -1
"""The level of a pair of which one side has no value: no evidence either way."""


class Evidence(StrEnum):
    """What an agreement speaks for."""

    PERSON = "person"
    """This very person: forename, birth date, sex, their own number."""
    FAMILY = "family"
    """A family name: relatives share it as often as one person's own records do."""
    HOUSEHOLD = "household"
    """An address, a telephone, an e-mail address: a household shares it, so it never speaks for one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of agreement. ``relative`` is how often two different people of one family or household meet it."""

    label: str
    when: Condition | None
    """``None``: the last level, when nothing above it holds."""
    match: float
    """How often one person's two records meet this level, before training: a starting point only."""
    relative: float | None = None
    """``None``: as often as strangers do. Family and household evidence is met as often as by one person."""
    least_match: float = 0.0
    """One person meets this level at least so often, even where training saw it less: people move and names change."""
    most_match: float = 1.0
    """One person meets this level at most so often, even where training saw it more: else few records of families teach
    that one person has several forenames."""
    rare_in: str = ""
    """A column: agreement on a rare value of it counts for more than on a common one."""
    of_name: bool = False
    """Two strangers of one name meet this level as one person's own records do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One kind of evidence and its steps."""

    name: str
    evidence: Evidence
    nothing_when: Condition
    levels: tuple[Level, ...]
    of_name: bool = False
    """Two strangers of one name agree here as one person's own records do."""
    relatives_learned: bool = False
    """How often relatives agree is learned, from what the levels say of it; else it stays as they say."""
    relatives_at_most_as_said: bool = False
    """And never that they agree oftener than a level says: who is taken for twins may be one person."""
    one_person_as_in: str = ""
    """Another comparison, in which one person's own records agree as often: the pairs of both teach how often."""

    def is_of_name(self, level: int) -> bool:
        return self.of_name or self.levels[len(self.levels) - 1 - level].of_name

    def columns(self) -> frozenset[str]:
        """Every column that this comparison reads."""
        read = [self.nothing_when, *(level.when for level in self.levels if level.when)]
        rare = [level.rare_in for level in self.levels if level.rare_in]
        return frozenset((*rare, *(column for condition in read for column in columns_of(condition))))

    def level_labelled(self, label: str) -> int:
        """The number of the level with this label."""
        return len(self.levels) - 1 - [level.label for level in self.levels].index(label)

    def level_of(self, left: Features, right: Features) -> int:
        """The level of a pair: ``len(levels) - 1`` is the best, 0 no agreement, -1 nothing to compare."""
        if self.nothing_when.holds(left, right):
            return NOTHING_TO_COMPARE
        for position, level in enumerate(self.levels):
            if level.when is None or level.when.holds(left, right):
                return len(self.levels) - 1 - position
        return 0


_OTHER_COLUMNS = every(Same("name_letters"), Not(Same("given")), Not(Edits("family", 1)))
"""The same letters in all, and a family name and a forename that are others: Lam Xiao, Jie for Xiao Jie, Lam."""
SWAPPED_NAMES = either(
    every(
        either(Alike("given", 0.92, "family"), Alike("given_joined", 0.92, "family")),
        either(Alike("family", 0.92, "given"), Alike("family", 0.92, "given_joined")),
    ),
    _OTHER_COLUMNS,
)
"""Of a forename of several words either the first or all of them stand where the family name should."""
SAME_NAMES = OneOfWords("given_whole", "given_runs")
"""All given names of the one are among the other's, in any order, closed up or parted: Yi Jie and Vivian YiJie."""

BOTH_ARE_NAMES = Is("given_known", "yes")
"""Both forenames are names in their own right, such as Mary and Mark: not one name and a slip of the finger."""
_ONE_LETTER_APART = either(Edits("given", 1, 4), Alike("given", 0.93))

_SPELLED_IN_EMAIL = either(Same("given", "given_in_email"), Same("given_in_email", "given"))
"""The person's own address spells the other's forename."""

_SHORTENED = every(SameStart("given", 3), SameStart("given"))

GIVEN_NAME = Comparison(
    name="given_name",
    evidence=Evidence.PERSON,
    of_name=True,
    relatives_learned=True,
    nothing_when=Missing(("given",)),
    levels=(
        Level(label="the same forename", when=Same("given"), match=0.72, relative=0.012, rare_in="given"),
        Level(label="forename and family name swapped", when=SWAPPED_NAMES, match=0.02, relative=0.0005),
        Level(
            label="a nickname or spelling of it",
            when=either(Same("given_root"), OneIn("given", "given_full"), Same("given_joined")),
            match=0.05,
            relative=0.004,
        ),
        Level(
            label="known by another of their names",
            when=either(OneIn("given", "given_all"), SAME_NAMES),
            match=0.03,
            relative=0.015,
        ),
        Level(
            label="one letter apart, and one of them is no known name",
            when=every(Not(BOTH_ARE_NAMES), either(_ONE_LETTER_APART, Edits("given", 1, 2), _SPELLED_IN_EMAIL)),
            match=0.06,
            relative=0.002,
        ),
        Level(
            label="one letter apart, or nearly the same",
            when=every(BOTH_ARE_NAMES, _ONE_LETTER_APART),
            match=0.02,
            relative=0.008,
        ),
        Level(label="a shortened form of it", when=_SHORTENED, match=0.015, relative=0.004),
        Level(label="only an initial, and it agrees", when=SameStart("given"), match=0.015, relative=0.01),
        Level(label="alike", when=Alike("given", 0.82), match=0.04, relative=0.02),
        Level(label="another forename", when=None, match=0.04, least_match=0.002, most_match=0.2),
    ),
)

FAMILY_NAME = Comparison(
    name="family_name",
    evidence=Evidence.FAMILY,
    of_name=True,
    nothing_when=either(Missing(("family",)), SWAPPED_NAMES),
    levels=(
        Level(label="the same family name", when=Same("family"), match=0.78, rare_in="family"),
        Level(label="a former or half of a double name", when=AnyShared("family_all"), match=0.04),
        Level(
            label="one letter apart, or nearly the same",
            when=either(Edits("family", 1, 4), Alike("family", 0.93)),
            match=0.08,
            relative=0.02,
        ),
        Level(label="alike", when=Alike("family", 0.84), match=0.03),
        Level(label="another family name", when=None, match=0.07, least_match=0.01),
    ),
)

BORN_ON_KNOWN_DAYS = Long("dob", 8)
"""Or on what is written in place of a day: all eight digits are known."""
BORN_SWAPPED = either(Same("dob", "dob_swapped"), Same("dob_swapped", "dob"))
"""Day and month exchanged, which of one of the two may make no date: there was never a 24th month."""

BIRTH_DATE = Comparison(
    name="date_of_birth",
    evidence=Evidence.PERSON,
    relatives_learned=True,
    relatives_at_most_as_said=True,
    nothing_when=Not(BORN_ON_KNOWN_DAYS),
    levels=(
        Level(label="the same date of birth", when=Same("dob"), match=0.85, relative=0.02),
        Level(label="day and month swapped", when=BORN_SWAPPED, match=0.02, relative=0.0005),
        Level(label="one digit apart", when=Digits("dob", 1), match=0.07, relative=0.02),
        Level(label="the same year, and one is the first of January", when=YearAlone("dob"), match=0.01),
        Level(
            label="two digits apart, or day or month and year the same",
            when=either(Digits("dob", 2), SameStart("dob", 6)),
            match=0.03,
            relative=0.08,
        ),
        Level(label="another date of birth", when=None, match=0.02, least_match=0.002),
    ),
)

BIRTH_YEAR = Comparison(
    name="year_of_birth",
    evidence=Evidence.PERSON,
    nothing_when=either(Missing(("born_year",)), BORN_ON_KNOWN_DAYS),
    levels=(
        Level(label="the same year and month of birth", when=SameStart("dob", 6), match=0.85, relative=0.01),
        Level(label="the same year of birth, and no more is known", when=SameStart("dob"), match=0.8, relative=0.04),
        Level(label="one digit of year and month apart", when=Digits("dob", 1, 6), match=0.04, most_match=0.2),
        Level(label="the same year, another month", when=Within("born_year", 0), match=0.02, most_match=0.1),
        Level(label="a year apart", when=Within("born_year", 1), match=0.07, most_match=0.4),
        Level(label="two years apart", when=Within("born_year", 2), match=0.03, most_match=0.2),
        Level(label="years apart, but one digit only", when=Digits("dob", 1), match=0.01, most_match=0.03),
        Level(label="another year of birth", when=None, match=0.01, least_match=0.002, most_match=0.03),
    ),
)
"""Of two dates of which one is not known to the day. Years are told by their distance, for ages are told at different
times, and of two years one digit is as often another's as a slip: 1982 and 1989 are two people."""

_ONE_FORENAME = either(Same("given"), Same("given_root"))
_THE_SAME_SEX = (
    Level(label="the same sex", when=Same("sex"), match=0.985),
    Level(label="another sex", when=None, match=0.015),
)

SEX_OF_TWO_FORENAMES = Comparison(
    name="sex_of_two_forenames",
    evidence=Evidence.PERSON,
    of_name=True,
    one_person_as_in="sex_of_one_forename",
    nothing_when=either(Missing(("sex",)), _ONE_FORENAME),
    levels=_THE_SAME_SEX,
)
SEX_OF_ONE_FORENAME = Comparison(
    name="sex_of_one_forename",
    evidence=Evidence.PERSON,
    of_name=True,
    one_person_as_in=SEX_OF_TWO_FORENAMES.name,
    nothing_when=either(Missing(("sex",)), Not(_ONE_FORENAME)),
    levels=_THE_SAME_SEX,
)
"""A forename tells the sex: of two strangers called Mary both are women, so that their sex says nothing more. Each kind
of pair has its own rates, so that it does say something of those whose forenames are both men's and women's."""

MIDDLE_NAMES = Comparison(
    name="middle_names",
    evidence=Evidence.PERSON,
    relatives_learned=True,
    nothing_when=either(
        Missing(("middle",)), every(either(Same("given_joined"), SAME_NAMES), Not(Same("given"))), _OTHER_COLUMNS
    ),
    levels=(
        Level(label="the same middle names", when=Same("middle"), match=0.8, relative=0.05),
        Level(
            label="one letter apart, or the first of them",
            when=either(Edits("middle", 1, 2), every(SameStart("middle", 2), SameStart("middle"))),
            match=0.05,
            relative=0.03,
        ),
        Level(label="the middle initial agrees", when=SameStart("middle", 1), match=0.1, relative=0.08),
        Level(label="other middle names", when=None, match=0.1),
    ),
)

_SAME_LINE = either(Same("address"), AnyShared("addresses"))
_NEAR_LINE = Alike("address", 0.92)

PLACE = Comparison(
    name="place",
    evidence=Evidence.HOUSEHOLD,
    nothing_when=every(Missing(("address",)), Missing(("postcode",))),
    levels=(
        Level(label="the same address and postcode", when=every(_SAME_LINE, AnyShared("postcodes")), match=0.45),
        Level(label="the same address line", when=_SAME_LINE, match=0.08),
        Level(
            label="the same postcode and house number", when=every(Same("postcode"), Same("house_number")), match=0.1
        ),
        Level(
            label="the same postcode and nearly the same address",
            when=every(AnyShared("postcodes"), _NEAR_LINE),
            match=0.05,
        ),
        Level(label="nearly the same address line", when=_NEAR_LINE, match=0.06),
        Level(label="the same postcode", when=AnyShared("postcodes"), match=0.06),
        Level(label="half of the address", when=Shared("address_tokens", 0.4), match=0.03),
        Level(label="an address that is alike", when=Alike("address", 0.82), match=0.03),
        Level(label="one letter of the postcode apart", when=Edits("postcode", 1, 4), match=0.03),
        Level(label="the same part of town", when=Same("sector"), match=0.04),
        Level(label="another place", when=None, match=0.12, least_match=0.03),
    ),
)

PHONE = Comparison(
    name="phone",
    evidence=Evidence.HOUSEHOLD,
    nothing_when=Missing(("phone",)),
    levels=(
        Level(label="the same telephone number", when=Same("phone"), match=0.6),
        Level(label="one digit apart", when=Edits("phone", 1), match=0.05),
        Level(label="another telephone number", when=None, match=0.35, least_match=0.05),
    ),
)

EMAIL = Comparison(
    name="email",
    evidence=Evidence.HOUSEHOLD,
    nothing_when=Missing(("email",)),
    levels=(
        Level(label="the same e-mail address", when=Same("email"), match=0.6),
        Level(label="nearly the same, or the same name elsewhere", when=either(
            Edits("email", 2, 8), Same("email_name"), Alike("email", 0.95)), match=0.15, of_name=True),
        Level(label="an e-mail address that is alike", when=Alike("email_name", 0.88), match=0.05, of_name=True),
        Level(label="another e-mail address", when=None, match=0.2, least_match=0.05),
    ),
)  # fmt: skip

LOCAL_ID = Comparison(
    name="local_id",
    evidence=Evidence.PERSON,
    nothing_when=either(Missing(("local_id",)), Not(Same("local_id_space"))),
    levels=(
        Level(label="the same local number", when=Same("local_id"), match=0.85, relative=0.0001),
        # Brothers and sisters enrolled together get neighbouring numbers.
        Level(label="one digit apart", when=Edits("local_id", 1, 5), match=0.06, relative=0.2),
        Level(label="two digits apart", when=Edits("local_id", 2, 6), match=0.03, relative=0.1),
        Level(label="another local number", when=None, match=0.06),
    ),
)

EVERY_COMPARISON = (
    GIVEN_NAME,
    FAMILY_NAME,
    BIRTH_DATE,
    BIRTH_YEAR,
    SEX_OF_TWO_FORENAMES,
    SEX_OF_ONE_FORENAME,
    MIDDLE_NAMES,
    PLACE,
    PHONE,
    EMAIL,
    LOCAL_ID,
)
