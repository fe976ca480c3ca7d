"""Rows are taken many together, and nobody can tell from what comes out."""

from pathlib import Path

import pytest

from goldenthread.intake import Accepted, Effect, frames
from goldenthread.intake.frames import Memory, batched
from goldenthread.intake.readers import Broken
from goldenthread.intake.reasons import Reason
from goldenthread.intake.values import LONGEST_TEXT_CHARACTERS, are_plain, clean_text
from tests.unit.intake.making import FOLLOWED_COHORT, ORDINARY, accept_rows, contract, row

TOO_LONG = "x" * (LONGEST_TEXT_CHARACTERS + 1)
TRACED_BEFORE = '{column: "NHS", verified_when: {column: "DOB", before: "2015-01-01", format: "%d/%m/%Y"}}'


def mixed(folder: Path) -> Accepted:
    """Rows of every fate, some of whose faults only show beside other rows."""
    text = ORDINARY.replace('nhs_number: "NHS"', f"nhs_number: {TRACED_BEFORE}")
    return accept_rows(
        folder,
        row("1"),
        row("2", Sex="M", DOB="31/02/2014"),
        row("1", Sex="M"),
        row("3", Forename="N/A", NHS="485 777 3456"),
        row(""),
        row("3", Forename="N/A", NHS="485 777 3456"),
        ("4", "short"),
        row("5", Forename="", Surname="", DOB="", NHS="", UPN=""),
        row("6", Postcode="nowhere", UPN="x"),
        row("6"),
        row("7", Sex="?"),
        of=contract(folder, text, FOLLOWED_COHORT.replace("seeds", 'follow: "true", seeds')),
    )


@pytest.mark.parametrize("rows_at_once", [1, 2, 3, 7])
def test_what_comes_of_rows_is_the_same_however_many_are_taken_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    whole = mixed(tmp_path)
    monkeypatch.setattr(frames, "ROWS_AT_ONCE", rows_at_once)
    parts = mixed(tmp_path)
    assert parts.records.equals(whole.records)
    assert parts.rejected == whole.rejected
    assert parts.report == whole.report
    assert {one.effect for one in whole.rejected} == set(Effect)


def test_the_faults_of_a_row_stand_together_in_the_order_of_the_rows(tmp_path: Path) -> None:
    rejected = mixed(tmp_path).rejected
    assert [one.row for one in rejected] == sorted(one.row for one in rejected)
    assert [(one.field, one.reason) for one in rejected if one.row == 9] == [
        ("Postcode", Reason.NOT_A_POSTCODE),
        ("UPN", Reason.IDENTIFIER_MALFORMED),
    ]


def test_long_rows_are_not_gathered_until_they_fill_the_memory() -> None:
    rows = [(number, ("x" * 1_000_000,), ()) for number in range(20)]
    assert max(len(batch) for batch in batched(iter(rows), columns=1)) <= 5


def test_broken_rows_are_handed_on_though_no_whole_one_comes() -> None:
    broken = Broken(reason="not_json", sentence="It is not.")
    (batch,) = batched(iter([(1, broken, ())]), columns=2)
    assert (len(batch), list(batch.broken), list(batch.columns)) == (1, [(1, broken)], [(), ()])


def test_a_memory_forgets_before_it_fills_and_misses_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "REMEMBERED_VALUES", 10)
    memory = Memory(clean_text)
    for start in range(0, 100, 5):
        notes: frames.Notes = []
        texts = [f"name {number}" for number in range(start, start + 4)]
        assert memory.take_cells([*texts, "N/A"], range(5), "Name", notes) == [*texts, None]
        assert notes == [(4, "Name", Reason.PLACEHOLDER_TEXT, "N/A")]
        assert len(memory) <= 20


@pytest.mark.parametrize("changed", ["N/A", "-", "two  spaces", "Zoe\u0308", "a\tb", "\u202e", TOO_LONG])
def test_texts_are_plain_only_where_cleaning_would_change_none(changed: str) -> None:
    plain = ["Elowen", "", "1 High Street", "O'Brien", "a|b"]
    assert are_plain(plain, longest=LONGEST_TEXT_CHARACTERS)
    assert all(clean_text(text) == (text or None, None) for text in plain)
    assert clean_text(changed) != (changed, None)
    assert not are_plain([*plain, changed], longest=LONGEST_TEXT_CHARACTERS)
