"""A start that was only announced is confirmed or moved, and nothing else is."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.law import (
    Change,
    Force,
    Provision,
    Standing,
    Switch,
    UnfitSwitch,
    as_overlay,
    can_be_switched,
    changes,
    law_in_force,
    read_register,
    read_switches,
    switched,
)
from goldenthread.vocabulary import ProvisionId, UnreadableDocument

DUTY_TO_SHARE = ProvisionId("ca2004_s16LA")
DAY = date(2026, 9, 30)
LATER = date(2027, 1, 4)
FILE = """
switches:
  - provision: "ca2004_s16LA"
    standing: "confirmed"
    starts_on: "2026-09-30"
    instrument: "an instrument that was read"
    by: "A. Administrator"
    on: "2026-11-22"
"""


def switch(**differs: object) -> Switch:
    ordinary: dict[str, object] = {
        "provision": DUTY_TO_SHARE,
        "standing": Standing.CONFIRMED,
        "starts_on": DAY,
        "instrument": "an instrument that was read",
        "by": "A. Administrator",
        "on": date(2026, 11, 22),
    }
    return Switch(**(ordinary | differs))  # type: ignore[arg-type]


def force(on: date, *switches: Switch) -> Force:
    return law_in_force("england", on=on, switches=switches).force(DUTY_TO_SHARE)


def entry(id: str) -> Provision:
    return next(p for p in read_register() if p.id == id)


def test_a_confirmed_start_binds_from_its_day_and_not_before() -> None:
    assert force(DAY) is Force.UNCERTAIN
    assert force(DAY, switch()) is Force.IN_FORCE
    assert force(date(2026, 9, 29), switch()) is Force.NOT_IN_FORCE


def test_a_start_that_was_moved_is_still_unconfirmed() -> None:
    moved = switch(standing=Standing.ANNOUNCED, starts_on=LATER)
    assert force(DAY, moved) is Force.NOT_IN_FORCE
    assert force(LATER, moved) is Force.UNCERTAIN


def test_a_provision_that_was_never_commenced_can_be_announced_and_confirmed() -> None:
    report = ProvisionId("cpa2026_csa_report")
    for standing, then in ((Standing.ANNOUNCED, Force.UNCERTAIN), (Standing.CONFIRMED, Force.IN_FORCE)):
        law = law_in_force(
            "england", on=LATER, switches=(switch(provision=report, starts_on=LATER, standing=standing),)
        )
        assert law.force(report) is then
    assert law_in_force("england", on=LATER).force(report) is Force.NOT_IN_FORCE


def test_a_switch_changes_its_own_provision_and_no_other() -> None:
    before, after = read_register(), switched(read_register(), (switch(),))
    assert [a.id for b, a in zip(before, after, strict=True) if a != b] == [DUTY_TO_SHARE]


def test_what_was_switched_is_told_among_the_changes() -> None:
    since = date(2026, 9, 1)
    told = [c.change for c in changes(read_register(), since=since) if c.provision == DUTY_TO_SHARE]
    settled = switched(read_register(), (switch(),))
    told_then = [c.change for c in changes(settled, since=since) if c.provision == DUTY_TO_SHARE]
    assert told == [Change.ANNOUNCED, Change.CHECKED]
    assert told_then == [Change.BEGINS, Change.CHECKED]


def test_law_that_stood_or_ended_waits_for_nothing() -> None:
    assert can_be_switched(entry("ca2004_s16LA"))
    assert not any(can_be_switched(entry(id)) for id in ("ca2004_s10", "ca2004_s11", "ca2004_s14B", "art6_1_e"))


def test_a_new_wording_that_waits_is_switched_and_the_old_one_is_left_alone() -> None:
    waiting = entry("ca2004_s16LA")
    old = replace(entry("ca2004_s10").in_force[0], until=DAY)
    reworded = replace(waiting, in_force=(old, *waiting.in_force))
    assert can_be_switched(reworded)
    (settled,) = switched((reworded,), (switch(),))
    assert settled.in_force[0] == old
    assert settled.in_force[1].starts_on == DAY


@pytest.mark.parametrize(
    ("unfit", "says"),
    [
        (switch(provision=ProvisionId("magna_carta")), "holds no such provision"),
        (switch(provision=ProvisionId("ca2004_s10")), "Change the register instead"),
    ],
)
def test_a_switch_that_fits_nothing_is_refused(unfit: Switch, says: str) -> None:
    with pytest.raises(UnfitSwitch, match=says):
        switched(read_register(), (unfit,))


def test_an_overlay_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "switches.yaml").write_text(FILE, encoding="utf-8")
    assert read_switches(tmp_path / "switches.yaml") == (switch(),)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('standing: "confirmed"', 'standing: "probably"', "is not one of: confirmed, announced"),
        ('starts_on: "2026-09-30"', 'starts_on: "soon"', "expected a date"),
        ('    by: "A. Administrator"\n', "", "the key by is missing"),
        ("switches:", "switch:", "unknown key switch"),
    ],
)
def test_an_overlay_file_is_read_strictly(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    assert was in FILE
    (tmp_path / "switches.yaml").write_text(FILE.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=says):
        read_switches(tmp_path / "switches.yaml")


def test_a_provision_that_is_switched_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    twice = FILE + FILE.removeprefix("\nswitches:\n")
    (tmp_path / "switches.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(UnfitSwitch, match="ca2004_s16LA stands twice"):
        read_switches(tmp_path / "switches.yaml")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1), max_size=3))
def test_what_is_written_as_an_overlay_file_is_read_back_the_same(said: list[str]) -> None:
    written = tuple(
        switch(provision=ProvisionId(f"provision_{n}"), instrument=text, by=text[::-1]) for n, text in enumerate(said)
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "switches.yaml"
        path.write_text(as_overlay(written), encoding="utf-8")
        assert read_switches(path) == written
