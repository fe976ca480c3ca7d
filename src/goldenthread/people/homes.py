"""At which of a person's places their household is: a family's records speak together of where it lives.

An adult whom one agency still has at an earlier address lives with the children who, by several agencies, have moved,
if any record of that adult gives the new address too. Nobody is put where no record of their own places them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from goldenthread.people.addresses import Place, place_of
from goldenthread.people.index import Relationship
from goldenthread.people.joining import first_of, join
from goldenthread.people.reading import Described
from goldenthread.people.weighing import equally_recent
from goldenthread.vocabulary import PersonId

Voices = Mapping[Place, int]
"""For each place, how many datasets have a person there now, as far as their records can say."""


def homes_of(
    records_of: Mapping[PersonId, Sequence[Described]], relationships: Iterable[Relationship]
) -> dict[PersonId, Place]:
    """The place each person's household is at: where their own records and their declared family's agree most."""
    own = {person: voices for person, records in records_of.items() if (voices := _voices(records))}
    first: dict[PersonId, PersonId] = {}
    for one in relationships:
        if own.get(one.from_person, {}).keys() & own.get(one.to_person, {}).keys():
            join(first, one.from_person, one.to_person)
    together: dict[PersonId, Counter[Place]] = defaultdict(Counter)
    for person, voices in own.items():
        together[first_of(first, person)].update(voices)
    return {
        person: _best(voices, together[first_of(first, person)]) if len(voices) > 1 else next(iter(voices))
        for person, voices in own.items()
    }


def _voices(records: Sequence[Described]) -> Voices:
    placed = [(where, record) for record in records if (where := place_of(record)) is not None]
    said = {(where, record.dataset) for where, record in equally_recent(placed)}
    return Counter(where for where, _ in said)


def _best(own: Voices, together: Voices) -> Place:
    return min(own, key=lambda where: (-own[where] - together[where], where))
