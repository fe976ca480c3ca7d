"""Sharing questions drawn at random: any at all, and those of which something may go."""

from datetime import date
from enum import Enum
from typing import Any, TypeVar

from hypothesis import strategies as st

from goldenthread.disclosure.advice import (
    Case,
    Concern,
    Detriment,
    Governance,
    Item,
    Judgement,
    Person,
    Proposed,
    Recipient,
    Request,
    Sender,
    Telling,
)
from goldenthread.disclosure.advice.concluding import SHARES
from goldenthread.disclosure.advice.words import (
    ConcernEvidence,
    ConcernLevel,
    Form,
    Ground,
    Immediacy,
    MadeBy,
    Mode,
    Part,
    PersonStatus,
    Protection,
    Special,
    Status,
    View,
    Who,
)
from goldenthread.law import ConcernKind, Nation, PartyKind, SharingPurpose, read_register
from goldenthread.vocabulary import ProvisionId
from tests.spec.asking import answered

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

IDS = sorted(provision.id for provision in read_register())
ids = st.sampled_from(IDS) | st.just(ProvisionId("no_such_provision"))
days = st.dates(min_value=date(2014, 1, 1), max_value=date(2028, 12, 31))
truth = st.none() | st.booleans()


def maybe(kind: type[E]) -> st.SearchStrategy[E | None]:
    return st.none() | st.sampled_from(kind)


def some(kind: type[E], at_most: int = 3) -> st.SearchStrategy[tuple[E, ...]]:
    return st.lists(st.sampled_from(kind), unique=True, max_size=at_most).map(tuple)


def several(one: st.SearchStrategy[T], at_most: int) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, max_size=at_most).map(tuple)


tellings = st.builds(
    Telling, may_increase_risk=truth, may_prejudice_crime=truth, impracticable_now=truth, safe_channel=truth
)
persons = st.builds(
    Person,
    who=st.sampled_from(Who),
    role=maybe(Part),
    age=st.none() | st.integers(0, 60),
    competent=truth,
    view=st.sampled_from(View),
    suspected_of_harm=truth,
    could_be_asked_safely=truth,
    telling=tellings,
)
items = st.builds(
    Item,
    name=st.sampled_from(["a", "b", "c"]),
    about=maybe(Who),
    form=maybe(Form),
    special=some(Special, 2),
    special_about=maybe(Who),
    criminal=st.booleans(),
    status=maybe(Status),
    person_status=maybe(PersonStatus),
    protected=some(Protection, 2),
    identifier=st.booleans(),
    confidential=truth,
    needed_by_recipient=truth,
)
recipients = st.builds(
    Recipient,
    kind=maybe(PartyKind),
    verified=truth,
    linked_to_risk=truth,
    emergency_service=truth,
    commissioned=truth,
    designated_agency=truth,
)
senders = st.builds(
    Sender,
    kind=maybe(PartyKind),
    public_authority=truth,
    commissioned=truth,
    designated_agency=truth,
    competent_authority=truth,
)
judgements = st.builds(
    Judgement,
    relevant_to_welfare=truth,
    may_help_recipient=truth,
    more_detrimental_to_share=truth,
    detriment=st.builds(
        Detriment, grounds=some(Ground, 2), evidence=st.sampled_from(["", "seen"]), review_on=st.none() | days
    ),
)
any_question = st.builds(
    Case,
    asked_on=days,
    nation=maybe(Nation),
    sender=senders,
    recipient=recipients,
    purpose=maybe(SharingPurpose),
    immediacy=maybe(Immediacy),
    mode=maybe(Mode),
    request=st.none() | st.builds(Request, power=st.none() | ids, states_what_and_why=truth, made_by=maybe(MadeBy)),
    concern=st.builds(Concern, kinds=some(ConcernKind), level=maybe(ConcernLevel), evidence=maybe(ConcernEvidence)),
    judgement=judgements,
    people=several(persons, 4),
    items=several(items, 4),
    governance=st.builds(Governance, agreement=truth, dpia=truth, policy_document=truth),
    proposed=st.builds(Proposed, lawful_basis=several(ids, 1), condition=several(ids, 1), gateway=several(ids, 2)),
)
"""Anything that can be asked. Nearly all of it is refused or sent to advice."""

PROTECTORS = (
    PartyKind.LA_CSC,
    PartyKind.POLICE,
    PartyKind.NHS_TRUST,
    PartyKind.SCHOOL_ACADEMY,
    PartyKind.GP,
    PartyKind.EARLY_YEARS,
    PartyKind.AMBULANCE,
    PartyKind.VOLUNTARY,
)
CARING = (SharingPurpose.SAFEGUARD_CHILD, SharingPurpose.PROMOTE_WELFARE)
MINDED = (
    ConcernLevel.SERIOUS_HARM,
    ConcernLevel.RISK_OF_HARM,
    ConcernLevel.EMERGING,
    ConcernLevel.UNMET_NEED,
)


PLAIN = Item(name="plain", about=Who.CHILD, confidential=False, needed_by_recipient=True)


@st.composite
def permitted(draw: st.DrawFn, **fixed: Any) -> Case:
    """A question of which something may go: made of facts that permit, with everything else at random."""
    usual: dict[str, Any] = {
        "asked_on": draw(st.dates(min_value=date(2024, 6, 1), max_value=date(2027, 6, 1))),
        "nation": Nation.ENGLAND,
        "sender": draw(
            st.builds(
                Sender,
                kind=st.sampled_from(PROTECTORS),
                public_authority=truth,
                commissioned=truth,
                designated_agency=truth,
                competent_authority=st.just(False),
            )
        ),
        "recipient": draw(
            st.builds(
                Recipient,
                kind=st.sampled_from(PROTECTORS),
                verified=st.just(True),
                linked_to_risk=st.just(False),
                emergency_service=st.booleans(),
            )
        ),
        "purpose": draw(st.sampled_from(CARING)),
        "immediacy": draw(st.sampled_from(Immediacy)),
        "mode": Mode.ONE_OFF,
        "concern": draw(
            st.builds(
                Concern,
                kinds=some(ConcernKind),
                level=st.sampled_from(MINDED),
                evidence=st.sampled_from([e for e in ConcernEvidence if e not in ("anonymous", "none")]),
            )
        ),
        "judgement": draw(
            st.builds(
                Judgement,
                relevant_to_welfare=st.just(True),
                may_help_recipient=st.just(True),
                more_detrimental_to_share=st.just(False),
            )
        ),
        "people": draw(several(persons, 3)),
        "items": (PLAIN, *draw(several(items, 3))),
        "governance": draw(st.builds(Governance, agreement=truth, dpia=truth, policy_document=truth)),
    }
    return Case(**(usual | fixed))


def something_goes(case: Case) -> bool:
    return answered(case).answer in SHARES
