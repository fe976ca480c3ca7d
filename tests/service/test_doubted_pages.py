"""Whoever sees two people's facts on one page sends it to the reviewers, who see it first, and hears what became of it.

One story, told once: three pages are sent, a load asks about them, reviewers answer, and another load obeys.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from goldenthread.audit import Deed
from goldenthread.linkage.reviewing import DOUBTED, Said, Settled
from goldenthread.service.actions import finding, loading, looking
from goldenthread.service.actions.doing import doing
from goldenthread.service.actions.linking import doubting, reviewing
from goldenthread.service.actions.linking import rulings as what_was_ruled
from goldenthread.service.actions.linking.doubts import on_page
from goldenthread.service.actions.linking.shapes import PairShown, WholeShown
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow, Sought
from goldenthread.vocabulary import Purpose
from tests.service.conftest import NOW, Westhaven
from tests.service.link_story import CLEO, RAVI, entries_of, numbers_held

SAM, FRAN, DEE = "sam.social", "fran.frontdoor", "dee.school"
WORDS = {
    "many": "Two schools at once",
    "two": "Two dates of birth",
    "one": "Another mother",
    "unsure": "Two first names",
}
AGAIN = "Two first names, and the mother says so too"


@dataclass
class Story:
    """Who was doubted, and what was seen at each step."""

    area: Westhaven
    people: dict[str, str] = field(default_factory=dict, repr=False)
    looks: dict[str, UUID] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def page(self, name: str, by: str = SAM) -> ChildPage:
        found = looking.open_child(self.look(name, by), by=self.area.person(by), at=self.area.now)
        assert isinstance(found, ChildPage)
        return found

    def look(self, name: str, by: str = SAM) -> UUID:
        """A fresh look at one of them by the NHS number."""
        with self.area.as_role("worker"):
            number = numbers_held().filter(person_id=self.people[name])[0].value
        reason = "A teacher saw bruises and rang us"
        sought = Sought(purpose=Purpose.PROTECT_FROM_HARM, reason=reason, nhs_number=number)
        found = finding.find_child(sought, by=self.area.person(by), at=self.area.now)
        assert isinstance(found, Found)
        return found.children[0].look

    def states(self, by: str = SAM) -> dict[str, str]:
        own = doubting.own_doubts(by=self.area.person(by), at=self.area.now)
        return {name: one.state for one in own for name, words in WORDS.items() if one.because == words}

    def question(self, name: str) -> Any:
        from goldenthread.service.store.models import LinkDoubt, LinkQuestion

        with self.area.as_role("worker"):
            asked = LinkDoubt.objects.get(because=WORDS[name]).question_id
            return LinkQuestion.objects.get(pk=asked)


def _child_of(records: int, *, which: int = 0) -> str:
    """A child whom nobody hides, who has a number and so many records; of three or more, nobody is asked about them."""
    from django.db.models import Count

    from goldenthread.service.store.models import LinkQuestion, Membership, Person

    asked = set(LinkQuestion.objects.values_list("person_id_l", flat=True))
    with_number = set(numbers_held().values_list("person_id", flat=True))
    wanted = with_number & set(Person.objects.filter(custodian_id=None).values_list("pk", flat=True))
    many = Membership.objects.values("person_id").annotate(many=Count("id")).order_by("person_id")
    fits = [one["person_id"] for one in many if (one["many"] >= 3 if records == 3 else one["many"] == records)]
    return str([person for person in fits if person in wanted and (records != 3 or person not in asked)][which])


def _send(told: Story) -> None:
    with told.area.as_role("worker"):
        told.people = {name: _child_of(n) for name, n in (("many", 3), ("two", 2), ("one", 1))}
        told.people["unsure"] = _child_of(2, which=1)
    sam, at = told.area.person(SAM), told.area.now
    told.seen["before"] = told.page("many")
    for name, words in WORDS.items():
        look = told.looks[name] = told.look(name)
        assert doubting.may_doubt(look, by=sam, at=at) is True
        assert doubting.doubt(look, because=words, by=sam, at=at) is True
        assert doubting.doubt(look, because=words, by=sam, at=at) is True
    told.seen["twice"] = doubting.may_doubt(told.looks["many"], by=sam, at=at)
    told.seen["own"], told.seen["other"] = told.page("many"), told.page("many", FRAN)
    told.seen["sent"] = told.states()


def _load(told: Story, days: int) -> None:
    with told.area.as_role("worker"):
        plan, at = told.area.folder / "area.yaml", told.area.now + timedelta(days=days)
        assert loading.load_area(plan, at=at, demonstration=True, tell=lambda _: None).changed


def _answer(told: Story) -> None:
    cleo = told.area.person(CLEO)
    told.seen["asked"] = told.states()
    told.seen["list"] = reviewing.waiting(by=cleo, at=told.area.now)
    for name in ("many", "two", "unsure"):
        question = told.seen[f"question {name}"] = told.question(name)
        told.seen[f"shown {name}"] = reviewing.open_pair(question.id, by=cleo, at=told.area.now)
    many, two, unsure = (told.seen[f"question {name}"].id for name in ("many", "two", "unsure"))
    for username in (CLEO, RAVI):
        by, note = told.area.person(username), "It is plain"
        reviewing.answer(many, said=Said.DIFFERENT, takes_out=(0,), note=note, by=by, at=told.area.now)
        told.seen["settled two"] = reviewing.answer(two, said=Said.SAME, note=note, by=by, at=told.area.now)
        reviewing.answer(unsure, said=Said.CANNOT_TELL, note=note, by=by, at=told.area.now)
    told.seen["answered"] = told.states()
    told.seen["pages answered"] = {name: told.page(name).doubt for name in WORDS}


def _send_again(told: Story) -> None:
    """What nobody could tell, by a colleague who knows more."""
    fran, at = told.area.person(FRAN), told.area.now
    told.seen["unsure after a load"] = told.page("unsure").doubt
    assert doubting.doubt(told.look("unsure", FRAN), because=AGAIN, by=fran, at=at) is True
    _load(told, 3)
    question = told.seen["question again"] = told.question("unsure")
    told.seen["asked again"] = told.states()["unsure"]
    for username in (CLEO, RAVI):
        reviewing.answer(question.id, said=Said.SAME, note="One", by=told.area.person(username), at=at)


@pytest.fixture(scope="module")
def story(westhaven_of_a_story: Westhaven) -> Story:
    told = Story(area=westhaven_of_a_story)
    _send(told)
    _load(told, 1)
    _answer(told)
    _load(told, 2)
    told.seen["obeyed"] = told.states()
    _send_again(told)
    return told


def test_a_page_that_somebody_doubts_carries_a_warning_from_then_on(story: Story) -> None:
    assert story.seen["before"].doubt is None
    assert (story.seen["own"].doubt.state, story.seen["own"].doubt.is_own) == ("asked", True)
    assert (story.seen["other"].doubt.state, story.seen["other"].doubt.is_own) == ("asked", False)


def test_what_is_sent_twice_counts_once_and_every_sending_is_an_entry(story: Story) -> None:
    from goldenthread.service.store.models import LinkDoubt

    assert story.seen["twice"] is False
    with story.area.as_role("worker"):
        assert LinkDoubt.objects.exclude(because=AGAIN).count() == len(WORDS)
    entries = entries_of(story.area, "link_doubted")
    assert len(entries) == 2 * len(WORDS) + 1
    assert {entry["subject"] for entry in entries} == set(story.people.values())
    assert not any(words in str(entries) for words in WORDS.values())


def test_a_load_asks_the_reviewers_first_with_what_was_written(story: Story) -> None:
    assert story.seen["sent"] == dict.fromkeys(WORDS, "waits")
    assert story.seen["asked"] == {"many": "asked", "two": "asked", "one": "not_asked", "unsure": "asked"}
    listed = story.seen["list"]
    asked = {story.seen[f"question {name}"].id for name in ("many", "two", "unsure")}
    assert {line.question for line in listed.doubted} == asked
    assert {line.why for line in listed.doubted} == {DOUBTED}
    assert not asked & {line.question for line in (*listed.first_few, *listed.machines_work)}
    whole, pair = story.seen["shown many"], story.seen["shown two"]
    assert isinstance(whole, WholeShown)
    assert isinstance(pair, PairShown)
    assert pair.together
    assert (whole.asked_because, pair.asked_because) == (WORDS["many"], WORDS["two"])


def test_the_page_warns_until_what_people_found_is_done(story: Story) -> None:
    assert story.seen["settled two"].settled is Settled.SAME
    settled = {"many": "to_be_parted", "two": "one_person", "one": "not_asked", "unsure": "nobody_could_tell"}
    assert story.seen["answered"] == settled
    pages = story.seen["pages answered"]
    assert (pages["many"].state, pages["two"], pages["one"].state) == ("to_be_parted", None, "asked")
    assert pages["unsure"].state == "nobody_could_tell"


def test_what_two_found_is_parted_by_the_next_load_and_whoever_sent_it_sees_so(story: Story) -> None:
    obeyed = {"many": "parted", "two": "one_person", "one": "not_asked", "unsure": "nobody_could_tell"}
    assert story.seen["obeyed"] == obeyed
    with story.area.as_role("worker"):
        found = [r for r in what_was_ruled.newest().values() if r.question_id == story.seen["question many"].id]
        assert {(ruling.settled, ruling.obeyed) for ruling in found} == {("different", True)}


def test_what_nobody_could_tell_is_asked_again_where_somebody_doubts_it_again_and_then_is_over(story: Story) -> None:
    assert story.seen["unsure after a load"].state == "nobody_could_tell"
    assert story.seen["asked again"] == "asked"
    again = story.seen["question again"]
    assert again.id != story.seen["question unsure"].id
    assert again.asked_because == AGAIN
    assert story.states()["unsure"] == "one_person"
    assert story.page("unsure").doubt is None


def test_a_page_that_may_not_be_seen_and_one_that_is_not_there_cannot_be_sent_alike(story: Story) -> None:
    of_fran = story.look("two", FRAN)
    for username in (SAM, DEE, "rae.reviewer", CLEO):
        by = story.area.person(username)
        told = [doubting.doubt(look, because="Two children", by=by, at=story.area.now) for look in (of_fran, uuid4())]
        assert all(isinstance(one, NothingToShow) for one in told)
        assert told[0] == told[1]
        asked = [doubting.may_doubt(look, by=by, at=story.area.now) for look in (of_fran, uuid4())]
        assert isinstance(asked[0], NothingToShow)
        assert asked[0] == asked[1]
    assert doubting.own_doubts(by=story.area.person(DEE), at=story.area.now) == ()


def _as(story: Story, username: str, purpose: str = "") -> Any:
    """A connection of the web role, as this account and with no action in between."""
    by = story.area.person(username)
    connection = psycopg.connect(story.area.urls.web)
    settings = {"agency": by.agency, "role": by.role.value, "account": str(by.account_id), "purpose": purpose}
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", [f"gt.{name}", value])
    return connection


def test_the_database_shows_a_doubt_to_whom_it_concerns_and_to_nobody_else(story: Story) -> None:
    doubts = "SELECT because FROM store_linkdoubt"
    seen = {}
    for username, purpose in ((SAM, ""), ("pat.police", "protect_from_harm"), (CLEO, ""), ("ali.admin", "")):
        with _as(story, username, purpose) as connection:
            seen[username] = {row[0] for row in connection.execute(doubts)}
    assert seen[SAM] == set(WORDS.values())
    assert seen["pat.police"] == set(), "the words are for whoever sent it, and for the reviewers who are asked"
    assert WORDS["one"] not in seen[CLEO], "no question of a reviewer's is about it"
    with psycopg.connect(story.area.urls.web) as nobody:
        assert nobody.execute(doubts).fetchall() == []


_TOLD = "SELECT stands, is_ours, is_mine FROM doubts_on_page(%s)"


def test_whoever_may_see_a_page_learns_from_the_database_how_a_doubt_stands_and_no_more(story: Story) -> None:
    with _as(story, "pat.police", "protect_from_harm") as connection:
        columns = [
            column.name
            for column in connection.execute(_TOLD.replace("stands, is_ours, is_mine", "*"), ["x"]).description or ()
        ]
        assert columns == ["stands", "is_ours", "is_mine", "is_taken_back"]
        assert connection.execute(_TOLD, [story.people["one"]]).fetchall() == [("not_asked", False, False)]
        assert connection.execute(_TOLD, [story.people["two"]]).fetchall() == [], "what is over is told no more"
        connection.execute("SELECT set_config('gt.purpose', '', false)")
        assert connection.execute(_TOLD, [story.people["one"]]).fetchall() == [], "nor to whoever may not see the page"
    with _as(story, SAM, "protect_from_harm") as connection:
        assert connection.execute(_TOLD, [story.people["one"]]).fetchall() == [("not_asked", True, True)]
    for username in (CLEO, "ali.admin"):
        with _as(story, username) as connection:
            assert connection.execute(_TOLD, [story.people["one"]]).fetchall() == [], username
    with psycopg.connect(story.area.urls.web) as nobody:
        assert nobody.execute(_TOLD, [story.people["one"]]).fetchall() == []


_ADD = """
INSERT INTO store_linkdoubt (id, person_id, account_id, agency_id, role, because, saw_whole, doubted_at, state)
VALUES (%s, %s, %s, %s, %s, 'Forged', true, now(), %s)
"""


@pytest.mark.parametrize("spoiled", ["nothing", "account", "agency", "state", "person"])
def test_the_database_takes_a_doubt_in_ones_own_name_about_somebody_one_may_find(story: Story, spoiled: str) -> None:
    by = story.area.person(SAM)
    told = {"person": story.people["one"], "account": by.account_id, "agency": by.agency, "state": "waits"}
    wrong = {"person": "nobody-there", "account": 0, "agency": "westhaven-police", "state": "one_person"}
    told |= {name: value for name, value in wrong.items() if name == spoiled}
    values = [uuid4(), told["person"], told["account"], told["agency"], by.role.value, told["state"]]
    with _as(story, SAM, "protect_from_harm") as connection:
        if spoiled == "nothing":
            connection.execute(_ADD, values)
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(_ADD, values)
        connection.rollback()


def test_whoever_sent_a_page_cannot_settle_it_past_the_action(story: Story) -> None:
    with _as(story, SAM, "protect_from_harm") as connection:
        assert connection.execute("UPDATE store_linkdoubt SET state = 'one_person'").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE store_linkdoubt SET because = 'Nothing'")


def _doubted(area: Westhaven, username: str, story: str) -> ChildPage:
    """The page of a story's child as somebody sees it who has just sent it."""
    by = area.person(username)
    page = area.look(username, story)
    assert doubting.doubt(page.look, because="Two schools", by=by, at=area.now) is True
    shown = looking.open_child(page.look, by=by, at=area.now)
    assert isinstance(shown, ChildPage)
    return shown


