"""The whole site for tests and measurements: started as `make run` does, on free ports.

    with start_site(var_dir) as site:
        requests.get(site.url)
        site.kill("worker")

A `var_dir` that was used before starts fast and continues with the same data.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent
COLD = 180.0  # seconds until the first page of a start that makes everything
PATIENCE = 30.0  # seconds for everything else
LAST_LINE = "Ctrl-C stops everything."
# What tells each part's processes from the others.
PARTS = {"web": "config.running.web", "worker": "manage.py worker", "crm": "leads.crm.sandbox"}


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str


class Site:
    """A running site."""

    def __init__(self, process: subprocess.Popen[str], port: int, crm_port: int, var: Path) -> None:
        self.process = process
        self.var_dir = var
        self.url = f"http://127.0.0.1:{port}"
        self.crm_url = f"http://127.0.0.1:{crm_port}"
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def printed(self) -> str:
        """All that the terminal shows so far."""
        return "\n".join(self.lines)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_until_announced(self) -> None:
        """Return when the addresses have been printed."""
        deadline = time.monotonic() + COLD
        while LAST_LINE not in self.printed and time.monotonic() < deadline:
            if self.process.poll() is not None:
                self._reader.join(PATIENCE)
                break
            time.sleep(0.02)
        assert LAST_LINE in self.printed, self.printed

    def processes(self, part: str | None = None) -> list[Process]:
        """Return the site's processes, or those of one of `PARTS`; parents come first."""
        found = [each for each in _processes() if str(self.var_dir) in each[1]]
        chosen = [each for each, _ in found if part is None or PARTS[part] in each.command]
        return sorted(chosen, key=lambda each: each.parent != self.process.pid)

    def kill(self, part: str) -> None:
        """End a part without a warning. It is started again at once."""
        for process in self.processes(part):
            os.kill(process.pid, signal.SIGKILL)

    def answers(self, url: str = "") -> bool:
        """Tell whether the site, or another address, answers a GET without an error."""
        try:
            return requests.get(url or self.url + "/", timeout=PATIENCE).ok
        except requests.RequestException:
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit status once the start's own process has ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def start_site(var_dir: Path, *, announced: bool = True, **variables: str) -> Iterator[Site]:
    """Run the whole site until the block ends; `announced` waits for the addresses."""
    port, crm_port = free_ports(2)
    site = Site(launch(var_dir, port, crm_port, **variables), port, crm_port, var_dir)
    try:
        if announced:
            site.wait_until_announced()
        yield site
    finally:
        site.stop()
        for left in site.processes():  # a failed test leaves nothing running
            os.kill(left.pid, signal.SIGKILL)


def launch(var_dir: Path, port: int, crm_port: int, **variables: str) -> subprocess.Popen[str]:
    """Start what `make run` starts, in a process group of its own as a shell would."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "PYTHONPATH": str(ROOT / "site"),
        "VAR_DIR": str(var_dir),
        "PORT": str(port),
        "CRM_PORT": str(crm_port),
        # Blank, not absent: so that a .env file does not fill them in.
        **dict.fromkeys(("CRM_URL", "CRM_URL_FILE", "DATABASE_URL", "BASE_URL"), ""),
        "LEAD_DRILL": "off",  # also at four in the morning
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "config.running"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on just now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def wait_until(condition: Callable[[], Any], seconds: float, what: str) -> float:
    """Return the seconds until the condition held; fails when it never did."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + seconds, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.02)
    return time.monotonic() - began


def _processes() -> list[tuple[Process, str]]:
    """Return every process with its environment; one that has ended has none."""
    if not Path("/proc").is_dir():
        return _processes_by_ps()
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (folder / "environ").read_bytes().decode(errors="replace")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile, or it is somebody else's
            continue
        found.append((Process(int(folder.name), parent, command), environment))
    return found


def _processes_by_ps() -> list[tuple[Process, str]]:
    command = ["ps", "-A", "-E", "-ww", "-o", "pid=,ppid=,command="]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    split = [line.split(None, 2) for line in lines]
    return [(Process(int(one), int(two), text), text) for one, two, text in split]
