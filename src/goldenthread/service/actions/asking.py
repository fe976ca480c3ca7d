"""Ask another agency for information: what, why and under which power. Refusals stand, and new facts reopen them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from goldenthread.audit import Deed
from goldenthread.service.actions import asking_weighed, casework, looking, naming, onward, reference, request_clock
from goldenthread.service.actions.doing import SENT_TWICE, Doing, doing
from goldenthread.service.actions.secret_addresses import MUST_NOT_GO, holds_a_secret_address
from goldenthread.service.actions.settling import repeats
from goldenthread.service.actions.shapes import NothingToShow, Practitioner
from goldenthread.service.actions.sharing_shapes import Asking, NotYet, RequestLine, RequestShown, TurnShown
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.actions.who_is_meant import Meant, who_is_meant
from goldenthread.service.store.models import InformationRequest, RequestTurn, SharingDraft
from goldenthread.service.time_limits import after, time_limits
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, AgencyCard, AgencyId, ProvisionId

WITHDRAWN = "withdrawn"
CLOSED = frozenset({"answered", "answered_in_part", "refused", WITHDRAWN})
TO_BE_EXPLAINED = "to_be_explained"
WHY_WITHDRAWN: Mapping[str, str] = {
    "know_it": "We know it by now",
    "not_needed": "We do not need it any more",
    "by_mistake": "It was asked by mistake",
}
"""A list and no words of one's own: a reason tells nothing more of anybody."""
HAS_ITS_ANSWER = "This has its answer already. Read what they said"
MOST_SHOWN = 100
SHORTEST_WORDS = 10
TOLD_BY_ASKING = ("child", "adult", "what", "why")
WHICH_CHILD = "Is it the child whose page you came from? Write their name. Another child? Begin the name with a capital"
NAMES_WHO_TOLD = "This names the person who told you. Take the name out"


def ask(asking: Asking, *, look: UUID | None = None, by: Practitioner, at: datetime) -> UUID | NotYet | NothingToShow:
    """Send a request. It says what is needed and why, or it is not sent."""
    with doing(by=by, at=at) as action:
        agency = reference.agencies().get(AgencyId(asking.agency))
        known = looking.child_in_view(look, action=action) if look else None
        if by.role not in LOOKS_AT_CHILDREN or (look and known is None):
            action.record(Deed.REFUSED, detail={"what": "to ask for information"})
            return NothingToShow(ring=reference.front_door())
        if agency is None or agency.id == by.agency:
            action.record(Deed.REFUSED, detail={"what": "to ask for information", "why": "agency not known"})
            return NotYet(problems=(("agency", "Choose whom to ask"),))
        meant = who_is_meant(asking.child, known.name) if known else Meant.ANOTHER
        if meant is Meant.NOT_CLEAR:
            action.record(Deed.REFUSED, detail={"what": "to ask for information", "why": "which child"})
            return NotYet(problems=(("child", WHICH_CHILD),))
        action.wait_for_own_turn()
        if (same := _asked_already(asking, action=action)) is not None:
            action.record(Deed.REQUEST_READ, detail={"request": str(same), "again": "asked"})
            return same
        told = {name: getattr(asking, name) for name in TOLD_BY_ASKING}
        if held := _held_back(told, known.person_id if known else None, to=agency, action=action):
            return held
        answer = asking_weighed.weigh(asking, of=agency, action=action)
        if problems := asking_weighed.problems(asking, answer):
            action.record(Deed.REFUSED, detail={"what": "to ask for information", "why": answer.answer.value})
            return NotYet(problems=problems)
        person_id = known.person_id if known and meant is Meant.THIS_CHILD else None
        row = _written(asking, of=agency, person_id=person_id, action=action)
        objected = "\nThe parents object." if asking.parents == asking_weighed.OBJECT else ""
        _turn(row, "asked", f"{asking.what}\n{asking.why}{objected}", action=action)
        asking_weighed.write_down(row, asking, answer, action=action)
        detail = {"request": str(row.id), "of": str(agency.id), "advised": answer.answer.value}
        action.record(Deed.INFORMATION_ASKED, subject=row.person_id, detail=detail)
        return row.id


