"""An ordinary practitioner, child and page, all made up. Tests start here and say what differs."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from goldenthread.service.actions.accounts import DemonstrationAccount
from goldenthread.service.actions.paging import LINES_A_PAGE
from goldenthread.service.actions.shapes import (
    ChildPage,
    CustodianAlert,
    DatasetCard,
    FamilyMember,
    FlagLine,
    Gap,
    IdentifierShown,
    LedgerHead,
    LookLine,
    PathwayCard,
    PossibleChild,
    Practitioner,
    ReviewItem,
    Searched,
    ToReview,
    Worker,
)
from goldenthread.vocabulary import AgencyId, AgencyKind, Contact, Purpose, Role

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LOOK = UUID("0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0c01")
ENTRY = UUID("7d1c3a60-93a9-4b0a-8c5a-0f6a6d1f2b02")

SAM = Practitioner(
    account_id=1,
    name="Sam Okafor",
    agency=AgencyId("westhaven-childrens-social-care"),
    agency_name="Westhaven Children’s Social Care",
    agency_kind=AgencyKind.CHILDRENS_SOCIAL_CARE,
    role=Role.SOCIAL_WORKER,
)
RAE = Practitioner(
    account_id=2,
    name="Rae Whitlock",
    agency=AgencyId("westhaven-childrens-social-care"),
    agency_name="Westhaven Children’s Social Care",
    agency_kind=AgencyKind.CHILDRENS_SOCIAL_CARE,
    role=Role.ACCESS_REVIEWER,
)
DEE = Practitioner(
    account_id=3,
    name="Dee Marlow",
    agency=AgencyId("alder-school"),
    agency_name="Alder Primary School",
    agency_kind=AgencyKind.SCHOOL,
    role=Role.DESIGNATED_SAFEGUARDING_LEAD,
)
ALI = Practitioner(
    account_id=4,
    name="Ali Rahman",
    agency=AgencyId("westhaven-childrens-social-care"),
    agency_name="Westhaven Children’s Social Care",
    agency_kind=AgencyKind.CHILDRENS_SOCIAL_CARE,
    role=Role.ADMINISTRATOR,
)

FRONT_DOOR = Contact(
    role="Duty worker", team="Westhaven front door (multi-agency safeguarding hub)", phone="01632 960 100"
)
SCHOOL_LEAD = Contact(
    name="Dee Marlow",
    role="Designated safeguarding lead",
    team="Alder Primary School",
    phone="01632 960 211",
    email="safeguarding@alder.example",
)
SOCIAL_WORKER = Contact(
    name="Tom Ferris", role="Social worker", team="Children in Need, North team", phone="01632 960 122"
)
YOUNG_CARERS = Contact(role="Duty worker", team="Young carers service", phone="01632 960 145")


def a_flag(**differs: object) -> FlagLine:
    ordinary: dict[str, object] = {
        "title": "Child in need plan",
        "closed_words": "The family has a plan with children’s social care.",
        "opened": (("What it means", "Children’s social care has assessed the child’s needs and made a plan."),),
        "agency_name": "Westhaven Children’s Social Care",
        "service": "Children’s social care",
        "state": "current",
        "since": date(2026, 6, 2),
        "until": None,
        "as_of": date(2026, 11, 20),
        "contact": SOCIAL_WORKER,
        "pathway": "Westhaven early picture",
        "basis": ("Children Act 2004, section 10",),
    }
    return FlagLine(**{**ordinary, **differs})  # type: ignore[arg-type]


FLAGS = (
    a_flag(),
    a_flag(
        title="Possible young carer",
        closed_words="The child may be caring for somebody at home.",
        opened=(("What it means", "Somebody thinks the child helps to look after a family member."),),
        agency_name="Harbour Street Surgery",
        service="GP practice",
        contact=YOUNG_CARERS,
        since=date(2026, 9, 14),
    ),
    a_flag(
        title="Persistent absence",
        closed_words="The child has missed a tenth of school or more this term.",
        opened=(),
        agency_name="Alder Primary School",
        service="School",
        contact=SCHOOL_LEAD,
        state="recent",
        until=date(2026, 10, 23),
    ),
    a_flag(
        title="Housing record",
        closed_words="Housing holds a record about this family’s home.",
        opened=(),
        agency_name="Westhaven Housing",
        service="Housing",
        contact=Contact(team="Homelessness prevention", phone="01632 960 180"),
        since=None,
        as_of=None,
        existence_only=True,
    ),
)


def a_member(key: int, name: str, relation: str, **differs: object) -> FamilyMember:
    ordinary: dict[str, object] = {
        "age": "adult",
        "lives_with_child": "lives at the child's address",
        "parental_responsibility": "has parental responsibility",
        "how_sure": "said by one agency",
        "said_by": "Alder Primary School",
    }
    return FamilyMember(key=key, name=name, relation=relation, **{**ordinary, **differs})  # type: ignore[arg-type]


FAMILY = (
    a_member(0, "Amara Lindqvist", "this child", age="7 years old", is_child_looked_at=True, said_by="", how_sure=""),
    a_member(1, "Grace Lindqvist", "mother", how_sure="said by more than one agency"),
    a_member(
        2,
        "Daniel Osei-Bonsu",
        "father",
        lives_with_child="not known to live with the child",
        parental_responsibility="parental responsibility not known",
    ),
    a_member(
        3,
        "Marguerite Lindqvist",
        "grandparent",
        lives_with_child="not known to live with the child",
        parental_responsibility="does not have parental responsibility",
    ),
    a_member(
        4,
        "Jonas Lindqvist",
        "brother or sister: shares a parent or carer",
        age="11 years old",
        parental_responsibility="",
        said_by="",
        how_sure="worked out from declared parents and carers",
    ),
    a_member(5, "Petra Lindqvist", "brother or sister: shares a parent or carer", age="3 years old", said_by=""),
)


def a_page(**differs: object) -> ChildPage:
    ordinary: dict[str, object] = {
        "look": LOOK,
        "name": "Amara Lindqvist",
        "known_as": "Amara Osei-Bonsu",
        "date_of_birth": date(2019, 3, 9),
        "age": "7 years old",
        "address": "14 Quay Row, Westhaven, WH2 4QX",
        "address_note": "Known to Harbour Lane School on 4 May 2024",
        "identifiers": (
            IdentifierShown(
                kind="NHS number",
                value="999 123 4551",
                issuer="nobody: numbers from 999 are kept for testing",
                dates="On record from 4 May 2024 to 20 November 2026",
                status="checked against the issuer",
            ),
            IdentifierShown(
                kind="UPN",
                value="H801200001001",
                issuer="school 2000 of local authority 801, as the number says",
                dates="On record on 20 November 2026",
                status="passes its own check",
            ),
        ),
        "certainty": "We are sure these records are one child",
        "certainty_because": "Four agencies hold the same NHS number, name and date of birth.",
        "workers": (
            Worker(
                contact=SOCIAL_WORKER,
                agency_name="Westhaven Children’s Social Care",
                service="Children’s social care",
                since=date(2026, 6, 2),
                as_of=date(2026, 11, 20),
            ),
            Worker(
                contact=SCHOOL_LEAD,
                agency_name="Alder Primary School",
                service="School",
                since=date(2023, 9, 4),
                as_of=date(2026, 11, 19),
            ),
        ),
        "flags": FLAGS,
        "family": FAMILY,
        "searched": (
            Searched(
                service="Housing",
                result="nothing found",
                sentence="Council and housing association tenancies since 2023. A private tenancy would not show.",
                as_of=date(2026, 11, 18),
            ),
            Searched(
                service="Police",
                result="nothing found",
                sentence="Incidents attended in this area since January 2024. Incidents elsewhere would not show.",
                as_of=date(2026, 11, 21),
            ),
        ),
        "gaps": (
            Gap(
                service="adult social care",
                sentence="No agreement lets your role see adult social care for this purpose.",
                do_next="Ring adult social care and ask. A duty or a decision about one child can still carry it.",
                ring=Contact(team="Adult social care duty desk", phone="01632 960 160"),
            ),
        ),
        "purpose": Purpose.PROTECT_FROM_HARM,
        "looked_at": NOW,
        "looked_by": "Sam Okafor, Westhaven Children’s Social Care",
        "front_door": FRONT_DOOR,
        "ledger_reference": str(ENTRY),
        "reason_will_be_reviewed": True,
    }
    return ChildPage(**{**ordinary, **differs})  # type: ignore[arg-type]


FOUND = (
    PossibleChild(
        look=LOOK,
        name="Amara Lindqvist",
        date_of_birth=date(2019, 3, 9),
        age="7 years old",
        how_sure="We are sure these records are one child",
        how_found="by name and date of birth",
    ),
    PossibleChild(
        look=ENTRY,
        name="Amari Lindqvist",
        date_of_birth=date(2019, 3, 9),
        age="7 years old",
        how_sure="These records may be more than one child: check before you act",
        how_found="by name and date of birth",
    ),
)
LOOKS = (
    LookLine(
        entry=ENTRY,
        when=NOW,
        who="Sam Okafor",
        agency_name="Westhaven Children’s Social Care",
        sentence="Looked at the child’s page.",
        purpose=Purpose.PROTECT_FROM_HARM.value,
        reason="Neighbour reports shouting most nights",
        sealed=True,
    ),
    LookLine(
        entry=LOOK,
        when=NOW - timedelta(days=2),
        who="Dee Marlow",
        agency_name="Alder Primary School",
        sentence="Looked at the child’s page.",
        purpose=Purpose.CARE_FOR_A_CHILD_WE_KNOW.value,
        reason="",
        sealed=False,
    ),
)
REVIEWS = (
    ReviewItem(
        item=ENTRY,
        when=NOW,
        who="Pat Quinn",
        agency_name="Westhaven Police",
        role="police_safeguarding_officer",
        purpose=Purpose.PROTECT_FROM_HARM.value,
        reason="Called to the address last night",
    ),
)


def to_review(items: tuple[ReviewItem, ...], *, number: int = 1, pages: int = 1) -> ToReview:
    before = (number - 1) * LINES_A_PAGE
    in_all = (pages - 1) * LINES_A_PAGE + len(items)
    return ToReview(items=items, first=before + 1, in_all=in_all, number=number, pages=pages)


ALERTS = (
    CustodianAlert(
        alert=ENTRY,
        when=NOW,
        who="Harry Boateng",
        agency_name="Westhaven Housing",
        role="housing_officer",
        child="Noor Whitfield",
    ),
    CustodianAlert(
        alert=LOOK,
        when=NOW - timedelta(days=9),
        who="Gita Rao",
        agency_name="Harbour Street Surgery",
        role="gp",
        child="Noor Whitfield",
        seen=True,
    ),
)
AGREEMENT = PathwayCard(
    id="westhaven-early-picture",
    title="Westhaven early picture",
    version="1.0",
    summary="Schools, health, police, housing and social care show each other who is working with a child.",
    state="in_force",
    state_because="All partners have signed.",
    starts_on=date(2026, 9, 1),
    ends_on=date(2027, 8, 31),
    parties=(
        ("Westhaven Children’s Social Care", "signed on 20 August 2026 by the director of children’s services"),
        ("Westhaven Housing", "not signed"),
    ),
    flows=(
        ("schools", "children’s social care", "Persistent absence; School safeguarding file", "Children Act 2004 s10"),
        ("housing", "schools", "Homelessness application (only that it exists)", "Children Act 2004 s10"),
    ),
    may_end=True,
)
DATASET = DatasetCard(
    dataset="schools-alder",
    title="Pupils on roll, Alder schools",
    agency_name="Alder Primary School",
    loaded_at=NOW,
    read=21_430,
    accepted=8_112,
    rejected=13_318,
    outside_cohort=13_201,
    people=15_950,
    dropped_later=2_172,
    cohort="Pupils with an education, health and care plan or persistent absence, and their parents and carers.",
    coverage="Schools in the area since September 2023.",
    reasons=(("Outside the children this file is for", 13_201), ("No date of birth", 117)),
    lost_values=(("Postcode: not the form of a postcode", 14),),
    remarks=(("The identifier fails its check digit or letter", 211),),
    completeness=(("nhs_number", 6_840, 8_112), ("date_of_birth", 8_112, 8_112)),
)
HEAD = LedgerHead(
    size=184_220,
    root="4f8c0e7a" * 8,
    signed_at=NOW,
    waiting=3,
    witnesses=(("Westhaven Police", 184_220, NOW), ("Riverside Learning Trust", 184_190, NOW)),
)
SIGN_INS = (
    DemonstrationAccount(
        username="sam.social",
        name="Sam Okafor",
        agency_name="Westhaven Children’s Social Care",
        role=Role.SOCIAL_WORKER,
        password="correct-horse-battery",
        code="204118",
    ),
    DemonstrationAccount(
        username="dee.school",
        name="Dee Marlow",
        agency_name="Alder Primary School",
        role=Role.DESIGNATED_SAFEGUARDING_LEAD,
        password="staple-lemon-kitten",
        code="883021",
    ),
)
