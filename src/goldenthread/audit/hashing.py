"""How a ledger's leaves and nodes are hashed, so that a leaf can never be passed off as a node.

Source: RFC 9162 section 2.1.1.
"""

from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node that stands above two others."""
    return sha256(b"\x01" + left + right).digest()
