"""Moving the site from SQLite to PostgreSQL: every row of every table, as it is stored.

Rows are read below Django's fields, so that nothing is made tidy on the way: what is odd in the
old database is as odd in the new one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import environ
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import Error as DatabaseError
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

ALIAS = "moving_to"
AT_ONCE = 500  # rows
# Made anew at the end: the two databases search in different ways.
_SEARCH = "wagtailsearch_indexentry"  # how the names of its tables begin

Say = Callable[[str], object]


class Refused(Exception):
    """Why nothing was moved, and what to do about it."""


def move(url: str, say: Say) -> dict[str, int]:
    """Copy the whole site into the empty PostgreSQL database at `url`; returns the rows by table.

    The old database stays as it is, and nobody can write into it meanwhile. Raises Refused.
    """
    if connection.vendor != "sqlite":
        raise Refused("DATABASE_URL is PostgreSQL already.")
    target = _target(url)
    say("Making the tables …")
    _manage(url, "migrate", "--no-input", "-v0")
    with transaction.atomic(), transaction.atomic(using=ALIAS):  # the first keeps writers out
        _empty(target)
        copied = {}
        for model in _models():
            copied[model._meta.label] = count = _copy(model, target)
            say(f"{count:8}  {model._meta.label}")
        _continue_numbers(target)
    _compare(target, copied)
    say("Building the search …")
    _manage(url, "update_index", "-v0")
    with target.cursor() as cursor:
        cursor.execute("ANALYZE")  # what queries are planned by would come a minute later
    return copied


def _target(url: str) -> BaseDatabaseWrapper:
    """Return a connection to the new database, which must be there and hold nothing."""
    try:
        there = environ.Env.db_url_config(url)
    except Exception:  # noqa: BLE001 - whatever it is, its text may hold the password
        there = {}
    if there.get("ENGINE") != "django.db.backends.postgresql":
        raise Refused("The address must be like postgres://USER:PASSWORD@HOST/NAME.")
    connections.settings[ALIAS] = {**connections.settings["default"], "OPTIONS": {}, **there}
    target = connections[ALIAS]
    try:
        tables = target.introspection.table_names()
    except DatabaseError as error:
        raise Refused(f"The new database does not answer: {type(error).__name__}.") from None
    if tables:
        raise Refused(f"The new database holds {len(tables)} tables: give an empty one.")
    return target


def _manage(url: str, *command: str) -> None:
    """Run a management command as the site will be run, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{command[0]} failed: {done.stderr.strip().splitlines()[-1]}")


def _models() -> list[type[Model]]:
    found = [each._meta for each in apps.get_models(include_auto_created=True)]
    return [
        each.model
        for each in found
        if each.managed and not each.proxy and not each.db_table.startswith(_SEARCH)
    ]


def _empty(target: BaseDatabaseWrapper) -> None:
    """Remove the rows that migrations have made: the old site has its own of them."""
    named = ", ".join(_name(target, each) for each in _models())
    with target.cursor() as cursor:
        cursor.execute(f"TRUNCATE {named} CASCADE")


def _copy(model: type[Model], target: BaseDatabaseWrapper) -> int:
    fields = model._meta.local_concrete_fields
    columns = ", ".join(target.ops.quote_name(str(each.column)) for each in fields)
    places = ", ".join("%s" for _ in fields)
    insert = f"INSERT INTO {_name(target, model)} ({columns}) VALUES ({places})"  # noqa: S608
    count = 0
    with target.cursor() as cursor:
        for rows in _batches(_rows(model)):
            cursor.executemany(insert, rows)
            count += len(rows)
    return count


def _rows(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    """Yield each row's values as Python's own types: SQLite has neither times nor booleans."""
    fields = model._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(each.column)) for each in fields)
    converters = [_converters(each) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {_name(connection, model)}")  # noqa: S608
        for row in cursor.fetchall():
            yield tuple(
                _converted(value, field, ways)
                for value, field, ways in zip(row, fields, converters, strict=True)
            )


def _converters(field: Any) -> list[Any]:
    """Return what makes Python's own types of SQLite's, and nothing that a field adds to that."""
    kind = field.get_internal_type()
    if kind == "JSONField":  # its text is what PostgreSQL takes, too
        return []
    more = field.get_db_converters(connection) if kind == "DurationField" else []
    return [*connection.ops.get_db_converters(field.cached_col), *more]


def _converted(value: Any, field: Any, ways: Iterable[Any]) -> Any:
    for way in ways:
        value = way(value, field.cached_col, connection)
    return value


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _continue_numbers(target: BaseDatabaseWrapper) -> None:
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _compare(target: BaseDatabaseWrapper, copied: dict[str, int]) -> None:
    with target.cursor() as cursor:
        for model in _models():
            cursor.execute(f"SELECT count(*) FROM {_name(target, model)}")  # noqa: S608
            [there] = cursor.fetchone()
            wanted = copied[model._meta.label]
            if there != wanted:
                raise Refused(f"{model._meta.label}: {there} of {wanted} arrived")


def _name(database: BaseDatabaseWrapper, model: type[Model]) -> str:
    return database.ops.quote_name(model._meta.db_table)
