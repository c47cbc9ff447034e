"""The web server under `make run`: a granian that is not left behind."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from config.running.orphans import end_with_parent
from config.running.plan import HOST, read_plan

THREADS = 4  # requests at a time; SQLite has one writer, so more would only wait
PATIENCE = 3  # seconds that open connections get when the site stops


def main() -> None:
    """Serve until told to stop."""
    end_with_parent("LEADLINE_SUPERVISOR_PID")
    os.environ["LEADLINE_WEB_PID"] = str(os.getpid())  # config/wsgi.py looks for it
    Granian(
        "config.wsgi:application",
        address=HOST,
        port=read_plan(os.environ).port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        # What browsers and proxies speak to it; to look for anything else costs a tenth of a page.
        http=HTTPModes.http1,
        websockets=False,
        workers_kill_timeout=PATIENCE,
        # Its own respawn takes two deaths in 5.5 s for a crash loop: the supervisor does it.
        respawn_failed_workers=False,
    ).serve()


if __name__ == "__main__":
    main()