def _written(asking: Asking, *, of: AgencyCard, person_id: str | None, action: Doing) -> InformationRequest:
    by = action.by
    assert by is not None
    return InformationRequest.objects.create(
        sent_as=asking.sent_as,
        account_id=by.account_id,
        asking_name=by.name,
        asking_agency_id=by.agency,
        asking_agency_name=by.agency_name,
        asked_agency_id=of.id,
        asked_agency_name=of.name,
        person_id=person_id,
        child_name=asking.child,
        subject_kind="adult" if asking.adult else "child",
        adult_name=asking.adult,
        what=asking.what,
        why=asking.why,
        power=asking.power,
        urgency=asking.urgency,
        asked_at=action.at,
        due_at=action.at + after(within(asking.urgency)),
        state="waiting",
    )


def requests(*, by: Practitioner, at: datetime) -> tuple[RequestLine, ...]:
    """What this agency asked and was asked, the most pressing first."""
    with doing(by=by, at=at) as action:
        waiting = InformationRequest.objects.exclude(state__in=CLOSED).order_by("due_at")[:MOST_SHOWN]
        closed = InformationRequest.objects.filter(state__in=CLOSED).order_by("-asked_at")[:MOST_SHOWN]
        rows = [*waiting, *closed]
        named = naming.may_be_named(rows)
        still = _standing_still(rows)
        lines = (_line(row, naming.name_on(row, named), still=still.get(row.id), by=by, at=at) for row in rows)
        shown = tuple(lines) if by.role in LOOKS_AT_CHILDREN else ()
        action.record(Deed.REQUEST_READ, detail={"what": "requests", "count": len(shown)})
        return shown


def open_request(request: UUID, *, by: Practitioner, at: datetime) -> RequestShown | NothingToShow:
    """One request with every turn it took."""
    with doing(by=by, at=at) as action:
        row = _row(request, by=by)
        if row is None:
            action.record(Deed.REFUSED, detail={"what": "a request"})
            return NothingToShow(ring=reference.front_door())
        action.record(Deed.REQUEST_READ, subject=row.person_id, detail={"request": str(request)})
        return _shown(row, by=by, at=at)


def say(
    request: UUID, words: str, *, unnamed: str = "", by: Practitioner, at: datetime
) -> bool | NotYet | NothingToShow:
    """Take the next turn: ask what is meant, explain it, or bring new facts that reopen a closed request.

    It tells the other agency something, so it is bound as an answer is: it holds no secret address and names nobody who
    must not be named. ``unnamed``: who that is, held against the words and thrown away.
    """
    with doing(by=by, at=at) as action:
        row = _row(request, by=by)
        if row is None:
            action.record(Deed.REFUSED, detail={"what": "a request"})
            return NothingToShow(ring=reference.front_door())
        if is_closed(row.id) and row.asked_agency_id == by.agency:
            action.record(Deed.REFUSED, detail={"what": "a request", "why": "closed"})
            return NotYet(problems=(("words", "This has its answer. Only whoever asked can open it again"),))
        other = AgencyId(row.asking_agency_id if row.asked_agency_id == by.agency else row.asked_agency_id)
        if _unnamed(row, unnamed) & casework.names_in(words):
            action.record(Deed.REFUSED, subject=row.person_id, detail={"what": "a request", "why": "named"})
            return NotYet(problems=(("words", NAMES_WHO_TOLD),))
        to = reference.agencies().get(other)
        if held := _held_back({"words": words}, row.person_id, to=to, action=action):
            return held
        row.refresh_from_db()
        if _is_said_again(row, words, action=action):
            action.record(Deed.REQUEST_READ, subject=row.person_id, detail={"request": str(request), "again": "said"})
            return True
        kind, state = _next_turn(row, by=by)
        changed: dict[str, object] = {"state": state}
        if kind == "reopened":
            changed["due_at"] = at + after(within(row.urgency))
        elif state == "waiting" and (since := _standing_still([row]).get(row.id)):
            changed["due_at"] = row.due_at + (at - since)
        turn = _turn(row, kind, words, action=action)
        InformationRequest.objects.filter(pk=row.id).update(**changed)
        detail = {"request": str(request), "turn": kind, "said": str(turn), "to": str(other)}
        action.record(Deed.REQUEST_EXPLAINED, subject=row.person_id, detail=detail)
        return True