def test_whoever_is_shown_nothing_of_others_hears_of_no_doubt_of_others(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import Flag

    _doubted(westhaven_copy, SAM, "young-carer")
    dee = westhaven_copy.person(DEE)
    page = westhaven_copy.look(DEE, "young-carer")
    assert any(flag.agency_name != dee.agency_name for flag in page.flags)
    assert page.doubt is not None, "what others say may be about another child"
    with westhaven_copy.as_role("worker"):
        Flag.objects.exclude(agency_id=dee.agency).delete()
    assert westhaven_copy.look(DEE, "young-carer").doubt is None
    own = _doubted(westhaven_copy, DEE, "young-carer").doubt
    assert own is not None
    assert own.is_own


def test_whoever_sees_their_own_record_alone_is_told_that_a_page_was_sent_and_no_more(
    westhaven_copy: Westhaven,
) -> None:
    from goldenthread.service.store.models import LinkDoubt

    assert _doubted(westhaven_copy, DEE, "young-carer").doubt is not None
    with westhaven_copy.as_role("worker"):
        LinkDoubt.objects.update(state="one_person", became_at=westhaven_copy.now)
    (own,) = doubting.own_doubts(by=westhaven_copy.person(DEE), at=westhaven_copy.now)
    assert (own.because, own.state, own.became_at) == ("Two schools", "", None)
    assert "Two schools" not in repr(own)


def test_a_doubt_about_a_hidden_child_is_for_the_agency_that_hides_them(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import LinkDoubt

    assert _doubted(westhaven_copy, SAM, "refuge").doubt is not None
    with westhaven_copy.as_role("worker"):
        assert LinkDoubt.objects.get().custodian_id == westhaven_copy.person(SAM).agency
        hidden = LinkDoubt.objects.get().person_id
    for username, sees in ((SAM, 1), (FRAN, 1), ("pat.police", 0), ("harry.housing", 0)):
        by = westhaven_copy.person(username)
        with doing(by=by, at=westhaven_copy.now, purpose=Purpose.PROTECT_FROM_HARM) as action:
            action.record(Deed.LINK_READ)
            assert (on_page(hidden, sees_others=True) is not None) == bool(sees), username
            assert LinkDoubt.objects.count() == (username == SAM), username


def test_a_pair_that_somebody_has_answered_keeps_the_answer_when_its_page_is_doubted(
    westhaven_copy: Westhaven,
) -> None:
    from django.db.models import Count

    from goldenthread.service.store.models import LinkQuestion, Membership

    told = Story(area=westhaven_copy)
    with westhaven_copy.as_role("worker"):
        many = Membership.objects.values("person_id").annotate(many=Count("id")).filter(many=2)
        of_two = {one["person_id"] for one in many} & set(numbers_held().values_list("person_id", flat=True))
        pairs = LinkQuestion.objects.filter(kind="pair", by_chance=True, together=True, custodian_id=None)
        drawn = pairs.filter(person_id_l__in=of_two).order_by("record_id_l")[0]
    told.people["drawn"] = drawn.person_id_l
    cleo, sam = westhaven_copy.person(CLEO), westhaven_copy.person(SAM)
    reviewing.answer(drawn.id, said=Said.SAME, note="Plain", by=cleo, at=NOW)
    assert doubting.doubt(told.look("drawn"), because=AGAIN, by=sam, at=NOW) is True
    _load(told, 1)
    with westhaven_copy.as_role("worker"):
        asked = LinkQuestion.objects.get(pk=drawn.id)
        assert (asked.state, asked.why, asked.by_chance) == ("answered_once", DOUBTED, True)
    ravi = reviewing.waiting(by=westhaven_copy.person(RAVI), at=NOW)
    assert not isinstance(ravi, NothingToShow)
    assert [(line.question, line.is_second) for line in ravi.doubted] == [(drawn.id, True)]
