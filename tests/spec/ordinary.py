"""An ordinary small area for decisions: five agencies, four kinds of flag, one pathway between them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from goldenthread.agreements import Compiled, Pathway, agree, compile_permissions, read_pathway
from goldenthread.flags import Answers, Catalogue, Flag, FlagKind, FlagState, Urgency
from goldenthread.vocabulary import AgencyCard, AgencyId, AgencyKind, Contact, FlagKindId, Level, PersonId, Role

PATHWAYS = Path(__file__).parent / "pathways"

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGNED = datetime(2026, 8, 20, 9, tzinfo=UTC)

SOCIAL_CARE = AgencyId("westhaven-childrens-social-care")
POLICE = AgencyId("westhaven-police")
HOUSING = AgencyId("westhaven-housing")
SCHOOL = AgencyId("alder-primary")
OTHER_SCHOOL = AgencyId("hazel-primary")

CALL_OUT = FlagKindId("domestic_abuse_incident_attended")
ABSENCE = FlagKindId("persistent_absence")
YOUNG_CARER = FlagKindId("possible_young_carer")
TENANCY = FlagKindId("tenancy_at_risk")


def agency(id: AgencyId, kind: AgencyKind, who: str) -> AgencyCard:
    return AgencyCard(id=id, name=str(id), kind=kind, ask=Contact(name=who, team=f"{kind} team", phone="01632 960001"))


AGENCIES = {
    card.id: card
    for card in (
        agency(SOCIAL_CARE, AgencyKind.CHILDRENS_SOCIAL_CARE, "Fran Door"),
        agency(POLICE, AgencyKind.POLICE, "Pat Peel"),
        agency(HOUSING, AgencyKind.HOUSING, "Harry Holm"),
        agency(SCHOOL, AgencyKind.SCHOOL, "Dee Alder"),
        agency(OTHER_SCHOOL, AgencyKind.SCHOOL, "Hal Hazel"),
    )
}


def flag_kind(
    id: FlagKindId,
    raised_by: tuple[AgencyKind, ...],
    ceiling: dict[Role, Level],
    reason_for: tuple[Role, ...] = (),
) -> FlagKind:
    """A kind of flag of the shipped catalogue's shape, with only what decides set apart from the ordinary."""
    return FlagKind(
        id=id,
        title=id.replace("_", " ").capitalize(),
        closed_words="The family may need practical help.",
        open_words="The family may need practical help since {since}.",
        need="Practical help",
        about="child",
        raised_by=raised_by,
        ceiling=ceiling,
        lives_for_days=90,
        ended_shown_for_days=30,
        never_carries=(),
        contact="source",
        reason_for=reason_for,
        service_kind=raised_by[0],
        urgency=Urgency.SOON,
        answers=Answers.WORKER,
    )


CATALOGUE = Catalogue(
    kinds=(
        flag_kind(
            CALL_OUT,
            (AgencyKind.POLICE,),
            {
                Role.SOCIAL_WORKER: Level.CONTENT,
                Role.FRONT_DOOR_PRACTITIONER: Level.CONTENT,
                Role.DESIGNATED_SAFEGUARDING_LEAD: Level.EXISTENCE,
            },
        ),
        flag_kind(
            ABSENCE,
            (AgencyKind.SCHOOL,),
            {
                Role.SOCIAL_WORKER: Level.CONTENT,
                Role.FRONT_DOOR_PRACTITIONER: Level.CONTENT,
                Role.POLICE_SAFEGUARDING_OFFICER: Level.EXISTENCE,
            },
        ),
        flag_kind(
            YOUNG_CARER,
            (AgencyKind.SCHOOL, AgencyKind.CHILDRENS_SOCIAL_CARE),
            {Role.SOCIAL_WORKER: Level.CONTENT, Role.DESIGNATED_SAFEGUARDING_LEAD: Level.CONTENT},
            reason_for=(Role.SOCIAL_WORKER,),
        ),
        flag_kind(TENANCY, (AgencyKind.HOUSING,), {Role.SOCIAL_WORKER: Level.CONTENT}),
    )
)


def ordinary_pathway(**changed: object) -> Pathway:
    """The signed pathway of the area, with what differs."""
    return replace(read_pathway(PATHWAYS / "call-outs-and-absence.yaml"), **changed)  # type: ignore[arg-type]


def compiled(
    pathway: Pathway | None = None,
    *,
    signed_by: Iterable[AgencyId] = (SOCIAL_CARE, POLICE, HOUSING, SCHOOL),
    ended_at: datetime | None = None,
    at: datetime = NOON,
) -> Compiled:
    """The pathway compiled with the signatures of ``signed_by``, all given on one morning in August."""
    paper = pathway or ordinary_pathway()
    signatures = tuple(agree(paper, agency, by="A. Signatory", at=SIGNED) for agency in signed_by)
    return compile_permissions(paper, signatures, CATALOGUE, ended_at=ended_at, at=at)


def flag(kind: FlagKindId, source: AgencyId, *, state: FlagState = FlagState.CURRENT, reason: str = "a reason") -> Flag:
    """A flag of ``kind`` on one child, raised by ``source``."""
    return Flag(
        flag_id=f"{source}/{kind}",
        person_id=PersonId("child"),
        about_person_id=PersonId("child"),
        kind=kind,
        agency=source,
        dataset="a-dataset",
        since=SIGNED.date(),
        until=None,
        state=state,
        observed_at=NOON.date(),
        contact=Contact(name="Lee Lead", role="Lead practitioner", team="Locality team", phone="01632 960002"),
        restricted_detail=reason,
    )
