"""What a visitor is told has arrived is on the disk: strace shows a completed sync before each 303.

Only on SQLite: PostgreSQL syncs in a process of its own.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.visitor import CONTACT, Visitor
from tests.whole_site import Site, start_site

TIMES = 500
TRACED = "trace=fdatasync,fsync,recvfrom,recvmsg,read,sendto,sendmsg,write,writev"
PATIENCE = 30.0
_LINE = re.compile(r"^([0-9]+) +([0-9]+\.[0-9]+) (.*)$")
_SYNCED = re.compile(r"(?:f(?:data)?sync\(.*|<\.\.\. f(?:data)?sync resumed>.*)\) += 0")


def test_a_sync_is_complete_between_every_post_and_its_303(tmp_path: Path) -> None:
    with start_site(tmp_path / "var", TRUSTED_HOPS="1") as site:
        visitor = Visitor(site.url)
        form = visitor.get("/contact/").form("message")
        with traced(site, tmp_path / "trace"):
            statuses = [post(site, number, form.action) for number in range(TIMES)]

    lines = (tmp_path / "trace").read_text(errors="replace").splitlines()
    covered = synced_answers(lines)
    print(f"{covered.count(True)} of {len(covered)} answers followed a completed sync")
    assert statuses.count(303) == TIMES
    assert covered == [True] * TIMES


def post(site: Site, number: int, action: str) -> int:
    """Send the contact form as somebody new; returns the answer's status."""
    address = {"X-Forwarded-For": f"10.1.{number >> 8}.{number & 255}"}
    visitor = Visitor(site.url, address)
    form = visitor.get("/contact/").form("message")
    values = {**CONTACT, "email": f"synced.{number}@acme.example"}
    data = form.fields | {name: value for name, value in values.items() if name in form.names}
    answer = visitor.http.post(
        action, data, headers=address, allow_redirects=False, timeout=PATIENCE
    )
    return answer.status_code


@contextmanager
def traced(site: Site, file: Path) -> Iterator[None]:
    """Have strace write down what the web server's processes do."""
    processes = [flag for each in site.processes("web") for flag in ("-p", str(each.pid))]
    command = ["strace", "-f", "-ttt", "-s", "64", "-e", TRACED, "-o", str(file), *processes]
    strace = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert strace.stderr is not None
    assert "attached" in strace.stderr.readline()
    try:
        yield
    finally:
        os.kill(strace.pid, signal.SIGINT)
        strace.wait(PATIENCE)


def synced_answers(lines: list[str]) -> list[bool]:
    """Return for each 303 whether a sync was completed after the POST that it answers.

    Requests are sent one after the other, so that the last POST is the one that is answered.
    """
    covered, synced = [], False
    for line in lines:
        found = _LINE.match(line)
        what = found[3] if found else ""
        if '"POST /' in what:
            synced = False
        elif _SYNCED.match(what):
            synced = True
        elif '"HTTP/1.1 303' in what:
            covered.append(synced)
            synced = False
    return covered
