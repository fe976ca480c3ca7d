"""Statements that nearly every page needs: put together once, then only told their values.

To put one together through Django's query sets takes several times as long as the database takes to answer it. What
is asked, under which policies and in which transaction is the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from inspect import signature
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Expression,
    Field,
    ForeignObject,
    Lookup,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.query import get_related_populators

Row = TypeVar("Row")


class _Told(Expression):
    """Where a value of that name will stand."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=TextField())
        self.name = name

    def as_sql(self, *_: Any, **__: Any) -> Any:
        return "%s", [self]


@ForeignObject.register_lookup
@Field.register_lookup
class _Among(Lookup):
    """``id__among=ids``: as ``in``, but the statement is the same however many there are."""

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, first = self.process_lhs(compiler, connection)
        right, then = self.process_rhs(compiler, connection)
        return f"{left} = ANY {right}", [*first, *then]


def asked_often(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """The query set that ``build`` makes of its named values, as a function of these values.

    ``build`` is called once, with marks in place of the values, so it may not look at them. A list is told with
    ``among``. Shape: rows of models, also of what they select as related, or the tuples of ``values_list``.
    """
    names = tuple(signature(build).parameters)

    @cache
    def compiled() -> tuple[str, list[Any], Callable[[list[Any]], Iterable[Row]]]:
        asked = build(**{name: _Told(name) for name in names})
        compiler = asked.query.get_compiler(connection=connection)
        sql, parts = compiler.as_sql()
        return sql, list(parts), _reader(compiler)

    def ask(**told: Any) -> list[Row]:
        sql, parts, read = compiled()
        with connection.cursor() as cursor:
            cursor.execute(sql, [told[part.name] if isinstance(part, _Told) else part for part in parts])
            return list(read(cursor.fetchall()))

    return ask


def _reader(compiler: Any) -> Callable[[list[Any]], Iterable[Any]]:
    """How a statement's rows become what its query set gives."""
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    if compiler.query.values_select:
        return lambda rows: map(tuple, _converted(rows, converters))
    model, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, last = places[0], places[-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[first:last]]
    # The types that are known of this are those of a later Django.
    related = get_related_populators(compiler.klass_info, compiler.select, "default")  # type: ignore[call-arg]

    def instances(rows: list[Any]) -> Iterable[Any]:
        for row in _converted(rows, converters):
            made = model.from_db("default", names, row[first:last])
            for populator in related:
                populator.populate(row, made)
            yield made

    return instances


def _converted(rows: Iterable[Any], converters: dict[int, Any]) -> Iterable[list[Any]]:
    for row in map(list, rows):
        for place, (steps, column) in converters.items():
            for step in steps:
                row[place] = step(row[place], column, connection)
        yield row


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to insert. To make the model itself of it takes longer than the database takes to keep it."""

    model: type[Model]
    values: Mapping[str, Any] = field(repr=False)


def new_row(model: type[Model], **values: Any) -> NewRow:
    """A row with these values; what is not named is as the model has it."""
    return NewRow(model, values)


def keep(*rows: NewRow) -> None:
    """Insert rows, as ``save`` would, in one statement; what only the database numbers stays unknown here."""
    values = [put(row.values) for row in rows for put in _puts(row.model)]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(tuple([row.model for row in rows])), values)


@contextmanager
def keeping(*rows: NewRow) -> Iterator[None]:
    """Keep rows and commit, while what is inside goes on; it is left once both are done, or one of them has failed."""
    with connection.wrap_database_errors, connection.connection.pipeline():
        if rows:
            keep(*rows)
        connection.connection.execute("COMMIT", prepare=False)
        yield


_SAVED_AS_IT_IS = {TextField: str, BigIntegerField: int, UUIDField: UUID}
"""What ``save`` hands to the database unchanged, as nearly every value is; the others go through their field."""


@cache
def _puts(model: type[Model]) -> tuple[Callable[[Mapping[str, Any]], Any], ...]:
    return tuple(map(_put, _fields(model)))


def _put(column: Any) -> Callable[[Mapping[str, Any]], Any]:
    name, as_it_is, nothing = column.attname, _SAVED_AS_IT_IS.get(type(column)), object()

    def put(values: Mapping[str, Any]) -> Any:
        value = values.get(name, nothing)
        if type(value) is as_it_is:
            return value
        return column.get_db_prep_save(column.get_default() if value is nothing else value, connection)

    return put


@cache
def _insertion(models: tuple[type[Model], ...]) -> str:
    *others, last = map(_insertion_of_one, models)
    before = ", ".join(f"row{number} AS ({one})" for number, one in enumerate(others))
    return f"WITH {before} {last}" if before else last


def _insertion_of_one(model: type[Model]) -> str:
    fields, quoted = _fields(model), connection.ops.quote_name
    columns, marks = ", ".join(quoted(str(f.column)) for f in fields), ", ".join("%s" for _ in fields)
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables and columns


@cache
def _fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
