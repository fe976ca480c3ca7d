"""Provisions whose fit turns on more than who, to whom and what for: each test is one named statement."""

from collections.abc import Callable

from goldenthread.disclosure.advice.matter import Matter, once
from goldenthread.disclosure.advice.parties import (
    HEALTH,
    HEALTH_OR_SOCIAL_CARE,
    LOCAL_AUTHORITY,
    is_public,
    reaches,
    reaches_purpose,
    reaches_recipient,
    reaches_sender,
)
from goldenthread.disclosure.advice.words import ConcernLevel, Mode, PersonStatus, Special, View, Who
from goldenthread.law import Effect, PartyKind, Provision, SharingPurpose
from goldenthread.vocabulary import ProvisionId

MANAGE_OFFENDERS = frozenset({PartyKind.PROBATION, PartyKind.PRISON})
MANAGE_THE_DANGEROUS = MANAGE_OFFENDERS | {PartyKind.POLICE}
COUNCILS = LOCAL_AUTHORITY | {PartyKind.DISTRICT_COUNCIL}

PLACEMENTS = frozenset({ProvisionId("fsr2011_r17"), ProvisionId("cppcr2010_r9")})

Test = Callable[[Matter], bool]


def direct_care_is_of_the_person_the_information_is_about(matter: Matter) -> bool:
    """Section 251B serves the care of that same person, and an objection switches it off."""
    subjects = {item.subject for _, item in matter.in_play()}
    if len(subjects) != 1:
        return False
    person = matter.case.person(subjects.pop())
    return person is None or person.view not in (View.OBJECTS, View.ASKS_FOR_SECRECY)


def one_council_does_not_ask_itself_for_help(matter: Matter) -> bool:
    """Section 27 does not work between departments of one council. The same department twice is two councils'."""
    sender, recipient = matter.case.sender.kind, matter.case.recipient.kind
    return sender is recipient or not {sender, recipient} <= LOCAL_AUTHORITY


def section_16h_serves_arrangements_and_reviews(matter: Matter) -> bool:
    """A request under it is no key to casework on one child."""
    return matter.case.purpose is SharingPurpose.PRACTICE_REVIEW or matter.case.mode is Mode.PLANNED


def serious_violence_carries_no_patient_or_care_information(matter: Matter) -> bool:
    from_a_care_body = matter.case.sender.kind in HEALTH_OR_SOCIAL_CARE
    return not from_a_care_body and not any(Special.HEALTH in item.special for _, item in matter.in_play())


def a_homelessness_referral_is_agreed(matter: Matter) -> bool:
    adults = [person for person in matter.case.people if person.who not in (Who.CHILD, Who.UNBORN, Who.SIBLING)]
    return bool(adults) and all(person.view is View.AGREES for person in adults)


def one_of_the_two_is(kinds: frozenset[PartyKind], matter: Matter) -> bool:
    return bool(kinds & {matter.case.sender.kind, matter.case.recipient.kind})


def a_register_of_offenders_is_about_offenders(matter: Matter) -> bool:
    """Section 325 binds the police, probation and prisons on one side, over offenders whom they manage."""
    about_them = any(item.person_status is PersonStatus.CONVICTED for _, item in matter.in_play())
    return about_them and one_of_the_two_is(MANAGE_THE_DANGEROUS, matter)


def offenders_are_managed_by_one_of_the_two(matter: Matter) -> bool:
    """Section 14 opens a way to probation and prisons and from them, never between two others that it lists."""
    return one_of_the_two_is(MANAGE_OFFENDERS, matter)


def health_and_a_council_are_the_two(matter: Matter) -> bool:
    """Section 82 joins an NHS body and a local authority: not two of the one, nor two of the other."""
    return one_of_the_two_is(HEALTH, matter) and one_of_the_two_is(COUNCILS, matter)


def section_35_serves_an_agreed_objective(matter: Matter) -> bool:
    """Sharing for public services goes by objectives in regulations, under a code and an agreement."""
    return matter.case.mode is Mode.PLANNED and matter.case.governance.agreement is True


def an_enquiry_has_reasonable_cause_to_suspect_harm(matter: Matter) -> bool:
    """Section 47 is for significant harm; help with a need goes by section 17."""
    return matter.case.concern.level in (ConcernLevel.SERIOUS_HARM, ConcernLevel.RISK_OF_HARM)


