"""Objects that are stored by statements that are written once: see `prepared`.

No signal is sent and no validation done, as with `bulk_create`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

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
    """Store rows of one model in one statement. They have no keys afterwards, unless before."""
    if rows:
        known = rows[0].pk is not None
        executed(connections[DEFAULT_DB_ALIAS], *_inserting(rows, known, returns=False)).close()
        for row in rows:
            _is_stored(row)


def _is_stored(row: Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _inserting(rows: Sequence[Model], known: bool, returns: bool) -> tuple[str, list[Any]]:
    here = connections[DEFAULT_DB_ALIAS]
    fields = _fields(type(rows[0]), known)
    values = [
        each.get_db_prep_save(each.pre_save(row, add=True), here) for row in rows for each in fields
    ]
    return _statement(type(rows[0]), known, len(rows), returns), values


@cache
def _fields(model: type[Model], known: bool) -> list[Any]:
    return [each for each in model._meta.concrete_fields if known or not each.primary_key]


@cache
def _statement(model: type[Model], known: bool, count: int, returns: bool) -> str:
    name = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [name(each.column) for each in _fields(model, known)]
    one = f"({', '.join(['%s'] * len(columns))})"
    meta: Any = model._meta
    returning = f" RETURNING {name(meta.pk.column)}" if returns else ""
    return (
        f"INSERT INTO {name(meta.db_table)} ({', '.join(columns)}) "  # noqa: S608 - our own names
        f"VALUES {', '.join([one] * count)}{returning}"
    )
