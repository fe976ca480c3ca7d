"""A child's identity from before an adoption is nowhere in a loaded area, and nothing pairs it with the present one."""

import json
from typing import Any

import pytest
import yaml
from contents import Contents, contents, tables_with

from examples.westhaven.area import area_in
from examples.westhaven.papers import write_quoted_yaml
from goldenthread.intake import HeldBack, accept, read_contract
from goldenthread.service.actions import finding, loading
from goldenthread.service.actions.shapes import NothingToShow

ONCE_KNEW = ("community-health", "gp-practices")


@pytest.fixture
def former(westhaven: Any) -> list[dict[str, Any]]:
    """The former identities that two agencies' files still hold, as the adoption team alone can pick them out."""
    area = area_in(westhaven.folder)
    tokens = json.loads(area.held_back.read_text(encoding="utf-8"))["tokens"]
    held_back = HeldBack(key=bytes.fromhex(area.adoption_key.read_text().strip()), tokens=frozenset(tokens))
    found = []
    for file in area.files:
        if file.dataset in ONCE_KNEW:
            taken = accept([file.path], read_contract(file.contract), on=westhaven.now.date())
            found += [record for record in taken.records.to_pylist() if _is_held_back(held_back, record)]
    assert {record["dataset"] for record in found} == set(ONCE_KNEW)
    return found


def _is_held_back(held_back: HeldBack, record: dict[str, Any]) -> bool:
    names = " ".join(filter(None, (record["full_name"], record["given_name"], record["family_name"])))
    return held_back.holds(record["nhs_number"], names, record["date_of_birth"])


def _traces(record: dict[str, Any], held: Contents) -> set[str]:
    """The tables in which a number, an address, or a name with the birth date of one identity stands."""
    alone = [record[field] for field in ("record_id", "nhs_number", "address_line") if record[field]]
    found = set[str]().union(*(tables_with(said, held) for said in alone))
    named = " ".join(filter(None, (record["full_name"], record["given_name"], record["family_name"])))
    together = [record["date_of_birth"].isoformat(), *named.replace(",", " ").casefold().split()]
    for table, rows in held.items():
        if any(all(part in row.casefold() for part in together) for row in rows):
            found.add(table)
    return found


def test_no_table_holds_a_former_identity_in_any_column_and_neither_does_the_ledger(
    westhaven: Any, cluster: Any, former: list[dict[str, Any]]
) -> None:
    held = contents(cluster, westhaven)
    assert held["store_ledgerpayload"]
    assert [_traces(record, held) for record in former] == [set() for _ in former]


def test_nobody_is_found_by_a_former_number(westhaven_copy: Any, former: list[dict[str, Any]]) -> None:
    sam = westhaven_copy.person("sam.social")
    numbers = {record["nhs_number"] for record in former} - {None}
    assert numbers
    for number in numbers:
        sought = westhaven_copy.sought("young-carer", nhs_number=number)
        assert isinstance(finding.find_child(sought, by=sam, at=westhaven_copy.now), NothingToShow)


@pytest.mark.parametrize("with_tokens", [True, False])
def test_it_is_the_tokens_that_keep_it_out_and_not_the_cohort(
    empty_area: Any, westhaven: Any, cluster: Any, former: list[dict[str, Any]], with_tokens: bool
) -> None:
    """Two agencies send everybody they know. Without tokens the former identity is in, and the search sees it there."""
    area = area_in(westhaven.folder)
    plan: dict[str, Any] = {"directory": str(area.directory), "deliveries": []}
    if with_tokens:
        plan |= {"held_back": str(area.held_back), "adoption_key": str(area.adoption_key)}
    for file in (file for file in area.files if file.dataset in ONCE_KNEW):
        contract = yaml.load(file.contract.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        write_quoted_yaml(empty_area.folder / f"{file.dataset}.yaml", contract | {"cohort": {"statement": "All."}})
        plan["deliveries"].append({"contract": f"{file.dataset}.yaml", "files": [str(file.path)]})
    write_quoted_yaml(empty_area.folder / "area.yaml", plan)
    with empty_area.as_role("worker"):
        loading.load_area(empty_area.folder / "area.yaml", at=empty_area.now, tell=lambda _: None)
    held = contents(cluster, empty_area)
    found = ["store_person" in _traces(record, held) for record in former]
    assert found == [not with_tokens] * len(former)
