"""What the person at the terminal reads."""

from __future__ import annotations

import contextlib
import sys


def say(text: str = "") -> None:
    """Write a line to the terminal at once. A terminal that was closed is no error."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
