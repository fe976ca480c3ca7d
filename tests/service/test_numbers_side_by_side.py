"""From three agencies' files to the screen: a child's numbers side by side, with issuer, dates and status."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from examples.family_context.plan import DIRECTORY, PATHWAY, SIGNED_ON
from examples.westhaven.papers import write_quoted_yaml
from goldenthread.audit import Deed
from goldenthread.service.actions import finding, loading, looking
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow, Sought
from goldenthread.vocabulary import Purpose

COMMON = "Ref,Forename,Surname,DOB,Postcode,"
FILES = {
    "care": (
        COMMON + "NHS,UPN,Passport,From,Issued,Expires,Seen\n"
        "CSC-77,Luwam,Tesfay,2010-04-09,WH1 4AB,4010232137,H801200001001,"
        "ZX 1234567,Eritrea,2019-02-01,2099-01-31,2026-11-01\n"
        "CSC-78,Dawit,Hagos,2012-08-30,WH1 6DE,7000000007,R201230010003,"
        "KL7654321,Ukraine,2014-02-01,2024-01-31,2026-11-01\n"
    ),
    "housing": (
        COMMON + "UPN,Passport,From,Issued,Expires,Seen\n"
        "T-9,Luam,Teklehaimanot,2009-01-01,WH9 9ZZ,,zx1234567,ERI,,2099-01-31,2026-10-05\n"
        "T-10,Dawit,Hagos,2012-08-30,WH1 6DE,R201230010003,,,,,2026-10-05\n"
    ),
    "school": (COMMON + "UPN,Authority,Seen\nP-1,Luwam,Tesfay,2010-04-09,WH1 4AB,H801200001001,Cardiff,2026-09-15\n"),
}
_PASSPORT = """      passport_number: {column: "Passport", obtained: "typed"}
      passport_country: {column: "From"%s}
      passport_issued: {column: "Issued", format: "%%Y-%%m-%%d"}
      passport_expires: {column: "Expires", format: "%%Y-%%m-%%d"}
"""
MORE = {
    "care": '      nhs_number: "NHS"\n      upn: "UPN"\n'
    + _PASSPORT % ', map: {"Eritrea": "ERI", "Ukraine": "UKR"}, otherwise: ""',
    "housing": '      upn: "UPN"\n' + _PASSPORT % "",
    "school": '      upn: "UPN"\n      upn_issuer: "Authority"\n',
}
SOURCES = {"care": "fernley-childrens-social-care", "housing": "fernley-housing", "school": "fernley-schools"}


def _contract(name: str) -> str:
    return f"""contract: "{name}"
source: "{SOURCES[name]}"
record_id: "Ref"
known_at: {{column: "Seen", format: "%Y-%m-%d"}}
people:
  - part: "child"
    is: "child"
    columns:
      local_id: {{column: "Ref", obtained: "issued"}}
      given_name: "Forename"
      family_name: "Surname"
      date_of_birth: "DOB"
      postcode: "Postcode"
{MORE[name]}"""


@pytest.fixture
def fernley(empty_area: Any) -> Any:
    """Three agencies' files, loaded by their contracts."""
    folder: Path = empty_area.folder
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        (folder / f"{name}.yaml").write_text(_contract(name), encoding="utf-8")
    plan = {
        "directory": str(DIRECTORY),
        "deliveries": [{"contract": f"{name}.yaml", "files": [f"{name}.csv"]} for name in FILES],
        "pathways": [str(PATHWAY)],
        "signed_on": SIGNED_ON.isoformat(),
    }
    write_quoted_yaml(folder / "area.yaml", plan)
    with empty_area.as_role("worker"):
        loading.load_area(folder / "area.yaml", at=empty_area.now, demonstration=True, tell=lambda _: None)
    return empty_area


def _found(area: Any, username: str, **said: Any) -> Any:
    sought = Sought(purpose=Purpose.PROTECT_FROM_HARM, reason="Rang us, worried about the home", **said)
    return finding.find_child(sought, by=area.person(username), at=area.now)


def _numbers(area: Any, username: str, **said: Any) -> dict[str, tuple[str, str, str, str]]:
    found = _found(area, username, **said)
    assert isinstance(found, Found)
    page = looking.open_child(found.children[0].look, by=area.person(username), at=area.now)
    assert isinstance(page, ChildPage)
    assert "ZX1234567" not in repr(page)
    return {one.kind: (one.value, one.issuer, one.dates, one.status) for one in page.identifiers}


LUWAM = {"given_name": "Luwam", "family_name": "Tesfay", "date_of_birth": date(2010, 4, 9)}
DAWIT = {"given_name": "Dawit", "family_name": "Hagos", "date_of_birth": date(2012, 8, 30)}


