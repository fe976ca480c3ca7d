"""Two reviewers say that two records are one person's, and that the NHS number on one of them is somebody else's.

One story, told once: what is asked and answered, the load that obeys it, the agency that is told, and a second look
that takes it back. Each test claims one thing of it.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command

from goldenthread.command.linked_input import constraints_in
from goldenthread.linkage import Decided
from goldenthread.linkage.reviewing import Said, Settled
from goldenthread.service.actions import loading
from goldenthread.service.actions.linking import reopening, reviewing, rulings
from goldenthread.service.actions.linking.questions import rows_of_two_numbers
from goldenthread.service.actions.linking.rows import Records, numbers_held
from goldenthread.service.actions.shapes import NothingToShow
from tests.service.conftest import NOW, Westhaven
from tests.service.link_story import CLEO, RAVI, STAY_IN_THE_COHORT, TESS, asked_again, entries_of
from tests.unit.linkage.records_made import table
from tests.unit.linkage.test_numbers_of_others import EVERYBODY, linked

Key = tuple[str, str]


@dataclass
class Story:
    area: Westhaven
    left: Key = ("", "")
    right: Key = ("", "")
    wrong: str = field(default="", repr=False)
    question: UUID | None = None
    seen: dict[str, Any] = field(default_factory=dict)
    days: list[dict[str, Any]] = field(default_factory=list)

    def together(self, day: int) -> bool:
        held = self.days[day]["held"]
        return bool(held[self.left] == held[self.right])


@pytest.fixture(scope="module")
def story(westhaven_of_a_story: Westhaven) -> Story:
    told = Story(area=westhaven_of_a_story)
    plant(told)
    rule(told)
    look_at_the_day(told, 1)
    take_back(told)
    look_at_the_day(told, 3)
    return told


def plant(told: Story) -> None:
    """A question about two people of one NHS number each: the small area may have none in doubt."""
    from goldenthread.service.store.models import LinkQuestion, Membership, PersonIdentifier

    with told.area.as_role("worker"):
        numbers = PersonIdentifier.objects.filter(kind="nhs_number").values_list("person_id", "value")
        one_each = {person for person, many in Counter(p for p, _ in set(numbers)).items() if many == 1}
        number_of = {person: value for person, value in numbers if person in one_each}
        of = Counter(Membership.objects.values_list("person_id", flat=True))
        known = [m for m in Membership.objects.order_by("dataset_id", "record_id") if m.person_id in number_of]
        left = next(m for m in known if m.dataset_id in STAY_IN_THE_COHORT and of[m.person_id] > 1)
        right = next(
            m for m in known
            if of[m.person_id] == 1 and m.dataset_id != left.dataset_id and m.person_id != left.person_id
        )  # fmt: skip
        planted = LinkQuestion.objects.filter(kind="pair", custodian_id=None, state="unanswered")[0]
        planted.pk, planted.together, planted.outcome, planted._state.adding = uuid4(), False, "review", True
        planted.dataset_l, planted.record_id_l, planted.person_id_l = left.dataset_id, left.record_id, left.person_id
        planted.dataset_r, planted.record_id_r, planted.person_id_r = right.dataset_id, right.record_id, right.person_id
        told.left, told.right = rulings.pair_of(planted)
        told.wrong = number_of[right.person_id]
        planted.about = {
            **planted.about,
            "numbers": [
                {"number": number_of[left.person_id], "records": [list(told.left)], "named": [["A Child", ""]]},
                {"number": told.wrong, "records": [list(told.right)], "named": [["A Child", "2016-03-27"]]},
            ],
        }
        planted.save()
        told.question = planted.pk


def answered(told: Story, question: UUID | None, username: str, said: Said, place: int | None, days: int = 0) -> Any:
    assert question is not None
    by, at = told.area.person(username), told.area.now + timedelta(days=days)
    return reviewing.answer(
        question, said=said, note="Asked the NHS", takes_out=() if place is None else (place,), by=by, at=at
    )


def rule(told: Story) -> None:
    """Of two who say the same person, one names no number: a third decides."""
    shown = reviewing.open_pair(told.question or uuid4(), by=told.area.person(CLEO), at=told.area.now)
    told.seen["asked"] = shown
    told.seen["no such number"] = answered(told, told.question, CLEO, Said.SAME, 2)
    told.seen["a number of two people"] = answered(told, told.question, CLEO, Said.DIFFERENT, 1)
    told.seen["first"] = answered(told, told.question, CLEO, Said.SAME, 1)
    told.seen["second"] = answered(told, told.question, RAVI, Said.SAME, None)
    told.seen["third"] = answered(told, told.question, TESS, Said.SAME, 1)


def look_at_the_day(told: Story, day: int) -> None:
    from goldenthread.service.store.models import Dataset, Membership, PersonIdentifier

    area = told.area
    with area.as_role("worker"):
        at = area.now + timedelta(days=day)
        assert loading.load_area(area.folder / "area.yaml", at=at, demonstration=True, tell=lambda _: None).changed
        held = {(m.dataset_id, m.record_id): m.person_id for m in Membership.objects.all()}
        file, exported = io.StringIO(), io.StringIO()
        agency = Dataset.objects.get(pk=told.right[0]).agency_id
        rulings.export_corrections(file, agency, operator="an operator", at=at)
        rulings.export(exported, operator="an operator", at=at)
        others = io.StringIO()
        rulings.export_corrections(others, "nobody-s", operator="an operator", at=at)
        told.days.append(
            {
                "held": held,
                "numbered": set(PersonIdentifier.objects.filter(value=told.wrong).values_list("person_id", flat=True)),
                "corrections": list(csv.DictReader(io.StringIO(file.getvalue()))),
                "corrections of others": list(csv.DictReader(io.StringIO(others.getvalue()))),
                "exported": exported.getvalue(),
                "remarks": [r["sentence"] for r in Dataset.objects.get(pk=told.right[0]).report["remarks"]],
                "again": loading.load_area(
                    area.folder / "area.yaml", at=at + timedelta(hours=1), demonstration=True, tell=lambda _: None
                ).changed,
            }
        )


def take_back(told: Story) -> None:
    """Somebody asks for another look, and two people say the same person again, and nothing of a number."""
    area = replace(told.area, now=told.area.now + timedelta(days=2))
    from goldenthread.service.store.models import LinkQuestion, LinkRuling

    with area.as_role("worker"):
        ruling = LinkRuling.objects.get(question_id=told.question, follows=False).pk
    assert reopening.look_again(ruling, because="It may be theirs", by=area.person(CLEO), at=area.now) is True
    again = asked_again(area, ruling)
    with area.as_role("worker"):
        told.seen["numbers again"] = [one["number"] for one in LinkQuestion.objects.get(pk=again).about["numbers"]]
    for username in (CLEO, RAVI):
        answered(told, again, username, Said.SAME, None, days=2)


def test_the_numbers_of_both_stand_beside_the_question_with_whose_they_are(story: Story) -> None:
    numbers = story.seen["asked"].numbers
    assert [(one.records, one.named[0][0]) for one in numbers] == [(1, "A Child"), (1, "A Child")]
    assert numbers[1].number == story.wrong
    assert story.wrong not in repr(numbers)


def test_only_a_number_that_stands_there_is_named_and_only_of_one_person(story: Story) -> None:
    assert isinstance(story.seen["no such number"], NothingToShow)
    assert isinstance(story.seen["a number of two people"], NothingToShow)


@pytest.mark.requirement("A9")
def test_two_must_agree_on_the_number_too(story: Story) -> None:
    assert story.seen["first"].settled is None
    assert (story.seen["second"].settled, story.seen["second"].needs_a_third) == (None, True)
    assert story.seen["third"].settled is Settled.SAME


@pytest.mark.requirement("A9")
def test_the_next_load_brings_both_together_and_holds_the_number_for_nobody(story: Story) -> None:
    assert story.together(0)
    assert story.days[0]["numbered"] == set()
    assert story.days[0]["again"] is False


def test_the_agency_is_told_what_to_correct_and_nothing_of_anybody_else(story: Story) -> None:
    (one,) = story.days[0]["corrections"]
    assert ((one["source"], one["record_id"]), one["field"]) == (story.right, "nhs_number")
    assert story.wrong not in str(one)
    assert story.days[0]["corrections of others"] == []
    (remark,) = [one for one in story.days[0]["remarks"] if "somebody else" in one]
    assert "export_corrections" in remark


def test_what_was_said_of_the_number_is_given_to_the_command_line_with_the_rest(story: Story, tmp_path: Path) -> None:
    (tmp_path / "rulings.csv").write_text(story.days[0]["exported"], encoding="utf-8")
    told = constraints_in(tmp_path / "rulings.csv")
    (one,) = [c for c in told if c.decided is Decided.NOT_THEIRS]
    assert (one.left, one.kind, one.number) == (story.right, "nhs_number", story.wrong)


def test_who_said_so_and_that_it_was_of_a_number_stands_in_the_ledger(story: Story) -> None:
    details = [entry["detail"] for entry in entries_of(story.area, "link_settled")]
    settled = [detail for detail in details if detail["question"] == str(story.question)]
    assert settled
    assert {entry["numbers_of_others"] for entry in settled} == {"1"}
    assert story.wrong not in str(settled)


@pytest.mark.requirement("A9")
def test_a_second_look_that_names_no_number_takes_it_back(story: Story) -> None:
    """The number is shown again, though it counted for nothing; and two numbers are two people as before."""
    assert story.wrong in story.seen["numbers again"]
    assert not story.together(1)
    assert story.days[1]["numbered"] != set()
    assert story.days[1]["corrections"] == []


@pytest.mark.parametrize(("kept_back", "asked"), [((), 1), (("nhs_number",), 0)])
def test_whom_only_two_numbers_keep_apart_is_asked_about_with_both_unless_one_serves_matching_alone(
    story: Story, kept_back: tuple[str, ...], asked: int
) -> None:
    found, records = linked(*EVERYBODY), table(*EVERYBODY)
    keys = list(zip(found.people["dataset"].to_pylist(), found.people["record_id"].to_pylist(), strict=True))
    person_of = dict(zip(keys, map(str, found.people["cluster"].to_pylist()), strict=True))
    matching_only = {"clinic": kept_back, "club": kept_back}
    held = Records(
        table=records,
        person_of=person_of,
        hidden={},
        protected=frozenset(),
        matching_only=matching_only,
        at=NOW,
        numbers=numbers_held(records, person_of, matching_only),
    )
    with story.area.as_role("worker"):
        rows = rows_of_two_numbers(found, held)
    assert len(rows) == asked
    for row in rows:
        assert [len(one["records"]) for one in row["about"].obj["numbers"]] == [2, 2]
        assert row["about"].obj["numbers"][0]["named"] == [["Clementine Quarmby", "2013-04-26"]]


def test_an_operator_gets_them_as_a_file(story: Story, tmp_path: Path) -> None:
    from goldenthread.service.store.models import Dataset

    with story.area.as_role("worker"):
        said, agency = io.StringIO(), Dataset.objects.get(pk=story.right[0]).agency_id
        call_command("export_corrections", agency=agency, out=str(tmp_path / "out.csv"), by="nights", stdout=said)
    assert "Corrections written" in said.getvalue()
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("source,record_id,field,what_to_do,found_on")


def test_for_an_agency_that_is_none_nothing_is_written_and_those_there_are_are_named(
    story: Story, tmp_path: Path
) -> None:
    (tmp_path / "out.csv").write_text("what was exported before", encoding="utf-8")
    with story.area.as_role("worker"), pytest.raises(CommandError) as told:
        call_command("export_corrections", agency="nobody-s", out=str(tmp_path / "out.csv"), by="nights")
    assert "nobody-s" in str(told.value)
    assert "westhaven-childrens-social-care" in str(told.value)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "what was exported before"
