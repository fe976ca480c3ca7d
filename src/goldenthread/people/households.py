"""Who lives at one address now. Sharing an address makes nobody family, and adds nothing to a link of records."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping

from goldenthread.people.addresses import Place
from goldenthread.people.index import HouseholdId, HouseholdMember
from goldenthread.vocabulary import PersonId

LARGEST_HOUSEHOLD = 14
"""More people than this at one address is a hostel, a children's home or a block whose flats were not written down."""

_HOUSEHOLD_ID_CHARACTERS = 26


def households(lives_at: Mapping[PersonId, Place], protected: Collection[PersonId]) -> tuple[HouseholdMember, ...]:
    """Group people by where they live now. Nobody whose address is protected is placed in a household.

    The id is made of the lowest person id in it, never of the address, which could be guessed back from it.
    """
    at: dict[Place, list[PersonId]] = defaultdict(list)
    for person, where in lives_at.items():
        if person not in protected:
            at[where].append(person)
    found = [
        HouseholdMember(household_id=_household_id(min(together)), person_id=person)
        for together in at.values()
        if 1 < len(together) <= LARGEST_HOUSEHOLD
        for person in together
    ]
    return tuple(sorted(found, key=lambda member: (member.household_id, member.person_id)))


def _household_id(lowest: PersonId) -> HouseholdId:
    return HouseholdId(hashlib.sha256(f"household {lowest}".encode()).hexdigest()[:_HOUSEHOLD_ID_CHARACTERS])
