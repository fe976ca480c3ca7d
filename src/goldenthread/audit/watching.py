"""What a witness asks before it cosigns a head: does it extend every head the witness has seen before?"""

from collections.abc import Sequence

from goldenthread.audit.checkpoints import Checkpoint
from goldenthread.audit.hashing import EMPTY_ROOT
from goldenthread.audit.proving import verify_consistency


def nothing_seen(origin: str) -> Checkpoint:
    """What a witness holds before it has seen the log: the head of an empty log, which every log extends."""
    return Checkpoint(origin=origin, size=0, root=EMPTY_ROOT)


def is_fork(held: Checkpoint, offered: Checkpoint) -> bool:
    """Whether two signed heads contradict each other by themselves, so that no later answer can explain them."""
    return held.size == offered.size and held.root != offered.root


def why_not_cosign(held: Checkpoint, offered: Checkpoint, proof: Sequence[bytes]) -> str:
    """Why the head that the log offers must not be cosigned, or nothing when it extends the head held."""
    if offered.origin != held.origin:
        return f"the log now calls itself {offered.origin!r} and not {held.origin!r}"
    if is_fork(held, offered):
        return f"the log shows two different histories of {held.size} entries"
    if offered.size < held.size:
        return f"the log has shrunk from {held.size} to {offered.size} entries"
    if not verify_consistency(held.size, offered.size, proof, held.root, offered.root):
        return f"the head of {offered.size} entries is not shown to extend the head of {held.size} entries"
    return ""
