"""A process that ends when the one that started it is gone.

A supervisor that is killed outright stops nobody; a web server's killed parent leaves a child that
keeps serving. So each of them looks for itself, and nobody else's code needs to.
"""

from __future__ import annotations

import os
import threading
import time

POLL = 0.5  # seconds
GONE = 70  # exit status


def end_with_parent(variable: str) -> None:
    """End this process soon after its parent is no longer the one this variable names by its id.

    Does nothing where the variable is not set: somebody else looks after the process there.
    """
    expected = os.environ.get(variable)
    if not expected:
        return
    if os.getppid() != int(expected):  # gone before we could look
        os._exit(GONE)
    threading.Thread(target=_watch, args=[int(expected)], name="orphan-watch", daemon=True).start()


def _watch(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(POLL)
    os._exit(GONE)  # no clean-up: whoever would wait for it is gone
