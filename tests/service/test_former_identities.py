"""A child's identity from before an adoption is nowhere in a loaded area, and nothing pairs it with the present one."""

import json
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from contents import Contents, contents, tables_with
from django.db import connection

from examples.westhaven.area import area_in
from examples.westhaven.papers import write_quoted_yaml
from goldenthread.intake import HeldBack, accept, read_contract
from goldenthread.linkage.reviewing import Said, Settled
from goldenthread.service.actions import finding, loading
from goldenthread.service.actions.shapes import NothingToShow
from goldenthread.service.database.addresses import read_address
from tests.conftest import TEMPLATE, open_folder
from tests.service.conftest import NOW, Westhaven, _logged_in, own_database
from tests.service.link_story import give_answer

ONCE_KNEW = ("community-health", "gp-practices")


@pytest.fixture
def former(westhaven: Any) -> list[dict[str, Any]]:
    """The former identities that two agencies' files still hold, as the adoption team alone can pick them out."""
    area = area_in(westhaven.folder)
    tokens = json.loads(area.held_back.read_text(encoding="utf-8"))["tokens"]
    held_back = HeldBack(key=bytes.fromhex(area.adoption_key.read_text().strip()), tokens=frozenset(tokens))
    found = []
    for file in area.files:
        if file.dataset in ONCE_KNEW:
            taken = accept([file.path], read_contract(file.contract), on=westhaven.now.date())
            found += [record for record in taken.records.to_pylist() if _is_held_back(held_back, record)]
    assert {record["dataset"] for record in found} == set(ONCE_KNEW)
    return found


def _is_held_back(held_back: HeldBack, record: dict[str, Any]) -> bool:
    names = " ".join(filter(None, (record["full_name"], record["given_name"], record["family_name"])))
    return held_back.holds(record["nhs_number"], names, record["date_of_birth"])


def _traces(record: dict[str, Any], held: Contents) -> set[str]:
    """The tables in which a number, an address, or a name with the birth date of one identity stands."""
    alone = [record[field] for field in ("record_id", "nhs_number", "address_line") if record[field]]
    found = set[str]().union(*(tables_with(said, held) for said in alone))
    named = " ".join(filter(None, (record["full_name"], record["given_name"], record["family_name"])))
    together = [record["date_of_birth"].isoformat(), *named.replace(",", " ").casefold().split()]
    for table, rows in held.items():
        if any(all(part in row.casefold() for part in together) for row in rows):
            found.add(table)
    return found


def test_no_table_holds_a_former_identity_in_any_column_and_neither_does_the_ledger(
    westhaven: Any, cluster: Any, former: list[dict[str, Any]]
) -> None:
    held = contents(cluster, westhaven)
    assert held["store_ledgerpayload"]
    assert [_traces(record, held) for record in former] == [set() for _ in former]


def test_nobody_is_found_by_a_former_number(westhaven_copy: Any, former: list[dict[str, Any]]) -> None:
    sam = westhaven_copy.person("sam.social")
    numbers = {record["nhs_number"] for record in former} - {None}
    assert numbers
    for number in numbers:
        sought = westhaven_copy.sought("young-carer", nhs_number=number)
        assert isinstance(finding.find_child(sought, by=sam, at=westhaven_copy.now), NothingToShow)


@pytest.fixture(scope="module")
def taken_in(_westhaven_loaded: Any, cluster: Any, database_urls: Any, django_db_blocker: Any) -> Iterator[Westhaven]:
    """Two agencies sent everybody they know, and nobody gave tokens. It is there to be copied."""
    with ExitStack() as stack:
        urls = stack.enter_context(own_database(TEMPLATE, cluster, database_urls))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(_logged_in(urls.web))
        told = pytest.MonkeyPatch()
        stack.callback(told.undo)
        folder = open_folder()
        stack.callback(rmtree, folder)
        told.setenv("GOLDEN_THREAD_DEMONSTRATION_SIGN_INS", str(folder / "secrets" / "sign-ins.json"))
        area = Westhaven(folder=folder, now=NOW, as_role=lambda role: _logged_in(getattr(urls, role)), urls=urls)
        _load_two_agencies(area, _westhaven_loaded[0], with_tokens=False)
        yield area