def a_placement_is_named(matter: Matter) -> bool:
    """No fact of a question says that a child is placed with somebody: whoever names the law on it says so."""
    cited = matter.case.request.power if matter.case.request else None
    return bool(PLACEMENTS & {*matter.case.proposed.gateway, cited})


TESTS: dict[str, tuple[Test, str]] = {
    "hsca2012_s251B": (
        direct_care_is_of_the_person_the_information_is_about,
        "It serves the care of the person the information is about, and an objection switches it off.",
    ),
    "ca1989_s47_enquire": (
        an_enquiry_has_reasonable_cause_to_suspect_harm,
        "It asks for reasonable cause to suspect that a child suffers, or is likely to suffer, significant harm.",
    ),
    "ca1989_s27": (
        one_council_does_not_ask_itself_for_help,
        "It does not work between departments of one council.",
    ),
    "ca2004_s16H": (
        section_16h_serves_arrangements_and_reviews,
        "It serves the partners' arrangements and reviews, and is no key to casework on one child.",
    ),
    "pcsca2022_s9_s16": (
        serious_violence_carries_no_patient_or_care_information,
        "It carries neither patient information nor personal information from a health or social care authority.",
    ),
    "ha1996_s213B": (
        a_homelessness_referral_is_agreed,
        "It needs the person's agreement, and nobody has said that they agree.",
    ),
    "dea2017_s35": (
        section_35_serves_an_agreed_objective,
        "It serves objectives set by regulations, under a code and an agreement: it carries no single case.",
    ),
    "oma2007_s14": (
        offenders_are_managed_by_one_of_the_two,
        "One of the two must be probation or a prison.",
    ),
    "nhsa2006_s82": (
        health_and_a_council_are_the_two,
        "It joins the NHS and a council: it carries nothing between two of the one.",
    ),
    "cppcr2010_r9": (
        a_placement_is_named,
        "It is for a child who is looked after and placed with this very person.",
    ),
    "fsr2011_r17": (
        a_placement_is_named,
        "It is for the foster carer with whom this child is, or is to be, placed.",
    ),
    "cja2003_s325": (
        a_register_of_offenders_is_about_offenders,
        "It reaches only offenders who are managed under those arrangements, and joins the police, probation or a "
        "prison with those who work with them.",
    ),
}


def fits(provision: Provision, matter: Matter) -> bool | None:
    """Whether the provision reaches this sharing: sender, recipient, purpose, concern, and its own test if any."""
    if not _reaches_concern(provision, matter):
        return False
    test = TESTS.get(provision.id)
    return False if test is not None and not test[0](matter) else reaches(provision, matter)


def why_it_does_not_fit(id: ProvisionId, matter: Matter) -> str | None:
    """Why a provision that somebody had in mind cannot carry this sharing, in one sentence; nothing if it can."""
    provision = matter.law.provision(id)
    if provision is None:
        return "The register of law does not hold it under this name."
    if matter.binding(id) is None:
        return f"It was not in force on {matter.law.on.isoformat()}."
    if reaches_sender(provision, matter.case.sender) is False:
        return f"It does not reach this sender: it is for {provision.who_to_whom.sender}."
    if reaches_recipient(provision, matter.case.recipient) is False:
        return f"It does not reach this recipient: it is for {provision.who_to_whom.recipient}."
    if not reaches_purpose(provision, matter):
        return f"It is for another purpose: {provision.purpose or 'none that you named'}."
    test = TESTS.get(id)
    if test is not None and not test[0](matter):
        return test[1]
    return None if _reaches_concern(provision, matter) else "It is about another kind of concern."


def instead_of(refused: Provision | None, matter: Matter) -> tuple[ProvisionId, ...]:
    """What to use in its place: what carries this sharing, and what the register names that fits or succeeded it."""
    named = () if refused is None else matter.those_binding(refused.instead)
    succeeded = refused is not None and matter.binding(refused.id) is None
    fitting = [id for id in named if succeeded or _could_carry(id, matter)]
    return once((*matter.duties, *fitting, *matter.gateways))


def _could_carry(id: ProvisionId, matter: Matter) -> bool:
    held = matter.law.provision(id)
    if held is None or (held.closed_to_public_authorities and is_public(matter.case.sender)):
        return False
    return held.effect in (Effect.NEITHER, Effect.RESTRICTS) or fits(held, matter) is True


def _reaches_concern(provision: Provision, matter: Matter) -> bool:
    kinds = {str(kind) for kind in matter.case.concern.kinds}
    return not provision.concerns or bool(kinds & {str(kind) for kind in provision.concerns})
