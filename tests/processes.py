"""The delivery worker for tests: real processes on the test's database.

    @pytest.mark.django_db(transaction=True)
    def test_...(tmp_path):
        with start_sandbox(tmp_path) as crm, start_worker(tmp_path, crm_url(crm)) as worker:
            ...
            worker.kill_child()

A test without `transaction=True` shows the worker nothing: its rows are never committed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.db import connection

from tests.sandbox import Sandbox

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0  # seconds: only how long a failing test takes
T = TypeVar("T")


def eventually(ask: Callable[[], T], patience: float = PATIENCE) -> T:
    """Return the first true answer of `ask`. Raises AssertionError when there is none in time."""
    until = time.monotonic() + patience
    while not (answer := ask()):
        assert time.monotonic() < until, f"it did not come true; the last answer: {answer!r}"
        time.sleep(0.05)
    return answer


def crm_url(crm: Sandbox, name: str = "main", token: str = "", calls: str = "0") -> str:
    """Return the entry of CRM_URL for a running practice CRM; without a limit, unless given."""
    token = token or crm.token
    return f"hubspot+http://{token}@127.0.0.1:{crm.port}?name={name}&calls={calls}"


def alive(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be buried."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return listed.stdout.strip()[:1] not in {"", "Z"}


class WorkerProcess:
    """A running `manage.py worker`: the parent, which the test started, and its child."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def pid(self) -> int:
        """The parent's."""
        return self.process.pid

    def child(self) -> int:
        """Wait until there is a child, and return its process id."""
        return eventually(lambda: next(iter(self._children()), 0))

    def kill_child(self) -> int:
        """End the child with SIGKILL; returns the process id it had."""
        pid = self.child()
        os.kill(pid, signal.SIGKILL)
        return pid

    def send(self, number: int) -> None:
        """Send the parent a signal."""
        self.process.send_signal(number)

    def wait(self) -> int:
        """Return the parent's exit status, once it has ended."""
        return self.process.wait(PATIENCE)

    def said(self) -> str:
        """Return what both wrote so far."""
        return self.log.read_text()

    def isolated(self) -> list[int]:
        """Return the processes that the child has started for what ends its workers."""
        return _children_of(self.child())

    def _children(self) -> list[int]:
        return _children_of(self.pid)


def _children_of(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
    rows = (line.split() for line in listed.stdout.splitlines())
    return [int(pid) for pid, of in rows if of == str(parent)]


@contextmanager
def start_worker(
    tmp_path: Path, *crm_urls: str, threads: int = 8, **environ: str
) -> Iterator[WorkerProcess]:
    """Run a worker on this test's database until the block ends. `environ` adds to its own.

    It keeps its files in `tmp_path`; set VAR_DIR to the web server's to have that wake it.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "VAR_DIR": str(tmp_path / "worker"),
        "CRM_URL": " ".join(crm_urls),
        **environ,
    }
    log = tmp_path / "worker.log"
    command = [sys.executable, "manage.py", "worker", "--threads", str(threads)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    worker = WorkerProcess(process, log)
    try:
        yield worker
    finally:
        children = worker._children()
        if process.poll() is None:
            process.kill()
        process.wait()
        # The test's tables are emptied next: nobody may be at work in them any more.
        eventually(lambda: not any(alive(child) for child in children))
