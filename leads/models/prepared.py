"""Queries that are written once and asked again and again; `changing` does the same for changes.

To write a statement takes Django several times longer than the database takes to carry it out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import Query

from leads.models.planned import executed

M = TypeVar("M", bound=Model)
Given = datetime | int | str | UUID
# A moment, two keys and a text that no query would name.
_THEN = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
_NOBODY = -7_259_302_846_113_905
_NOWHERE = UUID("725930284611390572593028461139ff")
_NOTHING = "in the place of a text"


class Prepared(Generic[M]):
    """A query with nothing changed in it from time to time but a moment, a key or a text.

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

    def first(self, *given: Given) -> M | None:
        """Return the first row. In a transaction, where the query locks."""
        return next(iter(self.rows(*given)), None)

    def rows(self, *given: Given) -> list[M]:
        """Return the rows."""
        asking = self._asking(given)
        with asking.asked(given) as cursor:
            found = cursor.fetchall()
        return asking.read(self._model, found)

    def any(self, *given: Given) -> bool:
        """Tell whether there is a row."""
        with self._asking(given).asked(given) as cursor:
            return cursor.fetchone() is not None

    def _asking(self, given: Sequence[Given]) -> _Asking:
        mine: dict[str, _Asking] = self._here.__dict__
        kind = connections[DEFAULT_DB_ALIAS].vendor
        if kind not in mine:
            with self._lock:
                if kind not in self._written:
                    query = self._build(*map(_hole, given))[: self._most].query
                    self._written[kind] = self._write(query)
            mine[kind] = _Asking(self._written[kind])
        return mine[kind]

    def _write(self, query: Query) -> _Written:
        return _Written(query)


class Taking(Prepared[M]):
    """A query whose rows are changed and returned in one statement, for a transaction of its own.

    Where the query locks, rows that somebody else is at are left out. `news` are the fields that
    get new values.
    """

    def __init__(
        self, model: type[M], build: Callable[..., QuerySet[M]], most: int, news: Sequence[str]
    ) -> None:
        super().__init__(model, build, most)
        self._news = [model._meta.get_field(name) for name in news]

    def take(self, given: Sequence[Given], news: Sequence[Any]) -> list[M]:
        """Return the rows, as they are now, in no order. `news` are the values, in their order."""
        here = connections[DEFAULT_DB_ALIAS]
        pairs: Any = zip(self._news, news, strict=True)
        asking = self._asking(given)
        with asking.asked(given, [each.get_db_prep_save(new, here) for each, new in pairs]) as rows:
            return asking.read(self._model, rows.fetchall())

    def _write(self, query: Query) -> _Written:
        """Write the search for keys apart, so that it is made once, whatever the planner thinks."""
        name = connections[DEFAULT_DB_ALIAS].ops.quote_name
        fields: Any = self._news
        meta: Any = self._model._meta
        key, table = name(meta.pk.column), name(meta.db_table)
        keys = query.clone()
        keys.add_immediate_loading(["pk"])
        with transaction.atomic():  # Django writes what locks nowhere else
            found, rows = _Written(keys), _Written(query)
        sets = ", ".join(f"{name(each.column)} = %s" for each in fields)
        columns = ", ".join(name(column.target.column) for column in rows.columns)
        rows.parameters = found.parameters
        rows.sql = (
            f"WITH chosen AS MATERIALIZED ({found.sql}) UPDATE {table} "  # noqa: S608 - our names
            f"SET {sets} WHERE {key} IN (SELECT {key} FROM chosen) RETURNING {columns}"
        )
        return rows


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
        here = connections[DEFAULT_DB_ALIAS]
        self._places = {
            hole: [at for at, each in enumerate(written.parameters) if each == _adapted(here, hole)]
            for hole in (_THEN, _NOBODY, _NOWHERE, _NOTHING)
        }

    def asked(self, given: Sequence[Given], more: Sequence[Any] = ()) -> CursorWrapper:
        """Return the answer to the query, with what is given in the place of its stand-ins.

        `more` are the values of what follows the query.
        """
        here = connections[DEFAULT_DB_ALIAS]
        values = [*self.written.parameters, *more]
        for each in given:
            filling = _adapted(here, each)
            for at in self._places[_hole(each)]:
                values[at] = filling
        try:
            return executed(here, self.written.sql, values)
        except NotSupportedError:
            if here.in_atomic_block:
                here.connection.close()  # which no pool hands out again
                raise
            with here.cursor() as cursor:
                cursor.execute("DEALLOCATE ALL")
            return executed(here, self.written.sql, values)

    def read(self, model: type[M], rows: Sequence[Sequence[Any]]) -> list[M]:
        """Return rows as objects of the model, with the others that were asked for."""
        found = []
        for row in self._compiler.apply_converters(rows, self._converters):
            one = model.from_db(DEFAULT_DB_ALIAS, self.written.names, row[self.written.own])
            for other in self.written.others:
                other.populate(row, one)
            found.append(one)
        return found


def _hole(value: Given) -> Given:
    if isinstance(value, datetime):
        return _THEN
    if isinstance(value, UUID):
        return _NOWHERE
    return _NOTHING if isinstance(value, str) else _NOBODY


def _adapted(here: BaseDatabaseWrapper, value: Given) -> Any:
    if isinstance(value, datetime):
        return here.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not here.features.has_native_uuid_field:
        return value.hex
    return value
