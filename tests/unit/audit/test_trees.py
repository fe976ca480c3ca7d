"""The tree gives the roots and proofs that RFC 6962's and RFC 9162's other implementations give."""

from hashlib import sha256

import pytest
from pymerkle import InmemoryTree  # the referee: another hand, another design, never shipped

from goldenthread.audit import (
    EMPTY_ROOT,
    Node,
    Tree,
    consistency_places,
    consistency_proof,
    inclusion_places,
    inclusion_proof,
    leaf_hash,
    node_hash,
    resume,
    tree_places,
    verify_consistency,
    verify_inclusion,
)

# The reference vectors of the Certificate Transparency implementations.
REFERENCE_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
REFERENCE_INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
REFERENCE_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
SIZES = range(34)


class Stored:
    """A table of nodes, as a database would keep them: each place written once, and every read noted."""

    def __init__(self, leaves: list[bytes]) -> None:
        grown = Tree().append(leaf_hash(leaf) for leaf in leaves)
        self.tree = grown.tree
        self.nodes = {(node.level, node.position): node.hash for node in grown.nodes}
        self.written = len(grown.nodes)
        self.read_places: list[tuple[int, int]] = []

    def read(self, level: int, position: int) -> bytes:
        self.read_places.append((level, position))
        return self.nodes[level, position]


def leaves_of(size: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(size)]


STORED = Stored(leaves_of(max(SIZES)))


def root_at(size: int) -> bytes:
    return resume(size, STORED.read).root


def referee(size: int) -> InmemoryTree:
    return InmemoryTree.init_from_entries(leaves_of(size), algorithm="sha256")


def test_an_empty_tree_has_the_hash_of_nothing_as_its_root() -> None:
    assert Tree().root == EMPTY_ROOT == sha256(b"").digest()


def test_a_leaf_and_a_node_are_hashed_apart() -> None:
    left, right = sha256(b"l").digest(), sha256(b"r").digest()
    assert leaf_hash(left + right) != node_hash(left, right)
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest()
    assert leaf_hash(left) == sha256(b"\x00" + left).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_leaves_make_the_reference_roots(size: int) -> None:
    assert Stored(REFERENCE_LEAVES[:size]).tree.root.hex() == REFERENCE_ROOTS[size - 1]


@pytest.mark.parametrize(("case", "expected"), REFERENCE_INCLUSION.items())
def test_inclusion_proofs_are_the_reference_ones(case: tuple[int, int], expected: list[str]) -> None:
    assert [step.hex() for step in inclusion_proof(*case, Stored(REFERENCE_LEAVES).read)] == expected


@pytest.mark.parametrize(("case", "expected"), REFERENCE_CONSISTENCY.items())
def test_consistency_proofs_are_the_reference_ones(case: tuple[int, int], expected: list[str]) -> None:
    assert [step.hex() for step in consistency_proof(*case, Stored(REFERENCE_LEAVES).read)] == expected


def test_every_root_is_the_one_that_another_implementation_makes() -> None:
    theirs = InmemoryTree(algorithm="sha256")
    for size in range(1, 300):
        theirs.append_entry(b"leaf %d" % (size - 1))
        if size in (1, 2, 3, 7, 8, 9, 15, 16, 17, 255, 256, 257, 299):
            assert Stored(leaves_of(size)).tree.root == theirs.get_root()


@pytest.mark.parametrize("size", SIZES)
def test_the_tree_resumes_from_its_stored_nodes_at_any_size(size: int) -> None:
    resumed = resume(size, STORED.read)
    assert resumed == Stored(leaves_of(size)).tree
    rest = [leaf_hash(leaf) for leaf in leaves_of(max(SIZES))[size:]]
    assert resumed.append(rest).tree == STORED.tree


@pytest.mark.parametrize("size", SIZES)
def test_appending_one_by_one_makes_the_same_nodes_as_appending_all_at_once(size: int) -> None:
    tree = Tree()
    nodes: list[Node] = []
    for leaf in leaves_of(size):
        grown = tree.append([leaf_hash(leaf)])
        tree, nodes = grown.tree, [*nodes, *grown.nodes]
    at_once = Tree().append([leaf_hash(leaf) for leaf in leaves_of(size)])
    assert (tree, tuple(nodes)) == (at_once.tree, at_once.nodes)


def test_each_place_is_written_once() -> None:
    assert STORED.written == len(STORED.nodes)


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_proves_its_place(size: int) -> None:
    for index in range(size):
        proof = inclusion_proof(index, size, STORED.read)
        assert verify_inclusion(leaf_hash(b"leaf %d" % index), index, size, proof, root_at(size))