def withdraw(request: UUID, because: str, *, by: Practitioner, at: datetime) -> bool | NotYet | NothingToShow:
    """Take back what one's own agency asked. All that was said stays, and whoever was asked reads that it is over."""
    with doing(by=by, at=at) as action:
        row = _row(request, by=by)
        if row is None or row.asking_agency_id != by.agency:
            action.record(Deed.REFUSED, detail={"what": "to withdraw a request"})
            return NothingToShow(ring=reference.front_door())
        was_closed = is_closed(row.id)
        row.refresh_from_db()
        if row.state == WITHDRAWN:
            action.record(Deed.REQUEST_READ, subject=row.person_id, detail={"request": str(request), "again": "over"})
            return True
        if was_closed:
            action.record(Deed.REFUSED, subject=row.person_id, detail={"what": "to withdraw a request"})
            return NotYet(problems=(("because", HAS_ITS_ANSWER),))
        turn = _turn(row, WITHDRAWN, WHY_WITHDRAWN[because], action=action)
        InformationRequest.objects.filter(pk=row.id).update(state=WITHDRAWN)
        detail = {"request": str(request), "turn": str(turn), "to": row.asked_agency_id}
        action.record(Deed.REQUEST_WITHDRAWN, subject=row.person_id, detail=detail)
        return True


def is_closed(request: UUID | None) -> bool:
    """Whether a request has its answer, so that only new facts open it again; inside another action.

    Whoever asks waits for anybody who is answering it at this moment.
    """
    rows = InformationRequest.objects.select_for_update().filter(pk=request) if request else ()
    return any(row.state in CLOSED for row in rows)


def is_withdrawn(request: UUID | None) -> bool:
    """Whether whoever asked has taken it back; inside another action."""
    return any(row.state == WITHDRAWN for row in InformationRequest.objects.filter(id__in=filter(None, [request])))


def powers(*, at: datetime) -> tuple[tuple[str, str], ...]:
    """The powers somebody may ask under, as the register of law has them today."""
    law = law_on(at.date())
    known = ("ca2004_s16H", "ca1989_s47_9", "ca1989_s47_enquire", "ca2004_s16LA", "ca2004_s10", "ca2004_s11")
    found = (law.provision(ProvisionId(id)) for id in known)
    return tuple((str(p.id), f"{p.title} ({p.citation})") for p in found if p)


def within(urgency: str) -> int:
    """How long an answer to a request may take. Unit: hours."""
    limits = time_limits()
    return limits.answer_an_urgent_request if urgency == "urgent" else limits.answer_a_request


def _next_turn(row: InformationRequest, *, by: Practitioner) -> tuple[str, str]:
    if row.asked_agency_id == by.agency:
        return request_clock.ASKS_WHAT_IS_MEANT, TO_BE_EXPLAINED
    return ("reopened", "waiting") if row.state in CLOSED else ("explained", "waiting")


def _asked_already(asking: Asking, *, action: Doing) -> UUID | None:
    """The request that this very form has made already: a second click asks nothing twice."""
    if asking.sent_as is None or action.by is None:
        return None
    rows = InformationRequest.objects.filter(sent_as=asking.sent_as, account_id=action.by.account_id)
    return rows.values_list("id", flat=True).first()


def _is_said_again(row: InformationRequest, words: str, *, action: Doing) -> bool:
    """Whether the same person said these very words a moment ago: a form was sent twice."""
    assert action.by is not None
    same = RequestTurn.objects.filter(request_id=row.id, account_id=action.by.account_id, words=words)
    return same.filter(at__gt=action.at - SENT_TWICE).exists()


