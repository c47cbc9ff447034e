"""What a unit of deploy/systemd starts, read from the unit: so it is the unit that is proven."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.whole_site import ROOT, wait_until

SYSTEMD = ROOT / "deploy" / "systemd"
HOME = "/srv/leadline"  # where the guide puts what is here


@dataclass(frozen=True)
class Unit:
    command: list[str]
    environment: dict[str, str]
    before: list[str]  # what systemd runs first,
    to_stop: list[str]  # and before it tells the processes to end; [] if nothing
    stops_within: float  # seconds; then systemd kills it


def read_unit(name: str, instance: str = "", var: Path = ROOT / "var") -> Unit:
    """Return what systemd would do with a unit, for this checkout instead of the guide's folder.

    `var` is where the unit itself keeps files.
    """
    lines = (SYSTEMD / name).read_text().replace("\\\n", " ").splitlines()
    entries = [line.partition("=")[::2] for line in lines if not line.startswith("#")]
    one = {key: value for key, value in entries if value}
    words = [value for key, value in entries if key == "Environment"]
    commands = [shlex.split(one.get(key, "")) for key in ("ExecStart", "ExecStartPre", "ExecStop")]

    def here(word: str) -> str:
        word = word.replace("%i", instance).replace(f"{HOME}/.venv", sys.prefix)
        return word.replace(f"{HOME}/var", str(var)).replace(HOME, str(ROOT))

    start, before, to_stop = ([here(word) for word in each] for each in commands)
    return Unit(
        start,
        dict(here(word).split("=", 1) for word in words),
        before,
        to_stop,
        float(one["TimeoutStopSec"]),
    )


class Launcher(Protocol):
    """Runs one version of the site. Each command leads a process group of its own."""

    def launch(self, command: list[str], environment: Mapping[str, str], log: Path) -> int:
        """Run a command in the project's folder and return its process id. The version's own
        variables are stronger than the `environment` of the unit."""

    def is_over(self, pid: int) -> bool:
        """Tell whether the command that has this process id has ended."""


class Shell:
    """Runs commands as anybody would, with these variables."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def launch(self, command: list[str], environment: Mapping[str, str], log: Path) -> int:
        nothing = subprocess.DEVNULL
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment, **self._variables},
                stdin=nothing,
                stdout=out,
                stderr=out,
                process_group=0,
            )
        self._processes[process.pid] = process
        return process.pid

    def is_over(self, pid: int) -> bool:
        return self._processes[pid].poll() is not None


class Service:
    """A unit as systemd would run it: started, and told to stop with every process it has."""

    def __init__(self, unit: Unit, log: Path, drains_for: str = "0") -> None:
        self._unit, self._log, self._drains_for = unit, log, drains_for
        self._by: Launcher = Shell({})
        self._pid = 0

    def start(self, launcher: Launcher) -> None:
        """Run it. It is not up yet."""
        self._by = launcher
        self._beside(self._unit.before)
        self._pid = launcher.launch(self._unit.command, self._unit.environment, self._log)

    def stop(self) -> float:
        """Have it end itself; returns the seconds that took. Fails where systemd would kill it."""
        assert not self._by.is_over(self._pid), f"it ended by itself: see {self._log}"
        self._beside(self._unit.to_stop)
        os.killpg(self._pid, signal.SIGTERM)  # KillMode=control-group: to all of them
        return wait_until(
            lambda: self._by.is_over(self._pid), self._unit.stops_within, "the end of a service"
        )

    def _beside(self, command: list[str]) -> None:
        if command:
            own = {"MAINPID": str(self._pid), "DRAIN_SECONDS": self._drains_for}
            subprocess.run(command, env={**os.environ, **own}, check=True)

    def kill(self) -> None:
        """Leave nothing of it."""
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
            wait_until(lambda: self._by.is_over(self._pid), self._unit.stops_within, "its end")
