"""Ending an agreement, and its lapse: standing access ends at the next click, the rest goes on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from goldenthread.service.actions import finding, looking, pathways, reference, warning
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow

PATHWAY = "westhaven-children"
BECAUSE = "A partner withdrew after a review"


def _open(westhaven: Any, username: str, look: Any, **at: Any) -> Any:
    return looking.open_child(look, by=westhaven.person(username), at=westhaven.now + timedelta(**at))


def _found(westhaven: Any, username: str, story: str) -> Any:
    found = finding.find_child(westhaven.sought(story), by=westhaven.person(username), at=westhaven.now)
    assert isinstance(found, Found)
    return found.children[0].look


@pytest.mark.scenario("S36")
def test_ending_the_agreement_ends_standing_access_at_the_next_click(westhaven_copy: Any) -> None:
    sam, dee = _found(westhaven_copy, "sam.social", "young-carer"), _found(westhaven_copy, "dee.school", "young-carer")
    before = _open(westhaven_copy, "dee.school", dee)
    assert any("helping to care" in f.title for f in before.flags)
    ali = westhaven_copy.person("ali.admin")
    ended = pathways.end_pathway(PATHWAY, reason=BECAUSE, by=ali, at=westhaven_copy.now)
    assert ended.state == "ended"
    assert BECAUSE in ended.state_because
    # A school goes on seeing its own pupil and its own flags, and is told why the rest is not shown.
    after = _open(westhaven_copy, "dee.school", dee, seconds=1)
    assert isinstance(after, ChildPage)
    assert not any("helping to care" in f.title for f in after.flags)
    assert all(not f.pathway for f in after.flags)
    assert any("ended" in g.sentence for g in after.gaps)
    assert all("duty" in g.do_next for g in after.gaps)
    # A social worker whose agency holds no record of the child sees nothing at all, and is told whom to ring, and from
    # the role alone what is missing and what can still carry the fact: for this child as for one who is not there.
    gone = _open(westhaven_copy, "sam.social", sam, seconds=1)
    assert isinstance(gone, NothingToShow)
    assert gone.ring.phone
    assert any("ended" in g.sentence for g in gone.gaps)
    assert all("duty" in g.do_next for g in gone.gaps)
    nobody = westhaven_copy.sought("young-carer", nhs_number="999 000 0018")
    absent = finding.find_child(nobody, by=westhaven_copy.person("sam.social"), at=westhaven_copy.now)
    assert isinstance(absent, NothingToShow)
    assert absent.gaps == gone.gaps


def test_without_the_agreement_a_search_tells_no_name_that_the_searcher_does_not_hold(westhaven_copy: Any) -> None:
    by = westhaven_copy.person("harry.housing")
    number, by_new_name = _a_tenant_renamed_elsewhere(westhaven_copy, by.agency, now_called="Zephyrine")

    def found(sought: Any) -> Any:
        return finding.find_child(sought, by=by, at=westhaven_copy.now)

    assert "Zephyrine" in found(number).children[0].name
    assert "Zephyrine" in found(by_new_name).children[0].name
    pathways.end_pathway(PATHWAY, reason=BECAUSE, by=westhaven_copy.person("dan.dpo"), at=westhaven_copy.now)
    (after,) = found(number).children
    assert "Zephyrine" not in after.name
    assert after.how_sure == "On your own organisation’s record"
    # The name that only others hold finds what a name that nobody holds does: who is like it on their own record.
    by_nobodys = replace(by_new_name, family_name="Qwxyzzyx")
    assert _as_shown(found(by_new_name)) == _as_shown(found(by_nobodys))


def _as_shown(answer: Any) -> list[tuple[str, str, Any]]:
    children = [] if isinstance(answer, NothingToShow) else answer.children
    assert all(child.fits for child in children)
    return [(child.name, child.fits, child.fits_because) for child in children]


def _a_tenant_renamed_elsewhere(westhaven: Any, agency: str, *, now_called: str) -> tuple[Any, Any]:
    """Two searches for one child of an agency's own, by number and by the name that only others hold."""
    from goldenthread.service.actions.search_keys import name_keys
    from goldenthread.service.store.models import Membership, Person, PersonIdentifier, SearchKey

    with westhaven.as_role("worker"):
        own = Membership.objects.filter(agency_id=agency).values("person_id")
        known = PersonIdentifier.objects.filter(kind="nhs_number", is_key=True, person_id__in=own)
        child = Person.objects.filter(id__in=known.values("person_id"), kind="child", custodian_id=None).first()
        assert child is not None
        Person.objects.filter(pk=child.pk).update(family_name=now_called)
        for key in name_keys(child.given_name, now_called, child.date_of_birth):
            SearchKey.objects.create(key=key, person_id=child.pk)
        number = known.filter(person_id=child.pk).first().value
    sought = westhaven.sought("twins", nhs_number=number, reason="Asked about the tenancy")
    name = {"given_name": child.given_name, "family_name": now_called, "date_of_birth": child.date_of_birth}
    return sought, replace(sought, nhs_number="", **name)


