"""Whoever told us and must not be named: in no reason, no record, no file, no notice and no ledger."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import docx
import pytest

from goldenthread.service.actions import notices, record_files, recording, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Choice, NotYet, Told
from goldenthread.service.portal.record_pages import parts_of
from tests.service.sharing_answers import (
    DEE,
    answered,
    decide,
    person,
    problems,
    received,
    record_of,
    risks,
    thing,
    worry,
)

WEIGHED = {"mother": "Their safety comes first here."}


@pytest.mark.scenario("S23")
@pytest.mark.requirement("L3")
def test_whoever_told_us_can_be_found_in_nothing_that_is_made(westhaven: Any) -> None:
    told = thing(words="Mrs Blenkinsop next door heard shouting.", about="referrer", marks=["who_told"])
    draft = answered(westhaven, worried=worry(unnamed="Mrs Blenkinsop"), things=[thing(), told])
    # Marked, it does not go; and unmarked, its name is found
    both = decide(westhaven, draft, items=(0, 1))
    assert isinstance(both, NotYet)
    assert [field for field, _ in both.problems].count("items") == 2
    slipped = thing(words="A neighbour, mrs blenkinsop, rang.", about="child")
    second = answered(westhaven, worried=worry(unnamed="Mrs Blenkinsop"), things=[slipped])
    assert "names the person who told you" in problems(decide(westhaven, second))["items"]
    # It is found before anybody is told: neither the answer nor a notice holds it, nor the record of not sharing it
    weighed = sharing.weigh(second, by=westhaven.person(DEE), at=westhaven.now)
    assert not isinstance(weighed, NothingToShow)
    assert weighed.answer.items[0].answer.value != "share"
    assert "blenkinsop" not in repr(dict(notices.before_sending(weighed))).casefold()
    assert "blenkinsop" not in repr([item.name for item in weighed.answer.items]).casefold()
    silent = decide(westhaven, second, choice=Choice.DO_NOT_SHARE, items=())
    assert "blenkinsop" not in repr(record_of(westhaven, silent).content).casefold()
    # What goes carries the caveat, and neither record, file, release nor ledger holds the name
    record = decide(westhaven, draft, choice=Choice.SHARE_PART, items=(0,))
    shown = record_of(westhaven, record)
    newest = received(westhaven, record)
    assert any("left something out to protect somebody" in said for said in newest.caveats)
    made = repr(shown.content) + repr(newest.items) + repr(parts_of(shown).parts[0].lines)
    word = record_files.as_word(parts_of(shown))
    text = "\n".join(p.text for p in docx.Document(BytesIO(word)).paragraphs)
    assert "Kept out of this record" in text
    assert "blenkinsop" not in (made + text).casefold()
    assert "blenkinsop" not in _ledger(westhaven).casefold()


@pytest.mark.parametrize("field", ["why", "proportion", "advice", "weighed-mother", "because-mother"])
def test_no_reason_names_whoever_told_us(westhaven: Any, field: str) -> None:
    draft = answered(westhaven, worried=worry(unnamed="Mrs Blenkinsop"), people={"mother": person(view="objects")})
    said = "Mrs Blenkinsop may be blamed for this."
    ours: dict[str, Any] = {"weighed": WEIGHED}
    match field.partition("-"):
        case ("weighed", _, who):
            ours["weighed"] = {who: said}
        case ("because", _, who):
            ours["told"] = {"child": (Told.TOLD, ""), who: (Told.TOLD, said)}
        case (name, _, _):
            ours[name] = said
    assert set(problems(decide(westhaven, draft, **ours))) == {field}
    # A title alone names nobody
    assert isinstance(decide(westhaven, draft, why="Mrs Jones from reception agrees.", weighed=WEIGHED), UUID)


def test_the_risks_name_nobody_who_told_us(westhaven: Any) -> None:
    feared = risks(risk_if_shared="Mrs Blenkinsop could be attacked.")
    draft = answered(westhaven, worried=worry(unnamed="Mrs Blenkinsop"), weighed=feared)
    assert "about the risks" in problems(decide(westhaven, draft))["choice"]


def _ledger(westhaven: Any) -> str:
    from goldenthread.service.store.models import LedgerPayload

    with westhaven.as_role("worker"):
        return " ".join(str(row) for row in LedgerPayload.objects.values_list("payload", flat=True))


@pytest.mark.parametrize("how", ["named", "marked"])
def test_an_addition_to_a_record_names_nobody_who_told_us(client: Any, westhaven: Any, sign_in: Any, how: str) -> None:
    from goldenthread.service.store.models import Account

    told = thing(words="A neighbour heard shouting.", about="referrer", marks=["who_told"])
    things, who = ([thing()], "Mrs Blenkinsop") if how == "named" else ([thing(), told], "")
    draft = answered(westhaven, worried=worry(unnamed=who), things=things)
    record = decide(westhaven, draft, choice=Choice.DO_NOT_SHARE, items=())
    sign_in(client, Account.objects.get(username=DEE))
    page, form = f"/records/{record}/", f"/records/{record}/add/"
    assert "I name nobody who told us" in client.get(page).content.decode()
    words = f"Mrs blenkinsop rang again, {uuid4()}."
    refused = client.post(form, {"words": words})
    assert refused.status_code == 400
    assert recording.TYPE_IT_AGAIN in refused.content.decode()
    assert "blenkinsop rang again" in refused.content.decode(), "what was typed stays in the form"
    named = client.post(form, {"words": words, "unnamed": "MRS BLENKINSOP", "names_nobody": "on"})
    assert "Take the name out" in named.content.decode()
    assert record_of(westhaven, record).additions == ()
    for said in ({"unnamed": "Mrs Blenkinsop"}, {"names_nobody": "on"}):
        assert client.post(form, {"words": f"She rang again, {uuid4()}.", **said}).status_code == 302
    assert len(record_of(westhaven, record).additions) == 2
    assert "blenkinsop" not in repr(record_of(westhaven, record).content).casefold()


def test_a_record_that_keeps_nobody_unnamed_asks_for_no_name(westhaven: Any) -> None:
    record = decide(westhaven, answered(westhaven))
    assert not record_of(westhaven, record).keeps_somebody_unnamed
    by, at = westhaven.person(DEE), westhaven.now
    assert recording.add(record, "They rang back.", by=by, at=at) is True
    assert isinstance(recording.add(record, "Bo Linden told us.", unnamed="bo linden", by=by, at=at), NotYet)
