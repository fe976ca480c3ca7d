"""Turn one tree (an XML element, a JSON object) into the cells of a row, by the paths the contract names."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from goldenthread.intake.readers.reading import Cells, Unreadable, Wanted

MOST_VALUES_IN_A_ROW = 10_000
DEEPEST = 50

Node = TypeVar("Node")
Leaves = dict[str, str]


class Flattener(Generic[Node]):
    """Walks trees of one kind. ``parts`` gives a node's named children, ``text`` the text of a node without any."""

    def __init__(
        self,
        wanted: Wanted,
        *,
        parts: Callable[[Node], Iterable[tuple[str, Node]]],
        text: Callable[[Node], str],
    ) -> None:
        self.wanted = wanted
        self.parts = parts
        self.text = text
        self.repeated = {path for path, _ in wanted.groups}
        self.seen: dict[str, None] = {}
        """Paths met so far, in order; what may never be read is not among them."""

    def cells(self, row: Node, beyond: Leaves) -> tuple[Cells, tuple[list[Cells], ...]]:
        """The row's cells in the order wanted. ``beyond`` are values that stand outside every row."""
        leaves: Leaves = {}
        instances: dict[str, list[Leaves]] = {path: [] for path in self.repeated}
        self._walk(row, "", [leaves], instances, 0)
        if len(leaves) > MOST_VALUES_IN_A_ROW:
            raise Unreadable(
                f"one row holds more than {MOST_VALUES_IN_A_ROW:,} values. Check row_path in the contract."
            )
        own = tuple([leaves.get(name) or beyond.get(name, "") for name in self.wanted.columns])
        groups = tuple(
            [tuple([leaf.get(name, "") for name in names]) for leaf in instances[path]]
            for path, names in self.wanted.groups
        )
        return own, groups

    def _walk(self, node: Node, path: str, into: list[Leaves], instances: dict[str, list[Leaves]], depth: int) -> None:
        if depth > DEEPEST:
            raise Unreadable(f"nested more than {DEEPEST} deep. This is not the table the contract describes.")
        for name, child in self.parts(node):
            place = f"{path}/{name}" if path else name
            if place in self.wanted.never_read:
                continue
            targets = into
            if place in self.repeated:
                instance: Leaves = {}
                first = not instances[place]
                instances[place].append(instance)
                targets = [instance, *into] if first else [instance]
            self._take(child, place, targets, instances, depth)

    def _take(
        self, child: Node, place: str, into: list[Leaves], instances: dict[str, list[Leaves]], depth: int
    ) -> None:
        if any(True for _ in self.parts(child)):
            self._walk(child, place, into, instances, depth + 1)
            return
        self.seen[place] = None
        text = self.text(child).strip()
        for leaves in into:
            leaves[place] = f"{leaves[place]}; {text}" if text and leaves.get(place) else leaves.get(place) or text
