"""Whoever sees two pages of one child says so; reviewers are asked first, and the next load does what they agree on.

One story, told once: two people are made of one child, and four times somebody says of two pages that they are one's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from goldenthread.linkage.reviewing import SAID_TO_BE_ONE, Said
from goldenthread.service.actions import finding, loading, looking
from goldenthread.service.actions.linking import doubting, one_child, reviewing
from goldenthread.service.actions.linking.shapes import PairShown, Waiting
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow, Sought
from goldenthread.vocabulary import Purpose
from tests.service.conftest import Westhaven
from tests.service.link_story import CLEO, RAVI, STAY_IN_THE_COHORT, TESS, entries_of, numbers_held

SAM, FRAN, DEE, PAT = "sam.social", "fran.frontdoor", "dee.school", "pat.police"
WORDS = {
    "parted": "She changed her name when her mother married",
    "numbers": "The mother says that both are hers",
    "two": "The same face",
    "unsure": "The same birthday",
}
SAID = {"parted": Said.SAME, "numbers": Said.SAME, "two": Said.DIFFERENT, "unsure": Said.CANNOT_TELL}


def look_at(area: Westhaven, person: str, by: str = SAM, *, purpose: Purpose = Purpose.PROTECT_FROM_HARM) -> UUID:
    """A fresh look at a child, found by name and birth date."""
    from goldenthread.service.store.models import Look, Person

    with area.as_role("worker"):
        held = Person.objects.get(pk=person)
    names = {"given_name": held.given_name, "family_name": held.family_name, "date_of_birth": held.date_of_birth}
    sought = Sought(purpose=purpose, reason="A teacher saw bruises and rang us", **names)
    found = finding.find_child(sought, by=area.person(by), at=area.now)
    assert isinstance(found, Found)
    with area.as_role("worker"):
        of = {one.look: Look.objects.get(pk=one.look).person_id for one in found.children}
    return next(look for look, whose in of.items() if whose == person)


def children_with_numbers(area: Westhaven, wanted: int) -> list[str]:
    from goldenthread.service.store.models import Person

    with area.as_role("worker"):
        open_to_all = Person.objects.filter(custodian_id=None, date_of_birth__isnull=False).exclude(given_name="")
        numbers = numbers_held().filter(person_id__in=open_to_all.values("pk")).order_by("value")
        return [*dict.fromkeys(numbers.values_list("person_id", flat=True))][:wanted]


def says_one(area: Westhaven, people: tuple[str, str], words: str, by: str = SAM) -> bool | NothingToShow:
    first, other = (look_at(area, person, by) for person in people)
    return one_child.say_one(first, other, because=words, by=area.person(by), at=area.now)


@contextmanager
def connected(area: Westhaven, username: str) -> Iterator[Any]:
    """The web role, as this account and with no action in between."""
    by = area.person(username)
    settings = {"agency": by.agency, "role": by.role.value, "account": str(by.account_id)}
    with psycopg.connect(area.urls.web) as connection:
        for name, value in (settings | {"purpose": "protect_from_harm"}).items():
            connection.execute("SELECT set_config(%s, %s, false)", [f"gt.{name}", value])
        yield connection
        connection.rollback()


@dataclass
class Story:
    """Of whom it was said, and what was seen at each step."""

    area: Westhaven
    people: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    looks: dict[str, UUID] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)
    minutes: int = 0

    def states(self) -> dict[str, str]:
        own = doubting.own_doubts(by=self.area.person(SAM), at=self.area.now)
        return {name: one.state for one in own for name, words in WORDS.items() if one.because == words}

    def load(self, days: int) -> bool:
        with self.area.as_role("worker"):
            plan, at = self.area.folder / "area.yaml", self.area.now + timedelta(days=days)
            return loading.load_area(plan, at=at, demonstration=True, tell=lambda _: None).changed

    def answer(self, question: UUID, said: Said, *reviewers: str) -> None:
        for username in reviewers:
            by, self.minutes = self.area.person(username), self.minutes + 1
            at = self.area.now + timedelta(minutes=self.minutes)
            told = reviewing.answer(question, said=said, note="Plain", by=by, at=at)
            assert not isinstance(told, NothingToShow)

    def question(self, name: str) -> Any:
        from goldenthread.service.store.models import LinkDoubt, LinkQuestion

        with self.area.as_role("worker"):
            return LinkQuestion.objects.get(pk=LinkDoubt.objects.get(because=WORDS[name]).question_id)

    def held_as(self, question: Any) -> list[str]:
        from goldenthread.service.store.models import Membership

        ends = ((question.dataset_l, question.record_id_l), (question.dataset_r, question.record_id_r))
        with self.area.as_role("worker"):
            return [Membership.objects.get(dataset_id=d, record_id=r).person_id for d, r in ends]


def _pair_that_stays(area: Westhaven) -> Any:
    """Two records of one child, of which each is held all the same when they are parted."""
    from goldenthread.service.store.models import LinkQuestion, Person

    with area.as_role("worker"):
        children = Person.objects.filter(kind="child", custodian_id=None).values("id")
        pairs = LinkQuestion.objects.filter(kind="pair", together=True, person_id_l__in=children)
        stay = pairs.filter(dataset_l__in=STAY_IN_THE_COHORT, dataset_r__in=STAY_IN_THE_COHORT)
        return stay.order_by("record_id_l", "record_id_r")[0]


def _part_one_child(told: Story) -> None:
    """People part what was one child's, so that two pages are of one child."""
    part = told.seen["part"] = _pair_that_stays(told.area)
    told.answer(part.id, Said.DIFFERENT, CLEO, RAVI)
    assert told.load(1)
    left, right = told.held_as(part)
    assert left != right
    told.people["parted"] = (left, right)


