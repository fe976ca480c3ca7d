"""Join people into groups, each group known by its lowest person id."""

from collections.abc import Mapping

from goldenthread.vocabulary import PersonId


def first_of(first: Mapping[PersonId, PersonId], person: PersonId) -> PersonId:
    """The lowest person id of the group that ``person`` is in."""
    while (before := first.get(person, person)) != person:
        person = before
    return person


def join(first: dict[PersonId, PersonId], *persons: PersonId) -> None:
    """Make one group of those that ``persons`` are in."""
    roots = {first_of(first, person) for person in persons}
    lowest = min(roots, default=None)
    for root in roots:
        if lowest is not None and root != lowest:
            first[root] = lowest
