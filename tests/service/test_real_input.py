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


def _over_http(sign_in: Any, child: dict[str, Any]) -> str:
    """The page of a child as a browser gets it, found by the form and opened by the link."""
    from goldenthread.service.store.models import Account

    client, born = Client(), child["date_of_birth"]
    sign_in(client, Account.objects.get(username="sol.social"))
    found = client.post(
        reverse("find"),
        {
            "purpose": "protect_from_harm",
            "reason": "Rang us, worried about the home",
            "given_name": child["given_name"],
            "family_name": child["family_name"],
            "date_of_birth-day": str(born.day),
            "date_of_birth-month": str(born.month),
            "date_of_birth-year": str(born.year),
        },
    )
    assert f"{child['given_name']} {child['family_name']}" in found.content.decode()
    opens = re.search(r'href="(/[^"]*[0-9a-f]{8}-[^"]+)"', found.content.decode())
    assert opens
    page = client.get(opens[1])
    assert page.status_code == 200
    return page.content.decode()


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
    _family_context(empty_area, FIXTURES / "family-context")
    text = _over_http(sign_in, IDRIS)
    assert all(said in text for said in ("Idris Tregarthen", "01632 960002", "Westhaven Homes", "Ledger reference"))


LAST_SAID = date(2020, 1, 6)
LAST_MET = date(2019, 5, 20)


@needs_samples
def test_all_five_sources_of_the_reference_data_are_shown_as_the_last_word_of_their_day(empty_area: Any) -> None:
    loaded = _family_context(empty_area, REFERENCE)
    assert (loaded.records, loaded.people, loaded.flags, loaded.refused_facts) == (10, 10, 5, 0)
    page = _page(empty_area, "sol.social", **UNA)
    told = {flag.title: (flag.agency_name, flag.contact.name or flag.contact.team, flag.as_of) for flag in page.flags}
    assert sorted(told.values()) == [
        ("Fernley Adult Social Care", "A S Worker", LAST_MET),
        ("Fernley Housing", "Mr A Aaaaa", LAST_SAID),
        ("Fernley Housing", "Mr A Aaaaa", LAST_SAID),
        ("Fernley Police", "Police Hub", LAST_SAID),
    ]
    assert _said_of_now(page) == {"Not known. This was so when it was last said, and nothing newer is held"}
    assert all(flag.closed_words.startswith(f"Said on {_in_words(flag.as_of)}: ") for flag in page.flags)
    assert {worker.contact.name for worker in page.workers if worker.is_last_known} == {"A S Worker"}
    found = {line.service: (line.result, line.as_of) for line in page.searched if line.result[0].isdigit()}
    assert found == {
        "Police": ("1 found", LAST_SAID),
        "Housing": ("2 found", LAST_SAID),
        "Adult social care": ("1 found", LAST_SAID),
    }
    assert all("As of 6 January 2020" in line.sentence for line in page.searched if line.as_of)
    at_school = _page(
        empty_area,
        "sol.social",
        given_name="Montgomery",
        family_name="Freeman",
        date_of_birth=date(2000, 10, 6),
    )
    (school,) = at_school.flags
    assert (school.agency_name, school.contact.team, school.as_of) == ("Schools in Fernley", "A+ School", LAST_SAID)


@needs_samples
def test_somebody_nineteen_in_the_reference_data_is_told_to_be_an_adult_now(empty_area: Any, sign_in: Any) -> None:
    _family_context(empty_area, REFERENCE)
    page = _page(empty_area, "sol.social", **UNA)
    assert (page.name, page.age, page.true_on, page.age_then) == (
        "Una Bryant",
        "26 years old",
        LAST_SAID,
        "19 years old",
    )
    text = _over_http(sign_in, UNA)
    assert "Born 7 October 2000</span>, 26 years old, an adult now" in text
    assert "<strong>Nothing here is newer than 6 January 2020.</strong>" in text
    assert "was 19 years old then and on a list of children; today they are an adult" in text
    assert "This holds now" not in text
    assert "Nobody says as of when" not in text
    assert "A S Worker" in text
    assert "This child" not in text


@pytest.mark.parametrize(("loaded_late", "shown"), [(True, True), (False, False)])
def test_only_files_that_were_old_when_they_were_loaded_keep_their_last_word(
    empty_area: Any, loaded_late: bool, shown: bool
) -> None:
    """Whatever was fresh when it was loaded lives as long as its kind does, and no longer."""
    plan = write_plan(FIXTURES / "family-context", empty_area.folder)
    plan.write_text(plan.read_text() + 'as_of: "2025-05-26"\n')
    loaded_at = empty_area.now if loaded_late else empty_area.now.replace(year=2025, month=5, day=27)
    with empty_area.as_role("worker"):
        loading.load_area(plan, at=loaded_at, demonstration=True, tell=lambda _: None)
    page = _page(empty_area, "sol.social", **IDRIS)
    police = [flag for flag in page.flags if flag.agency_name == "Fernley Police"]
    assert bool(police) is shown
    assert all((flag.state, flag.as_of) == ("last_known", date(2025, 5, 26)) for flag in police)


def _said_of_now(page: Any) -> set[str]:
    return {words for flag in page.flags for label, words in flag.opened if label == "Now"}


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


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
