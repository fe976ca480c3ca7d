"""Heads are signed, cosigned and checked as C2SP's signed-note, tlog-checkpoint and tlog-cosignature say."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from goldenthread.audit import (
    EMPTY_ROOT,
    BrokenNote,
    Checkpoint,
    SigningKey,
    Signs,
    UnusableKey,
    VerifierKey,
    cosign,
    gather_signatures,
    parse_note,
    read_checkpoint,
    read_verifier_key,
    sign_checkpoint,
    signing_key,
    verify_checkpoint,
)

ORIGIN = "westhaven.example/ledger"
AT = datetime(2026, 11, 22, 9, 30, 15, 999_999, tzinfo=UTC)
HEAD = Checkpoint(origin=ORIGIN, size=7, root=sha256(b"root").digest())
# The signed note that the documentation of Go's note package uses, and its key.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def log_key(seed: bytes = b"l" * 32, name: str = ORIGIN) -> SigningKey:
    return signing_key(seed, name=name, signs=Signs.CHECKPOINTS)


def witness_key(name: str = "riverside.example/witness") -> SigningKey:
    return signing_key(sha256(name.encode()).digest(), name=name, signs=Signs.COSIGNATURES)


def signed_head() -> str:
    return sign_checkpoint(HEAD, log_key())


def test_a_note_signed_by_go_is_read_and_verified() -> None:
    key, note = read_verifier_key(GO_KEY), parse_note(GO_NOTE)
    assert key.text == GO_KEY
    assert note.whole == GO_NOTE
    assert note.signatures[0].is_by(key)
    assert key.has_signed(note.text.encode(), note.signatures[0].signature)
    assert not key.has_signed(note.text.encode() + b" ", note.signatures[0].signature)


def test_a_checkpoint_is_three_lines_a_blank_one_and_a_signature() -> None:
    origin, size, root, blank, signature, end = signed_head().split("\n")
    assert (origin, size, blank, end) == (ORIGIN, "7", "", "")
    assert base64.b64decode(root) == HEAD.root
    mark, name, encoded = signature.split(" ")
    assert (mark, name) == ("—", ORIGIN)
    public = log_key().verifier.public
    key_id = sha256(ORIGIN.encode() + b"\n\x01" + public).digest()[:4]
    assert base64.b64decode(encoded)[:4] == key_id
    # Raises if the signature is not over exactly the three lines.
    Ed25519PublicKey.from_public_bytes(public).verify(
        base64.b64decode(encoded)[4:], f"{origin}\n{size}\n{root}\n".encode()
    )


def test_a_cosignature_is_over_the_time_and_the_checkpoint() -> None:
    key = witness_key()
    line = cosign(signed_head(), key, at=AT).splitlines()[-1]
    content = base64.b64decode(line.split(" ")[2])
    assert content[:4] == sha256(key.name.encode() + b"\n\x04" + key.verifier.public).digest()[:4]
    second = int(AT.replace(microsecond=0).timestamp())
    assert int.from_bytes(content[4:12], "big") == second
    Ed25519PublicKey.from_public_bytes(key.verifier.public).verify(
        content[12:], f"cosignature/v1\ntime {second}\n{HEAD.text}".encode()
    )


def test_a_checkpoint_verifies_with_those_who_cosigned_it() -> None:
    ours, theirs = witness_key(), witness_key("police.example/witness")
    note = cosign(signed_head(), ours, at=AT.astimezone(timezone(timedelta(hours=5))))
    verified = verify_checkpoint(note, log_key().verifier, [ours.verifier, theirs.verifier])
    assert verified.checkpoint == HEAD
    assert [(one.witness, one.at) for one in verified.cosignatures] == [(ours.name, AT.replace(microsecond=0))]


def test_the_newest_of_one_witness_s_cosignatures_counts() -> None:
    key = witness_key()
    note = cosign(cosign(signed_head(), key, at=AT), key, at=AT - timedelta(hours=1))
    (one,) = verify_checkpoint(note, log_key().verifier, [key.verifier, key.verifier]).cosignatures
    assert one.at == AT.replace(microsecond=0)


def test_an_empty_log_has_a_checkpoint_too() -> None:
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)
    assert verify_checkpoint(sign_checkpoint(empty, log_key()), log_key().verifier).checkpoint == empty


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda note: note.replace("\n7\n", "\n8\n"), "does not hold"),
        (lambda note: note.replace(ORIGIN, "elsewhere.example"), "another log"),
        (lambda note: note.replace("\n7\n", "\n07\n"), "plain number"),
        (lambda note: note.replace("\n7\n", "\n-7\n"), "plain number"),
        (lambda note: note.replace("\n7\n", "\n٧\n"), "plain number"),
        (lambda note: note.replace("\n7\n", "\n" + "9" * 19 + "\n"), "plain number"),
        (lambda note: note.replace("=\n\n", "\n\n"), "base64"),
        (lambda note: note.replace("=\n\n", "=\nmore\n\n"), "three lines"),
        (lambda note: note.replace("— ", "- "), "signature line"),
        (lambda note: note[:-1], "no signature"),
        (lambda note: note.replace("\n\n", "\n"), "no signature"),
        (lambda note: note.replace("\n7\n", "\n7\t\n"), "control character"),
        (lambda note: note + "— x\n", "signature line"),
        (lambda note: note + "— x AAAA\n", "cannot be read"),
        (lambda note: note + "— x+y AAAAAAAA\n", "cannot be read"),
        (lambda note: note + "— x !!!!\n", "cannot be read"),
        (lambda note: note + "— x AAAAAAB=\n", "cannot be read"),
        (lambda note: note + "\n", "signature line"),
        (lambda note: note + "— x AAAAAAAA\n" * 64, "too many"),
        (lambda note: note + "— x AAAAAAAA\n" * 9000, "too long"),
    ],
)
def test_a_spoiled_checkpoint_is_refused_with_its_reason(spoil: object, reason: str) -> None:
    assert callable(spoil)
    spoiled = spoil(signed_head())
    assert spoiled != signed_head()
    with pytest.raises(BrokenNote, match=reason):
        verify_checkpoint(spoiled, log_key().verifier)


@pytest.mark.parametrize("root", [b"short", b"x" * 33])
def test_a_root_has_32_bytes(root: bytes) -> None:
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=root), log_key())
    with pytest.raises(BrokenNote, match="32 bytes"):
        verify_checkpoint(note, log_key().verifier)


def test_a_head_signed_with_another_key_is_refused() -> None:
    note = sign_checkpoint(HEAD, log_key(b"t" * 32))
    with pytest.raises(BrokenNote, match="another key"):
        verify_checkpoint(note, log_key().verifier)


def test_a_stranger_s_signature_is_passed_over() -> None:
    note = cosign(signed_head(), witness_key("stranger.example"), at=AT)
    assert verify_checkpoint(note, log_key().verifier, [witness_key().verifier]).cosignatures == ()


@pytest.mark.parametrize("spoil", ["time", "signature", "form", "far"])
def test_a_known_witness_s_false_cosignature_spoils_the_whole_note(spoil: str) -> None:
    key = witness_key()
    *rest, last = cosign(signed_head(), key, at=AT).splitlines()
    content = bytearray(base64.b64decode(last.split(" ")[2]))
    match spoil:
        case "time":
            content[11] ^= 1
        case "signature":
            content[-1] ^= 1
        case "form":
            content.append(0)
        case "far":
            content[4] = 0x7F
    false = "\n".join([*rest, f"— {key.name} {base64.b64encode(bytes(content)).decode()}", ""])
    with pytest.raises(BrokenNote, match=r"the cosignature by riverside\.example/witness"):
        verify_checkpoint(false, log_key().verifier, [key.verifier])


def test_a_witness_s_key_signs_no_checkpoint_and_a_log_s_key_cosigns_none() -> None:
    with pytest.raises(UnusableKey):
        sign_checkpoint(HEAD, witness_key(ORIGIN))
    with pytest.raises(UnusableKey):
        sign_checkpoint(HEAD, log_key(name="elsewhere.example"))
    with pytest.raises(UnusableKey):
        cosign(signed_head(), log_key(), at=AT)
    with pytest.raises(UnusableKey):
        verify_checkpoint(signed_head(), log_key().verifier, [log_key().verifier])


def test_a_witness_cosigns_nothing_but_a_checkpoint() -> None:
    with pytest.raises(BrokenNote):
        cosign(GO_NOTE, witness_key(), at=AT)


def test_a_log_signature_over_a_checkpoint_is_no_cosignature() -> None:
    """One secret used for both kinds must not let one signature pass for the other."""
    seed = b"s" * 32
    log = signing_key(seed, name=ORIGIN, signs=Signs.CHECKPOINTS)
    witness = signing_key(seed, name=ORIGIN, signs=Signs.COSIGNATURES)
    assert log.verifier.key_id != witness.verifier.key_id
    note = sign_checkpoint(HEAD, log)
    assert verify_checkpoint(note, log.verifier, [witness.verifier]).cosignatures == ()
    cosignature_only = cosign(note, witness, at=AT).replace(parse_note(note).signatures[0].line, "")
    with pytest.raises(BrokenNote, match="missing"):
        verify_checkpoint(cosignature_only, log.verifier)


def test_cosignatures_from_several_witnesses_come_together_once_each() -> None:
    ours, theirs = witness_key(), witness_key("police.example/witness")
    first, second = cosign(signed_head(), ours, at=AT), cosign(signed_head(), theirs, at=AT)
    note = gather_signatures([first, second, first])
    assert len(parse_note(note).signatures) == 3
    verified = verify_checkpoint(note, log_key().verifier, [ours.verifier, theirs.verifier])
    assert {one.witness for one in verified.cosignatures} == {ours.name, theirs.name}


def test_signatures_of_different_heads_are_never_mixed() -> None:
    other = sign_checkpoint(Checkpoint(origin=ORIGIN, size=8, root=HEAD.root), log_key())
    for notes in ([signed_head(), other], []):
        with pytest.raises(BrokenNote, match="one and the same"):
            gather_signatures(notes)


def test_what_a_note_says_can_be_read_before_it_is_believed() -> None:
    assert read_checkpoint(parse_note(signed_head())) == HEAD


@pytest.mark.parametrize("text", ["", "a", "a+b", "a+00000000+", "a+00000000+AQ==", "a b+00000000+AQ==", "a+0+!"])
def test_a_public_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UnusableKey):
        read_verifier_key(text)


def test_a_public_key_under_another_name_or_kind_is_refused() -> None:
    key = log_key().verifier
    for other in (
        key.text.replace("westhaven", "easthaven"),
        VerifierKey(name="x", signs=key.signs, public=key.public).text.replace("x+", "y+"),
    ):
        with pytest.raises(UnusableKey, match="key id"):
            read_verifier_key(other)
    assert read_verifier_key(key.text + "\n") == key
    assert read_verifier_key(witness_key().verifier.text).signs is Signs.COSIGNATURES


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "no\u00a0break", "bell\x07"])
def test_a_key_s_name_is_one_word(name: str) -> None:
    with pytest.raises(UnusableKey, match="one word"):
        signing_key(b"x" * 32, name=name, signs=Signs.CHECKPOINTS)


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(UnusableKey, match="32 bytes"):
        signing_key(b"x" * 31, name="a", signs=Signs.CHECKPOINTS)


def test_a_signing_key_never_shows_itself() -> None:
    assert "private" not in repr(log_key())
