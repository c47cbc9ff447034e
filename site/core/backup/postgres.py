"""PostgreSQL: pg_dump and pg_restore, which must be as new as the server at least."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from django.db import connection, connections

SESSIONS = "django_session"
FAREWELL = 2.0  # seconds that a connection of our own, which was closed, may still be listed
_PACKAGE = "install the system's package postgresql-client"


def dump(target: Path) -> None:
    """Write a dump without sessions, as of one moment, while the site goes on. Raises OSError."""
    options = ["--format=custom", "--no-owner", "--no-privileges"]
    options += [f"--exclude-table-data={SESSIONS}", f"--file={target}"]
    _run("pg_dump", *options)


def load(source: Path) -> None:
    """Make the database what the dump is. Raises OSError; then it may be empty."""
    _let_go()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    _let_go()
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", *options, f"--dbname={_settings()['NAME']}", str(source))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # no copy holds what queries are planned by


def is_in_use() -> bool:
    """Tell whether another process is connected: web server or worker."""
    _let_go()
    until = time.monotonic() + FAREWELL
    while others := _others():
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    return bool(others)


def _others() -> int:
    """Count the connections beside one that is opened for this alone: a pool may have several."""
    database: Any = connection
    with database.Database.connect(**database.get_connection_params()) as alone:
        [count] = alone.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    return int(count)


def _let_go() -> None:
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone has it


def _run(program: str, *options: str) -> None:
    settings = _settings()
    where = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER"}
    told = {name: str(settings[key]) for name, key in where.items() if settings.get(key)}
    path = shutil.which(program)
    if path is None:
        raise FileNotFoundError(f"{program} is not installed: {_PACKAGE}")
    # The password goes by the environment: everybody on the machine can read a command line.
    environment = {**os.environ, **told, "PGPASSWORD": str(settings.get("PASSWORD") or "")}
    done = subprocess.run(  # noqa: S603 - a program found by name, options of ours
        [path, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OSError(f"{program}: {done.stderr.strip().splitlines()[-1:] or done.returncode}")


def _settings() -> dict[str, Any]:
    found: dict[str, Any] = connection.settings_dict
    return found
