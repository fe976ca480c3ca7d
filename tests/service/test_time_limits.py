"""An area's own time limits hold, on the screens too; and a question that nobody finished goes after its time."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from goldenthread.service.actions import advising, asking, emergencies, purging, sharing
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking, Choice, Step
from goldenthread.service.time_limits import TimeLimits, in_words, read_time_limits
from goldenthread.vocabulary import UnreadableDocument
from tests.service.contents import contents, tables_with
from tests.service.sharing_answers import answered, decision, thing

DEE, SAM = "dee.school", "sam.social"
SECRET = "Auntie Perpetua told me so"
KEPT = timedelta(days=28)


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "an hour"), (4, "4 hours"), (24, "a day"), (25, "25 hours"), (120, "5 days")]
)
def test_a_limit_is_said_as_somebody_would_say_it(hours: int, said: str) -> None:
    assert in_words(hours) == said


def test_a_file_sets_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "limits.yaml"
    file.write_text('advise: "12"\n', encoding="utf-8")
    assert read_time_limits(str(file)) == TimeLimits(advise=12)
    assert read_time_limits("") == TimeLimits()


@pytest.mark.parametrize("wrong", ['advise: "0"', 'advise: "8785"', 'advice: "4"', "advise: soon"])
def test_a_limit_that_makes_no_sense_is_refused_by_name(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "limits.yaml"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=wrong.split(":")[0]):
        read_time_limits(str(file))


def test_an_areas_own_limits_hold_for_every_clock(westhaven_copy: Any, settings: Any) -> None:
    from goldenthread.service.store.models import AdviceRequest, EmergencyFollowUp, InformationRequest, Release

    settings.TIME_LIMITS = TimeLimits(
        answer_an_urgent_request=2, answer_a_request=72, advise=3, record_an_emergency=6, say_what_became_of_it=48
    )
    by, at = westhaven_copy.person(SAM), westhaven_copy.now
    for urgency, hours in (("urgent", 2), ("routine", 72)):
        asked = Asking(agency="westhaven-police", child="A boy", what="Was he seen?", why="A worry", urgency=urgency)
        request = asking.ask(asked, by=by, at=at)
        with westhaven_copy.as_role("worker"):
            assert InformationRequest.objects.get(pk=request).due_at == at + timedelta(hours=hours)
    advice = advising.ask("legal", "May I?", "A visit.", is_anonymous=True, by=by, at=at)
    emergency = emergencies.send("westhaven-police", "A boy", "He is at the river.", by=by, at=at)
    with westhaven_copy.as_role("worker"):
        assert AdviceRequest.objects.get(pk=advice).due_at == at + timedelta(hours=3)
        assert EmergencyFollowUp.objects.get(pk=emergency).due_at == at + timedelta(hours=6)
        assert Release.objects.get(record_id=emergency).feedback_due_at == at + timedelta(hours=48)


def test_a_question_that_nobody_finished_goes_on_its_day_with_every_answer_and_the_ledger_says_so(
    westhaven_copy: Any, cluster: Any
) -> None:
    from goldenthread.service.store.models import LedgerPayload, SharingDraft, TypedForm

    by, at = westhaven_copy.person(DEE), westhaven_copy.now
    draft = answered(westhaven_copy, things=[thing(words=SECRET)])
    asked = advising.ask("legal", "May I share this?", "A visit.", is_anonymous=True, draft=draft, by=by, at=at)
    with westhaven_copy.as_role("worker"):
        SharingDraft.objects.exclude(pk=draft).delete()
        TypedForm.objects.all().delete()
        assert purging.purge_due(on=at.date(), at=at + KEPT) == 0
    assert _shown_until(by, at, draft) == at + KEPT
    assert _link_back(asked, by, at) == draft
    with westhaven_copy.as_role("worker"):
        assert purging.purge_due(on=at.date(), at=at + KEPT + timedelta(seconds=1)) == 1
        assert LedgerPayload.objects.get(deed="purged").payload["detail"]["unfinished_questions"] == 1
    assert isinstance(sharing.open_draft(draft, by=by, at=at), NothingToShow)
    assert _shown_until(by, at, draft) is None
    assert _link_back(asked, by, at) is None
    assert tables_with(SECRET, contents(cluster, westhaven_copy)) == set()


def test_working_on_a_question_keeps_it_longer_and_its_record_outlives_it(westhaven_copy: Any) -> None:
    from goldenthread.service.store.models import DecisionRecord, SharingDraft, TypedForm

    by, at = westhaven_copy.person(DEE), westhaven_copy.now
    decided, later = answered(westhaven_copy), answered(westhaven_copy)
    record = sharing.decide(decided, decision(choice=Choice.DO_NOT_SHARE), by=by, at=at)
    shown = sharing.open_draft(later, by=by, at=at)
    sharing.keep(later, Step.WORRY, shown.answers["worry"], by=by, at=at + KEPT)
    with westhaven_copy.as_role("worker"):
        SharingDraft.objects.exclude(pk__in=(decided, later)).delete()
        TypedForm.objects.all().delete()
        assert purging.purge_due(on=at.date(), at=at + KEPT + timedelta(seconds=1)) == 1
        assert set(SharingDraft.objects.values_list("id", flat=True)) == {later}
        assert DecisionRecord.objects.filter(pk=record).exists()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/requests/new/", "Within 3 days"),
        ("/emergency/", "You write down why afterwards, within 6 hours."),
    ],
)
def test_the_screens_say_the_areas_own_limits(
    westhaven: Any, settings: Any, client: Any, sign_in: Any, path: str, said: str
) -> None:
    from goldenthread.service.store.models import Account

    settings.TIME_LIMITS = TimeLimits(answer_a_request=72, record_an_emergency=6)
    sign_in(client, Account.objects.get(username=DEE))
    assert said in client.get(path).content.decode()


def _shown_until(by: Any, at: Any, draft: UUID) -> Any:
    lines = {line.draft: line.kept_until for line in sharing.overview(by=by, at=at).drafts}
    return lines.get(draft)


def _link_back(advice: Any, by: Any, at: Any) -> UUID | None:
    return next(line.draft for line in advising.questions(by=by, at=at) if line.advice == advice)
