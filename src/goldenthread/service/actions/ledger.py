"""The ledger's public face: its head, proofs that it only grew, and the witnesses' cosignatures."""

from datetime import datetime

from django.db import IntegrityError, transaction

from goldenthread.audit import (
    BrokenNote,
    Deed,
    Signs,
    UnusableKey,
    consistency_places,
    consistency_proof,
    parse_note,
    read_checkpoint,
    read_verifier_key,
    verify_checkpoint,
)
from goldenthread.service.actions import sealing
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.shapes import LedgerHead as HeadShown
from goldenthread.service.store.models import LedgerCosignature, LedgerHead, LedgerKey


class NotAWitness(Exception):
    """The text given is no public key of a witness, or that name has another key already."""


def register_witness(public_key: str, *, at: datetime) -> str:
    """Let the witness with this public key cosign. A name keeps its first key: another key needs another name.

    Raises: NotAWitness.
    """
    try:
        key = read_verifier_key(public_key)
    except UnusableKey as fault:
        raise NotAWitness(str(fault)) from None
    if key.signs is not Signs.COSIGNATURES:
        raise NotAWitness("This is the key of a log. Give the key that the witness prints with --show-key.")
    known = LedgerKey.objects.filter(name=key.name).first()
    if known and known.public_key != key.text:
        raise NotAWitness(f"{key.name} has another key already. A witness with a new key takes a new name.")
    if known is None:
        with doing(by=None, at=at) as action:
            LedgerKey.objects.create(name=key.name, is_log=False, public_key=key.text)
            action.record(Deed.SWITCH_SET, detail={"what": "a witness may cosign", "witness": key.name})
    return key.name


def head(*, at: datetime) -> HeadShown:
    """The newest signed head, and how far each witness has seen. Public: it says nothing about anybody."""
    newest = LedgerHead.objects.order_by("-size").first()
    held = []
    for key in LedgerKey.objects.filter(is_log=False).order_by("name"):
        last = LedgerCosignature.objects.filter(witness=key.name).order_by("-size").first()
        held.append((key.name, last.size if last else 0, last.received_at if last else None))
    return HeadShown(
        size=newest.size if newest else 0,
        root=bytes(newest.root).hex() if newest else "",
        signed_at=newest.signed_at if newest else None,
        waiting=max(0, sealing.entries_waiting()),
        witnesses=tuple(held),
    )


def checkpoint() -> str:
    """The newest head as a signed note, or empty text before the first."""
    newest = LedgerHead.objects.order_by("-size").first()
    return newest.note if newest else ""


def public_key() -> str:
    """The log's own public key on one line."""
    key = LedgerKey.objects.filter(is_log=True).first()
    return key.public_key if key else ""


def consistency(old_size: int, new_size: int) -> tuple[str, ...] | None:
    """The proof that the ledger at ``new_size`` begins with the one at ``old_size``; None if it was never so long."""
    newest = LedgerHead.objects.order_by("-size").first()
    if newest is None or not 0 <= old_size <= new_size <= newest.size:
        return None
    nodes = sealing.stored_nodes(consistency_places(old_size, new_size))
    return tuple(digest.hex() for digest in consistency_proof(old_size, new_size, nodes))


def record_cosignature(note: str, *, at: datetime) -> bool:
    """Keep the cosignatures of known witnesses under a head of this ledger. False when there is none to keep."""
    log = LedgerKey.objects.filter(is_log=True).first()
    if log is None:
        return False
    witnesses = {k.name: read_verifier_key(k.public_key) for k in LedgerKey.objects.filter(is_log=False)}
    try:
        parsed = parse_note(note)
        verified = verify_checkpoint(note, read_verifier_key(log.public_key), witnesses.values())
        signed = read_checkpoint(parsed)
    except (BrokenNote, UnusableKey):
        return False
    own = LedgerHead.objects.filter(size=signed.size).first()
    if own is None or bytes(own.root) != signed.root:
        return False
    lines = {s.name: s.line for s in parsed.signatures if s.name in witnesses}
    for cosignature in verified.cosignatures:
        try:
            with transaction.atomic():
                LedgerCosignature.objects.create(
                    size=signed.size,
                    witness=cosignature.witness,
                    line=lines[cosignature.witness],
                    received_at=at,
                )
        except IntegrityError:
            continue  # this witness has cosigned this head before
    return bool(verified.cosignatures)
