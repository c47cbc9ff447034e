"""SQL that is written once, for what is asked and changed again and again.

To write a statement takes Django several times longer than the database takes to carry it out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)
Names = tuple[str, ...]  # of a model's fields
# A moment and a key that no query would name.
_THEN = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
PLANNED_AT = 2  # how often PostgreSQL is asked the same before it keeps the plan
_NOBODY = -7_259_302_846_113_905


class Prepared(Generic[M]):
    """A query with nothing changed in it from time to time but a moment or a key.

    `build` is called once with stand-ins for these and returns the query; what else it depends on
    must not change. Rows, whole or in part, and what `select_related` names can be had this way.
    `most` is how many rows are looked for; None: all.
    """

    def __init__(
        self, model: type[M], build: Callable[..., QuerySet[M]], most: int | None = 1
    ) -> None:
        self._model, self._build, self._most = model, build, most
        self._lock = threading.Lock()
        self._written: dict[str, _Written] = {}  # by the database's kind
        self._here = threading.local()

    def first(self, *given: datetime | int) -> M | None:
        """Return the first row. In a transaction, where the query locks."""
        return next(iter(self.rows(*given)), None)

    def rows(self, *given: datetime | int) -> list[M]:
        """Return the rows."""
        asking = self._asking(given)
        with asking.asked(given) as cursor:
            found = cursor.fetchall()
        return asking.read(self._model, found)

    def any(self, *given: datetime | int) -> bool:
        """Tell whether there is a row."""
        with self._asking(given).asked(given) as cursor:
            return cursor.fetchone() is not None

    def _asking(self, given: Sequence[datetime | int]) -> _Asking:
        mine: dict[str, _Asking] = self._here.__dict__
        kind = connections[DEFAULT_DB_ALIAS].vendor
        if kind not in mine:
            with self._lock:
                if kind not in self._written:
                    query = self._build(*map(_hole, given))[: self._most].query
                    self._written[kind] = _Written(query)
            mine[kind] = _Asking(self._written[kind])
        return mine[kind]


class _Written:
    """A query and its SQL."""

    def __init__(self, query: Query) -> None:
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        self.query = query
        self.sql, self.parameters = compiler.as_sql()
        self.columns = [column for column, *_ in compiler.select]
        own = compiler.klass_info["select_fields"]  # those of the model itself stand together
        self.own = slice(own[0], own[-1] + 1)
        self.names = [column.target.attname for column in self.columns[self.own]]
        others: Any = get_related_populators  # Django 6.1 wants to know more than 5.2
        self.others = others(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)


class _Asking:
    """How one thread asks: a row is read by the thread's own connection."""

    def __init__(self, written: _Written) -> None:
        self.written = written
        self._compiler = written.query.get_compiler(DEFAULT_DB_ALIAS)
        self._converters = self._compiler.get_converters(written.columns)

    def asked(self, given: Sequence[datetime | int]) -> CursorWrapper:
        """Return the answer to the query, with what is given in the place of its stand-ins."""
        here = connections[DEFAULT_DB_ALIAS]
        fillings = {_adapted(here, _hole(each)): _adapted(here, each) for each in given}
        values = [fillings.get(each, each) for each in self.written.parameters]
        try:
            return _executed(here, self.written.sql, values)
        except NotSupportedError:
            if here.in_atomic_block:
                here.connection.close()  # which no pool hands out again
                raise
            with here.cursor() as cursor:
                cursor.execute("DEALLOCATE ALL")
            return _executed(here, self.written.sql, values)

    def read(self, model: type[M], rows: Sequence[Sequence[Any]]) -> list[M]:
        """Return rows as objects of the model, with the others that were asked for."""
        found = []
        for row in self._compiler.apply_converters(rows, self._converters):
            one = model.from_db(DEFAULT_DB_ALIAS, self.written.names, row[self.written.own])
            for other in self.written.others:
                other.populate(row, one)
            found.append(one)
        return found


def planned_once(here: BaseDatabaseWrapper) -> CursorWrapper:
    """Return a cursor whose statements PostgreSQL plans once a connection, not each time.

    Django has psycopg write parameters into the statement, which is then a new one each time. A
    plan is refused with NotSupportedError once a migration has changed a column that it returns.
    """
    if here.vendor != "postgresql":
        return here.cursor()
    from django.db.backends.postgresql import base  # which is there where psycopg is

    here.ensure_connection()
    with here.wrap_database_errors:
        here.connection.prepare_threshold = PLANNED_AT
        cursor: Any = base.ServerBindingCursor
        return here.make_cursor(cursor(here.connection))


def _executed(here: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> CursorWrapper:
    cursor = planned_once(here)
    cursor.execute(sql, values)
    return cursor


def _hole(value: datetime | int) -> datetime | int:
    return _THEN if isinstance(value, datetime) else _NOBODY


def _adapted(here: BaseDatabaseWrapper, value: datetime | int) -> Any:
    return here.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def change(model: type[Model], where: Mapping[str, Any], news: Mapping[str, Any]) -> int:
    """Do what `filter(**where).update(**news)` does with values of the model's own fields.

    Returns how many rows have changed.
    """
    here = connections[DEFAULT_DB_ALIAS]
    absent = frozenset(name for name, value in where.items() if value is None)
    values = [_stored(here, model, *each) for each in news.items()]
    values += [_stored(here, model, *each) for each in where.items() if each[1] is not None]
    with planned_once(here) as cursor:
        cursor.execute(_update(model, tuple(news), tuple(where), absent), values)
        return int(cursor.rowcount)


def add(model: type[Model], values: Mapping[str, Any]) -> None:
    """Do what `create(**values)` does, but return no object. Other fields get their defaults."""
    here = connections[DEFAULT_DB_ALIAS]
    whole = {
        each.attname: each.get_default()
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in values
    }
    row = [_stored(here, model, *each) for each in (whole | dict(values)).items()]
    with planned_once(here) as cursor:
        cursor.execute(_insert(model, (*whole, *values)), row)


@cache
def _update(model: type[Model], news: Names, where: Names, absent: frozenset[str]) -> str:
    sets = ", ".join(f"{_column(model, name)} = %s" for name in news)
    tests = " AND ".join(
        f"{_column(model, name)} {'IS NULL' if name in absent else '= %s'}" for name in where
    )
    return f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {tests}"  # noqa: S608 - our names


@cache
def _insert(model: type[Model], names: Names) -> str:
    columns = ", ".join(_column(model, name) for name in names)
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608


def _column(model: type[Model], name: str) -> str:
    return _quoted(_field(model, name).column)


def _quoted(name: str) -> str:
    return str(connections[DEFAULT_DB_ALIAS].ops.quote_name(name))


def _stored(here: BaseDatabaseWrapper, model: type[Model], name: str, value: object) -> Any:
    return _field(model, name).get_db_prep_save(value, here)


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)
