"""Files that were not made for us: Family Context's reference data, the looked-after return and the census.

Each goes by the contract that comes with Golden Thread, through the same actions and the same pages as any other.
Fixtures of the same shape stand beside them, so that a machine without the samples tests the same way.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from examples.family_context.plan import DIRECTORY, PATHWAY, SIGNED_ON, write_plan
from examples.westhaven.papers import write_quoted_yaml
from goldenthread.service.actions import datasets, finding, loading, looking
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow, Sought
from goldenthread.vocabulary import Purpose

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHARED = Path(__file__).parents[3] / "shared" / "data"
REFERENCE = SHARED / "family-context" / "reference-app-data"
needs_samples = pytest.mark.skipif(not SHARED.is_dir(), reason="the samples are not on this machine")


def _load(area: Any, plan: Path) -> Any:
    with area.as_role("worker"):
        return loading.load_area(plan, at=area.now, demonstration=True, tell=lambda _: None)


def _family_context(area: Any, files: Path) -> Any:
    return _load(area, write_plan(files, area.folder))


def _sought(**said: Any) -> Sought:
    return Sought(purpose=Purpose.PROTECT_FROM_HARM, reason="Rang us, worried about the home", **said)


def _find(area: Any, username: str, **said: Any) -> Any:
    return finding.find_child(_sought(**said), by=area.person(username), at=area.now)


def _page(area: Any, username: str, **said: Any) -> Any:
    found = _find(area, username, **said)
    assert isinstance(found, Found)
    return looking.open_child(found.children[0].look, by=area.person(username), at=area.now)


def _cards(area: Any, username: str) -> dict[str, Any]:
    return {card.dataset: card for card in datasets.list_datasets(by=area.person(username), at=area.now)}


IDRIS = {"given_name": "Idris", "family_name": "Tregarthen", "date_of_birth": date(2016, 11, 7)}
UNA = {"given_name": "Una", "family_name": "Bryant", "date_of_birth": date(2000, 10, 7)}


@pytest.mark.requirement("C2")
def test_five_files_of_family_context_become_one_page_that_says_whom_to_ring(empty_area: Any) -> None:
    loaded = _family_context(empty_area, FIXTURES / "family-context")
    assert (loaded.records, loaded.people, loaded.refused_facts) == (3, 3, 0)
    page = _page(empty_area, "sol.social", **IDRIS)
    assert isinstance(page, ChildPage)
    assert (page.name, page.age, page.address) == ("Idris Tregarthen", "10 years old", "4 Copper Row Westhaven")
    rung = {(flag.agency_name, flag.contact.phone) for flag in page.flags if flag.contact}
    assert rung == {
        ("Fernley Housing", "01632 960002"),
        ("Fernley Police", "01632 960003"),
    }
    assert all(flag.pathway == "Fernley: which services a family has" for flag in page.flags)
    # The school says that its time with this child is over; adult social care last said a word a year and a half ago.
    searched = {line.service: line.result for line in page.searched}
    assert (searched["Schools"], searched["Adult social care"]) == ("Nothing of what you may see",) * 2


def test_what_a_contract_never_reads_is_nowhere(empty_area: Any) -> None:
    _family_context(empty_area, FIXTURES / "family-context")
    page = _page(empty_area, "sol.social", **IDRIS)
    said = " ".join([f"{f.title} {f.closed_words} {f.opened}" for f in page.flags]).lower()
    assert "arrears" not in said
    assert "anti" not in said


def test_a_date_of_birth_that_is_no_day_is_told_to_the_data_officer_and_makes_nobody_up(empty_area: Any) -> None:
    _family_context(empty_area, FIXTURES / "family-context")
    card = _cards(empty_area, "del.protection")["family-context-person"]
    assert (card.read, card.accepted, card.rejected) == (3, 3, 0)
    assert any("dateOfBirth" in sentence for sentence, _ in card.lost_values)
    assert card.reasons == ()
    nobody = _find(empty_area, "sol.social", given_name="Anneka", family_name="Vosloo", date_of_birth=date(2012, 3, 2))
    assert isinstance(nobody, NothingToShow)


def test_the_same_person_is_found_and_shown_by_the_same_pages_over_http(empty_area: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    _family_context(empty_area, FIXTURES / "family-context")
    client = Client()
    sign_in(client, Account.objects.get(username="sol.social"))
    answer = client.post(
        reverse("find"),
        {
            "purpose": "protect_from_harm",
            "reason": "Rang us, worried about the home",
            "given_name": "Idris",
            "family_name": "Tregarthen",
            "date_of_birth-day": "7",
            "date_of_birth-month": "11",
            "date_of_birth-year": "2016",
        },
    )
    assert "Idris Tregarthen" in answer.content.decode()
    opens = re.search(r'href="(/[^"]*[0-9a-f]{8}-[^"]+)"', answer.content.decode())
    assert opens
    child = client.get(opens[1])
    text = child.content.decode()
    assert child.status_code == 200
    assert all(said in text for said in ("Idris Tregarthen", "01632 960002", "Westhaven Homes", "Ledger reference"))


@needs_samples
def test_the_reference_data_is_shown_as_of_the_day_it_was_true(empty_area: Any) -> None:
    loaded = _family_context(empty_area, REFERENCE)
    assert (loaded.records, loaded.people, loaded.refused_facts) == (10, 10, 0)
    page = _page(empty_area, "sol.social", **UNA)
    assert (page.name, page.age) == ("Una Bryant", "26 years old")
    assert {flag.agency_name for flag in page.flags} >= {"Fernley Housing", "Fernley Police"}
    assert all(line.as_of == date(2020, 1, 6) for line in page.searched)
    assert all("6 January 2020" in line.sentence for line in page.searched)
    at_school = _page(
        empty_area,
        "sol.social",
        given_name="Montgomery",
        family_name="Freeman",
        date_of_birth=date(2000, 10, 6),
    )
    assert [(f.agency_name, f.contact.team) for f in at_school.flags] == [("Schools in Fernley", "A+ School")]


@needs_samples
def test_read_as_of_today_the_same_people_are_adults_and_the_data_officer_is_told(empty_area: Any) -> None:
    plan = write_plan(REFERENCE, empty_area.folder)
    text = "".join(line for line in plan.read_text().splitlines(keepends=True) if "as_of" not in line)
    plan.write_text(text)
    _load(empty_area, plan)
    assert isinstance(_find(empty_area, "sol.social", **UNA), NothingToShow)
    card = _cards(empty_area, "del.protection")["family-context-person"]
    assert [count for sentence, count in card.remarks if sentence.startswith("Listed as a child, but an adult")] == [10]


def _returns(area: Any, header: Path, episodes: Path, census: Path) -> Any:
    files = {"ssda903-header": header, "ssda903-episodes": episodes, "cin-census": census}
    plan = {
        "directory": str(DIRECTORY),
        "deliveries": [
            {"contract": name, "files": [str(file)], "source": "fernley-childrens-social-care"}
            for name, file in files.items()
        ],
        "pathways": [str(PATHWAY)],
        "signed_on": SIGNED_ON.isoformat(),
    }
    write_quoted_yaml(area.folder / "area.yaml", plan)
    return _load(area, area.folder / "area.yaml")


def test_returns_to_the_department_become_flags_on_children_without_a_name(empty_area: Any) -> None:
    _returns(
        empty_area, FIXTURES / "ssda903_header.csv", FIXTURES / "ssda903_episodes.csv", FIXTURES / "cin_census.xml"
    )
    looked_after = _page(empty_area, "sol.social", upn="N201230010001")
    assert looked_after.name == "Name not held"
    assert [flag.title for flag in looked_after.flags] == ["The child is looked after by the council"]
    assert looked_after.flags[0].since == date(2025, 6, 2)
    assert looked_after.family[0].name == "Name not held"
    in_need = _page(empty_area, "sol.social", upn="R201230010003")
    assert in_need.name == "Name not held"
    assert {flag.since for flag in in_need.flags} >= {date(2025, 10, 6), date(2025, 12, 17)}


def test_every_row_of_the_returns_is_accounted_for(empty_area: Any) -> None:
    _returns(
        empty_area, FIXTURES / "ssda903_header.csv", FIXTURES / "ssda903_episodes.csv", FIXTURES / "cin_census.xml"
    )
    cards = _cards(empty_area, "del.protection")
    assert {name: (c.read, c.accepted + c.rejected) for name, c in cards.items()} == {
        "ssda903-header": (6, 6),
        "ssda903-episodes": (5, 5),
        "cin-census": (2, 2),
    }


@needs_samples
def test_the_departments_samples_are_loaded_whole_with_every_upn_graded(empty_area: Any) -> None:
    from goldenthread.service.store.models import PersonIdentifier

    loaded = _returns(
        empty_area,
        SHARED / "ssda903" / "d2i_header.csv",
        SHARED / "ssda903" / "d2i_episodes.csv",
        SHARED / "cin-census" / "d2i_fake_CIN_data.xml",
    )
    cards = _cards(empty_area, "del.protection")
    assert all(card.accepted + card.rejected == card.read for card in cards.values())
    assert (cards["ssda903-header"].read, cards["cin-census"].read) == (2_675, 332)
    # Without a name, a shared birthday is no evidence: nobody is joined to anybody else's record.
    assert loaded.people == loaded.records == 2_675 + 332
    with empty_area.as_role("worker"):
        held = PersonIdentifier.objects.filter(kind="upn", dataset_id="ssda903-header")
        grades = {grade: held.filter(grade=grade).count() for grade in ("fails_check", "well_formed")}
        assert held.count() == sum(grades.values()) == 2_675
        assert not held.filter(grade="fails_check", is_key=True).exists()
        looked_after = held.filter(grade="well_formed", person__kind="child", person__flag__kind="looked_after")
        one = looked_after.order_by("value").first()
    assert grades == {"fails_check": 2_568, "well_formed": 107}
    page = _page(empty_area, "sol.social", upn=one.value)
    assert page.name == "Name not held"
    assert any(flag.title == "The child is looked after by the council" for flag in page.flags)