@pytest.fixture
def everybody_taken_in(
    taken_in: Westhaven, cluster: Any, database_urls: Any, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Westhaven]:
    """The same in a database of the test's own."""
    monkeypatch.setenv("GOLDEN_THREAD_DEMONSTRATION_SIGN_INS", str(taken_in.folder / "secrets" / "sign-ins.json"))
    original = read_address(taken_in.urls.web).database
    with (
        own_database(original, cluster, database_urls) as urls,
        django_db_blocker.unblock(),
        _logged_in(urls.web),
    ):
        yield replace(taken_in, as_role=lambda role: _logged_in(getattr(urls, role)), urls=urls)


def _load_two_agencies(into: Any, files: Path, *, with_tokens: bool, send: Collection[str] = ONCE_KNEW) -> None:
    """Two agencies send everybody they know."""
    area = area_in(files)
    plan: dict[str, Any] = {"directory": str(area.directory), "deliveries": []}
    if with_tokens:
        plan |= {"held_back": str(area.held_back), "adoption_key": str(area.adoption_key)}
    for file in (file for file in area.files if file.dataset in send):
        contract = yaml.load(file.contract.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        write_quoted_yaml(into.folder / f"{file.dataset}.yaml", contract | {"cohort": {"statement": "All."}})
        plan["deliveries"].append({"contract": f"{file.dataset}.yaml", "files": [str(file.path)]})
    write_quoted_yaml(into.folder / "area.yaml", plan)
    with into.as_role("worker"):
        loading.load_area(into.folder / "area.yaml", at=into.now, demonstration=True, tell=lambda _: None)


def test_it_is_the_tokens_that_keep_it_out_and_not_the_cohort(
    former: list[dict[str, Any]], taken_in: Westhaven, empty_area: Any, westhaven: Any, cluster: Any
) -> None:
    """Two agencies send everybody they know. Without tokens the former identity is in, and the search sees it there."""
    _load_two_agencies(empty_area, westhaven.folder, with_tokens=True)
    for area, is_in in ((empty_area, False), (taken_in, True)):
        held = contents(cluster, area)
        assert ["store_person" in _traces(record, held) for record in former] == [is_in] * len(former)


@pytest.mark.parametrize("how", ["still sent", "sent no more", "kept out by an earlier version"])
def test_what_people_settled_of_somebody_held_back_later_is_forgotten_by_the_load_that_keeps_them_out(
    former: list[dict[str, Any]], everybody_taken_in: Any, westhaven: Any, cluster: Any, how: str, monkeypatch: Any
) -> None:
    """Rulings on a pair and on a whole person, an answer alone, a doubt and a link found wrong tell of them."""
    from goldenthread.service.store.models import LinkRuling, WrongLinkFound, WrongLinkPage

    area = everybody_taken_in
    was = next(record for record in former if record["dataset"] == "gp-practices")
    other_child, were, of_others = _people_answer(area, was)
    before = contents(cluster, area)
    assert {"store_linkruling", "store_linkquestion"} <= _traces(was, before)
    assert len(before["store_linkanswer"]) == 7

    send = ("community-health",) if how == "sent no more" else ONCE_KNEW
    if how == "kept out by an earlier version":
        with monkeypatch.context() as earlier:
            earlier.setattr(loading, "forget_whom_to_keep_out", lambda *_: None)
            _load_two_agencies(area, westhaven.folder, with_tokens=True)
        assert "store_linkruling" in _traces(was, contents(cluster, area))
        _upgrade(area)
    _load_two_agencies(area, westhaven.folder, with_tokens=True, send=send)
    after = contents(cluster, area)
    assert before["store_linkdoubt"]
    assert not after["store_linkdoubt"]
    assert [_traces(record, after) for record in former] == [set() for _ in former]
    assert tables_with(were, after) <= {"store_ledgerpayload"}
    assert len(after["store_linkanswer"]) == 2
    with area.as_role("worker"):
        assert [ruling.question_id for ruling in LinkRuling.objects.all()] == [of_others]
        found = WrongLinkFound.objects.get(by_people=True)
        assert (found.person_id, found.other_person_id) == (other_child, "")
        assert not WrongLinkPage.objects.filter(wrong_link_id=found.id).exists()


def _people_answer(area: Any, was: dict[str, Any]) -> tuple[str, str, UUID]:
    """What people say of a former identity, who they were held to be then, and the one ruling on others alone."""
    from goldenthread.service.store.models import LinkDoubt, LinkQuestion, WrongLinkFound, WrongLinkPage

    with area.as_role("worker"):
        person_of, key = _person_of(), ("gp-practices", str(was["record_id"]))
        others = sorted(k for k in person_of if k[0] == "community-health" and person_of[k] != person_of[key])
        settled, whole, begun = (_asked_of(key, other, was) for other in others[:3])
        of_others = _asked_of(others[3], others[4], {})
        _becomes_whole(whole)
        pair = {"person_id": person_of[others[0]], "other_person_id": person_of[key]}
        days = {"since": area.now, "until": area.now}
        by = {"account_id": 1, "agency_id": "westhaven-police", "role": "police_safeguarding_officer"}
        of_both = {"because": str(was["family_name"] or was["full_name"]), "saw_whole": True, "doubted_at": area.now}
        LinkDoubt.objects.create(person_id=person_of[key], **by, **of_both)
        LinkDoubt.objects.create(person_id=person_of[others[0]], other_person_id=person_of[key], **by, **of_both)
        wrong = WrongLinkFound.objects.create(**pair, **days, agencies=["westhaven-community-health"], by_people=True)
        WrongLinkPage.objects.create(wrong_link_id=wrong.id, person_id=person_of[key])
    with area.as_role("web"):
        for question, takes_out in ((settled, ()), (whole, (0,)), (of_others, ())):
            give_answer(area, question, "cleo.clerk", Said.DIFFERENT, takes_out)
            given = give_answer(area, question, "ravi.clerk", Said.DIFFERENT, takes_out)
            assert given.settled is Settled.DIFFERENT
        give_answer(area, begun, "cleo.clerk", Said.SAME)
    with area.as_role("worker"):
        # A load in between no longer put the question that one person had answered.
        LinkQuestion.objects.filter(pk=begun).delete()
    return person_of[others[0]], person_of[key], of_others


def _upgrade(area: Any) -> None:
    """What the migration does where an earlier version kept them out and forgot nothing."""
    upgrade = import_module("goldenthread.service.store.migrations.0016_forget_whom_to_keep_out")
    (step,) = upgrade.Migration.operations
    with area.as_role("owner"), connection.cursor() as cursor:
        for statement in step.sql:
            cursor.execute(statement)


def _person_of() -> dict[tuple[str, str], str]:
    from goldenthread.service.store.models import Membership

    return {(m.dataset_id, m.record_id): m.person_id for m in Membership.objects.all()}


def _asked_of(one: tuple[str, str], other: tuple[str, str], said: dict[str, Any]) -> UUID:
    """A question about two records, as a load keeps it."""
    from goldenthread.service.actions.linking.rows import SHOWN
    from goldenthread.service.store.models import LinkQuestion

    planted = LinkQuestion.objects.filter(kind="pair", custodian_id=None)[0]
    person_of = _person_of()
    planted.pk, planted.state, planted.reopens, planted._state.adding = uuid4(), "unanswered", None, True
    (planted.dataset_l, planted.record_id_l), planted.person_id_l = one, person_of[one]
    (planted.dataset_r, planted.record_id_r), planted.person_id_r = other, person_of[other]
    planted.left = {name: str(said[name]) for name in SHOWN if said.get(name)}
    planted.right, planted.digest = {}, str(planted.pk)
    planted.save()
    return planted.pk


def _becomes_whole(question: UUID) -> None:
    """The same two records, asked about as all that one person has."""
    from goldenthread.service.store.models import LinkQuestion

    whole = LinkQuestion.objects.get(pk=question)
    ends = ((whole.dataset_l, whole.record_id_l, whole.left), (whole.dataset_r, whole.record_id_r, whole.right))
    whole.about = {
        "records": [{"dataset": dataset, "record_id": record, "said": said} for dataset, record, said in ends],
        "joins": [{"left": 0, "right": 1, "probability": 0.9, "parts": 1}],
    }
    whole.kind, whole.left, whole.right = "person", {}, {}
    whole.save()


def test_whoever_only_stands_with_a_pair_that_is_asked_about_is_found_there_too() -> None:
    from goldenthread.service.actions.linking.forgetting import _sides
    from goldenthread.service.store.models import LinkQuestion

    pair = {"dataset_l": "a", "record_id_l": "1", "dataset_r": "b", "record_id_r": "2"}
    held_as = {"person_id_l": "first", "person_id_r": "second"}
    beside = {"dataset": "c", "record_id": "3", "side": 1, "said": {"given_name": "Noor"}}
    question = LinkQuestion(**pair, **held_as, left={}, right={}, about={"group": {"records": [beside]}})
    assert (("c", "3"), "second", {"given_name": "Noor"}) in list(_sides(question))
