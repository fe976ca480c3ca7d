"""Whom only a record of social care brought in is held no more once parted from it, and comes back if that was wrong.

A school or a practice sends everybody to match by, and only those of its own cohort to be held. One story, told once:
reviewers part such people from a record of social care, and a load obeys; all is looked at again, and one of them is
found to be one person after all.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from goldenthread.linkage.reviewing import Said
from goldenthread.service.actions import loading
from goldenthread.service.actions.linking import reopening
from goldenthread.service.actions.linking.questions import _hidden_as_ruled, _may_be_shown
from goldenthread.service.actions.linking.rows import SAYS_WHERE, Records
from goldenthread.service.actions.linking.rulings import RecordKey, pair_of
from goldenthread.service.actions.linking.shapes import PairShown, SettledList, SettledShown
from goldenthread.service.portal.group_words import of_nobody
from tests.service.conftest import Westhaven
from tests.service.link_story import CLEO, RAVI, Held, asked_again, give_answer, settle_by_two

CARE = "childrens-social-care"


@dataclass
class Story:
    """Who was parted, whom that put outside the cohort, and what was kept after each load."""

    area: Westhaven
    dropped: list[UUID] = field(default_factory=list)
    """The rulings after which all that had stood with a record of social care was nobody's."""
    parted_from: dict[UUID, list[RecordKey]] = field(default_factory=dict)
    pair: dict[UUID, tuple[RecordKey, RecordKey]] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    questions: list[list[Any]] = field(default_factory=list)
    listed: SettledList | None = None
    seen: dict[UUID, Any] = field(default_factory=dict)

    def kept_of(self, day: int, ruling: UUID) -> Any:
        """The two records of a ruling as they were kept: settled after the first load, asked again after the second."""
        (found,) = (
            q for q in self.questions[day]
            if pair_of(q) == self.pair[ruling] and (q.state == "settled") is (day == 0)
        )  # fmt: skip
        return found

    def of_nobody(self, question: Any) -> dict[str, str]:
        """What is kept of the record that is not social care's."""
        said: dict[str, str] = question.right if question.dataset_l == CARE else question.left
        return said


@pytest.fixture(scope="module")
def story(westhaven_of_a_story: Westhaven) -> Story:
    told = Story(area=westhaven_of_a_story)
    others = part_from_social_care(told.area)
    load_the_area(told)
    told.area = replace(told.area, now=told.area.now + timedelta(days=1, hours=1))
    find_whom_that_dropped(told, others)
    for_cleo = {"by": told.area.person(CLEO), "at": told.area.now}
    listed = reopening.settled(**for_cleo)
    told.listed = listed if isinstance(listed, SettledList) else None
    for ruling in told.dropped:
        told.seen[ruling] = reopening.open_settled(ruling, **for_cleo)
        assert reopening.look_again(ruling, because="Somebody rang", **for_cleo) is True
    settle_by_two(told.area, asked_again(told.area, told.dropped[0]), Said.SAME)
    load_the_area(told)
    return told


def part_from_social_care(area: Westhaven) -> dict[UUID, list[RecordKey]]:
    """Take the one record of social care out of each child seen whole, and part all who have one other beside it."""
    from goldenthread.service.store.models import LinkQuestion, Membership, Person

    others: dict[UUID, list[RecordKey]] = {}
    with area.as_role("worker"):
        many = Counter(Membership.objects.values_list("person_id", flat=True))
        children = set(Person.objects.filter(kind="child").values_list("id", flat=True))
        open_to_all = LinkQuestion.objects.filter(custodian_id=None).order_by("id")
        whole = [q for q in open_to_all.filter(kind="person") if q.person_id_l in children]
        pairs = [q for q in open_to_all.filter(kind="pair", together=True) if many[q.person_id_l] == 2]
    for question in whole:
        keys = [(one["dataset"], one["record_id"]) for one in question.about["records"]]
        if [dataset for dataset, _ in keys].count(CARE) == 1:
            others[question.id] = [key for key in keys if key[0] != CARE]
            place = next(place for place, key in enumerate(keys) if key[0] == CARE)
            give_answer(area, question.id, CLEO, Said.DIFFERENT, [place])
            assert give_answer(area, question.id, RAVI, Said.DIFFERENT, [place]).settled is not None
    for question in pairs:
        left, right = pair_of(question)
        if (left[0] == CARE) is not (right[0] == CARE):
            others[question.id] = [right if left[0] == CARE else left]
            settle_by_two(area, question.id, Said.DIFFERENT)
    return others


