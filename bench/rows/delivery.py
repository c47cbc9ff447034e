"""From the commit to the CRM: how soon, how many at a time, and with a full outbox."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.figures import Figure
from bench.receiver import Receiver, receiving
from bench.servers import environment, printed, running
from bench.stage import Stage
from tests.servers import find_postgres, postgres
from tests.whole_site import ROOT, wait_until

TIMES = 40
LATENCY = 0.05  # seconds for which the CRM takes its time
EACH = 100  # deliveries for each in flight, beside which the jobs of a start weigh little
FULL = 100_000
ROUNDS, SUBMITS = 8, "250"  # enough that one standstill of the machine is not the answer
PATIENCE = 180.0  # seconds


def measure(stage: Stage) -> Iterator[Figure]:
    yield from _soon(stage)
    for at_once in (4, 16):
        yield _drained(stage, at_once, "SQLite", "")
    if find_postgres() is not None:
        with postgres() as url:
            environ = environment(stage.scratch, DATABASE_URL=url)
            _manage(environ, "migrate", "-v0")
            for at_once in (4, 16):
                yield _drained(stage, at_once, "PostgreSQL", url)
    yield from _full(stage)


def _soon(stage: Stage) -> Iterator[Figure]:
    with receiving() as crm, _worker(stage.copy(), crm) as environ:
        printed("waiting", "send", "3", "0.2", environ=environ)  # the first ones find all cold
        wait_until(lambda: len(crm.arrived) == 3, PATIENCE, "the first calls")
        crm.arrived.clear()
        committed = json.loads(printed("waiting", "send", str(TIMES), "0.15", environ=environ))
        wait_until(lambda: len(crm.arrived) == TIMES, PATIENCE, "all calls")
        took = sorted(
            (to - at) * 1000 for at, to in zip(committed, sorted(crm.arrived), strict=True)
        )
    middle, slow = statistics.median(took), took[len(took) * 99 // 100]
    name = "commit → the CRM has the request"
    yield Figure(f"{name}, median", middle, 10, 10, "ms", at_least=False)
    yield Figure(f"{name}, 99 of 100", slow, 50, 50, "ms", at_least=False)


def _drained(stage: Stage, at_once: int, database: str, url: str) -> Figure:
    count = EACH * at_once
    var_dir = stage.copy()
    with ExitStack() as stack:
        crm = stack.enter_context(receiving(LATENCY))
        environ = environment(var_dir, CRM_URL=crm.crm_url, DATABASE_URL=url, EMAIL_URL="")
        printed("waiting", "fill", str(count), environ=environ)
        # Where there are two destinations, neither gets more than half of the threads.
        stack.enter_context(_worker(var_dir, crm, threads=at_once, DATABASE_URL=url))
        wait_until(lambda: len(crm.arrived) >= count, PATIENCE, "all calls")
    arrived = sorted(crm.arrived)
    rate = count / (arrived[-1] - arrived[0] + LATENCY)
    note = f"{rate:.0f} of {at_once / LATENCY:.0f} a second"
    if len(arrived) > count:
        note += f"; {len(arrived) - count} twice"
    share = rate / (at_once / LATENCY)
    return Figure(f"drain, {at_once} in flight, {database}", share, 0.8, 0.9, note=note)


def _full(stage: Stage) -> Iterator[Figure]:
    crm_url = Receiver(0).crm_url
    none, full = (environment(stage.copy(), CRM_URL=crm_url) for _ in range(2))
    printed("waiting", "fill", str(FULL), environ=full)
    claimed = _slowest(json.loads(printed("waiting", "claim", "300", environ=full))) * 1000
    took: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(ROUNDS):  # in turn: what else the machine does is then the same for both
        for is_full, environ in ((False, none), (True, full)):
            took[is_full] += json.loads(printed("waiting", "submit", SUBMITS, environ=environ))
    before, after = _slowest(took[False]), _slowest(took[True])
    many = f"with {FULL:,} waiting"
    yield Figure(f"claim, 99 of 100, {many}", claimed, 20, 20, "ms", at_least=False)
    note = f"{after * 1000:.1f} and {before * 1000:.1f} ms"
    name = f"submit, 99 of 100, {many} ÷ with none"
    yield Figure(name, after / before, 1.2, 1.2, at_least=False, note=note)


def _slowest(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]


@contextmanager
def _worker(
    var_dir: Path, crm: Receiver, threads: int = 8, **variables: str
) -> Iterator[dict[str, str]]:
    """Run a worker, and give the environment that it shares with those who wake it."""
    environ = environment(var_dir, CRM_URL=crm.crm_url, EMAIL_URL="", **variables)
    command = [sys.executable, "manage.py", "worker", "--threads", str(threads)]
    with running(command, environ):
        bell = var_dir / "wake"
        wait_until(lambda: bell.is_dir() and any(bell.iterdir()), PATIENCE, "the worker")
        yield environ


def _manage(environ: dict[str, str], *command: str) -> None:
    with running([sys.executable, str(ROOT / "manage.py"), *command], environ) as pid:
        wait_until(lambda: not Path(f"/proc/{pid}/exe").exists(), PATIENCE, " ".join(command))
