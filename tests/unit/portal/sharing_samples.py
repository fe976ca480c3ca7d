"""A question of sharing, its answer, its record and what it released, all made up."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from goldenthread.disclosure.advice import advise
from goldenthread.law import Nation, law_in_force
from goldenthread.service.actions import casework, notices
from goldenthread.service.actions.partners import HANDLING, Partner
from goldenthread.service.actions.sharing_shapes import (
    AdditionShown,
    AdviceLine,
    AnswerShown,
    DraftLine,
    DraftShown,
    Figures,
    FollowUpLine,
    Limit,
    Overview,
    OwedRecord,
    RecordLine,
    RecordShown,
    ReleaseShown,
    RequestLine,
    RequestShown,
    Step,
    TurnShown,
)
from goldenthread.service.portal.deciding_forms import DecideForm
from goldenthread.service.portal.following_forms import (
    AdviceForm,
    AfterwardsForm,
    AskForm,
    EmergencyForm,
    GiveForm,
    ReviewForm,
    TurnForm,
    WithdrawForm,
)
from goldenthread.service.portal.record_forms import AddForm, FeedbackForm
from goldenthread.service.portal.record_pages import parts_of
from goldenthread.service.portal.sharing_forms import ItemForm, PersonForm, RisksForm, WorryForm
from goldenthread.service.portal.views.sharing import SCREENS
from goldenthread.vocabulary import AgencyCard, AgencyId, AgencyKind, Contact
from tests.service import sharing_answers as said
from tests.unit.portal.samples import DEE, FRONT_DOOR, NOW, RAE, SAM, TODAY

DRAFT = UUID("0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0d01")
RECORD = UUID("0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0d02")
NOT_SENT = {"ring": FRONT_DOOR, "typed": {"words": ["He is hurt."]}, "to": "/emergency/"}
RELEASE = UUID("0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0d03")
REQUEST = UUID("0b6f2f4e-6c5b-4a53-9d11-2f1f6a2f0d04")
RECIPIENTS = ((said.CSC, "Westhaven Children’s Social Care"), ("westhaven-police", "Westhaven Police"))
SCHOOL = AgencyCard(id=AgencyId("alder-school"), name="Alder Primary School", kind=AgencyKind.SCHOOL, ask=Contact())
COUNCIL = AgencyCard(
    id=AgencyId(said.CSC),
    name="Westhaven Children’s Social Care",
    kind=AgencyKind.CHILDRENS_SOCIAL_CARE,
    ask=Contact(),
)
LIMIT = Limit(
    provision="ca2004_s16H", citation="Children Act 2004, s. 16H", says="Only for the purpose it was given for."
)


def a_draft(**differs: Any) -> DraftShown:
    father = said.person(danger="yes", view="objects", telling="unsafe", unsafe=["violence"])
    answers = {
        "worry": said.worry(people=["mother", "father"]),
        "items": [
            said.thing(),
            said.thing(words="Her mother seems low.", about="mother", status="opinion", marks=["health"]),
        ],
        "people": {"child": said.person(view="unknown"), "mother": said.person(), "father": father},
        "weigh": said.risks(),
    }
    ordinary: dict[str, Any] = {
        "draft": DRAFT,
        "child": "Amara Lindqvist",
        "child_age": 7,
        "is_known_child": True,
        "answers": answers,
        "recipients": RECIPIENTS,
        "started_at": NOW,
    }
    return DraftShown(**{**ordinary, **differs})


def an_answer(draft: DraftShown | None = None, **differs: Any) -> AnswerShown:
    draft = draft or a_draft()
    case = casework.case_of(draft.answers, sender=SCHOOL, recipient=COUNCIL, asked_on=TODAY, child_age=draft.child_age)
    ordinary: dict[str, Any] = {
        "draft": draft,
        "case": case,
        "answer": advise(case, law_in_force(Nation.ENGLAND, on=TODAY)),
        "citations": {},
        "recipient": COUNCIL.name,
        "can_go_here": True,
    }
    return AnswerShown(**{**ordinary, **differs})


def a_release(**differs: Any) -> ReleaseShown:
    ordinary: dict[str, Any] = {
        "release": RELEASE,
        "sender": "Dee Marlow",
        "sender_agency": "Alder Primary School",
        "child": "Amara Lindqvist",
        "items": ({"words": "She came to school hungry.", "about": "child", "status": "fact", "standing": ""},),
        "caveats": ("Use it to keep this child safe and well.",),
        "limits": (LIMIT,),
        "objections": ("The father objected. She goes hungry.",),
        "released_at": NOW,
        "is_emergency": False,
        "seen_at": NOW,
        "seen_by": "Sam Okafor",
        "feedback_due_at": NOW + timedelta(days=7),
        "feedback": (AdditionShown(when=NOW, who="Sam Okafor", kind="acting", words="We will visit."),),
        "ring": Contact(name="Dee Marlow", phone="01632 960271"),
    }
    return ReleaseShown(**{**ordinary, **differs})


def a_record(**differs: Any) -> RecordShown:
    from goldenthread.service.actions.recording import _content

    shown = an_answer()
    ordinary: dict[str, Any] = {
        "record": RECORD,
        "author": "Dee Marlow",
        "author_role": "designated_safeguarding_lead",
        "agency_name": "Alder Primary School",
        "child": "Amara Lindqvist",
        "started_at": NOW,
        "decided_at": NOW,
        "choice": "share_part",
        "advised": shown.answer.answer.value,
        "is_emergency": False,
        "recipient": COUNCIL.name,
        "law_as_at": TODAY,
        "content": _content(shown, said.decision(weighed={"father": "She goes hungry, and that comes first."})),
        "previous": None,
        "additions": (AdditionShown(when=NOW, who="Dee Marlow", kind="added", words="They rang back."),),
        "was_released": True,
        "may_add": True,
        "ring": Contact(role="Duty social worker", phone="01632 960010"),
    }
    return RecordShown(**{**ordinary, **differs})


def a_follow_up(**differs: Any) -> FollowUpLine:
    ordinary: dict[str, Any] = {
        "record": RECORD,
        "who": "Dee Marlow",
        "due_at": NOW + timedelta(days=1),
        "is_late": False,
        "times_chased": 2,
        "completed_at": None,
        "reviewer": "",
        "review_outcome": "",
        "review_note": "",
        "was_sent_by_reader": True,
        "may_write": True,
    }
    return FollowUpLine(**{**ordinary, **differs})


def an_emergency(**differs: Any) -> RecordShown:
    content = {"items": [{"words": "He has a knife.", "about": "child", "shared": True}], "how": "here"}
    return a_record(
        **{"is_emergency": True, "choice": "share", "content": content, "follow_up": a_follow_up(), **differs}
    )


def said_with_an_address() -> TurnForm:
    form = TurnForm({"words": "He stays at 14 Gull Walk.", "unnamed": "Bo Li"})
    form.is_valid()
    return form


def a_request(**differs: Any) -> RequestShown:
    line = RequestLine(
        request=REQUEST,
        other="Westhaven Police",
        asked_of_us=True,
        about="Noor Whitfield",
        asked_at=NOW,
        due_at=NOW + timedelta(days=1),
        state="waiting",
        is_late=True,
    )
    ordinary: dict[str, Any] = {
        "line": line,
        "asked_by": "PC Patrick Mensah, Westhaven Police",
        "child": "Amara Lindqvist",
        "adult": "Noor Whitfield",
        "what": "If he comes to the school",
        "why": "He may be a risk to children",
        "power": "",
        "turns": (TurnShown(when=NOW, who="PC Patrick Mensah", kind="asked", words="Does he come?", record=RECORD),),
        "is_closed": False,
        "ring": Contact(role="Safeguarding hub desk", phone="01632 960012"),
    }
    return RequestShown(**{**ordinary, **differs})


OWED = OwedRecord(record=RECORD, due_at=NOW)
LINE = RecordLine(
    record=RECORD,
    when=NOW,
    who="Dee Marlow",
    child="Amara Lindqvist",
    choice="share",
    recipient=COUNCIL.name,
    is_emergency=False,
    feedback="overdue",
)
OVERVIEW = Overview(
    drafts=(
        DraftLine(
            draft=DRAFT, child="Amara Lindqvist", changed_at=NOW, kept_until=NOW + timedelta(days=28), step=Step.PEOPLE
        ),
    ),
    records=(LINE,),
    waiting=2,
    owed=(LINE,),
)
PARTNER = Partner(
    name=COUNCIL.name,
    ask=FRONT_DOOR,
    answer="must_share",
    because="You must share this.",
    may_use={"Early help in Westhaven": ("protect_from_harm",)},
    handling=HANDLING,
    limits=(LIMIT,),
    is_unverified=True,
)
ADVICE = AdviceLine(
    advice=REQUEST,
    adviser="data_protection_officer",
    asker="Dee Marlow",
    question="A child aged 7. Should I share?",
    interim_step="She stays in the after-school club.",
    asked_at=NOW,
    due_at=NOW,
    is_late=True,
    answer="",
    answered_by="",
    is_own=True,
    draft=DRAFT,
)
FIGURES = Figures(
    outcomes=(("emergency", 1), ("share", 40)),
    minutes_to_decide=3,
    hours_to_answer=5,
    refused=1,
    reopened=1,
    answered=41,
    met=40,
    hardly_ever_refuses=True,
    owed=(a_follow_up(is_late=True),),
    unanswered=(LINE,),
)


def the_flow() -> dict[str, tuple[str, dict[str, Any]]]:
    """The five screens of the guided flow."""
    draft, shown = a_draft(), an_answer()
    doctors = an_answer(for_doctors=(("GMC guidance, paragraph 46", ("Ask the child first.",)),))
    new = a_draft(child="", is_known_child=False, answers={})
    wrong = WorryForm({}, draft=new, recipients=RECIPIENTS)
    wrong.is_valid()
    people = [PersonForm(initial=draft.answers["people"][who], who=who, age=14) for who in draft.answers["people"]]
    risks = RisksForm(initial={**draft.answers["weigh"], "review_on": None}, is_sensitive=True, may_be_ordered=True)
    return {
        "share-worry": ("share_worry.html", {"form": WorryForm(draft=draft, recipients=RECIPIENTS), "draft": draft}),
        "share-worry-wrong": ("share_worry.html", {"form": wrong, "draft": new}),
        "share-items": ("share_items.html", {"form": ItemForm(), "kept": draft.answers["items"], "draft": draft}),
        "share-items-limited": (
            "share_items.html",
            {"form": ItemForm(sources=((str(RELEASE), "What the police said"),)), "kept": (), "draft": draft}
            | {"came_back": True},
        ),
        "share-answer-doctor": (
            "share_answer.html",
            {"shown": doctors, "form": DecideForm(shown=doctors), "notices": {}, "out_of_date": "Read it again"},
        ),
        "share-people": ("share_people.html", {"forms": people, "wrong": [], "draft": draft}),
        "share-weigh": ("share_weigh.html", {"form": risks, "draft": draft}),
        "share-answer": (
            "share_answer.html",
            {"shown": shown, "form": DecideForm(shown=shown), "notices": notices.before_sending(shown)},
        ),
    }


def sharing_screens() -> dict[str, tuple[str, dict[str, Any]]]:
    """Every screen of sharing by decision."""
    record, emergency = a_record(), an_emergency()
    unnamed = a_record(keeps_somebody_unnamed=True)
    without_its_address = an_emergency(left_out_an_address=True)
    who = RECIPIENTS[:2]
    both = (a_release(), a_release(is_emergency=True, seen_at=None))
    after = an_emergency(follow_up=a_follow_up(completed_at=NOW))
    in_their_place = an_emergency(follow_up=a_follow_up(was_sent_by_reader=False))
    of_ours = replace(a_request().line, asked_of_us=False, state="to_be_explained", stands_still_since=NOW)
    (wrong_because := WithdrawForm({})).is_valid()
    screens = {
        "sharing": ("sharing.html", {"shown": OVERVIEW, "screens": SCREENS}),
        "sharing-none": (
            "sharing.html",
            {"by": RAE, "shown": Overview(drafts=(), records=(), waiting=0, owed=()), "screens": SCREENS},
        ),
        **the_flow(),
        "record": ("record.html", {"record": record, "parts": parts_of(record), "form": AddForm()}),
        "record-keeps-somebody-unnamed": (
            "record.html",
            {"record": unnamed, "parts": parts_of(unnamed), "form": AddForm()},
        ),
        "record-left-out": (
            "record.html",
            {"record": without_its_address, "parts": parts_of(without_its_address), "form": AddForm()},
        ),
        "record-emergency": ("record.html", {"record": emergency, "parts": parts_of(emergency), "form": AddForm()}),
        "shared": (
            "shared_with_you.html",
            {"by": SAM, "releases": both},
        ),
        "shared-none": ("shared_with_you.html", {"by": SAM, "releases": ()}),
        "release": ("release.html", {"by": SAM, "release": a_release(), "form": FeedbackForm()}),
        "emergency": ("emergency.html", {"form": EmergencyForm(who=who), "ring": FRONT_DOOR}),
        "emergency-sent": ("emergency_sent.html", {"ring": FRONT_DOOR, "record": RECORD, "left_out": True}),
        "not-sent-yet": ("403.html", {**NOT_SENT, "is_signed_in": True}),
        "not-sent-and-signed-out": ("403.html", NOT_SENT),
        "emergency-after": (
            "emergency_after.html",
            {"record": emergency, "form": AfterwardsForm(), "parts": parts_of(emergency)},
        ),
        "emergency-after-for-another": (
            "emergency_after.html",
            {"record": in_their_place, "form": AfterwardsForm(), "parts": parts_of(in_their_place)},
        ),
        "emergency-review": (
            "emergency_review.html",
            {"by": RAE, "record": after, "form": ReviewForm(), "parts": parts_of(after)},
        ),
        "partners": ("partners.html", {"partners": (PARTNER,)}),
        "requests": ("requests.html", {"requests": (a_request().line,)}),
        "requests-none": ("requests.html", {"requests": ()}),
        "ask": ("ask.html", {"form": AskForm(agencies=who, powers=(("x", "A power"),))}),
        "request": ("request.html", {"asked": a_request(), "form": TurnForm(), "over": WithdrawForm()}),
        "request-withdrawn": (
            "request.html",
            {"asked": a_request(is_closed=True, is_withdrawn=True), "form": TurnForm(), "over": WithdrawForm()},
        ),
        "request-of-ours": (
            "request.html",
            {"asked": a_request(line=of_ours), "form": TurnForm(), "over": wrong_because},
        ),
        "request-address": (
            "request.html",
            {"asked": a_request(), "form": said_with_an_address(), "over": WithdrawForm()},
        ),
        "ask-advice": ("ask_advice.html", {"form": AdviceForm(), "draft": DRAFT, "ring": FRONT_DOOR}),
        "advice": ("advice.html", {"questions": (ADVICE,)}),
        "advice-none": ("advice.html", {"questions": ()}),
        "bring-advice": (
            "give_advice.html",
            {"asked": replace(ADVICE, is_own=False, is_brought=True, adviser="caldicott_guardian"), "form": GiveForm()},
        ),
        "give-advice": ("give_advice.html", {"asked": ADVICE, "form": GiveForm()}),
        "oversee": ("oversee.html", {"figures": FIGURES, "waiting": (a_follow_up(completed_at=NOW),)}),
    }
    return {name: (template, {"by": DEE, **context}) for name, (template, context) in screens.items()}