def _unnamed(row: InformationRequest, said: str) -> frozenset[str]:
    """The names that must not go to the other agency: said now, or in an answer that its author is working on."""
    drafts = SharingDraft.objects.filter(request_id=row.id, record_id=None)
    typed = (str(draft.answers.get("worry", {}).get("unnamed", "")) for draft in drafts)
    return casework.names_in(" ".join([said, *typed]))


def _held_back(
    told: Mapping[str, str], person_id: str | None, *, to: AgencyCard | None, action: Doing
) -> NotYet | None:
    """What stands in the way: an address that this agency keeps secret, or what came here under a limit."""
    assert action.by is not None
    found = {name: MUST_NOT_GO for name, words in told.items() if holds_a_secret_address(words, person_id, to=to)}
    for name, words in told.items():
        if limits := onward.limits_repeated(action.by.agency, (words,), to=to.id if to else ""):
            found.setdefault(name, repeats(limits))
    if not found:
        return None
    action.record(Deed.REFUSED, subject=person_id, detail={"what": "a request", "why": "held back"})
    return NotYet(problems=tuple(found.items()))


def _turn(row: InformationRequest, kind: str, words: str, *, action: Doing) -> UUID:
    assert action.by is not None
    turn: RequestTurn = RequestTurn.objects.create(
        request_id=row.id,
        asking_agency_id=row.asking_agency_id,
        asked_agency_id=row.asked_agency_id,
        agency_id=action.by.agency,
        account_id=action.by.account_id,
        by_name=action.by.name,
        at=action.at,
        kind=kind,
        words=words,
    )
    return turn.id


def _row(request: UUID, *, by: Practitioner) -> InformationRequest | None:
    return InformationRequest.objects.filter(pk=request).first() if by.role in LOOKS_AT_CHILDREN else None


def _standing_still(rows: Iterable[InformationRequest]) -> dict[UUID, datetime]:
    """Since when the clock of each of these has stood still, because its asker has not explained what is meant."""
    unclear = [row.id for row in rows if row.state == TO_BE_EXPLAINED]
    found: dict[UUID, list[RequestTurn]] = {}
    for turn in RequestTurn.objects.filter(request_id__in=unclear).order_by("at") if unclear else ():
        found.setdefault(turn.request_id, []).append(turn)
    since = {request: request_clock.stands_still_since(turns) for request, turns in found.items()}
    return {request: at for request, at in since.items() if at}


def _line(
    row: InformationRequest, child: str, *, still: datetime | None, by: Practitioner, at: datetime
) -> RequestLine:
    asked_of_us = row.asked_agency_id == by.agency
    return RequestLine(
        request=row.id,
        other=row.asking_agency_name if asked_of_us else row.asked_agency_name,
        asked_of_us=asked_of_us,
        about=row.adult_name or child,
        asked_at=row.asked_at,
        due_at=row.due_at,
        state=row.state,
        is_late=row.state not in CLOSED and row.due_at < (still or at),
        stands_still_since=still,
    )


def _shown(row: InformationRequest, *, by: Practitioner, at: datetime) -> RequestShown:
    power = law_on(row.asked_at.date()).provision(ProvisionId(row.power)) if row.power else None
    turns = RequestTurn.objects.filter(request_id=row.id).order_by("at")
    return RequestShown(
        line=_line(row, row.child_name, still=_standing_still([row]).get(row.id), by=by, at=at),
        asked_by=f"{row.asking_name}, {row.asking_agency_name}",
        child=row.child_name,
        adult=row.adult_name,
        what=row.what,
        why=row.why,
        power=f"{power.title} ({power.citation})" if power else "",
        turns=tuple(
            TurnShown(
                when=turn.at,
                who=turn.by_name,
                kind=turn.kind,
                words=turn.words,
                record=turn.record_id if turn.agency_id == by.agency else None,
            )
            for turn in turns
        ),
        is_closed=row.state in CLOSED,
        is_withdrawn=row.state == WITHDRAWN,
        ring=reference.whom_to_ring(row.asking_agency_id if row.asked_agency_id == by.agency else row.asked_agency_id),
    )
