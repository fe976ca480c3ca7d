"""Scenarios of sharing that take more than one screen: a list of suspects, safe to tell, a computer's score, Part 3."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pytest
from django.urls import reverse

from goldenthread.service.actions import asking, emergencies, notices, record_files, recording, releasing, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice, NotYet, Told
from goldenthread.service.portal.record_pages import parts_of
from tests.service.sharing_answers import CSC, answered, decision, person, risks, thing, worry
from tests.spec.ordinary import compiled, ordinary_pathway

DEE, SAM, PAT, HARRY, GITA = "dee.school", "sam.social", "pat.police", "harry.housing", "gita.gp"
HOUSING = "westhaven-housing"


def decide(westhaven: Any, draft: UUID, by: str = DEE, **differs: Any) -> Any:
    return sharing.decide(draft, decision(**differs), by=westhaven.person(by), at=westhaven.now)


def weighed(westhaven: Any, draft: UUID, by: str = DEE) -> Any:
    return sharing.weigh(draft, by=westhaven.person(by), at=westhaven.now)


def problems(outcome: Any) -> list[tuple[str, str]]:
    assert isinstance(outcome, NotYet), outcome
    return list(outcome.problems)


def record_of(westhaven: Any, record: UUID, by: str = DEE) -> Any:
    return recording.open_record(record, by=westhaven.person(by), at=westhaven.now)


def release_of(westhaven: Any, record: UUID) -> UUID:
    from goldenthread.service.store.models import Release

    with westhaven.as_role("worker"):
        return Release.objects.get(record_id=record).id


def on_the_list(words: str, standing: str) -> dict[str, Any]:
    return thing(words=words, about="other_adult", marks=["crime"], standing=standing, status="allegation")


SUSPECT, VICTIM, CHILD = (
    on_the_list("A. is thought to deal drugs.", "suspect"),
    on_the_list("B. was stabbed in May.", "victim"),
    on_the_list("C., 13, is a cousin of A.", "not_accused"),
)


@pytest.mark.scenario("S07")
def test_a_list_goes_without_victims_and_children_and_what_is_done_with_it_can_be_traced(westhaven: Any) -> None:
    harry, at = westhaven.person(HARRY), westhaven.now
    wanted = Asking(
        agency="westhaven-police",
        child="Those on the list of May",
        what="Who on the list lives in our homes",
        why="To act on crime in our blocks",
        power="cda1998_s115",
    )
    request = asking.ask(wanted, by=harry, at=at)
    listed = worry(recipient=HOUSING, purpose="law_enforcement", kinds=["serious_violence"], people=["other_adult"])
    blank = on_the_list("D. was seen with them.", "")
    told = dict.fromkeys(("child", "other_adult"), (Told.AFTERWARDS, ""))
    safe = {"other_adult": person(view="unknown")}
    draft = answered(
        westhaven, PAT, start={"request": request}, worried=listed, things=[SUSPECT, VICTIM, CHILD, blank], people=safe
    )
    # The answer leaves off whoever was never accused
    shown = weighed(westhaven, draft, PAT)
    assert [item.answer.value for item in shown.answer.items][1:3] == ["withhold", "withhold"]
    # And no reason puts a victim, a child never accused, or somebody whose standing nobody said, back on it
    ours = {"by": PAT, "basis": "dpa2018_s35", "told": told, "proportion": "The whole list was asked for."}
    refused = problems(decide(westhaven, draft, items=(0, 1, 2, 3), advice="Asked our lawyer.", **ours))
    assert [name for name, _ in refused] == ["items"] * 3
    assert "not accused of anything" in refused[0][1]
    assert "where this person stands" in refused[2][1]
    record = decide(westhaven, draft, choice=Choice.SHARE_PART, items=(0,), **ours)
    assert isinstance(record, UUID), record
    # What goes carries its standing and its caveat, and may not be used for anything else
    got = releasing.open_release(release_of(westhaven, record), by=harry, at=at)
    assert not isinstance(got, NothingToShow)
    assert [(i["words"], i["standing"]) for i in got.items] == [("A. is thought to deal drugs.", "suspect")]
    assert got.items[0]["caveat"] == (
        "It has not been shown to be true. This person is a suspect. No court has found them guilty."
    )
    assert [limit.provision for limit in got.limits] == ["dpa2018_s36"]
    onward = answered(westhaven, HARRY, start={"release": got.release}, worried=worry(recipient=CSC))
    assert any("s. 36" in said for name, said in problems(decide(westhaven, onward, by=HARRY)) if name == "choice")
    # A service that is stopped because of it leads back to this decision
    words = "The tenancy of A. was ended."
    assert releasing.say_what_became(got.release, "service_stopped", words, by=harry, at=at) is True
    kept = record_of(westhaven, record, PAT)
    assert [(f.kind, f.words, f.who) for f in kept.feedback] == [("service_stopped", words, harry.name)]
    assert any("refused or stopped a service" in said for _, said in parts_of(kept).parts[-1].lines)
    led_back = {"release": str(got.release), "record": str(record), "outcome": "service_stopped"}
    assert any(led_back.items() <= told.items() for told in _fed_back(westhaven))


def _fed_back(westhaven: Any) -> list[dict[str, Any]]:
    """What the entries of the ledger say on what became of something shared."""
    from goldenthread.service.store.models import LedgerPayload

    with westhaven.as_role("worker"):
        return [entry.payload["detail"] for entry in LedgerPayload.objects.filter(deed="fed_back")]


@pytest.mark.scenario("S22")
@pytest.mark.parametrize("reason", ["harm", "violence", "less_cooperation", "withholding", "withdrawal", "crime"])
def test_whoever_is_safe_to_tell_gets_a_notice_and_whoever_is_not_gets_none(westhaven: Any, reason: str) -> None:
    father = person(danger="yes", view="unknown", telling="unsafe", unsafe=[reason])
    secret = thing(words="She said she is afraid of him.", marks=["confidence"])
    draft = answered(
        westhaven,
        start={},
        worried=worry(child="A girl of nine", people=["mother", "father"]),
        things=[thing(), secret],
        people={"father": father},
    )
    # Before anything is sent, a notice says who, what and why to whoever can be told; to the father there is none
    shown = weighed(westhaven, draft)
    made = notices.before_sending(shown)
    assert set(made) == {"child", "mother"}
    assert made["mother"].recipient == shown.recipient
    assert made["mother"].what == (thing()["words"],), "a carer is not told what the child told in confidence"
    assert made["child"].what == (thing()["words"], secret["words"])
    assert made["mother"].purpose == "safeguard_child"
    # Nobody is told of whom it was said that telling is not safe
    everybody = dict.fromkeys(("child", "mother", "father"), (Told.TOLD, ""))
    wrong = problems(decide(westhaven, draft, items=(0, 1), told=everybody))
    assert [name for name, _ in wrong] == ["told-father"]
    # The reason is one of the list, and is kept; the notice of the others is kept as it was made
    record = decide(westhaven, draft, items=(0, 1), told={**everybody, "father": (Told.NOT_NOW, "")})
    assert isinstance(record, UUID), record
    kept = {p["who"]: p for p in record_of(westhaven, record).content["people"]}
    assert kept["father"]["unsafe"] == [reason]
    assert kept["father"]["notice"] is None
    assert kept["mother"]["notice"] == {
        "recipient": shown.recipient,
        "what": [thing()["words"]],
        "purpose": "safeguard_child",
    }
    lines = dict(next(p for p in parts_of(record_of(westhaven, record)).parts if p.title == "Each person").lines)
    assert "No notice was made." in lines["Father"]
    assert f"Who gets it: {shown.recipient}" in lines["Mother"]


def test_the_page_of_the_answer_holds_each_notice(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    danger = person(danger="yes", view="unknown", telling="unsafe", unsafe=["violence"])
    draft = answered(westhaven, worried=worry(people=["mother", "father"]), people={"father": danger})
    sign_in(client, Account.objects.get(username=DEE))
    page = client.get(reverse("share_answer", args=[draft])).content.decode()
    assert page.count("What to tell them.") == 2
    assert page.count("No notice is made for them.") == 1
    assert "Why: to keep a child safe" in page


SCORE = thing(
    words="The model gives her 9 of 10.", status="opinion", marks=["computer_score"], score_misses=8, score_wrong=6
)


@pytest.mark.scenario("S25")
@pytest.mark.requirement("S2")
@pytest.mark.requirement("S3")
def test_a_computers_score_goes_into_no_file_and_moves_nobody_to_act(westhaven: Any) -> None:
    alone = answered(westhaven, things=[SCORE])
    # By itself it is no ground for sharing, however great the haste
    shown = weighed(westhaven, alone)
    assert shown.answer.answer.value == "do_not_share"
    assert "no ground to act" in shown.answer.items[0].because[0]
    assert next(name for name, _ in problems(decide(westhaven, alone, advice="Asked the data team."))) == "items"
    # Beside what a person saw, that goes and the score does not
    both = answered(westhaven, things=[thing(), SCORE])
    insisted = problems(decide(westhaven, both, items=(0, 1), proportion="It may help them to decide."))
    assert any("computer’s score" in said for name, said in insisted if name == "items")
    record = decide(westhaven, both, choice=Choice.SHARE_PART, items=(0,))
    assert isinstance(record, UUID), record
    got = releasing.open_release(release_of(westhaven, record), by=westhaven.person(SAM), at=westhaven.now)
    assert not isinstance(got, NothingToShow)
    assert [item["words"] for item in got.items] == [thing()["words"]]
    # No record, file or ledger holds what it said; that there was one stands there, with how often it is wrong
    kept = parts_of(record_of(westhaven, record))
    text = "\n".join(p.text for p in docx.Document(BytesIO(record_files.as_word(kept))).paragraphs)
    lines = " ".join(said for part in kept.parts for _, said in part.lines)
    assert "9 of 10" not in text + lines + _ledger(westhaven)
    assert "What it said is not kept." in lines
    assert "Of every 10 children at risk it misses 8. Of every 10 it points to it is wrong on 6." in lines


def _ledger(westhaven: Any) -> str:
    from goldenthread.service.store.models import LedgerPayload

    with westhaven.as_role("worker"):
        return " ".join(str(row) for row in LedgerPayload.objects.values_list("payload", flat=True))


def test_a_score_is_shown_only_with_its_error_rates(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    sign_in(client, Account.objects.get(username=DEE))
    draft = answered(westhaven, things=[SCORE])
    for screen in ("share_items", "share_answer"):
        page = client.get(reverse(screen, args=[draft])).content.decode()
        assert "Of every 10 children at risk it misses 8." in page
        assert "it is wrong on 6." in page
    asked = {"words": "9 of 10", "about": "child", "status": "fact", "needed": "yes", "marks": ["computer_score"]}
    refused = client.post(reverse("share_items", args=[draft]), {**asked, "another": "yes"})
    assert refused.status_code == 400
    assert "Say how often the score is wrong" in refused.content.decode()
    assert "is not a fact" in refused.content.decode()


LOW = thing(words="Her mother is being treated for depression.", about="mother", marks=["health"])


@pytest.mark.scenario("S20")
@pytest.mark.requirement("J1")
def test_health_data_without_a_condition_goes_to_advice_and_danger_never_waits(westhaven: Any) -> None:
    # A planned flow waits for its condition and its policy document
    for differs, rule in (
        ({"policy_document": None}, "a_planned_flow_waits_for_its_policy_document"),
        (
            {"flows": tuple(replace(flow, condition=()) for flow in ordinary_pathway().flows)},
            "a_special_category_flow_names_its_condition",
        ),
    ):
        waiting = compiled(ordinary_pathway(**differs))
        assert not waiting.permissions
        assert rule in {r.rule for r in waiting.refused}
    # A one-off share first uses a condition that needs no document
    doctor = answered(westhaven, GITA, start={}, worried=worry(child="A girl of nine"), things=[LOW])
    shown = weighed(westhaven, doctor, GITA)
    assert shown.answer.conditions == ("sch1_p2",)
    # Else, where no document is known of, it goes to advice within hours
    for said in ("no", "unknown"):
        school = answered(westhaven, things=[LOW], weighed=risks(policy_document=said))
        shown = weighed(westhaven, school)
        assert shown.answer.answer.value == "seek_advice"
        assert "data_protection_officer" in shown.answer.seek_advice_from
        assert "advice" in dict(problems(decide(westhaven, school)))
        # Nor does it slip out beside what may go
        mixed = answered(westhaven, things=[thing(), LOW], weighed=risks(policy_document=said))
        assert weighed(westhaven, mixed).answer.answer.value == "share_part"
        ours = {"items": (0, 1), "proportion": "They should know all of it."}
        assert dict(problems(decide(westhaven, mixed, **ours))).keys() == {"advice"}
        assert isinstance(decide(westhaven, mixed, choice=Choice.SHARE_PART, items=(0,)), UUID)
    # With the document the same things go
    school = answered(westhaven, things=[LOW], weighed=risks(policy_document="yes"))
    assert weighed(westhaven, school).answer.conditions == ("sch1_p6",)
    assert isinstance(decide(westhaven, school), UUID)
    # And in danger nothing of it is asked
    sent = emergencies.send(CSC, "Kit, 12", "His mother has taken pills.", by=westhaven.person(DEE), at=westhaven.now)
    assert isinstance(sent, UUID)


@pytest.mark.scenario("S30")
def test_police_work_is_led_along_part_3(client: Any, westhaven: Any, sign_in: Any) -> None:
    from goldenthread.service.store.models import Account

    hurt = thing(words="She has cuts on both arms.", marks=["health", "crime"], standing="victim")
    drawn = worry(purpose="law_enforcement", kinds=["criminal_exploitation"], recipient=CSC, people=[])
    draft = answered(
        westhaven,
        PAT,
        worried=drawn,
        things=[hurt],
        people={"child": person(view="unknown", telling="unsafe", unsafe=["crime"])},
        weighed=risks(policy_document="yes"),
    )
    shown = weighed(westhaven, draft, PAT)
    assert shown.answer.lawful_basis == ("dpa2018_s35",)
    assert shown.answer.conditions == ("sch8_p4", "sch8_p1"), "Schedule 8, and nothing of Schedule 1 or Article 9"
    # The screen says so: the six principles, the condition and its wording
    sign_in(client, Account.objects.get(username=PAT))
    page = client.get(reverse("share_answer", args=[draft])).content.decode()
    for said in (
        "Part 3 of the Data Protection Act 2018",
        "Be lawful and fair.",
        "Keep it safe.",
        "sensitive processing",
    ):
        assert said in page
    assert "DPA 2018, Schedule 8, paragraph 4" in page
    # No basis of the UK GDPR is taken for it
    not_now = {"child": (Told.NOT_NOW, "")}
    refused = dict(problems(decide(westhaven, draft, by=PAT, basis="art6_1_e", told=not_now)))
    assert "Part 3" in refused["basis"]
    # Without a policy document it waits for advice
    bare = answered(westhaven, PAT, worried=drawn, things=[hurt], weighed=risks(policy_document="no"))
    assert weighed(westhaven, bare, PAT).answer.conditions == ()
