"""Enquiries from sixteen clients at once, beside the disk alone; and what the whole site takes."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import urlencode

from bench.figures import Figure
from bench.receiver import Receiver
from bench.servers import application, family, load, memory, require
from bench.stage import Stage, new_address
from config.sqlite import OPTIONS
from tests.visitor import CONTACT, Visitor

AT_ONCE, SECONDS = 16, 5
READ = 40  # requests before memory is looked at
_SCRIPT = """
local number = 0
local body = "{body}"
local headers = {{ ["Content-Type"] = "application/x-www-form-urlencoded",
  ["Sec-Fetch-Site"] = "same-origin" }}
request = function()
  number = number + 1
  headers["X-Forwarded-For"] = "198.51.100." .. (number % 250)
  return wrk.format("POST", nil, headers, body .. "&email={mark}." .. number .. "%40acme.example")
end
"""


def measure(stage: Stage) -> list[Figure]:
    require("wrk")
    crm = Receiver(0).crm_url  # nobody calls it: there is no worker
    with application(stage.copy(), CRM_URL=crm, TRUSTED_HOPS="1") as (url, _):
        form = Visitor(url).get("/contact/").form("company")
        data = {**form.fields, **CONTACT}
        del data["email"]
        mark = new_address().partition("@")[0].removeprefix("bench.")
        script = _SCRIPT.format(body=urlencode(data), mark=mark)
        load(form.action, seconds=1, at_once=4, script=script.replace(mark, f"{mark}.warm"))
        found = load(form.action, seconds=SECONDS, at_once=AT_ONCE, script=script)
    raw = _raw(stage.scratch / "raw.sqlite3")
    note = f"{found.rate:.0f} and {raw:.0f} a second; {found.failed} failed"
    spread = found.slowest / found.median
    times = f"{found.median * 1000:.0f} and {found.slowest * 1000:.0f} ms"
    return [
        Figure("submissions ÷ the disk alone", found.rate / raw, 0.12, 0.15, note=note),
        Figure(
            *("submission, 99 of 100 ÷ median, 16 clients", spread, 10, 4),
            at_least=False,
            note=times,
        ),
        _memory(stage),
    ]


def _raw(file: Path) -> float:
    """Return how often a second two small rows go to disk together, by one client."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(f"{OPTIONS['init_command']} CREATE TABLE row (text)")
    began, count = time.perf_counter(), 0
    while time.perf_counter() < began + 2:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            connection.execute("INSERT INTO row VALUES (?)", ["x" * 500])
        connection.execute("COMMIT")
        count += 1
    connection.close()
    return count / (time.perf_counter() - began)


def _memory(stage: Stage) -> Figure:
    """Return what web server and worker take, after some reading and one enquiry."""
    visitor = stage.visitor()
    paths = {each for each in visitor.get("/articles/").links if "/articles/" in each}
    for path in [*paths, "/", "/contact/"] * (READ // (len(paths) + 2) + 1):
        visitor.http.get(path if path.startswith("http") else stage.site.url + path, timeout=30)
    stage.enquire()
    parts = {name: stage.site.processes(name) for name in ("web", "worker")}
    sizes = {
        name: memory([pid for one in found[:1] for pid in family(one.pid)])
        for name, found in parts.items()
    }
    note = ", ".join(f"{name} {size:.0f}" for name, size in sizes.items())
    total = sum(sizes.values())
    return Figure(
        "memory of web server and worker", total, 400, 300, "MB", at_least=False, note=note
    )
