"""A test database made once for each state of the migrations, then copied.

Migrating takes longer than most runs of a few tests. What was migrated is kept in `var/`, under a
name that stands for all migrations there are: a new or edited one begins anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "var" / "test-database"


@contextmanager
def prepared(database: Path) -> Iterator[None]:
    """Put the kept database where the tests want theirs; the block is Django's own set-up.

    Where none is kept yet, what the block makes is. Others that start at the same time wait for it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"{_state_of_migrations()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            shutil.copyfile(kept, database)
            fcntl.flock(lock, fcntl.LOCK_UN)
            yield
        else:
            yield
            _keep(database, kept)


def remove(database: Path) -> None:
    """Delete a test database and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _keep(database: Path, kept: Path) -> None:
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink()
    new = kept.with_suffix(".new")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source:
        source.execute("VACUUM INTO ?", [str(new)])
    new.replace(kept)


def _state_of_migrations() -> str:
    from django.db.migrations.loader import MigrationLoader

    digest = hashlib.sha256()
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for key in sorted(migrations):
        source = Path(inspect.getfile(type(migrations[key])))
        digest.update(repr(key).encode() + source.read_bytes())
    return digest.hexdigest()[:16]