def _send(told: Story) -> None:
    children = [one for one in children_with_numbers(told.area, 8) if one not in told.people["parted"]]
    told.people |= {name: (children.pop(), children.pop()) for name in ("numbers", "two", "unsure")}
    for name, people in told.people.items():
        told.looks[name] = look_at(told.area, people[0])
        assert says_one(told.area, people, WORDS[name]) is True
    assert says_one(told.area, told.people["two"][::-1], "Once more") is True
    told.seen["sent"] = told.states()
    told.seen["pages"] = [
        looking.open_child(look, by=told.area.person(SAM), at=told.area.now) for look in told.looks.values()
    ]


def _answer(told: Story) -> None:
    at = told.area.now
    told.seen["asked"] = told.states()
    told.seen["list"] = reviewing.waiting(by=told.area.person(CLEO), at=at)
    for name, said in SAID.items():
        question = told.seen[f"question {name}"] = told.question(name)
        told.seen[f"shown {name}"] = reviewing.open_pair(question.id, by=told.area.person(CLEO), at=at)
        told.answer(question.id, said, CLEO)
        told.seen[f"once {name}"] = told.states()[name]
        # One of them needs a tie-break.
        told.answer(question.id, *((Said.DIFFERENT, RAVI) if name == "parted" else (said, RAVI)))
    told.seen["a tie"] = told.states()["parted"]
    told.answer(told.seen["question parted"].id, Said.SAME, TESS)
    told.seen["answered"] = told.states()
    told.seen["before the load"] = told.held_as(told.seen["question parted"])


@pytest.fixture(scope="module")
def story(westhaven_of_a_story: Westhaven) -> Story:
    told = Story(area=westhaven_of_a_story)
    _part_one_child(told)
    _send(told)
    assert told.load(2), "a load runs for what was said, though no file has changed"
    _answer(told)
    assert told.load(3)
    told.seen["obeyed"] = told.states()
    return told


def test_what_is_said_of_two_pages_counts_once_and_stands_in_the_history_of_both(story: Story) -> None:
    from goldenthread.service.store.models import LinkDoubt

    with story.area.as_role("worker"):
        assert LinkDoubt.objects.count() == len(WORDS)
    entries = entries_of(story.area, "link_said_one")
    assert len(entries) == 2 * (len(WORDS) + 1)
    assert {entry["subject"] for entry in entries} == {person for people in story.people.values() for person in people}
    for entry in entries:
        named = [person for people in story.people.values() for person in people if person in str(entry)]
        assert named == [entry["subject"]], "neither history names the other child"
    assert not any(words in str(entries) for words in WORDS.values())


def test_neither_page_warns_of_what_was_said_nor_tells_of_the_other(story: Story) -> None:
    for page in story.seen["pages"]:
        assert isinstance(page, ChildPage)
        assert page.doubt is None