def find_whom_that_dropped(told: Story, others: dict[UUID, list[RecordKey]]) -> None:
    from goldenthread.service.store.models import LinkRuling

    gone = {question: keys for question, keys in others.items() if told.held[0].keys().isdisjoint(keys)}
    with told.area.as_role("worker"):
        for ruling in LinkRuling.objects.filter(question_id__in=gone, follows=False):
            told.dropped.append(ruling.id)
            told.parted_from[ruling.id], told.pair[ruling.id] = gone[ruling.question_id], pair_of(ruling)
    told.dropped.sort(key=lambda ruling: -len(told.parted_from[ruling]))


def load_the_area(told: Story) -> None:
    from goldenthread.service.store.models import LinkQuestion, Membership

    with told.area.as_role("worker"):
        at = told.area.now + timedelta(days=1)
        assert loading.load_area(told.area.folder / "area.yaml", at=at, demonstration=True, tell=lambda _: None).changed
        told.held.append({(m.dataset_id, m.record_id): m.person_id for m in Membership.objects.all()})
        told.questions.append(list(LinkQuestion.objects.all()))


def test_who_is_parted_from_the_only_record_that_brought_them_in_is_held_no_more_and_the_other_is(story: Story) -> None:
    assert len(story.dropped) > 1
    assert len(story.parted_from[story.dropped[0]]) > 1, "somebody of several records"
    for ruling in story.dropped:
        (of_care,) = (key for key in story.pair[ruling] if key[0] == CARE)
        assert of_care in story.held[0]


def test_nothing_is_kept_of_what_a_record_says_that_is_nobodys(story: Story) -> None:
    nobodys = {key for ruling in story.dropped for key in story.parted_from[ruling]}
    for ruling in story.dropped:
        assert story.of_nobody(story.kept_of(0, ruling)) == {}
    for question in story.questions[0]:
        for one in (*(question.about.get("group") or {}).get("records", ()), *question.about.get("records", ())):
            assert (one["dataset"], one["record_id"]) not in nobodys


@pytest.mark.requirement("A9")
def test_what_put_somebody_outside_the_cohort_can_be_looked_at_again(story: Story) -> None:
    assert story.listed is not None
    assert {line.ruling for line in story.listed.lines} >= set(story.dropped)
    for ruling in story.dropped:
        shown = story.seen[ruling]
        assert isinstance(shown, SettledShown)
        assert isinstance(shown.pair, PairShown)
        assert (shown.pair.one_is_nobodys, shown.pair.together, shown.pair.stands_alone) == (True, False, False)
        assert "files were loaded" in of_nobody(shown.pair)


def test_only_while_somebody_asks_again_is_it_kept_and_never_where_anybody_lives(story: Story) -> None:
    _, *waiting = story.dropped
    for ruling in waiting:
        asked = story.kept_of(1, ruling)
        assert "family_name" in asked.left
        assert "family_name" in asked.right
        assert not SAYS_WHERE & {*asked.left, *asked.right}
        assert asked.asked_because == "Somebody rang"


@pytest.mark.requirement("A9")
def test_whoever_is_found_to_be_one_person_after_all_is_held_again_with_every_record(story: Story) -> None:
    found, *waiting = story.dropped
    assert len({story.held[1].get(key) for key in (*story.pair[found], *story.parted_from[found])}) == 1
    assert story.held[1].get(story.pair[found][0]) is not None
    assert all(story.held[1].keys().isdisjoint(story.parted_from[ruling]) for ruling in waiting)


def test_no_entry_of_the_ledger_stands_in_the_history_of_nobody(story: Story) -> None:
    from goldenthread.service.store.models import LedgerPayload

    with story.area.as_role("worker"):
        assert LedgerPayload.objects.filter(deed="link_reopened").count() == len(story.dropped)
        assert not LedgerPayload.objects.filter(subject_id="").exists()


@pytest.mark.parametrize(
    ("hides_now", "hid_then", "who_sees"),
    [
        (None, None, {None}),
        ("care", None, {"care"}),
        (None, "school", {"school"}),
        ("school", "school", {"school"}),
        ("care", "school", set()),
    ],
)
def test_whoever_was_hidden_when_it_was_settled_is_still_for_those_alone_who_hid_them(
    hides_now: str | None, hid_then: str | None, who_sees: set[str | None]
) -> None:
    from goldenthread.service.store.models import LinkRuling

    ruling = LinkRuling(
        dataset_l=CARE, record_id_l="1", dataset_r="roll", record_id_r="A", custodian_id=hid_then, settled="different"
    )
    held = Records(
        table=pa.table({}),
        person_of={(CARE, "1"): "somebody"},
        hidden={"somebody": frozenset({hides_now})} if hides_now else {},
        protected=frozenset(),
        matching_only={},
        at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    seen_by = {_hidden_as_ruled(ruling, held).get("custodian_id", hides_now)} if _may_be_shown(ruling, held) else set()
    assert seen_by == who_sees
