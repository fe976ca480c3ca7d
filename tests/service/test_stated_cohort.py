"""Only a stated cohort is held, and what served only to match records is shown to nobody and goes on its day."""

from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from contents import contents, tables_with

from examples.family_context.plan import DIRECTORY, PATHWAY, SIGNED_ON
from examples.westhaven.papers import write_csv, write_quoted_yaml
from goldenthread.service.actions import datasets, finding, loading, looking, purging
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow, Sought
from goldenthread.vocabulary import Purpose, check_nhs_number

NHS, OUTSIDER, OTHER_OUTSIDER = (
    next(n for n in (f"99900{tens}{last:02d}" for last in range(100)) if check_nhs_number(n).may_be_a_key)
    for tens in ("001", "002", "003")
)
MATCHING_ONLY = ("Thrupp-Bygone", "77 Erstwhile Terrace", "WH9 9ZZ")
OLD_NAME = "Thornbury"
OUTSIDE = ("Quillfeather", "Oddfellow", OUTSIDER, OTHER_OUTSIDER)

COLUMNS = {
    "given_name": "Forename",
    "family_name": "Surname",
    "date_of_birth": "DOB",
    "nhs_number": "NHS",
    "address_line": "Address",
    "postcode": "Postcode",
}
HEADER = ["Id", "Forename", "Surname", "DOB", "NHS", "Address", "Postcode"]
MARIBEL = ["Maribel", "Oakeshott", "2015-03-02", NHS, "1 Tern Walk", "WH1 2AB"]


def _contract(folder: Path, name: str, source: str, **more: Any) -> dict[str, Any]:
    columns = COLUMNS | more.pop("columns", {})
    write_quoted_yaml(
        folder / f"{name}.yaml",
        {
            "source": source,
            "record_id": "Id",
            "people": [{"part": "child", "is": "child", "columns": columns}],
            "authority": {"default": "ca2004_s10"},
            **more,
        },
    )
    return {"contract": f"{name}.yaml", "files": [f"{name}.csv"]}


def _write_area(folder: Path) -> Path:
    """Three lists that know Maribel; two others are on them and have no business here."""
    former = {"former_family_name": "Before", "former_address_line": "OldAddress", "former_postcode": "OldPostcode"}
    write_csv(
        folder / "in-need.csv",
        [*HEADER, "Before", "OldAddress", "OldPostcode", "Plan"],
        [
            ["1", *MARIBEL, *MATCHING_ONLY, "Y"],
            ["2", "Zebedee", "Quillfeather", "2014-01-09", OUTSIDER, "9 Dock Road", "WH2 2BB", "", "", "", "N"],
        ],
    )
    oddfellow = ["Peregrine", "Oddfellow", "2013-07-30", OTHER_OUTSIDER, "4 Quay", "WH3 3CC"]
    write_csv(folder / "roll.csv", HEADER, [["A", *MARIBEL], ["B", *oddfellow]])
    write_csv(folder / "old-roll.csv", HEADER, [["Z", "Maribel", OLD_NAME, *MARIBEL[2:]]])
    deliveries = [
        _contract(
            folder,
            "in-need",
            "fernley-childrens-social-care",
            columns=former,
            known_at="2026-11-01",
            facts=[
                {
                    "kind": "child_in_need_plan",
                    "about": "child",
                    "when": [{"column": "Plan", "equals": "Y"}],
                    "since": "2026-06-01",
                }
            ],
            cohort={"statement": "Children with a plan.", "seeds": [[{"column": "Plan", "equals": "Y"}]]},
            matching_only=list(former),
            purge_after_days="30",
        ),
        _contract(
            folder,
            "roll",
            "fernley-schools",
            known_at="2026-11-01",
            cohort={
                "statement": "Pupils whom social care knows.",
                "seeds": [[{"column": "Id", "equals": "none"}]],
                "follow": "true",
            },
        ),
        _contract(folder, "old-roll", "fernley-schools", known_at="2019-09-01"),
    ]
    plan = {
        "directory": str(DIRECTORY),
        "deliveries": deliveries,
        "pathways": [str(PATHWAY)],
        "signed_on": SIGNED_ON.isoformat(),
    }
    write_quoted_yaml(folder / "area.yaml", plan)
    return folder / "area.yaml"


