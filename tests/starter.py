"""The starter content for tests: loaded once by a process, then put back row by row.

Loading publishes fifteen pages, which takes longer than most tests that walk through them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction

from core.pagecache import watching
from home.starting import load_starter

# What pages refer to: where these are others, the rows that were kept would not fit.
GROUNDS = ("django_content_type", "wagtailcore_locale", "wagtailcore_collection", "auth_group")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Loaded:
    """The tables that loading changed, before and after."""

    before: dict[str, Rows]
    after: dict[str, Rows]


_kept: list[Loaded] = []


def begin_with_starter() -> None:
    """Put the starter content on a site that has nothing yet."""
    if not _kept or _rows_of(_kept[0].before) != _kept[0].before:
        _load()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _kept[0].after.items():
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            if rows:
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608
    cache.clear()  # Wagtail keeps where sites begin
    transaction.on_commit(watching.changed)  # as after any change of what pages show


def _load() -> None:
    before = _rows_of(_tables())
    assert load_starter()
    if not _kept:
        after = _rows_of(before)
        changed = [table for table in before if after[table] != before[table]]
        grounds = {table: before[table] for table in (*GROUNDS, *changed)}
        _kept.append(Loaded(before=grounds, after={table: after[table] for table in changed}))


def _tables() -> list[str]:
    """Every table that is written to by itself: indexes for search follow their triggers."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return [name for name in names if "_fts" not in name]


def _rows_of(tables: list[str] | dict[str, Rows]) -> dict[str, Rows]:
    with connection.cursor() as cursor:
        return {table: _all(cursor, table) for table in tables}


def _all(cursor: Any, table: str) -> Rows:
    return list(cursor.execute(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608
