"""Why two records that look like one person are not joined by a machine: named predicates, read aloud in order.

The first that holds speaks. A pair that shares a sound identifier is refused only by the predicates that say so.
"""

import math
from dataclasses import dataclass

from goldenthread.linkage.choosing import ANY_OTHER
from goldenthread.linkage.comparisons import (
    BIRTH_DATE,
    BIRTH_YEAR,
    BORN_ON_KNOWN_DAYS,
    BOTH_ARE_NAMES,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    LOCAL_ID,
    PHONE,
    PLACE,
    Comparison,
)
from goldenthread.linkage.conditions import (
    Alike,
    AnyShared,
    AsCommon,
    Condition,
    Digits,
    Edits,
    Exchanged,
    Features,
    Is,
    Listed,
    Missing,
    Not,
    Reaches,
    Same,
    SameEnd,
    SameStart,
    Unasked,
    Within,
    WordShared,
    either,
    every,
)
from goldenthread.linkage.model import Weight
from goldenthread.linkage.tables import nickname_roots


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """``bars``: the two may not come into one person by way of others either. ``to_review``: a person should see it."""

    name: str
    holds_when: Condition
    bars: bool
    to_review: bool
    despite_identifier: bool = False
    of_relatives: bool = False
    """Speaks only where two relatives are a live explanation: in data without families a forename that differs is
    more likely mistyped than a twin's."""
    doubts_identifier: bool = False
    """The number may be another person's: what it says of other pairs is not believed either."""
    outweighed: bool = True
    """Speaks no more from ``OUTWEIGHED_FROM_BITS`` up. Only where it is ``of_relatives``."""
    whatever_learned: bool = False
    """Speaks of relatives where the model learned that there are few as well."""
    for_good: bool = False
    """Bars relatives whatever the pair weighs, for what differs is no slip."""
    contradicts: bool = True
    """The pair speaks against its records being one person; else it only says too little for it."""
    of_one_copy: bool = False
    """One faulty copy may bring it about: it keeps its two records apart, and not their people where nearly all that
    these say agrees."""
    below_bits: float | None = None
    """Speaks only of pairs that weigh less."""
    review_from_bits: float = -math.inf
    """Pairs that weigh less are not worth a person's time."""

    @property
    def asks_if_relatives_are_live(self) -> bool:
        return self.of_relatives and not self.whatever_learned

    @property
    def bars_below_bits(self) -> float:
        """Where a slip could be why, relatives are barred only if the weight, too, says that they are two people."""
        slips = self.of_relatives and not self.for_good
        return (0.0 if slips else math.inf) if self.bars else -math.inf


RARE_NAME_BITS = 6.5
"""One person is ninety times as likely as two namesakes."""
RELATIVES_ARE_LIVE_BELOW_BITS = 8.0
"""One person is less than 256 times as likely as two relatives."""
OUTWEIGHED_FROM_BITS = 4.0
"""Enough of everything else outweighs a forename or a date. Chosen by trial on made sets of known truth, where it
was right for 87 in 100 pairs or more of each predicate that allows it; for a parent and a child of one name it was
right for 43 in 100 on one of them, so there it does not hold."""

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


