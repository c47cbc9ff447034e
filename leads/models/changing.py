"""Rows that are changed and added by statements that are written once: see `prepared`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from leads.models.planned import executed

Names = tuple[str, ...]  # of a model's fields


def change(model: type[Model], where: Mapping[str, Any], news: Mapping[str, Any]) -> int:
    """Do what `filter(**where).update(**news)` does with values of the model's own fields.

    Returns how many rows have changed.
    """
    here = connections[DEFAULT_DB_ALIAS]
    with executed(here, *_changing(here, model, where, news)) as cursor:
        return int(cursor.rowcount)


def add(model: type[Model], values: Mapping[str, Any]) -> None:
    """Do what `create(**values)` does, but return no object. Other fields get their defaults."""
    here = connections[DEFAULT_DB_ALIAS]
    names, row = _whole(here, model, values)
    executed(here, _insert(model, names), row).close()


def change_and_add(
    model: type[Model],
    where: Mapping[str, Any],
    news: Mapping[str, Any],
    other: type[Model],
    values: Mapping[str, Any],
) -> int:
    """Do what `change` does, and where that has changed a row, what `add` does with another model.

    Both are done or neither. Returns how many rows have changed.
    """
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor == "postgresql":  # one way there and back in the place of four
        update, changing = _changing(here, model, where, news)
        names, adding = _whole(here, other, values)
        both = f"WITH done AS ({update} RETURNING 1) {_insert_if_done(other, names)}"
        with executed(here, both, [*changing, *adding]) as cursor:
            return int(cursor.rowcount)
    with transaction.atomic(savepoint=False):
        changed = change(model, where, news)
        if changed:
            add(other, values)
    return changed


def _changing(
    here: BaseDatabaseWrapper,
    model: type[Model],
    where: Mapping[str, Any],
    news: Mapping[str, Any],
) -> tuple[str, list[Any]]:
    absent = frozenset(name for name, value in where.items() if value is None)
    values = [_stored(here, model, *each) for each in news.items()]
    values += [_stored(here, model, *each) for each in where.items() if each[1] is not None]
    return _update(model, tuple(news), tuple(where), absent), values


def _whole(
    here: BaseDatabaseWrapper, model: type[Model], values: Mapping[str, Any]
) -> tuple[Names, list[Any]]:
    """Return a new row's fields and what is stored of each: what is given, and the defaults."""
    others = {
        each.attname: each.get_default()
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in values and not each.has_db_default()
    }
    row = others | dict(values)
    return tuple(row), [_stored(here, model, *each) for each in row.items()]


@cache
def _update(model: type[Model], news: Names, where: Names, absent: frozenset[str]) -> str:
    sets = ", ".join(f"{_column(model, name)} = %s" for name in news)
    tests = " AND ".join(
        f"{_column(model, name)} {'IS NULL' if name in absent else '= %s'}" for name in where
    )
    return f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {tests}"  # noqa: S608 - our names


@cache
def _insert(model: type[Model], names: Names) -> str:
    return f"{into(model, names)} VALUES ({', '.join(['%s'] * len(names))})"


@cache
def _insert_if_done(model: type[Model], names: Names) -> str:
    places = ", ".join(f"CAST(%s AS {_kind(model, name)})" for name in names)
    return f"{into(model, names)} SELECT {places} FROM done"  # noqa: S608 - our own names


def into(model: type[Model], names: Names) -> str:
    """Return how a statement begins that adds rows with these fields."""
    columns = ", ".join(_column(model, name) for name in names)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns})"


def _kind(model: type[Model], name: str) -> str:
    """Return a column's type without its length: to cast to that would cut off what is too long."""
    kind: str = _field(model, name).db_type(connections[DEFAULT_DB_ALIAS])
    return kind.partition("(")[0]


def _column(model: type[Model], name: str) -> str:
    return _quoted(_field(model, name).column)


def _quoted(name: str) -> str:
    return str(connections[DEFAULT_DB_ALIAS].ops.quote_name(name))


def _stored(here: BaseDatabaseWrapper, model: type[Model], name: str, value: object) -> Any:
    return _field(model, name).get_db_prep_save(value, here)


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)
