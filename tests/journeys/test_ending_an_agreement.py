"""With an agreement two agencies see that each holds something; when it ends, they do not. Runs last.

These are the markers of scenario S02, which stays unclaimed: the joint picture that it asks for is not built yet.
"""

from collections.abc import Callable

import pytest

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
REASON = "Both saw changes in the same week"


@pytest.mark.scenario("S36")
def test_ending_the_agreement_ends_what_it_showed_at_the_next_click(signed_in: Arrives, service: Service) -> None:
    child = service.child("call-out-and-absence")
    # Given an agreement in force: the school sees that the police hold something, the front door sees the absence
    dee, fran = signed_in("dee.school"), signed_in("fran.frontdoor")
    dee.opens_the_page_of(child, why="our child")
    fran.opens_the_page_of(child, why="harm", reason=REASON)
    assert "Westhaven Police" in dee.section("Flags")
    assert "Harbour Lane School" in fran.section("Flags")
    assert "The child misses a lot of school" in fran.section("Flags")
    dee.takes_a_picture("with-the-agreement")
    # When an administrator ends it
    ali = signed_in("ali.admin")
    ali.goes_to("/agreements/")
    ali.takes_a_picture("agreements")
    ali.page.locator("main h2 a").first.click()
    ali.page.wait_for_load_state()
    ali.finds_it_accessible()
    ali.takes_a_picture("agreement")
    ali.presses("End this agreement")
    ali.takes_a_picture("end-agreement")
    ali.presses("End this agreement now")
    ali.sees("There is a problem", "Say why this agreement is ending")
    ali.types("Why is this agreement ending?", "A partner withdrew its signature")
    ali.presses("End this agreement now")
    ali.sees("Ended", "A partner withdrew its signature")
    # Then at the next click neither sees the other's fact, and each is told what to do
    dee.page.reload()
    dee.finds_it_accessible()
    assert "Westhaven Police" not in dee.section("Flags")
    gaps = dee.section("What you may not see, and what to do")
    assert "Police" in gaps
    assert "A duty to share, a request or a one-off decision can still carry it" in gaps
    dee.takes_a_picture("without-the-agreement")
    fran.page.reload()
    # The agreement also showed the front door who a child of somebody else's is, so nothing at all is left
    fran.sees("No record you may see", "This does not mean that nobody is involved")
    fran.finds_it_accessible()
    assert "A duty to share, a request or a one-off decision can still carry it" in fran.section(
        "What you may not see, and what to do"
    )
    # What it names are kinds of flags, the same for every child: not this child's school, nor who this child is
    fran.does_not_see("Harbour Lane School", child.family_name)
    # And nothing in the child's record changed what the school is told it may not see
    dee.opens_the_page_of(service.child("twins"), why="our child")
    assert dee.section("What you may not see, and what to do") == gaps
