"""A reader of the article becomes one contact in the CRM: the whole site, real processes."""

from __future__ import annotations

import os
import signal
import time

import pytest
from playwright.sync_api import Browser, Request

from tests.e2e.arrivals import ONE_OF_EACH, Arrivals
from tests.e2e.journey import assert_tells_everything, walk
from tests.e2e.kinds import ARTICLE
from tests.sandbox import Sandbox
from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import PATIENCE, Site, wait_until

pytestmark = pytest.mark.e2e


def send(site: Site, email: str) -> str:
    """Go from the article to the receipt without a browser; returns the receipt's text."""
    visitor = Visitor(site.url)
    return enquire(visitor, take_quiz(visitor, ARTICLE, choose=1), email=email).text


def test_a_plain_client_without_cookies_is_done_in_two_seconds(
    site: Site, crm: Sandbox, email: str
) -> None:
    arrivals = Arrivals(crm)

    began = time.monotonic()
    receipt = send(site, email)
    took = time.monotonic() - began

    arrivals.wait()
    assert "L-" in receipt
    assert_tells_everything(arrivals, email)
    assert took < 2, f"the journey took {took:.1f} s"


@pytest.mark.parametrize(
    ("width", "scripts"), [(390, True), (1280, True), (390, False)], ids=["phone", "desk", "no-js"]
)
def test_a_reader_in_a_browser_becomes_one_contact(
    site: Site, crm: Sandbox, browser: Browser, email: str, width: int, scripts: bool
) -> None:
    arrivals, asked = Arrivals(crm), []
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts
    )
    page = context.new_page()

    def note_request(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note_request)

    walk(page, site.url, email)

    arrivals.wait()
    assert_tells_everything(arrivals, email)
    assert context.cookies() == []
    assert context.storage_state() == {"cookies": [], "origins": []}
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    context.close()


def test_an_answer_that_was_lost_on_its_way_makes_nothing_twice(
    site: Site, crm: Sandbox, email: str
) -> None:
    arrivals = Arrivals(crm)
    crm.faults(
        [
            {"kind": "apply-then-drop", "match": f"POST {path}", "times": 1}
            for path in ("/crm/v3/objects/notes", "/crm/v3/objects/tasks")
        ]
    )

    send(site, email)

    arrivals.wait()
    assert_tells_everything(arrivals, email)


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "seconds"),
    [("delay-after", 3), ("delay", 9)],
    ids=["applied at once", "applied after the next worker has looked"],
)
def test_a_worker_killed_in_the_middle_of_a_call_makes_nothing_twice(
    site: Site, crm: Sandbox, email: str, kind: str, seconds: float
) -> None:
    arrivals = Arrivals(crm)
    path = "/crm/v3/objects/notes"
    crm.faults([{"kind": kind, "value": seconds, "match": f"POST {path}", "times": 1}])

    send(site, email)
    wait_until(lambda: arrivals.requests(path), PATIENCE, "the call that is to be cut off")
    for process in site.processes("worker"):
        os.kill(process.pid, signal.SIGKILL)

    arrivals.wait()
    assert_tells_everything(arrivals, email)


def test_a_crm_that_is_down_is_no_matter_for_the_visitor(
    site: Site, crm: Sandbox, email: str
) -> None:
    arrivals = Arrivals(crm)
    for process in site.processes("crm"):
        os.kill(process.pid, signal.SIGSTOP)  # takes connections and never answers

    receipt = send(site, email)

    assert "L-" in receipt
    for process in site.processes("crm"):
        os.kill(process.pid, signal.SIGKILL)  # and then it is gone
    second = send(site, f"b{email}")
    assert "L-" in second
    wait_until(lambda: site.answers(site.crm_url), PATIENCE, "the practice CRM's return")
    wait_until(lambda: len(arrivals.made()) >= 6, PATIENCE, "both enquiries")
    assert sorted(arrivals.made()) == sorted(ONE_OF_EACH * 2)


def test_a_crm_that_refuses_everything_gets_it_later(site: Site, crm: Sandbox, email: str) -> None:
    arrivals = Arrivals(crm)
    crm.faults([{"kind": "status", "value": 503}])

    send(site, email)
    wait_until(lambda: arrivals.requests(), PATIENCE, "a first try")
    assert arrivals.made() == []
    crm.clear_faults()

    arrivals.wait()
