"""Scoreboard row 9: tamper with proofs and whole histories, and count what is detected. Run: python -m bench.tamper

An attacker edits, deletes, inserts, swaps or truncates entries in the database, recomputes everything, signs with the
stolen key, and has two of three witnesses cosign. What is detected is detected by ``verify_export`` with the heads
that the witnesses hold. Two negative controls must detect nothing: a hash chain in the same database, and signed heads
in the same database as the ledger. An untouched history must raise no alarm. Ends with 1 below the floor.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from statistics import median
from typing import Any

from goldenthread.audit import (
    Checkpoint,
    Node,
    SigningKey,
    Signs,
    Tree,
    canonical_json,
    commitment,
    consistency_proof,
    cosign,
    entry_leaf,
    entry_line,
    head_line,
    header_line,
    inclusion_proof,
    leaf_hash,
    resume,
    sign_checkpoint,
    signing_key,
    verify_consistency,
    verify_export,
    verify_inclusion,
    why_not_cosign,
)

SEED = 20261122
FLOOR_ATTEMPTS = 10_000
ENTRIES_A_HISTORY = 48
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LOG_KEY = signing_key(sha256(b"log").digest(), name="bench.example/ledger", signs=Signs.CHECKPOINTS)
WITNESSES = tuple(
    signing_key(sha256(name.encode()).digest(), name=name, signs=Signs.COSIGNATURES)
    for name in ("health.example", "police.example", "trust.example")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    payload: dict[str, Any]
    salt: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of how many attempts were detected."""

    what: str
    detected: int
    attempts: int

    def __str__(self) -> str:
        return f"{self.what:<66} {self.detected:>7,} of {self.attempts:>7,}"


class Nodes:
    """Complete subtrees kept level by level, 32 bytes each, as a table would keep them."""

    def __init__(self) -> None:
        self.levels: list[bytearray] = []

    def add(self, nodes: Sequence[Node]) -> None:
        for level, _, digest in nodes:
            if level == len(self.levels):
                self.levels.append(bytearray())
            self.levels[level] += digest

    def __call__(self, level: int, position: int, /) -> bytes:
        return bytes(self.levels[level][position * 32 : position * 32 + 32])


def grown(leaves: Sequence[bytes]) -> tuple[Tree, Nodes]:
    appended, nodes = Tree().append(leaves), Nodes()
    nodes.add(appended.nodes)
    return appended.tree, nodes


# Attacks on one proof -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A true leaf with its true proof, for an attacker to spoil."""

    dice: random.Random
    leaves: Sequence[bytes]
    nodes: Nodes
    index: int
    size: int
    proof: list[bytes]
    root: bytes

    def is_proven(self, **changes: Any) -> bool:
        shown = {"leaf": self.leaves[self.index], "index": self.index, "proof": self.proof, **changes}
        return verify_inclusion(shown["leaf"], shown["index"], self.size, shown["proof"], self.root)


def another_entry_in_its_place(target: Target) -> bool:
    return target.is_proven(leaf=leaf_hash(target.dice.randbytes(32)))


def the_entry_in_another_place(target: Target) -> bool:
    return target.is_proven(index=(target.index + target.dice.randrange(1, target.size)) % target.size)


def one_bit_of_the_proof_changed(target: Target) -> bool:
    spoiled = [bytearray(step) for step in target.proof]
    target.dice.choice(spoiled)[target.dice.randrange(32)] ^= 1 << target.dice.randrange(8)
    return target.is_proven(proof=[bytes(step) for step in spoiled])


def a_step_left_out_added_or_exchanged(target: Target) -> bool:
    proof, at = list(target.proof), target.dice.randrange(len(target.proof))
    match target.dice.randrange(3):
        case 0:
            del proof[at]
        case 1:
            proof.insert(at, target.dice.randbytes(32))
        case _:
            proof = [*proof[at + 1 :], *proof[: at + 1]] if len(proof) > 1 and at + 1 < len(proof) else proof[:-1]
    return target.is_proven(proof=proof)


def a_fork_shown_as_growth(target: Target) -> bool:
    """An older head is shown to be extended by a history in which one old entry was rewritten."""
    old_size = target.dice.randrange(target.index + 1, target.size + 1)
    forked = list(target.leaves[: target.size])
    forked[target.index] = leaf_hash(target.dice.randbytes(32))
    tree, nodes = grown(forked)
    proof = consistency_proof(old_size, target.size, nodes)
    return verify_consistency(old_size, target.size, proof, resume(old_size, target.nodes).root, tree.root)


PROOF_ATTACKS: tuple[Callable[[Target], bool], ...] = (
    another_entry_in_its_place,
    the_entry_in_another_place,
    one_bit_of_the_proof_changed,
    a_step_left_out_added_or_exchanged,
    a_fork_shown_as_growth,
)


