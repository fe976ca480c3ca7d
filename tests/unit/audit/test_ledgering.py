"""``goldenthread ledger`` ends with 0 for whole, 1 for broken and 2 for unreadable, and says why."""

import json
import os
import resource
import stat
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from goldenthread.audit import Tree, entry_leaf, inclusion_proof, make_receipt
from goldenthread.command import ledgering
from goldenthread.command.main import app
from tests.unit.audit.ledger_made import LOG_KEY, WITNESSES, export, head, row, rows, sealed_export


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["ledger", *map(str, arguments)])


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    path.write_text("".join(sealed_export(8, [4, 8])))
    return path


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    """The options that name the ledger's and the witnesses' keys."""
    options = []
    for option, key in (("--key", LOG_KEY), *(("--witness-key", witness) for witness in WITNESSES)):
        path = tmp_path / f"{key.name.replace('/', '-')}.txt"
        path.write_text(key.verifier.text + "\n")
        options += [option, str(path)]
    return options


def write_head(path: Path, size: int) -> Path:
    path.write_text(head(rows(8), size))
    return path


def test_a_whole_ledger_ends_with_0(whole: Path) -> None:
    done = run("verify", whole)
    assert done.exit_code == 0
    assert "WHOLE: all 8 entries are as they were sealed." in done.output
    assert "Held by health.example: the first 8 entries." in done.output
    assert "--key" in done.output


def test_with_the_keys_given_nothing_is_left_to_trust(whole: Path, keys: list[str]) -> None:
    done = run("verify", whole, *keys)
    assert done.exit_code == 0
    assert "--key" not in done.output


def test_a_changed_ledger_ends_with_1_and_names_the_entry(whole: Path) -> None:
    whole.write_text(whole.read_text().replace('"flags":3', '"flags":0', 1))
    done = run("verify", whole)
    assert done.exit_code == 1
    assert "BROKEN" in done.output
    assert "The first entry that is wrong is number 3." in done.output


def test_a_range_is_named_where_the_entry_cannot_be(tmp_path: Path) -> None:
    entries = rows(8)
    heads = [head(entries, 4), head(entries, 8)]
    entries[5] = row({"n": "rewritten"}, b"s" * 32)
    path = tmp_path / "ledger.jsonl"
    path.write_text("".join(export(entries, heads)))
    done = run("verify", path)
    assert done.exit_code == 1
    assert "is one of numbers 4 to 7." in done.output


def test_json_says_the_same(whole: Path) -> None:
    answer = json.loads(run("verify", whole, "--json").output)
    assert answer["verdict"] == "whole"
    assert answer["held_by"] == {"health.example": 8, "police.example": 8, "trust.example": 8}
    assert (answer["entries"], answer["first_wrong"], answer["keys_were_given"]) == (8, None, False)


