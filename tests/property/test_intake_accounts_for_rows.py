"""Whatever a file holds, accepted and rejected rows make up all that were read."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldenthread.intake import Effect, Unreadable
from tests.unit.intake.making import FOLLOWED_COHORT, HEADER, accept_text, contract, row

SPOILT = st.one_of(
    st.sampled_from(
        ["", "N/A", "31/02/2014", "1900", "=1+1", "485 777 3456", "H801200001001", "\u202e", "\x00", "é", "Y"]
    ),
    st.text(max_size=12),
)


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    """Ordinary rows, some then spoilt in a cell, repeated, shortened or lengthened."""
    made = [list(row(str(number))) for number in range(draw(st.integers(1, 12)))]
    for cells in made:
        match draw(st.sampled_from(["ordinary", "cell", "id", "short", "long"])):
            case "cell":
                cells[draw(st.integers(0, len(HEADER) - 1))] = draw(SPOILT)
            case "id":
                cells[0] = draw(st.sampled_from(["1", "2", ""]))
            case "short":
                del cells[draw(st.integers(1, len(HEADER) - 1)) :]
            case "long":
                cells.append("more")
    return [*made, list(row("last"))]  # so that the file does not end in a short row, which is cut off


@given(rows=rows(), cohort=st.sampled_from(["", FOLLOWED_COHORT]))
@example(rows=[list(row("1"))], cohort="")
@settings(max_examples=150, deadline=None)
def test_accepted_and_rejected_rows_are_all_that_were_read(rows: list[list[str]], cohort: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(rows)
    blank = sum(not any(cell.strip() for cell in cells) for cells in rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            accepted = accept_text(folder, out.getvalue().encode("utf-8", "replace"), contract(folder, more=cohort))
        except Unreadable:
            return  # refused as a whole: nothing was taken
    counts = accepted.report.rows
    rejected = {one.row for one in accepted.rejected if one.effect is Effect.ROW_REJECTED}
    assert counts.read == len(rows) - blank
    assert counts.accepted + len(rejected) + counts.outside_cohort == counts.read
    assert accepted.records.num_rows == counts.accepted
    assert not rejected & set(accepted.records.column("row").to_pylist())
