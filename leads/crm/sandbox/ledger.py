"""The append-only account of what was asked, what it changed, and how it was answered.

A request is three kinds of entry under one rising id: `request` when it has arrived, an `effect`
for each change it made (in the change's own transaction), `answer` just before anything is sent.
A request without an answer was under way, or the process died there.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any, Literal

SCHEMA = """
CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    entry TEXT NOT NULL CHECK (entry IN ('request', 'effect', 'answer')),
    request INTEGER REFERENCES ledger,
    data TEXT NOT NULL,
    body BLOB
);
CREATE INDEX IF NOT EXISTS ledger_request ON ledger (request);
CREATE TRIGGER IF NOT EXISTS ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""

Entry = Literal["request", "effect", "answer"]


def append(
    connection: sqlite3.Connection,
    at: float,
    entry: Entry,
    data: dict[str, Any],
    *,
    request: int | None = None,
    body: bytes | None = None,
) -> int:
    """Add one entry inside the caller's transaction and return its id."""
    cursor = connection.execute(
        "INSERT INTO ledger (at, entry, request, data, body) VALUES (?, ?, ?, ?, ?)",
        (at, entry, request, json.dumps(data, ensure_ascii=False), body),
    )
    return int(cursor.lastrowid or 0)


def request_data(method: str, target: str, body: bytes) -> dict[str, Any]:
    """What an arriving request's entry says, beside the body itself."""
    return {
        "method": method,
        "path": target,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }


def read(connection: sqlite3.Connection, *, after: int, limit: int) -> dict[str, Any]:
    """Return requests (each with its answer, if it has one yet) and effects beyond entry `after`.

    `limit` counts both together; `last` is where the next page starts, `more` whether there is one.
    """
    rows = connection.execute(
        "SELECT * FROM ledger WHERE id > ? AND entry != 'answer' ORDER BY id LIMIT ?",
        (after, limit + 1),
    ).fetchall()
    shown = rows[:limit]
    answers = _answers(connection, [row["id"] for row in shown if row["entry"] == "request"])
    return {
        "requests": [_request(row, answers) for row in shown if row["entry"] == "request"],
        "effects": [_effect(row) for row in shown if row["entry"] == "effect"],
        "last": shown[-1]["id"] if shown else after,
        "more": len(rows) > limit,
    }


def latest(connection: sqlite3.Connection, limit: int) -> list[dict[str, Any]]:
    """Return the last `limit` requests, newest first, each with its answer and its effects."""
    rows = connection.execute(
        "SELECT * FROM ledger WHERE entry = 'request' ORDER BY id DESC LIMIT ?", (limit,)
    ).fetchall()
    ids = [row["id"] for row in rows]
    answers = _answers(connection, ids)
    effects = [_effect(row) for row in _belonging(connection, "effect", ids)]
    return [
        _request(row, answers) | {"effects": [e for e in effects if e["request"] == row["id"]]}
        for row in rows
    ]


def _request(row: sqlite3.Row, answers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    unanswered = {"status": None, "ending": None, "fault": None, "seconds": None}
    text = bytes(row["body"] or b"").decode("utf-8", "backslashreplace")
    head = {"id": row["id"], "at": row["at"], **json.loads(row["data"]), "body": text}
    return head | answers.get(row["id"], unanswered)


def _effect(row: sqlite3.Row) -> dict[str, Any]:
    known = {"id": row["id"], "at": row["at"], "request": row["request"]}
    data: dict[str, Any] = json.loads(row["data"])
    return known | data


def _answers(connection: sqlite3.Connection, ids: list[int]) -> dict[int, dict[str, Any]]:
    rows = _belonging(connection, "answer", ids)
    return {row["request"]: json.loads(row["data"]) for row in rows}


def _belonging(connection: sqlite3.Connection, entry: Entry, ids: list[int]) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT * FROM ledger WHERE entry = ? AND request IN (SELECT value FROM json_each(?))"
        " ORDER BY id",
        (entry, json.dumps(ids)),
    ).fetchall()
