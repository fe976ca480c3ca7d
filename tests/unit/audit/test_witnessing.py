"""A witness watches a ledger over HTTP, remembers every head, and is stopped by a broken word until a person acts."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from goldenthread.audit import (
    read_verifier_key,
    signing_key,
    verify_checkpoint,
)
from goldenthread.command import witnessing
from goldenthread.command.asking_the_log import LogOverHttp
from goldenthread.command.witness_store import BrokenStore, open_store
from goldenthread.command.witnessing import Alarm, Witness, run_witness
from tests.unit.audit.ledger_made import BEGAN, LOG_KEY, row
from tests.unit.audit.ledger_served import Ledger, served_ledger

NAME = "police.example"
OTHER_KEY = signing_key(b"x" * 32, name=LOG_KEY.name, signs=LOG_KEY.signs)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with served_ledger() as served:
        yield served


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def witness(ledger: Ledger, tmp_path: Path, said: list[str]) -> Iterator[Witness]:
    with open_store(tmp_path / "witness", name=NAME) as store:
        yield Witness(store=store, log=LogOverHttp(ledger.url), say=said.append, now=lambda: BEGAN)


def kept(witness: Witness) -> list[str]:
    path = witness.store.heads
    return [json.loads(line)["checkpoint"] for line in path.read_text().splitlines()] if path.exists() else []


def look_until_alarm(witness: Witness, looks: int) -> str:
    for _ in range(looks - 1):
        assert not witness.look()
    with pytest.raises(Alarm) as alarm:
        witness.look()
    return str(alarm.value)


def test_a_head_is_kept_cosigned_and_handed_in(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    assert kept(witness) == ledger.handed_in
    verified = verify_checkpoint(ledger.handed_in[0], LOG_KEY.verifier, [witness.store.key.verifier])
    assert verified.checkpoint.size == 5
    assert [(one.witness, one.at) for one in verified.cosignatures] == [(NAME, BEGAN)]


def test_every_head_that_extends_the_last_is_kept_in_turn(ledger: Ledger, witness: Witness) -> None:
    for size in (5, 6, 6, 8, 20):
        ledger.size = size
        assert witness.look()
    sizes = [verify_checkpoint(note, LOG_KEY.verifier).checkpoint.size for note in kept(witness)]
    assert sizes == [5, 6, 8, 20]
    assert ledger.handed_in == kept(witness)


def test_an_empty_ledger_is_watched_from_its_beginning(ledger: Ledger, witness: Witness) -> None:
    for size in (0, 3):
        ledger.size = size
        assert witness.look()
    assert len(kept(witness)) == 2


def test_a_witness_that_starts_again_goes_on_from_the_head_it_kept(
    ledger: Ledger, tmp_path: Path, said: list[str]
) -> None:
    for size in (5, 9):
        ledger.size = size
        with open_store(tmp_path / "w", name=NAME) as store:
            assert Witness(store=store, log=LogOverHttp(ledger.url), say=said.append).look()
    ledger.entries[2] = row({"n": "rewritten"}, b"s" * 32)
    ledger.size = 12
    with open_store(tmp_path / "w", name=NAME) as store:
        again = Witness(store=store, log=LogOverHttp(ledger.url), say=said.append)
        assert "9 entries" in look_until_alarm(again, witnessing.LOOKS_BEFORE_ALARM)
        assert len(kept(again)) == 2


def test_a_fork_stops_the_witness_at_once(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    ledger.entries[2] = row({"n": "rewritten"}, b"s" * 32)
    assert "two different histories of 5" in look_until_alarm(witness, 1)
    evidence = json.loads(witness.store.evidence.read_text())
    true, false = (verify_checkpoint(evidence[key], LOG_KEY.verifier).checkpoint for key in ("held", "shown"))
    assert true.size == false.size
    assert true.root != false.root
    assert len(ledger.handed_in) == 1


def test_a_rewritten_history_that_grew_stops_the_witness(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    ledger.entries[2], ledger.size = row({"n": "rewritten"}, b"s" * 32), 9
    assert "is not shown to extend" in look_until_alarm(witness, witnessing.LOOKS_BEFORE_ALARM)
    assert len(ledger.handed_in) == len(kept(witness)) == 1


def test_a_ledger_that_shrank_stops_the_witness(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    ledger.size = 4
    assert "has shrunk from 5 to 4" in look_until_alarm(witness, witnessing.LOOKS_BEFORE_ALARM)


def test_a_stale_answer_or_two_do_not_stop_it(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    for _ in range(5):
        ledger.size = 4
        assert not witness.look()
        assert not witness.look()
        ledger.size = 6
        assert witness.look()
    assert not witness.store.stopped_because


def test_a_false_proof_or_signature_stops_the_witness(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    ledger.size, ledger.proof = 9, ["00" * 32]
    assert "is not shown to extend" in look_until_alarm(witness, witnessing.LOOKS_BEFORE_ALARM)
    ledger.proof, ledger.key = None, OTHER_KEY
    assert "cannot be relied on" in look_until_alarm(witness, 1)


def test_another_key_than_the_first_seen_stops_the_witness(ledger: Ledger, tmp_path: Path, said: list[str]) -> None:
    for key, alarms in ((LOG_KEY, False), (OTHER_KEY, True)):
        ledger.key = key
        with open_store(tmp_path / "w", name=NAME) as store:
            again = Witness(store=store, log=LogOverHttp(ledger.url), say=said.append)
            if alarms:
                assert "another key" in look_until_alarm(again, 1)
            else:
                assert again.look()


def test_a_silent_ledger_is_waited_for_and_said_once(ledger: Ledger, witness: Witness, said: list[str]) -> None:
    ledger.is_down = True
    assert [witness.look() for _ in range(4)] == [False] * 4
    ledger.is_down = False
    assert witness.look()
    ledger.is_down = True
    assert not witness.look()
    assert [line.partition(": ")[2] for line in said] == [
        "the ledger answers 503 to /ledger/key; waiting",
        "holds the ledger's first 5 entries and watches it grow",
        "the ledger answers",
        "the ledger answers 503 to /ledger/checkpoint; waiting",
    ]


def test_a_cosignature_that_was_not_taken_is_handed_in_again(ledger: Ledger, witness: Witness) -> None:
    ledger.takes_cosignatures = False
    assert not witness.look()
    ledger.takes_cosignatures = True
    assert witness.look()
    assert witness.look()
    assert ledger.handed_in == kept(witness) * 2


def test_nobody_listening_is_waited_for(tmp_path: Path, said: list[str]) -> None:
    with open_store(tmp_path / "w", name=NAME) as store:
        assert not Witness(store=store, log=LogOverHttp("http://127.0.0.1:1"), say=said.append).look()
    assert "does not answer" in said[0]


@pytest.mark.parametrize("answer", ["[]", "{}", '{"proof": 1}', '{"proof": ["00"]}', '{"proof": [1]}', "no json"])
def test_an_unreadable_proof_is_no_answer(
    ledger: Ledger, witness: Witness, said: list[str], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    assert witness.look()
    ledger.size = 6
    true_answer = ledger.answer
    monkeypatch.setattr(ledger, "answer", lambda path: (200, answer) if "consistency" in path else true_answer(path))
    assert not witness.look()
    assert "proof cannot be read" in said[-1]
    assert len(kept(witness)) == 1


def test_an_endless_answer_is_no_answer(
    ledger: Ledger, witness: Witness, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "answer", lambda path: (200, "x" * 70_000))
    assert not witness.look()
    assert "too long" in said[0]


@pytest.mark.parametrize("url", ["", "ledger", "ftp://a", "http://", "http://user@host", "http://a?b=c"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address of the ledger"):
        LogOverHttp(url)


def test_the_witness_s_folder_and_key_are_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with open_store(folder, name=NAME) as store:
        public = store.key.verifier
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "key.pem").stat().st_mode) == 0o600
    assert read_verifier_key((folder / "key.txt").read_text()) == public
    with open_store(folder, name=NAME) as store:
        assert store.key.verifier == public


def test_a_folder_serves_one_witness_at_a_time(tmp_path: Path) -> None:
    with open_store(tmp_path, name=NAME), pytest.raises(BrokenStore, match="in use"), open_store(tmp_path, name=NAME):
        pass


def test_a_witness_keeps_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(tmp_path, name=NAME):
        pass
    assert run_witness(name="another.example", log="http://127.0.0.1:1", store=tmp_path, once=True) == 2
    assert "keeps its name and key" in capsys.readouterr().err


def test_a_lost_key_is_not_replaced_in_silence(ledger: Ledger, witness: Witness) -> None:
    assert witness.look()
    (witness.store.folder / "key.pem").unlink()
    (witness.store.folder / "lock").unlink()
    with pytest.raises(BrokenStore, match="is gone"), open_store(witness.store.folder, name=NAME):
        pass


@pytest.mark.parametrize("torn", [b'{"at": "2026', b'{"at": "x", "checkpoint": "' + b"y" * 150_000])
def test_a_line_torn_by_a_crash_is_taken_away(ledger: Ledger, tmp_path: Path, said: list[str], torn: bytes) -> None:
    for size in (5, 6):
        ledger.size = size
        with open_store(tmp_path, name=NAME) as store:
            assert Witness(store=store, log=LogOverHttp(ledger.url), say=said.append).look()
            whole, newest = store.heads.read_bytes(), store.newest
            with store.heads.open("ab") as file:
                file.write(torn)
        with open_store(tmp_path, name=NAME) as store:
            assert store.newest == newest
            assert store.heads.read_bytes() == whole


def test_a_torn_first_line_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "heads.jsonl").touch()
    (tmp_path / "key.pem").write_bytes(b"s" * 32)
    os.chmod(tmp_path / "key.pem", 0o600)
    for content in (b"", b'{"at"'):
        (tmp_path / "heads.jsonl").write_bytes(content)
        with open_store(tmp_path, name=NAME) as store:
            assert store.newest == ""
            assert store.heads.read_bytes() == b""


@pytest.mark.parametrize("line", [b"\xff\n", b"[]\n", b"{}\n", b'{"checkpoint": "no note"}\n'])
def test_heads_that_cannot_be_read_stop_everything(tmp_path: Path, line: bytes) -> None:
    with open_store(tmp_path, name=NAME):
        pass
    (tmp_path / "heads.jsonl").write_bytes(line)
    with pytest.raises(BrokenStore, match="not a head"), open_store(tmp_path, name=NAME):
        pass


def test_a_head_is_on_the_disk_before_the_ledger_hears_of_it(
    ledger: Ledger, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(witness.log, "hand_in", lambda note: seen.append(len(kept(witness))))
    assert witness.look()
    assert seen == [1]


def test_once_means_until_one_head_is_held(ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 0
    ledger.is_down = True
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 2
    assert run_witness(name=NAME, log="nowhere", store=tmp_path, every=0.0, once=True) == 2
    assert "address of the ledger" in capsys.readouterr().err


def test_after_an_alarm_nothing_is_cosigned_until_a_person_moves_the_evidence_away(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 0
    ledger.size = 3
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 1
    ledger.size = 9
    ledger.asked.clear()
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 1
    assert ledger.asked == []
    alarms = [line for line in capsys.readouterr().out.splitlines() if "ALARM" in line]
    assert len(alarms) == 2
    assert all("shrunk from 5 to 3" in line and "STOPPED.json" in line for line in alarms)
    (tmp_path / "STOPPED.json").rename(tmp_path / "settled.json")
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 0
    assert [verify_checkpoint(note, LOG_KEY.verifier).checkpoint.size for note in ledger.handed_in] == [5, 9]


def test_evidence_that_cannot_be_read_stops_it_too(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "STOPPED.json").write_text("{")
    assert run_witness(name=NAME, log=ledger.url, store=tmp_path, every=0.0, once=True) == 1
    assert ledger.asked == []


def test_a_witness_shows_its_key_while_it_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--name", NAME, "--store", str(tmp_path), "--show-key"]
    assert witnessing.main(arguments) == 0
    with open_store(tmp_path, name=NAME) as store:
        assert witnessing.main(arguments) == 0
        assert capsys.readouterr().out == f"{store.key.verifier.text}\n" * 2
    assert witnessing.main(["--name", "another.example", *arguments[2:]]) == 2
    assert "names another witness" in capsys.readouterr().err


def test_the_time_of_a_cosignature_is_the_time_of_the_look(ledger: Ledger, tmp_path: Path, said: list[str]) -> None:
    later = BEGAN + timedelta(days=1)
    with open_store(tmp_path, name=NAME) as store:
        Witness(store=store, log=LogOverHttp(ledger.url), say=said.append, now=lambda: later).look()
        key = store.key.verifier
    (one,) = verify_checkpoint(ledger.handed_in[0], LOG_KEY.verifier, [key]).cosignatures
    assert one.at == later


def test_the_witness_as_a_process_is_light_and_does_its_work(ledger: Ledger, tmp_path: Path) -> None:
    program = (
        "import sys, goldenthread.command.witnessing as w; code = w.main(sys.argv[1:]);"
        "heavy = {'django', 'duckdb', 'splink', 'pyarrow', 'pandas', 'numpy', 'typer', 'cattrs', 'yaml'};"
        "sys.exit(f'imports {heavy & set(sys.modules)}' if heavy & set(sys.modules) else code)"
    )
    arguments = ["--name", NAME, "--log", ledger.url, "--store", str(tmp_path / "w"), "--once"]
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{NAME}: holds the ledger's first 5 entries" in done.stdout
    shown = subprocess.run(
        [sys.executable, "-m", "goldenthread.command.witnessing", *arguments, "--show-key"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert verify_checkpoint(ledger.handed_in[0], LOG_KEY.verifier, [read_verifier_key(shown.stdout)]).cosignatures