def test_the_database_too_shows_no_flag_under_an_ended_agreement(westhaven_copy: Any) -> None:
    def seen() -> int:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            for name, value in (
                ("agency", "westhaven-childrens-social-care"),
                ("role", "social_worker"),
                ("purpose", "protect_from_harm"),
            ):
                cursor.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
            cursor.execute("SELECT count(*) FROM store_flag WHERE agency_id <> 'westhaven-childrens-social-care'")
            count = cursor.fetchone()[0]
            cursor.execute("COMMIT")
            return int(count)

    assert seen() > 0
    pathways.end_pathway(PATHWAY, reason=BECAUSE, by=westhaven_copy.person("dan.dpo"), at=westhaven_copy.now)
    assert seen() == 0


@pytest.mark.parametrize("username", ["sam.social", "dee.school", "rae.reviewer"])
def test_only_an_administrator_or_data_protection_officer_ends_an_agreement(westhaven: Any, username: str) -> None:
    by = westhaven.person(username)
    assert isinstance(pathways.end_pathway(PATHWAY, reason=BECAUSE, by=by, at=westhaven.now), NothingToShow)
    assert pathways.list_pathways(by=by, at=westhaven.now)[0].state == "in_force"


@pytest.mark.scenario("S36")
def test_access_ends_at_the_midnight_on_which_the_agreement_lapses(westhaven: Any) -> None:
    card = pathways.list_pathways(by=westhaven.person("ali.admin"), at=westhaven.now)[0]
    midnight = reference.held_by(westhaven.person("sam.social")).permissions[0].not_after
    assert midnight.astimezone().date() >= card.ends_on
    look = _found(westhaven, "dee.school", "young-carer")
    from goldenthread.service.store.models import Look

    with westhaven.as_role("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE store_look NO FORCE ROW LEVEL SECURITY")
        Look.objects.filter(pk=look).update(ends_at=midnight + timedelta(days=1))
        cursor.execute("ALTER TABLE store_look FORCE ROW LEVEL SECURITY")
    dee = westhaven.person("dee.school")
    before = looking.open_child(look, by=dee, at=midnight - timedelta(seconds=1))
    after = looking.open_child(look, by=dee, at=midnight + timedelta(minutes=1))
    assert isinstance(before, ChildPage)
    assert isinstance(after, ChildPage)
    assert len(before.flags) > len(after.flags)
    assert any("ended" in g.sentence or "lapsed" in g.sentence for g in after.gaps)


@pytest.mark.scenario("S02")
def test_with_the_agreement_school_and_front_door_see_each_others_marker_and_without_it_neither_does(
    westhaven_copy: Any,
) -> None:
    story = "call-out-and-absence"
    fran, dee = _found(westhaven_copy, "fran.frontdoor", story), _found(westhaven_copy, "dee.school", story)

    def titles(username: str, look: Any, seconds: int) -> set[str]:
        page = _open(westhaven_copy, username, look, seconds=seconds)
        return {f.title for f in page.flags} if isinstance(page, ChildPage) else set()

    assert "The child misses a lot of school" in titles("fran.frontdoor", fran, 0)
    assert "The child may have seen or heard something frightening" in titles("dee.school", dee, 0)
    pathways.end_pathway(PATHWAY, reason=BECAUSE, by=westhaven_copy.person("ali.admin"), at=westhaven_copy.now)
    assert "The child misses a lot of school" not in titles("fran.frontdoor", fran, 1)
    assert "The child may have seen or heard something frightening" not in titles("dee.school", dee, 1)


def test_a_signed_wording_is_what_the_page_shows(westhaven: Any) -> None:
    card = pathways.list_pathways(by=westhaven.person("dee.school"), at=westhaven.now)[0]
    assert all(words.startswith("signed on ") for _, words in card.parties)
    assert card.flows
    assert not card.may_end
    assert replace(card, may_end=True) in pathways.list_pathways(by=westhaven.person("ali.admin"), at=westhaven.now)


@pytest.mark.scenario("S36")
def test_whoever_answers_for_an_agreement_is_warned_before_it_lapses_and_each_warning_is_written_once(
    westhaven_copy: Any,
) -> None:
    def warned(username: str, days_before: int) -> dict[str, str]:
        return warning.lapsing(
            by=westhaven_copy.person(username), at=westhaven_copy.now + timedelta(days=left - days_before)
        )

    card = pathways.list_pathways(by=westhaven_copy.person("ali.admin"), at=westhaven_copy.now)[0]
    left = (card.ends_on - westhaven_copy.now.date()).days
    assert warned("ali.admin", 91) == {}
    assert "lapses at midnight" in warned("ali.admin", 90)[PATHWAY]
    assert "Renew it" in warned("dan.dpo", 7)[PATHWAY]
    assert warned("dee.school", 7) == {}
    with westhaven_copy.as_role("worker"):
        assert warning.warn_of_lapses(at=westhaven_copy.now) == 0
        assert warning.warn_of_lapses(at=westhaven_copy.now + timedelta(days=left - 30)) == 2
        assert warning.warn_of_lapses(at=westhaven_copy.now + timedelta(days=left - 30)) == 0
        assert warning.warn_of_lapses(at=westhaven_copy.now + timedelta(days=left - 7)) == 1
