"""The words every room shares: kinds of agency, roles, purposes, outcomes and the ids that join them."""

from enum import StrEnum
from typing import NewType

AgencyId = NewType("AgencyId", str)
"""The short public name of an agency in an area, such as ``"westhaven-police"``."""

DatasetId = NewType("DatasetId", str)
"""The name of one dataset, which is the name of the contract that describes it."""

RecordId = NewType("RecordId", str)
"""A record's own id inside its dataset. Never shown outside the agency it came from."""

PersonId = NewType("PersonId", str)
"""A person's stable id in the index: 26 characters that carry no information about the person."""

FlagKindId = NewType("FlagKindId", str)
"""The id of a kind of flag in the catalogue, such as ``"open_to_childrens_social_care"``."""

PathwayId = NewType("PathwayId", str)
ProvisionId = NewType("ProvisionId", str)


class AgencyKind(StrEnum):
    """What an agency is. The list follows the relevant agencies of Working Together and its partners."""

    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    SCHOOL = "school"
    MULTI_ACADEMY_TRUST = "multi_academy_trust"
    COMMUNITY_HEALTH = "community_health"
    GP_PRACTICE = "gp_practice"
    POLICE = "police"
    HOUSING = "housing"
    ADULT_SOCIAL_CARE = "adult_social_care"
    VOLUNTARY = "voluntary"


FINDS_ONLY_ITS_OWN = frozenset(
    {AgencyKind.SCHOOL, AgencyKind.MULTI_ACADEMY_TRUST, AgencyKind.GP_PRACTICE, AgencyKind.VOLUNTARY}
)
"""Agencies whose staff find only children on their own roll, list or caseload."""


class Role(StrEnum):
    """What a person does for an agency. A permission names roles, never persons."""

    SOCIAL_WORKER = "social_worker"
    FRONT_DOOR_PRACTITIONER = "front_door_practitioner"
    DESIGNATED_SAFEGUARDING_LEAD = "designated_safeguarding_lead"
    GP = "gp"
    HEALTH_VISITOR = "health_visitor"
    POLICE_SAFEGUARDING_OFFICER = "police_safeguarding_officer"
    HOUSING_OFFICER = "housing_officer"
    ADULT_SOCIAL_WORKER = "adult_social_worker"
    YOUNG_CARERS_WORKER = "young_carers_worker"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ACCESS_REVIEWER = "access_reviewer"
    ADMINISTRATOR = "administrator"
    CLERICAL_REVIEWER = "clerical_reviewer"
    """Says whether two records are about one person, where a machine is not sure."""


LOOKS_AT_CHILDREN = frozenset(Role) - {
    Role.DATA_PROTECTION_OFFICER,
    Role.ACCESS_REVIEWER,
    Role.ADMINISTRATOR,
    Role.CLERICAL_REVIEWER,
}
"""Roles that work with children and families; the others look after the system and see no child's page."""


class Purpose(StrEnum):
    """Why somebody looks. It is asked before every search and kept with every look."""

    PROTECT_FROM_HARM = "protect_from_harm"
    SUPPORT_A_FAMILY_EARLY = "support_a_family_early"
    CARE_FOR_A_CHILD_WE_KNOW = "care_for_a_child_we_know"
    REVIEW_ACCESS = "review_access"


PRACTICE = frozenset(Purpose) - {Purpose.REVIEW_ACCESS}
"""The purposes of work with children and families; the other one belongs to whoever checks who has looked."""


class Outcome(StrEnum):
    """What a decision says. Refer is a third answer: a named person decides within a time limit."""

    DISCLOSE = "disclose"
    WITHHOLD = "withhold"
    REFER = "refer"


class Level(StrEnum):
    """How much a pathway lets through: that a flag exists, or what it says."""

    EXISTENCE = "existence"
    CONTENT = "content"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class PersonKind(StrEnum):
    CHILD = "child"
    ADULT = "adult"
    UNKNOWN = "unknown"
