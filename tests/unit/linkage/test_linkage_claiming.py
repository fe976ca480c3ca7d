import pyarrow as pa
import pytest

from goldenthread.linkage import Linked, link
from goldenthread.linkage.claiming import claim_of
from goldenthread.linkage.deciding import ENOUGH_EVIDENCE, NOT_ENOUGH_EVIDENCE, SAME_IDENTIFIER
from goldenthread.linkage.shapes import LINKS
from tests.unit.linkage.records_made import TODAY, area


def links(*told: tuple[str, str, float]) -> pa.Table:
    rows = [
        {
            "dataset_l": "school", "record_id_l": f"a{n}", "dataset_r": "surgery", "record_id_r": f"b{n}",
            "bits": 9.0, "probability": probability, "outcome": outcome, "why": why,
        }
        for n, (outcome, why, probability) in enumerate(told)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=LINKS)


@pytest.fixture(scope="module")
def made() -> tuple[pa.Table, Linked]:
    records, _ = area(25, seed=5, numbered=1.0)
    return records, link(records, on=TODAY)


def test_only_what_is_linked_in_the_end_is_claimed() -> None:
    claim = claim_of(
        links(
            ("linked", SAME_IDENTIFIER, 1.0),
            ("linked", ENOUGH_EVIDENCE, 0.98),
            ("linked", ENOUGH_EVIDENCE, 0.99),
            ("review", NOT_ENOUGH_EVIDENCE, 0.2),
        )
    )
    assert (claim.linked, claim.precision, claim.unaided) == (3, pytest.approx(0.99), pytest.approx(0.985))
    assert claim.in_words() == (
        "99.9 % precision cannot be promised from these data "
        "(expected 99.000% of 3 links, 98.500% where no identifier is shared): review more"
    )


def claimed(times: int, probability: float) -> str:
    return claim_of(links(*[("linked", ENOUGH_EVIDENCE, probability)] * times)).in_words()


def test_wanted_precision_is_reached_where_what_is_told_comes_to_it() -> None:
    assert "cannot be promised" in claimed(3_000, 0.9989)
    assert claimed(3_000, 0.9991) == "99.9 % precision is reached (expected 99.910% of 3,000 links)"


@pytest.mark.parametrize(
    ("many", "links", "shown"), [(1, "1 link", 0.05), (17, "17 links", 0.838), (2_999, "2,999 links", 0.999)]
)
def test_so_few_links_are_too_few_to_tell_whatever_is_expected_of_them(many: int, links: str, shown: float) -> None:
    """Were that share right, none of so many would be wrong once in twenty times: the interval reaches to it."""
    assert claimed(many, 0.9996) == (
        f"too few links to tell whether 99.9 % precision is reached (expected 99.960% of {links}): if somebody looked "
        f"at all of them and none was wrong, that would show {shown:.1%} or better"
    )
    assert shown**many == pytest.approx(0.05, abs=0.005)
    assert "cannot be promised" in claimed(many, 0.99)


def test_nothing_linked_claims_nothing() -> None:
    assert claim_of(links(("review", NOT_ENOUGH_EVIDENCE, 0.6))).in_words() == "no pair is likely enough to be linked"


def test_a_run_that_trains_says_what_its_own_links_come_to(made: tuple[pa.Table, Linked]) -> None:
    _, linked = made
    assert linked.model.rests_on.endswith(f"; {claim_of(linked.links).in_words()}")
    assert linked.report["rests_on"] == linked.model.rests_on


def test_a_model_that_is_given_keeps_the_claim_it_was_trained_with(made: tuple[pa.Table, Linked]) -> None:
    records, linked = made
    assert link(records.slice(0, len(records) // 2), on=TODAY, model=linked.model).model == linked.model


def test_a_run_with_a_given_model_says_whose_figures_it_has_and_promises_nothing(made: tuple[pa.Table, Linked]) -> None:
    records, linked = made
    given = link(records.slice(0, len(records) // 2), on=TODAY, model=linked.model)
    assert given.report["rests_on"].startswith(
        f"weights and lines are those of a model trained on {len(records):,} records on {TODAY.isoformat()}; "
    )
    assert "reached" not in given.report["rests_on"]
    assert given.report["rests_on"] != linked.report["rests_on"]
