"""What people call who shares, with whom and what for: the words they look for, which the law itself seldom uses."""

from goldenthread.law.parties import ConcernKind, PartyKind, SharingPurpose

OF_PARTIES: dict[PartyKind, str] = {
    PartyKind.LA_CSC: "children's social care, social worker, council, front door, MASH, multi-agency safeguarding hub",
    PartyKind.LA_EDUCATION: "council education, attendance officer, virtual school",
    PartyKind.LA_HOUSING: "council housing officer",
    PartyKind.LA_PUBLIC_HEALTH: "council public health",
    PartyKind.LA_ADULT_SC: "council adult social care, social worker",
    PartyKind.DISTRICT_COUNCIL: "district council housing",
    PartyKind.YOT: "youth justice offending team",
    PartyKind.NCA: "National Crime Agency",
    PartyKind.ICB: "integrated care board, NHS",
    PartyKind.NHS_TRUST: "NHS trust, hospital, health visitor, midwife, school nurse, CAMHS, mental health",
    PartyKind.GP: "GP, general practice, doctor, surgery",
    PartyKind.SCHOOL_MAINTAINED: "school, teacher",
    PartyKind.SCHOOL_ACADEMY: "school, academy, teacher",
    PartyKind.SCHOOL_INDEPENDENT: "school, private, independent, teacher",
    PartyKind.EARLY_YEARS: "nursery, childminder, early years",
    PartyKind.CHILDCARE_AGENCY: "childcare agency, childminder",
    PartyKind.VOLUNTARY: "charity, club, church, voluntary",
    PartyKind.PRIVATE_CONTRACTOR: "private contractor, company",
    PartyKind.HOUSING_ASSOCIATION: "housing association, social landlord",
    PartyKind.CAFCASS: "Cafcass, guardian",
    PartyKind.PARENT: "parent, mother, father, carer",
    PartyKind.OTHER_FAMILY: "family, grandparent, partner",
    PartyKind.SAFEGUARDING_PARTNER: "safeguarding partner, partnership",
}
"""Kinds that are left out are called what they are: a police force, a prison."""

OF_CONCERNS: dict[ConcernKind, str] = {
    ConcernKind.DOMESTIC_ABUSE: "domestic violence, MARAC, Encompass",
    ConcernKind.FGM: "female genital mutilation, cutting",
    ConcernKind.CRIMINAL_EXPLOITATION: "county lines, gangs",
    ConcernKind.SERIOUS_VIOLENCE: "knife, gangs",
    ConcernKind.TRAFFICKING: "modern slavery, NRM, referral mechanism",
    ConcernKind.RADICALISATION: "Prevent, Channel, extremism",
    ConcernKind.SEXUAL_EXPLOITATION: "CSE, grooming",
}

OF_PURPOSES: dict[SharingPurpose, str] = {
    SharingPurpose.SUBJECT_ACCESS: "subject access request, SAR, own data",
    SharingPurpose.CHILD_DEATH_REVIEW: "child death overview panel",
    SharingPurpose.PRACTICE_REVIEW: "safeguarding practice review, serious case review",
}
