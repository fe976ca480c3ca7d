"""A pair's sex is compared in two halves, by whether the forenames agree, and told once."""

from functools import cache

import pytest

from goldenthread.linkage import Model, link
from goldenthread.linkage.comparisons import SEX_OF_ONE_FORENAME, SEX_OF_TWO_FORENAMES
from goldenthread.linkage.reviewing.explaining import Agreement, weighing
from tests.unit.linkage.records_made import TODAY, area, record, table


@cache
def trained() -> Model:
    rows = area(60, seed=3)[0].to_pylist()
    sexes = [{**row, "sex": "female" if (row["given_name"] or "a")[-1] in "aei" else "male"} for row in rows]
    return link(table(*sexes), on=TODAY).model


@pytest.mark.parametrize(
    ("forename", "sex", "told"),
    [
        ("Rosa", "female", {SEX_OF_ONE_FORENAME.name: Agreement.AGREES}),
        ("Jonas", "female", {SEX_OF_TWO_FORENAMES.name: Agreement.AGREES}),
        ("Jonas", "male", {SEX_OF_TWO_FORENAMES.name: Agreement.DIFFERS}),
        ("Rosa", None, {SEX_OF_TWO_FORENAMES.name: Agreement.NOT_KNOWN}),
    ],
)
def test_sex_is_told_once(forename: str, sex: str | None, told: dict[str, Agreement]) -> None:
    model = trained()
    pair = table(
        record(given_name="Rosa", family_name="Ashdown", sex="female"),
        record(dataset="a-surgery", record_id="2", given_name=forename, family_name="Ashdown", sex=sex),
    )
    left, right = link(pair, on=TODAY, model=model).in_hand().features.to_pylist()
    halves = {SEX_OF_ONE_FORENAME.name, SEX_OF_TWO_FORENAMES.name}
    lines = weighing(left, right, model).lines
    assert {line.comparison: line.agreement for line in lines if line.comparison in halves} == told
