"""The command line: options, start, the one line that says so, and a clean end."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from leads.crm.sandbox import faults, server
from leads.crm.sandbox.app import App
from leads.crm.sandbox.dialects import DEFAULT, DIALECTS
from leads.crm.sandbox.store import Store

DATABASE = "var/practice-crm.sqlite3"
PORT = 8421  # as under `make run`, and as in the examples of CRM_URL
TOKEN_VARIABLE = "SANDBOX_CRM_TOKEN"  # noqa: S105  the variable's name
TOKEN = "practice"  # noqa: S105  guards nothing but practice data on this machine
PARENT_POLL = 0.5  # seconds
FAILED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the practice CRM's options to a parser of any kind."""
    token = os.environ.get(TOKEN_VARIABLE) or TOKEN
    add = parser.add_argument
    add("--port", type=_port, default=PORT, help="port on 127.0.0.1; 0 takes a free one")
    add("--dialect", choices=sorted(DIALECTS), default=DEFAULT, help="the CRM that is played")
    add("--port-file", type=Path, metavar="FILE", help="write the port here when ready")
    add("--database", type=Path, default=Path(DATABASE), metavar="FILE", help="its SQLite file")
    add("--token", default=token, help=f"bearer token; else ${TOKEN_VARIABLE}, else {TOKEN!r}")
    add("--rate", type=_rate, default=100, help="calls allowed in 10 seconds; 0 is no limit")
    add("--search-lag", type=_seconds, default=10.0, metavar="SECONDS", help="delay of the search")
    add("--watch-parent", action="store_true", help="end when the starting process is gone")
    add(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="KIND[=VALUE][:match=TEXT][:body=TEXT][:times=N][:share=0.3][:retry-after=N]",
        help="break requests; repeatable; kinds: " + ", ".join(faults.KINDS),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse and run; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m leads.crm.sandbox", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def run(options: argparse.Namespace, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Serve until SIGTERM or SIGINT; must run in the main thread. Returns the exit status."""
    out, err = out or sys.stdout, err or sys.stderr
    parent = os.getppid()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with contextlib.closing(_open(options.database)) as store:
            listening = _listen(options, store)
            _announce(listening.port, options, out)
            _wait(stopped, parent if options.watch_parent else None)
            listening.stop()
    except CannotStart as error:
        err.write(f"{error}\n")
        return FAILED
    if options.port_file:
        options.port_file.unlink(missing_ok=True)
    return 0


class CannotStart(Exception):
    """What stands in the way, in one line."""


def _open(path: Path) -> Store:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Store(path)
    except (OSError, sqlite3.Error) as error:
        raise CannotStart(f"The practice CRM cannot use the file {path}: {error}") from None


def _listen(options: argparse.Namespace, store: Store) -> server.PracticeServer:
    dialect = DIALECTS[options.dialect](options)
    app = App(store=store, dialect=dialect, token=options.token, faults=options.fault)
    try:
        return server.serve(options.port, app)
    except OSError as error:
        where = f"Port {options.port} on {server.HOST}"
        raise CannotStart(
            f"{where} cannot be used ({error.strerror}): try another --port."
        ) from None


def _wait(stopped: threading.Event, parent: int | None) -> None:
    while not stopped.wait(None if parent is None else PARENT_POLL):
        if os.getppid() != parent:
            return


def _announce(port: int, options: argparse.Namespace, out: TextIO) -> None:
    token = masked(options.token)
    out.write(f"Practice CRM on http://{server.HOST}:{port} (token {token})\n")
    out.flush()
    if options.port_file:
        # Renamed into place, so that whoever waits for the file never reads half a number.
        ready = options.port_file.with_name(options.port_file.name + ".new")
        ready.write_text(f"{port}\n", encoding="ascii")
        ready.replace(options.port_file)


def masked(token: str) -> str:
    """Return the token as stars, the last two characters shown where enough stays hidden."""
    shown = token[-2:] if len(token) >= 6 else ""
    return "*" * 6 + shown


def _port(text: str) -> int:
    return _between(text, 65_535)


def _rate(text: str) -> int:
    return _between(text, 1_000_000)


def _between(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= most):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to {most}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= faults.LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to an hour")
    return seconds


def _fault(text: str) -> faults.Fault:
    try:
        return faults.parse(text)
    except faults.BadFault as error:
        raise argparse.ArgumentTypeError(str(error)) from None
