"""Who finds only its own children is told of each what its own records say, and of nobody else's even a difference."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.service.actions import finding, looking
from goldenthread.service.actions.shapes import AskMore, ChildPage, Found

HOME = "lives at the child's address"
STORY = "young-carer"


def _person_id(area: Any, story: str = STORY) -> str:
    from goldenthread.service.store.models import PersonIdentifier

    with area.as_role("worker"):
        number = area.child(story)["nhs_number"].replace(" ", "")
        return str(PersonIdentifier.objects.filter(kind="nhs_number", value=number).values_list("person_id").first()[0])


@pytest.fixture
def own_day(westhaven_copy: Any) -> date:
    """What the school has as the child's birth date, after others have outvoted it in the index."""
    from goldenthread.service.store.models import Membership, Person

    child, dee = _person_id(westhaven_copy), westhaven_copy.person("dee.school")
    with westhaven_copy.as_role("worker"):
        own = Membership.objects.filter(person_id=child, agency_id=dee.agency).first()
        assert own is not None
        assert own.date_of_birth is not None
        Person.objects.filter(pk=child).update(date_of_birth=own.date_of_birth - timedelta(days=800))
        return own.date_of_birth


def test_a_school_is_told_the_birth_date_and_age_that_it_holds_itself(westhaven_copy: Any, own_day: date) -> None:
    page, whole = (westhaven_copy.look(user, STORY) for user in ("dee.school", "sam.social"))
    assert page.date_of_birth == own_day
    assert whole.date_of_birth == own_day - timedelta(days=800)
    assert page.age != whole.age
    found = finding.find_child(
        westhaven_copy.sought(STORY), by=westhaven_copy.person("dee.school"), at=westhaven_copy.now
    )
    assert isinstance(found, Found)
    assert (found.children[0].date_of_birth, found.children[0].age) == (own_day, page.age)
    assert (page.family[0].age, whole.family[0].age) == (page.age, whole.age)


def test_a_number_is_held_against_the_birth_date_that_the_school_holds(westhaven_copy: Any, own_day: date) -> None:
    dee = westhaven_copy.person("dee.school")
    for born, differs in ((own_day, False), (own_day - timedelta(days=800), True)):
        beside = westhaven_copy.sought(STORY, date_of_birth=born)
        found = finding.find_child(beside, by=dee, at=westhaven_copy.now)
        assert isinstance(found, AskMore if differs else Found)


def test_the_age_that_answers_a_question_of_sharing_is_the_schools_own(westhaven_copy: Any, own_day: date) -> None:
    from goldenthread.service.actions.doing import doing

    dee, sam = (westhaven_copy.person(user) for user in ("dee.school", "sam.social"))
    ages = {}
    for by in (dee, sam):
        found = finding.find_child(westhaven_copy.sought(STORY), by=by, at=westhaven_copy.now)
        assert isinstance(found, Found)
        with doing(by=by, at=westhaven_copy.now) as action:
            child = looking.child_in_view(found.children[0].look, action=action)
            assert child is not None
            ages[by.name] = child.age
            action.record(_looked(), subject=child.person_id, outcome="disclose", detail={})
    assert ages[sam.name] - ages[dee.name] in {2, 3}


def _looked() -> Any:
    from goldenthread.audit import Deed

    return Deed.LOOKED


def test_a_birth_date_that_no_own_record_gives_is_not_said(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Membership

    child, dee = _person_id(westhaven_copy), westhaven_copy.person("dee.school")
    with westhaven_copy.as_role("worker"):
        Membership.objects.filter(person_id=child, agency_id=dee.agency).update(date_of_birth=None)
    page = westhaven_copy.look("dee.school", STORY)
    assert (page.date_of_birth, page.age) == (None, "age not known")


def test_who_lives_with_the_child_is_what_the_schools_own_addresses_say(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import GroupMember, PersonAddress

    child, dee = _person_id(westhaven_copy), westhaven_copy.person("dee.school")
    assert HOME in _lives(westhaven_copy.look("dee.school", STORY))
    with westhaven_copy.as_role("worker"):
        GroupMember.objects.filter(kind="household", person_id=child).delete()
    assert HOME in _lives(westhaven_copy.look("dee.school", STORY))
    assert HOME not in _lives(westhaven_copy.look("sam.social", STORY))
    with westhaven_copy.as_role("worker"):
        PersonAddress.objects.filter(person_id=child, agency_id=dee.agency).update(line="1 Somewhere Else")
    assert HOME not in _lives(westhaven_copy.look("dee.school", STORY))


def _lives(page: Any) -> set[str]:
    assert isinstance(page, ChildPage)
    assert len(page.family) > 1
    return {member.lives_with_child for member in page.family}


def test_every_school_sees_each_parent_whom_its_own_rows_name(westhaven: Any) -> None:
    from goldenthread.service.store.models import PersonName, Relationship

    with westhaven.as_role("worker"):
        told = set(Relationship.objects.values_list("adult_id", "dataset_id", "agency_id"))
        named = set(PersonName.objects.values_list("person_id", "dataset_id", "agency_id"))
    agencies = Counter((adult, dataset) for adult, dataset, _ in told)
    at_two_schools = {one for one in told if agencies[one[:2]] > 1}
    assert at_two_schools, "no parent has children at two schools of one system"
    assert at_two_schools <= named
