"""Which forenames are names in their own right, told by how many records bear them, and which are slips of others."""

from collections.abc import Iterator, Mapping

LEAST_NAMESAKES = 5
"""A forename on this many records, or on the list of nicknames, is a name and not a slip of the finger."""
SLIPS_ARE_RARER = 100
"""A slip of a forename that is so many times commoner is no name, however often it comes: among many records the same
slip comes again and again."""


def names_in_their_own_right(counts: Mapping[str, int]) -> frozenset[str]:
    """``counts``: how many records bear each forename."""
    slips = {
        slip
        for name, many in counts.items()
        if many >= LEAST_NAMESAKES * SLIPS_ARE_RARER
        for slip in _slips_of(name)
        if counts.get(slip, many) * SLIPS_ARE_RARER <= many
    }
    return frozenset(name for name, many in counts.items() if many >= LEAST_NAMESAKES and name not in slips)


def _slips_of(name: str) -> Iterator[str]:
    """A letter lost inside, one written twice, and two exchanged. Never the first letter or another at the end.

    Mia and Pia are how sisters are named, and Daniel and Daniela a brother and a sister.
    """
    for place, letter in enumerate(name):
        before, after = name[:place], name[place + 1 :]
        yield before + letter * 2 + after
        if before and after:
            yield before + after
            yield before + after[0] + letter + after[1:]
