"""The supervisor: starts the parts, starts again what ended, and stops them all."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from supervisor import events
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor

from config.running.speech import say

SILENCE = 30  # seconds for which a part that keeps ending is not spoken of again
NAMES = {"web": "web server", "worker": "delivery worker", "crm": "practice CRM"}


def supervise(configuration: Path, log_dir: Path) -> None:
    """Run the parts until SIGINT, SIGTERM, SIGHUP or SIGQUIT."""
    options = ServerOptions()
    options.realize(["--configuration", str(configuration)])
    options.first, options.test = True, False
    try:
        _Quiet(options, log_dir).main()
    except ExitNow:  # how it says that everything has stopped
        pass
    finally:
        options.close_httpservers()
        options.close_logger()


class _Quiet(Supervisor):
    """Tells the terminal what matters, and takes a closed terminal for the wish to stop."""

    def __init__(self, options: Any, log_dir: Path) -> None:
        super().__init__(options)
        self._log_dir = log_dir
        self._said: dict[str, float] = {}  # when it was last said of a part

    def runforever(self) -> None:
        events.subscribe(events.ProcessStateExitedEvent, self._ended)
        events.subscribe(events.ProcessStateBackoffEvent, self._ended)
        self._start_what_is_due()
        super().runforever()

    def handle_signal(self) -> None:
        before = self.options.mood
        super().handle_signal()
        if self.options.mood == SupervisorStates.RESTARTING:  # SIGHUP: there is no terminal left
            self.options.mood = SupervisorStates.SHUTDOWN
        if before == SupervisorStates.RUNNING and self.options.mood < before:
            say("\nStopping …")
        self._start_what_is_due()

    def _start_what_is_due(self) -> None:
        """Left to itself it would look again only after a second without any output."""
        for group in self.process_groups.values():
            group.transition()

    def _ended(self, event: Any) -> None:
        name = event.process.config.name
        if time.monotonic() < self._said.get(name, 0) + SILENCE:
            return
        self._said[name] = time.monotonic()
        log = self._log_dir / f"{name}.log"
        say(f"The {NAMES[name]} ended and is started again; see {log}.")
