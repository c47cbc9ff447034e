"""The site as on a server: two web processes and a worker, with the settings of production."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from config.sqlite import loses_commits
from tests.processes import crm_url
from tests.rolling.units import Launcher, Service, read_unit
from tests.sandbox import Sandbox
from tests.whole_site import free_ports, wait_until

PATIENCE = 60.0  # seconds: the unit's TimeoutStartSec
WEB, WORKER = "leadline-web@.service", "leadline-worker.service"
# Production refuses a SQLite that can lose a commit, which is all there is on some machines.
SAFE = not loses_commits(sqlite3.sqlite_version_info[:3])
SETTINGS = "config.settings.production" if SAFE else "config.settings.dev"


class RollingSite:
    """Both web processes and the worker, and how `deploy/restart` restarts them."""

    def __init__(self, folder: Path, drains_for: str) -> None:
        self.ports = free_ports(2)
        self.web_stops: list[float] = []  # seconds that each end took
        self.worker_stops: list[float] = []
        self._folder = folder
        units = {port: read_unit(WEB, str(port), folder) for port in self.ports}
        self._webs = [
            Service(unit, folder / f"web-{port}.log", drains_for) for port, unit in units.items()
        ]
        self._worker = Service(read_unit(WORKER), folder / "worker.log")

    def start(self, version: Launcher) -> None:
        """Run everything; returns once both web processes answer."""
        for each in (*self._webs, self._worker):
            each.start(version)
        for port in self.ports:
            self._wait(port)

    def restart(self, version: Launcher) -> None:
        """Do what `deploy/restart` does."""
        for port, web in zip(self.ports, self._webs, strict=True):
            self.web_stops.append(web.stop())
            web.start(version)
            self._wait(port)
        self.worker_stops.append(self._worker.stop())
        self._worker.start(version)

    def migrate(self, version: Launcher) -> None:
        """Bring the database up to date while everything runs."""
        command, log = [sys.executable, "manage.py", "migrate"], self._folder / "migrate.log"
        pid = version.launch(command, read_unit(WORKER).environment, log)
        wait_until(lambda: version.is_over(pid), PATIENCE, "the migration")

    def kill(self) -> None:
        """Leave nothing of it."""
        for each in (*self._webs, self._worker):
            each.kill()

    def _wait(self, port: int) -> None:
        """As deploy/wait-for does."""
        wait_until(lambda: _is_healthy(port), PATIENCE, f"/healthz on {port}")


def _is_healthy(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


def variables_of(var_dir: Path, crm: Sandbox, url: str) -> dict[str, str]:
    """Return what a server's .env would hold; `url` is the site's own address."""
    return {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "VAR_DIR": str(var_dir),
        "SECRET_KEY": "only-for-a-proof-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": url,
        "TRUSTED_HOPS": "2",  # the visitors, who name an address each, count as a proxy
        "CRM_URL": crm_url(crm),
        "EMAIL_URL": "off",
        "LEAD_DRILL": "off",
        # Blank, not absent: so that a .env file does not fill them in.
        **dict.fromkeys(("CRM_URL_FILE", "DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL"), ""),
    }


@contextmanager
def start_rolling(folder: Path, version: Launcher, drains_for: str = "0") -> Iterator[RollingSite]:
    """Run this version until the block ends; its VAR_DIR is of a site that was started before.

    `drains_for` says how many seconds before its end a process tells whoever asks /healthz.
    """
    site = RollingSite(folder, drains_for)
    try:
        site.start(version)
        yield site
    finally:
        site.kill()
