"""A witness cosigns only what extends the head it holds."""

import pytest

from goldenthread.audit import (
    Checkpoint,
    Tree,
    consistency_proof,
    is_fork,
    leaf_hash,
    nothing_seen,
    why_not_cosign,
)

LEAVES = [leaf_hash(b"%d" % number) for number in range(9)]
NODES = {node[:2]: node.hash for node in Tree().append(LEAVES).nodes}


def head(size: int, *, origin: str = "log.example", leaves: list[bytes] = LEAVES) -> Checkpoint:
    return Checkpoint(origin=origin, size=size, root=Tree().append(leaves[:size]).tree.root)


def proof(old: int, new: int) -> list[bytes]:
    return consistency_proof(old, new, lambda level, position: NODES[level, position])


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 3), (1, 2), (3, 7), (4, 8), (8, 9), (9, 9)])
def test_a_head_that_extends_the_one_held_is_cosigned(old: int, new: int) -> None:
    assert why_not_cosign(head(old), head(new), proof(old, new)) == ""
    assert not is_fork(head(old), head(new))


@pytest.mark.parametrize("new", [0, 1, 9])
def test_whoever_has_seen_nothing_takes_the_first_head_as_it_is(new: int) -> None:
    assert why_not_cosign(nothing_seen("log.example"), head(new), []) == ""


def test_an_empty_log_with_a_root_is_no_empty_log() -> None:
    false = Checkpoint(origin="log.example", size=0, root=LEAVES[0])
    assert is_fork(nothing_seen("log.example"), false)


def test_two_heads_of_one_size_are_a_fork() -> None:
    other = head(3, leaves=[*LEAVES[:2], LEAVES[0]])
    assert is_fork(head(3), other)
    assert "two different histories of 3" in why_not_cosign(head(3), other, [])


def test_a_shorter_log_has_shrunk() -> None:
    assert why_not_cosign(head(9), head(8), []) == "the log has shrunk from 9 to 8 entries"
    assert not is_fork(head(9), head(8))


@pytest.mark.parametrize("shown", [[], proof(2, 9), proof(3, 8)])
def test_a_longer_log_without_its_proof_is_not_cosigned(shown: list[bytes]) -> None:
    assert "is not shown to extend" in why_not_cosign(head(3), head(9), shown)


def test_a_rewritten_log_is_not_cosigned_whatever_it_proves() -> None:
    rewritten = [leaf_hash(b"other"), *LEAVES[1:]]
    nodes = {node[:2]: node.hash for node in Tree().append(rewritten).nodes}
    shown = consistency_proof(3, 9, lambda level, position: nodes[level, position])
    assert "is not shown to extend" in why_not_cosign(head(3), head(9, leaves=rewritten), shown)


def test_a_log_that_changes_its_name_is_not_cosigned() -> None:
    assert "calls itself" in why_not_cosign(head(3), head(3, origin="other.example"), [])
