"""Private keys are kept in files that only their owner can read."""

import os
import stat
from pathlib import Path

import pytest

from goldenthread.audit import Signs, UnusableKey, create_key, read_key, signing_key

NAME = "westhaven.example/ledger"


def test_a_new_key_is_readable_by_its_owner_alone_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "log.pem"
    made = create_key(path, name=NAME, signs=Signs.CHECKPOINTS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path, name=NAME, signs=Signs.CHECKPOINTS).verifier == made.verifier
    assert b"BEGIN PRIVATE KEY" in path.read_bytes()


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "log.pem"
    create_key(path, name=NAME, signs=Signs.CHECKPOINTS)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_key(path, name=NAME, signs=Signs.CHECKPOINTS)
    assert path.read_bytes() == before


def test_two_new_keys_differ(tmp_path: Path) -> None:
    one, other = (create_key(tmp_path / name, name=NAME, signs=Signs.CHECKPOINTS) for name in "ab")
    assert one.verifier != other.verifier


def test_a_raw_seed_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "seed"
    path.write_bytes(b"s" * 32)
    path.chmod(0o600)
    expected = signing_key(b"s" * 32, name=NAME, signs=Signs.COSIGNATURES)
    assert read_key(path, name=NAME, signs=Signs.COSIGNATURES).verifier == expected.verifier


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "seed"
    path.write_bytes(b"s" * 32)
    path.chmod(mode)
    with pytest.raises(UnusableKey, match="chmod 600"):
        read_key(path, name=NAME, signs=Signs.CHECKPOINTS)


@pytest.mark.parametrize("content", [b"", b"no key", b"s" * 33, b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "seed"
    path.write_bytes(content)
    os.chmod(path, 0o600)
    with pytest.raises(UnusableKey, match="holds no Ed25519"):
        read_key(path, name=NAME, signs=Signs.CHECKPOINTS)


def test_a_missing_key_says_which(tmp_path: Path) -> None:
    with pytest.raises(UnusableKey, match=r"absent\.pem"):
        read_key(tmp_path / "absent.pem", name=NAME, signs=Signs.CHECKPOINTS)
