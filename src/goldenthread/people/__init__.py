"""People and families: who each record is about, under an id that lasts, with who said what and how sure we are."""

from goldenthread.people.addresses import Place, place
from goldenthread.people.gathering import gather
from goldenthread.people.index import (
    Address,
    Certainty,
    Change,
    ChangeKind,
    Confidence,
    FamilyId,
    FamilyLink,
    FamilyMember,
    Ground,
    HeldIdentifier,
    HouseholdId,
    HouseholdMember,
    Index,
    MatchingField,
    Membership,
    Name,
    NameUse,
    Person,
    Relationship,
    Shielded,
)
from goldenthread.people.linking_families import link_families
from goldenthread.people.reading import UnlinkedRecord
from goldenthread.people.wrong_links import Held, Parted, SeenOf, ToTell, WrongLink, find_wrong_links, whom_to_tell

__all__ = [
    "Address",
    "Certainty",
    "Change",
    "ChangeKind",
    "Confidence",
    "FamilyId",
    "FamilyLink",
    "FamilyMember",
    "Ground",
    "Held",
    "HeldIdentifier",
    "HouseholdId",
    "HouseholdMember",
    "Index",
    "MatchingField",
    "Membership",
    "Name",
    "NameUse",
    "Parted",
    "Person",
    "Place",
    "Relationship",
    "SeenOf",
    "Shielded",
    "ToTell",
    "UnlinkedRecord",
    "WrongLink",
    "find_wrong_links",
    "gather",
    "link_families",
    "place",
    "whom_to_tell",
]
