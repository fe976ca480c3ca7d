"""An exported ledger is proven whole, or the first entry that is not is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from goldenthread.audit import Soundness, Verdict, entry_line, head_line, signing_key, verify_export
from goldenthread.audit.exporting import LONGEST_LINE_BYTES
from tests.unit.audit.ledger_made import LOG_KEY, WITNESSES, erased, export, head, row, rows, sealed_export

TRUSTED = [witness.verifier for witness in WITNESSES]


def changed(line: str, **changes: Any) -> str:
    return json.dumps({**json.loads(line), **changes}) + "\n"


def assert_broken(verdict: Verdict, first: int, last: int, because: str) -> None:
    assert (verdict.soundness, verdict.first_wrong, verdict.last_suspect) == (Soundness.BROKEN, first, last)
    assert because in verdict.because


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 20])
def test_an_untouched_ledger_is_whole(count: int) -> None:
    verdict = verify_export(sealed_export(count, {0, count // 2, count}))
    assert verdict.is_whole
    assert (verdict.entries, verdict.erased, verdict.first_wrong) == (count, 0, None)
    assert {held.size for held in verdict.held_by} == {count}
    assert not verdict.keys_were_given


def test_a_ledger_longer_than_one_gulp_is_whole() -> None:
    entries = [row({"n": number}, sha256(b"%d" % number).digest()) for number in range(4100)]
    assert verify_export(export(entries, [head(entries, 4095), head(entries, 4097), head(entries, 4100)])).is_whole


def test_bytes_are_read_as_text_is() -> None:
    assert verify_export(line.encode() for line in sealed_export(3, [3])).is_whole


def test_erased_entries_are_proven_and_counted() -> None:
    entries = rows(8)
    entries[2], entries[7] = erased(entries[2]), erased(entries[7])
    verdict = verify_export(export(entries, [head(rows(8), 8)]))
    assert verdict.is_whole
    assert verdict.erased == 2


@pytest.mark.parametrize("at", [0, 1, 6, 7])
def test_an_edited_entry_is_named(at: int) -> None:
    lines = sealed_export(8, [8])
    payload = json.loads(lines[1 + at])["payload"] | {"outcome": "withhold"}
    lines[1 + at] = changed(lines[1 + at], payload=payload)
    assert_broken(verify_export(lines), at, at, "is not what was sealed")


def test_a_payload_of_a_form_never_sealed_is_named() -> None:
    lines = sealed_export(3, [3])
    lines[2] = changed(lines[2], payload={"text": "nul\u0000"})
    assert_broken(verify_export(lines), 1, 1, "is not what was sealed")


def test_another_salt_is_named() -> None:
    lines = sealed_export(3, [3])
    lines[2] = changed(lines[2], salt="00" * 32)
    assert_broken(verify_export(lines), 1, 1, "is not what was sealed")


def test_the_first_of_several_edits_is_named() -> None:
    lines = sealed_export(8, [8])
    for at in (6, 3, 5):
        lines[1 + at] = changed(lines[1 + at], payload={"n": at})
    assert_broken(verify_export(lines), 3, 3, "entry 3")


@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_deleted_entry_is_named(at: int) -> None:
    lines = sealed_export(8, [8])
    del lines[1 + at]
    assert_broken(verify_export(lines), at, at, "missing or out of its place")


def test_an_inserted_entry_is_named() -> None:
    lines = sealed_export(8, [8])
    lines.insert(4, lines[4])
    assert_broken(verify_export(lines), 4, 4, "missing or out of its place")


def test_swapped_entries_are_named() -> None:
    lines = sealed_export(8, [8])
    lines[3], lines[6] = lines[6], lines[3]
    assert_broken(verify_export(lines), 2, 2, "missing or out of its place")


def test_an_entry_rewritten_with_its_commitment_lies_between_two_heads() -> None:
    entries = rows(20)
    heads = [head(entries, size) for size in (5, 10, 15, 20)]
    entries[12] = row({"n": "rewritten"}, b"s" * 32)
    assert_broken(verify_export(export(entries, heads)), 10, 14, "made over other entries")


def test_a_truncated_ledger_names_the_first_missing_entry() -> None:
    lines = sealed_export(8, [4, 8])
    assert_broken(verify_export([*lines[:6], *lines[9:]]), 5, 7, "ends too early")


def test_entries_after_the_newest_head_are_not_sealed() -> None:
    assert_broken(verify_export(sealed_export(8, [4])), 4, 7, "after the newest head")


@pytest.mark.parametrize("count", [0, 3])
def test_a_ledger_without_a_head_is_not_whole(count: int) -> None:
    assert_broken(verify_export(sealed_export(count, [])), 0, max(count - 1, 0), "no head")


def test_heads_are_weighed_in_the_order_of_their_sizes() -> None:
    assert verify_export(sealed_export(8, [8, 2, 4])).is_whole


def test_a_head_with_another_s_signature_breaks_the_ledger() -> None:
    entries = rows(8)
    stolen = signing_key(b"x" * 32, name=LOG_KEY.name, signs=LOG_KEY.signs)
    heads = [head(entries, 4), head(entries, 8, key=stolen, witnesses=())]
    assert_broken(verify_export(export(entries, heads)), 4, 4, "head 2 cannot be relied on")


def test_a_rewritten_history_signed_with_the_stolen_key_passes_until_it_meets_a_head_kept_elsewhere() -> None:
    """Heads in the same hands as the ledger prove nothing; that is why partners hold them."""
    entries = rows(20)
    kept = [head(entries, size) for size in (5, 10, 15, 20)]
    entries[12] = row({"n": "rewritten"}, b"s" * 32)
    forged = export(entries, [head(entries, 20, witnesses=WITNESSES[:2])])
    assert verify_export(forged).is_whole
    assert_broken(verify_export(forged, checkpoints=kept), 10, 14, "kept elsewhere")
    assert_broken(verify_export(forged, checkpoints=kept[-1:]), 0, 19, "kept elsewhere")
    assert_broken(verify_export(forged, witness_keys=TRUSTED), 0, 19, "not held by 3 of the witnesses")
    assert verify_export(forged, checkpoints=kept[:1]).is_whole


def test_a_ledger_shorter_than_a_head_kept_elsewhere_ends_too_early() -> None:
    entries = rows(20)
    lines = export(entries[:10], [head(entries, 10)])
    assert_broken(verify_export(lines, checkpoints=[head(entries, 20)]), 10, 19, "ends too early")


def test_a_kept_head_that_is_none_is_told() -> None:
    verdict = verify_export(sealed_export(3, [3]), checkpoints=["nonsense"])
    assert_broken(verdict, 0, 0, "kept head 1 cannot be relied on")


def test_a_ledger_begun_anew_with_a_new_key_is_not_the_one_that_was_known() -> None:
    other = signing_key(b"x" * 32, name=LOG_KEY.name, signs=LOG_KEY.signs)
    entries = rows(3)
    lines = export(entries, [head(entries, 3, key=other)], key=other)
    assert verify_export(lines).is_whole
    assert "another key" in verify_export(lines, log_key=LOG_KEY.verifier).because
    assert not verify_export(lines, log_key=LOG_KEY.verifier).is_whole
    assert not verify_export(lines, checkpoints=[head(entries, 3)]).is_whole


def test_a_file_that_names_another_key_than_the_ledger_s_is_not_believed() -> None:
    other = signing_key(b"x" * 32, name=LOG_KEY.name, signs=LOG_KEY.signs)
    entries = rows(3)
    lines = export(entries, [head(entries, 3)], key=other)
    assert_broken(verify_export(lines, log_key=LOG_KEY.verifier), 0, 0, "another key than the ledger's key you gave")


def test_keys_known_from_elsewhere_are_said_to_be() -> None:
    verdict = verify_export(sealed_export(3, [3]), log_key=LOG_KEY.verifier, witness_keys=TRUSTED)
    assert verdict.is_whole
    assert verdict.keys_were_given


@pytest.mark.parametrize(("quorum", "whole"), [(1, True), (2, True), (3, False), (4, False), (None, False)])
def test_as_many_witnesses_as_asked_for_must_hold_every_entry(quorum: int | None, whole: bool) -> None:
    entries = rows(8)
    heads = [head(entries, 4), head(entries, 8, witnesses=WITNESSES[1:])]
    verdict = verify_export(export(entries, heads), witness_keys=TRUSTED, quorum=quorum)
    assert verdict.is_whole == whole
    assert {held.witness: held.size for held in verdict.held_by} == {
        "health.example": 4,
        "police.example": 8,
        "trust.example": 8,
    }
    if not whole:
        assert verdict.first_wrong == (4 if quorum != 4 else 0)


def test_a_witness_s_hold_on_a_head_that_does_not_fit_counts_for_nothing() -> None:
    entries = rows(8)
    true_head = head(entries, 8)
    entries[0] = row({"n": "rewritten"}, b"s" * 32)
    verdict = verify_export(export(entries, [head(entries, 8, witnesses=())]), checkpoints=[true_head])
    assert [held.size for held in verdict.held_by] == [0, 0, 0]


def test_a_false_cosignature_in_the_file_breaks_the_ledger() -> None:
    entries = rows(3)
    note = head(entries, 3)
    false = note[:-6] + ("A" if note[-6] != "A" else "B") + note[-5:]
    assert_broken(verify_export(export(entries, [false])), 0, 0, "cosignature by trust.example")


UNREADABLE: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "empty": (lambda lines: [], "empty"),
    "no header": (lambda lines: lines[1:], "line 1: not the header"),
    "another format": (lambda lines: [changed(lines[0], format="goldenthread-ledger/2"), *lines[1:]], "line 1"),
    "more in the header": (lambda lines: [changed(lines[0], more=1), *lines[1:]], "line 1"),
    "key of another": (lambda lines: [changed(lines[0], origin="elsewhere.example"), *lines[1:]], "origin"),
    "key is no text": (lambda lines: [changed(lines[0], log_key=7), *lines[1:]], "not text"),
    "key is no key": (lambda lines: [changed(lines[0], log_key="x"), *lines[1:]], "line 1"),
    "witness as log": (
        lambda lines: [changed(lines[0], log_key=WITNESSES[0].verifier.text, origin="health.example"), *lines[1:]],
        "wrong kind",
    ),
    "log as witness": (lambda lines: [changed(lines[0], witness_keys=[LOG_KEY.verifier.text]), *lines[1:]], "kind"),
    "witnesses no list": (lambda lines: [changed(lines[0], witness_keys={}), *lines[1:]], "short list"),
    "too many witnesses": (
        lambda lines: [changed(lines[0], witness_keys=[WITNESSES[0].verifier.text] * 65), *lines[1:]],
        "short list",
    ),
    "cut in a line": (lambda lines: [*lines[:3], lines[3][:40]], "line 4: not JSON"),
    "blank line": (lambda lines: [*lines[:2], "\n", *lines[2:]], "line 3"),
    "not an object": (lambda lines: [*lines[:2], "[]\n", *lines[2:]], "line 3: not a JSON object"),
    "a key twice": (lambda lines: [*lines[:2], lines[2].replace("{", '{"index":1,', 1), *lines[3:]], "twice"),
    "a key twice within": (
        lambda lines: [*lines[:2], lines[2].replace('"deed"', '"deed":"looked","deed"'), *lines[3:]],
        "twice",
    ),
    "not a number": (lambda lines: [*lines[:2], lines[2].replace('"flags":1', '"flags":NaN')], "whole number"),
    "a fraction": (lambda lines: [*lines[:2], lines[2].replace('"flags":1', '"flags":1.0')], "whole number"),
    "an exponent": (lambda lines: [*lines[:2], lines[2].replace('"flags":1', '"flags":1e3')], "whole number"),
    "a long number": (lambda lines: [*lines[:2], lines[2].replace('"flags":1', '"flags":' + "1" * 18)], "too long"),
    "too deep": (lambda lines: [lines[0], '{"a":' + "[" * 100_000 + "\n"], "line 2: nested too deeply"),
    "too long": (lambda lines: [lines[0], "x" * (LONGEST_LINE_BYTES + 1)], "line 2: longer"),
    "index no number": (lambda lines: [lines[0], changed(lines[1], index="0")], "index"),
    "index a truth value": (lambda lines: [lines[0], changed(lines[1], index=False)], "index"),
    "commitment short": (lambda lines: [lines[0], changed(lines[1], commitment="00")], "commitment"),
    "commitment no text": (lambda lines: [lines[0], changed(lines[1], commitment=7)], "commitment"),
    "commitment in capitals": (
        lambda lines: [lines[0], changed(lines[1], commitment=json.loads(lines[1])["commitment"].upper())],
        "commitment",
    ),
    "salt short": (lambda lines: [lines[0], changed(lines[1], salt="00")], "salt"),
    "payload no map": (lambda lines: [lines[0], changed(lines[1], payload=[])], "payload"),
    "erased and not": (lambda lines: [lines[0], changed(lines[1], erased=True)], "neither an entry nor a head"),
    "erased false": (
        lambda lines: [lines[0], json.dumps({"index": 0, "commitment": "00" * 32, "erased": False})],
        "neither",
    ),
    "entry after heads": (lambda lines: [*lines, lines[1]], "after the heads"),
    "head no text": (lambda lines: [*lines, '{"checkpoint":7}\n'], "checkpoint is not text"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_ledger_is_unreadable_and_says_where(name: str) -> None:
    spoil, reason = UNREADABLE[name]
    verdict = verify_export(spoil(sealed_export(3, [3])))
    assert verdict.soundness is Soundness.UNREADABLE
    assert reason in verdict.because


def test_bytes_that_are_no_text_are_unreadable() -> None:
    lines = [line.encode() for line in sealed_export(3, [3])]
    verdict = verify_export([lines[0], lines[1].replace(b"Riverside", b"\xff")])
    assert verdict.soundness is Soundness.UNREADABLE
    assert "line 2: not UTF-8" in verdict.because


def test_no_verdict_repeats_what_an_entry_says() -> None:
    lines = sealed_export(3, [3])
    for spoilt in (lines[1].replace("Riverside", "Nobody"), lines[1].replace("{", "{{"), lines[1][:-3]):
        verdict = verify_export([lines[0], spoilt, *lines[2:]])
        assert not verdict.is_whole
        assert "Nobody" not in repr(verdict)
        assert "child-0" not in repr(verdict)


def test_the_writers_leave_out_what_was_erased() -> None:
    entry = rows(1)[0]
    line = entry_line(0, entry.commitment, salt=None, payload=entry.payload)
    assert json.loads(line) == {"index": 0, "commitment": entry.commitment.hex(), "erased": True}
    assert line == entry_line(0, entry.commitment, salt=entry.salt, payload=None)
    assert json.loads(head_line("note"))["checkpoint"] == "note"


def test_a_row_that_says_something_else_was_sealed_is_caught() -> None:
    entries = rows(3)
    entries[1] = replace(entries[1], commitment=entries[0].commitment)
    assert_broken(verify_export(export(entries, [head(entries, 3)])), 1, 1, "is not what was sealed")
