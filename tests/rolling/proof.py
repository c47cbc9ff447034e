"""What is done to a site that restarts under load, and what must be true after it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.chaos.reckoning import Books
from tests.processes import eventually
from tests.rolling.load import Load
from tests.rolling.next_version import COLUMN, FILLED_WITH
from tests.rolling.site import RollingSite
from tests.rolling.units import Launcher

MEANWHILE = 3  # enquiries that old code has to store after the migration
WORKER_ENDS_WITHIN = 25.0  # seconds


def roll(site: RollingSite, load: Load, before: Launcher, after: Launcher, times: int) -> None:
    """Restart so many times under load; in the middle, migrate to the version `after`."""
    for _ in range(times - times // 2):
        site.restart(before)
    site.migrate(after)
    stored = len(load.told)
    eventually(lambda: len(load.told) >= stored + MEANWHILE or load.failed)
    for _ in range(times // 2):
        site.restart(after)
    load.stop()


def require_that_nobody_noticed(site: RollingSite, load: Load, folder: Path, var_dir: Path) -> None:
    """Fail if a visitor met an error, an enquiry is not in the CRM once, or an end took long."""
    assert load.read > 0
    assert not load.failed, "\n".join(load.failed)
    books = Books(folder / "sandbox.sqlite3")
    eventually(lambda: load.told <= books.marks().keys())
    doubles = {"activities": books.double_activities(), "contacts": books.double_contacts()}
    assert not any(doubles.values()), doubles
    assert max(site.worker_stops) <= WORKER_ENDS_WITHIN, site.worker_stops
    with closing(sqlite3.connect(var_dir / "leadline.sqlite3")) as database:
        told_apart = database.execute(f"SELECT DISTINCT {COLUMN} FROM leads_enquiry").fetchall()  # noqa: S608
    assert told_apart == [(FILLED_WITH,)], told_apart
