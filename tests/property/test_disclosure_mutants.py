"""The grid catches every hand-written mistake in the rules."""

from contextlib import nullcontext

import pytest

from tests.property.mistakes import EQUIVALENT, caught, mutants

AT_LEAST_MUTANTS = 57


@pytest.mark.long
def test_the_grid_catches_every_mistake_in_the_rules() -> None:
    made = dict(mutants())
    survivors = {name for name, switch_on in made.items() if not caught(switch_on)}
    assert len(made) >= AT_LEAST_MUTANTS
    assert survivors == set(EQUIVALENT)


def test_without_a_mistake_nothing_is_caught() -> None:
    assert not caught(nullcontext)
