"""The Merkle tree of the ledger: append leaves, keep its complete subtrees, and prove from them.

A complete subtree never changes once it is full, so its hash is stored once under (level, position) and every proof is
built from O(log n) stored hashes. Level 0 holds the leaves; node (level, position) covers the 2**level leaves that
start at position * 2**level.

Source: RFC 9162 sections 2.1.1 to 2.1.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from goldenthread.audit.hashing import EMPTY_ROOT, node_hash


class Place(NamedTuple):
    """Where a stored node stands."""

    level: int
    position: int


class Node(NamedTuple):
    """One node to be stored. A tuple, so that a million of them go to a database as they are."""

    level: int
    position: int
    hash: bytes


class NodeReader(Protocol):
    """Reads a stored node. A reader raises what it likes when the node is missing; it never invents one."""

    def __call__(self, level: int, position: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree of a certain size, reduced to the roots of its complete subtrees, largest first.

    Shape: one peak for each 1 in the binary form of ``size``.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The hash that stands for every leaf and their order."""
        return _root_over(self.peaks)

    def append(self, leaves: Iterable[bytes]) -> "Appended":
        """Add leaf hashes in order; gives the longer tree and the nodes that became complete."""
        peaks, size, nodes = list(self.peaks), self.size, []
        for leaf in leaves:
            level, position, above = 0, size, leaf
            nodes.append(Node(0, position, leaf))
            while position & 1:
                level, position, above = level + 1, position >> 1, node_hash(peaks.pop(), above)
                nodes.append(Node(level, position, above))
            peaks.append(above)
            size += 1
        return Appended(tree=Tree(size=size, peaks=tuple(peaks)), nodes=tuple(nodes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What an append made.

    Shape: ``nodes`` in the order in which they became complete, each place once.
    """

    tree: Tree
    nodes: tuple[Node, ...]


def resume(size: int, read: NodeReader) -> Tree:
    """The tree as it stood at ``size`` leaves, from stored nodes: to append to, or for the root of an older head."""
    return Tree(size=size, peaks=tuple(read(*place) for place in tree_places(size)))


def tree_places(size: int) -> tuple[Place, ...]:
    """The nodes that ``resume`` reads, so that one query can fetch them."""
    return _complete_within(0, size)


def inclusion_places(index: int, size: int) -> tuple[Place, ...]:
    """The nodes that ``inclusion_proof`` reads, so that one query can fetch them."""
    return tuple(place for start, end in _inclusion_ranges(index, size) for place in _complete_within(start, end))


def consistency_places(old_size: int, new_size: int) -> tuple[Place, ...]:
    """The nodes that ``consistency_proof`` reads, so that one query can fetch them."""
    ranges = _consistency_ranges(old_size, new_size)
    return tuple(place for start, end in ranges for place in _complete_within(start, end))


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """The hashes which, with the leaf at ``index``, make the root of the tree of ``size`` leaves.

    Raises: ValueError when the tree of that size has no such leaf.
    """
    return [_range_root(start, end, read) for start, end in _inclusion_ranges(index, size)]


def consistency_proof(old_size: int, new_size: int, read: NodeReader) -> list[bytes]:
    """The hashes that show the tree of ``new_size`` leaves to begin with the whole tree of ``old_size`` leaves.

    Raises: ValueError when the old tree is longer than the new one.
    """
    return [_range_root(start, end, read) for start, end in _consistency_ranges(old_size, new_size)]


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def _consistency_ranges(old_size: int, new_size: int) -> list[tuple[int, int]]:
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} leaves cannot extend one of {old_size}")
    if old_size in (0, new_size):
        return []
    start, end, ranges = 0, new_size, []
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    # Whoever checks holds the old root. Only if that root is this very subtree need the subtree not be sent.
    return [*([(start, end)] if start else []), *ranges[::-1]]


def _split(width: int) -> int:
    """The largest power of two smaller than ``width``, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def _complete_within(start: int, end: int) -> tuple[Place, ...]:
    """The complete subtrees that make up the leaves from ``start`` to before ``end``, largest first.

    ``start`` is always a multiple of the largest power of two that fits, because every range comes from ``_split``.
    """
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append(Place(level, start >> level))
        start += 1 << level
    return tuple(places)


def _range_root(start: int, end: int, read: NodeReader) -> bytes:
    return _root_over(tuple(read(*place) for place in _complete_within(start, end)))


def _root_over(peaks: tuple[bytes, ...]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root
