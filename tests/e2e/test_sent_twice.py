"""A form that is sent more than once is one enquiry: over real HTTP, to several threads at once."""

from __future__ import annotations

import re
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.e2e.arrivals import Arrivals
from tests.sandbox import Sandbox
from tests.visitor import CONTACT, Form, Page, Visitor, contact_step, take_quiz
from tests.whole_site import PATIENCE, Site

pytestmark = pytest.mark.e2e
QUIZ = "/it-leadership-quiz/"


def contact_form(site: Site) -> tuple[Visitor, Page, Form]:
    """Somebody who has finished the quiz, their result, and the form that follows it."""
    visitor = Visitor(site.url)
    result = take_quiz(visitor, QUIZ)
    return visitor, result, visitor.get(contact_step(result)).form("email")


def post(form: Form, email: str) -> str:
    """Send the form; returns where it leads."""
    data = {**form.fields, **CONTACT, "email": email}
    answer = requests.post(form.action, data, allow_redirects=False, timeout=PATIENCE)
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["Location"]


def test_fifty_at_once_and_every_way_back_to_the_form_are_one_enquiry(
    site: Site, crm: Sandbox, email: str
) -> None:
    arrivals = Arrivals(crm)
    visitor, result, form = contact_form(site)

    with ThreadPoolExecutor(50) as pool:
        led_to = set(pool.map(lambda _: post(form, email), range(50)))
    led_to.add(post(form, email))  # back, and the button again; or a reload of the answer
    other_tab = visitor.get(contact_step(result)).form("email")
    led_to.add(post(other_tab, email))

    arrivals.wait()
    assert len(led_to) == 1


def test_what_was_given_back_while_the_database_was_locked_is_sent_once(
    site: Site, crm: Sandbox, email: str
) -> None:
    arrivals = Arrivals(crm)
    visitor, _, form = contact_form(site)
    values = {**CONTACT, "email": email}

    with closing(sqlite3.connect(site.var_dir / "leadline.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = visitor.submit(form, **values)
        other.rollback()
    again = visitor.submit(refused.form())
    once_more = visitor.submit(form, **values)

    assert refused.status == 503
    assert {name: refused.form().fields[name] for name in values} == values
    assert "/thanks/" in again.url
    assert once_more.url == again.url
    arrivals.wait()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_double_click_is_one_enquiry(
    site: Site, crm: Sandbox, browser: Browser, email: str, scripts: bool
) -> None:
    arrivals = Arrivals(crm)
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site.url}/contact/")
    form = page.locator("#message form")
    for name in ("name", "message"):
        form.locator(f"[name={name}]").fill(CONTACT[name])
    form.locator("[name=email]").fill(email)

    # The second press ends the navigation that the first has begun.
    form.get_by_role("button", name="Send").dblclick(no_wait_after=True)
    expect(page).to_have_url(re.compile("/thanks/"), timeout=PATIENCE * 1000)

    arrivals.wait()
    context.close()


def test_a_thousand_headers_of_one_name_are_answered_and_nothing_breaks(site: Site) -> None:
    target = urlsplit(site.url)
    head = "POST /enquire/1/ HTTP/1.1\r\nHost: " + target.netloc + "\r\n" + "Origin: x\r\n" * 1000
    with socket.create_connection((target.hostname or "", target.port or 0), PATIENCE) as client:
        client.sendall(f"{head}Content-Length: 0\r\n\r\n".encode())
        status = client.recv(12)

    assert status.startswith(b"HTTP/1.1 4") or status == b""
    assert site.answers()
