"""Queries that are asked again and again, with nothing changed in them but the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
_THEN = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)  # no moment that a query would name


class Prepared(Generic[M]):
    """A query for rows as of a moment, whose SQL is written once in a process.

    To write it takes Django several times longer than the database takes to answer. `build` gets
    the moment and returns the query; what else it depends on must not change. Only rows that are
    returned whole or in part, and no other objects, can be had this way. `most` is how many rows
    are looked for; None: all.
    """

    def __init__(
        self, model: type[M], build: Callable[[datetime], QuerySet[M]], most: int | None = 1
    ) -> None:
        self._model, self._build, self._most = model, build, most
        self._lock = threading.Lock()
        self._written: dict[str, tuple[str, Sequence[Any]]] = {}

    def first(self, now: datetime) -> M | None:
        """Return the first row. In a transaction, where the query locks."""
        return next(iter(self.rows(now)), None)

    def rows(self, now: datetime) -> list[M]:
        """Return the rows."""
        return list(self._model._default_manager.raw(*self._sql(now)))

    def any(self, now: datetime) -> bool:
        """Tell whether there is a row."""
        with connection.cursor() as cursor:
            cursor.execute(*self._sql(now))
            return cursor.fetchone() is not None

    def _sql(self, now: datetime) -> tuple[str, list[Any]]:
        with self._lock:
            if connection.vendor not in self._written:
                query = self._build(_THEN)[: self._most].query
                self._written[connection.vendor] = query.sql_with_params()
            sql, parameters = self._written[connection.vendor]
        then, moment = (connection.ops.adapt_datetimefield_value(each) for each in (_THEN, now))
        return sql, [moment if each == then else each for each in parameters]
