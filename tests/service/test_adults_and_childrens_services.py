"""What adults' services know of a parent and what children's services know of a child meet on one page."""

from typing import Any

import pytest

from goldenthread.service.actions import finding, looking
from goldenthread.service.actions.shapes import ChildPage, Found, Sought
from goldenthread.vocabulary import Purpose

ADULTS = "westhaven-adult-social-care"


@pytest.mark.requirement("B9")
def test_a_parent_known_to_adult_social_care_stands_on_the_page_of_the_child_they_care_for(westhaven: Any) -> None:
    from goldenthread.service.store.models import Agency, Flag, Membership, PersonIdentifier, Relationship

    with westhaven.as_role("worker"):
        numbers = dict(
            PersonIdentifier.objects.filter(kind="nhs_number", is_key=True).values_list("person_id", "value")
        )
        told = Flag.objects.filter(kind="parent_open_to_adult_social_care", custodian_id=None).order_by("id")
        flag = next(one for one in told if one.person_id in numbers)
        name = Agency.objects.get(pk=ADULTS).name
        # One adult is the client of the one service and the parent whom the other declares.
        client = Membership.objects.filter(agency_id=ADULTS).values("person_id")
        ties = Relationship.objects.filter(person_id=flag.person_id, adult_id__in=client)
        assert {tie.agency_id for tie in ties} - {ADULTS}
    by = westhaven.person("sam.social")
    sought = Sought(
        purpose=Purpose.PROTECT_FROM_HARM,
        reason="A teacher saw bruises and rang us",
        nhs_number=numbers[flag.person_id],
    )
    found = finding.find_child(sought, by=by, at=westhaven.now)
    assert isinstance(found, Found)
    page = looking.open_child(found.children[0].look, by=by, at=westhaven.now)
    assert isinstance(page, ChildPage)
    assert name in {flag.agency_name for flag in page.flags} | {worker.agency_name for worker in page.workers}