def attack_proofs(each: int, dice: random.Random) -> Iterator[Count]:
    leaves = [leaf_hash(dice.randbytes(32)) for _ in range(300)]
    _, nodes = grown(leaves)
    for attack in PROOF_ATTACKS:
        passed = 0
        for _ in range(each):
            size = dice.randrange(2, len(leaves) + 1)
            index = dice.randrange(size)
            proof, root = inclusion_proof(index, size, nodes), resume(size, nodes).root
            target = Target(dice=dice, leaves=leaves, nodes=nodes, index=index, size=size, proof=proof, root=root)
            if not target.is_proven():
                raise AssertionError("a true proof must hold before it is spoiled")
            passed += attack(target)
        yield Count(what=f"proof: {attack.__name__.replace('_', ' ')}", detected=each - passed, attempts=each)


# Attacks on a whole history -------------------------------------------------------------------------------------------


def written(number: int, dice: random.Random) -> Row:
    payload = {"number": number, "deed": "looked", "by": f"account-{dice.randrange(50)}", "why": "support"}
    salt = dice.randbytes(32)
    return Row(payload=payload, salt=salt, commitment=commitment(payload, salt))


def edited(rows: list[Row], dice: random.Random) -> list[Row]:
    at = dice.randrange(len(rows))
    payload = rows[at].payload | {"by": "nobody"}
    changed = Row(payload=payload, salt=rows[at].salt, commitment=commitment(payload, rows[at].salt))
    return [*rows[:at], changed, *rows[at + 1 :]]


def deleted(rows: list[Row], dice: random.Random) -> list[Row]:
    at = dice.randrange(len(rows))
    return [*rows[:at], *rows[at + 1 :]]


def inserted(rows: list[Row], dice: random.Random) -> list[Row]:
    """Before an entry that is there. One put after the last would be no tampering: a ledger is there to be added to."""
    at = dice.randrange(len(rows))
    return [*rows[:at], written(at, dice), *rows[at:]]


def swapped(rows: list[Row], dice: random.Random) -> list[Row]:
    one, other = sorted(dice.sample(range(len(rows)), 2))
    changed = list(rows)
    changed[one], changed[other] = rows[other], rows[one]
    return changed


def truncated(rows: list[Row], dice: random.Random) -> list[Row]:
    return rows[: dice.randrange(1, len(rows))]


HISTORY_ATTACKS: tuple[Callable[[list[Row], random.Random], list[Row]], ...] = (
    edited,
    deleted,
    inserted,
    swapped,
    truncated,
)


def sealed(rows: Sequence[Row], witnesses: Sequence[SigningKey]) -> str:
    """The head that whoever holds the log's key can sign over these rows, cosigned by these witnesses."""
    tree = Tree().append(entry_leaf(row.commitment) for row in rows).tree
    note = sign_checkpoint(Checkpoint(origin=LOG_KEY.name, size=tree.size, root=tree.root), LOG_KEY)
    for witness in witnesses:
        note = cosign(note, witness, at=AT)
    return note


def exported(rows: Sequence[Row], note: str) -> list[str]:
    """What the database gives out, all of it as its master wants it."""
    return [
        header_line(LOG_KEY.verifier, [witness.verifier for witness in WITNESSES]),
        *(entry_line(at, row.commitment, salt=row.salt, payload=row.payload) for at, row in enumerate(rows)),
        head_line(note),
    ]


def chained(rows: Sequence[Row]) -> list[bytes]:
    """The hash chain of a ledger that has nothing better: each row's hash covers the one before."""
    links, last = [], b""
    for row in rows:
        last = sha256(last + canonical_json(row.payload)).digest()
        links.append(last)
    return links


def chain_is_whole(rows: Sequence[Row], links: Sequence[bytes]) -> bool:
    return chained(rows) == list(links)


def is_cosigned_by_the_honest_witness(held: Sequence[Row], forged: Sequence[Row], dice: random.Random) -> bool:
    """The forged history, grown a little, is offered with its own proof to the witness that holds the true head."""
    offered = [*forged, *(written(number, dice) for number in range(len(held) - len(forged) + 3))]
    tree, nodes = grown([entry_leaf(row.commitment) for row in offered])
    proof = consistency_proof(len(held), tree.size, nodes)
    true = Tree().append(entry_leaf(row.commitment) for row in held).tree
    known = Checkpoint(origin=LOG_KEY.name, size=true.size, root=true.root)
    return not why_not_cosign(known, Checkpoint(origin=LOG_KEY.name, size=tree.size, root=tree.root), proof)