@pytest.mark.parametrize("content", [b"", b"no ledger\n", b"\xff\n", b"PK\x03\x04"])
def test_what_is_no_ledger_ends_with_2(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    done = run("verify", path)
    assert done.exit_code == 2
    assert "UNREADABLE" in done.output


def test_a_missing_file_ends_with_2(tmp_path: Path) -> None:
    for verb, path in (("verify", tmp_path / "absent"), ("check-receipt", tmp_path / "absent"), ("verify", tmp_path)):
        assert run(verb, path).exit_code == 2


def test_a_head_kept_elsewhere_is_believed_over_the_file(whole: Path, tmp_path: Path) -> None:
    note = write_head(tmp_path / "head.txt", 8)
    assert run("verify", whole, "--checkpoint", note).exit_code == 0
    shorter = tmp_path / "shorter.jsonl"
    shorter.write_text("".join(export(rows(4), [head(rows(4), 4)])))
    assert run("verify", shorter).exit_code == 0
    done = run("verify", shorter, "--checkpoint", note)
    assert done.exit_code == 1
    assert "ends too early" in done.output


def test_a_witness_s_own_file_of_heads_is_read_too(whole: Path, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    lines = [json.dumps({"at": "x", "checkpoint": head(rows(8), size)}) + "\n" for size in (2, 8)]
    heads.write_text("".join(lines))
    assert run("verify", whole, "--checkpoint", heads).exit_code == 0
    heads.write_text("".join([*lines, "{}\n"]))
    done = run("verify", whole, "--checkpoint", heads)
    assert done.exit_code == 2
    assert "line 3: not a head" in done.output


def test_a_head_file_that_cannot_be_read_ends_with_2(whole: Path, tmp_path: Path) -> None:
    assert run("verify", whole, "--checkpoint", tmp_path / "absent").exit_code == 2
    (tmp_path / "bytes").write_bytes(b"\xff")
    assert run("verify", whole, "--checkpoint", tmp_path / "bytes").exit_code == 2


@pytest.mark.parametrize("option", ["--key", "--witness-key"])
def test_a_key_of_the_wrong_kind_or_none_ends_with_2(whole: Path, tmp_path: Path, option: str) -> None:
    wrong = {"--key": WITNESSES[0], "--witness-key": LOG_KEY}[option]
    path = tmp_path / "key"
    path.write_text(wrong.verifier.text)
    assert run("verify", whole, option, path).exit_code == 2
    path.write_text("no key")
    assert run("verify", whole, option, path).exit_code == 2


def test_the_quorum_is_asked_for(whole: Path, tmp_path: Path, keys: list[str]) -> None:
    entries = rows(8)
    whole.write_text("".join(export(entries, [head(entries, 8, witnesses=WITNESSES[:2])])))
    assert run("verify", whole, *keys).exit_code == 1
    assert run("verify", whole, *keys, "--quorum", "2").exit_code == 0
    assert run("verify", whole, *keys, "--quorum", "0").exit_code == 2


def test_a_receipt_is_checked_and_told(tmp_path: Path, keys: list[str]) -> None:
    entries = rows(7)
    nodes = {node[:2]: node.hash for node in Tree().append(entry_leaf(one.commitment) for one in entries).nodes}
    made = make_receipt(
        payload=entries[2].payload or {},
        salt=entries[2].salt or b"",
        index=2,
        proof=inclusion_proof(2, 7, lambda level, position: nodes[level, position]),
        note=head(entries, 7),
        keys=[LOG_KEY.verifier, *(witness.verifier for witness in WITNESSES)],
    )
    path = tmp_path / "receipt.json"
    path.write_bytes(made)
    done = run("check-receipt", path, *keys)
    assert done.exit_code == 0
    assert "A designated safeguarding lead at Riverside Academy looked at this child's page" in done.output
    path.write_bytes(made.replace(b"account-2", b"account-3"))
    assert run("check-receipt", path).exit_code == 1
    path.write_bytes(made[:-20])
    assert run("check-receipt", path).exit_code == 2
    path.write_bytes(b"x" * (ledgering.LONGEST_FILE_BYTES + 1))
    assert run("check-receipt", path).exit_code == 2


def the_service_is(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put a program of our own in the service's place: it writes to standard output and ends with a code."""
    monkeypatch.setattr(ledgering, "THE_SERVICE_EXPORTS", (sys.executable, "-c", program))


def test_an_export_is_written_whole_for_its_owner_alone(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_service_is(monkeypatch, f"import sys; sys.stdout.write(open({str(whole)!r}).read())")
    out = tmp_path / "out.jsonl"
    assert run("export", "--out", out).exit_code == 0
    assert out.read_text() == whole.read_text()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_an_export_that_fails_leaves_nothing_and_spoils_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_service_is(monkeypatch, "import sys; print('half'); sys.exit(1)")
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    assert run("export", "--out", out).exit_code == 2
    assert out.read_text() == "before"
    assert os.listdir(tmp_path) == ["out.jsonl"]
    assert run("export", "--out", tmp_path / "absent" / "out.jsonl").exit_code == 2


def test_an_export_without_room_says_so_and_does_not_blame_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_service_is(monkeypatch, "import sys; [sys.stdout.write('x' * 1_000_000) for _ in range(8)]")
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, usual[1]))
    try:
        done = run("export", "--out", out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert done.exit_code == 2
    assert f"{out}: cannot be written (File too large). Nothing is left behind" in done.output
    assert "database" not in done.output
    assert "Traceback" not in done.output
    assert out.read_text() == "before"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_it_is_said_whether_the_keys_came_from_a_file_or_from_the_database(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The keys were taken from the file itself" in run("verify", whole).output
    the_service_is(monkeypatch, f"import sys; sys.stdout.write(open({str(whole)!r}).read())")
    said = run("verify").output
    assert "The keys were taken from the database that was checked" in said
    assert "the file itself" not in said


def test_without_a_file_the_database_is_read(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    the_service_is(monkeypatch, f"import sys; sys.stdout.write(open({str(whole)!r}).read())")
    assert run("verify").exit_code == 0
    whole.write_text(whole.read_text().replace('"flags":3', '"flags":0', 1))
    assert run("verify").exit_code == 1


def test_a_database_that_cannot_be_read_ends_with_2(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    the_service_is(monkeypatch, f"import sys; sys.stdout.write(open({str(whole)!r}).read()); sys.exit(1)")
    done = run("verify")
    assert done.exit_code == 2
    assert "could not be read from the database" in done.output


def test_a_witness_needs_an_address(tmp_path: Path) -> None:
    assert run("witness", "--name", "a", "--store", tmp_path).exit_code == 2
    assert run("witness", "--name", "a", "--store", tmp_path, "--log", "nowhere", "--once").exit_code == 2


def test_a_witness_shows_its_key(tmp_path: Path) -> None:
    assert run("witness", "--name", "police.example", "--store", tmp_path, "--show-key").exit_code == 0
    assert (tmp_path / "key.txt").read_text().startswith("police.example+")
