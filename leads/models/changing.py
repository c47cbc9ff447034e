"""Rows that are changed and added by statements that are written once: see `prepared`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from leads.models.planned import executed

Names = tuple[str, ...]  # of a model's fields


def change(model: type[Model], where: Mapping[str, Any], news: Mapping[str, Any]) -> int:
    """Do what `filter(**where).update(**news)` does with values of the model's own fields.

    Returns how many rows have changed.
    """
    here = connections[DEFAULT_DB_ALIAS]
    absent = frozenset(name for name, value in where.items() if value is None)
    values = [_stored(here, model, *each) for each in news.items()]
    values += [_stored(here, model, *each) for each in where.items() if each[1] is not None]
    with executed(here, _update(model, tuple(news), tuple(where), absent), values) as cursor:
        return int(cursor.rowcount)


def add(model: type[Model], values: Mapping[str, Any]) -> None:
    """Do what `create(**values)` does, but return no object. Other fields get their defaults."""
    here = connections[DEFAULT_DB_ALIAS]
    others = {
        each.attname: each.get_default()
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in values
    }
    row = [_stored(here, model, *each) for each in (others | dict(values)).items()]
    executed(here, _insert(model, (*others, *values)), row).close()


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
