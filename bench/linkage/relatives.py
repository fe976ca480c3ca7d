"""Whether brothers, sisters, twins, parents and children are kept apart, and what keeping them apart costs.

``python -m bench.linkage.relatives --children 3000``: makes an area, links it unattended and holds it against its
truth. Goal: at most one automatic link in 10,000 joins a child to a brother or sister, at a cost of less than 0.5 % of
the true links. Also says how sure is sure, and which groups are missed more often than everybody.

``--seed 2026 404 31`` makes an area of each seed and pools the groups, which shows what is chance in one area.
"""

import argparse
import csv
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from bench.linkage.costing import costing
from bench.linkage.sets import TODAY, RecordKey, persons
from examples.westhaven.area import Area, make_area
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import Accuracy, Linked, Outcome, accuracy_by_group, calibration, link
from goldenthread.linkage.accuracy import EVERYBODY
from goldenthread.linkage.evaluating import Clumps, interval
from goldenthread.linkage.refusing import REFUSALS

OF_RELATIVES = frozenset(r.name for r in REFUSALS if r.of_relatives)
NOT_GROUPS = ("source", "record_id", "entity")
Entities = frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=3_000)
    parser.add_argument("--seed", type=int, nargs="+", default=[2026])
    asked = parser.parse_args()
    groups = [group for seed in asked.seed for group in _measured(asked.children, seed)]
    if len(asked.seed) > 1:
        print(pooled(groups))


def _measured(children: int, seed: int) -> list[Accuracy]:
    with tempfile.TemporaryDirectory() as folder:
        area = make_area(Path(folder), children=children, seed=seed, today=TODAY)
        accepted = [accept([f.path], read_contract(f.contract), on=TODAY) for f in area.files]
        with costing() as cost:
            linked = link(pa.concat_tables([one.records for one in accepted]), on=TODAY)
        text, groups = told(linked, area)
        print(f"{children:,} children, seed {seed}: {cost.processor:.0f} s of processor\n{text}", flush=True)
        return groups


def pooled(groups: Iterable[Accuracy]) -> str:
    """The recall of everybody and of each group over several areas, the lowest first."""
    true = defaultdict[tuple[str, str], Clumps](Clumps)
    for one in groups:
        true[one.group, one.value] += one.true
    usual = true[EVERYBODY].likeness()
    lines = []
    for group, of in sorted(true.items(), key=lambda item: item[1].right / item[1].pairs):
        effect = of.effect(usual)
        low, high = interval(of.right / effect, of.pairs / effect)
        share = f"{of.right / of.pairs:.4f} ({low:.4f} to {high:.4f})"
        lines.append(f"pooled: {' '.join(group)}: {share} of {of.pairs:,} pairs of {of.people:,} people")
    return "\n".join(lines)


def told(linked: Linked, area: Area) -> tuple[str, list[Accuracy]]:
    """What there is to say of one area, and how right each group is."""
    truth = {(row["source"], row["record_id"]): row for row in _rows(area.truth / "records.csv")}
    entity_of = {key: row["entity"] for key, row in truth.items()}
    pairs = [
        (row["outcome"], row["why"], row["probability"], frozenset((entity_of[left], entity_of[right])))
        for row in linked.links.to_pylist()
        for left, right in [((row["dataset_l"], row["record_id_l"]), (row["dataset_r"], row["record_id_r"]))]
        if left in entity_of and right in entity_of
    ]
    sure = calibration((said, len(who) == 1) for _, _, said, who in pairs)
    siblings, parents = _families(area.truth)
    joined = Counter(_kin(who, siblings, parents) for outcome, _, _, who in pairs if outcome == Outcome.LINKED)
    refused = sum(len(who) == 1 for _, why, _, who in pairs if why in OF_RELATIVES)
    groups = _groups(linked, truth, entity_of)
    everything = groups[0].score
    lines = "\n".join(
        (
            f"people: precision {everything.precision:.6f}, recall {everything.recall:.4f} of {everything.wanted:,}",
            sure.in_words(),
            f"says: {linked.model.rests_on}",
            *(_share(kin, joined[kin], sum(joined.values())) for kin in ("brothers and sisters", "parent and child")),
            f"cost: {refused:,} true links sent to a person, {refused / everything.wanted:.3%} (goal: below 0.5 %)",
            *(f"more than a point below the whole: {_shown(one)}" for one in groups[1:] if one.warned),
        )
    )
    return lines, groups


def _share(kin: str, wrong: int, linked: int) -> str:
    low, high = interval(wrong, linked)
    return (
        f"automatic links of {kin}: {wrong} of {linked:,}, {10_000 * wrong / max(linked, 1):.2f} in 10,000 "
        f"(95 %: {10_000 * low:.2f} to {10_000 * high:.2f}; goal: at most 1)"
    )


def _shown(one: Accuracy) -> str:
    low, high = one.score.recall_95
    of = f"{one.score.wanted:,} pairs of {one.true.people:,} people, {one.true.short:,} of them not found whole"
    chance = "" if one.beyond_chance else ", which so few may show by chance"
    return f"{one.group} {one.value}: {one.score.recall:.4f} ({low:.4f} to {high:.4f}) of {of}{chance}"


def _kin(who: Entities, siblings: set[Entities], parents: set[Entities]) -> str:
    if len(who) == 1:
        return "one person"
    return "brothers and sisters" if who in siblings else "parent and child" if who in parents else "others"


def _families(truth: Path) -> tuple[set[Entities], set[Entities]]:
    """Which two people have a parent in common, and which are parent and child."""
    children: dict[str, set[str]] = defaultdict(set)
    for row in _rows(truth / "relationships.csv"):
        children[row["entity_from"]].add(row["entity_to"])
    siblings = {frozenset(pair) for family in children.values() for pair in combinations(family, 2)}
    return siblings, {frozenset((parent, child)) for parent, family in children.items() for child in family}


def _groups(
    linked: Linked, truth: Mapping[RecordKey, Mapping[str, str]], entity_of: Mapping[RecordKey, str]
) -> list[Accuracy]:
    groups = {k: {(n, v) for n, v in row.items() if n not in NOT_GROUPS and v} for k, row in truth.items()}
    return accuracy_by_group(persons(linked), entity_of, groups)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    main()
