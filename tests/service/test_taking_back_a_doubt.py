"""Whoever sent a page takes that back before it is decided: it is recorded, and nobody is asked for it again."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from goldenthread.linkage.reviewing import Said
from goldenthread.service.actions.linking import doubting, doubts, reviewing
from goldenthread.service.actions.linking.shapes import PairShown, WholeShown
from goldenthread.service.actions.shapes import NothingToShow
from tests.service.conftest import Westhaven
from tests.service.link_story import CLEO, RAVI, entries_of
from tests.service.test_doubted_pages import DEE, FRAN, SAM, Story, _child_of, _doubted, _load

SAW = "Two schools"


def _own(area: Westhaven, username: str = SAM) -> doubting.OwnDoubt:
    return doubting.own_doubts(by=area.person(username), at=area.now)[0]


def _take_back(area: Westhaven, username: str = SAM) -> bool | NothingToShow:
    return doubting.take_back(_own(area, username).doubt, by=area.person(username), at=area.now)


def test_what_is_taken_back_is_kept_warns_nobody_and_may_be_sent_again(westhaven_copy: Westhaven) -> None:
    area = westhaven_copy
    assert _doubted(area, SAM, "young-carer").doubt is not None
    assert _own(area).may_be_taken_back
    assert _take_back(area) is True
    own = _own(area)
    assert (own.state, own.taken_back_at, own.may_be_taken_back) == ("taken_back", area.now, False)
    assert (own.because, own.became_at) == (SAW, area.now)
    assert area.look(SAM, "young-carer").doubt is None
    assert area.look(FRAN, "young-carer").doubt is None
    (entry,) = entries_of(area, "link_doubt_undone")
    assert entry["subject"] == entries_of(area, "link_doubted")[0]["subject"]
    assert SAW not in str(entry)
    assert isinstance(_take_back(area), NothingToShow), "not twice"
    with area.as_role("worker"):
        assert not doubts.wait_for_a_load(), "no load has anything to ask or to withdraw"
    assert _doubted(area, SAM, "young-carer").doubt is not None


@pytest.mark.parametrize("username", [FRAN, "pat.police", CLEO])
def test_nobody_takes_back_what_another_sent_nor_what_is_not_there(westhaven_copy: Westhaven, username: str) -> None:
    area = westhaven_copy
    _doubted(area, SAM, "young-carer")
    by = area.person(username)
    told = [doubting.take_back(doubt, by=by, at=area.now) for doubt in (_own(area).doubt, uuid4())]
    assert isinstance(told[0], NothingToShow)
    assert told[0] == told[1]
    assert _own(area).state == "waits"


def test_reviewers_who_are_asked_read_that_it_was_taken_back_and_the_next_load_asks_no_more(
    westhaven_copy: Westhaven,
) -> None:
    area = westhaven_copy
    told = Story(area=area)
    with area.as_role("worker"):
        told.people = {"many": _child_of(3), "two": _child_of(2)}
    for name in told.people:
        assert doubting.doubt(told.look(name), because=SAW + name, by=area.person(SAM), at=area.now) is True
    _load(told, 1)
    waiting = reviewing.waiting(by=area.person(CLEO), at=area.now)
    assert not isinstance(waiting, NothingToShow)
    assert len(waiting.doubted) == 2
    for own in doubting.own_doubts(by=area.person(SAM), at=area.now):
        assert own.state == "asked"
        assert doubting.take_back(own.doubt, by=area.person(SAM), at=area.now) is True
    for line in waiting.doubted:
        shown = reviewing.open_pair(line.question, by=area.person(CLEO), at=area.now)
        assert isinstance(shown, PairShown | WholeShown)
        assert shown.is_taken_back
        assert SAW in shown.asked_because
    # An answer meanwhile settles the records, and not what was taken back.
    pair = next(line for line in waiting.doubted if not line.is_whole)
    for username in (CLEO, RAVI):
        reviewing.answer(pair.question, said=Said.SAME, note="One", by=area.person(username), at=area.now)
    assert [one.state for one in doubting.own_doubts(by=area.person(SAM), at=area.now)] == ["taken_back"] * 2
    _load(told, 2)
    after = reviewing.waiting(by=area.person(CLEO), at=area.now)
    assert not isinstance(after, NothingToShow)
    assert after.doubted == ()
    with area.as_role("worker"):
        assert not doubts.wait_for_a_load()


def test_what_was_decided_is_not_taken_back_and_whoever_is_told_nothing_of_it_learns_nothing(
    westhaven_copy: Westhaven,
) -> None:
    from goldenthread.service.store.models import LinkDoubt

    area = westhaven_copy
    for username in (SAM, DEE):
        _doubted(area, username, "young-carer")
    with area.as_role("worker"):
        LinkDoubt.objects.update(state="to_be_parted", became_at=area.now)
    assert not _own(area).may_be_taken_back
    assert isinstance(_take_back(area), NothingToShow)
    assert _own(area, DEE).may_be_taken_back
    later = replace(area, now=area.now + timedelta(hours=1))
    assert _take_back(later, DEE) is True
    own = _own(later, DEE)
    assert (own.state, own.became_at, own.taken_back_at) == ("", None, later.now)
    with area.as_role("worker"):
        assert set(LinkDoubt.objects.values_list("state", "became_at")) == {("to_be_parted", area.now)}


def test_the_database_lets_somebody_take_back_their_own_and_nothing_else(westhaven_copy: Westhaven) -> None:
    area = westhaven_copy
    _doubted(area, SAM, "young-carer")
    doubt = _own(area).doubt
    for username, changes in ((FRAN, []), (CLEO, []), (SAM, [("taken_back",)])):
        by = area.person(username)
        with psycopg.connect(area.urls.web) as connection:
            for name, value in (("agency", by.agency), ("role", by.role.value), ("account", str(by.account_id))):
                connection.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
            found = connection.execute("SELECT take_back_own_doubt(%s, now())", [doubt]).fetchall()
            assert found == changes, username
            assert connection.execute("SELECT take_back_own_doubt(%s, now())", [doubt]).fetchall() == [], "not twice"
            assert connection.execute("UPDATE store_linkdoubt SET state = 'one_person'").rowcount == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("UPDATE store_linkdoubt SET taken_back_at = now()")
