"""Whether a provision reaches this sender, this recipient and this purpose, as the register lists them.

Yes, no, or nothing where a fact is missing on which it turns.
"""

from goldenthread.disclosure.advice.case import Recipient, Sender
from goldenthread.disclosure.advice.matter import Matter
from goldenthread.law import PartyKind, Provision

LOCAL_AUTHORITY = frozenset(
    {
        PartyKind.LA_CSC,
        PartyKind.LA_EDUCATION,
        PartyKind.LA_HOUSING,
        PartyKind.LA_PUBLIC_HEALTH,
        PartyKind.LA_ADULT_SC,
    }
)
"""Departments of one council."""

PRIVATE = frozenset(
    {
        PartyKind.SCHOOL_INDEPENDENT,
        PartyKind.EARLY_YEARS,
        PartyKind.CHILDCARE_AGENCY,
        PartyKind.VOLUNTARY,
        PartyKind.PRIVATE_CONTRACTOR,
        PartyKind.HOUSING_ASSOCIATION,
        PartyKind.RESEARCHER,
        PartyKind.RETAILER,
        PartyKind.BUSINESS_PARTNERSHIP,
        PartyKind.SOLICITOR,
        PartyKind.PARENT,
        PartyKind.OTHER_FAMILY,
        PartyKind.ANY_PERSON,
    }
)

OFFICIAL_AUTHORITY = frozenset(
    {
        PartyKind.POLICE,
        PartyKind.NCA,
        PartyKind.PROBATION,
        PartyKind.PRISON,
        PartyKind.YOT,
        PartyKind.COURT,
    }
)
"""Kinds that may act for law enforcement under Part 3 of the DPA 2018, and hold criminal data by their office."""

FAMILY = frozenset({PartyKind.PARENT, PartyKind.OTHER_FAMILY})
NOBODY_WHO_PROTECTS = frozenset(
    {
        PartyKind.HOME_OFFICE,
        PartyKind.OFSTED,
        PartyKind.COURT,
        PartyKind.RESEARCHER,
        PartyKind.RETAILER,
        PartyKind.BUSINESS_PARTNERSHIP,
        PartyKind.SOLICITOR,
        PartyKind.ANY_PERSON,
    }
)
"""Kinds that cannot step in when a child is in danger."""

HEALTH = frozenset({PartyKind.NHS_TRUST, PartyKind.GP, PartyKind.ICB, PartyKind.AMBULANCE})
HEALTH_OR_SOCIAL_CARE = HEALTH | {
    PartyKind.LA_CSC,
    PartyKind.LA_ADULT_SC,
    PartyKind.LA_PUBLIC_HEALTH,
    PartyKind.CAFCASS,
}

HELPS_AT_SCHOOL = frozenset(
    {
        PartyKind.SCHOOL_MAINTAINED,
        PartyKind.SCHOOL_ACADEMY,
        PartyKind.SCHOOL_INDEPENDENT,
        PartyKind.COLLEGE,
        PartyKind.EARLY_YEARS,
        PartyKind.LA_EDUCATION,
    }
)


def reaches_sender(provision: Provision, sender: Sender) -> bool | None:
    """Whether this sender is within the provision: by name, as designated, or as commissioned."""
    by_name = _is_listed(provision.senders, sender.kind, provision.if_designated + provision.if_commissioned)
    if by_name is not False:
        return by_name
    return _either(
        sender.designated_agency if sender.kind in provision.if_designated else False,
        sender.commissioned if sender.kind in provision.if_commissioned else False,
    )


def reaches_recipient(provision: Provision, recipient: Recipient) -> bool | None:
    """Whether this recipient is within it.

    The area's arrangements name schools and nurseries unless somebody denies it; a contract is never assumed.
    """
    by_name = _is_listed(provision.recipients, recipient.kind, ())
    if by_name is not False:
        return by_name
    designated = recipient.kind in provision.if_designated and recipient.designated_agency is not False
    commissioned = recipient.kind in provision.if_commissioned and recipient.commissioned is True
    return designated or commissioned


def is_taken_to_be_designated(provision: Provision, recipient: Recipient) -> bool:
    """Whether the recipient is within it only because nobody denied that the area's arrangements name it."""
    assumed = recipient.kind in provision.if_designated and recipient.designated_agency is None
    return assumed and recipient.kind not in provision.recipients and recipient.commissioned is not True


def reaches_purpose(provision: Provision, matter: Matter) -> bool:
    return not provision.purposes or matter.case.purpose in provision.purposes


def reaches(provision: Provision, matter: Matter) -> bool | None:
    """Sender, recipient and purpose together."""
    if not reaches_purpose(provision, matter):
        return False
    return _both(
        reaches_sender(provision, matter.case.sender),
        reaches_recipient(provision, matter.case.recipient),
    )


def is_public(sender: Sender) -> bool | None:
    """Whether the sender is a public authority: as stated, else as its kind usually is."""
    if sender.public_authority is not None:
        return sender.public_authority
    return None if sender.kind is None else sender.kind not in PRIVATE


def _is_listed(listed: tuple[PartyKind, ...], kind: PartyKind | None, otherwise: tuple[PartyKind, ...]) -> bool | None:
    """An empty list sets no limit, unless the provision reaches only those that are designated or commissioned."""
    if not listed:
        return not otherwise
    return None if kind is None else kind in listed


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