def test_the_next_load_asks_the_reviewers_first_with_both_peoples_records_side_by_side(story: Story) -> None:
    assert story.seen["sent"] == dict.fromkeys(WORDS, "waits")
    assert story.seen["asked"] == dict.fromkeys(WORDS, "asked")
    listed = story.seen["list"]
    assert {line.question for line in listed.doubted} == {story.seen[f"question {name}"].id for name in WORDS}
    assert {line.why for line in listed.doubted} == {SAID_TO_BE_ONE}
    for name, words in WORDS.items():
        shown = story.seen[f"shown {name}"]
        assert isinstance(shown, PairShown)
        assert (shown.asked_because, shown.together, shown.by_chance) == (words, False, False)
    assert len(story.seen["shown numbers"].numbers) == 2, "which number is somebody else's may be said with it"


def test_what_people_had_parted_is_asked_of_the_very_records_they_parted(story: Story) -> None:
    part, asked = story.seen["part"], story.seen["question parted"]
    ends = {(part.dataset_l, part.record_id_l), (part.dataset_r, part.record_id_r)}
    assert {(asked.dataset_l, asked.record_id_l), (asked.dataset_r, asked.record_id_r)} == ends


def test_nothing_is_joined_before_two_agree_and_a_load_has_obeyed(story: Story) -> None:
    assert {story.seen[f"once {name}"] for name in WORDS} == {"asked"}
    assert story.seen["a tie"] == "asked"
    answered = {"parted": "to_be_joined", "numbers": "to_be_joined", "two": "two_people", "unsure": "nobody_could_tell"}
    assert story.seen["answered"] == answered
    left, right = story.seen["before the load"]
    assert left != right


def test_the_load_joins_whom_they_found_to_be_one_and_nobody_who_cannot_be(story: Story) -> None:
    obeyed = {"parted": "joined", "numbers": "not_joined", "two": "two_people", "unsure": "nobody_could_tell"}
    assert story.seen["obeyed"] == obeyed
    left, right = story.held_as(story.seen["question parted"])
    assert left == right
    for name in ("two", "unsure"):
        left, right = story.held_as(story.seen[f"question {name}"])
        assert left != right, name
    # Of two who cannot be one the two records may go together, and the numbers stay with two people.
    with story.area.as_role("worker"):
        holders = {*numbers_held().values_list("person_id", flat=True)}
    assert set(story.people["numbers"]) <= holders


_TOLD = "SELECT * FROM doubts_on_page(%s)"
_READ = "SELECT because FROM store_linkdoubt"


def test_the_database_tells_whoever_sees_a_page_nothing_of_what_was_said_of_two(story: Story) -> None:
    for person in story.people["numbers"]:
        for username in (SAM, FRAN, PAT, CLEO):
            with connected(story.area, username) as connection:
                assert connection.execute(_TOLD, [person]).fetchall() == [], username
    seen = {}
    for username in (SAM, FRAN, PAT, CLEO):
        with connected(story.area, username) as connection:
            seen[username] = {row[0] for row in connection.execute(_READ)}
    assert seen[SAM] == set(WORDS.values())
    assert seen[FRAN] == seen[PAT] == set()
    assert seen[CLEO] <= set(WORDS.values())


_ADD = """
INSERT INTO store_linkdoubt
    (id, person_id, other_person_id, custodian_id, account_id, agency_id, role, because, saw_whole, doubted_at, state)
VALUES (%s, %s, %s, NULL, %s, %s, %s, 'Forged', true, now(), %s)
"""


@pytest.mark.parametrize("spoiled", ["nothing", "hidden", "not there", "the same", "settled"])
def test_the_database_takes_two_people_only_from_whoever_may_find_both(story: Story, spoiled: str) -> None:
    from goldenthread.service.store.models import Person

    with story.area.as_role("worker"):
        hidden = Person.objects.exclude(custodian_id=None).filter(kind="child")[0]
    by = story.area.person(PAT)
    assert hidden.custodian_id != by.agency
    first, other = story.people["two"]
    others = {"hidden": hidden.pk, "not there": "nobody-there", "the same": first}
    state = "joined" if spoiled == "settled" else "waits"
    values = [uuid4(), first, others.get(spoiled, other), by.account_id, by.agency, by.role.value, state]
    with connected(story.area, PAT) as connection:
        if spoiled == "nothing":
            connection.execute(_ADD, values)
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(_ADD, values)


def test_whoever_said_it_can_settle_nothing_and_name_nobody_else_afterwards(story: Story) -> None:
    with connected(story.area, SAM) as connection:
        assert connection.execute("UPDATE store_linkdoubt SET state = 'to_be_joined'").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE store_linkdoubt SET other_person_id = person_id")


