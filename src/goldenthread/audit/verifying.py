"""Prove an exported ledger whole, or name the first entry that is not.

Five questions are asked: was the ledger signed with the key one trusts; does each entry fit its own commitment; do
the heads in the file fit the entries; do the heads that somebody kept elsewhere fit them; do the witnesses one trusts
hold a head that covers every entry. Of several faults the answer is the one that says most exactly where the first
wrong entry stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.audit.checkpoints import VerifiedCheckpoint, verify_checkpoint
from goldenthread.audit.exporting import ExportRead, UnreadableExport, read_export
from goldenthread.audit.hashing import HASH_BYTES
from goldenthread.audit.keys import VerifierKey
from goldenthread.audit.notes import BrokenNote
from goldenthread.audit.trees import Tree
from goldenthread.audit.verdicts import Fault, Held, Soundness, Verdict

LEAVES_AT_A_TIME = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom the verifier trusts, and how many witnesses must hold every entry."""

    log_key: VerifierKey
    witness_keys: tuple[VerifierKey, ...]
    quorum: int
    keys_were_given: bool


def verify_export(
    lines: Iterable[str | bytes],
    *,
    checkpoints: Sequence[str] = (),
    log_key: VerifierKey | None = None,
    witness_keys: Sequence[VerifierKey] = (),
    quorum: int | None = None,
) -> Verdict:
    """Check an exported ledger, against heads kept elsewhere and keys known from elsewhere where there are any.

    ``checkpoints`` are notes that a partner or a family kept. ``quorum`` is how many of ``witness_keys`` must hold
    every entry: all of them unless said otherwise.
    """
    try:
        export = read_export(lines)
    except UnreadableExport as fault:
        return Verdict(soundness=Soundness.UNREADABLE, because=str(fault))
    trust = Trust(
        log_key=log_key or export.log_key,
        witness_keys=tuple(dict.fromkeys(witness_keys)) or export.witness_keys,
        quorum=len(set(witness_keys)) if quorum is None else quorum,
        keys_were_given=log_key is not None,
    )
    return _weigh(export, checkpoints, trust)


def _weigh(export: ExportRead, checkpoints: Sequence[str], trust: Trust) -> Verdict:
    own, own_faults = _read_heads(export.heads, trust, "head")
    kept, kept_faults = _read_heads(checkpoints, trust, "kept head")
    roots = _roots_at({one.checkpoint.size for one in (*own, *kept)}, export)
    held = _held(own + kept, trust, roots)
    faults = [
        *([export.fault] if export.fault else []),
        *_another_log_signed(export, trust),
        *own_faults,
        *kept_faults,
        *_heads_do_not_fit(own, roots, export.entries, "the head"),
        *_heads_do_not_fit(kept, roots, export.entries, "the head kept elsewhere"),
        *_entries_stand_after_the_newest_head(own, export.entries),
        *_too_few_witnesses_hold_every_entry(held, export.entries, trust),
    ]
    worst = min(faults, key=lambda fault: fault.nearest, default=None)
    size = max((one.checkpoint.size for one in own), default=0)
    return Verdict(
        soundness=Soundness.BROKEN if worst else Soundness.WHOLE,
        because=worst.because if worst else f"all {export.entries} entries are as they were sealed",
        first_wrong=worst.first if worst else None,
        last_suspect=worst.last if worst else None,
        entries=export.entries,
        erased=export.erased,
        heads=len(own),
        root=roots[size].hex() if size in roots else "",
        held_by=held,
        keys_were_given=trust.keys_were_given,
    )


def _read_heads(notes: Sequence[str], trust: Trust, name: str) -> tuple[list[VerifiedCheckpoint], list[Fault]]:
    """The heads whose signatures hold, in the order of their sizes, and a fault for each other one."""
    heads, faults = [], []
    for number, note in enumerate(notes, start=1):
        try:
            heads.append(verify_checkpoint(note, trust.log_key, trust.witness_keys))
        except BrokenNote as fault:
            before = max((one.checkpoint.size for one in heads), default=0)
            because = f"{name} {number} cannot be relied on: {fault}"
            faults.append(Fault(first=before, last=before, because=because))
    return sorted(heads, key=lambda one: one.checkpoint.size), faults


def _roots_at(sizes: set[int], export: ExportRead) -> dict[int, bytes]:
    """The root that the entries in the file make at each size they reach."""
    roots, tree = {}, Tree()
    for size in sorted(size for size in sizes if size <= export.entries):
        for start in range(tree.size, size, LEAVES_AT_A_TIME):
            end = min(start + LEAVES_AT_A_TIME, size)
            tree = tree.append(_leaves_between(export.leaves, start, end)).tree
        roots[size] = tree.root
    return roots


def _leaves_between(leaves: bytearray, start: int, end: int) -> Iterator[bytes]:
    return (bytes(leaves[at : at + HASH_BYTES]) for at in range(start * HASH_BYTES, end * HASH_BYTES, HASH_BYTES))


def _another_log_signed(export: ExportRead, trust: Trust) -> Iterator[Fault]:
    if export.log_key != trust.log_key:
        because = "the file was signed with another key than the ledger's key you gave"
        yield Fault(first=0, last=0, because=because)


def _heads_do_not_fit(
    heads: Sequence[VerifiedCheckpoint], roots: Mapping[int, bytes], entries: int, name: str
) -> Iterator[Fault]:
    """The first head that the entries do not make: the fault lies after the last head that they do make."""
    proven = 0
    for head in heads:
        size = head.checkpoint.size
        if size > entries:
            because = f"the ledger ends too early: {name} seals {size} entries and the file has {entries}"
            yield Fault(first=entries, last=size - 1, because=because)
            return
        if roots[size] != head.checkpoint.root:
            because = f"{name} of {size} entries was made over other entries than these, from entry {proven} on"
            yield Fault(first=proven, last=max(size - 1, 0), because=because)
            return
        proven = size


def _entries_stand_after_the_newest_head(heads: Sequence[VerifiedCheckpoint], entries: int) -> Iterator[Fault]:
    if not heads:
        yield Fault(first=0, last=max(entries - 1, 0), because="no head seals these entries")
    elif heads[-1].checkpoint.size < entries:
        sealed = heads[-1].checkpoint.size
        yield Fault(first=sealed, last=entries - 1, because=f"entries from {sealed} on stand after the newest head")


def _held(heads: Sequence[VerifiedCheckpoint], trust: Trust, roots: Mapping[int, bytes]) -> tuple[Held, ...]:
    """For each witness the largest head that bears its cosignature and fits the entries."""
    sizes = dict.fromkeys((key.name for key in trust.witness_keys), 0)
    for head in heads:
        if roots.get(head.checkpoint.size) == head.checkpoint.root:
            for one in head.cosignatures:
                sizes[one.witness] = max(sizes[one.witness], head.checkpoint.size)
    return tuple(Held(witness=name, size=size) for name, size in sizes.items())


def _too_few_witnesses_hold_every_entry(held: Sequence[Held], entries: int, trust: Trust) -> Iterator[Fault]:
    if not trust.quorum:
        return
    sizes = sorted((one.size for one in held), reverse=True)
    covered = sizes[trust.quorum - 1] if trust.quorum <= len(sizes) else 0
    if covered < entries:
        because = f"entries from {covered} on are not held by {trust.quorum} of the witnesses you trust"
        yield Fault(first=covered, last=entries - 1, because=because)