_SAME_FORENAME = either(
    _reaches(GIVEN_NAME, "known by another of their names"),
    Reaches(GIVEN_NAME.name, *[GIVEN_NAME.level_labelled("only an initial, and it agrees")] * 2),
)
_FORENAME_AGREES = _reaches(GIVEN_NAME, "only an initial, and it agrees")
_FORENAME_KNOWN = Reaches(GIVEN_NAME.name, 0)
_OTHER_FORENAME = Reaches(GIVEN_NAME.name, 0, 0)
_ALIKE = GIVEN_NAME.level_labelled("alike")
_TWO_FORENAMES = every(BOTH_ARE_NAMES, either(_OTHER_FORENAME, Reaches(GIVEN_NAME.name, _ALIKE, _ALIKE)))
"""Mary and Martha, not Mary and Marry: one letter apart may be a slip that made another name."""
_ONE_SLIP = GIVEN_NAME.level_labelled("one letter apart, and one of them is no known name")
_LIKE = GIVEN_NAME.level_labelled("one letter apart, or nearly the same")
_BORN_TOGETHER = either(Same("dob"), Same("dob", "dob_swapped"), SameStart("dob"))
_BORN_YEARS_APART = Reaches(BIRTH_YEAR.name, 0, BIRTH_YEAR.level_labelled("years apart, but one digit only"))
_BORN_APART = either(Reaches(BIRTH_DATE.name, 0, 0), _BORN_YEARS_APART)
_BORN_SOON_AFTER = Reaches(BIRTH_YEAR.name, 1, BIRTH_YEAR.level_labelled("one digit of year and month apart"))
"""Where a day is not known: as brothers, sisters and spouses are, and as one person is whose age was told twice."""
_FAMILY_AGREES = _reaches(FAMILY_NAME, "one letter apart, or nearly the same")
_OTHER_FAMILY = Reaches(FAMILY_NAME.name, 0, FAMILY_NAME.level_labelled("alike"))
_SAME_HOME = either(
    _reaches(PLACE, "nearly the same address line"),
    AnyShared("postcodes"),
    _reaches(PHONE, "the same telephone number"),
)
_TWINS_OF_TWO_FORENAMES = every(_BORN_TOGETHER, _TWO_FORENAMES, _FAMILY_AGREES, _SAME_HOME)
_TWO_SECOND_FORENAMES = every(
    either(Same("given_root"), Reaches(GIVEN_NAME.name, *[_ONE_SLIP] * 2)),
    Not(Missing(("middle",))),
    Not(either(SameStart("middle"), WordShared("middle"), Edits("middle", 1, 3), Alike("middle", 0.93))),
)
"""Maria Clara and Maria Julia, not Maria C. and Maria Clara, nor Maria Clara and Maria Klara."""
_OF_TWO_SEXES = every(Is("sex", "female", "male"), BOTH_ARE_NAMES, Not(Same("given")))
"""Sam and Samantha, a boy and a girl. Another sex under the same forename may be a slip, and may have changed."""
_TWO_LIKE_FORENAMES = every(
    BOTH_ARE_NAMES,
    AsCommon("given", AS_COMMON),
    Reaches(GIVEN_NAME.name, _LIKE, _LIKE),
    either(Not(SameStart("given")), Edits("given", 1)),
    Not(Same("middle")),
)
"""Zara and Sara, of which neither is a slip of the other: that would be far rarer. Gord is short for Gordon.
Twins seldom share a second name."""
_TWINS_HOME = every(_BORN_TOGETHER, _FAMILY_AGREES, _SAME_HOME)
_A_GENERATION_APART = every(Not(Missing(("born_year",))), Not(Within("born_year", GENERATION_YEARS)))
_NO_SLIP_OF_A_YEAR = every(
    BORN_ON_KNOWN_DAYS,
    _A_GENERATION_APART,
    either(
        every(Not(Digits("dob", SLIPPED_DIGITS)), Not(Same("dob", "dob_swapped"))),
        every(SameEnd("dob", _DAY_AND_MONTH), Not(Digits("dob", 1)), Not(Exchanged("dob", _DECADE))),
    ),
)
"""A son born on his father's birthday: 1961 and 1985 are no slip of each other, 1961 and 1916 and 1971 may be."""
_YEARS_APART = every(
    _BORN_APART, Not(Missing(("born_year",))), Not(Within("born_year", 1)), Not(Digits("dob", SLIPPED_DIGITS))
)
_MORE_THAN_A_NAME = either(
    Reaches(BIRTH_DATE.name, 1),
    _reaches(BIRTH_YEAR, "two years apart"),
    _reaches(PLACE, "half of the address"),
    _reaches(PHONE, "the same telephone number"),
    _reaches(EMAIL, "the same e-mail address"),
    _reaches(LOCAL_ID, "the same local number"),
    Reaches(ANY_OTHER, 1),
)

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        name="two_people_of_one_row_are_two_people",
        holds_when=every(Same("dataset"), Same("row"), Not(Same("part"))),
        bars=True,
        to_review=False,
        despite_identifier=True,
    ),
    Refusal(
        name="an_identifier_that_forename_and_birth_date_both_contradict_goes_to_a_person",
        holds_when=every(either(Same("nhs"), Same("upn")), _OTHER_FORENAME, _BORN_APART),
        bars=True,
        to_review=True,
        despite_identifier=True,
        doubts_identifier=True,
    ),
    Refusal(
        name="a_number_that_another_of_the_family_may_hold_goes_to_a_person",
        of_relatives=True,
        holds_when=every(either(Same("nhs"), Same("upn")), _OTHER_FORENAME, Missing(("dob",))),
        bars=True,
        to_review=True,
        despite_identifier=True,
        doubts_identifier=True,
    ),
    Refusal(
        name="a_passport_that_relatives_may_be_entered_in_goes_to_a_person",
        holds_when=every(
            Same("passport"),
            Not(either(Same("nhs"), Same("upn"))),
            either(
                _OTHER_FORENAME,
                every(_FORENAME_KNOWN, Not(_SAME_FORENAME), BOTH_ARE_NAMES),
                every(_A_GENERATION_APART, Not(Digits("dob", 1, LEAST_OF_A_MONTH))),
                every(Not(_FORENAME_KNOWN), Not(Reaches(BIRTH_DATE.name, 1))),
            ),
        ),
        bars=True,
        to_review=True,
        despite_identifier=True,
        doubts_identifier=True,
    ),
    Refusal(
        name="two_different_nhs_numbers_are_two_people",
        holds_when=every(Not(Missing(("nhs",))), Not(Same("nhs"))),
        bars=True,
        to_review=False,
        despite_identifier=True,
    ),
    Refusal(
        name="twins_of_two_known_forenames_are_two_people",
        of_relatives=True,
        of_one_copy=True,
        holds_when=_TWINS_OF_TWO_FORENAMES,
        bars=True,
        to_review=True,
        outweighed=False,
        for_good=True,
    ),
    Refusal(
        name="two_known_forenames_of_one_birth_date_and_home_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=_TWINS_OF_TWO_FORENAMES,
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="twins_whose_names_are_in_the_wrong_columns_are_two_people",
        of_relatives=True,
        holds_when=every(
            _BORN_TOGETHER,
            Same("given"),
            Not(BOTH_ARE_NAMES),
            _OTHER_FAMILY,
            Listed("family", frozenset(nickname_roots())),
            _SAME_HOME,
        ),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="twins_of_two_second_forenames_are_two_people",
        of_relatives=True,
        holds_when=every(_TWO_SECOND_FORENAMES, _TWINS_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="twins_of_two_sexes_and_two_forenames_are_two_people",
        of_relatives=True,
        holds_when=every(_OF_TWO_SEXES, _TWINS_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
    ),
    Refusal(
        name="two_like_forenames_of_one_birth_date_and_home_go_to_a_person",
        of_relatives=True,
        holds_when=every(_TWO_LIKE_FORENAMES, _TWINS_HOME),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="twins_share_all_but_a_forename",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(_BORN_TOGETHER, _OTHER_FORENAME, either(_FAMILY_AGREES, _SAME_HOME)),
        bars=True,
        to_review=True,
    ),
    Refusal(
        name="twins_with_like_forenames_go_to_a_person",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(
            _BORN_TOGETHER,
            _FORENAME_KNOWN,
            Not(_SAME_FORENAME),
            BOTH_ARE_NAMES,
            either(_FAMILY_AGREES, _SAME_HOME),
        ),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="siblings_share_everything_but_forename_and_birth_date",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(_OTHER_FORENAME, either(_BORN_APART, _BORN_SOON_AFTER), either(_FAMILY_AGREES, _SAME_HOME)),
        bars=True,
        to_review=False,
    ),
    Refusal(
        name="a_parent_and_a_child_of_one_name_are_two_people",
        of_relatives=True,
        holds_when=every(_FORENAME_AGREES, _A_GENERATION_APART, Not(Digits("dob", 1, LEAST_OF_A_MONTH))),
        bars=True,
        to_review=True,
        outweighed=False,
        review_from_bits=OUTWEIGHED_FROM_BITS,
    ),
    Refusal(
        name="a_birth_date_a_generation_off_that_is_no_slip_is_of_a_parent_or_a_child",
        of_relatives=True,
        holds_when=every(_FORENAME_AGREES, _NO_SLIP_OF_A_YEAR, either(_SAME_HOME, _FAMILY_AGREES)),
        bars=True,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
        for_good=True,
        review_from_bits=OUTWEIGHED_FROM_BITS,
    ),
    Refusal(
        name="a_birth_date_a_generation_off_by_one_digit_goes_to_a_person",
        of_relatives=True,
        holds_when=every(_A_GENERATION_APART, either(_SAME_HOME, _FAMILY_AGREES)),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="cousins_of_one_name_born_years_apart_are_two_people",
        of_relatives=True,
        holds_when=every(_FORENAME_AGREES, _YEARS_APART, _SAME_HOME),
        bars=True,
        to_review=True,
        outweighed=False,
    ),
    Refusal(
        name="cousins_in_one_house_may_share_a_name",
        of_relatives=True,
        holds_when=every(_FORENAME_AGREES, _BORN_APART, _SAME_HOME),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="a_child_and_an_adult_without_birth_dates_are_not_joined",
        holds_when=every(Is("person_kind", "child", "adult"), Missing(("dob",))),
        bars=True,
        to_review=False,
    ),
    Refusal(
        name="siblings_of_two_known_forenames_are_not_joined_without_birth_dates",
        of_relatives=True,
        of_one_copy=True,
        holds_when=every(
            either(Missing(("dob",)), Reaches(BIRTH_YEAR.name, 0)), _TWO_FORENAMES, _FAMILY_AGREES, _SAME_HOME
        ),
        bars=False,
        to_review=True,
        outweighed=False,
        whatever_learned=True,
    ),
    Refusal(
        name="a_name_alone_joins_nobody_unless_it_is_rare",
        of_one_copy=True,
        holds_when=Not(_MORE_THAN_A_NAME),
        bars=False,
        to_review=True,
        contradicts=False,
        below_bits=RARE_NAME_BITS,
        review_from_bits=2.0,
    ),
    Refusal(
        name="two_permanent_upns_go_to_a_person",
        holds_when=every(Not(Missing(("upn",))), Not(Same("upn"))),
        bars=False,
        to_review=True,
    ),
    Refusal(
        name="a_record_without_a_birth_date_that_fits_two_people_goes_to_neither",
        of_relatives=True,
        holds_when=Unasked(),
        bars=False,
        to_review=True,
    ),
)

FITS_TWO = len(REFUSALS) - 1
"""The position of what only ``bridging`` can tell, once it is known what else is linked."""

IDENTIFIER_IN_DOUBT = frozenset(i for i, refusal in enumerate(REFUSALS) if refusal.doubts_identifier)
IDENTIFIERS = ("nhs", "upn", "passport")
SHARES_AN_IDENTIFIER = either(*(Same(column) for column in IDENTIFIERS))


def refuse(left: Features, right: Features, weight: Weight) -> Refusal | None:
    """The first predicate that speaks against joining this pair."""
    if SHARES_AN_IDENTIFIER.holds(left, right):
        return first_that_speaks(_DESPITE_IDENTIFIER, left, right, weight)
    return first_that_speaks(REFUSALS, left, right, weight)


def refuse_without_identifiers(left: Features, right: Features, weight: Weight) -> Refusal | None:
    """The first predicate that would speak if neither record carried an identifier."""
    return first_that_speaks(_WITHOUT_IDENTIFIERS, left, right, weight)


_DESPITE_IDENTIFIER = tuple(r for r in REFUSALS if r.despite_identifier)
_WITHOUT_IDENTIFIERS = tuple(r for r in REFUSALS if not r.despite_identifier)


def first_that_speaks(refusals: tuple[Refusal, ...], left: Features, right: Features, weight: Weight) -> Refusal | None:
    """Of these, the first that speaks against joining this pair."""
    for refusal in refusals:
        if refusal.asks_if_relatives_are_live and weight.relative_bits >= RELATIVES_ARE_LIVE_BELOW_BITS:
            continue
        if refusal.of_relatives and refusal.outweighed and weight.bits >= OUTWEIGHED_FROM_BITS:
            continue
        if refusal.below_bits is not None and weight.bits >= refusal.below_bits:
            continue
        if refusal.holds_when.holds(left, right):
            return refusal
    return None


def is_little_more_than_a_name(levels: Features, bits: float) -> bool:
    """Whether only a name, and no rare one, speaks for two people. ``levels``: as ``Reaches`` asks for them."""
    return bits < RARE_NAME_BITS and not _MORE_THAN_A_NAME.holds(levels, levels)


def refusal_sql() -> str:
    """The position in ``REFUSALS`` of the predicate that ``refuse`` finds, or NULL, for a scored pair ``s``."""
    return f"coalesce({_case(_DESPITE_IDENTIFIER)}, CASE WHEN NOT s.confirmed THEN {_case(_WITHOUT_IDENTIFIERS)} END)"


def refusal_without_identifiers_sql() -> str:
    return _case(_WITHOUT_IDENTIFIERS)


def _case(refusals: tuple[Refusal, ...]) -> str:
    steps = []
    for refusal in refusals:
        live = f"s.relative_bits < {RELATIVES_ARE_LIVE_BELOW_BITS} AND "
        only = live if refusal.asks_if_relatives_are_live else ""
        only += f"s.bits < {OUTWEIGHED_FROM_BITS} AND " if refusal.of_relatives and refusal.outweighed else ""
        only += f"s.bits < {refusal.below_bits} AND " if refusal.below_bits is not None else ""
        steps.append(f"WHEN {only}({refusal.holds_when.sql('l.{}', 'r.{}')}) THEN {REFUSALS.index(refusal)}")
    return f"CASE {' '.join(steps)} END"
