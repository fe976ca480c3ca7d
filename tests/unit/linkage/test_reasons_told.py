"""A reason for which a pair goes to a person is a doubt, and read as one."""

import re

import pyarrow as pa
import pytest

from goldenthread.linkage import as_page, link
from goldenthread.linkage.doubting import WHY_DOUBTED
from goldenthread.linkage.reasons_told import reason_told, reasons_told
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.reviewing.reasons import REASONS
from goldenthread.linkage.shapes import LINKS
from tests.unit.linkage.records_in_doubt import area_in_doubt
from tests.unit.linkage.records_made import TODAY

ASKED = [refusal.name for refusal in REFUSALS if refusal.to_review]


@pytest.mark.parametrize("why", [*ASKED, *WHY_DOUBTED])
def test_no_question_is_told_as_a_finding(why: str) -> None:
    told = reason_told(why, "review")
    assert told.startswith("may be ")
    assert not re.search(
        r"(?<!may be) two people|goes? to|most likely",
        told.removeprefix("may be two people").removesuffix("fits two people"),
    )
    assert "most likely" not in REASONS.get(why, "")


def test_how_many_of_a_reasons_pairs_are_one_person_stands_beside_it() -> None:
    twins = "twins_of_two_sexes_and_two_forenames_are_two_people"
    rows = [
        {
            "dataset_l": "a", "record_id_l": str(n), "dataset_r": "b", "record_id_r": str(n), "weight_bits": 1.0,
            "probability": chance, "outcome": outcome, "why": why,
        }
        for n, (chance, outcome, why) in enumerate(
            ((0.9, "review", twins), (0.7, "review", twins), (1.0, "linked", "names, dates and places agree"))
        )
    ]  # fmt: skip
    told = reasons_told(pa.Table.from_pylist(rows, schema=LINKS))
    assert [(one["outcome"], one["in_words"], one["pairs"], one["one_person"]) for one in told] == [
        ("linked", "names, dates and places agree", 1, 1.0),
        ("review", "may be two people: twins of two sexes and two forenames", 2, 0.8),
    ]


def test_the_page_tells_doubts_and_of_an_earlier_report_what_it_held() -> None:
    report = link(area_in_doubt(60, seed=4)[0], on=TODAY).report
    page = as_page(report)
    assert "To review: may be two people: " in page
    assert "are two people</th>" not in page
    before = as_page({name: told for name, told in report.items() if name not in ("reasons", "promised", "reckoned")})
    assert "are two people</th>" in before
