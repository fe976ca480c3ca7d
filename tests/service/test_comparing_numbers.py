"""A number typed beside a name: whose it is not, said before anything is found by it, and written down."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from goldenthread.service.actions import finding
from goldenthread.service.actions.shapes import AskMore, Found, NothingToShow, NumberChecked

SAM, HARRY = "sam.social", "harry.housing"


def check(westhaven: Any, sought: Any, who: str = SAM) -> Any:
    return finding.check_number(sought, by=westhaven.person(who), at=westhaven.now)


def written(westhaven: Any, **detail: str) -> int:
    from goldenthread.service.store.models import LedgerPayload

    with westhaven.as_role("worker"):
        named = {f"payload__detail__{key}": value for key, value in detail.items()}
        return LedgerPayload.objects.filter(deed="searched", **named).count()


@pytest.mark.scenario("S10")
def test_a_number_of_somebody_else_is_said_before_it_finds_anybody_and_is_written_down(westhaven: Any) -> None:
    theirs = westhaven.in_words("young-carer")
    sought = replace(theirs, nhs_number=westhaven.child("protection-plan")["nhs_number"])
    method = "NHS number against first name, last name and date of birth"
    result = "differs: first name, last name, date of birth"
    before = written(westhaven, checked=method, result=result)
    # As soon as both are typed
    checked = check(westhaven, sought)
    assert isinstance(checked, NumberChecked)
    assert checked.wrong == ("first name", "last name", "date of birth")
    assert checked.says.startswith(
        "This number belongs to somebody whose first name, last name and date of birth are not"
    )
    # And again where no script asked: the search finds nobody by it
    found = finding.find_child(sought, by=westhaven.person(SAM), at=westhaven.now)
    assert isinstance(found, AskMore)
    assert dict(found.problems)["nhs_number"] == checked.says
    # The method and what came of it are kept, each time
    assert written(westhaven, checked=method, result=result) == before + 2


def test_a_number_that_fits_finds_its_child_and_that_it_fits_is_kept(westhaven: Any) -> None:
    theirs = westhaven.in_words("young-carer")
    sought = replace(theirs, nhs_number=westhaven.child("young-carer")["nhs_number"])
    assert check(westhaven, sought) == NumberChecked(wrong=(), says="")
    assert isinstance(finding.find_child(sought, by=westhaven.person(SAM), at=westhaven.now), Found)
    assert written(westhaven, result="no difference") >= 2
    turned = replace(sought, given_name=sought.family_name, family_name=sought.given_name)
    assert check(westhaven, turned).wrong == ()
    born = replace(sought, date_of_birth=date(2011, 1, 1))
    assert check(westhaven, born).wrong == ("date of birth",)


def test_a_number_of_nobody_and_of_a_hidden_child_say_the_same(westhaven: Any) -> None:
    typed = westhaven.in_words("young-carer")
    hidden = replace(typed, nhs_number=westhaven.child("refuge")["nhs_number"])
    nobody = replace(typed, nhs_number="999 123 4551")
    assert check(westhaven, hidden, HARRY) == check(westhaven, nobody, HARRY) == NumberChecked(wrong=(), says="")
    for sought in (hidden, nobody):
        assert isinstance(finding.find_child(sought, by=westhaven.person(HARRY), at=westhaven.now), NothingToShow)


def test_no_check_is_made_without_a_reason(westhaven: Any) -> None:
    sought = replace(westhaven.in_words("young-carer"), nhs_number="999 123 4551", reason="")
    assert isinstance(check(westhaven, sought), AskMore)


def test_the_page_says_it_with_and_without_a_script(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=SAM))
    child, other = westhaven.child("young-carer"), westhaven.child("protection-plan")
    born = date.fromisoformat(child["date_of_birth"])
    typed = {
        "purpose": "protect_from_harm",
        "reason": "A teacher saw bruises",
        "nhs_number": other["nhs_number"],
        "given_name": child["given_name"],
        "family_name": child["family_name"],
        **{f"date_of_birth-{part}": str(getattr(born, part)) for part in ("day", "month", "year")},
    }
    asked = client.post(reverse("check_number"), typed)
    assert asked.content.decode().startswith("This number belongs to somebody whose")
    searched = client.post(reverse("find"), typed)
    assert searched.status_code == 400
    assert asked.content.decode() in searched.content.decode()
    assert client.post(reverse("check_number"), {**typed, "nhs_number": child["nhs_number"]}).content == b""
    assert client.post(reverse("check_number"), {**typed, "reason": ""}).content == b""
