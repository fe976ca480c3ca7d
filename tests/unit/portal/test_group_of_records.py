"""The words and the picture of all records that an answer would join or part."""

from dataclasses import replace

import pytest

from goldenthread.service.actions.linking.shapes import GroupRecord, GroupShown, GroupTie
from goldenthread.service.portal import group_words
from goldenthread.service.portal.group_picture import NODE, RADIUS, WIDTH, draw_group
from tests.unit.portal.link_samples import GROUP, ONE_PERSON_IN_DOUBT
from tests.unit.portal.markup import Page
from tests.unit.portal.screens import Render, screens


def _of(records: int, *ties: tuple[int, int, float]) -> GroupShown:
    told = tuple(GroupTie(left=a, right=b, probability=sure, holds=True) for a, b, sure in ties)
    return GroupShown(records=tuple(GroupRecord(side=0, file=0, said={}) for _ in range(records)), ties=told)


def test_each_record_says_to_which_other_it_is_linked_how_surely_and_why() -> None:
    assert group_words.links_of(GROUP, 0) == [
        ("Record C", "about 99 in 100; first name and last name agree"),
        (
            "Record B",
            "about 43 in 100; date of birth agrees; first name differs; does not hold them together now",
        ),
    ]
    assert group_words.how_many(GROUP) == "2 records are held as one person now, and 1 record is as another."
    assert [group_words.whose(GROUP, place) for place in range(3)] == ["", "", "With Record A"]


def test_the_odd_one_is_the_record_that_the_others_hold_least_surely() -> None:
    group = ONE_PERSON_IN_DOUBT.group
    assert group is not None
    assert group_words.least_sure(group).startswith("Record B is the least sure to belong")
    assert "about 61 in 100" in group_words.least_sure(group)


def test_what_the_records_do_not_agree_on_is_told_with_who_says_what() -> None:
    assert group_words.apart_in(GROUP) == ["First name: Amara (Record A); Noor (Record B)"]
    said: list[dict[str, str]] = [
        {"nhs_number": "9990000018", "family_name": "LINDQVIST"},
        {"family_name": "Lindqvist"},
        {"nhs_number": "9990000026"},
        {"nhs_number": "9990000018"},
    ]
    group = GroupShown(records=tuple(GroupRecord(side=0, file=0, said=one) for one in said), ties=())
    assert group_words.apart_in(group) == ["NHS number: 999 000 0018 (Record A and Record D); 999 000 0026 (Record C)"]


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(GROUP, id="two people, of whom it is asked whether they are one"),
        pytest.param(_of(3, (0, 1, 0.9999), (1, 2, 0.996)), id="all are as good as sure"),
        pytest.param(_of(4, (0, 1, 0.7), (2, 3, 0.7), (0, 2, 0.7)), id="none is less sure than the others"),
    ],
)
def test_nobody_is_called_the_odd_one_without_reason(group: GroupShown) -> None:
    assert group_words.least_sure(group) == ""


def test_each_person_stands_in_a_box_and_what_is_asked_about_is_a_thick_line() -> None:
    drawn = draw_group(GROUP, [0, 1])
    assert [box.head for box in drawn.boxes] == ["One person now", "Another person now"]
    in_box = [[node.letter for node in drawn.nodes if box.y < node.y < box.y + box.height] for box in drawn.boxes]
    assert in_box == [["A", "C"], ["B"]]
    assert [(bow.said, bow.holds, bow.is_asked) for bow in drawn.bows] == [("43", False, True), ("99", True, False)]


