"""Many people at once: how many submits a second are stored, and how long the slowest wait.

With DATABASE_URL set to a PostgreSQL, which is filled for it, that is measured; else SQLite.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from bench.rows.submit import committing
from bench.stage import Row, Stage, median, new_address, seconds
from tests.visitor import CONTACT, Form, Visitor
from tests.whole_site import start_site

TIMES, AT_ONCE = 300, 4
PATIENCE = 30.0  # seconds
_clients = itertools.count(1)


def measure(stage: Stage) -> list[Row]:
    database = os.environ.get("DATABASE_URL", "")
    with start_site(stage.copy(), TRUSTED_HOPS="1", DATABASE_URL=database) as site:
        visitor = Visitor(site.url)
        forms = [visitor.get("/contact/").form("company") for _ in range(TIMES + AT_ONCE)]
        for form in forms[TIMES:]:
            _submit(form)  # the first ones find everything cold
        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            took = sorted(pool.map(_submit, forms[:TIMES]))
        rate = TIMES / (time.perf_counter() - began)
    commit = median(committing(stage.scratch / "rate.sqlite3"), 50)
    kind = "PostgreSQL" if database.startswith("postgres") else "SQLite"
    base, note = "one commit of one small row to disk", f"{rate:.0f} a second, {AT_ONCE} at a time"
    return [
        Row(f"submit under load, {kind}", statistics.median(took), base, commit, note),
        Row(f"the slowest in 100, {kind}", took[len(took) * 99 // 100], base, commit),
    ]


def _submit(form: Form) -> float:
    data = {**form.fields, **CONTACT, "email": new_address()}
    client = {"X-Forwarded-For": f"198.51.100.{next(_clients) % 250}"}

    def send() -> Any:
        answer = requests.post(
            form.action, data, headers=client, allow_redirects=False, timeout=PATIENCE
        )
        assert answer.status_code == 303, answer.status_code

    return seconds(send)
