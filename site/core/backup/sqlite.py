"""SQLite: a copy that is consistent although the site writes, and putting one back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

# Whoever holds one of these is logged in: a copy that is stolen must open no door.
SESSIONS = "django_session"


def dump(target: Path) -> None:
    """Copy the database to a new file, through SQLite's own backup and without sessions."""
    with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if _has(copy, SESSIONS):
            copy.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608 - a constant
            copy.commit()
        copy.execute("VACUUM")  # what was deleted at any time is not in the copy
        [[verdict]] = copy.execute("PRAGMA quick_check").fetchall()
    if verdict != "ok":
        raise OSError(f"the copy is damaged: {verdict}")


def load(source: Path) -> None:
    """Make the database what the copy is. Other processes see all of it or nothing."""
    connections.close_all()
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_file())) as live:
        live.execute("PRAGMA secure_delete=ON")
        copy.backup(live)
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_in_use() -> bool:
    """Tell whether another process has the database open: web server or worker."""
    connections.close_all()
    if not _file().exists():
        return False
    with closing(sqlite3.connect(_file(), timeout=0)) as alone:
        try:
            alone.execute("PRAGMA locking_mode=EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.rollback()
        except sqlite3.OperationalError:
            return True
    return False


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _has(database: sqlite3.Connection, table: str) -> bool:
    named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return database.execute(named, [table]).fetchone() is not None
