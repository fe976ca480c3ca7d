"""Facts of a mother or father stand on their children's pages: whoever saw those is told when the link was wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client

from goldenthread.audit import Deed
from goldenthread.service.actions import correcting, emergencies, loading, releasing, telling
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.linking.shapes import PersonToTell, WrongLinks, WrongLinkShown
from goldenthread.service.actions.shapes import NothingToShow
from tests.service.conftest import Westhaven
from tests.service.link_story import DIFFERENT, numbers_held, page_of, settle_by_two

RAE, SAM = "rae.reviewer", "sam.social"
POLICE = "westhaven-police"
SAW_THE_CHILD, MENDED = timedelta(hours=2), timedelta(days=1)


def _joined_parent(area: Westhaven) -> tuple[Any, str]:
    """A pair that the machine joined, of a parent whom nobody hides, and a child of theirs found by number."""
    from goldenthread.service.store.models import LinkQuestion, Relationship

    with area.as_role("worker"):
        children = set(numbers_held().filter(custodian_id=None).values_list("person_id", flat=True))
        ties = Relationship.objects.filter(custodian_id=None, relation__in=("mother", "father", "parent"))
        joined = LinkQuestion.objects.filter(custodian_id=None, kind="pair", outcome="linked", together=True)
        for one in joined.order_by("dataset_l", "record_id_l"):
            of_theirs = ties.filter(adult_id=one.person_id_l, person_id__in=children).order_by("person_id")
            if tie := of_theirs.first():
                return one, tie.person_id
    raise AssertionError("No parent of the area was joined from two records")


def _mended(area: Westhaven, parent: str) -> UUID:
    """Two people say that these are two, and the load of the next day parts them: the wrong link that it kept."""
    from goldenthread.service.store.models import WrongLinkFound

    with area.as_role("worker"):
        plan = area.folder / "area.yaml"
        assert loading.load_area(plan, at=area.now + MENDED, demonstration=True, tell=lambda _: None).changed
        return WrongLinkFound.objects.get(person_id=parent, by_people=True).id


def _later(area: Westhaven) -> Westhaven:
    return replace(area, now=area.now + timedelta(days=3))


def _shown(area: Westhaven, wrong: UUID, username: str = RAE) -> WrongLinkShown:
    shown = telling.wrong_link(wrong, by=area.person(username), at=_later(area).now)
    assert isinstance(shown, WrongLinkShown)
    return shown


def _of(shown: WrongLinkShown, name: str) -> PersonToTell | None:
    return next((one for one in shown.people if one.name == name), None)


def _untold(area: Westhaven, wrong: UUID) -> int:
    found = telling.wrong_links(by=area.person(RAE), at=_later(area).now)
    assert isinstance(found, WrongLinks)
    return next(line.untold for line in found.lines if line.wrong_link == wrong)


def _name(area: Westhaven, person: str) -> str:
    from goldenthread.service.store.models import Person

    with area.as_role("worker"):
        held = Person.objects.get(pk=person)
        return f"{held.given_name} {held.family_name}"


@pytest.mark.requirement("A9")
def test_whoever_saw_a_child_while_its_parent_was_two_people_is_told(
    westhaven_copy: Westhaven, client: Client, sign_in: Callable[[Any, Any], None]
) -> None:
    from goldenthread.service.store.models import Account, WrongLinkPage

    area = westhaven_copy
    part, child = _joined_parent(area)
    settle_by_two(area, part.id, DIFFERENT)
    page = page_of(replace(area, now=area.now + SAW_THE_CHILD), child)
    assert _name(area, part.person_id_l) in {member.name for member in page.family}
    sent = replace(area, now=area.now + SAW_THE_CHILD)
    had = {one.release for one in releasing.inbox(by=area.person("pat.police"), at=area.now)}
    passed_on = emergencies.send(POLICE, "x", "He is hurt.", look=page.look, by=sent.person(SAM), at=sent.now)
    assert isinstance(passed_on, UUID)
    wrong = _mended(area, part.person_id_l)

    one = _of(_shown(area, wrong), "Sam Okafor")
    assert one is not None
    assert (one.last_at, one.told_at) == (sent.now, None)
    assert _name(area, child) in one.pages
    assert one.was_shown_a_fact is bool(page.flags)

    # Opened only after the link was mended, it still shows what stood there before.
    before = {person.name for person in _shown(area, wrong).people}
    police, at = area.person("pat.police"), _later(area).now
    (got,) = [one for one in releasing.inbox(by=police, at=at) if one.release not in had]
    assert not isinstance(releasing.open_release(got.release, by=police, at=at), NothingToShow)
    assert {person.name for person in _shown(area, wrong).people} - before == {police.name}

    with area.as_role("worker"):
        sign_in(client, Account.objects.get(username=RAE))
    said = client.get(f"/wrong-links/{wrong}/").content.decode()
    assert _name(area, child) in said
    assert telling.say_told(wrong, one.account, how="By phone", by=area.person(RAE), at=at) is True
    told = _of(_shown(area, wrong), "Sam Okafor")
    assert told is not None
    assert told.how == "By phone"

    # What an earlier version parted says nothing of the pages, so "nobody" would be untrue of it.
    with psycopg.connect(area.urls.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE store_wronglinkfound NO FORCE ROW LEVEL SECURITY")
        owner.execute("UPDATE store_wronglinkfound SET pages_kept = false")
    with area.as_role("worker"):
        WrongLinkPage.objects.all().delete()
    assert _shown(area, wrong).people == ()
    said = client.get(f"/wrong-links/{wrong}/").content.decode()
    assert "nobody kept on whose pages that person stood" in said
    assert "nobody to tell" not in said


@pytest.mark.requirement("A9")
def test_a_hidden_childs_page_is_for_the_reviewers_of_whoever_hides_it(westhaven_copy: Westhaven) -> None:
    """The mother is hidden from nobody, and one of her children is: nobody else learns of that child by the list."""
    from goldenthread.service.store.models import Relationship, ToldOfWrongLink, WrongLinkPage

    area = westhaven_copy
    part, child = _joined_parent(area)
    settle_by_two(area, part.id, DIFFERENT)
    page_of(replace(area, now=area.now + SAW_THE_CHILD), child)
    with area.as_role("worker"):
        Relationship.objects.filter(person_id=child).update(custodian_id=POLICE)
    wrong = _mended(area, part.person_id_l)
    rae, account = area.person(RAE), area.person(SAM).account_id
    with area.as_role("worker"):
        assert WrongLinkPage.objects.get(wrong_link_id=wrong, person_id=child).custodian_id == POLICE
    elsewhere = _of(_shown(area, wrong), "Sam Okafor")
    assert elsewhere is None or _name(area, child) not in elsewhere.pages
    with area.as_role("worker"):
        WrongLinkPage.objects.filter(wrong_link_id=wrong).exclude(person_id=child).delete()
    assert _shown(area, wrong).people == ()
    assert _untold(area, wrong) == 0
    refused = telling.say_told(wrong, account, how="x", by=rae, at=_later(area).now)
    assert isinstance(refused, NothingToShow)
    # For whoever hides the child it is listed; that somebody was told is for them alone too.
    with area.as_role("worker"):
        WrongLinkPage.objects.filter(wrong_link_id=wrong).update(custodian_id=rae.agency)
    assert [one.name for one in _shown(area, wrong).people] == ["Sam Okafor"]
    assert _untold(area, wrong) == 1
    assert telling.say_told(wrong, account, how="By phone", by=rae, at=_later(area).now) is True
    assert _untold(area, wrong) == 0
    with area.as_role("worker"):
        assert ToldOfWrongLink.objects.get(wrong_link_id=wrong).custodian_id == rae.agency


def test_whoever_is_hidden_later_is_hidden_in_what_earlier_loads_kept(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import WrongLinkPage

    with westhaven_copy.as_role("worker"):
        pages = [WrongLinkPage(wrong_link_id=uuid4(), person_id=person) for person in ("hidden-now", "not-hidden")]
        WrongLinkPage.objects.bulk_create(pages)
        index = SimpleNamespace(shielded=(SimpleNamespace(person_id="hidden-now", custodian=POLICE),))
        with doing(by=None, at=westhaven_copy.now) as action:
            correcting.keep_wrong_links((), cast(Any, index), (), action=action)
            action.record(Deed.LOADED)
        kept = dict(WrongLinkPage.objects.values_list("person_id", "custodian_id"))
    assert kept == {"hidden-now": POLICE, "not-hidden": None}


def test_whom_people_found_to_belong_to_a_child_stands_on_its_page(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.actions.standing_on import others_pages
    from goldenthread.service.store.models import FamilyFound

    with westhaven_copy.as_role("worker"):
        tie = {"person_id": "a-child", "adult_id": "an-adult", "custodian_id": POLICE}
        FamilyFound.objects.create(**tie, relations=[], settled_at=westhaven_copy.now)
        assert others_pages(["an-adult", "a-child"]) == {"an-adult": {"a-child": POLICE}}


def test_others_pages_are_those_of_children_and_of_their_brothers_and_sisters(westhaven: Westhaven) -> None:
    from goldenthread.service.actions.family import PARENTAL
    from goldenthread.service.actions.standing_on import others_pages
    from goldenthread.service.store.models import Relationship

    with westhaven.as_role("worker"):
        ties = list(Relationship.objects.filter(relation__in=PARENTAL).order_by("id"))
        children: dict[str, set[str]] = {}
        for tie in ties:
            children.setdefault(tie.adult_id, set()).add(tie.person_id)
        parent, both = next((adult, both) for adult, both in sorted(children.items()) if len(both) > 1)
        one, *rest = sorted(both)
        stood = others_pages([parent, one])
        assert both <= set(stood[parent])
        assert set(rest) <= set(stood[one])
        assert one not in stood[one]
        assert others_pages(["nobody"])["nobody"] == {}
        strangers = {tie.person_id for tie in ties} - set(stood[one]) - {one}
        assert strangers
        own = {tie.adult_id for tie in ties if tie.person_id == one}
        assert not own & {tie.adult_id for tie in ties if tie.person_id in strangers}
