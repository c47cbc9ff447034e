"""A clone in an empty folder, with nothing cached: two minutes later it holds a lead.

Needs the package registry, and about a minute.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.arrivals import Arrivals
from tests.sandbox import Sandbox
from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import LAST_LINE, PATIENCE, ROOT, Site, free_ports, wait_until

FIRST_PAGE = 90.0  # seconds from the clone on, with nothing cached
SECOND_START = 5.0
A_LEAD = 180.0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the clone goes, and nothing of it afterwards: an environment is large."""
    yield tmp_path / "a clone"
    shutil.rmtree(tmp_path / "a clone", ignore_errors=True)


def make_run(folder: Path) -> Site:
    """Type `make run` in the folder as a new user would."""
    port, crm_port = free_ports(2)
    kept = ("PATH", "LANG", "SSL_CERT_FILE")
    environment = {name: value for name, value in os.environ.items() if name in kept}
    environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    environment |= {"PIP_NO_CACHE_DIR": "1", "HOME": "/nonexistent"}  # nothing may be kept there
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}", f"CRM_PORT={crm_port}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    return Site(process, port, crm_port, folder / "var")


def interrupt(site: Site) -> None:
    """Press Ctrl-C: everything in the foreground hears it."""
    os.killpg(site.process.pid, signal.SIGINT)
    site.process.wait(PATIENCE)
    wait_until(lambda: not site.processes(), PATIENCE, "the end of all parts")


def test_a_fresh_clone_starts_in_time_takes_an_enquiry_and_starts_again_at_once(
    folder: Path,
) -> None:
    began = time.monotonic()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    site = make_run(folder)
    try:
        site.wait_until_announced()
        first_page = time.monotonic() - began
        send_enquiry(site)
        a_lead = time.monotonic() - began
    finally:
        interrupt(site)
    print(site.printed)

    began = time.monotonic()
    again = make_run(folder)
    try:
        again.wait_until_announced()
        second_start = time.monotonic() - began
    finally:
        interrupt(again)

    print(f"clone → first page {first_page:.1f} s, → lead {a_lead:.1f} s")
    print(f"second start → first page {second_start:.1f} s")
    assert re.search(r"password \S{16}", site.printed)
    assert "Traceback" not in site.printed + again.printed
    assert LAST_LINE in again.printed
    assert first_page < FIRST_PAGE
    assert a_lead < A_LEAD
    assert second_start < SECOND_START


def send_enquiry(site: Site) -> None:
    """Go from the home page to the receipt, and wait for the CRM."""
    token = (site.var_dir / "practice-crm-token").read_text()
    crm = Sandbox(None, int(site.crm_url.rpartition(":")[2]), token)
    visitor = Visitor(site.url)
    with crm.http:
        arrivals = Arrivals(crm)
        article = visitor.get("/").link("/articles/leadership")
        enquire(visitor, take_quiz(visitor, article))
        arrivals.wait()
        assert article in arrivals.body_of("note created")
