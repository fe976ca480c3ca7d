"""Every decision of a finite world agrees with an oracle written from the prose."""

import time

from tests.property.grid import judged

AT_LEAST_CASES = 250_000


def test_every_decision_of_the_grid_agrees_with_the_oracle() -> None:
    cases, started = 0, time.process_time()
    for size, wrong in judged():
        assert wrong is None, wrong
        cases += size
    print(f"{cases:,} cases agree with the oracle in {time.process_time() - started:.1f} s of processor time")  # noqa: T201
    assert cases >= AT_LEAST_CASES
