"""Statements that are carried out again and again, with nothing done twice.

PostgreSQL plans them once a connection. For SQLite, Django would write each one anew each time, and
look after what nobody asked for: a tenth of what a busy worker computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.backends.utils import CursorWrapper

KEPT_AT = 2  # how often PostgreSQL is asked the same before it keeps the plan


def executed(here: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> CursorWrapper:
    """Return a cursor that has carried out a statement.

    PostgreSQL refuses a plan with NotSupportedError once a migration has changed a column that it
    returns: have it forget its plans, or close the connection.
    """
    if here.vendor == "sqlite" and not here.queries_logged and not here.execute_wrappers:
        return _executed_by_sqlite(here, sql, values)
    cursor = _cursor(here)
    cursor.execute(sql, values)
    return cursor


def _executed_by_sqlite(
    here: BaseDatabaseWrapper, sql: str, values: Sequence[Any]
) -> CursorWrapper:
    here.ensure_connection()
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return here.make_cursor(here.connection.execute(_in_its_own_way(sql), values))


@cache
def _in_its_own_way(sql: str) -> str:
    """Return a statement with places for values as SQLite's own library knows them."""
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")


def _cursor(here: BaseDatabaseWrapper) -> CursorWrapper:
    """Django has psycopg write values into the statement, which is then a new one each time."""
    if here.vendor != "postgresql":
        return here.cursor()
    from django.db.backends.postgresql import base  # which is there where psycopg is

    here.ensure_connection()
    with here.wrap_database_errors:
        here.connection.prepare_threshold = KEPT_AT
        cursor: Any = base.ServerBindingCursor
        return here.make_cursor(cursor(here.connection))
