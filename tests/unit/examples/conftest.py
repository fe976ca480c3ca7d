"""One small area, made once, for the tests of the demonstration area."""

import json
from datetime import date
from pathlib import Path

import pytest

from examples.westhaven import Area, make_area
from goldenthread.intake import Accepted, HeldBack, accept, read_contract

TODAY = date(2026, 11, 22)
SEED = 7
CHILDREN = 400


@pytest.fixture(scope="session")
def area(tmp_path_factory: pytest.TempPathFactory) -> Area:
    """A small area of Westhaven."""
    return make_area(tmp_path_factory.mktemp("westhaven"), children=CHILDREN, seed=SEED, today=TODAY)


@pytest.fixture(scope="session")
def held_back(area: Area) -> HeldBack:
    """What the adoption team gives intake: its key and its tokens."""
    tokens = json.loads(area.held_back.read_text(encoding="utf-8"))["tokens"]
    return HeldBack(key=bytes.fromhex(area.adoption_key.read_text(encoding="utf-8")), tokens=frozenset(tokens))


@pytest.fixture(scope="session")
def accepted(area: Area, held_back: HeldBack) -> dict[str, Accepted]:
    """Every agency's file as intake accepts it."""
    return {
        file.dataset: accept([file.path], read_contract(file.contract), on=TODAY, held_back=held_back)
        for file in area.files
    }


@pytest.fixture(scope="session")
def told(area: Area) -> dict[str, Path]:
    """Every file that the area leaves behind, by its path inside the area."""
    return {str(path.relative_to(area.out)): path for path in sorted(area.out.rglob("*")) if path.is_file()}
