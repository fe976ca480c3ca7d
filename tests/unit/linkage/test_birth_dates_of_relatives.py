"""How often relatives have one birth date is learned where they have it more seldom than is said, and never oftener."""

import pytest

from goldenthread.linkage import link
from goldenthread.linkage.comparisons import BIRTH_DATE, GIVEN_NAME
from goldenthread.linkage.strangers import RandomLevels
from goldenthread.linkage.training import Estimate, Totals, train
from tests.unit.linkage.records_made import TODAY, area

COMPARED = (GIVEN_NAME, BIRTH_DATE)
SAID = {lv.label: lv.relative for lv in BIRTH_DATE.levels if lv.relative is not None}


def trained_on(of_one_date: float) -> Estimate:
    """10,000 pairs of relatives with two forenames, so many of them with one birth date."""
    relative = {
        GIVEN_NAME.name: [10_000.0] + [0.0] * 9,
        BIRTH_DATE.name: [10_000.0 - of_one_date, 0.0, 0.0, 0.0, 0.0, of_one_date],
    }
    one = {GIVEN_NAME.name: [0.0] * 9 + [1000.0], BIRTH_DATE.name: [0.0, 10.0, 0.0, 150.0, 40.0, 800.0]}
    random = {c.name: [9_990.0, *[0.0] * (len(c.levels) - 2), 10.0] for c in COMPARED}
    kinds = {"matches": 1000.0, "likely": 1000.0, "relatives": 10_000.0, "namesakes": 1.0}
    totals = Totals(**kinds, match_levels=one, relative_levels=relative)
    return train(
        COMPARED,
        records=1000,
        possible_pairs=499_500.0,
        random_levels=RandomLevels(every=random, strangers=random),
        expecting=lambda _, *, likely_only: totals,
    )


@pytest.mark.parametrize(("of_one_date", "learned"), [(0.0, 0.001), (100.0, 0.0105), (3_000.0, 0.02)])
def test_few_twins_are_learned_and_no_more_than_there_are_anywhere(of_one_date: float, learned: float) -> None:
    assert trained_on(of_one_date).relative[BIRTH_DATE.name][-1] == pytest.approx(learned, rel=0.06)


def test_twins_have_their_date_mistyped_as_often_as_one_person_has() -> None:
    estimate = trained_on(100.0)
    one, twins = estimate.match[BIRTH_DATE.name], estimate.relative[BIRTH_DATE.name]
    digit = BIRTH_DATE.level_labelled("one digit apart")
    assert twins[digit] / twins[-1] >= one[digit] / one[-1] * 0.999


def test_no_level_is_learned_above_what_is_said_but_for_what_one_persons_slips_make_of_it() -> None:
    steps = {step.label: step for step in link(area(120, seed=3)[0], on=TODAY).model.steps[BIRTH_DATE.name]}
    as_one_person = steps["the same date of birth"].relative / steps["the same date of birth"].match
    for label, said in SAID.items():
        assert steps[label].relative <= max(said, as_one_person * steps[label].match) * 1.001
    assert steps["the same date of birth"].relative < 0.01
