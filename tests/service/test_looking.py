"""Finding and looking: what is shown, to whom, under what, and what is written down each time."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from goldenthread.service.actions import family, finding, looking, reviewing
from goldenthread.service.actions.shapes import AskMore, ChildPage, Found, NothingToShow
from goldenthread.vocabulary import Purpose
from tests.service.looks_to_review import looks_to_review


def _entries(westhaven: Any, deed: str) -> int:
    from goldenthread.service.store.models import LedgerPayload

    with westhaven.as_role("worker"):
        return LedgerPayload.objects.filter(deed=deed).count()


def test_a_look_shows_flags_with_whom_to_ring_and_under_which_agreement(westhaven: Any) -> None:
    page = westhaven.look("sam.social", "young-carer")
    assert isinstance(page, ChildPage)
    flag = next(f for f in page.flags if "helping to care" in f.title)
    assert flag.contact is not None
    assert "Young carers" in flag.contact.team
    assert flag.pathway.startswith("Westhaven")
    assert flag.basis


@pytest.mark.requirement("C3")
def test_the_young_carer_flag_never_names_the_parents_doctor(westhaven: Any) -> None:
    for username in ("sam.social", "dee.school"):
        page = westhaven.look(username, "young-carer")
        flag = next(f for f in page.flags if "helping to care" in f.title)
        said = " ".join([flag.closed_words, *(" ".join(pair) for pair in flag.opened)])
        assert "Dr " not in said
        assert "surgery" not in str(flag.contact).lower()
        assert (flag.agency_name, flag.service) == ("", "")
        told_by_source = [line for line in page.searched if line.service != "All agencies together"]
        assert not any("helping to care" in line.sentence for line in told_by_source)
        (together,) = (line for line in page.searched if line.service == "All agencies together")
        assert "helping to care" in together.sentence
        assert together.result == "1 found"


def test_every_search_and_every_look_is_written_down(westhaven: Any) -> None:
    searches, looks = _entries(westhaven, "searched"), _entries(westhaven, "looked")
    westhaven.look("sam.social", "young-carer")
    assert _entries(westhaven, "searched") == searches + 1
    assert _entries(westhaven, "looked") == looks + 1


def test_a_look_serves_only_the_one_it_was_given_to_and_only_for_a_while(westhaven: Any) -> None:
    sam, pat = westhaven.person("sam.social"), westhaven.person("pat.police")
    found = finding.find_child(westhaven.sought("young-carer"), by=sam, at=westhaven.now)
    assert isinstance(found, Found)
    look = found.children[0].look
    assert isinstance(looking.open_child(look, by=sam, at=westhaven.now), ChildPage)
    assert isinstance(looking.open_child(look, by=pat, at=westhaven.now), NothingToShow)
    assert isinstance(looking.open_child(look, by=sam, at=westhaven.now + timedelta(hours=1)), NothingToShow)


@pytest.mark.requirement("D4")
def test_a_school_finds_only_children_on_its_own_roll(westhaven: Any) -> None:
    from goldenthread.service.store.models import Membership, Person, PersonIdentifier

    dee = westhaven.person("dee.school")
    with westhaven.as_role("worker"):
        own = Membership.objects.filter(agency_id=dee.agency).values("person_id")
        elsewhere = PersonIdentifier.objects.filter(
            kind="nhs_number",
            is_key=True,
            person_id__in=Person.objects.filter(kind="child", custodian_id=None).exclude(id__in=own).values("id"),
        ).first()
    assert elsewhere is not None
    there = replace(westhaven.sought("young-carer"), nhs_number=elsewhere.value)
    assert isinstance(finding.find_child(there, by=dee, at=westhaven.now), NothingToShow)
    assert isinstance(finding.find_child(westhaven.sought("young-carer"), by=dee, at=westhaven.now), Found)
    sam = westhaven.person("sam.social")
    assert isinstance(finding.find_child(there, by=sam, at=westhaven.now), Found)


def test_whoever_has_no_roll_gives_a_reason_and_it_goes_to_a_reviewer(westhaven: Any) -> None:
    from goldenthread.service.actions import reviewing

    pat = westhaven.person("pat.police")
    silent = finding.find_child(westhaven.sought("young-carer", reason=""), by=pat, at=westhaven.now)
    assert isinstance(silent, AskMore)
    assert silent.problems[0][0] == "reason"
    reason = "Called to the flat above, children seen at the window"
    page = westhaven.look("pat.police", "young-carer", reason=reason)
    assert page.reason_will_be_reviewed
    rae = westhaven.person("rae.reviewer")
    item = next(i for i in looks_to_review(by=rae, at=westhaven.now) if i.reason == reason)
    shown = reviewing.to_weigh(item.item, by=rae, at=westhaven.now)
    assert shown == item
    assert item.sought == f"NHS number {westhaven.child('young-carer')['nhs_number']}"
    assert item.shown == "One child was shown."
    assert reviewing.weigh(item.item, upheld=True, note="Sound", by=rae, at=westhaven.now) is True
    assert isinstance(reviewing.weigh(item.item, upheld=False, note="", by=rae, at=westhaven.now), NothingToShow)
    assert isinstance(reviewing.to_weigh(item.item, by=rae, at=westhaven.now), NothingToShow)


def test_a_page_is_the_same_whoever_said_that_a_child_cares_for_someone(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Flag

    def page() -> Any:
        shown = westhaven_copy.look("sam.social", "young-carer")
        return shown.searched, shown.workers, shown.flags

    before = page()
    with westhaven_copy.as_role("worker"):
        said_by_a_surgery = Flag.objects.filter(kind="possible_young_carer", agency_id__endswith="surgery")
        assert said_by_a_surgery.update(agency_id="harbour-lane-school") > 0
    assert page() == before


def test_no_line_of_the_page_names_the_practice_that_said_that_a_child_cares_for_someone(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import GrantedPermission

    assert "Quayside Surgery" in str(asdict(westhaven_copy.look("sam.social", "young-carer")))
    with westhaven_copy.as_role("worker"):
        assert GrantedPermission.objects.filter(kind="on_practice_list").delete()[0] > 0
    page = westhaven_copy.look("sam.social", "young-carer")
    assert "helping to care" in page.flags[0].title
    assert "another organisation" in page.family[1].said_by
    assert "Quayside Surgery" not in str(asdict(page))


def test_no_entry_of_the_ledger_names_the_practice_that_said_that_a_child_cares_for_someone(westhaven: Any) -> None:
    from goldenthread.service.store.models import LedgerPayload

    page = westhaven.look("dee.school", "young-carer", purpose=Purpose.SUPPORT_A_FAMILY_EARLY)
    assert any("helping to care" in flag.title for flag in page.flags)
    with westhaven.as_role("worker"):
        entry = LedgerPayload.objects.get(entry_id=page.ledger_reference).payload
    shown = {flag["kind"]: flag["agency"] for flag in entry["detail"]["shown"]}
    assert shown["possible_young_carer"] is None
    assert shown["on_school_roll"] == "harbour-lane-school"
    assert "surgery" not in str(entry)


@pytest.mark.requirement("A18")
@pytest.mark.scenario("S09")
def test_the_printed_number_is_shown_as_failing_and_finds_nobody(westhaven: Any) -> None:
    sam = westhaven.person("sam.social")
    printed = finding.find_child(westhaven.sought("printed-pair", nhs_number="485 777 3456"), by=sam, at=westhaven.now)
    assert isinstance(printed, AskMore)
    page = westhaven.look("sam.social", "printed-pair", nhs_number="", upn="H801200001001")
    told = [(one.kind, one.value, one.issuer, one.status) for one in page.identifiers]
    assert ("NHS number", "485 777 3456", "", "fails its check: do not rely on it") in told


@pytest.mark.scenario("S37")
def test_nothing_found_in_housing_says_what_was_searched_and_what_would_not_show(westhaven: Any) -> None:
    page = westhaven.look("sam.social", "private-renter")
    housing = next(s for s in page.searched if s.service == "Housing")
    assert housing.result == "Nothing of what you may see"
    assert "The family rents from the council or a housing association" in housing.sentence
    assert "private tenancy" in housing.sentence
    assert "does not prove" in housing.sentence
    assert housing.as_of is not None


@pytest.mark.parametrize("username", ["sam.social", "dee.school", "holly.health", "pat.police", "harry.housing"])
def test_nothing_found_is_said_only_where_all_that_is_held_may_be_seen(westhaven: Any, username: str) -> None:
    page = westhaven.look(username, "call-out-and-absence")
    assert isinstance(page, ChildPage)
    hidden = {gap.service for gap in page.gaps if "only whether" not in gap.sentence}
    for line in page.searched:
        if line.service in hidden:
            assert line.result != "Nothing found", line.service
            assert "nothing found" not in line.sentence
        if line.result == "You may not see":
            assert "nothing was searched for you" in line.sentence


def test_a_school_is_not_told_that_practices_hold_nothing(westhaven: Any) -> None:
    page = westhaven.look("dee.school", "call-out-and-absence")
    practices = next(line for line in page.searched if line.service == "GP practices")
    assert practices.result in {"Nothing of what you may see", "You may not see"}
    schools = next(line for line in page.searched if line.service == "Schools")
    assert "from your own agency everything" in schools.sentence
    assert any(
        gap.sentence.startswith(("You may not see what other schools hold", "From other schools")) for gap in page.gaps
    )


def test_what_is_said_of_nothing_found_is_the_same_for_every_child(westhaven: Any) -> None:
    one, other = (
        {
            line.service: line.sentence
            for line in westhaven.look("sam.social", story).searched
            if "found" not in line.result
        }
        for story in ("call-out-and-absence", "private-renter")
    )
    both = one.keys() & other.keys()
    assert both
    assert {service: one[service] for service in both} == {service: other[service] for service in both}


def test_flags_stand_by_urgency_and_the_newest_first_and_workers_with_the_lead_first(westhaven: Any) -> None:
    page = westhaven.look("dee.school", "call-out-and-absence")
    assert [flag.title for flag in page.flags][:2] == [
        "The child may have seen or heard something frightening",
        "The child misses a lot of school",
    ]
    assert page.flags[-1].title == "The child is on a school's list"
    helped = westhaven.look("dee.school", "private-renter")
    assert [worker.service for worker in helped.workers] == [
        "The family gets early help",
        "The child is on a school's list",
    ]


def test_a_duty_desk_stands_under_its_flag_and_not_among_who_works_with_the_child(westhaven: Any) -> None:
    page = westhaven.look("dee.school", "call-out-and-absence")
    assert any(flag.agency_name == "Westhaven Police" and flag.contact for flag in page.flags)
    assert not any(worker.agency_name == "Westhaven Police" for worker in page.workers)


def test_an_incident_that_is_no_longer_shown_is_not_said_to_be_none(westhaven: Any) -> None:
    police = next(line for line in westhaven.look("sam.social", "private-renter").searched if line.service == "Police")
    assert "only in the last 90 days" in police.sentence or "for the last 90 days" in police.sentence


def test_gaps_say_the_same_whatever_the_child(westhaven: Any) -> None:
    one = westhaven.look("dee.school", "young-carer")
    other = westhaven.look("dee.school", "call-out-and-absence")
    assert one.gaps
    assert any(len(gap.kinds) > 4 for gap in one.gaps)
    assert one.gaps == other.gaps


@pytest.mark.parametrize("username", ["rae.reviewer", "dan.dpo", "ali.admin"])
def test_roles_that_look_after_the_system_open_no_childs_page(westhaven: Any, username: str) -> None:
    assert not isinstance(westhaven.look(username, "young-carer"), ChildPage)


STORIES = ("call-out-and-absence", "young-carer", "twins", "private-renter")


@pytest.mark.parametrize("username", ["harry.housing", "pat.police", "sam.social", "dee.school"])
def test_the_family_names_no_agency_that_the_page_does_not_show_anyway(westhaven: Any, username: str) -> None:
    by, named = westhaven.person(username), set()
    for story in STORIES:
        page = westhaven.look(username, story)
        if isinstance(page, ChildPage):
            shown = {flag.agency_name for flag in page.flags} | {by.agency_name}
            named = {n for m in page.family for n in m.said_by.split(", ") if n}
            assert named <= shown | {"another organisation"}, (story, named - shown)
    assert named


def test_a_school_is_told_nothing_of_how_many_records_others_hold(westhaven: Any) -> None:
    pages = [westhaven.look("dee.school", story) for story in ("call-out-and-absence", "young-carer")]
    assert {page.certainty_because for page in pages} == {looking.OWN_RECORD_BECAUSE}
    assert {page.certainty for page in pages} == {looking.OWN_RECORD}
    found = finding.find_child(westhaven.sought("young-carer"), by=westhaven.person("dee.school"), at=westhaven.now)
    assert isinstance(found, Found)
    assert found.children[0].how_sure == "On your own organisation’s record"
    gita = westhaven.look("gita.gp", "young-carer")
    assert not isinstance(gita, ChildPage) or gita.family_note == looking.OWN_FAMILY


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"yes", "unknown"}, "has parental responsibility"),
        ({"no", "unknown"}, "does not have parental responsibility"),
        ({"unknown"}, "parental responsibility not known"),
        ({"yes", "no"}, "agencies do not agree on parental responsibility: check"),
    ],
)
def test_parental_responsibility_is_what_those_say_who_know(said: set[str], shown: str) -> None:
    assert family._responsibility(said) == shown


def test_a_search_that_shows_several_children_stands_in_the_history_of_each(westhaven: Any) -> None:
    pat, rae = westhaven.person("pat.police"), westhaven.person("rae.reviewer")
    reason = "A neighbour named one of two brothers"
    by_place = westhaven.in_words("twins", reason=reason, postcode=westhaven.child("twins")["postcode"])
    found = finding.find_child(by_place, by=pat, at=westhaven.now)
    assert isinstance(found, Found)
    assert len(found.children) > 1
    for which in (0, 1):
        one = finding.find_child(westhaven.sought("twins", which, reason="A planned check"), by=rae, at=westhaven.now)
        assert isinstance(one, Found)
        lines = reviewing.who_has_looked(one.children[0].look, by=rae, at=westhaven.now)
        assert any(line.who == pat.name and line.reason == reason for line in lines)
    waiting = [item for item in looks_to_review(by=rae, at=westhaven.now) if item.reason == reason]
    assert len(waiting) == 1


def test_a_school_finds_its_pupil_only_by_a_name_that_it_knows_itself(westhaven: Any) -> None:
    from goldenthread.service.store.models import Membership, Person, PersonName

    dee = westhaven.person("dee.school")
    with westhaven.as_role("worker"):
        pupils = Membership.objects.filter(agency_id=dee.agency).values("person_id")
        names = PersonName.objects.filter(person_id__in=pupils).select_related()
        known = {(n.person_id, n.family_name.casefold()) for n in names if n.agency_id == dee.agency}
        told = next(n for n in names if (n.person_id, n.family_name.casefold()) not in known)
        own = next(n for n in names if n.person_id == told.person_id and n.agency_id == dee.agency)
        born = Person.objects.get(pk=told.person_id).date_of_birth
    typed = {"nhs_number": "", "given_name": own.given_name, "date_of_birth": born}
    by_own = westhaven.sought("twins", **typed, family_name=own.family_name)
    by_others = westhaven.sought("twins", **typed, family_name=told.family_name)
    exact, *others = (
        finding.find_child(sought, by=dee, at=westhaven.now)
        for sought in (by_own, by_others, replace(by_own, family_name="Qwxyzzyx"))
    )
    assert isinstance(exact, Found)
    assert exact.children[0].fits == ""
    # By likeness it finds as by a name that nobody holds: whoever is like that on its own records.
    shown = [[c.fits for c in found.children] if isinstance(found, Found) else [] for found in others]
    assert "" not in shown[0]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (("Charlie", "HAWKINS"), "Charlie Hawkins"),
        (("MARY-ANN", "O'BRIEN"), "Mary-Ann O'Brien"),
        (("J", "de la Cruz"), "J de la Cruz"),
        (("SIÂN", "McDonald"), "Siân McDonald"),
        (("", ""), "Name not held"),
    ],
)
def test_a_name_held_in_capitals_is_shown_as_people_write_it(held: tuple[str, str], shown: str) -> None:
    from goldenthread.service.actions.wording import name_in_words

    assert name_in_words(*held) == shown
