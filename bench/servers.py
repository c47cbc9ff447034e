"""Servers on a core of their own, what they cost by /proc, and the load from another core."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.live.tools import lacking
from tests.whole_site import ROOT, free_ports, wait_until

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # of nobody's
_TICKS = os.sysconf("SC_CLK_TCK")
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


class CannotMeasure(Exception):
    """What a row lacks, in one line."""


def require(*programs: str) -> None:
    """Raise CannotMeasure unless these programs are there, or could be installed."""
    if reason := lacking(programs):
        raise CannotMeasure(reason)


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """Have what is started in the block run on one core, where there are several."""
    before = os.sched_getaffinity(0)
    if len(before) > 1:
        os.sched_setaffinity(0, {sorted(before)[core]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def environment(var_dir: Path, **variables: str) -> dict[str, str]:
    """Return what a process of the site is started with: as by `make run`, and nothing beside."""
    blank = dict.fromkeys(("CRM_URL", "CRM_URL_FILE", "DATABASE_URL", "REDIS_URL"), "")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "VAR_DIR": str(var_dir),
        "LEAD_DRILL": "off",
        "ENQUIRIES_A_MINUTE": "0",
        **blank,
        **variables,
    }


@contextmanager
def running(command: list[str], environ: Mapping[str, str]) -> Iterator[int]:
    """Run a process of the project until the block ends; gives its id."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=dict(environ), stdout=quiet, stderr=quiet) as one:
        try:
            yield one.pid
        finally:
            one.terminate()


@contextmanager
def application(var_dir: Path, **variables: str) -> Iterator[tuple[str, int]]:
    """Run the web server on the first core; gives its address and its process."""
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    environ = environment(var_dir, PORT=str(port), BASE_URL=url, **variables)
    with pinned(0), running([sys.executable, "-m", "config.running.web"], environ) as pid:
        wait_until(lambda: _answers(url), 60, "the web server")
        yield url, pid


def printed(module: str, *arguments: str, environ: Mapping[str, str]) -> str:
    """Return what a module of `bench.parts` prints when it is run by itself."""
    command = [sys.executable, "-m", f"bench.parts.{module}", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environ), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_stat(folder)[1])
        except OSError:  # it has ended
            continue
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def cpu_seconds(pid: int) -> float:
    """Return what a process and all below it have used."""
    fields = [_stat(Path(f"/proc/{each}")) for each in family(pid)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS


def memory(pids: list[int]) -> float:
    """Return megabytes that these processes take, what they share counted once (PSS)."""
    texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(re.findall(r"^Pss:\s+(\d+)", each, re.M)[0]) for each in texts) / 1024


@dataclass(frozen=True)
class Load:
    """What one run of wrk found. Times are seconds."""

    rate: float
    requests: int
    median: float
    slowest: float  # of 99 in 100
    failed: int


def load(url: str, *headers: str, seconds: int = 2, at_once: int = 16, script: str = "") -> Load:
    """Ask for an address as fast as it goes, from the second core."""
    command = ["wrk", "-t1", f"-c{at_once}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
    for header in headers:
        command += ["-H", header]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script)
            file.flush()
            command += ["-s", file.name]
        with pinned(-1):
            done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    told = done.stdout
    failed = sum(int(each) for each in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    failed += sum(int(each) for each in re.findall(r"(?:connect|read|write|timeout) (\d+)", told))
    return Load(
        float(_found(r"Requests/sec:\s+([\d.]+)", told)),
        int(_found(r"(\d+) requests in", told)),
        _duration(_found(r"^ +50% +(\S+)", told)),
        _duration(_found(r"^ +99% +(\S+)", told)),
        failed,
    )


def _stat(folder: Path) -> list[str]:
    """Return the fields of /proc/…/stat that follow the command's name."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=20).ok
    except requests.RequestException:
        return False


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.M)
    assert match, text
    return match[1]


def _duration(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit]
