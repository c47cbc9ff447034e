"""Whether anything has to be made ready before the parts start.

Importing Django and asking it takes seconds at every start, so what it last made ready is noted:
the files that it read, and how far the database's migrations had come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import environ as given
from django.core.exceptions import ImproperlyConfigured

from config.given import secret
from config.running.plan import ROOT, Plan
from config.sqlite import use_own_library

use_own_library()

import sqlite3  # noqa: E402  after the library is in place

_SOURCES = ("**/static/**/*", "**/migrations/*.py", "starter/**/*", "config/settings/*.py")
_ROOMS = ("site", "home", "blog", "leads")
_FILES = (".env", "requirements/run.txt")
# A destination that cannot work must stop the start, and Django is who finds out.
_VARIABLES = ("CRM_URL", "CRM_URL_FILE", "BASE_URL", "DJANGO_SETTINGS_MODULE")

_MIGRATIONS = "SELECT count(*), max(id) FROM django_migrations"
_NOT_KNOWN = "not known"
_PATIENCE = 5  # seconds for a server of a database to answer
# Django's names of a connection's settings, and PostgreSQL's.
_LIBPQ = {
    "NAME": "dbname",
    "USER": "user",
    "PASSWORD": "password",
    "HOST": "host",
    "PORT": "port",
}


def is_ready(plan: Plan, environ: Mapping[str, str]) -> bool:
    """Tell whether all is as `note_ready` last saw it; a database that cannot be asked is not."""
    note = _note(plan)
    if not note.is_file() or not (plan.var_dir / "static" / "staticfiles.json").is_file():
        return False
    seen = _fingerprint(plan, environ)
    return _NOT_KNOWN not in seen and note.read_text() == seen


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
    return f"{seen.hexdigest()} {_migrations(plan, environ)}\n"


def sources() -> Iterator[Path]:
    """Return every file of ours that is read when things are made ready."""
    found = {
        path for room in _ROOMS for pattern in _SOURCES for path in (ROOT / room).glob(pattern)
    }
    found.update(ROOT / name for name in _FILES)
    return (path for path in sorted(found) if path.is_file())


def _migrations(plan: Plan, environ: Mapping[str, str]) -> str:
    """Return how many migrations the database has seen and the last one's id."""
    try:
        url = secret(environ, "DATABASE_URL")
        if url:
            return f"{_digest(url)} {_on_server(given.Env.db_url_config(url))}"
        return _in_file(plan.var_dir / "leadline.sqlite3")
    except (ImproperlyConfigured, ValueError, sqlite3.Error):
        return _NOT_KNOWN


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _in_file(database: Path) -> str:
    if not database.is_file():
        return _NOT_KNOWN
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute(_MIGRATIONS).fetchone())


def _on_server(settings: Mapping[str, Any]) -> str:
    """Ask PostgreSQL; whatever stands in the way of that, Django will find and say better."""
    if settings["ENGINE"] != "django.db.backends.postgresql":
        return _NOT_KNOWN
    try:
        import psycopg  # only the layout of several machines has it
    except ImportError:
        return _NOT_KNOWN
    named = {_LIBPQ[name]: value for name, value in settings.items() if name in _LIBPQ and value}
    try:
        with psycopg.connect(
            connect_timeout=_PATIENCE, **named, **settings.get("OPTIONS", {})
        ) as it:
            return str(it.execute(_MIGRATIONS).fetchone())
    except psycopg.Error:
        return _NOT_KNOWN
