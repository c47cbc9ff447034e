"""The practice CRM's own SQLite file: records of any kind, their links, their past, the ledger."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from leads.crm.sandbox import ledger
from leads.crm.sandbox.session import Record, Session, record_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT,
    properties TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    UNIQUE (kind, key)
);
CREATE TABLE IF NOT EXISTS revision (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    at REAL NOT NULL,
    properties TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS revision_record ON revision (record, at);
CREATE TABLE IF NOT EXISTS link (
    source INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    target INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    PRIMARY KEY (source, target)
) WITHOUT ROWID;
"""

Clock = Callable[[], float]


class Store:
    """The file and its one lock. Safe to use from many threads."""

    def __init__(self, path: Path, clock: Clock = time.time) -> None:
        self.clock = clock
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        # A killed process loses nothing that was committed; only a power cut could, and this is
        # practice data. Waiting for the disk thrice a request would slow the CRM and prove no more.
        for pragma in ("journal_mode=DELETE", "synchronous=OFF", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(SCHEMA + ledger.SCHEMA)

    def close(self) -> None:
        """Close the file, once the request in hand is done with it."""
        with self._lock:
            self._db.close()

    def arrived(self, method: str, target: str, body: bytes) -> int:
        """Enter a request in the ledger and return its id."""
        data = ledger.request_data(method, target, body)
        with self._transaction() as db:
            return ledger.append(db, self.clock(), "request", data, body=body)

    def answered(
        self, request: int, *, status: int | None, ending: str, fault: str | None, seconds: float
    ) -> None:
        """Enter how a request is about to be answered, or how it is about to be broken."""
        data = {"status": status, "ending": ending, "fault": fault, "seconds": round(seconds, 4)}
        with self._transaction() as db:
            ledger.append(db, self.clock(), "answer", data, request=request)

    @contextmanager
    def session(self, request: int) -> Iterator[Session]:
        """Open the transaction of one request: committed at the end, rolled back on an error."""
        with self._transaction() as db:
            yield Session(db, request, self.clock())

    def ledger(self, *, after: int = 0, limit: int = 1000) -> dict[str, Any]:
        """See `ledger.read`."""
        with self._lock:
            return ledger.read(self._db, after=after, limit=limit)

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """See `ledger.latest`."""
        with self._lock:
            return ledger.latest(self._db, limit)

    def totals(self) -> dict[str, int]:
        """How many records there are of each kind, without those of a CRM's own, such as "_key"."""
        with self._lock:
            rows = self._db.execute(
                "SELECT kind, count(*) AS n FROM record WHERE kind NOT LIKE '\\_%' ESCAPE '\\'"
                " GROUP BY kind"
            )
            return {row["kind"]: row["n"] for row in rows}

    def overview(self, kind: str, limit: int = -1) -> list[tuple[Record, dict[str, int]]]:
        """Return records of `kind`, newest first, each with the number of those tied to it."""
        with self._lock:
            rows = self._db.execute(
                "SELECT * FROM record WHERE kind = ? ORDER BY id DESC LIMIT ?", (kind, limit)
            ).fetchall()
            return [(record_of(row), self._tied(row["id"])) for row in rows]

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only."""
        with self._lock:
            yield Session(self._db, 0, self.clock())

    def _tied(self, number: int) -> dict[str, int]:
        rows = self._db.execute(
            "SELECT kind, count(*) AS n FROM link JOIN record ON record.id = source"
            " WHERE target = ? GROUP BY kind",
            (number,),
        )
        return {row["kind"]: row["n"] for row in rows}

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
