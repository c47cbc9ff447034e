"""`python -m bench [ROW …]`: print the table, or the rows that are named.

What has a bound is also written into docs/performance.md, in the place of its last run.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

from bench import rows
from bench.figures import Figure, write_down
from bench.servers import CannotMeasure
from bench.stage import Row, stage


def main(wanted: list[str]) -> int:
    """Measure and print; returns the exit status: 1 where a row could not be measured."""
    known = [each.name for each in pkgutil.iter_modules(rows.__path__)]
    if unknown := set(wanted) - set(known):
        print(f"No such row: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 1
    print(f"{'':34}{'took':>11}{'ratio':>9}  compared with", flush=True)
    lacking = 0
    with stage() as prepared:
        for name in wanted or known:
            try:
                _measure(importlib.import_module(f"bench.rows.{name}").measure(prepared))
            except CannotMeasure as error:
                lacking = 1
                print(f"{name}: NOT MEASURED, it {error}", flush=True)
    return lacking


def _measure(found: object) -> None:
    for row in found:  # type: ignore[attr-defined]
        if isinstance(row, Figure):
            print(row.line(), flush=True)
            write_down([row])
        else:
            print(line(row), flush=True)


def line(row: Row) -> str:
    """Return the row as one line; a duration tells of this machine, the ratio of the code."""
    base = f"{row.base} ({duration(row.base_seconds)})"
    note = f"; {row.note}" if row.note else ""
    return f"{row.name:34}{duration(row.seconds):>11}{row.ratio:>8.1f}x  {base}{note}"


def duration(seconds: float) -> str:
    """Return seconds in the unit that reads best."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
