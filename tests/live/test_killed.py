"""A part that is killed comes back; when the supervisor is killed, all the rest ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from tests.whole_site import Process, Site, wait_until

pytestmark = pytest.mark.e2e

# The promise is 5 s. A machine that is busy with other tests gets more, and the time is printed.
SLACK = 20.0
PARENT, CHILD = 0, 1


@pytest.mark.parametrize(
    ("part", "which"),
    [("web", PARENT), ("web", CHILD), ("worker", PARENT), ("worker", CHILD), ("crm", PARENT)],
)
def test_a_killed_part_is_back(lasting: Site, part: str, which: int) -> None:
    site = lasting
    before = site.processes(part)
    victim = before[which]

    os.kill(victim.pid, signal.SIGKILL)
    wait_until(lambda: victim not in site.processes(part), SLACK, "the end of the victim")
    took = wait_until(lambda: is_whole(site, part, before, victim), SLACK, f"{part} back")

    print(f"{part} {'parent' if which == PARENT else 'child'}: back after {took:.1f} s")
    assert site.answers()
    assert site.answers(site.crm_url)


def is_whole(site: Site, part: str, before: list[Process], victim: Process) -> bool:
    """Tell whether the part has all its processes, none of them the victim, and answers."""
    now = site.processes(part)
    answers: dict[str, Callable[[], bool]] = {
        "web": site.answers,
        "crm": lambda: site.answers(site.crm_url),
        "worker": lambda: True,
    }
    return len(now) == len(before) and victim not in now and answers[part]()


def test_a_killed_web_server_leaves_no_orphan_that_keeps_serving(lasting: Site) -> None:
    parent, orphan = lasting.processes("web")

    os.kill(parent.pid, signal.SIGKILL)

    took = wait_until(lambda: orphan not in lasting.processes("web"), SLACK, "the orphan's end")
    print(f"orphan ended after {took:.1f} s")
    wait_until(lasting.answers, SLACK, "the web server back")


def test_when_the_supervisor_is_killed_no_process_is_left(site: Site) -> None:
    assert {each.pid for each in site.processes()} > {site.process.pid}

    site.stop(signal.SIGKILL)
    took = wait_until(lambda: not site.processes(), SLACK, "the end of all parts")

    print(f"nothing left after {took:.1f} s")
    assert not site.answers()


def test_what_ended_is_told_at_the_terminal_with_the_log_to_read(lasting: Site) -> None:
    crm = lasting.processes("crm")[0]
    log = lasting.var_dir / "log" / "crm.log"

    os.kill(crm.pid, signal.SIGKILL)

    told = f"The practice CRM ended and is started again; see {log}."
    wait_until(lambda: told in lasting.printed, SLACK, "the line")
