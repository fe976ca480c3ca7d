from dataclasses import replace
from random import Random

import pytest

from goldenthread.linkage import calibration, calibration_error, link
from goldenthread.linkage.calibrating import (
    LEAST_EXPECTED,
    Bin,
    calibrate,
    draw_lines,
    why_not_checked,
    wrong_identifiers,
)
from goldenthread.linkage.model import Model, against_all, probability_of
from tests.unit.linkage.records_made import TODAY, area, nhs_number, record, table


def bins(*told: tuple[float, float, float]) -> list[Bin]:
    return [Bin(bits=b, confirmed=c, refuted=r) for b, c, r in told]


def test_probability_follows_the_share_that_identifiers_confirm() -> None:
    points = calibrate(bins((0.0, 50, 50), (4.0, 90, 10), (8.0, 500, 0)))
    assert [y for _, y in points] == pytest.approx([0.5, 0.9, 1.0], abs=0.02)


def test_probability_never_falls_as_the_weight_rises() -> None:
    points = calibrate(bins((0.0, 60, 40), (4.0, 100, 100), (8.0, 300, 1)))
    assert [y for _, y in points] == sorted(y for _, y in points)


def test_too_few_answers_calibrate_nothing() -> None:
    assert calibrate(bins((0.0, 5, 5), (8.0, 50, 0))) == ()


@pytest.mark.parametrize(
    ("confirmed", "refuted", "said"),
    [
        (
            1118,
            48,
            "1,118 pairs are confirmed and 48 refuted by an identifier, and at least 50 of the latter are needed",
        ),
        (
            199,
            2050,
            "199 pairs are confirmed and 2,050 refuted by an identifier, and at least 200 of the former are needed",
        ),
        (1, 0, "1 pair is confirmed and 0 refuted by an identifier, and at least 200 and 50 are needed"),
        (200, 50, ""),
    ],
)
def test_how_many_answers_are_too_few_is_said_with_what_it_takes(confirmed: int, refuted: int, said: str) -> None:
    told = bins((0.0, 0, refuted), (8.0, confirmed, 0))
    assert why_not_checked(told) == said
    assert bool(calibrate(told)) is not bool(said)


def test_a_run_says_how_many_pairs_its_own_estimate_could_be_checked_by() -> None:
    records, _ = area(40, seed=8)
    card, says = (model := link(records, on=TODAY).model).card, model.rests_on
    counts = f"{card.confirmed_pairs:,} pairs are confirmed and {card.refuted_pairs:,} refuted by an identifier"
    assert says.startswith(
        f"the model's own estimate: {counts}, and at least 200 and 50 are needed to check it by them; "
    )


def test_a_number_that_contradicts_what_is_certain_is_taken_to_be_wrong() -> None:
    told = bins((20.0, 990, 10), (0.0, 50, 50))
    assert wrong_identifiers(told) == pytest.approx(0.01)
    assert calibrate(told)[-1][1] > 0.999


def test_the_evidence_against_all_rivals_is_no_more_than_against_the_strongest() -> None:
    assert against_all(10.0, 3.0, 40.0) == pytest.approx(3.0, abs=0.02)
    assert against_all(3.0, 3.0) == pytest.approx(2.0)
    assert probability_of(0.0) == 0.5


def test_pairs_without_birth_dates_are_judged_by_their_own_answers() -> None:
    """Namesakes with two birth dates are often refuted; pairs of the same weight without are not."""
    dated = Bin(bits=6.0, open=10, confirmed=300, refuted=60)
    undated = Bin(bits=6.0, open=990, confirmed=100, refuted=0, both_born=False)
    ((_, together),) = calibrate([Bin(bits=6.0, open=1000, confirmed=400, refuted=60)])
    ((_, apart),) = calibrate([dated, undated])
    assert together < 0.9
    assert apart > 0.99


def test_an_answer_counts_for_the_pairs_that_have_none() -> None:
    mostly_dated = [
        Bin(bits=6.0, open=900, confirmed=300, refuted=100),
        Bin(bits=6.0, open=100, confirmed=100, both_born=False),
    ]
    ((_, likely),) = calibrate(mostly_dated)
    assert likely == pytest.approx(0.9 * 0.75 + 0.1, abs=0.01)