@pytest.mark.parametrize("records", [2, 3, 16])
def test_however_many_records_stand_together_all_stay_within_a_narrow_picture(records: int) -> None:
    every = [(a, b, 0.5) for a in range(records) for b in range(a + 1, records)]
    group = replace(_of(records, *every), more=2)
    named = {"given_name": "Wilhelmina Alexandrina", "family_name": "Lindqvist-Bergstrom"}
    group = replace(group, records=(replace(group.records[0], said=named), *group.records[1:]))
    drawn = draw_group(group, [0, 1])
    assert drawn.width == WIDTH
    assert all(NODE + RADIUS < bow.x <= WIDTH - 12 and 0 < bow.y < drawn.height for bow in drawn.bows)
    assert all(node.y + RADIUS < drawn.height for node in drawn.nodes)
    assert drawn.nodes[0].name == "Wilhelmina Alexandr…"
    places = [(bow.x, bow.y) for bow in drawn.bows]
    assert len(set(places)) == len(places), "two numbers stand in one place"


def test_the_picture_has_the_same_in_words_and_the_table_every_record(render: Render) -> None:
    template, context = screens()["link-pair-group"]
    page = Page(render(template, **context))
    told = [one.text for one in page.all("desc")]
    assert any("Record A and Record B: about 43 in 100, does not hold them together." in text for text in told)
    rows = [row.text for row in page.all("th") if row.text.startswith("Record ")]
    assert [row[:8] for row in rows if len(row) > 8] == ["Record A", "Record B", "Record C"]
    alone = render(screens()["link-pair-alone"][0], **screens()["link-pair-alone"][1])
    assert "No other record stands with either of the two." in alone
    assert "No other record stands" not in render(screens()["link-pair"][0], **screens()["link-pair"][1])


def _three_and_two() -> GroupShown:
    return _of(5, (0, 1, 0.99), (1, 2, 0.97), (2, 3, 0.62), (3, 4, 0.98))


def test_what_an_answer_would_part_is_told_drawn_and_nothing_else_is_cut() -> None:
    parted = group_words.as_parted(_three_and_two(), (3, 4))
    assert [one.side for one in parted.records] == [0, 0, 0, 1, 1]
    assert [tie.holds for tie in parted.ties] == [True, True, False, True]
    assert group_words.what_it_would_part(parted) == (
        "You say that Record D and Record E are about somebody else. That would part 6 pairs of records."
    )
    assert group_words.links_cut(parted) == ["Record C and Record D: about 62 in 100"]
    drawn = draw_group(parted, (), group_words.PARTED)
    assert [box.head for box in drawn.boxes] == ["This person", "Somebody else"]
    in_box = [[node.letter for node in drawn.nodes if box.y < node.y < box.y + box.height] for box in drawn.boxes]
    assert in_box == [["A", "B", "C"], ["D", "E"]]


def test_records_that_are_not_next_to_each_other_are_parted_with_every_link_across() -> None:
    parted = group_words.as_parted(_three_and_two(), (1, 3))
    assert [tie.holds for tie in parted.ties] == [False, False, False, False]
    assert group_words.what_it_would_part(parted).endswith("would part 6 pairs of records.")
    assert group_words.links_cut(parted)[0] == "Record A and Record B: about 99 in 100"


def test_if_a_join_is_wrong_it_is_told_which_records_stand_on_its_two_sides() -> None:
    told = group_words.if_wrong(_three_and_two(), 3, 2)
    assert "two people here: Record A, Record B and Record C, and Record D and Record E." in told
    assert told.endswith("would part 6 pairs of records.")
    assert "two people here: Record A, and Record B and Record C." in group_words.if_wrong(
        _of(3, (0, 1, 0.5), (1, 2, 0.9)), 0, 1
    )


def test_the_page_of_what_would_be_parted_sends_only_what_it_shows(render: Render) -> None:
    template, context = screens()["link-parting"]
    page = Page(render(template, **context))
    sent = [
        (one.attributes.get("name"), one.attributes.get("value"))
        for one in page.all("input")
        if one.attributes.get("type") == "hidden"
    ]
    assert [pair for pair in sent if pair[0] in ("said", "ticked", "seen")] == [
        ("said", "some"), ("ticked", "2"), ("seen", "2")
    ]  # fmt: skip
    assert ("note", context["form"].data["note"]) in sent
    assert "Nothing is sent yet" in page.words()
    hidden = render(screens()["link-parting-private"][0], **screens()["link-parting-private"][1])
    assert "Kept private" in hidden
