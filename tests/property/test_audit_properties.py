"""Whatever the ledger holds, it is proven whole; whatever is then changed in it, it is not."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldenthread.audit import (
    BrokenNote,
    NotCanonical,
    Soundness,
    Tree,
    UnusableKey,
    canonical_json,
    check_receipt,
    commitment,
    consistency_proof,
    entry_leaf,
    inclusion_proof,
    leaf_hash,
    parse_note,
    read_checkpoint,
    read_verifier_key,
    resume,
    verify_consistency,
    verify_export,
    verify_inclusion,
)
from tests.unit.audit.ledger_made import LOG_KEY, WITNESSES, export, head, row, rows, sealed_export

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
plain = st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), texts)
payloads = st.dictionaries(
    texts,
    st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)),
    max_size=4,
)
salts = st.binary(min_size=32, max_size=32)
leaves = st.lists(st.binary(max_size=3).map(leaf_hash), min_size=1, max_size=70)
SMALL = [leaf_hash(b"%d" % number) for number in range(70)]
TRUSTED = [witness.verifier for witness in WITNESSES]
TRUE_LINES = [line.encode() for line in sealed_export(5, [2, 5])]


def sealable(payload: dict[str, Any]) -> dict[str, Any]:
    try:
        canonical_json(payload)
    except NotCanonical:  # two keys that are one text in NFC
        assume(False)
    return payload


def reader(kept: list[bytes]) -> Any:
    nodes = {node[:2]: node.hash for node in Tree().append(kept).nodes}
    return lambda level, position: nodes[level, position]


@given(leaves, st.data())
def test_every_leaf_of_every_tree_is_proven_and_no_other_is(kept: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(kept) - 1))
    proof, root = inclusion_proof(index, len(kept), reader(kept)), Tree().append(kept).tree.root
    assert verify_inclusion(kept[index], index, len(kept), proof, root)
    other = data.draw(st.binary(max_size=3).map(leaf_hash))
    assert verify_inclusion(other, index, len(kept), proof, root) == (other == kept[index])
    elsewhere = data.draw(st.integers(-1, len(kept)))
    if verify_inclusion(kept[index], elsewhere, len(kept), proof, root):
        assert kept[elsewhere] == kept[index]


@given(leaves, st.data())
def test_every_tree_extends_all_its_beginnings_and_none_that_was_changed(
    kept: list[bytes], data: st.DataObject
) -> None:
    old_size = data.draw(st.integers(1, len(kept)))
    read, new_root = reader(kept), Tree().append(kept).tree.root
    proof = consistency_proof(old_size, len(kept), read)
    assert verify_consistency(old_size, len(kept), proof, resume(old_size, read).root, new_root)
    at = data.draw(st.integers(0, old_size - 1))
    changed = [*kept[:at], leaf_hash(b"changed"), *kept[at + 1 :]]
    changed_read, changed_root = reader(changed), Tree().append(changed).tree.root
    false_proof = consistency_proof(old_size, len(kept), changed_read)
    assert not verify_consistency(old_size, len(kept), false_proof, resume(old_size, read).root, changed_root)


@given(st.lists(st.integers(0, 9), max_size=8))
def test_a_tree_does_not_depend_on_how_its_leaves_came(portions: list[int]) -> None:
    tree, start = Tree(), 0
    for portion in portions:
        tree, start = tree.append(SMALL[start : start + portion]).tree, min(start + portion, len(SMALL))
    assert tree == Tree().append(SMALL[:start]).tree


@given(payloads.map(sealable), salts)
def test_a_payload_survives_storage_as_json_with_its_commitment(payload: dict[str, Any], salt: bytes) -> None:
    stored = json.loads(json.dumps(payload, sort_keys=True))
    assert commitment(stored, salt) == commitment(payload, salt)


@given(payloads.map(sealable), payloads.map(sealable), salts)
def test_two_payloads_share_a_commitment_only_when_they_are_one(
    one: dict[str, Any], other: dict[str, Any], salt: bytes
) -> None:
    assert (commitment(one, salt) == commitment(other, salt)) == (canonical_json(one) == canonical_json(other))


@settings(max_examples=60)
@given(st.lists(st.tuples(payloads.map(sealable), salts), max_size=8), st.data())
def test_every_export_is_whole_until_a_line_is_spoiled(
    kept: list[tuple[dict[str, Any], bytes]], data: st.DataObject
) -> None:
    entries = [row(payload, salt) for payload, salt in kept]
    sizes = sorted(data.draw(st.sets(st.integers(0, len(entries)), max_size=2)) | {len(entries)})
    lines = export(entries, [head(entries, size) for size in sizes])
    assert verify_export(lines).is_whole
    if len(entries) > 1:
        one, other = data.draw(st.permutations(range(1, len(entries) + 1)))[:2]
        swapped = list(lines)
        swapped[one], swapped[other] = lines[other], lines[one]
        assert not verify_export(swapped).is_whole
    if entries:
        gone = data.draw(st.integers(1, len(entries)))
        verdict = verify_export([*lines[:gone], *lines[gone + 1 :]])
        assert verdict.soundness is Soundness.BROKEN
        assert verdict.first_wrong == gone - 1


@settings(max_examples=300)
@given(st.data())
def test_no_single_changed_byte_of_an_entry_or_of_the_newest_head_leaves_a_ledger_whole(data: st.DataObject) -> None:
    """For a head the witnesses must be known: a line of a witness whom nobody knows is passed over, as C2SP says."""
    number = data.draw(st.sampled_from([*range(1, 6), len(TRUE_LINES) - 1]))
    line = bytearray(TRUE_LINES[number])
    line[data.draw(st.integers(0, len(line) - 2))] ^= data.draw(st.integers(1, 255))
    try:
        same = json.loads(bytes(line)) == json.loads(TRUE_LINES[number])
    except ValueError:
        same = False
    assume(not same)
    lines = [*TRUE_LINES[:number], bytes(line), *TRUE_LINES[number + 1 :]]
    assert not verify_export(lines, log_key=LOG_KEY.verifier, witness_keys=TRUSTED).is_whole


@given(st.text(max_size=60) | st.text(alphabet="—+ \n0aAé=x", max_size=60))
def test_no_text_makes_a_reader_fall_over(text: str) -> None:
    with suppress(BrokenNote):
        read_checkpoint(parse_note(text))
    with suppress(UnusableKey):
        read_verifier_key(text)
    assert not check_receipt(text).is_whole
    assert not verify_export([text]).is_whole
    assert not verify_export([TRUE_LINES[0], text]).is_whole
    assert not verify_export([*TRUE_LINES[:-1], text]).is_whole


@given(st.integers(0, 40))
def test_an_entry_s_leaf_is_the_hash_of_its_commitment_alone(number: int) -> None:
    one = rows(number + 1)[number]
    assert entry_leaf(one.commitment) == leaf_hash(one.commitment)