@pytest.fixture(scope="module")
def model() -> Model:
    """One that says of a weight what it is worth, for no identifier answers."""
    return replace(link(area(60, seed=3)[0], on=TODAY).model, calibration=())


@pytest.mark.parametrize("doubtful", [100.0, 1_000.0, 30_000.0])
def test_where_the_wanted_precision_cannot_be_had_nine_in_ten_are_still_expected(model: Model, doubtful: float) -> None:
    """Most of what is likelier than not is as likely as three in four."""
    told = [Bin(bits=14.0, open=1_000.0), Bin(bits=4.0, open=500.0), Bin(bits=1.6, open=doubtful)]
    lines = draw_lines(told, model)
    taken = [b for b in told if b.bits >= lines.link_from_bits]
    right = sum(model.probability(b.bits) * b.open for b in taken)
    assert right >= LEAST_EXPECTED * sum(b.open for b in taken)
    assert (lines.link_from_bits <= 1.6) == (doubtful == 100.0)
    assert lines.review_from_bits <= 1.6


def test_a_number_that_a_sister_holds_refutes_nothing() -> None:
    """A child's record carries her sister's number: the two records that do give her own are not held against it."""
    records, _ = area(25, seed=5, numbered=1.0)
    rows = records.to_pylist()
    before = link(table(*rows), on=TODAY).model.card.refuted_pairs
    own, sister = nhs_number(900_001), nhs_number(900_002)
    home = {"family_name": "Quarmby", "address_line": "3 Moss Bank", "postcode": "WH8 8ZZ"}
    child = {**home, "given_name": "Freya"}
    rows += [
        record(dataset="school", record_id="x1", **child, **own),
        record(dataset="surgery", record_id="x2", **child, **own),
        record(dataset="team", record_id="x3", **child, **sister),
        record(dataset="school", record_id="x4", **{**home, "given_name": "Ivy", "date_of_birth": None}, **sister),
    ]
    told = link(table(*rows), on=TODAY)
    assert told.model.card.refuted_pairs <= before
    assert "a_number_that_another_of_the_family_may_hold_goes_to_a_person" in told.links["why"].to_pylist()


def test_the_calibration_error_is_how_far_what_was_said_is_from_what_is_true() -> None:
    assert calibration_error([(0.9, n % 10 != 0) for n in range(1_000)]) == pytest.approx(0.0)
    assert calibration_error([(0.9, True)] * 100) == pytest.approx(0.1)
    assert calibration_error([(0.005, True)] * 100) == 0.0


def said_and_true(pairs: int, *, off: float, seed: int) -> list[tuple[float, bool]]:
    """Pairs of which half a per cent to 99 are said, each right ``off`` more often than said."""
    chance = Random(seed)
    claims = [chance.uniform(0.005, 0.99 - off) for _ in range(pairs)]
    return [(round(claim, 6), chance.random() < claim + off) for claim in claims]


def test_what_chance_would_show_is_what_a_model_that_is_right_shows() -> None:
    right = [calibration(said_and_true(400, off=0.0, seed=seed)) for seed in range(60)]
    shown = sum(one.error for one in right) / len(right)
    assert sum(one.by_chance for one in right) / len(right) == pytest.approx(shown, rel=0.1)
    assert 0.8 <= sum(one.error <= one.by_chance_95 for one in right) / len(right) < 1.0


def test_a_model_that_is_wrong_shows_more_than_chance_would() -> None:
    wrong = calibration(said_and_true(2_000, off=0.1, seed=1))
    assert wrong.error > 2 * wrong.by_chance_95


def test_of_more_pairs_chance_shows_less_and_of_none_nothing() -> None:
    few, many = (calibration(said_and_true(n, off=0.0, seed=2)).by_chance for n in (100, 10_000))
    assert many < few / 5
    assert calibration([]).by_chance_95 == 0.0
    assert calibration([(0.3, True)] * 50).by_chance == pytest.approx(0.0515, abs=0.006)


def test_the_same_pairs_give_the_same_figures_in_any_order() -> None:
    said = said_and_true(300, off=0.0, seed=3)
    assert calibration(said) == calibration(list(reversed(said)))
