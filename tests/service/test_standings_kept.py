"""What organisation, role and purpose decide is kept while what it turns on stands, and worked out anew after."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from goldenthread.agreements import Permission
from goldenthread.disclosure import standing
from goldenthread.service.actions import finding, pathways, reference, standings
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.vocabulary import AgencyId, FlagKindId, Level, Purpose

PATHWAY, POLICE, CSC = "westhaven-children", "westhaven-police", "westhaven-childrens-social-care"
A_LITTLE = timedelta(microseconds=1)


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    standings._standing.cache_clear()
    yield
    standings._standing.cache_clear()


def _afresh(by: Any, purpose: Purpose, *, at: Any) -> Any:
    granted = reference.held_by(by)
    asker = standings._asker(by, purpose)
    known, agencies = reference.catalogue(), reference.agencies()
    return standing(asker, granted.permissions, known, agencies, at=at, identity=granted.identity)


@pytest.mark.parametrize("username", ["sam.social", "dee.school", "harry.housing"])
def test_what_was_kept_is_what_would_be_worked_out_at_each_moment(
    westhaven: Any, nothing_kept: None, username: str
) -> None:
    by = westhaven.person(username)
    held = reference.held_by(by)
    turns = held.turns
    assert {moment for p in (*held.permissions, *held.identity) for moment in (p.not_before, p.not_after)} == set(turns)
    assert turns
    moments = [turn + shift for turn in turns for shift in (-A_LITTLE, timedelta(0), A_LITTLE)]
    for at in [*moments, *moments]:
        for purpose in (Purpose.PROTECT_FROM_HARM, Purpose.REVIEW_ACCESS):
            kept = standings.standing_of(by, purpose, at=at)
            assert kept == _afresh(by, purpose, at=at)
            assert kept.at == at
            assert standings.may_know_whole(by, purpose, at=at) is (kept.identity.level is Level.CONTENT)


def test_the_turns_are_the_moments_at_which_one_permission_or_another_begins_or_ends(
    westhaven: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions of two agreements that overlap: each begins and ends at its own moment."""
    by, now = westhaven.person("sam.social"), westhaven.now
    held = reference.held_by(by)
    mine = _of_the_police(held.permissions[0], by=by)
    spans = ((0, 4), (2, 6))
    permissions = tuple(
        replace(mine, not_before=now + timedelta(days=begins), not_after=now + timedelta(days=ends))
        for begins, ends in spans
    )
    turns = tuple(now + timedelta(days=day) for day in (0, 2, 4, 6))
    two = reference.Held(permissions=permissions, identity=(), turns=turns)
    monkeypatch.setattr(reference, "held_by", lambda _: two)
    shown = []
    for day in (-1, 1, 3, 5, 7, 5, 3, 1, -1):
        at = now + timedelta(days=day)
        kept = standings.standing_of(by, mine.purpose, at=at)
        assert kept == _afresh(by, mine.purpose, at=at)
        shown.append(kept.decision(mine.source_agency, mine.kind).level is not None)
    assert shown == [False, True, True, True, False, True, True, True, False]


def _of_the_police(permission: Permission, *, by: Any) -> Permission:
    known = (kind for kind in reference.catalogue().kinds if by.role in kind.ceiling)
    kind = next(kind.id for kind in known if "police" in {agency.value for agency in kind.raised_by})
    return replace(permission, source_agency=AgencyId(POLICE), kind=FlagKindId(kind), level=Level.CONTENT)


def test_nothing_is_kept_of_an_agreement_past_its_end(westhaven_copy: Any) -> None:
    """The whole answer where nothing may be shown, asked before and after in one process."""
    sam, nobody = westhaven_copy.person("sam.social"), westhaven_copy.sought("young-carer", nhs_number="999 000 0018")
    before = finding.find_child(nobody, by=sam, at=westhaven_copy.now)
    assert finding.find_child(nobody, by=sam, at=westhaven_copy.now) == before
    pathways.end_pathway(
        PATHWAY, reason="A partner withdrew", by=westhaven_copy.person("ali.admin"), at=westhaven_copy.now
    )
    after = finding.find_child(nobody, by=sam, at=westhaven_copy.now + timedelta(seconds=1))
    assert isinstance(before, NothingToShow)
    assert isinstance(after, NothingToShow)
    assert not any("has ended" in gap.sentence for gap in before.gaps)
    assert any("has ended" in gap.sentence for gap in after.gaps)


def test_whom_to_ring_is_as_the_directory_says_at_this_moment(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import Agency

    sam, nobody = westhaven_copy.person("sam.social"), westhaven_copy.sought("young-carer", nhs_number="999 000 0018")

    def numbers() -> set[str]:
        answer = finding.find_child(nobody, by=sam, at=westhaven_copy.now)
        assert isinstance(answer, NothingToShow)
        return {gap.ring.phone for gap in answer.gaps if gap.ring}

    assert "01632 960999" not in numbers()
    with westhaven_copy.as_role("worker"):
        for agency in Agency.objects.exclude(pk=CSC):
            agency.ask = {**agency.ask, "phone": "01632 960999"}
            agency.save()
    assert "01632 960999" in numbers()
