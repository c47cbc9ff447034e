"""The scaled layout for tests: PostgreSQL, Redis, two web servers, three Celery workers and a beat.

All of it on this machine, each process as it would run on one of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.processes import crm_url
from tests.sandbox import Sandbox, start_sandbox
from tests.servers import postgres, redis
from tests.whole_site import free_ports, wait_until

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0  # seconds: only how long a failing test takes
CELERY = [sys.executable, "-m", "celery", "-A", "config"]
WORKERS = 3


@dataclass
class Machines:
    """The running processes. `urls` are the web servers' addresses."""

    crm: Sandbox
    environment: dict[str, str]
    urls: list[str] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    log: Path = Path()

    def manage(self, *command: str) -> str:
        """Run a management command and return what it prints."""
        return self.python("manage.py", *command)

    def python(self, *words: str) -> str:
        """Run Python to its end and return what it prints."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def run(self, *command: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, as on a machine of its own."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **variables},
                stdout=log,
                stderr=log,
                process_group=0,
            )

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Take a machine away: every process of the group at once."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def start_machines(folder: Path) -> Iterator[Machines]:
    """Run everything until the block ends; gives it once both web servers answer."""
    with ExitStack() as stack:
        database, broker = stack.enter_context(postgres()), stack.enter_context(redis())
        crm = stack.enter_context(start_sandbox(folder, "--rate", "0"))
        machines = Machines(crm, _environment(folder, database, broker, crm), log=folder / "log")
        for command in ("migrate", "load_starter"):
            machines.manage(command, "-v0")
        started = [*_webs(machines), *_celery(machines)]
        stack.callback(_end, started)
        for url in machines.urls:
            wait_until(lambda url=url: _answers(url), PATIENCE, f"{url} answers")
        yield machines


def _environment(folder: Path, database: str, broker: str, crm: Sandbox) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.many_settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "CRM_URL": crm_url(crm),
        "CRM_URL_FILE": "",
        "BASE_URL": "",
        "TRUSTED_HOPS": "1",
    }


def _webs(machines: Machines) -> Iterator[subprocess.Popen[bytes]]:
    for port in free_ports(2):
        machines.urls.append(f"http://127.0.0.1:{port}")
        yield machines.run(sys.executable, "-m", "config.running.web", PORT=str(port))


def _celery(machines: Machines) -> Iterator[subprocess.Popen[bytes]]:
    for number in range(WORKERS):
        options = ["--concurrency", "2", "--loglevel", "WARNING", "-n", f"w{number}@%h"]
        worker = machines.run(*CELERY, "worker", *options)
        machines.workers.append(worker)
        yield worker
    schedule = str(Path(machines.environment["VAR_DIR"]) / "beat")
    yield machines.run(*CELERY, "beat", "--loglevel", "WARNING", "--schedule", schedule)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=PATIENCE).ok
    except requests.RequestException:
        return False


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
