"""A delimited file is read whole or refused; no row is lost without a word."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.intake import Reason, Unreadable, accept
from goldenthread.intake.contract import FileFormat
from goldenthread.intake.readers import Tally, Wanted, csv_rows, read_rows
from tests.unit.intake.making import HEADER, ON, ORDINARY, accept_rows, accept_text, as_csv, contract, row

MANY = [row(str(number)) for number in range(1, 200)]


def test_an_ordinary_file_is_taken_whole(tmp_path: Path) -> None:
    accepted = accept_rows(tmp_path, *MANY)
    assert accepted.report.rows.read == accepted.report.rows.accepted == accepted.records.num_rows == len(MANY)


@pytest.mark.parametrize("missing_bytes", [14, 20, 60])
def test_a_file_cut_off_in_a_row_is_refused(tmp_path: Path, missing_bytes: int) -> None:
    whole = as_csv([row(str(n), UPN="") for n in range(50)] + [row("50", NHS='"Flat 1, Row"')])
    cut = whole.rstrip()[:-missing_bytes]
    with pytest.raises(Unreadable, match=r"sent\.csv: .*(cut off|swallowed)"):
        accept_text(tmp_path, cut)


def test_a_last_row_without_a_line_end_is_taken_and_remarked_on(tmp_path: Path) -> None:
    accepted = accept_text(tmp_path, as_csv([row()]).rstrip())
    assert accepted.report.rows.accepted == 1
    assert any("does not end with a line end" in remark for remark in accepted.report.remarks)


def test_a_file_cut_inside_its_last_cell_names_the_value_that_is_in_doubt(tmp_path: Path) -> None:
    whole = as_csv([row("1"), row("2")]).rstrip()
    (remark,) = accept_text(tmp_path, whole[:-1]).report.remarks
    column = whole.splitlines()[0].split(",")[-1]
    assert f"the value of {column!r} in row 2 is in doubt" in remark
    assert accept_text(tmp_path, whole + "\n").report.remarks == ()


@pytest.mark.parametrize("line", [2, 3, 400])
def test_bytes_of_another_encoding_are_named_by_their_own_line(tmp_path: Path, line: int) -> None:
    lines = as_csv([row(str(number)) for number in range(1, 500)]).encode().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b"Tregarthen", b"Tregarth\xe9n")
    with pytest.raises(Unreadable, match=rf"line {line} holds bytes that are not utf-8"):
        accept_text(tmp_path, b"".join(lines))


def test_a_quote_that_is_never_closed_is_refused_and_not_read_as_two_rows(tmp_path: Path) -> None:
    rows = [*MANY, row("500", Surname='"Tregarthen'), *MANY]
    with pytest.raises(Unreadable, match="quotation mark"):
        accept_rows(tmp_path, *rows)


def test_a_quote_that_swallows_more_than_a_cell_can_hold_is_refused(tmp_path: Path) -> None:
    rows = [row("0", Surname='"Tregarthen'), *(row(str(number)) for number in range(1, 2_000))]
    with pytest.raises(Unreadable, match="quotation mark"):
        accept_rows(tmp_path, *rows)


@pytest.mark.parametrize("apart", [1, 2, 7])
def test_two_stray_quotes_in_one_column_do_not_hide_the_rows_between_them(tmp_path: Path, apart: int) -> None:
    between = [row(str(number)) for number in range(1, apart)]
    rows = [row("0", Surname='"Tregarthen'), *between, row("99", Surname='Tregarthen"'), *MANY]
    with pytest.raises(Unreadable, match="swallows the lines"):
        accept_rows(tmp_path, *rows)


def test_an_address_on_two_lines_is_no_fault(tmp_path: Path) -> None:
    accepted = accept_rows(tmp_path, row("1", Surname='"Tregarthen\nPenrose, the younger"'), row("2"))
    assert accepted.records.column("family_name").to_pylist() == ["Tregarthen Penrose, the younger", "Tregarthen"]


def test_a_row_with_too_few_or_too_many_cells_is_rejected_and_the_others_taken(tmp_path: Path) -> None:
    accepted = accept_text(tmp_path, as_csv([row("1"), row("2")[:-2], (*row("3"), "more"), row("4")]))
    assert [(one.row, one.reason) for one in accepted.rejected] == [
        (2, Reason.WRONG_NUMBER_OF_CELLS),
        (3, Reason.WRONG_NUMBER_OF_CELLS),
    ]
    assert accepted.records.column("record_id").to_pylist() == ["1", "4"]


def test_blank_lines_are_counted_apart_from_rows(tmp_path: Path) -> None:
    accepted = accept_text(
        tmp_path, as_csv([row("1")]) + "\r\n,,,,,,,\r\n" + as_csv([row("2")]).split("\r\n")[1] + "\r\n"
    )
    assert (accepted.report.rows.read, accepted.report.rows.blank) == (2, 2)


def test_a_line_without_end_is_refused_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST_LINE_CHARACTERS", 1_000)
    with pytest.raises(Unreadable, match="line 2 is longer than 1,000 characters"):
        accept_rows(tmp_path, row("1", Surname="x" * 2_000))


def test_a_line_of_two_gigabytes_does_not_fill_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    with file.open("wb") as stream:
        stream.write(b"Id,Forename\r\n1,x")
        stream.truncate(2 * 1024**3)  # a sparse file: two gigabytes of NUL that take no room
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from goldenthread.intake.contract import FileFormat\n"
        "from goldenthread.intake.readers import Tally, Unreadable, Wanted, csv_rows\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (600 * 1024**2,) * 2)\n"
        "try: list(csv_rows.read_csv(Path(sys.argv[1]), FileFormat(), Wanted(columns=('Id',)), Tally()))\n"
        "except Unreadable as fault: print(fault)\n"
        # Not ru_maxrss, which a process inherits from whoever started it.
        "line = next(l for l in open('/proc/self/status') if l.startswith('VmHWM'))\n"
        "print(int(line.split()[1]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    said, peak_mib = done.stdout.splitlines()[-2:]
    assert "line 2 is longer than" in said
    assert int(peak_mib) < 400


@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1"])
def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(Unreadable, match=r"not utf-8.*windows-1252"):
        accept_text(tmp_path, as_csv([row("1", Forename="Zoë")]).encode(encoding))


def test_utf_8_read_as_windows_1252_would_garble_names_and_is_refused(tmp_path: Path) -> None:
    western = contract(tmp_path, more='format: {encoding: "windows-1252"}\n')
    with pytest.raises(Unreadable, match="this file is UTF-8"):
        accept_text(tmp_path, as_csv([row("1", Forename="Zoë")]), western)


def test_windows_1252_is_read_where_the_contract_says_so(tmp_path: Path) -> None:
    western = contract(tmp_path, more='format: {encoding: "windows-1252", delimiter: ";"}\n')
    text = as_csv([row("1", Forename="Zoë")]).replace(",", ";").encode("windows-1252")
    assert accept_text(tmp_path, text, western).records.column("given_name").to_pylist() == ["Zoë"]


def test_utf_16_is_named_for_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="UTF-16"):
        accept_text(tmp_path, as_csv([row()]).encode("utf-16"))


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert accept_text(tmp_path, b"\xef\xbb\xbf" + as_csv([row()]).encode()).report.rows.accepted == 1


def test_a_column_that_is_not_there_is_named_and_no_cell_is_quoted(tmp_path: Path) -> None:
    no_header = as_csv([row("2")], header=row("1"))
    with pytest.raises(Unreadable) as refusal:
        accept_text(tmp_path, no_header)
    assert "'Surname'" in str(refusal.value)
    assert "Tregarthen" not in str(refusal.value)
    assert "943" not in str(refusal.value)


def test_a_column_written_with_other_capitals_is_pointed_out(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="The file has 'DOB' written with other capitals"):
        accept_text(tmp_path, as_csv([row()]).replace("DOB", "dob"))


@pytest.mark.parametrize("heading", ["Surname", "Surname ", " Surname"])
@pytest.mark.parametrize("named", ["Surname", "Surname "])
@pytest.mark.parametrize("written", ["csv", "parquet"])
def test_blanks_around_a_heading_make_no_difference(tmp_path: Path, heading: str, named: str, written: str) -> None:
    of = contract(tmp_path, ORDINARY.replace('"Surname"', f'"{named}"'))
    header = tuple(heading if name == "Surname" else name for name in HEADER)
    file = tmp_path / f"sent.{written}"
    if written == "csv":
        file.write_text(as_csv([row()], header=header), encoding="utf-8")
    else:
        pq.write_table(pa.table({name: [value] for name, value in zip(header, row(), strict=True)}), file)
    accepted = accept([file], of, on=ON)
    assert accepted.records["family_name"].to_pylist() == ["Tregarthen"]
    assert accepted.report.columns_not_read == ()


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="'UPN' stands 2 times"):
        accept_text(
            tmp_path,
            as_csv(
                [(*row(), "x")], header=("Id", "Forename", "Surname", "DOB", "Sex", "Postcode", "NHS", "UPN", "UPN")
            ),
        )


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for nothing in (b"", b"\xef\xbb\xbf", b"\r\n\r\n"):
        with pytest.raises(Unreadable, match="empty"):
            accept_text(tmp_path, nothing)


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="a header and no rows"):
        accept_rows(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        list(read_rows(tmp_path / "nowhere.csv", FileFormat(), Wanted(columns=()), Tally()))


TRAILER = ORDINARY + 'manifest_rows: {trailer_column: "Id", trailer_word: "TRAILER", count_column: "Forename"}\n'


def test_a_trailer_that_agrees_is_no_row(tmp_path: Path) -> None:
    accepted = accept_text(tmp_path, as_csv([row("1"), row("2")]) + "TRAILER,2\r\n", contract(tmp_path, TRAILER))
    assert accepted.report.rows.read == accepted.report.rows.accepted == 2


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("TRAILER,3\r\n", "says 3 rows and 2 came"),
        ("", "trailer row is missing"),
        ("TRAILER,some\r\n", "does not say how many rows"),
        (f"TRAILER,2\r\n{','.join(row('3'))}\r\n", "rows follow the trailer"),
    ],
)
def test_rows_lost_at_the_end_show_by_the_trailer(tmp_path: Path, end: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        accept_text(tmp_path, as_csv([row("1"), row("2")]) + end, contract(tmp_path, TRAILER))


def test_a_count_beside_the_file_is_compared(tmp_path: Path) -> None:
    counted = contract(tmp_path, more='manifest_rows: {side_file: ".count"}\n')
    (tmp_path / "sent.csv.count").write_text("2\n")
    with pytest.raises(Unreadable, match="says 2 rows and 1 came"):
        accept_rows(tmp_path, row("1"), of=counted)
    assert accept_rows(tmp_path, row("1"), row("2"), of=counted).report.rows.accepted == 2


@pytest.mark.parametrize("beside", [None, "two"])
def test_a_count_that_was_promised_and_is_not_there_is_missed(tmp_path: Path, beside: str | None) -> None:
    if beside:
        (tmp_path / "sent.csv.count").write_text(beside)
    with pytest.raises(Unreadable, match=r"sent\.csv\.count: is missing or holds no number of rows"):
        accept_rows(tmp_path, row("1"), of=contract(tmp_path, more='manifest_rows: {side_file: ".count"}\n'))


def test_text_behind_a_closing_quote_is_refused_for_what_was_meant_to_end_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="on line 3 text follows a closing quotation mark"):
        accept_rows(tmp_path, row("1"), row("2", Surname='"Tregarthen" the elder'))


def test_a_file_of_which_no_row_has_an_id_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no row has a record id"):
        accept_rows(tmp_path, row(""), row("", Forename="Idris"))


def test_what_may_never_be_read_does_not_leave_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("Id,Notes\r\n1,the secret\r\n")
    rows = list(read_rows(file, FileFormat(), Wanted(columns=("Id",)), Tally()))
    assert rows == [(1, ("1",), ())]


@pytest.mark.parametrize(("delimiter", "said"), [(";", "';'"), ("\t", "'tab'"), ("|", "'|'")])
def test_a_file_with_another_delimiter_is_told_which_one_would_fit(tmp_path: Path, delimiter: str, said: str) -> None:
    with pytest.raises(Unreadable, match=r"With .* as the delimiter they are all there") as refused:
        accept_text(tmp_path, as_csv([row()]).replace(",", delimiter))
    assert f"write format: {{delimiter: {said}}}" in str(refused.value)


def test_no_delimiter_is_proposed_that_does_not_give_every_column(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="columns found") as refused:
        accept_text(tmp_path, as_csv([row()]).replace(",", ";").replace("Surname", "Nachname"))
    assert "they are all there" not in str(refused.value)
