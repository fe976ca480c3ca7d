"""A list that is longer than a screen, page by page."""

from typing import NamedTuple

LINES_A_PAGE = 25


class Place(NamedTuple):
    """Where one page stands: its ``number`` of ``pages``, both from 1, and which lines it has, from 0."""

    number: int
    pages: int
    lines: slice

    @property
    def first(self) -> int:
        """The place of its first line, from 1."""
        return int(self.lines.start) + 1


def place_of(number: int, *, lines: int) -> Place:
    """The page that is asked for; the first or the last where there is none such. A list of nothing has one."""
    pages = max(-(-lines // LINES_A_PAGE), 1)
    number = min(max(number, 1), pages)
    return Place(number, pages, slice((number - 1) * LINES_A_PAGE, number * LINES_A_PAGE))
