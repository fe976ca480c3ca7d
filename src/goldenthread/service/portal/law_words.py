"""The plain words the pages of law use for who, to whom, for what, and how sure."""

from goldenthread.law import (
    Change,
    Confirmed,
    Displaces,
    Effect,
    Force,
    Nation,
    PartyKind,
    ProvisionKind,
    SharingPurpose,
    Standing,
)

PARTIES: dict[PartyKind, str] = {
    PartyKind.LA_CSC: "Children’s social care (and the front door)",
    PartyKind.LA_EDUCATION: "Council: education",
    PartyKind.LA_HOUSING: "Council: housing",
    PartyKind.LA_PUBLIC_HEALTH: "Council: public health",
    PartyKind.LA_ADULT_SC: "Council: adult social care",
    PartyKind.DISTRICT_COUNCIL: "District council",
    PartyKind.YOT: "Youth justice team",
    PartyKind.POLICE: "Police",
    PartyKind.AMBULANCE: "Ambulance service",
    PartyKind.NCA: "National Crime Agency",
    PartyKind.PROBATION: "Probation",
    PartyKind.PRISON: "Prison",
    PartyKind.ICB: "Integrated care board",
    PartyKind.NHS_TRUST: "NHS trust",
    PartyKind.GP: "GP practice",
    PartyKind.SCHOOL_MAINTAINED: "School run with a council",
    PartyKind.SCHOOL_ACADEMY: "Academy",
    PartyKind.SCHOOL_INDEPENDENT: "Private school",
    PartyKind.COLLEGE: "College",
    PartyKind.EARLY_YEARS: "Nursery or childminder",
    PartyKind.CHILDCARE_AGENCY: "Childcare agency",
    PartyKind.VOLUNTARY: "Charity or voluntary group",
    PartyKind.PRIVATE_CONTRACTOR: "Private contractor",
    PartyKind.HOUSING_ASSOCIATION: "Housing association",
    PartyKind.CAFCASS: "Cafcass",
    PartyKind.HOME_OFFICE: "Home Office",
    PartyKind.OFSTED: "Ofsted",
    PartyKind.COURT: "Court",
    PartyKind.RESEARCHER: "Researcher",
    PartyKind.RETAILER: "Shop",
    PartyKind.BUSINESS_PARTNERSHIP: "Business crime partnership",
    PartyKind.SOLICITOR: "Solicitor",
    PartyKind.PARENT: "Parent or carer",
    PartyKind.OTHER_FAMILY: "Other family",
    PartyKind.SAFEGUARDING_PARTNER: "Safeguarding partner",
    PartyKind.ANY_PERSON: "Anybody else",
}

PURPOSES: dict[SharingPurpose, str] = {
    SharingPurpose.SAFEGUARD_CHILD: "Keep a child safe",
    SharingPurpose.PROMOTE_WELFARE: "Help a child do well",
    SharingPurpose.LAW_ENFORCEMENT: "Deal with crime",
    SharingPurpose.SAFEGUARD_ADULT: "Keep an adult safe",
    SharingPurpose.CHILD_DEATH_REVIEW: "Review a child’s death",
    SharingPurpose.PRACTICE_REVIEW: "Learn from a case",
    SharingPurpose.RESEARCH: "Research",
    SharingPurpose.STATISTICS: "Statistics",
    SharingPurpose.IMMIGRATION_CONTROL: "Immigration control",
    SharingPurpose.ELIGIBILITY: "See whether somebody can have a service",
    SharingPurpose.SUBJECT_ACCESS: "Answer somebody who asks for their own data",
    SharingPurpose.LEGAL_PROCEEDINGS: "A court case",
    SharingPurpose.COMPLAINT: "A complaint",
    SharingPurpose.OTHER: "Something else",
}

KINDS: dict[ProvisionKind, tuple[str, str]] = {
    ProvisionKind.DUTY: ("Duties", "What somebody must do."),
    ProvisionKind.POWER: ("Powers", "What somebody may do."),
    ProvisionKind.LAWFUL_BASIS: ("Lawful bases", "The reason in law that every use of personal data needs."),
    ProvisionKind.CONDITION: ("Conditions", "What must also be met for health and other sensitive data, or crime."),
    ProvisionKind.LIMIT: ("Limits", "What holds sharing back, or sets terms."),
    ProvisionKind.EXEMPTION: ("Exemptions", "When you need not tell somebody, or give them what you hold."),
    ProvisionKind.DEFINITION: ("Meanings", "What a word means in law."),
    ProvisionKind.GUIDANCE: ("Guidance", "What good practice and the professions ask."),
}

NATIONS: dict[Nation, str] = {
    Nation.ENGLAND: "England",
    Nation.WALES: "Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}

FORCES: dict[Force, tuple[str, str]] = {
    Force.IN_FORCE: ("In force", "green"),
    Force.UNCERTAIN: ("Start not confirmed", "yellow"),
    Force.NOT_IN_FORCE: ("Not in force", "grey"),
}

CONFIRMED: dict[Confirmed, tuple[str, str]] = {
    Confirmed.CONFIRMED: ("Checked", "We read the words that matter."),
    Confirmed.PARTIAL: ("Partly checked", "We read a part, or saw it quoted."),
    Confirmed.UNVERIFIED: ("Not checked", "We know of it but have not read it. Ask a lawyer before you rely on it."),
}

EFFECTS: dict[Effect, str] = {
    Effect.REQUIRES: "It says you must share when its tests are met.",
    Effect.REQUIRES_ON_REQUEST: "It says you must share when the right person asks under it.",
    Effect.PERMITS: "It says you may share.",
    Effect.IMPLIES: "It gives a task. The power to share follows from the task.",
    Effect.RESTRICTS: "It limits sharing.",
    Effect.NEITHER: "",
}

CONFIDENCE: dict[Displaces, str] = {
    Displaces.YES: "Yes. Its own words say so.",
    Displaces.NO: "No. Weigh confidence as ever.",
    Displaces.UNKNOWN: "We do not know. Weigh confidence as ever.",
}

CHANGES: dict[Change, str] = {
    Change.BEGINS: "Began",
    Change.REWORDED: "Changed",
    Change.ENDS: "Ended",
    Change.ANNOUNCED: "Said to begin",
    Change.CHECKED: "Checked",
}

STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.CONFIRMED: ("Confirmed", "I have read the law that brings it into force on this day."),
    Standing.ANNOUNCED: ("Announced", "A day was given out, but I have not seen the law that says so."),
}

COUNTS_AS: dict[Force, str] = {
    Force.IN_FORCE: "In force. Answers rest on it and say no more about its start.",
    Force.UNCERTAIN: "Start not confirmed. Answers rest on it, and each says that its start is not confirmed.",
    Force.NOT_IN_FORCE: "Not in force. No answer rests on it.",
}
"""What each standing means for an answer."""

ANSWERS: dict[str, str] = {
    "must_share": "You must share",
    "should_share": "You should share",
    "may_share": "You may share",
    "share_part": "Share a part",
    "verify_first": "Check who is asking first",
    "seek_advice": "Ask for advice",
    "do_not_share": "Do not share",
}