def attack_histories(each: int, dice: random.Random) -> Iterator[Count]:
    """Every attack against the design, and against the two designs that must fail."""
    kept_by_three = kept_by_one = refused = chain = own_heads = alarms = 0
    for attack in HISTORY_ATTACKS:
        for _ in range(each):
            true = [written(number, dice) for number in range(ENTRIES_A_HISTORY)]
            true_head = sealed(true, WITNESSES)
            forged = attack(true, dice)
            if forged == true:
                raise AssertionError("an attack must change the history")
            colluding = dice.sample(WITNESSES, 2)
            forged_head = sealed(forged, colluding)
            shown = exported(forged, forged_head)
            kept_by_three += not verify_export(shown, checkpoints=[true_head]).is_whole
            # Of three partners asked for the head they hold, two lie and one does not.
            kept_by_one += not verify_export(shown, checkpoints=[forged_head, forged_head, true_head]).is_whole
            refused += not is_cosigned_by_the_honest_witness(true, forged, dice)
            own_heads += not verify_export(shown).is_whole
            if chain_is_whole(forged, chained(true)):
                raise AssertionError("a chain that nobody recomputed must break")
            chain += not chain_is_whole(forged, chained(forged))
            alarms += not verify_export(exported(true, true_head), checkpoints=[true_head]).is_whole
    n = each * len(HISTORY_ATTACKS)
    yield Count(what="history: key stolen, heads held by partners", detected=kept_by_three, attempts=n)
    yield Count(what="history: key stolen and 2 of 3 witnesses colluding", detected=kept_by_one, attempts=n)
    yield Count(what="history: offered to the honest witness as its next head", detected=refused, attempts=n)
    yield Count(what="control: hash chain in the same database, recomputed", detected=chain, attempts=n)
    yield Count(what="control: signed heads in the same database, key stolen", detected=own_heads, attempts=n)
    yield Count(what="control: untouched history (an alarm would be false)", detected=alarms, attempts=n)


# Speed ----------------------------------------------------------------------------------------------------------------


def microseconds(work: Callable[[int], object], places: Sequence[int]) -> float:
    """The median time of one call."""
    taken = []
    for place in places:
        began = time.perf_counter()
        work(place)
        taken.append(time.perf_counter() - began)
    return median(taken) * 1e6


def our_speed(entries: int, dice: random.Random) -> str:
    tree, nodes, began = Tree(), Nodes(), time.perf_counter()
    for start in range(0, entries, 1000):
        appended = tree.append(leaf_hash(b"%d" % number) for number in range(start, min(start + 1000, entries)))
        tree = appended.tree
        nodes.add(appended.nodes)
    rate = entries / (time.perf_counter() - began)
    places = [dice.randrange(entries) for _ in range(2000)]
    proving = microseconds(lambda at: inclusion_proof(at, entries, nodes), places)
    proofs = {at: inclusion_proof(at, entries, nodes) for at in places}
    checking = microseconds(
        lambda at: verify_inclusion(leaf_hash(b"%d" % at), at, entries, proofs[at], tree.root), places
    )
    size = max(sum(map(len, proof)) for proof in proofs.values())
    return f"{rate:>10,.0f} appends/s   proof {proving:7.1f} µs   check {checking:7.1f} µs   {size} B"


def their_speed(entries: int, dice: random.Random) -> str:
    try:
        from pymerkle import InmemoryTree
        from pymerkle import verify_inclusion as they_verify
    except ImportError:
        return "not installed"
    tree, began = InmemoryTree(algorithm="sha256"), time.perf_counter()
    for number in range(entries):
        tree.append_entry(b"%d" % number)
    rate = entries / (time.perf_counter() - began)
    places = [dice.randrange(entries) for _ in range(200)]
    proving = microseconds(lambda at: tree.prove_inclusion(at + 1, entries), places)
    proofs = {at: tree.prove_inclusion(at + 1, entries) for at in places}
    root = tree.get_root()
    checking = microseconds(lambda at: they_verify(tree.get_leaf(at + 1), root, proofs[at]), places)
    size = max(sum(len(step) // 2 for step in proof.serialize()["path"]) for proof in proofs.values())
    return f"{rate:>10,.0f} appends/s   proof {proving:7.1f} µs   check {checking:7.1f} µs   {size} B"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--each", type=int, default=2_000, help="attempts for each attack on a proof")
    parser.add_argument("--histories", type=int, default=200, help="attempts for each attack on a history")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries in the tree whose speed is measured")
    given = parser.parse_args()
    dice = random.Random(SEED)
    counts = []
    for count in (*attack_proofs(given.each, dice), *attack_histories(given.histories, dice)):
        print(count, flush=True)
        counts.append(count)
    attempts = [count for count in counts if not count.what.startswith("control")]
    controls = [count for count in counts if count.what.startswith("control")]
    detected, tried = sum(c.detected for c in attempts), sum(c.attempts for c in attempts)
    if given.entries:
        print(f"speed at {given.entries:,}: ours      {our_speed(given.entries, dice)}", flush=True)
        print(f"speed at {given.entries:,}: pymerkle  {their_speed(given.entries, dice)}", flush=True)
    controls_fail = all(count.detected == 0 for count in controls)
    holds = detected == tried >= FLOOR_ATTEMPTS and controls_fail
    told = "detect nothing, as they must" if controls_fail else "DETECT SOMETHING: the attacks are not what they claim"
    print(
        f"row 9: {detected:,} of {tried:,} tamper attempts detected; controls {told}; "
        f"floor: all of at least {FLOOR_ATTEMPTS:,}: {'PASS' if holds else 'FAIL'}"
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
