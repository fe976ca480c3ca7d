"""What people's answers are worth: the first questions of the list answered truly, and what then stands otherwise.

``python -m bench.linkage.asked --children 3000 --seed 2026 9191``: makes an area of each seed, links it unattended,
answers the first 10, 30 and 100 pairs of the list as the truth has it, decides again and counts the pairs of records
that are right now and were not, and the other way round. ``--sets FOLDER …``: of sets with a ``truth.csv`` instead.
"""

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from bench.linkage.sets import TODAY, RecordKey
from examples.westhaven.area import make_area
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import Constraint, Decided, Linked, link
from goldenthread.linkage.deciding import decide
from goldenthread.linkage.reviewing import Question, questions
from goldenthread.linkage.weighed import read_pairs

FIRST = (10, 30, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """Pairs of records that stand otherwise once the answers are obeyed."""

    right_joined: int
    wrong_parted: int
    right_parted: int
    wrong_joined: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=3_000)
    parser.add_argument("--seed", type=int, nargs="+", default=[2026])
    parser.add_argument("--sets", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    for folder in asked.sets:
        _say(folder.name, _linked_set(folder), _truth(folder / "truth.csv"))
    if asked.sets:
        return
    for seed in asked.seed:
        with tempfile.TemporaryDirectory() as folder:
            area = make_area(Path(folder), children=asked.children, seed=seed, today=TODAY)
            accepted = [accept([f.path], read_contract(f.contract), on=TODAY).records for f in area.files]
            linked = link(pa.concat_tables(accepted), on=TODAY)
            _say(f"{asked.children:,} children, seed {seed}", linked, _truth(area.truth / "records.csv"))


def _linked_set(folder: Path) -> Linked:
    contracts = sorted(folder.glob("*.yaml"))
    accepted = [accept([c.with_suffix(".csv")], read_contract(c), on=TODAY).records for c in contracts]
    return link(pa.concat_tables(accepted), on=TODAY)


def _truth(file: Path) -> dict[RecordKey, str]:
    with file.open(encoding="utf-8", newline="") as rows:
        return {(row["source"], row["record_id"]): row["entity"] for row in csv.DictReader(rows)}


def _say(name: str, linked: Linked, entity: Mapping[RecordKey, str]) -> None:
    asked = [q for q in questions(linked) if all(key in entity for key in q.pair)]
    print(f"{name}: {len(asked):,} questions")
    for many in FIRST:
        told = [_answer(q, entity) for q in asked[:many]]
        won = answered(linked, told, entity)
        same = sum(one.decided is Decided.LINK for one in told)
        print(
            f"  first {len(told)}: {same} one person; true pairs won {won.right_joined}, wrong pairs removed"
            f" {won.wrong_parted}; true pairs lost {won.right_parted}, wrong pairs made {won.wrong_joined}",
            flush=True,
        )


def _answer(question: Question, entity: Mapping[RecordKey, str]) -> Constraint:
    (left, left_id), (right, right_id) = question.pair
    same = entity[question.left] == entity[question.right]
    return Constraint(
        dataset_l=left,
        record_id_l=left_id,
        dataset_r=right,
        record_id_r=right_id,
        decided=Decided.LINK if same else Decided.APART,
    )


def answered(linked: Linked, told: Sequence[Constraint], entity: Mapping[RecordKey, str]) -> Won:
    """What the answers change, decided by the rules of a run."""
    working = linked.in_hand()
    pairs, features = read_pairs(working.pairs), working.features
    after = decide(pairs, features, linked.model, constraints=told, mode=working.mode).person_of.tolist()
    names = zip(features["dataset"].to_pylist(), features["record_id"].to_pylist(), strict=True)
    who = [entity.get(key, f"\0{place}") for place, key in enumerate(names)]
    before = linked.people["cluster"].to_pylist()
    right = _pairs_in(list(zip(after, who, strict=True))), _pairs_in(list(zip(before, who, strict=True)))
    both, both_right = (
        _pairs_in(list(zip(before, after, strict=True))),
        _pairs_in(list(zip(before, after, who, strict=True))),
    )
    return Won(
        right_joined=right[0] - both_right,
        right_parted=right[1] - both_right,
        wrong_joined=_pairs_in(after) - both - (right[0] - both_right),
        wrong_parted=_pairs_in(before) - both - (right[1] - both_right),
    )


def _pairs_in(groups: Sequence[object]) -> int:
    return sum(many * (many - 1) // 2 for many in Counter(groups).values())


if __name__ == "__main__":
    main()
