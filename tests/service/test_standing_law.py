"""The law as this installation takes it: read by anybody, its open starts settled by an administrator and no other."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from goldenthread.agreements import agree, read_pathway
from goldenthread.law import Force, Nation, Question, Standing, read_switches
from goldenthread.service.actions import law_pages, pathways, recompiling, reference
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.law_pages import EffectOfSettling
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.store.models import LawSwitch, LedgerPayload, Pathway
from goldenthread.vocabulary import ProvisionId

DUTY = ProvisionId("ca2004_s16LA")
DAY = date(2026, 9, 30)
SEEN = "regulations that were read"


def _settle(area: Any, username: str = "ali.admin", **differs: Any) -> Any:
    ordinary = {"standing": Standing.CONFIRMED, "starts_on": DAY, "instrument": SEEN}
    said = ordinary | differs
    return law_pages.settle_start(said.pop("id", DUTY), **said, by=area.person(username), at=area.now)


def _written(area: Any, deed: str) -> int:
    with area.as_role("worker"):
        return LedgerPayload.objects.filter(deed=deed).count()


def test_a_confirmed_start_holds_everywhere_and_is_in_the_ledger(westhaven_copy: Any, tmp_path: Path) -> None:
    today = westhaven_copy.now.date()
    assert law_on(today).force(DUTY) is Force.UNCERTAIN
    assert "its start was not confirmed" in reference.basis_in_words((DUTY,), on=today)[0]
    written = _written(westhaven_copy, "switch_set")
    effect = _settle(westhaven_copy)
    assert isinstance(effect, EffectOfSettling)
    assert (DAY, Force.UNCERTAIN, Force.IN_FORCE) in {(d.on, d.now, d.then) for d in effect.days}
    assert law_on(today).force(DUTY) is Force.IN_FORCE
    assert law_on(date(2026, 9, 29)).force(DUTY) is Force.NOT_IN_FORCE
    assert "not confirmed" not in reference.basis_in_words((DUTY,), on=today)[0]
    assert _written(westhaven_copy, "switch_set") == written + 1
    # The file that the command line takes says the same, and names no person.
    (tmp_path / "switches.yaml").write_text(law_pages.settled_as_overlay(at=westhaven_copy.now), encoding="utf-8")
    (switch,) = read_switches(tmp_path / "switches.yaml")
    assert (switch.provision, switch.starts_on, switch.standing) == (DUTY, DAY, Standing.CONFIRMED)
    assert westhaven_copy.person("ali.admin").name not in switch.by


def test_putting_a_duty_off_turns_must_into_should(westhaven: Any) -> None:
    by = westhaven.person("ali.admin")
    said = {"standing": Standing.ANNOUNCED, "starts_on": date(2027, 1, 4), "instrument": SEEN}
    effect = law_pages.weigh_start(DUTY, **said, by=by, at=westhaven.now)
    assert effect is not None
    assert {(a.now, a.then) for a in effect.answers if a.question.startswith("A school named")} >= {
        ("must_share", "should_share")
    }


def test_the_latest_setting_counts_and_the_earlier_one_is_kept(westhaven_copy: Any) -> None:
    _settle(westhaven_copy)
    later = date(2027, 1, 4)
    _settle(westhaven_copy, standing=Standing.ANNOUNCED, starts_on=later)
    assert law_on(westhaven_copy.now.date()).force(DUTY) is Force.NOT_IN_FORCE
    assert law_on(later).force(DUTY) is Force.UNCERTAIN
    assert LawSwitch.objects.filter(provision=DUTY).count() == 2


def _granted(area: Any, username: str = "sam.social") -> int:
    by = area.person(username)
    held = reference.held_by(by)
    return sum(one.not_after > area.now for one in (*held.permissions, *held.identity))


@pytest.fixture
def resting_on_the_duty(westhaven_copy: Any, tmp_path: Path) -> Any:
    """The area, whose agreement was signed with one flow that names a law whose start is still open."""
    at, old = westhaven_copy.now, 'basis: ["art6_1_e", "ca2004_s10", "ca1989_s17"]'
    with westhaven_copy.as_role("worker"), doing(by=None, at=at) as action:
        said = Pathway.objects.get(id="westhaven-children").document
        assert old in said
        (tmp_path / "agreed.yaml").write_text(said.replace(old, 'basis: ["art6_1_e", "ca2004_s16LA"]', 1), "utf-8")
        paper = read_pathway(tmp_path / "agreed.yaml")
        signed = [agree(paper, p.agency, by=p.signs_as, at=at - timedelta(days=9)) for p in paper.parties]
        pathways.keep_pathway(tmp_path / "agreed.yaml", paper, signed, law=law_on(at.date()), action=action, at=at)
    return westhaven_copy


def test_a_start_put_off_ends_what_rests_on_it_at_once_and_one_moved_back_brings_it_back(
    resting_on_the_duty: Any,
) -> None:
    area, all_of_it = resting_on_the_duty, _granted(resting_on_the_duty)
    assert all_of_it > 0
    _settle(area, standing=Standing.ANNOUNCED, starts_on=date(2027, 1, 4))
    # No worker has had a turn yet: the same transaction took away what the law no longer carries, and nothing else.
    left = _granted(area)
    assert 0 < left < all_of_it
    area.the_worker_catches_up()
    assert _granted(area) == left
    _settle(area)
    area.the_worker_catches_up()
    with area.as_role("worker"):
        compiled = [
            p["detail"]["law"]
            for p in LedgerPayload.objects.filter(deed="pathway_compiled").values_list("payload", flat=True)
        ]
    assert _granted(area) == all_of_it
    assert {DUTY: ["not_in_force", "in_force"]} in compiled


def test_a_new_day_is_noticed_without_anybody_settling_anything(resting_on_the_duty: Any) -> None:
    area, all_of_it = resting_on_the_duty, _granted(resting_on_the_duty)
    _settle(area, starts_on=date(2026, 11, 24))
    area.the_worker_catches_up()
    assert _granted(area) < all_of_it
    with area.as_role("worker"):
        assert recompiling.compile_what_the_law_changed(at=area.now + timedelta(days=1)) == 0
        assert recompiling.compile_what_the_law_changed(at=area.now + timedelta(days=2)) == 1
    assert _granted(area) == all_of_it


def test_what_an_ended_agreement_permitted_never_comes_back(resting_on_the_duty: Any) -> None:
    area = resting_on_the_duty
    pathways.end_pathway("westhaven-children", reason="It is not needed now", by=area.person("ali.admin"), at=area.now)
    assert _granted(area) == 0
    _settle(area, standing=Standing.ANNOUNCED, starts_on=date(2027, 1, 4))
    _settle(area)
    area.the_worker_catches_up()
    assert _granted(area) == 0


def test_the_process_that_people_reach_can_grant_nothing_by_settling_a_start(resting_on_the_duty: Any) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        recompiling.compile_what_the_law_changed(at=resting_on_the_duty.now + timedelta(days=-60))


def test_weighing_a_start_keeps_nothing(westhaven: Any) -> None:
    by = westhaven.person("ali.admin")
    said = {"standing": Standing.CONFIRMED, "starts_on": DAY, "instrument": SEEN}
    effect = law_pages.weigh_start(DUTY, **said, by=by, at=westhaven.now)
    assert effect is not None
    assert not effect.changes_nothing
    sure = {(a.question[:8], a.on, a.now, a.then, a.now_is_unconfirmed, a.then_is_unconfirmed) for a in effect.answers}
    assert ("A school", DAY, "must_share", "must_share", True, False) in sure
    # A charity that nobody commissioned is outside the duty, whenever that starts.
    outside = [(a.now, a.then) for a in effect.answers if "works for nobody else" in a.question]
    assert not {"must_share"} & {answer for pair in outside for answer in pair}
    assert not LawSwitch.objects.exists()
    assert law_on(westhaven.now.date()).force(DUTY) is Force.UNCERTAIN


@pytest.mark.parametrize(
    ("username", "differs"),
    [
        pytest.param("sam.social", {}, id="somebody who is no administrator"),
        pytest.param("dan.dpo", {}, id="not even a data protection officer"),
        pytest.param("ali.admin", {"id": "ca2004_s10"}, id="law whose start is not open"),
        pytest.param("ali.admin", {"id": "magna_carta"}, id="law that the register does not hold"),
        pytest.param("ali.admin", {"instrument": " "}, id="nothing said about where it stands"),
    ],
)
def test_nobody_else_and_nothing_else_settles_a_start(westhaven: Any, username: str, differs: dict[str, Any]) -> None:
    refused = _written(westhaven, "refused")
    assert isinstance(_settle(westhaven, username, **differs), NothingToShow)
    assert not LawSwitch.objects.exists()
    assert _written(westhaven, "refused") == refused + 1


def test_a_setting_that_a_newer_register_has_overtaken_is_passed_over(westhaven_copy: Any) -> None:
    LawSwitch.objects.create(
        provision="ca2004_s10",
        standing="announced",
        starts_on=DAY,
        instrument=SEEN,
        set_by="",
        set_at=westhaven_copy.now,
    )
    assert law_on(westhaven_copy.now.date()).force(ProvisionId("ca2004_s10")) is Force.IN_FORCE
    assert law_pages.settled_as_overlay(at=westhaven_copy.now) == "switches: []\n"


@pytest.mark.requirement("W3")
def test_everybody_reads_the_register_signed_in_or_not(client: Any, westhaven: Any) -> None:
    assert law_pages.find_law(Question(words="16LA"), nation=Nation.ENGLAND, at=westhaven.now)
    for path in ("/law/", "/law/?kind=duty", "/law/ca2004_s16LA/", "/law/changes/", "/law/switches.yaml"):
        assert client.get(path).status_code == 200, path
    assert client.get("/law/magna_carta/").status_code == 404
    assert "Confirm or move its start" not in client.get("/law/ca2004_s16LA/").content.decode()


def test_words_are_looked_up_from_a_form_and_never_from_an_address(client: Any, westhaven: Any) -> None:
    asked = client.post("/law/", {"words": "16LA", "sender": "school_academy"}).content.decode()
    assert "Duty to share information" in asked
    assert "Operation Encompass" not in asked
    by_address = client.get("/law/?words=16LA").content.decode()
    assert "What is here" in by_address


def test_what_is_law_and_names_who_was_asked_about_stands_first(client: Any, westhaven: Any) -> None:
    shown = client.post("/law/", {"sender": "school_academy", "recipient": "police"}).content.decode()
    places = [shown.index(f"/law/{id}/") for id in ("ca2004_s16LA", "svga2006_dbs", "cpa2026_csa_report")]
    assert places == sorted(places)
    powers = [shown.index(f"/law/{id}/") for id in ("cda1998_s115", "ca2004_s14B")]
    assert powers == sorted(powers)
