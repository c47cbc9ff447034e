"""The form that ends in an enquiry, and the enquiry's way from there into the CRM."""

from __future__ import annotations

import sqlite3
import statistics
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.stage import Row, Stage, median, new_address, seconds
from config.sqlite import OPTIONS
from tests.visitor import CONTACT, Page, Visitor
from tests.whole_site import wait_until

TIMES = 40
PATIENCE = 30.0  # seconds


def measure(stage: Stage) -> list[Row | Figure]:
    there = stage.crm.counts()["contacts"]  # of the rows before
    stage.enquire()  # the first one finds everything cold
    _wait_for(stage, there + 1)
    posts, ways = [], []
    before = len(stage.crm.requests())
    for number in range(there + 2, there + TIMES + 2):
        posts.append(_submit(*stage.contact_step()))
        ways.append(seconds(lambda n=number: _wait_for(stage, n)))
    calls = (len(stage.crm.requests()) - before) / TIMES
    commit = median(committing(stage.scratch / "commits.sqlite3"), 50)
    call = median(lambda: stage.crm.call("GET", "/crm/v3/objects/contacts/1"), 20)
    return [
        Row("submit", statistics.median(posts), "one commit of one small row to disk", commit),
        Row(
            "submit → in the CRM",
            statistics.median(ways),
            f"the same {calls:.0f} calls, straight to the CRM",
            call * calls,
        ),
        Figure(
            "submit → in the CRM, 95 of 100",
            *(sorted(ways)[TIMES * 95 // 100] * 1000, 2000, 2000, "ms"),
            at_least=False,
            note=f"median {statistics.median(ways) * 1000:.0f} ms, all three records",
        ),
    ]


def _submit(visitor: Visitor, page: Page) -> float:
    form = page.form("email")
    data = {**form.fields, **CONTACT, "email": new_address()}
    return seconds(
        lambda: visitor.http.post(form.action, data, allow_redirects=False, timeout=PATIENCE)
    )


def _wait_for(stage: Stage, contacts: int) -> None:
    def arrived() -> bool:
        counts: dict[str, Any] = stage.crm.counts()
        return bool(counts["contacts"] == counts["notes"] == counts["tasks"] == contacts)

    wait_until(arrived, PATIENCE, "the enquiry in the CRM")


def committing(file: Path) -> Any:
    """Return a function that stores one row as durably as the site does."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(f"{OPTIONS['init_command']} CREATE TABLE row (text)")

    def commit() -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("INSERT INTO row VALUES (?)", ["x" * 500])
            cursor.execute("COMMIT")

    return commit
