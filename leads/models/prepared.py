"""SQL that is written once, for what is asked and changed again and again.

To write a statement takes Django several times longer than the database takes to carry it out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)
# A moment and a key that no query would name.
_THEN = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
_NOBODY = -7_259_302_846_113_905


class Prepared(Generic[M]):
    """A query with nothing changed in it from time to time but a moment or a key.

    `build` is called once with stand-ins for these and returns the query; what else it depends on
    must not change. Only rows that are returned whole or in part, and no other objects, can be had
    this way. `most` is how many rows are looked for; None: all.
    """

    def __init__(
        self, model: type[M], build: Callable[..., QuerySet[M]], most: int | None = 1
    ) -> None:
        self._model, self._build, self._most = model, build, most
        self._here = threading.local()  # how a row is read depends on the thread's connection

    def first(self, *given: datetime | int) -> M | None:
        """Return the first row. In a transaction, where the query locks."""
        return next(iter(self.rows(*given)), None)

    def rows(self, *given: datetime | int) -> list[M]:
        """Return the rows."""
        written = self._written(given)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.filled(given))
            return [
                self._model.from_db(connection.alias, written.names, row)
                for row in written.read(cursor.fetchall())
            ]

    def any(self, *given: datetime | int) -> bool:
        """Tell whether there is a row."""
        written = self._written(given)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.filled(given))
            return cursor.fetchone() is not None

    def _written(self, given: Sequence[datetime | int]) -> _Written:
        known: dict[str, _Written] = self._here.__dict__
        if connection.vendor not in known:
            query = self._build(*map(_hole, given))[: self._most].query
            known[connection.vendor] = _Written(query)
        return known[connection.vendor]


class _Written:
    """The SQL of a query, and how the rows that it finds are read."""

    def __init__(self, query: Query) -> None:
        self._compiler = query.get_compiler(connection.alias)
        self.sql, self._parameters = self._compiler.as_sql()
        columns = [column for column, *_ in self._compiler.select]
        self.names = [column.target.attname for column in columns]
        self._converters = self._compiler.get_converters(columns)

    def filled(self, given: Sequence[datetime | int]) -> list[Any]:
        """Return the parameters, with what is given in the place of its stand-ins."""
        fillings = {_adapted(_hole(each)): _adapted(each) for each in given}
        return [fillings.get(each, each) for each in self._parameters]

    def read(self, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Return the values of rows as Python has them."""
        read: Iterable[Sequence[Any]] = self._compiler.apply_converters(rows, self._converters)
        return read


def _hole(value: datetime | int) -> datetime | int:
    return _THEN if isinstance(value, datetime) else _NOBODY


def _adapted(value: datetime | int) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def change(model: type[Model], where: Mapping[str, Any], news: Mapping[str, Any]) -> int:
    """Do what `filter(**where).update(**news)` does with values of the model's own fields.

    Returns how many rows have changed.
    """
    columns = {name: _column(model, name) for name in {*where, *news}}
    sets = ", ".join(f"{columns[name]} = %s" for name in news)
    tests = " AND ".join(
        f"{columns[name]} IS NULL" if value is None else f"{columns[name]} = %s"
        for name, value in where.items()
    )
    values = [_stored(model, name, value) for name, value in news.items()]
    values += [_stored(model, name, value) for name, value in where.items() if value is not None]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {sets} WHERE {tests}", values)  # noqa: S608 - our names
        return int(cursor.rowcount)


def _column(model: type[Model], name: str) -> str:
    return str(connection.ops.quote_name(_field(model, name).column))


def _stored(model: type[Model], name: str, value: object) -> Any:
    return _field(model, name).get_db_prep_save(value, connection)


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)
