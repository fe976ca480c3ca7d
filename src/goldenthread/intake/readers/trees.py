"""Turn one tree (an XML element, a JSON object) into the cells of a row, by the paths the contract names.

Every path is looked up once, when it is first met; afterwards each node knows its children by their names.
"""

from itertools import repeat

from goldenthread.intake.readers.reading import Cells, Tally, Unreadable, Wanted

MOST_VALUES_IN_A_ROW = 10_000
DEEPEST = 50

Leaves = dict[str, str]


class Place:
    """One path in the trees of a file: what it is wanted for, and the places below it."""

    __slots__ = ("below", "last_row", "met", "never", "ordinary", "path", "repeated", "wanted")

    def __init__(self, path: str, wanted: frozenset[str], never: frozenset[str], repeated: frozenset[str]) -> None:
        self.path = path
        self.wanted = path in wanted
        self.never = path in never
        self.repeated = path in repeated
        self.below: dict[str, Place] = {}
        self.met = False
        self.ordinary = False
        """Met before, and not repeated: what most values are."""
        self.last_row = 0
        """The last row in whose cells a value was put from here."""


class Flattener:
    """Gathers the values of one row after another. Whoever knows the kind of tree walks it and calls ``put``."""

    def __init__(self, wanted: Wanted) -> None:
        self.columns = wanted.columns
        self.groups = wanted.groups
        self._wanted = frozenset(wanted.columns).union(*(names for _, names in wanted.groups))
        self._never = wanted.never_read
        self._repeated = frozenset(path for path, _ in wanted.groups)
        self.outside = {name: place for place, name in enumerate(wanted.columns) if name.startswith("/")}
        """Columns that stand outside the rows, and their place in a row's cells."""
        self._found_outside: set[str] = set()
        self.root = Place("", frozenset(), frozenset(), frozenset())
        self.seen: list[str] = []
        """Paths with values met so far, in order; what may never be read is not among them."""
        self.row: Leaves = {}
        self.number = 0
        self.values = 0
        self._instances: dict[str, list[Leaves]] = {}

    def begin(self) -> list[Leaves]:
        """Begin a row; gives where its values are to be put."""
        self.number += 1
        self.values = 0
        self.row = {}
        self._instances = {path: [] for path in self._repeated}
        return [self.row]

    def below(self, place: Place, name: str) -> Place:
        """The place below another that has this name, where it is met for the first time."""
        path = f"{place.path}/{name}" if place.path else name
        place.below[name] = found = Place(path, self._wanted, self._never, self._repeated)
        return found

    def enter(self, place: Place, into: list[Leaves]) -> list[Leaves]:
        """Where values inside a repeated element are put: its own cells, and the row's for the first of them."""
        instance: Leaves = {}
        first = not self._instances[place.path]
        self._instances[place.path].append(instance)
        return [instance, *into] if first else [instance]

    def put(self, place: Place, text: str, into: list[Leaves]) -> None:
        """Put a value in its place. Several at one path in a row are joined."""
        self.meet(place, into)
        if not place.wanted:
            return
        text, path = text.strip(), place.path
        for leaves in into:
            earlier = leaves.get(path)
            leaves[path] = f"{earlier}; {text}" if text and earlier else earlier or text

    def meet(self, place: Place, into: list[Leaves]) -> None:
        """Remember that there is a value in this place, whatever it is."""
        if place.last_row == self.number:
            return
        if not place.met:
            place.met, place.ordinary = True, not place.repeated
            self.seen.append(place.path)
        if into[-1] is self.row:
            place.last_row = self.number
            self.values += 1

    def cells(self, beyond: Leaves) -> tuple[Cells, tuple[list[Cells], ...]]:
        """The row's cells in the order wanted. ``beyond`` are values that stand outside every row."""
        if self.values > MOST_VALUES_IN_A_ROW:
            raise Unreadable(
                f"one row holds more than {MOST_VALUES_IN_A_ROW:,} values. Check row_path in the contract."
            )
        own = list(map(self.row.get, self.columns, repeat("")))
        for name, place in self.outside.items():
            own[place] = beyond.get(name, "")
            self._found_outside.update((name,) if name in beyond else ())
        groups = tuple(
            [tuple([leaf.get(name, "") for name in names]) for leaf in self._instances[path]]
            for path, names in self.groups
        )
        return tuple(own), groups

    def report(self, tally: Tally) -> None:
        """Note which paths there were, and which of those outside the rows there were not."""
        tally.seen.extend(self.seen)
        for name in self.outside:
            if name not in self._found_outside:
                tally.remarks.append(f"The contract reads {name} outside the rows, and no row has it before it.")


def check_depth(depth: int) -> None:
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep. This is not the table the contract describes.")
