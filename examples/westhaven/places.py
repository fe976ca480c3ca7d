"""Westhaven's streets and postcodes. No such town and no such postcode area exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from examples.westhaven.lists import words

TOWN = "Westhaven"
OTHER_TOWN = "Eastvale"
PRIMARY_ZONES = 26
"""The town's parts, each with the primary school most of its children go to."""

_STEMS = words("""Harbour Saltmarsh Beacon Kestrel Orchard Mill Priory Quay Larch Rowan Heron Fuller Tanner
Chapel Cromer Dunstan Eastgate Foundry Granary Hawthorn Ironside Jubilee Kelsey Linden Maltings Nelson Oakfield
Paddock Quarry Ropewalk Sandpiper Trafalgar Union Victoria Wharf Yew Albert Bridge Coronation Drake Elm Ferry
Gasworks Hazel Inkerman Jessop Kiln Lodge""")
_KINDS = ("Road", "Street", "Lane", "Close", "Avenue", "Way", "Row", "Court")
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


class Tenure(StrEnum):
    OWNED = "owned"
    PRIVATE = "private"
    SOCIAL = "social"
    TEMPORARY = "temporary"
    REFUGE = "refuge"
    NO_FIXED_ADDRESS = "no_fixed_address"
    OUT_OF_AREA = "out_of_area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Somewhere people live. ``zone`` is the part of the town."""

    line: str
    postcode: str
    zone: int
    tenure: Tenure
    town: str = TOWN

    @property
    def is_protected(self) -> bool:
        return self.tenure is Tenure.REFUGE


def homes(chance: Random) -> Iterator[Home]:
    """Give homes of the town, each once: a third let privately, a sixth social, the rest owned."""
    streets = [f"{stem} {kind}" for kind in _KINDS for stem in _STEMS]
    chance.shuffle(streets)
    while True:
        for offset in range(0, 160, 2):
            for number, street in enumerate(streets):
                house = offset + 1 + (number % 2)
                zone = number % PRIMARY_ZONES
                yield Home(
                    line=_with_flat(chance, f"{house} {street}"),
                    postcode=postcode("WH", zone, number, house),
                    zone=zone,
                    tenure=_tenure(chance),
                )


def postcode(area: str, zone: int, street: int, house: int) -> str:
    """Return the postcode of a house; about fifteen neighbours share it."""
    unit = (street * 7 + house // 30 * 131) % 400
    return f"{area}{1 + zone % 9} {street % 10}{_UNIT_LETTERS[unit // 20]}{_UNIT_LETTERS[unit % 20]}"


def home_out_of_area(chance: Random) -> Home:
    """Return a home in the next authority, where some children in care are placed."""
    number = int(chance.random() * 90) + 1
    street = int(chance.random() * len(_STEMS))
    return Home(
        line=f"{number} {_STEMS[street]} Mount",
        postcode=postcode("EV", street, street, number),
        zone=0,
        tenure=Tenure.OUT_OF_AREA,
        town=OTHER_TOWN,
    )


REFUGE = Home(line="c/o PO Box 9", postcode="", zone=3, tenure=Tenure.REFUGE)
NO_FIXED_ADDRESS = Home(line="No fixed address", postcode="", zone=7, tenure=Tenure.NO_FIXED_ADDRESS)


def _tenure(chance: Random) -> Tenure:
    share = chance.random()
    if share < 0.17:
        return Tenure.SOCIAL
    return Tenure.PRIVATE if share < 0.42 else Tenure.OWNED


def _with_flat(chance: Random, line: str) -> str:
    return f"Flat {1 + int(chance.random() * 12)}, {line}" if chance.random() < 0.14 else line
