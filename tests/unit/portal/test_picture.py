"""The family picture, laid out and drawn."""

from goldenthread.service.portal.picture import BOX_HEIGHT, BOX_WIDTH, Generation, Outline, draw, generation_of
from tests.unit.portal.markup import Page
from tests.unit.portal.samples import FAMILY, SAM, a_member, a_page
from tests.unit.portal.screens import Render


def test_older_generations_stand_above_younger_ones() -> None:
    heights = {box.relation: box.y for box in draw(FAMILY).boxes}
    assert heights["Grandparent"] < heights["Mother"] == heights["Father"] < heights["This child"]
    assert heights["This child"] == heights["Brother or sister"]


def test_no_box_lies_on_another_or_outside() -> None:
    drawn = draw(FAMILY)
    spots = [(box.x, box.y) for box in drawn.boxes]
    for position, (x, y) in enumerate(spots):
        assert 0 <= x <= drawn.width - BOX_WIDTH
        assert 0 <= y <= drawn.height - BOX_HEIGHT
        for other_x, other_y in spots[position + 1 :]:
            assert abs(x - other_x) >= BOX_WIDTH or abs(y - other_y) >= BOX_HEIGHT


def test_a_family_of_thirty_still_fits() -> None:
    many = [a_member(n, f"Cousin {n}", "known to the child") for n in range(30)]
    drawn = draw([FAMILY[0], *many])
    assert len(drawn.boxes) == 31
    assert len({(box.x, box.y) for box in drawn.boxes}) == 31


def test_the_child_looked_at_comes_first_in_its_row() -> None:
    row = [box for box in draw(FAMILY).boxes if box.is_child]
    assert row[0].is_child_looked_at
    assert min(row, key=lambda box: box.x) is row[0]


def test_only_declared_parents_are_joined_by_a_whole_line() -> None:
    carer = a_member(1, "Ada Vane", "foster carer")
    mother = a_member(2, "Grace Vane", "mother and carer")
    lines = draw([FAMILY[0], carer, mother]).lines
    ends = {line.x1: line.is_declared_parent for line in lines if line.x1 == line.x2 and line.y1 == 12 + BOX_HEIGHT}
    boxes = {box.name: box.middle for box in draw([FAMILY[0], carer, mother]).boxes}
    assert ends == {boxes["Ada Vane"]: False, boxes["Grace Vane"]: True}


def test_a_relation_nobody_foresaw_stands_with_the_others_and_not_among_the_parents() -> None:
    assert generation_of(a_member(1, "Lou Vane", "lives in the household")) is Generation.OTHERS
    assert generation_of(a_member(1, "Lou Vane", "godmother")) is Generation.OTHERS


def test_where_somebody_lives_is_said_by_the_outline() -> None:
    outlines = {box.name: box.outline for box in draw(FAMILY).boxes}
    assert outlines["Grace Lindqvist"] is Outline.WHOLE
    assert outlines["Daniel Osei-Bonsu"] is Outline.DASHED


def test_the_picture_can_be_heard(render: Render) -> None:
    page = Page(render("child.html", by=SAM, child=a_page()))
    svg = next(e for e in page.all("svg") if e.attributes.get("role") == "img")
    assert svg.attributes["aria-labelledby"] == "picture-title picture-text"
    heard = next(e.text for e in page.all("desc"))
    for member in FAMILY:
        assert member.name in heard
    assert "Father: Daniel Osei-Bonsu, adult, not known to live with the child" in heard


def test_a_child_without_family_has_no_picture(render: Render) -> None:
    page = Page(render("child.html", by=SAM, child=a_page(family=())))
    assert page.all("figure") == []
