"""Who is who, known in advance: whom to ring at each organisation, whether a worry may go there, and on what terms.

Reference data: it says nothing about a child, so it is read freely.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from goldenthread.disclosure.advice import Answer, advise
from goldenthread.law import Law
from goldenthread.service.actions import casework, reference, sharing
from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.actions.sharing_shapes import Limit
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.store.models import GrantedPermission
from goldenthread.vocabulary import AgencyCard, AgencyId, Contact

ORDINARY_WORRY = {
    "worry": {
        "immediacy": "routine",
        "kinds": ["neglect"],
        "level": "risk_of_harm",
        "evidence": "professional_observation",
        "purpose": "safeguard_child",
        "people": [],
    },
    "items": [{"words": "what was seen", "about": "child", "status": "fact", "needed": "yes", "marks": []}],
    "people": {"child": {"view": "unknown", "telling": "safe"}},
    "weigh": {"relevant": "yes", "helps": "yes", "worse": "not_sharing"},
}
"""A worry about one child, nothing of it sensitive: what the answer is before anybody knows more."""
HANDLING = "For keeping the child safe and well. They pass it on only to those who need it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One organisation as another looks it up. ``may_use`` maps agreements to what they read it for."""

    name: str
    ask: Contact
    answer: str
    because: str
    may_use: Mapping[str, tuple[str, ...]]
    handling: str
    limits: tuple[Limit, ...]
    is_unverified: bool


def partners(*, by: Practitioner, at: datetime) -> tuple[Partner, ...]:
    """Every organisation of the area but one's own, those who protect children first."""
    agencies, law = reference.agencies(), law_on(at.date())
    agreed = _agreed(by=by, at=at)
    return tuple(
        _partner(agencies[AgencyId(id)], agencies[by.agency], agreed.get(id, {}), law=law)
        for id, _ in sharing.recipients(by=by)
    )


def _partner(them: AgencyCard, us: AgencyCard, agreed: Mapping[str, tuple[str, ...]], *, law: Law) -> Partner:
    case = casework.case_of(ORDINARY_WORRY, sender=us, recipient=them, asked_on=law.on, child_age=None)
    answer = advise(case, law)
    return Partner(
        name=them.name,
        ask=them.ask,
        answer=answer.answer.value,
        because=answer.because[0].says,
        may_use=agreed,
        handling=HANDLING,
        limits=_limits(answer, law),
        is_unverified=any(id in answer.unverified_law for id in answer.duty),
    )


def _limits(answer: Answer, law: Law) -> tuple[Limit, ...]:
    """What the law lets them do with it, where every way there is has a limit of its own."""
    found = [law.provision(id) for id in answer.gateways]
    if not all(p and p.onward_limits for p in found):
        return ()
    return tuple(Limit(provision=str(p.id), citation=p.citation, says=p.onward_limits) for p in found if p)


def _agreed(*, by: Practitioner, at: datetime) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each organisation, the agreements under which it reads what is ours today, with the purposes."""
    rows = GrantedPermission.objects.filter(
        source_agency_id=by.agency, revoked_at=None, not_before__lte=at, not_after__gt=at, pathway__ended_at=None
    )
    found: dict[str, dict[str, set[str]]] = {}
    granted = rows.values_list("holder_agency_id", "pathway_id", "purpose").distinct()
    for holder, pathway, purpose in granted:
        found.setdefault(holder, {}).setdefault(pathway, set()).add(purpose)
    titles = reference.pathway_titles({pathway for ours in found.values() for pathway in ours})
    return {
        holder: {titles[pathway]: tuple(sorted(purposes)) for pathway, purposes in sorted(ours.items())}
        for holder, ours in found.items()
    }
