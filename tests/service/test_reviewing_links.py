"""Two people compare two records unseen by each other, a third breaks a tie, and the next load obeys them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import Said, Settled
from goldenthread.service.actions import loading
from goldenthread.service.actions.linking import reviewing
from goldenthread.service.actions.linking.open_questions import Asked
from goldenthread.service.actions.linking.rows import SAYS_WHERE
from goldenthread.service.actions.linking.shapes import HowRight, PairShown, Waiting
from goldenthread.service.actions.shapes import NothingToShow

CLEO, RAVI, TESS = "cleo.clerk", "ravi.clerk", "tess.clerk"
REVIEWERS = (CLEO, RAVI, TESS)


@pytest.fixture
def area(westhaven_copy: Any) -> Any:
    return westhaven_copy


def _waiting(area: Any, username: str) -> Waiting:
    found = reviewing.waiting(by=area.person(username), at=area.now)
    assert isinstance(found, Waiting)
    return found


def _pairs(area: Any, username: str) -> list[Any]:
    """The pairs of two records that wait: of whole people another page asks, and they may fill the list."""
    waiting = _waiting(area, username)
    return [pair for pair in (*waiting.first_few, *waiting.machines_work) if not pair.is_whole]


def _first(area: Any) -> UUID:
    question: UUID = _pairs(area, CLEO)[0].question
    return question


def _open(area: Any, question: UUID, username: str) -> Any:
    return reviewing.open_pair(question, by=area.person(username), at=area.now)


def _answer(
    area: Any, question: UUID, username: str, said: Said, note: str = "", takes_out: Collection[int] = ()
) -> Any:
    by = area.person(username)
    return reviewing.answer(question, said=said, note=note, takes_out=takes_out, by=by, at=area.now)


def _entries(area: Any) -> list[tuple[str, str | None]]:
    from goldenthread.service.store.models import LedgerPayload

    with area.as_role("worker"):
        return list(LedgerPayload.objects.filter(deed__startswith="link_").values_list("deed", "subject_id"))


def test_pairs_the_machine_is_unsure_of_wait_and_so_do_some_it_joined_drawn_by_chance(area: Any) -> None:
    waiting = _waiting(area, CLEO)
    assert waiting.for_you > 0
    assert waiting.machines_work_for_you == 200
    assert {pair.outcome for pair in waiting.first_few} == {Outcome.REVIEW}
    assert {pair.outcome for pair in waiting.machines_work} == {Outcome.LINKED}
    assert (waiting.own, waiting.answered_once, waiting.settled) == ((), 0, 0)


def test_everything_that_waits_is_reached_page_by_page_each_once_and_of_one_kind(area: Any) -> None:
    from goldenthread.service.store.models import LinkQuestion

    with area.as_role("worker"):
        by_value = dict(LinkQuestion.objects.exclude(state="settled").values_list("pk", "value"))
    by = area.person(CLEO)
    everything = _all_pages(area, None)
    assert sorted(everything, key=str) == sorted(by_value, key=str)
    assert [by_value[one] for one in everything] == sorted(by_value.values(), reverse=True)
    of_a_kind = [question for asked in Asked for question in _all_pages(area, asked)]
    assert sorted(of_a_kind, key=str) == sorted(everything, key=str), "each in one list, and none in two"
    assert min(len(_all_pages(area, asked)) for asked in (Asked.PEOPLE, Asked.MACHINE)) > 0
    last = reviewing.listed(None, 10**6, by=by, at=area.now)
    assert not isinstance(last, NothingToShow)
    assert (last.number, last.first + len(last.lines) - 1) == (last.pages, last.in_all)
    assert isinstance(reviewing.listed(None, 1, by=area.person("sam.social"), at=area.now), NothingToShow)


def _all_pages(area: Any, asked: Asked | None) -> list[UUID]:
    found, number, pages = [], 1, 1
    while number <= pages:
        one = reviewing.listed(asked, number, by=area.person(CLEO), at=area.now)
        assert not isinstance(one, NothingToShow)
        assert one.first == len(found) + 1
        found += [line.question for line in one.lines]
        number, pages = number + 1, one.pages
    assert pages > 1 or asked
    return found


def test_a_pair_is_shown_side_by_side_and_the_look_stands_in_both_histories(area: Any) -> None:
    shown = _open(area, _first(area), CLEO)
    assert isinstance(shown, PairShown)
    assert {"given_name", "family_name"} & {row.name for row in shown.rows} or "full_name" in {
        r.name for r in shown.rows
    }
    assert {"given_name", "date_of_birth", "place"} <= {line.comparison for line in shown.evidence}
    assert shown.others == ()
    assert [deed for deed, subject in _entries(area) if subject] == ["link_read"] * (1 if shown.together else 2)


@pytest.mark.parametrize("username", ["sam.social", "rae.reviewer", "dan.dpo", "ali.admin", "dee.school"])
def test_nobody_but_those_who_review_links_sees_or_answers(area: Any, username: str) -> None:
    from goldenthread.service.store.models import LinkAnswer, LinkQuestion

    question, by = _first(area), area.person(username)
    assert isinstance(reviewing.waiting(by=by, at=area.now), NothingToShow)
    assert isinstance(_open(area, question, username), NothingToShow)
    assert isinstance(_answer(area, question, username, Said.SAME), NothingToShow)
    assert isinstance(reviewing.take_back(question, by=by, at=area.now), NothingToShow)
    with area.as_role("worker"):
        assert not LinkAnswer.objects.exists()
        assert LinkQuestion.objects.get(pk=question).state == "unanswered"


def test_two_who_agree_settle_it_and_nobody_is_asked_again(area: Any) -> None:
    from goldenthread.service.store.models import LinkRuling

    question = _first(area)
    first = _answer(area, question, CLEO, Said.DIFFERENT, "Born eight years apart")
    assert (first.settled, first.needs_a_third) == (None, False)
    second = _answer(area, question, RAVI, Said.DIFFERENT)
    assert (second.settled, second.needs_a_third) == (Settled.DIFFERENT, False)
    assert isinstance(_open(area, question, TESS), NothingToShow)
    assert isinstance(_answer(area, question, TESS, Said.SAME), NothingToShow)
    with area.as_role("worker"):
        assert LinkRuling.objects.get(question_id=question).settled == "different"
    assert {"link_answered", "link_settled"} <= {deed for deed, _ in _entries(area)}


def test_the_second_sees_nothing_of_the_first_answer_even_past_the_action(area: Any) -> None:
    question = _first(area)
    _answer(area, question, CLEO, Said.SAME, "A word that only Cleo wrote")
    shown = _open(area, question, RAVI)
    assert shown.others == ()
    assert "only Cleo wrote" not in str(shown)
    assert _answers_seen(area, RAVI) == 0
    assert _answers_seen(area, CLEO) == 1
    _answer(area, question, RAVI, Said.DIFFERENT)
    assert _answers_seen(area, TESS) == 2


def _answers_seen(area: Any, username: str) -> int:
    """What the web role may read of all answers, with no action in between."""
    by = area.person(username)
    with psycopg.connect(area.urls.web) as web:
        for name, value in (("agency", by.agency), ("role", by.role.value), ("account", str(by.account_id))):
            web.execute("SELECT set_config(%s, %s, true)", [f"gt.{name}", value])
        found = web.execute("SELECT count(*) FROM store_linkanswer").fetchone()
        assert found
        return int(found[0])


def test_where_two_differ_a_third_sees_both_reasons_and_decides(area: Any) -> None:
    question = _first(area)
    _answer(area, question, CLEO, Said.SAME, "The same school and street")
    assert _answer(area, question, RAVI, Said.DIFFERENT, "The dates are not alike").needs_a_third
    assert isinstance(_open(area, question, CLEO), NothingToShow)
    line = next(pair for pair in _pairs(area, TESS) if pair.question == question)
    assert (line.question, line.is_third) == (question, True)
    shown = _open(area, question, TESS)
    assert [(one.said, one.note) for one in shown.others] == [
        (Said.SAME, "The same school and street"),
        (Said.DIFFERENT, "The dates are not alike"),
    ]
    assert _answer(area, question, TESS, Said.SAME).settled is Settled.SAME


def test_nobody_answers_twice(area: Any) -> None:
    question = _first(area)
    _answer(area, question, CLEO, Said.SAME)
    assert isinstance(_open(area, question, CLEO), NothingToShow)
    assert isinstance(_answer(area, question, CLEO, Said.SAME), NothingToShow)
    assert question not in {pair.question for pair in _pairs(area, CLEO)}


def test_an_answer_may_be_taken_back_until_a_second_is_there(area: Any) -> None:
    question = _first(area)
    _answer(area, question, CLEO, Said.SAME)
    assert isinstance(reviewing.take_back(question, by=area.person(RAVI), at=area.now), NothingToShow)
    assert [own.question for own in _waiting(area, CLEO).own] == [question]
    assert reviewing.take_back(question, by=area.person(CLEO), at=area.now) is True
    assert _waiting(area, CLEO).own == ()
    _answer(area, question, CLEO, Said.DIFFERENT)
    assert _answer(area, question, RAVI, Said.DIFFERENT).settled is Settled.DIFFERENT
    assert isinstance(reviewing.take_back(question, by=area.person(CLEO), at=area.now), NothingToShow)


def test_a_hidden_persons_pair_is_for_reviewers_of_the_agency_that_hides_them(area: Any) -> None:
    from goldenthread.service.store.models import LinkQuestion

    with area.as_role("worker"):
        hidden = LinkQuestion.objects.exclude(custodian_id=None).filter(kind="pair").first()
        assert hidden is not None
        custodian = hidden.custodian_id
    own = area.person(CLEO)
    assert own.agency == custodian
    shown = reviewing.open_pair(hidden.id, by=own, at=area.now)
    assert isinstance(shown, PairShown)
    assert shown.kept_private
    assert not any(row.left or row.right for row in shown.rows if row.name in SAYS_WHERE)
    assert not SAYS_WHERE & {*hidden.left, *hidden.right}
    elsewhere = replace(own, agency="westhaven-police")
    assert isinstance(reviewing.open_pair(hidden.id, by=elsewhere, at=area.now), NothingToShow)


def test_what_serves_matching_alone_is_not_kept_for_anybody_to_see(area: Any) -> None:
    from goldenthread.service.store.models import LinkQuestion, MatchingField

    with area.as_role("worker"):
        kept = {name for q in LinkQuestion.objects.all() for name in (*q.left, *q.right)}
        serves_matching = set(MatchingField.objects.values_list("field", flat=True))
    assert "family_name" in kept
    assert serves_matching
    assert not kept & serves_matching


def test_the_web_may_not_write_an_answer_in_anothers_name(area: Any) -> None:
    from goldenthread.service.actions.doing import doing
    from goldenthread.service.store.models import LinkAnswer

    question, cleo, ravi = _first(area), area.person(CLEO), area.person(RAVI)
    with pytest.raises(ProgrammingError), transaction.atomic(), doing(by=cleo, at=area.now):
        LinkAnswer.objects.create(
            question_id=question, turn=1, account_id=ravi.account_id, reviewer_name="", said="same", note="",
            answered_at=area.now,
        )  # fmt: skip


def test_the_database_keeps_ticked_records_where_there_are_two_people_and_as_they_were_ticked(area: Any) -> None:
    from goldenthread.service.actions.doing import doing
    from goldenthread.service.store.models import LinkAnswer

    question, cleo = _first(area), area.person(CLEO)
    own = {"question_id": question, "turn": 1, "account_id": cleo.account_id, "reviewer_name": "", "note": ""}
    for said, ticked in (("cannot_tell", [0]), ("same", [0, 1])):
        with pytest.raises(IntegrityError), transaction.atomic(), doing(by=cleo, at=area.now):
            LinkAnswer.objects.create(**own, said=said, takes_out=ticked, answered_at=area.now)
    _answer(area, question, CLEO, Said.SAME)
    with pytest.raises(ProgrammingError), transaction.atomic(), doing(by=cleo, at=area.now):
        LinkAnswer.objects.filter(question_id=question).update(takes_out=[1])


def test_the_web_may_ask_anew_only_what_people_settled(area: Any) -> None:
    from goldenthread.service.actions.doing import doing
    from goldenthread.service.store.models import LinkQuestion

    question, cleo = _first(area), area.person(CLEO)
    with area.as_role("worker"):
        made_up = LinkQuestion.objects.get(pk=question)
    for made_up.pk, made_up.reopens in ((UUID(int=8), None), (UUID(int=8), UUID(int=7))):
        with pytest.raises(ProgrammingError), transaction.atomic(), doing(by=cleo, at=area.now):
            made_up.save(force_insert=True)


def test_how_right_the_machine_was_is_told_from_what_chance_drew(area: Any) -> None:
    drawn = [pair.question for pair in _waiting(area, CLEO).machines_work]
    for place, question in enumerate(drawn):
        said = Said.DIFFERENT if place == 0 else Said.SAME
        _answer(area, question, CLEO, said)
        _answer(area, question, RAVI, said)
    for username in (CLEO, "ali.admin", "dan.dpo"):
        found = reviewing.how_right(by=area.person(username), at=area.now)
        assert isinstance(found, HowRight)
        assert (found.linked.same, found.linked.different) == (len(drawn) - 1, 1)
        assert found.linked.between[0] < found.linked.share < found.linked.between[1]
        assert found.review.told == 0
    assert isinstance(reviewing.how_right(by=area.person("sam.social"), at=area.now), NothingToShow)


def _load(area: Any, days: int) -> loading.Loaded:
    with area.as_role("worker"):
        at = area.now + timedelta(days=days)
        return loading.load_area(area.folder / "area.yaml", at=at, demonstration=True, tell=lambda _: None)


def _asked_about_two_alone(like: Any) -> Any:
    """A question like this one about two people of one record each: the small area may have none in doubt."""
    from goldenthread.service.store.models import LinkQuestion, Membership, PersonIdentifier

    of = Counter(Membership.objects.values_list("person_id", flat=True))
    numbered = set(PersonIdentifier.objects.filter(kind="nhs_number").values_list("person_id", flat=True))
    alone = [m for m in Membership.objects.order_by("dataset_id", "record_id") if of[m.person_id] == 1]
    left = next(m for m in alone if m.person_id not in numbered)
    right = next(m for m in alone if m.dataset_id != left.dataset_id)
    planted = LinkQuestion.objects.get(pk=like.pk)
    planted.pk, planted.together, planted.outcome, planted._state.adding = uuid4(), False, "review", True
    planted.dataset_l, planted.record_id_l, planted.person_id_l = left.dataset_id, left.record_id, left.person_id
    planted.dataset_r, planted.record_id_r, planted.person_id_r = right.dataset_id, right.record_id, right.person_id
    planted.save()
    return planted


@pytest.mark.requirement("A9")
def test_the_next_load_obeys_what_was_settled_and_keeps_what_is_still_open(area: Any) -> None:
    from goldenthread.service.store.models import LinkQuestion, LinkRuling, Membership, WrongLinkFound

    with area.as_role("worker"):
        joined = LinkQuestion.objects.filter(together=True, custodian_id=None, outcome="linked").order_by("id")
        part = next(q for q in joined if Membership.objects.filter(person_id=q.person_id_l).count() == 2)
        join = _asked_about_two_alone(part)
        decided = {join.person_id_l, join.person_id_r, part.person_id_l}
        together = LinkQuestion.objects.filter(kind="pair", together=True, custodian_id=None)
        begun = together.exclude(person_id_l__in=decided).order_by("id")[0]
    for question, said in ((join, Said.SAME), (part, Said.DIFFERENT)):
        _answer(area, question.id, CLEO, said)
        assert _answer(area, question.id, RAVI, said).settled is not None
    _answer(area, begun.id, CLEO, Said.SAME)
    # The same files again: what people settled is news enough.
    assert _load(area, 1).changed
    assert not _load(area, 2).changed
    with area.as_role("worker"):
        held = {(m.dataset_id, m.record_id): m.person_id for m in Membership.objects.all()}
        ends = [
            tuple(held.get(end) for end in ((q.dataset_l, q.record_id_l), (q.dataset_r, q.record_id_r)))
            for q in (join, part)
        ]
        assert ends[0][0] == ends[0][1] is not None
        assert ends[1][0] != ends[1][1]
        assert list(LinkRuling.objects.values_list("obeyed", flat=True)) == [True, True]
        kept = LinkQuestion.objects.filter(pk__in=(join.pk, part.pk))
        assert set(kept.values_list("state", flat=True)) == {"settled"}
        assert LinkQuestion.objects.get(pk=begun.pk).state == "answered_once"
        wrong = WrongLinkFound.objects.get(person_id=part.person_id_l)
        assert wrong.by_people
        assert wrong.since == area.now
        # Whoever looked while that load was under way saw what had been joined, to its end
        began = area.now + timedelta(days=1)
        assert began + loading.SHOWN_UNTIL_DONE < wrong.until < began + timedelta(hours=1)
    assert [own.question for own in _waiting(area, CLEO).own] == [begun.pk]


def test_beside_a_pair_stand_all_records_that_an_answer_would_join_or_part(area: Any) -> None:
    from goldenthread.service.store.models import LinkQuestion, Membership

    with area.as_role("worker"):
        held = {(m.dataset_id, m.record_id): m.person_id for m in Membership.objects.all()}
        asked = list(LinkQuestion.objects.filter(kind="pair", custodian_id=None))
    in_a_group, alone = 0, 0
    for question in asked:
        people = {question.person_id_l, question.person_id_r}
        everybody = {key for key, person in held.items() if person in people}
        group = question.about["group"]
        if group is None:
            assert len(everybody) == 2
            alone += 1
            continue
        keys = {(one["dataset"], one["record_id"]) for one in group["records"]}
        assert keys <= everybody
        assert len(keys) + group["more"] == len(everybody)
        in_a_group += 1
    assert min(in_a_group, alone) > 0, "else one of the two was not met"
    group_of = next(q for q in asked if q.about["group"])
    shown = _open(area, group_of.id, CLEO)
    assert shown.group is not None
    assert not shown.stands_alone
    assert {row.left for row in shown.rows} >= set(shown.group.records[0].said.values())
    services = {one["dataset"] for one in group_of.about["group"]["records"]}
    assert not any(name in str(shown) + repr(shown.group.records) for name in services)


def test_where_a_home_is_protected_no_record_that_stands_with_the_pair_says_where(area: Any) -> None:
    from goldenthread.service.store.models import LinkQuestion

    with area.as_role("worker"):
        private = [q for q in LinkQuestion.objects.filter(kind="pair", kept_private=True) if q.about["group"]]
    assert private
    for question in private:
        assert not any(SAYS_WHERE & one["said"].keys() for one in question.about["group"]["records"])
