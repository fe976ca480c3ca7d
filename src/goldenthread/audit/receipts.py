"""A receipt: one line of who has looked, with the proof that it stands in the ledger, for anyone to check offline."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldenthread.audit.checkpoints import VerifiedCheckpoint, verify_checkpoint
from goldenthread.audit.committing import NotCanonical, commitment, entry_leaf
from goldenthread.audit.entries import UnreadableEntry, read_entry, sentence
from goldenthread.audit.exporting import hash_of, read_hash, read_key_text
from goldenthread.audit.keys import Signs, UnusableKey, VerifierKey
from goldenthread.audit.notes import BrokenNote
from goldenthread.audit.proving import verify_inclusion
from goldenthread.audit.strict_json import NotStrict, read_object
from goldenthread.audit.verdicts import Held, Soundness, Verdict

RECEIPT_FORMAT = "goldenthread-receipt/1"
LONGEST_RECEIPT_CHARACTERS = 1_000_000
LONGEST_LIST = 64

WHAT_THIS_IS = (
    "This is a receipt for one entry in the record of who has looked at information about a child.",
    "It says who did what, for which organisation, why and when. The numbers below it are a proof that this entry "
    "stands in the record and has not been changed since.",
    "The checkpoint was signed by the ledger. Each further line under it is the signature of a partner organisation "
    "that keeps its own copy of the checkpoint, so that the record cannot be rewritten without being found out.",
    "Anybody can check this file without asking us: goldenthread ledger check-receipt FILE",
    "It does not show that every look was recorded, and it is personal information: keep it safe.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Receipt:
    payload: Mapping[str, Any] = field(repr=False)
    salt: bytes = field(repr=False)
    told: str = field(repr=False)
    explanation: list[Any]
    index: int
    proof: tuple[bytes, ...]
    note: str
    log_key: VerifierKey
    witness_keys: tuple[VerifierKey, ...]


def make_receipt(
    *,
    payload: Mapping[str, Any],
    salt: bytes,
    index: int,
    proof: Sequence[bytes],
    note: str,
    keys: Iterable[VerifierKey],
) -> bytes:
    """The receipt for the entry at ``index``, as the content of a JSON file.

    ``proof`` is the inclusion proof in the tree of ``note``, the signed head with all its cosignatures; ``keys`` are
    the log's key and its witnesses'.
    Raises: UnusableKey when there is not exactly one log's key among them.
    """
    known = tuple(keys)
    logs = [key.text for key in known if key.signs is Signs.CHECKPOINTS]
    witnesses = [key.text for key in known if key.signs is Signs.COSIGNATURES]
    if len(logs) != 1:
        raise UnusableKey("a receipt carries the key of one log, and of its witnesses")
    receipt = {
        "format": RECEIPT_FORMAT,
        "what_this_is": list(WHAT_THIS_IS),
        "what_happened": sentence(read_entry(payload)),
        "payload": payload,
        "salt": salt.hex(),
        "index": index,
        "proof": [step.hex() for step in proof],
        "checkpoint": note,
        "log_key": logs[0],
        "witness_keys": witnesses,
    }
    return (json.dumps(receipt, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def check_receipt(
    text: str,
    *,
    log_key: VerifierKey | None = None,
    witness_keys: Sequence[VerifierKey] = (),
    quorum: int | None = None,
) -> Verdict:
    """Check a receipt on its own, or against keys known from elsewhere.

    ``quorum`` is how many of the given ``witness_keys`` must have cosigned: all of them unless said otherwise.
    """
    try:
        receipt = _read_receipt(text)
    except (NotStrict, UnusableKey, UnreadableEntry) as fault:
        because = f"this is not a receipt: {fault}. Ask for the file again."
        return Verdict(soundness=Soundness.UNREADABLE, because=because)
    needed = len(set(witness_keys)) if quorum is None else quorum
    trusted_witnesses = tuple(dict.fromkeys(witness_keys)) or receipt.witness_keys
    because, head = _what_is_wrong(receipt, log_key or receipt.log_key, trusted_witnesses, needed)
    return Verdict(
        soundness=Soundness.BROKEN if because else Soundness.WHOLE,
        because=because or "the entry stands in the ledger as this receipt says",
        first_wrong=receipt.index if because else None,
        last_suspect=receipt.index if because else None,
        entries=1,
        heads=1 if head else 0,
        root=head.checkpoint.root.hex() if head else "",
        held_by=tuple(Held(witness=one.witness, size=head.checkpoint.size) for one in head.cosignatures)
        if head
        else (),
        keys_were_given=log_key is not None,
        told="" if because else receipt.told,
    )


def _what_is_wrong(
    receipt: _Receipt, log_key: VerifierKey, witness_keys: Sequence[VerifierKey], needed: int
) -> tuple[str, VerifiedCheckpoint | None]:
    """Why the receipt does not hold (nothing when it does), and its head when that can be relied on."""
    if receipt.log_key != log_key:
        return "the receipt was signed with another key than the ledger's key you gave", None
    try:
        head = verify_checkpoint(receipt.note, log_key, witness_keys)
    except BrokenNote as fault:
        return f"the checkpoint cannot be relied on: {fault}", None
    if receipt.explanation != list(WHAT_THIS_IS) or receipt.told != sentence(read_entry(receipt.payload)):
        return "the words of the receipt are not those of the entry", head
    try:
        leaf = entry_leaf(commitment(receipt.payload, receipt.salt))
    except NotCanonical:
        return "the entry has a form that is never sealed", head
    checkpoint = head.checkpoint
    if not verify_inclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root):
        return "the entry does not stand in the ledger at this place in these words", head
    if len(head.cosignatures) < needed:
        return f"fewer than {needed} of the witnesses you trust have cosigned the checkpoint", head
    return "", head


_FIELDS = {
    "format",
    "what_this_is",
    "what_happened",
    "payload",
    "salt",
    "index",
    "proof",
    "checkpoint",
    "log_key",
    "witness_keys",
}


def _read_receipt(text: str) -> _Receipt:
    if len(text) > LONGEST_RECEIPT_CHARACTERS:
        raise NotStrict("it is too long")
    value = read_object(text)
    if value.get("format") != RECEIPT_FORMAT or set(value) != _FIELDS:
        raise NotStrict(f"it has not the format {RECEIPT_FORMAT}")
    if type(value["index"]) is not int or not isinstance(value["payload"], dict):
        raise NotStrict("index or payload has the wrong form")
    if not all(isinstance(value[key], str) for key in ("what_happened", "checkpoint")):
        raise NotStrict("its words or its checkpoint are not text")
    for key in ("what_this_is", "proof", "witness_keys"):
        if not isinstance(value[key], list) or len(value[key]) > LONGEST_LIST:
            raise NotStrict(f"{key} is not a short list")
    read_entry(value["payload"])
    return _Receipt(
        payload=value["payload"],
        salt=hash_of(value, "salt"),
        told=value["what_happened"],
        explanation=value["what_this_is"],
        index=value["index"],
        proof=tuple(read_hash(step, "proof") for step in value["proof"]),
        note=value["checkpoint"],
        log_key=read_key_text(value["log_key"], Signs.CHECKPOINTS),
        witness_keys=tuple(read_key_text(key, Signs.COSIGNATURES) for key in value["witness_keys"]),
    )
