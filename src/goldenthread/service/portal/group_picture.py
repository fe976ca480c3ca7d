"""The picture of a group of records: one below the other, each person in a box, and a bow for each link between two.

A whole bow holds records together now and a broken one does not; a thick one is asked about. Nothing is said by colour
alone, and the table says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from goldenthread.service.actions.linking.shapes import GroupRecord, GroupShown, GroupTie
from goldenthread.service.portal.group_words import NOW, born, name_of
from goldenthread.service.portal.link_words import in_hundred, letter

WIDTH = 320
"""As narrow as a telephone."""
ROW = 54
HEAD = 30
"""What stands above the records of each person."""
GAP = 14
NODE = 186
RADIUS = 15
NEAREST_BOW, FARTHEST_BOW = 26, 96
"""How far a bow reaches beside the records: between neighbours, and between the first and the last."""
LONGEST_LINE = 20
_CURVE = 4 / 3
"""A curve reaches three quarters as far as what it is drawn by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One record. ``y`` is its middle."""

    letter: str
    name: str = field(repr=False)
    born: str = field(repr=False)
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bow:
    """One link, with the machine's guess out of a hundred where it stands."""

    path: str
    said: str
    x: float
    y: float
    holds: bool
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """All records of one person."""

    head: str
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPicture:
    width: int
    height: int
    node: int
    radius: int
    nodes: tuple[Node, ...]
    bows: tuple[Bow, ...]
    boxes: tuple[Box, ...]


def draw_group(group: GroupShown, asked: Sequence[int] = (), heads: tuple[str, str] = NOW) -> GroupPicture:
    """Lay the records out, the first person's and then the second's. ``asked``: the places of the two asked about;
    ``heads``: what stands above each of the two."""
    sides = sorted({record.side for record in group.records})
    nodes: dict[int, Node] = {}
    boxes, top = [], 4
    for side in sides:
        places = [n for n, record in enumerate(group.records) if record.side == side]
        for line, place in enumerate(places):
            nodes[place] = _node(group.records[place], place, y=top + HEAD + ROW * line + ROW // 2)
        height = HEAD + ROW * len(places)
        head = heads[side != sides[0]]
        boxes.append(Box(head=head, y=top, height=height))
        top += height + GAP
    order = {place: n for n, place in enumerate(nodes)}
    bows = tuple(_bow(tie, nodes, order, is_asked={tie.left, tie.right} == set(asked)) for tie in group.ties)
    height = top - GAP + 4
    return GroupPicture(
        width=WIDTH,
        height=height,
        node=NODE,
        radius=RADIUS,
        nodes=tuple(nodes.values()),
        bows=bows,
        boxes=tuple(boxes),
    )


def _node(record: GroupRecord, place: int, *, y: int) -> Node:
    return Node(letter=letter(place), name=_shortened(name_of(record)), born=_shortened(born(record)), y=y)


def _bow(tie: GroupTie, nodes: dict[int, Node], order: dict[int, int], *, is_asked: bool) -> Bow:
    apart = abs(order[tie.left] - order[tie.right])
    most = max(len(nodes) - 1, 2)
    reach = NEAREST_BOW + (FARTHEST_BOW - NEAREST_BOW) * (apart - 1) / (most - 1)
    start, end = sorted((nodes[tie.left].y, nodes[tie.right].y))
    x, by = NODE + RADIUS, NODE + RADIUS + round(reach * _CURVE, 1)
    return Bow(
        path=f"M {x} {start} C {by} {start}, {by} {end}, {x} {end}",
        said=str(in_hundred(tie.probability)),
        x=round(x + reach, 1),
        y=(start + end) / 2 + 5,
        holds=tie.holds,
        is_asked=is_asked,
    )


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LINE else words[: LONGEST_LINE - 1].rstrip() + "…"