@pytest.mark.parametrize("new_size", SIZES)
def test_every_older_tree_is_proven_to_begin_the_newer(new_size: int) -> None:
    for old_size in range(new_size + 1):
        proof = consistency_proof(old_size, new_size, STORED.read)
        assert verify_consistency(old_size, new_size, proof, root_at(old_size), root_at(new_size))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_a_proof_for_one_leaf_proves_no_other_place_size_or_leaf(size: int) -> None:
    for index in range(size):
        leaf, root = leaf_hash(b"leaf %d" % index), root_at(size)
        proof = inclusion_proof(index, size, STORED.read)
        assert not verify_inclusion(leaf_hash(b"another"), index, size, proof, root)
        assert not verify_inclusion(leaf, index, size, [*proof, root], root)
        assert not verify_inclusion(leaf, index, size, proof[:-1], root) or not proof
        assert not verify_inclusion(leaf, index, size, proof, EMPTY_ROOT)
        for other in range(size):
            assert verify_inclusion(leaf, other, size, proof, root) == (other == index)
        for spoiled in range(len(proof)):
            changed = [*proof[:spoiled], sha256(proof[spoiled]).digest(), *proof[spoiled + 1 :]]
            assert not verify_inclusion(leaf, index, size, changed, root)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (4, 3)])
def test_a_leaf_outside_the_tree_is_never_proven(index: int, size: int) -> None:
    assert not verify_inclusion(leaf_hash(b"leaf 0"), index, size, [], root_at(1))
    with pytest.raises(ValueError, match="has no leaf"):
        inclusion_proof(index, size, STORED.read)
    with pytest.raises(ValueError, match="has no leaf"):
        inclusion_places(index, size)


@pytest.mark.parametrize(("old_size", "new_size"), [(-1, 3), (4, 3), (1, 0)])
def test_a_tree_that_shrank_extends_nothing(old_size: int, new_size: int) -> None:
    assert not verify_consistency(old_size, new_size, [], EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(ValueError, match="cannot extend"):
        consistency_proof(old_size, new_size, STORED.read)
    with pytest.raises(ValueError, match="cannot extend"):
        consistency_places(old_size, new_size)


@pytest.mark.parametrize("new_size", [1, 2, 3, 4, 7, 8, 9, 16, 33])
def test_a_spoiled_consistency_proof_proves_nothing(new_size: int) -> None:
    for old_size in range(1, new_size + 1):
        proof, old, new = consistency_proof(old_size, new_size, STORED.read), root_at(old_size), root_at(new_size)
        other = sha256(b"another history").digest()
        assert not verify_consistency(old_size, new_size, proof, other, new)
        assert not verify_consistency(old_size, new_size, proof, old, other)
        assert not verify_consistency(old_size, new_size, [*proof, other], old, new)
        if proof:
            assert not verify_consistency(old_size, new_size, proof[:-1], old, new)
            assert not verify_consistency(old_size, new_size, [], old, new)
        for spoiled in range(len(proof)):
            changed = [*proof[:spoiled], sha256(proof[spoiled]).digest(), *proof[spoiled + 1 :]]
            assert not verify_consistency(old_size, new_size, changed, old, new)


def test_from_nothing_only_nothing_is_proven() -> None:
    root = root_at(3)
    assert verify_consistency(0, 3, [], EMPTY_ROOT, root)
    assert verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    assert not verify_consistency(0, 3, [], root, root)
    assert not verify_consistency(0, 3, [root], EMPTY_ROOT, root)
    assert not verify_consistency(3, 3, [root], root, root)
    assert not verify_consistency(0, 0, [], EMPTY_ROOT, root)


@pytest.mark.parametrize("wrong", [b"", b"x" * 31, b"x" * 33])
def test_what_is_not_a_hash_proves_nothing(wrong: bytes) -> None:
    proof, leaf, root = inclusion_proof(0, 3, STORED.read), leaf_hash(b"leaf 0"), root_at(3)
    assert not verify_inclusion(wrong, 0, 1, [], wrong)
    assert not verify_inclusion(leaf, 0, 3, [proof[0], wrong], root)
    assert not verify_consistency(2, 2, [], wrong, wrong)
    assert not verify_consistency(2, 3, [wrong], root_at(2), root)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 31, 32, 33])
def test_the_places_a_proof_needs_are_the_places_it_reads_and_they_are_few(size: int) -> None:
    few = 2 * size.bit_length() + 1
    for number in range(size):
        STORED.read_places.clear()
        inclusion_proof(number, size, STORED.read)
        assert tuple(STORED.read_places) == inclusion_places(number, size)
        assert len(STORED.read_places) <= few
        STORED.read_places.clear()
        consistency_proof(number + 1, size, STORED.read)
        assert tuple(STORED.read_places) == consistency_places(number + 1, size)
        assert len(STORED.read_places) <= few
    assert len(tree_places(size)) == size.bit_count()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_proofs_are_byte_for_byte_those_of_another_implementation(size: int) -> None:
    theirs = referee(size)
    for index in range(size):
        path = [bytes.fromhex(step) for step in theirs.prove_inclusion(index + 1, size).serialize()["path"]]
        assert path == [leaf_hash(b"leaf %d" % index), *inclusion_proof(index, size, STORED.read)]
