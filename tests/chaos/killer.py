"""SIGKILL for web and worker in turn, and now and then for everything at once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from pathlib import Path

from tests.chaos.plan import Notes, Plan
from tests.whole_site import Site, free_ports, launch, wait_until

GONE = 30.0  # seconds until nothing is left of a tree


class Tree:
    """The site, which may be killed whole and is then started again at the same address."""

    def __init__(self, var_dir: Path, **variables: str) -> None:
        self._var_dir, self._variables = var_dir, variables
        self._ports = free_ports(2)
        self.site = self._start()
        try:
            self.site.wait_until_announced()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._ports[0]}"

    def kill(self) -> None:
        """End the supervisor; what it started must end by itself. Then start all of it again."""
        self.site.stop(signal.SIGKILL)
        wait_until(lambda: not self.site.processes(), GONE, "the end of all parts")
        self.site = self._start()

    def stop(self) -> None:
        self.site.stop()
        for left in self.site.processes():
            os.kill(left.pid, signal.SIGKILL)

    def _start(self) -> Site:
        process = launch(self._var_dir, *self._ports, **self._variables)
        return Site(process, *self._ports, self._var_dir)


class Killer:
    """Kills in a thread of its own, until `stop`."""

    def __init__(self, plan: Plan, tree: Tree, notes: Notes) -> None:
        self._plan, self._tree, self._notes = plan, tree, notes
        self._chance = random.Random(f"{plan.seed}-killer")  # noqa: S311 - the same choices for the same seed
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        began = time.monotonic()
        next_tree = began + self._plan.tree_every
        parts = ("worker", "web")
        for turn in range(10**6):
            if self._stopping.wait(self._plan.kill_every):
                return
            if time.monotonic() >= next_tree:
                next_tree += self._plan.tree_every
                self._note("tree")
                self._tree.kill()
            else:
                self._kill_one(parts[turn % 2])

    def _kill_one(self, part: str) -> None:
        victims = self._tree.site.processes(part)
        if victims:
            self._note(part)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._chance.choice(victims).pid, signal.SIGKILL)

    def _note(self, part: str) -> None:
        self._notes.kills.append((time.time(), part))
