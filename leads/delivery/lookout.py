"""What the last looks for something to send have found, so that a busy worker looks less."""

from __future__ import annotations

import time

REST = 0.05  # seconds for which a destination that had nothing to send is not looked at again


class Lookout:
    """The looks of one thread, by the destination's name. An idle worker skips none."""

    def __init__(self) -> None:
        self._likely = ""
        self._vain: dict[str, float] = {}  # when, by the monotonic clock
        self._skipped = False

    def is_likely(self, name: str) -> bool:
        """Tell whether it had something to send the last time that any had."""
        return name == self._likely

    def skips(self, name: str) -> bool:
        """Tell whether it had nothing a moment ago. `longest_wait` heeds that it was passed by."""
        is_recent = time.monotonic() - self._vain.get(name, -REST) < REST
        self._skipped = self._skipped or is_recent
        return is_recent

    def saw(self, name: str, something: bool) -> None:
        """Take note of what a look has found."""
        if something:
            self._likely = name
            self._vain.pop(name, None)
        else:
            self._likely = "" if name == self._likely else self._likely
            self._vain[name] = time.monotonic()

    def longest_wait(self, seconds: float) -> float:
        """Return for how long to wait before the next look: less where one was passed by."""
        skipped, self._skipped = self._skipped, False
        return min(seconds, REST) if skipped else seconds
