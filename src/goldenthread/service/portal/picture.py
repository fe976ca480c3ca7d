"""The family picture: generations as rows, everybody a box with words in it, and lines from parents to children.

Nothing is said by colour alone. A round box is a child, a square one an adult; a whole outline lives at the child's
address, a dashed one is not known to. The same stands beside it as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from goldenthread.service.actions.shapes import FamilyMember

BOX_WIDTH = 186
BOX_HEIGHT = 84
GAP = 22
ROW_GAP = 58
MARGIN = 12
LONGEST_NAME = 20
LONGEST_RELATION = 24
MOST_IN_A_ROW = 6

_GRANDPARENTS = frozenset({"grandparent"})
_PARENTS = frozenset({"mother", "father", "parent"})
_CARERS = frozenset({"step-parent", "kinship carer", "foster carer", "carer", "parent's partner"})
_CHILDREN = frozenset({"brother or sister"})


class Generation(StrEnum):
    GRANDPARENTS = "Grandparents"
    PARENTS = "Parents and carers"
    CHILDREN = "Children"
    OTHERS = "Others in the family or household"


class Outline(StrEnum):
    WHOLE = "lives at the child's address"
    DASHED = "not known to live with the child"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One member, drawn. ``x`` and ``y`` are the top left corner."""

    x: int
    y: int
    name: str = field(repr=False)
    relation: str
    is_declared_parent: bool
    age: str
    outline: Outline
    is_child: bool
    is_child_looked_at: bool

    @property
    def middle(self) -> int:
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int
    is_declared_parent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a template needs to draw the family, and what it says to somebody who cannot see it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(family: Sequence[FamilyMember]) -> Picture:
    """Lay the family out in rows, oldest generation first, the child looked at first in its row."""
    rows = _rows(family)
    widest = max((len(row) for _, row in rows), default=1)
    width = 2 * MARGIN + widest * BOX_WIDTH + (widest - 1) * GAP
    placed: list[tuple[Generation, list[Box]]] = []
    top = MARGIN
    for generation, row in rows:
        placed.append((generation, _place(row, top=top, width=width)))
        top += BOX_HEIGHT + ROW_GAP
    boxes = tuple(box for _, row in placed for box in row)
    return Picture(
        width=width,
        height=max(top - ROW_GAP + MARGIN, BOX_HEIGHT),
        boxes=boxes,
        lines=tuple(_lines(placed)),
    )


def generation_of(member: FamilyMember) -> Generation:
    """Which row a member stands in, from the relation an agency declared."""
    if member.is_child_looked_at:
        return Generation.CHILDREN
    relations = _relations(member)
    if relations & (_PARENTS | _CARERS):
        return Generation.PARENTS
    if relations & _GRANDPARENTS:
        return Generation.GRANDPARENTS
    return Generation.CHILDREN if relations & _CHILDREN else Generation.OTHERS


def outline_of(member: FamilyMember) -> Outline:
    at_home = member.is_child_looked_at or member.lives_with_child.startswith("lives at")
    return Outline.WHOLE if at_home else Outline.DASHED


def _relations(member: FamilyMember) -> frozenset[str]:
    """The relations several agencies declared, without what follows a colon."""
    return frozenset(part.strip() for part in member.relation.lower().partition(":")[0].split(" and "))


def _rows(family: Sequence[FamilyMember]) -> list[tuple[Generation, list[FamilyMember]]]:
    rows: list[tuple[Generation, list[FamilyMember]]] = []
    for generation in Generation:
        members = [m for m in family if generation_of(m) is generation]
        members.sort(key=lambda m: (not m.is_child_looked_at, not _relations(m) & _PARENTS))
        for start in range(0, len(members), MOST_IN_A_ROW):
            rows.append((generation, members[start : start + MOST_IN_A_ROW]))
    return rows


def _place(row: Sequence[FamilyMember], *, top: int, width: int) -> list[Box]:
    row_width = len(row) * BOX_WIDTH + (len(row) - 1) * GAP
    left = (width - row_width) // 2
    return [
        Box(
            x=left + position * (BOX_WIDTH + GAP),
            y=top,
            name=_shortened(member.name, to=LONGEST_NAME),
            relation="This child" if member.is_child_looked_at else _said(member),
            is_declared_parent=bool(_relations(member) & _PARENTS),
            age=member.age,
            outline=outline_of(member),
            is_child=generation_of(member) is Generation.CHILDREN,
            is_child_looked_at=member.is_child_looked_at,
        )
        for position, member in enumerate(row)
    ]


def _lines(placed: Sequence[tuple[Generation, list[Box]]]) -> list[Line]:
    """From each older row down to a rail, along it, and down to each of the next generation."""
    lines: list[Line] = []
    related = [(generation, row) for generation, row in placed if generation is not Generation.OTHERS]
    for (older, upper), (younger, lower) in pairwise(related):
        if older is younger:
            continue
        certain = older is Generation.PARENTS
        rail = upper[0].y + BOX_HEIGHT + ROW_GAP // 2
        ends = [box.middle for box in (*upper, *lower)]
        lines.append(Line(x1=min(ends), y1=rail, x2=max(ends), y2=rail, is_declared_parent=certain))
        for box in upper:
            bottom = box.y + BOX_HEIGHT
            lines.append(
                Line(x1=box.middle, y1=bottom, x2=box.middle, y2=rail, is_declared_parent=box.is_declared_parent)
            )
        for box in lower:
            lines.append(Line(x1=box.middle, y1=rail, x2=box.middle, y2=box.y, is_declared_parent=certain))
    return lines


def _said(member: FamilyMember) -> str:
    plain = member.relation.partition(":")[0].strip()
    return _shortened(plain[:1].upper() + plain[1:], to=LONGEST_RELATION)


def _shortened(words: str, *, to: int) -> str:
    return words if len(words) <= to else words[: to - 1].rstrip() + "…"
