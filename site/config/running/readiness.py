"""Whether anything has to be made ready before the parts start.

Importing Django and asking it takes seconds at every start, so what it last made ready is noted:
the files that it read, and how far the database's migrations had come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from config.running.plan import ROOT, Plan
from config.sqlite import use_own_library

use_own_library()

import sqlite3  # noqa: E402  after the library is in place

_SOURCES = ("**/static/**/*", "**/migrations/*.py", "starter/**/*", "config/settings/*.py")
_ROOMS = ("site", "home", "blog", "leads")
_FILES = (".env", "requirements/run.txt")
# A destination that cannot work must stop the start, and Django is who finds out.
_VARIABLES = ("CRM_URL", "CRM_URL_FILE", "BASE_URL", "DJANGO_SETTINGS_MODULE")

_OTHER_DATABASE = ("DATABASE_URL", "DATABASE_URL_FILE")


def is_ready(plan: Plan, environ: Mapping[str, str]) -> bool:
    """Tell whether all is as `note_ready` last saw it. Another database is always asked."""
    note = _note(plan)
    if any(environ.get(name) for name in _OTHER_DATABASE) or not note.is_file():
        return False
    if not (plan.var_dir / "static" / "staticfiles.json").is_file():
        return False
    return note.read_text() == _fingerprint(plan, environ)


def note_ready(plan: Plan, environ: Mapping[str, str]) -> None:
    """Remember that everything is ready as it stands."""
    note = _note(plan)
    note.touch(mode=0o600)
    note.write_text(_fingerprint(plan, environ))


def _note(plan: Plan) -> Path:
    return plan.var_dir / "ready"


def _fingerprint(plan: Plan, environ: Mapping[str, str]) -> str:
    seen = hashlib.sha256(str(ROOT).encode())
    for path in sources():
        stat = path.stat()
        seen.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    for name in _VARIABLES:
        seen.update(f"{name}\0{environ.get(name)}\0".encode())
    file = environ.get("CRM_URL_FILE", "")
    if file and Path(file).is_file():
        seen.update(Path(file).read_bytes())
    return f"{seen.hexdigest()} {_migrations(plan.var_dir / 'leadline.sqlite3')}\n"


def sources() -> Iterator[Path]:
    """Return every file of ours that is read when things are made ready."""
    found = {
        path for room in _ROOMS for pattern in _SOURCES for path in (ROOT / room).glob(pattern)
    }
    found.update(ROOT / name for name in _FILES)
    return (path for path in sorted(found) if path.is_file())


def _migrations(database: Path) -> str:
    """Return how many migrations the database has seen and the last one's id."""
    if not database.is_file():
        return "none"
    try:
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute("SELECT count(*), max(id) FROM django_migrations")
            return str(rows.fetchone())
    except sqlite3.Error:
        return "none"
