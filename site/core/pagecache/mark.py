"""How the processes of a machine learn that something which pages show has changed.

The mark is eight random bytes in a file that each of them maps into its memory. To read it costs
less than a microsecond, and whoever compares it with an earlier one needs no lock and no order.
"""

from __future__ import annotations

import mmap
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

SIZE = 8  # bytes
_FILE = "pages-mark"  # in VAR_DIR


class Mark:
    """The mark in a file, which is made if it is not there."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size < SIZE:
                os.ftruncate(file, SIZE)
            self._bytes = mmap.mmap(file, SIZE)
        finally:
            os.close(file)

    def read(self) -> bytes:
        """Return the mark. Half of an old one and half of a new one is a change, too."""
        return self._bytes[:]

    def change(self, to: bytes = b"") -> None:
        """Give the machine another mark: `to`, of SIZE bytes, or any."""
        self._bytes[:] = to or secrets.token_bytes(SIZE)


def mark() -> Mark:
    """Return the mark of this machine."""
    return _mark_at(Path(settings.VAR_DIR) / _FILE)


@cache
def _mark_at(path: Path) -> Mark:
    return Mark(path)
