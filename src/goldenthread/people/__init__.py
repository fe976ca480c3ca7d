"""People and families: who each record is about, under an id that lasts, with who said what and how sure we are."""

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
from goldenthread.people.wrong_links import SeenOf, ToTell, WrongLink, whom_to_tell

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
    "HeldIdentifier",
    "HouseholdId",
    "HouseholdMember",
    "Index",
    "MatchingField",
    "Membership",
    "Name",
    "NameUse",
    "Person",
    "Relationship",
    "SeenOf",
    "Shielded",
    "ToTell",
    "UnlinkedRecord",
    "WrongLink",
    "gather",
    "link_families",
    "whom_to_tell",
]
