"""The practice CRM for tests: a real process on a free port of 127.0.0.1.

    with start_sandbox(tmp_path, "--rate", "0") as crm:
        crm.faults([{"kind": "status", "value": 503, "match": "/notes", "times": 1}])
        ...
        assert crm.counts()["by_email"] == {"ann@acme.example": {"notes": 1, "tasks": 1}}

The same `tmp_path` again continues with the same data.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 10.0  # seconds to start or to end


class Sandbox:
    """A running practice CRM."""

    def __init__(
        self,
        process: subprocess.Popen[str] | None,
        port: int,
        token: str,
        database: Path | None = None,
    ) -> None:
        self._process = process  # None: somebody else runs it
        self.database = database  # its SQLite file
        self.port = port
        self.token = token
        self.base_url = f"http://127.0.0.1:{port}"
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Authorization"] = f"Bearer {token}"

    @property
    def process(self) -> subprocess.Popen[str]:
        """The process, of one that was started here."""
        assert self._process is not None
        return self._process

    @property
    def pid(self) -> int:
        return self.process.pid

    def call(
        self, method: str, path: str, data: Any = None, timeout: float = 5.0
    ) -> requests.Response:
        """Send one request with the token; `data` goes as JSON."""
        return self.http.request(method, self.base_url + path, json=data, timeout=timeout)

    def faults(self, wanted: list[dict[str, Any]]) -> None:
        """Put these faults in force, instead of the former ones."""
        self._control("POST", "faults", wanted)

    def clear_faults(self) -> None:
        """Work properly again."""
        self._control("DELETE", "faults")

    def reset(self) -> None:
        """Empty the CRM; the ledger stays."""
        self._control("POST", "reset")

    def counts(self) -> dict[str, Any]:
        """Return contacts, notes and tasks in all, and `by_email`."""
        return self._control("GET", "counts")

    def ledger(self, after: int = 0) -> dict[str, Any]:
        """Return all requests and effects beyond entry `after`, and the `last` entry's id."""
        requests_, effects, more = [], [], True
        while more:
            page = self._control("GET", f"ledger?after={after}&limit=5000")
            requests_ += page["requests"]
            effects += page["effects"]
            after, more = page["last"], page["more"]
        return {"requests": requests_, "effects": effects, "last": after}

    def requests(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the CRM's requests in their order, without those that steered the sandbox."""
        listed = self.ledger(after)["requests"]
        return [one for one in listed if not one["path"].startswith("/_practice/")]

    def effects(self, after: int = 0) -> list[dict[str, Any]]:
        """Return what was made or changed, in order: `what`, `record`, `request`."""
        return [one for one in self.ledger(after)["effects"] if "record" in one]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal (SIGKILL, say) and return the exit status once it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def _control(self, method: str, name: str, data: Any = None) -> Any:
        answer = self.call(method, f"/_practice/{name}", data)
        assert answer.ok, answer.text
        return answer.json()


@contextmanager
def start_sandbox(
    tmp_path: Path,
    *options: str,
    token: str = "practice",  # noqa: S107  the practice CRM's own default, no secret
) -> Iterator[Sandbox]:
    """Run the practice CRM in a process of its own until the block ends."""
    port_file = tmp_path / "sandbox-port"
    port_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "leads.crm.sandbox", "--port", "0", "--watch-parent"]
    database = tmp_path / "sandbox.sqlite3"
    command += ["--database", str(database), "--port-file", str(port_file)]
    environment = {**os.environ, "SANDBOX_CRM_TOKEN": token}
    process = subprocess.Popen(
        [*command, *options], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        sandbox = Sandbox(process, _port(process, port_file), token, database)
        with sandbox.http:
            yield sandbox
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _port(process: subprocess.Popen[str], port_file: Path) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if port_file.exists():
            return int(port_file.read_text())
        time.sleep(0.01)
    raise RuntimeError(f"the practice CRM did not start (exit status {process.poll()})")
