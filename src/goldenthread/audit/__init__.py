"""The tamper-evident ledger: what is sealed can be proven, and what was changed afterwards can be seen."""

from goldenthread.audit.checkpoints import (
    Checkpoint,
    Cosignature,
    VerifiedCheckpoint,
    cosign,
    read_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from goldenthread.audit.committing import NotCanonical, canonical_json, commitment, entry_leaf
from goldenthread.audit.deeds import Deed
from goldenthread.audit.entries import MACHINE, Actor, Entry, UnreadableEntry, payload_of, read_entry, sentence
from goldenthread.audit.exporting import EXPORT_FORMAT, LONGEST_LINE_BYTES, entry_line, head_line, header_line
from goldenthread.audit.hashing import EMPTY_ROOT, leaf_hash, node_hash
from goldenthread.audit.keys import (
    SigningKey,
    Signs,
    UnusableKey,
    VerifierKey,
    create_key,
    read_key,
    read_verifier_key,
    signing_key,
)
from goldenthread.audit.notes import BrokenNote, Note, NoteSignature, gather_signatures, parse_note
from goldenthread.audit.proving import verify_consistency, verify_inclusion
from goldenthread.audit.receipts import RECEIPT_FORMAT, check_receipt, make_receipt
from goldenthread.audit.trees import (
    Appended,
    Node,
    NodeReader,
    Place,
    Tree,
    consistency_places,
    consistency_proof,
    inclusion_places,
    inclusion_proof,
    resume,
    tree_places,
)
from goldenthread.audit.verdicts import Held, Soundness, Verdict
from goldenthread.audit.verifying import verify_export
from goldenthread.audit.watching import is_fork, nothing_seen, why_not_cosign

__all__ = [
    "EMPTY_ROOT",
    "EXPORT_FORMAT",
    "LONGEST_LINE_BYTES",
    "MACHINE",
    "RECEIPT_FORMAT",
    "Actor",
    "Appended",
    "BrokenNote",
    "Checkpoint",
    "Cosignature",
    "Deed",
    "Entry",
    "Held",
    "Node",
    "NodeReader",
    "NotCanonical",
    "Note",
    "NoteSignature",
    "Place",
    "SigningKey",
    "Signs",
    "Soundness",
    "Tree",
    "UnreadableEntry",
    "UnusableKey",
    "Verdict",
    "VerifiedCheckpoint",
    "VerifierKey",
    "canonical_json",
    "check_receipt",
    "commitment",
    "consistency_places",
    "consistency_proof",
    "cosign",
    "create_key",
    "entry_leaf",
    "entry_line",
    "gather_signatures",
    "head_line",
    "header_line",
    "inclusion_places",
    "inclusion_proof",
    "is_fork",
    "leaf_hash",
    "make_receipt",
    "node_hash",
    "nothing_seen",
    "parse_note",
    "payload_of",
    "read_checkpoint",
    "read_entry",
    "read_key",
    "read_verifier_key",
    "resume",
    "sentence",
    "sign_checkpoint",
    "signing_key",
    "tree_places",
    "verify_checkpoint",
    "verify_consistency",
    "verify_export",
    "verify_inclusion",
    "why_not_cosign",
]
