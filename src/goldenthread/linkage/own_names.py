"""Which forenames are names in their own right, told by how many records bear them, which are slips of others, and
which stand where the family name should."""

from collections.abc import Iterator, Mapping

from goldenthread.linkage.tables import nickname_roots

LEAST_NAMESAKES = 5
"""A forename on this many records, or on the list of nicknames, is a name and not a slip of the finger."""
SLIPS_ARE_RARER = 100
"""A slip of a forename that is so many times commoner is no name, however often it comes: among many records the same
slip comes again and again."""

FAR_OFTENER = 4
"""A word that is so many times as often a forename as a family name, or the other way round, is no name of both kinds:
names stand in the wrong columns of less than one record in five."""


def is_forename(name: str, as_given: float, as_family: float) -> bool:
    """Whether a word in the column of family names is plainly a forename. How many records bear it as the one and as
    the other."""
    if as_given >= max(LEAST_NAMESAKES, FAR_OFTENER * as_family):
        return True
    return name in nickname_roots() and (as_family < LEAST_NAMESAKES or as_family <= as_given)


def forename_in_family(
    family: str | None, shares: Mapping[str, Mapping[str, float]], filled: Mapping[str, int]
) -> str | None:
    """The same of one person, by the ``shares`` of an index: of each column how common each value is."""
    if family is None:
        return None
    given, own = (round(shares.get(c, {}).get(family, 0.0) * filled.get(c, 0)) for c in ("given", "family"))
    return "yes" if is_forename(family, given, own) else "no"


def names_in_their_own_right(counts: Mapping[str, int], as_family: Mapping[str, int] | None = None) -> frozenset[str]:
    """``counts``: how many records bear each forename; ``as_family``: how many bear each family name."""
    surnames = {name for name, many in (as_family or {}).items() if many >= FAR_OFTENER * counts.get(name, many)}
    slips = {
        slip
        for name, many in counts.items()
        if many >= LEAST_NAMESAKES * SLIPS_ARE_RARER
        for slip in _slips_of(name)
        if counts.get(slip, many) * SLIPS_ARE_RARER <= many
    }
    none = slips | surnames
    return frozenset(name for name, many in counts.items() if many >= LEAST_NAMESAKES and name not in none)


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
