"""A process that has imported the site and forks what would otherwise import it for seconds.

What it forks runs a unit's command as it stands, in a process group of its own. Only the imports
are shared: no thread and no connection is there before the fork. It reads a line of JSON for each
(`command`, `environment`, `log`) and answers with a process id.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from tests.rolling.units import read_unit
from tests.whole_site import ROOT


class Stem:
    """Launches commands of the site; the first one waits until it is imported."""

    def __init__(self, process: subprocess.Popen[str], variables: Mapping[str, str]) -> None:
        self._process, self._variables = process, variables
        self._ready = False

    def launch(self, command: list[str], environment: Mapping[str, str], log: Path) -> int:
        """As `Launcher` says."""
        assert self._process.stdin is not None
        self._ready = self._ready or self._answer() > 0
        variables = {**environment, **self._variables}
        asked = {"command": command, "environment": variables, "log": str(log)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def is_over(self, pid: int) -> bool:
        """As `Launcher` says."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    def _answer(self) -> int:
        """Return the next process id; the first, its own, tells that it is ready."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@contextmanager
def start_stem(variables: Mapping[str, str], log: Path) -> Iterator[Stem]:
    """Have a process with these variables import the site until the block ends."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.rolling.stem"]
    environment = {**os.environ, **read_unit("leadline-web@.service").environment, **variables}
    with (
        log.open("ab") as out,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=out, text=True
        ) as process,
    ):
        yield Stem(process, variables)
        process.kill()


def main() -> None:
    """Import the site once, then fork what is asked for."""
    from django.db import connections

    import config.wsgi  # noqa: F401 - it imports everything

    assert all(each.connection is None for each in connections.all(initialized_only=True))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for them
    print(os.getpid(), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        assert threading.active_count() == 1
        pid = os.fork()
        if pid == 0:
            _run(**asked)
        print(pid, flush=True)


def _run(command: list[str], environment: dict[str, str], log: str) -> NoReturn:
    status: Any = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setpgid(0, 0)
        out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for theirs, ours in ((nothing, 0), (out, 1), (out, 2)):
            os.dup2(theirs, ours)
        os.environ.update(environment)
        sys.argv = command[1:] if command[0] == sys.executable else command
        runpy.run_path(sys.argv[0], run_name="__main__")
        status = 0
    except SystemExit as error:
        status = error.code
    finally:
        os._exit(status if isinstance(status, int) else status is not None)


if __name__ == "__main__":
    main()
