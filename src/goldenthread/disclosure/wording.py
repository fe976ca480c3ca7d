"""How the room speaks: the field's words for agencies, roles and purposes, and the sentences built from them."""

from datetime import timedelta

from goldenthread.vocabulary import AgencyKind, Contact, Purpose, Role

HOLDER: dict[AgencyKind, str] = {
    AgencyKind.CHILDRENS_SOCIAL_CARE: "children's social care",
    AgencyKind.SCHOOL: "schools",
    AgencyKind.MULTI_ACADEMY_TRUST: "the academy trust",
    AgencyKind.COMMUNITY_HEALTH: "community health",
    AgencyKind.GP_PRACTICE: "GP practices",
    AgencyKind.POLICE: "the police",
    AgencyKind.HOUSING: "housing",
    AgencyKind.ADULT_SOCIAL_CARE: "adult social care",
    AgencyKind.VOLUNTARY: "voluntary organisations",
}

SEVERAL_OF_ITS_KIND = frozenset({AgencyKind.SCHOOL, AgencyKind.GP_PRACTICE, AgencyKind.VOLUNTARY})

ROLE: dict[Role, str] = {
    Role.SOCIAL_WORKER: "a social worker",
    Role.FRONT_DOOR_PRACTITIONER: "a front door practitioner",
    Role.DESIGNATED_SAFEGUARDING_LEAD: "a designated safeguarding lead",
    Role.GP: "a GP",
    Role.HEALTH_VISITOR: "a health visitor",
    Role.POLICE_SAFEGUARDING_OFFICER: "a police safeguarding officer",
    Role.HOUSING_OFFICER: "a housing officer",
    Role.ADULT_SOCIAL_WORKER: "an adult social worker",
    Role.YOUNG_CARERS_WORKER: "a young carers worker",
    Role.DATA_PROTECTION_OFFICER: "a data protection officer",
    Role.ACCESS_REVIEWER: "an access reviewer",
    Role.ADMINISTRATOR: "an administrator",
    Role.CLERICAL_REVIEWER: "a clerical reviewer",
}

PURPOSE: dict[Purpose, str] = {
    Purpose.PROTECT_FROM_HARM: "to protect a child from harm",
    Purpose.SUPPORT_A_FAMILY_EARLY: "to support a family early",
    Purpose.CARE_FOR_A_CHILD_WE_KNOW: "to care for a child you know",
    Purpose.REVIEW_ACCESS: "to check who has looked",
}

OTHER_WAYS = "A duty to share, a request or a one-off decision can still carry it"
IN_DANGER = "If a child is in danger now, ring 999."

REFER_WITHIN: dict[Purpose, timedelta] = {
    Purpose.PROTECT_FROM_HARM: timedelta(hours=4),
    Purpose.SUPPORT_A_FAMILY_EARLY: timedelta(hours=24),
    Purpose.CARE_FOR_A_CHILD_WE_KNOW: timedelta(hours=24),
    Purpose.REVIEW_ACCESS: timedelta(hours=24),
}
"""How soon the person referred to owes an answer. Unit: hours, by the clock."""


def holder(kind: AgencyKind, *, asker: AgencyKind | None = None) -> str:
    """``GP practices``; to somebody who works in one, ``other GP practices``: their own hides nothing from them."""
    return f"other {HOLDER[kind]}" if kind is asker and kind in SEVERAL_OF_ITS_KIND else HOLDER[kind]


def holds(kind: AgencyKind, *, asker: AgencyKind | None = None) -> str:
    """``housing holds``, ``the police hold``: the holder with its verb."""
    many = kind in SEVERAL_OF_ITS_KIND or kind is AgencyKind.POLICE
    return f"{holder(kind, asker=asker)} {'hold' if many else 'holds'}"


def ring(contact: Contact) -> str:
    """Whom to ring and on what, as the end of a sentence; the front door where nobody is named."""
    who = next((part for part in (contact.name, contact.role, contact.team) if part), "the front door")
    rest = [part for part in (contact.team if who != contact.team else "", contact.phone) if part]
    return f"ring {', '.join([who, *rest])}"


def any_other_way(contact: Contact) -> str:
    """What to do when no pathway carries a fact."""
    return f"{OTHER_WAYS}: {ring(contact)}. {IN_DANGER}"


def hours(span: timedelta) -> str:
    """``4 hours``."""
    return f"{int(span.total_seconds() // 3600)} hours"


def capitalised(sentence: str) -> str:
    """The sentence with its first letter large and every other as it was."""
    return sentence[:1].upper() + sentence[1:]
