"""The plain words the screens use for roles, purposes, dates and times."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from goldenthread.vocabulary import AgencyKind, Purpose, Role

LOCAL_TIME = ZoneInfo("Europe/London")

PURPOSES: dict[Purpose, tuple[str, str]] = {
    Purpose.PROTECT_FROM_HARM: (
        "To protect a child from harm",
        "You are worried that a child is being harmed or may be.",
    ),
    Purpose.SUPPORT_A_FAMILY_EARLY: (
        "To support a family early",
        "A family may need help before things get worse.",
    ),
    Purpose.CARE_FOR_A_CHILD_WE_KNOW: (
        "To care for a child we already work with",
        "You or your team work with this child now.",
    ),
    Purpose.REVIEW_ACCESS: (
        "To check who has looked",
        "You review looks at children’s records.",
    ),
}
"""Every purpose in the words of the person who has it, and one sentence that tells it from the others."""

ROLES: dict[Role, str] = {
    Role.SOCIAL_WORKER: "Social worker",
    Role.FRONT_DOOR_PRACTITIONER: "Front door practitioner",
    Role.DESIGNATED_SAFEGUARDING_LEAD: "Designated safeguarding lead",
    Role.GP: "GP",
    Role.HEALTH_VISITOR: "Health visitor",
    Role.POLICE_SAFEGUARDING_OFFICER: "Police safeguarding officer",
    Role.HOUSING_OFFICER: "Housing officer",
    Role.ADULT_SOCIAL_WORKER: "Adult social worker",
    Role.YOUNG_CARERS_WORKER: "Young carers worker",
    Role.DATA_PROTECTION_OFFICER: "Data protection officer",
    Role.ACCESS_REVIEWER: "Access reviewer",
    Role.ADMINISTRATOR: "Administrator",
    Role.CLERICAL_REVIEWER: "Clerical reviewer",
}

OWN_CHILDREN: dict[AgencyKind, str] = {
    AgencyKind.SCHOOL: "on your school’s roll",
    AgencyKind.MULTI_ACADEMY_TRUST: "on your trust’s rolls",
    AgencyKind.GP_PRACTICE: "on your practice’s list",
    AgencyKind.VOLUNTARY: "on your caseload",
}
"""Where an agency that finds only its own children finds them."""


def purpose_in_words(purpose: Purpose | str) -> str:
    try:
        return PURPOSES[Purpose(purpose)][0]
    except ValueError:
        return str(purpose)


def role_in_words(role: Role | str) -> str:
    try:
        return ROLES[Role(role)]
    except ValueError:
        return str(role)


def day(value: date | None) -> str:
    """Say a date as a person writes it: 3 March 2019."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """Say a moment in local time: 3 March 2019 at 2:05pm."""
    if value is None:
        return ""
    local = value.astimezone(LOCAL_TIME)
    return f"{day(local.date())} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def number(value: int) -> str:
    return f"{value:,}"


def share(part: int, whole: int) -> str:
    """Say how much ``part`` is of ``whole``, never rounding up to all or down to none."""
    if whole <= 0:
        return "none to count"
    tenths = round(1000 * part / whole)
    if 0 < part < whole:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:g}%"


def dialled(phone: str) -> str:
    """Turn a printed telephone number into what ``tel:`` dials."""
    return re.sub(r"[^0-9+]", "", phone.split("ext")[0])


def sentence_case(text: str) -> str:
    plain = text.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]
