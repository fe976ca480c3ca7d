"""Who finds only its own children finds them as its own records know them, and learns nothing newer by searching."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from goldenthread.service.actions import finding, looking
from goldenthread.service.actions.shapes import Found


def _own_names(person_id: str, agency: str) -> dict[str, str]:
    from goldenthread.service.store.models import PersonName

    name = PersonName.objects.filter(person_id=person_id, agency_id=agency).first()
    assert name is not None
    return {"given_name": name.given_name, "family_name": name.family_name}


def _schools() -> list[str]:
    from goldenthread.service.store.models import Agency

    return list(Agency.objects.filter(kind="school").values_list("id", flat=True))


def test_a_school_finds_its_pupil_by_the_birth_date_on_its_roll_and_by_no_other(westhaven_copy: Any) -> None:
    from goldenthread.service.actions.search_keys import name_keys
    from goldenthread.service.store.models import Membership, Person, SearchKey

    dee = westhaven_copy.person("dee.school")
    with westhaven_copy.as_role("worker"):
        own = Membership.objects.filter(
            agency_id=dee.agency, date_of_birth_precision="day", person__kind="child", custodian_id=None
        ).first()
        assert own is not None
        assert own.date_of_birth is not None
        named = _own_names(own.person_id, dee.agency)
        others = own.date_of_birth - timedelta(days=800)
        # Others have outvoted the school: the index's own keys as a load would have written them.
        Person.objects.filter(pk=own.person_id).update(date_of_birth=others)
        for key in name_keys(*named.values(), others):
            SearchKey.objects.create(key=key, person_id=own.person_id)
    by_own, by_others = (
        westhaven_copy.sought("twins", nhs_number="", date_of_birth=born, **named)
        for born in (own.date_of_birth, others)
    )
    found = finding.find_child(by_own, by=dee, at=westhaven_copy.now)
    assert isinstance(found, Found)
    assert found.children[0].date_of_birth == own.date_of_birth
    assert _agrees_in(finding.find_child(by_others, by=dee, at=westhaven_copy.now), "the same date of birth") == []
    sam = westhaven_copy.person("sam.social")
    for sought in (by_own, by_others):
        assert isinstance(finding.find_child(sought, by=sam, at=westhaven_copy.now), Found)


def test_everybody_is_found_by_every_birth_date_that_a_record_gives(westhaven: Any) -> None:
    from django.db.models import F

    from goldenthread.service.store.models import Membership

    with westhaven.as_role("worker"):
        given = Membership.objects.filter(date_of_birth_precision="day", person__kind="child", custodian_id=None)
        other = given.exclude(date_of_birth=F("person__date_of_birth")).select_related("person").first()
        assert other is not None, "every record agrees"
        named = {"given_name": other.person.given_name, "family_name": other.person.family_name}
    sought = westhaven.sought("twins", nhs_number="", date_of_birth=other.date_of_birth, **named)
    assert isinstance(finding.find_child(sought, by=westhaven.person("sam.social"), at=westhaven.now), Found)


def test_a_school_finds_by_the_place_that_it_holds_and_is_told_no_newer_one(westhaven: Any) -> None:
    from django.db.models import Exists, OuterRef

    from goldenthread.service.store.models import Membership, PersonAddress

    with westhaven.as_role("worker"):
        elsewhere = PersonAddress.objects.filter(
            person_id=OuterRef("person_id"), is_current=True, is_protected=False
        ).exclude(postcode=OuterRef("postcode"))
        kept = PersonAddress.objects.filter(
            Exists(elsewhere), is_current=False, until=None, is_protected=False, custodian_id=None,
            person__kind="child", agency_id__in=_schools(),
        )  # fmt: skip
        own = next(a for a in kept.order_by("id") if not _holds_two(a))
        newer = PersonAddress.objects.filter(person_id=own.person_id, is_current=True).exclude(postcode=own.postcode)
        newer_postcode = newer.first().postcode
        named = _own_names(own.person_id, own.agency_id) | {"family_name": "Nobodysname"}
        member = Membership.objects.filter(person_id=own.person_id, agency_id=own.agency_id).first()
        assert member is not None
    school = replace(westhaven.person("dee.school"), agency=own.agency_id)
    typed = {"nhs_number": "", "date_of_birth": member.date_of_birth, **named}
    by_own = finding.find_child(westhaven.sought("twins", **typed, postcode=own.postcode), by=school, at=westhaven.now)
    by_newer = finding.find_child(
        westhaven.sought("twins", **typed, postcode=newer_postcode), by=school, at=westhaven.now
    )
    assert _agrees_in(by_newer, "the same postcode") == []
    assert isinstance(by_own, Found)
    page = looking.open_child(by_own.children[0].look, by=school, at=westhaven.now)
    assert own.postcode in page.address
    assert newer_postcode not in page.address


def _agrees_in(answer: Any, what: str) -> list[Any]:
    """Who was found by every detail, or by this one: whoever is only like the child is compared as they know them."""
    children = answer.children if isinstance(answer, Found) else ()
    return [one for one in children if not one.fits or what in dict(one.fits_because).values()]


def _holds_two(address: Any) -> bool:
    from goldenthread.service.store.models import PersonAddress

    same = PersonAddress.objects.filter(person_id=address.person_id, agency_id=address.agency_id)
    return bool(same.count() > 1)
