"""What we ship holds together: the demonstration's pathway, the catalogue and the register of law."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from goldenthread.agreements import PathwayStatus, agree, compile_permissions, read_pathway, state
from goldenthread.flags import read_catalogue
from goldenthread.law import law_in_force, read_register
from goldenthread.vocabulary import Level

HOUSE = Path(__file__).parents[3]
PATHWAYS = sorted((HOUSE / "examples").glob("*/pathways/*.yaml"))
CONTRACTS = sorted((HOUSE / "examples").glob("*/contracts/*.yaml")) + sorted(
    (HOUSE / "src/goldenthread/intake/contracts").glob("*.yaml")
)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("path", PATHWAYS, ids=lambda path: path.stem)
def test_everything_a_shipped_pathway_promises_compiles_under_the_law_of_today(path: Path) -> None:
    pathway, catalogue = read_pathway(path), read_catalogue()
    signatures = [agree(pathway, p.agency, by="A. Signatory", at=NOON) for p in pathway.parties]
    law = law_in_force("england", on=NOON.date())
    found = compile_permissions(pathway, signatures, catalogue, at=NOON, law=law)
    assert found.refused == ()
    assert state(pathway, signatures, at=NOON).status is PathwayStatus.IN_FORCE
    ceilings = {kind.id: kind.ceiling for kind in catalogue.kinds}
    for permission in found.permissions:
        ceiling = ceilings[permission.kind][permission.role]
        assert permission.level is Level.EXISTENCE or ceiling is Level.CONTENT


def test_there_is_a_pathway_and_there_are_contracts_to_check() -> None:
    assert PATHWAYS
    assert CONTRACTS


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_every_authority_a_contract_names_is_in_the_register(path: Path) -> None:
    authority = yaml.safe_load(path.read_text(encoding="utf-8"))["authority"]
    named = {authority["default"], *authority.get("columns", {}).values()}
    assert named <= {provision.id for provision in read_register()}
