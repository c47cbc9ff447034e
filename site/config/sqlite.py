"""A SQLite that does not lose commits, and how we open it. Why: docs/decisions/0002-sqlite.md."""

from __future__ import annotations

import sys
from typing import Any

# https://sqlite.org/wal.html#walresetbug: with WAL and several connections a commit can be lost.
_BUG_BEGINS = (3, 7, 0)
_BUG_ENDS = (3, 51, 3)
_BACKPORTS = {(3, 44): 6, (3, 50): 7}

OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,  # seconds to wait for another writer
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        # 32 MB. The worker empties the log each second: a commit that did would take twice as long.
        "PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=8000;"
    ),
}


def use_own_library() -> None:
    """Put `pysqlite3` in the place of `sqlite3`, where it is installed.

    Must run before anything opens a database: no process may use two SQLite libraries on one file.
    """
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:  # no wheel for this platform
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def loses_commits(version: tuple[int, int, int]) -> bool:
    """Tell whether this version of SQLite has the WAL-reset bug."""
    fixed_at = _BACKPORTS.get(version[:2])
    if fixed_at is not None and version[2] >= fixed_at:
        return False
    return _BUG_BEGINS <= version < _BUG_ENDS
