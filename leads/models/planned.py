"""Statements that PostgreSQL plans once a connection, not each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

KEPT_AT = 2  # how often PostgreSQL is asked the same before it keeps the plan


def executed(here: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> CursorWrapper:
    """Return a cursor that has carried out a statement.

    PostgreSQL refuses a plan with NotSupportedError once a migration has changed a column that it
    returns: have it forget its plans, or close the connection.
    """
    cursor = _cursor(here)
    cursor.execute(sql, values)
    return cursor


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
