"""A day at the sales desk, in a browser: from the form that was sent to the sale."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.following import follow
from tests.e2e.newsroom import LONG, Newsroom
from tests.visitor import CONTACT, Visitor, enquire, take_quiz
from tests.whole_site import PATIENCE, Site, wait_until

pytestmark = pytest.mark.e2e
ARTICLE = "/articles/leadership-and-management-skills/"
OFFER = "We offer SEO services and backlinks at the lowest price. https://links.example/x"
INBOX = "/admin/enquiry/"


@dataclass
class Day:
    """A site with a salesperson at a screen, and a colleague at another."""

    room: Newsroom
    sam: Page
    kim: Page
    mark: str  # in every name of the day

    def find(self, page: Page, words: str) -> None:
        """Search the inbox."""
        page.goto(INBOX)
        page.get_by_role("searchbox").fill(words)
        follow(page.get_by_role("button", name="Search", exact=True))

    def open(self, page: Page, name: str) -> None:
        """Open an enquiry that was found."""
        self.find(page, name)
        follow(page.get_by_role("link", name=name, exact=True))

    def press(self, words: str) -> None:
        """Press a button of the page that leads to another."""
        follow(self.sam.get_by_role("button", name=words, exact=True))

    def says(self, page: Page, words: str) -> None:
        """Fail unless the page says so."""
        expect(page.locator("body")).to_contain_text(words, timeout=LONG)


@pytest.fixture(params=[390, pytest.param(1280, marks=pytest.mark.long)])
def day(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[Day]:
    mark = secrets.token_hex(3)
    room = Newsroom(site, browser, {f"sam{mark}": "Sales", f"kim{mark}": "Sales"})
    room.open()
    pages = [room.log_in(name) for name in room.people]
    for page in pages:
        page.set_viewport_size({"width": request.param, "height": 844})
    yield Day(room, *pages, mark=mark)
    room.close()


def send(day: Day, name: str, email: str, message: str = "About backups.") -> None:
    visitor = Visitor(day.room.site.url)
    enquire(visitor, take_quiz(visitor, ARTICLE), name=name, email=email, message=message)


def is_in_crm(page: Page, name: str) -> bool:
    """Tell whether the list says now that this one is in the CRM."""
    rows = page.request.get(page.url).text().split("<tr")
    return any(name in row and "In CRM as" in row for row in rows)


def assert_no_faults(page: Page) -> None:
    """Fail on anything that axe finds, and on what has to be scrolled sideways."""
    # Wagtail's own frame is its makers' to prove.
    found = Axe().run(page, {"include": [["main"]]}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url


def test_an_enquiry_is_seen_taken_rung_and_won(day: Day) -> None:
    ann, email = f"Ann {day.mark}", f"ann.{day.mark}@acme.example"
    send(day, ann, email)

    day.open(day.kim, ann)
    day.open(day.sam, ann)
    for words in ("You manage your IT", "Who decides what your firm changes", "Answer: due",
                  "Leadership and management skills", "Answering this enquiry", "How to begin",
                  "About backups."):  # fmt: skip
        day.says(day.sam, words)
    number = day.sam.locator(".desk-number")
    expect(number).to_have_attribute("href", "tel:+442079460018")
    assert_no_faults(day.sam)
    day.press("I’ll take it")
    day.says(day.sam, "It is yours.")
    follow(day.kim.get_by_role("button", name="I’ll take it"))
    day.says(day.kim, f"sam{day.mark} has it since today, ")
    assert day.kim.request.get(day.sam.url).status == 403

    day.sam.get_by_text("Log a call", exact=True).click()
    day.sam.get_by_label("Nobody answered").check()
    day.sam.get_by_label("What was said").fill("Left a message.")
    day.press("Keep the call")
    day.says(day.sam, "Ring again: due")
    day.says(day.sam, "Left a message.")
    day.sam.goto(f"{INBOX}?show=mine")
    row = day.sam.locator(".desk-inbox tbody tr").filter(has_text=ann)
    expect(row).to_contain_text(f"Claimed, sam{day.mark}")
    wait_until(lambda: is_in_crm(day.sam, ann), PATIENCE, "the CRM's record in the inbox")
    assert_no_faults(day.sam)
    day.open(day.sam, ann)
    day.press("Won")
    day.says(day.sam, ": won.")
    day.press("Open it again")
    day.press("Won")

    send(day, f"Anna {day.mark}", email)
    day.open(day.sam, f"Anna {day.mark}")
    day.says(day.sam, f"Signed “{ann}”")
    day.find(day.sam, f"left {day.mark}")
    expect(day.sam.locator(".desk-inbox tbody tr")).to_have_count(1)


@pytest.mark.long
def test_a_call_is_taken_down_spam_is_let_go_and_pages_are_not_for_sales(day: Day) -> None:
    article = day.room.read(ARTICLE).locator("main").inner_text()
    code = re.search(r"number (\d+)”", article)
    assert code is not None
    day.sam.goto(INBOX)
    follow(day.sam.get_by_role("link", name="Log a call"))
    day.sam.get_by_label("The number beside our telephone number").fill(code[1])
    day.press("Look it up")
    day.says(day.sam, "They are reading Leadership and management skills")
    day.sam.get_by_label("Name", exact=True).fill(f"Cy {day.mark}")
    day.sam.get_by_label("Telephone", exact=True).fill("020 7946 0999")
    assert_no_faults(day.sam)
    day.press("Keep the call")
    day.says(day.sam, "It is yours.")
    day.says(day.sam, "They rang")

    visitor = Visitor(day.room.site.url)
    form = visitor.get("/contact/").form("company")
    spam = {"name": f"Held {day.mark}", "email": f"held.{day.mark}@acme.example"}
    visitor.submit(form, **{**CONTACT, **spam, "message": OFFER})
    day.sam.goto(INBOX)
    expect(day.sam.locator("main")).not_to_contain_text(spam["name"])
    day.sam.goto(f"{INBOX}?show=held")
    follow(day.sam.get_by_role("link", name=spam["name"], exact=True))
    day.press("Not spam: release")
    day.says(day.sam, "is released and on its way.")
    day.open(day.sam, spam["name"])

    day.sam.goto("/admin/deliveries/")
    assert_no_faults(day.sam)
    assert day.sam.goto("/admin/settings/core/sitesettings/").url.endswith("/admin/")