@pytest.mark.requirement("A1")
def test_all_four_kinds_stand_side_by_side_with_issuer_dates_and_status(fernley: Any) -> None:
    assert _numbers(fernley, "sol.social", **LUWAM) == {
        "NHS number": (
            "401 023 2137",
            "the NHS of England, Wales and the Isle of Man (Personal Demographics Service)",
            "On record on 1 November 2026",
            "passes its own check",
        ),
        "UPN": (
            "H801200001001",
            "school 2000 of local authority 801, as the number says; or Cardiff",
            "On record from 15 September 2026 to 1 November 2026",
            "passes its own check",
        ),
        "Passport number": (
            "ZX1234567",
            "Eritrea (ERI)",
            "Issued on 1 February 2019, valid until 31 January 2099, on record on 1 November 2026",
            "not checked with the country that issued it",
        ),
        "Your organisation’s own number": (
            "CSC-77",
            "Fernley Children's Social Care",
            "On record on 1 November 2026",
            "in use in your organisation",
        ),
    }


def test_the_passport_joined_the_two_agencies_records_and_an_expired_one_says_so(fernley: Any) -> None:
    from goldenthread.service.store.models import Membership

    with fernley.as_role("worker"):
        whose = dict(Membership.objects.values_list("record_id", "person_id"))
    assert whose["CSC-77"] == whose["T-9"] == whose["P-1"] != whose["CSC-78"]
    assert "expired on 31 January 2024" in _numbers(fernley, "sol.social", **DAWIT)["Passport number"][2]


def test_an_agency_is_shown_a_passport_and_an_own_number_only_where_its_own_record_gives_them(fernley: Any) -> None:
    luwam, dawit = (_numbers(fernley, "hari.housing", **child) for child in (LUWAM, DAWIT))
    assert {kind: said[0] for kind, said in luwam.items()} == {
        "NHS number": "401 023 2137",
        "UPN": "H801200001001",
        "Passport number": "ZX1234567",
        "Your organisation’s own number": "T-9",
    }
    # What social care knows of its dates is not what housing knows of them.
    assert luwam["Passport number"][2] == "Valid until 31 January 2099, on record on 5 October 2026"
    assert {kind: said[0] for kind, said in dawit.items()} == {
        "NHS number": "700 000 0007",
        "UPN": "R201230010003",
        "Your organisation’s own number": "T-10",
    }


def test_the_database_alone_keeps_another_agencys_passports_from_whoever_asks(fernley: Any) -> None:
    from goldenthread.service.actions.doing import doing
    from goldenthread.service.store.models import PersonIdentifier

    seen = {}
    for username in ("hari.housing", "sol.social"):
        with doing(by=fernley.person(username), at=fernley.now, purpose=Purpose.PROTECT_FROM_HARM) as action:
            rows = PersonIdentifier.objects.filter(kind__in=("passport_number", "local_id"))
            seen[username] = sorted(rows.values_list("agency_id", "value"))
            action.record(Deed.REFUSED)
    housing, care = SOURCES["housing"], SOURCES["care"]
    assert seen["hari.housing"] == [(housing, "T-10"), (housing, "T-9"), (housing, "ZX1234567")]
    assert seen["sol.social"] == [(care, "CSC-77"), (care, "CSC-78"), (care, "KL7654321"), (care, "ZX1234567")]


def test_nobody_is_searched_for_by_a_passport_number(fernley: Any) -> None:
    from goldenthread.service.store.models import SearchKey

    with fernley.as_role("worker"):
        assert not SearchKey.objects.filter(key__icontains="ZX1234567").exists()
        assert SearchKey.objects.filter(key="nhs_number|4010232137").exists()
    for typed in ({"nhs_number": "ZX1234567"}, {"upn": "ZX1234567"}):
        assert not isinstance(_found(fernley, "sol.social", **typed), Found | NothingToShow)


@pytest.mark.requirement("A1")
def test_the_page_in_a_browser_shows_who_issued_each_number_and_when(fernley: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    client = Client()
    sign_in(client, Account.objects.get(username="sol.social"))
    typed = {"purpose": "protect_from_harm", "reason": "Rang us, worried about the home", "nhs_number": "4010232137"}
    opens = re.search(r'href="(/[^"]*[0-9a-f]{8}-[^"]+)"', client.post(reverse("find"), typed).content.decode())
    assert opens
    page = client.get(opens[1]).content.decode()
    for said in (
        "401 023 2137",
        "Issued by the NHS of England",
        "Issued by school 2000 of local authority 801",
        "Passport number",
        "Issued by Eritrea (ERI)",
        "Issued on 1 February 2019, valid until 31 January 2099",
        "not checked with the country that issued it",
        "CSC-77",
        "On record on 1 November 2026",
    ):
        assert said in page
    assert "T-9" not in page


def test_in_the_demonstration_a_childs_passport_is_her_social_workers_to_see_and_not_her_doctors(
    westhaven: Any,
) -> None:
    sam, gita = (westhaven.look(username, "two-spellings") for username in ("sam.social", "gita.gp"))
    (passport,) = [one for one in sam.identifiers if one.kind == "Passport number"]
    assert passport.issuer == "Utopia, a country for specimens alone (UTO)"
    assert "valid until" in passport.dates or "expired on" in passport.dates
    hers = {one.kind for one in gita.identifiers}
    assert {"NHS number", "Your organisation’s own number"} <= hers
    assert "Passport number" not in hers