@pytest.fixture
def area(empty_area: Any) -> Any:
    with empty_area.as_role("worker"):
        loading.load_area(_write_area(empty_area.folder), at=empty_area.now, demonstration=True, tell=lambda _: None)
    return empty_area


def _find(area: Any, **said: Any) -> Any:
    sought = Sought(purpose=Purpose.PROTECT_FROM_HARM, reason="A neighbour rang about her", **said)
    return finding.find_child(sought, by=area.person("sol.social"), at=area.now)


def test_whoever_is_outside_the_cohort_is_nowhere_in_the_database(area: Any, cluster: Any) -> None:
    held = contents(cluster, area)
    assert tables_with("Oakeshott", held) >= {"store_person", "store_personname"}
    assert {said: tables_with(said, held) for said in OUTSIDE} == {said: set() for said in OUTSIDE}


def test_what_falls_outside_is_counted_on_the_data_page_and_in_the_ledger(area: Any) -> None:
    from goldenthread.service.store.models import LedgerPayload

    cards = {c.dataset: c for c in datasets.list_datasets(by=area.person("del.protection"), at=area.now)}
    assert (cards["in-need"].read, cards["in-need"].accepted, cards["in-need"].outside_cohort) == (2, 1, 1)
    roll = cards["roll"]
    assert (roll.accepted, roll.people, roll.dropped_later) == (roll.read, roll.read, 1)
    assert roll.reasons == ()
    with area.as_role("worker"):
        details = [entry.payload["detail"] for entry in LedgerPayload.objects.filter(deed="loaded")]
        linked = LedgerPayload.objects.get(deed="linked").payload["detail"]
    assert {d["dataset"]: (d["read"], d["outside_cohort"]) for d in details}["in-need"] == (2, 1)
    assert linked["outside_cohort"] == 1


def test_what_serves_only_matching_stands_where_the_web_process_cannot_read(area: Any, cluster: Any) -> None:
    held = contents(cluster, area)
    assert {said: tables_with(said, held) for said in MATCHING_ONLY} == {
        said: {"store_matchingfield"} for said in MATCHING_ONLY
    }
    with psycopg.connect(area.urls.web) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT count(*) FROM store_matchingfield")


def test_nobody_is_found_by_what_serves_only_matching(area: Any) -> None:
    found = _find(area, given_name="Maribel", family_name="Oakeshott", date_of_birth=date(2015, 3, 2))
    assert isinstance(found, Found)
    old = _find(area, given_name="Maribel", family_name=MATCHING_ONLY[0], date_of_birth=date(2015, 3, 2))
    assert isinstance(old, NothingToShow)


def test_a_name_that_an_agency_held_of_old_finds_the_child_and_is_not_shown(area: Any) -> None:
    found = _find(area, given_name="Maribel", family_name=OLD_NAME, date_of_birth=date(2015, 3, 2))
    assert isinstance(found, Found)
    page = looking.open_child(found.children[0].look, by=area.person("sol.social"), at=area.now)
    assert isinstance(page, ChildPage)
    assert (page.name, page.known_as) == ("Maribel Oakeshott", "")
    assert [member.name for member in page.family] == ["Maribel Oakeshott"]
    assert OLD_NAME not in found.children[0].name


@pytest.mark.requirement("A12")
def test_what_serves_only_matching_goes_on_its_day_and_the_ledger_says_so(area: Any, cluster: Any) -> None:
    from goldenthread.service.store.models import LedgerPayload

    with area.as_role("worker"):
        assert purging.purge_due(on=date(2026, 11, 30), at=area.now) == 0
        assert purging.purge_due(on=date(2026, 12, 1), at=area.now) == 3
        assert purging.purge_due(on=date(2026, 12, 1), at=area.now) == 0
        entry = LedgerPayload.objects.get(deed="purged")
    assert entry.payload["detail"]["fields_by_dataset"] == {"in-need": 3}
    held = contents(cluster, area)
    assert all(tables_with(said, held) == set() for said in MATCHING_ONLY)