def test_a_page_that_may_not_be_seen_is_refused_as_one_that_is_not_there(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import LinkDoubt

    area = westhaven_copy
    first, other, third = children_with_numbers(area, 3)
    own, of_fran = look_at(area, first), look_at(area, other, FRAN)
    elsewhere = look_at(area, third, purpose=Purpose.SUPPORT_A_FAMILY_EARLY)
    old = one_child.say_one(
        own, look_at(area, other), because="One", by=area.person(SAM), at=area.now + timedelta(hours=1)
    )
    for username in (SAM, DEE, "rae.reviewer", CLEO):
        by = area.person(username)
        tries = [(own, of_fran), (own, uuid4()), (of_fran, own), (uuid4(), own), (own, own), (own, elsewhere)]
        told = [one_child.say_one(*two, because="One", by=by, at=area.now) for two in tries]
        assert all(one == told[0] == old for one in told), username
        assert isinstance(told[0], NothingToShow)
        asked = [one_child.pages_found(look, by=by, at=area.now) for look in (of_fran, uuid4())]
        assert asked[0] == asked[1] == told[0]
    with area.as_role("worker"):
        assert not LinkDoubt.objects.exists()


def test_the_pages_to_choose_from_are_ones_own_each_child_once_and_every_one_shown_is_an_entry(
    westhaven_copy: Westhaven,
) -> None:
    area = westhaven_copy
    first, other, third = children_with_numbers(area, 3)
    look_at(area, third, FRAN)
    look_at(area, third, purpose=Purpose.SUPPORT_A_FAMILY_EARLY)
    look_at(area, other)
    look_at(area, other)
    own = look_at(area, first)
    found = one_child.pages_found(own, by=area.person(SAM), at=area.now)
    assert not isinstance(found, NothingToShow)
    assert found.this.look == own
    assert len({one.look for one in found.others}) == len(found.others)
    shown = {entry["subject"] for entry in entries_of(area, "link_read")}
    assert {first, other} <= shown
    assert third not in shown
    assert len(shown) == 1 + len(found.others)
    assert found.this.name not in repr(found)


def test_a_hidden_childs_pages_are_for_whoever_hides_them(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import LinkDoubt, Person

    area = westhaven_copy
    page = area.look(SAM, "refuge")
    (other,) = children_with_numbers(area, 1)
    sam = area.person(SAM)
    told = one_child.say_one(page.look, look_at(area, other), because="One", by=sam, at=area.now)
    assert told is True
    with area.as_role("worker"):
        doubt = LinkDoubt.objects.get()
        assert doubt.custodian_id == sam.agency
        assert Person.objects.filter(pk__in=[doubt.person_id, doubt.other_person_id]).count() == 2
    for username, sees in ((SAM, 1), (FRAN, 0), (PAT, 0), (CLEO, 0)):
        with connected(area, username) as connection:
            assert len(connection.execute(_READ).fetchall()) == sees, username


def test_it_is_taken_back_by_whoever_said_it_in_both_histories_and_asked_no_more(westhaven_copy: Westhaven) -> None:
    area = westhaven_copy
    first, other = people = tuple(children_with_numbers(area, 2))
    assert says_one(area, (first, other), "One") is True
    (own,) = doubting.own_doubts(by=area.person(SAM), at=area.now)
    assert (own.is_of_two, own.state, own.may_be_taken_back) == (True, "waits", True)
    assert isinstance(doubting.take_back(own.doubt, by=area.person(FRAN), at=area.now), NothingToShow)
    told = Story(area=area)
    assert told.load(1)
    waiting = reviewing.waiting(by=area.person(CLEO), at=area.now)
    assert isinstance(waiting, Waiting)
    (line,) = waiting.doubted
    assert doubting.take_back(own.doubt, by=area.person(SAM), at=area.now) is True
    assert {entry["subject"] for entry in entries_of(area, "link_said_one_undone")} == set(people)
    shown = reviewing.open_pair(line.question, by=area.person(CLEO), at=area.now)
    assert isinstance(shown, PairShown)
    assert shown.is_taken_back
    assert told.load(2)
    waiting = reviewing.waiting(by=area.person(CLEO), at=area.now)
    assert isinstance(waiting, Waiting)
    assert waiting.doubted == ()
    later = replace(area, now=area.now + timedelta(days=3))
    assert says_one(later, (first, other), "One after all") is True
    (newest, before) = doubting.own_doubts(by=area.person(SAM), at=later.now)
    assert (newest.state, before.state) == ("waits", "taken_back")
