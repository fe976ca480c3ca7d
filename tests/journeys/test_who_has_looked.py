"""Who has looked, why, and a receipt that anybody can check."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
REASON = "Health visitor asked who else is involved"


def test_a_reviewer_sees_who_looked_and_anybody_can_check_the_receipt(
    signed_in: Arrives, service: Service, tmp_path: Path
) -> None:
    child = service.child("grandparents")
    # Given a social worker who looked
    sam = signed_in("sam.social")
    sam.opens_the_page_of(child, why="early help", reason=REASON)
    # When a reviewer asks who has looked
    rae = signed_in("rae.reviewer")
    for _ in range(20):
        rae.goes_to("/who-has-looked/")
        rae.searches(reason="Complaint from the family", nhs_number=child.nhs_number)
        rae.opens_the_first_found()
        look = rae.page.locator("tbody tr").filter(has_text=REASON).first
        if look.get_by_role("link", name="Download").count():
            break
        rae.page.wait_for_timeout(500)
    # Then the look is there, in plain words
    rae.sees("Sam Okafor", "To support a family early", REASON)
    assert child.family_name.casefold() not in rae.page.title().casefold()
    rae.takes_a_picture("who-has-looked")
    # And its receipt can be checked without the service
    with rae.page.expect_download() as download:
        look.get_by_role("link", name="Download").click()
    receipt = tmp_path / "receipt.json"
    download.value.save_as(receipt)
    checked = _check(receipt)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    # But not one in which a word was changed
    told = receipt.read_text(encoding="utf-8")
    assert "Sam Okafor" in told
    receipt.write_text(told.replace("Sam Okafor", "Ann Other!", 1), encoding="utf-8")
    assert _check(receipt).returncode != 0


def test_a_reviewer_weighs_a_reason(signed_in: Arrives, service: Service) -> None:
    pat = signed_in("pat.police")
    pat.goes_to("/find/")
    pat.searches(why="harm", reason="Called to the address last night", nhs_number=service.child("twins").nhs_number)
    if pat.heading() == "1 child found":
        pat.opens_the_first_found()
    sam = signed_in("sam.social")
    sam.opens_the_page_of(service.child("trust-pupil"), why="harm", reason="Concern passed on by the trust")
    rae = signed_in("rae.reviewer")
    rae.goes_to("/reviews/")
    rae.takes_a_picture("reviews")
    rae.follows("Weigh this look")
    rae.presses("Save")
    rae.sees("There is a problem", "Choose whether this look was right", "Write a short note on what you weighed")
    rae.chooses("Yes")
    rae.types("Your note", "Matches the referral of the same day")
    rae.presses("Save")
    assert rae.path() == "/reviews/"


def test_a_reviewer_sees_no_childs_page(signed_in: Arrives, service: Service) -> None:
    rae = signed_in("rae.reviewer")
    for path in ("/find/", "/alerts/", "/data/"):
        rae.goes_to(path)
        assert rae.heading() == "There is nothing here for you"


def _check(receipt: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "goldenthread", "ledger", "check-receipt", receipt]
    return subprocess.run(command, cwd=receipt.parent, capture_output=True, text=True, check=False)
