"""Records of any kind, and the reads and writes of one request."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leads.crm.sandbox import ledger


@dataclass(frozen=True, kw_only=True)
class Record:
    """One contact, note, task or the like. `created` and `updated` are epoch seconds."""

    id: int
    kind: str
    key: str | None = field(repr=False)
    properties: Mapping[str, str] = field(repr=False)
    created: float
    updated: float


def record_of(row: sqlite3.Row) -> Record:
    """Read one row of the table `record`."""
    return Record(
        id=row["id"],
        kind=row["kind"],
        key=row["key"],
        properties=json.loads(row["properties"]),
        created=row["created"],
        updated=row["updated"],
    )


class Session:
    """Reads and writes of one request, in one transaction; each write leaves its effect."""

    def __init__(self, connection: sqlite3.Connection, request: int, now: float) -> None:
        self._db = connection
        self._request = request
        self.now = now

    def get(self, kind: str, number: str | int) -> Record | None:
        """Return one record by id; None also for an id that is no number."""
        # SQLite holds no id beyond 18 digits, and a longer one is simply nobody's.
        if not (str(number).isascii() and str(number).isdigit() and len(str(number)) <= 18):
            return None
        return self._one("SELECT * FROM record WHERE kind = ? AND id = ?", kind, int(number))

    def by_key(self, kind: str, key: str) -> Record | None:
        """Return the record of this kind that holds this unique key."""
        return self._one("SELECT * FROM record WHERE kind = ? AND key = ?", kind, key)

    def create(self, kind: str, properties: Mapping[str, str], key: str | None = None) -> Record:
        """Add a record. A key already taken raises `sqlite3.IntegrityError`."""
        cursor = self._db.execute(
            "INSERT INTO record (kind, key, properties, created, updated) VALUES (?, ?, ?, ?, ?)",
            (kind, key, json.dumps(properties, ensure_ascii=False), self.now, self.now),
        )
        return self._written(kind, int(cursor.lastrowid or 0), "created")

    def update(
        self, record: Record, properties: Mapping[str, str], key: str | None = None
    ) -> Record:
        """Lay `properties` over the record's own, and give it `key`."""
        merged = {**record.properties, **properties}
        self._db.execute(
            "UPDATE record SET properties = ?, key = ?, updated = ? WHERE id = ?",
            (json.dumps(merged, ensure_ascii=False), key, self.now, record.id),
        )
        return self._written(record.kind, record.id, "updated")

    def delete(self, record: Record) -> None:
        """Remove a record for good, with its links and its past."""
        self._db.execute("DELETE FROM record WHERE id = ?", (record.id,))
        self.note(f"{record.kind.removesuffix('s')} deleted", record=record.id)

    def link(self, source: Record, target: Record) -> None:
        """Tie two records; doing so twice changes nothing."""
        self._db.execute("INSERT OR IGNORE INTO link VALUES (?, ?)", (source.id, target.id))

    def linked(self, record: Record, kind: str, *, after: int = 0, limit: int = -1) -> list[Record]:
        """Return records of `kind` tied to this one in either direction, by rising id."""
        rows = self._db.execute(
            "SELECT * FROM record WHERE kind = ? AND id > ? AND id IN"
            " (SELECT source FROM link WHERE target = ? UNION"
            "  SELECT target FROM link WHERE source = ?) ORDER BY id LIMIT ?",
            (kind, after, record.id, record.id, limit),
        )
        return [record_of(row) for row in rows]

    def page(self, kind: str, *, after: int, limit: int) -> list[Record]:
        """Return records of `kind` by rising id."""
        rows = self._db.execute(
            "SELECT * FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?",
            (kind, after, limit),
        )
        return [record_of(row) for row in rows]

    def as_of(self, kind: str, at: float) -> list[Record]:
        """Return every record of `kind` as it was at that moment: what a lagging index knows."""
        rows = self._db.execute(
            "SELECT record.id, kind, key, created, revision.at AS updated, revision.properties"
            " FROM record JOIN revision ON revision.id ="
            " (SELECT max(id) FROM revision WHERE record = record.id AND at <= ?)"
            " WHERE kind = ? ORDER BY record.id",
            (at, kind),
        )
        return [record_of(row) for row in rows]

    def empty(self) -> None:
        """Forget every record and link. The ledger stays and gets an entry of it."""
        self._db.execute("DELETE FROM record")
        self.note("everything emptied")

    def note(self, what: str, **more: Any) -> None:
        """Enter an effect of this request in the ledger."""
        effect = {"what": what, **more}
        ledger.append(self._db, self.now, "effect", effect, request=self._request)

    def _written(self, kind: str, number: int, how: str) -> Record:
        self._db.execute(
            "INSERT INTO revision (record, at, properties)"
            " SELECT id, updated, properties FROM record WHERE id = ?",
            (number,),
        )
        self.note(f"{kind.removesuffix('s')} {how}", record=number)
        found = self.get(kind, number)
        if found is None:
            raise LookupError(f"record {number} vanished while it was written")
        return found

    def _one(self, sql: str, *values: str | int) -> Record | None:
        row = self._db.execute(sql, values).fetchone()
        return record_of(row) if row else None
