"""A bar that grows while a command works."""

from __future__ import annotations

from types import TracebackType

from django.core.management.base import OutputWrapper

WIDTH = 40


class Bar:
    """Use it as a context; where nobody watches, only the end is printed."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self._out, self._total, self._done = out, total, 0

    def show(self, done: int) -> None:
        """Say how many are done."""
        self._done = done
        if self._out.isatty():
            self._write("\r")

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._write("\r" if self._out.isatty() else "")
        self._out.write("")

    def _write(self, begin: str) -> None:
        full = WIDTH if not self._total else WIDTH * self._done // self._total
        bar = "#" * full + "." * (WIDTH - full)
        self._out.write(f"{begin}[{bar}] {self._done} of {self._total}", ending="")
        self._out.flush()
