"""A statement that is put together once asks and keeps what the query set it was made of would."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.service.actions.doing import _say_who_asks
from goldenthread.service.statements import NewRow, asked_often, keep, new_row
from goldenthread.service.store.models import Account, Dataset, Look, Outbox, Person, PersonName
from goldenthread.vocabulary import PersonKind, Purpose
from tests.service.conftest import Westhaven


def _ids(rows: Any) -> list[Any]:
    return [row.pk for row in rows]


def test_it_gives_the_rows_of_its_query_set_with_each_value_in_its_own_form(westhaven: Westhaven) -> None:
    def people(given: Any, born: Any) -> Any:
        return Person.objects.filter(given_name=given, date_of_birth__gte=born, kind="child").order_by("id")[:3]

    with westhaven.as_role("worker"):
        some = Person.objects.filter(kind=PersonKind.CHILD.value, date_of_birth__isnull=False).order_by("id")[5]
        expected = list(people(some.given_name, some.date_of_birth))
        found = asked_often(people)(given=some.given_name, born=some.date_of_birth)
    assert expected
    assert [vars(row).keys() for row in found] == [vars(row).keys() for row in expected]
    for column in Person._meta.concrete_fields:
        assert [getattr(r, column.attname) for r in found] == [getattr(r, column.attname) for r in expected]


def test_it_reads_what_is_kept_as_json_and_what_is_related(westhaven: Westhaven) -> None:
    columns = ("id", "loaded_at", "report", "report__as_of")
    datasets = asked_often(lambda: Dataset.objects.order_by("id").values_list(*columns))
    accounts = asked_often(lambda name: Account.objects.select_related("agency").filter(username=name))
    with westhaven.as_role("worker"):
        assert datasets() == list(Dataset.objects.order_by("id").values_list(*columns))
        (sam,) = accounts(name="sam.social")
        assert sam.agency.ask == Account.objects.select_related("agency").get(username="sam.social").agency.ask


@pytest.mark.parametrize("many", [0, 1, 7])
def test_among_finds_what_in_finds(westhaven: Westhaven, many: int) -> None:
    people = asked_often(lambda ids: Person.objects.filter(id__among=ids).order_by("id"))
    names = asked_often(lambda ids: PersonName.objects.filter(person_id__among=ids).order_by("id").values_list("id"))
    with westhaven.as_role("worker"):
        ids = _ids(Person.objects.order_by("id")[:many])
        assert _ids(people(ids=ids)) == ids
        assert names(ids=ids) == list(PersonName.objects.filter(person_id__in=ids).order_by("id").values_list("id"))


def test_it_is_asked_anew_by_whoever_asks(westhaven: Westhaven) -> None:
    """What is kept is the words of a statement, never a row: the next asker sees what the fences show them."""
    children = asked_often(lambda: Person.objects.filter(kind=PersonKind.CHILD.value).order_by("id"))
    seen = {}
    for username in ("sam.social", "dee.school"):
        by = westhaven.person(username)
        with westhaven.as_role("web"), transaction.atomic():
            assert children() == []  # nobody has said who asks
            _say_who_asks(by, Purpose.PROTECT_FROM_HARM)
            seen[username] = _ids(children())
            assert seen[username] == _ids(Person.objects.filter(kind=PersonKind.CHILD.value).order_by("id"))
    assert set(seen["dee.school"]) < set(seen["sam.social"])


def test_a_row_is_kept_as_save_keeps_it_and_no_other_account_may_keep_it(westhaven: Westhaven) -> None:
    by = westhaven.person("sam.social")
    row = {
        "account_id": by.account_id,
        "agency_id": by.agency,
        "role": by.role.value,
        "person_id": "somebody",
        "purpose": Purpose.PROTECT_FROM_HARM.value,
        "reason": "A teacher saw bruises",
        "how_found": "by name",
        "made_at": westhaven.now,
        "ends_at": westhaven.now + timedelta(minutes=30),
    }
    with westhaven.as_role("web"), transaction.atomic():
        _say_who_asks(by, None)
        look = uuid4()
        keep(new_row(Look, id=look, **row))
        assert {name: getattr(Look.objects.get(pk=look), name) for name in row} == row
        transaction.set_rollback(True)
    mine, another = new_row(Look, **row), new_row(Look, **{**row, "account_id": by.account_id + 1})
    for kept in ([another], [mine, another], [another, mine]):
        with westhaven.as_role("web"), transaction.atomic():
            _say_who_asks(by, None)
            with pytest.raises(DatabaseError, match="row-level security"):
                keep(*kept)
            transaction.set_rollback(True)


def test_rows_of_several_tables_are_kept_by_one_statement_as_each_by_itself(westhaven: Westhaven) -> None:
    by, now = westhaven.person("sam.social"), westhaven.now

    def rows() -> list[NewRow]:
        mine = {"account_id": by.account_id, "agency_id": by.agency, "role": by.role.value}
        when = {"made_at": now, "ends_at": now + timedelta(minutes=30)}
        looks = [new_row(Look, id=uuid4(), person_id=f"somebody {n}", **mine, **when) for n in range(3)]
        return [new_row(Outbox, task="none", entry_id=uuid4(), made_at=now, due_at=now), *looks]

    def stored(row: NewRow) -> dict[str, object]:
        key = "entry_id" if row.model is Outbox else "id"
        kept = row.model._default_manager.values().get(**{key: row.values[key]})
        return {name: value for name, value in kept.items() if name not in {"id", "entry_id"}}

    together, one_by_one = rows(), rows()
    with westhaven.as_role("web"), transaction.atomic():
        _say_who_asks(by, None)
        with CaptureQueriesContext(connection) as asked:
            keep(*together)
        assert len(asked) == 1
        for row in one_by_one:
            row.model(**row.values).save(force_insert=True)
        for left, right in zip(together, one_by_one, strict=True):
            assert stored(left) == stored(right)
            assert left.values.get("person_id") == stored(left).get("person_id")
        transaction.set_rollback(True)
