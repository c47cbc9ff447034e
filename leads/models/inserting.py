"""Objects that are stored by statements that are written once: see `prepared`.

No signal is sent and no validation done, as with `bulk_create`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

from leads.models.changing import into
from leads.models.planned import executed


def insert(row: Model) -> None:
    """Do what `row.save(force_insert=True)` does; the row has its key afterwards."""
    known = row.pk is not None
    returns = not known and connections[DEFAULT_DB_ALIAS].features.can_return_columns_from_insert
    with executed(connections[DEFAULT_DB_ALIAS], *_inserting([row], known, returns)) as cursor:
        if not known:
            row.pk = cursor.fetchone()[0] if returns else cursor.lastrowid
    _is_stored(row)


def insert_all(rows: Sequence[Model]) -> None:
    """Store rows of one model in one statement. They have no keys afterwards, unless before.

    What one of them leaves to a default of the database, all must leave to it.
    """
    if rows:
        known = rows[0].pk is not None
        executed(connections[DEFAULT_DB_ALIAS], *_inserting(rows, known, returns=False)).close()
        for row in rows:
            _is_stored(row)


def _is_stored(row: Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    for each in _by_database(type(row)):
        if _is_left(row, each):  # it is read when somebody asks for it
            del row.__dict__[each.attname]


def _inserting(rows: Sequence[Model], known: bool, returns: bool) -> tuple[str, list[Any]]:
    here = connections[DEFAULT_DB_ALIAS]
    model = type(rows[0])
    left = frozenset(each for each in _by_database(model) if _is_left(rows[0], each))
    fields = _fields(model, known, left)
    values = [
        each.get_db_prep_save(each.pre_save(row, add=True), here) for row in rows for each in fields
    ]
    return _statement(model, fields, len(rows), returns), values


@cache
def _by_database(model: type[Model]) -> list[Any]:
    """Return the fields that the database has a default for."""
    return [each for each in model._meta.concrete_fields if each.has_db_default()]


def _is_left(row: Model, field: Any) -> bool:
    return isinstance(getattr(row, field.attname), DatabaseDefault)


@cache
def _fields(model: type[Model], known: bool, left: frozenset[Any]) -> tuple[Any, ...]:
    every = model._meta.concrete_fields
    return tuple(each for each in every if each not in left and (known or not each.primary_key))


@cache
def _statement(model: type[Model], fields: Sequence[Any], count: int, returns: bool) -> str:
    one = f"({', '.join(['%s'] * len(fields))})"
    key: Any = model._meta.pk
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name(key.column)
    begins = into(model, tuple(each.attname for each in fields))
    returning = f" RETURNING {quoted}" if returns else ""
    return f"{begins} VALUES {', '.join([one] * count)}{returning}"
