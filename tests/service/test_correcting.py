"""Who was shown something through a link that turned out wrong can be listed, by those who review looks alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from goldenthread.people import WrongLink
from goldenthread.service.actions import correcting
from goldenthread.service.actions.shapes import ChildPage, NothingToShow
from goldenthread.vocabulary import AgencyId, PersonId, Purpose


@pytest.mark.requirement("A9")
def test_a_reviewer_lists_who_was_shown_something_through_a_wrong_link(westhaven: Any) -> None:
    from goldenthread.service.store.models import LedgerPayload, Look

    page = westhaven.look("sam.social", "young-carer")
    assert isinstance(page, ChildPage)
    with westhaven.as_role("worker"):
        person = Look.objects.get(pk=page.look).person_id
        shown = LedgerPayload.objects.filter(subject_id=person, deed="looked").order_by("-at")[0].payload["detail"]
    agencies = frozenset(AgencyId(flag["agency"]) for flag in shown["shown"] if flag["agency"])
    assert agencies
    wrong = WrongLink(
        person_id=PersonId(person),
        agencies=agencies,
        since=westhaven.now - timedelta(hours=1),
        until=westhaven.now + timedelta(hours=1),
    )
    surgery = replace(wrong, agencies=frozenset({AgencyId("somewhere-surgery")}))
    asked = {"purpose": Purpose.PROTECT_FROM_HARM, "at": westhaven.now}
    told = correcting.who_was_shown(wrong, by=westhaven.person("rae.reviewer"), **asked)
    assert not isinstance(told, NothingToShow)
    assert any(t.was_shown_a_fact and t.look.agency == westhaven.person("sam.social").agency for t in told)
    assert isinstance(correcting.who_was_shown(wrong, by=westhaven.person("sam.social"), **asked), NothingToShow)
    # Who said that she cares for someone is not kept, so it may have been anybody: whoever saw it is told first.
    told = correcting.who_was_shown(surgery, by=westhaven.person("rae.reviewer"), **asked)
    assert not isinstance(told, NothingToShow)
    assert any(t.was_shown_a_fact for t in told)
