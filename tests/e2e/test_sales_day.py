"""A day at the sales desk, in a browser: from the form that was sent to the sale."""

from __future__ import annotations

import csv
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.faults import assert_no_faults
from tests.e2e.following import follow
from tests.e2e.newsroom import LONG, Newsroom, run_code
from tests.sandbox import Sandbox
from tests.visitor import CONTACT, Visitor, enquire, take_quiz
from tests.whole_site import PATIENCE, Site, wait_until

pytestmark = pytest.mark.e2e
ARTICLE = "/articles/leadership-and-management-skills/"
OFFER = "We offer SEO services and backlinks at the lowest price. https://links.example/x"
INBOX = "/admin/enquiry/"
# Nobody wants to wait until an answer is due: as long ago as this it came, and then it is due.
_PUT_OFF = """
from datetime import timedelta
from django.utils import timezone
from leads.models import Enquiry, Handling
now, found = timezone.now(), Enquiry.objects.filter(name={name!r})
found.update(created_at=now - timedelta(minutes={waited}))
due = now + timedelta(minutes={due})
Handling.objects.filter(enquiry__in=found).update(due_at=due, act_by=due)
"""
_OPEN = """
from core.models import SiteSettings
firm = SiteSettings.objects.get()
print(firm._meta.get_field("hours").get_prep_value(firm.hours))
firm.hours = []
firm.save()
"""
_AS_BEFORE = """
from core.models import SiteSettings
firm = SiteSettings.objects.get()
firm.hours = {hours!r}
firm.save()
"""
_LINKS = """
from leads.followup.links import CALLED, TAKE, act_url
from leads.models import Enquiry
enquiry = Enquiry.objects.get(name={name!r})
print(*(act_url(enquiry, what, None) for what in (TAKE, CALLED)))
"""


@dataclass
class Day:
    """A site with a salesperson at a screen, and a colleague at another."""

    room: Newsroom
    sam: Page
    kim: Page
    mark: str  # in every name of the day
    width: int

    def manager(self) -> Page:
        """Return the screen of somebody who sees what all do."""
        page = self.room.log_in(f"max{self.mark}")
        page.set_viewport_size({"width": self.width, "height": 844})
        return page

    def put_off(self, name: str, *, waited: int, due: int) -> None:
        """Have an enquiry come so many minutes ago and be due in so many, and have that noticed."""
        run_code(self.room.site, _PUT_OFF.format(name=name, waited=waited, due=due))
        self.room.site.kill("worker")  # the next one looks at once

    def in_overdue(self, name: str) -> Locator:
        """Return the row of what nobody answered in time."""
        self.sam.goto(f"{INBOX}?show=overdue")
        return self.sam.locator(".desk-inbox tbody tr").filter(has_text=name)

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
    people = {f"sam{mark}": "Sales", f"kim{mark}": "Sales", f"max{mark}": "Sales managers"}
    room = Newsroom(site, browser, people)
    room.open()
    pages = [room.log_in(name) for name in (f"sam{mark}", f"kim{mark}")]
    for page in pages:
        page.set_viewport_size({"width": request.param, "height": 844})
    yield Day(room, *pages, mark=mark, width=request.param)
    room.close()


@pytest.fixture
def _always_open(site: Site) -> Iterator[None]:
    """Have the firm work around the clock: reminders go out while somebody is there."""
    hours = run_code(site, _OPEN).strip()
    yield
    run_code(site, _AS_BEFORE.format(hours=hours))


def send(day: Day, name: str, email: str, message: str = "About backups.") -> None:
    visitor = Visitor(day.room.site.url)
    enquire(visitor, take_quiz(visitor, ARTICLE), name=name, email=email, message=message)


def is_in_crm(page: Page, name: str) -> bool:
    """Tell whether the list says now that this one is in the CRM."""
    rows = page.request.get(page.url).text().split("<tr")
    return any(name in row and "In CRM as" in row for row in rows)


def told(page: Page) -> str:
    """Return what a page says now."""
    page.reload()
    return page.inner_text("body")


def until_told(page: Page, *words: str) -> None:
    """Return once a page says all of it."""
    wait_until(lambda: all(each in told(page) for each in words), PATIENCE, ", ".join(words))


@pytest.mark.long
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


@pytest.mark.long
def test_what_nobody_answers_is_told_before_and_after_and_is_taken_from_a_mail_without_a_login(
    day: Day, _always_open: None
) -> None:
    ann = f"Ann {day.mark}"
    send(day, ann, f"ann.{day.mark}@acme.example")
    day.open(day.sam, ann)
    day.put_off(ann, waited=45, due=10)
    until_told(day.sam, "Warned that it is soon due", "Everybody was told")
    assert re.search(r"Answer: due in (9|10) minutes", told(day.sam))

    day.put_off(ann, waited=200, due=-65)
    until_told(day.sam, "Not answered in time", "Answer: overdue by 1 hour")
    expect(day.in_overdue(ann)).to_contain_text("Answer: overdue by 1 hour")
    expect(day.in_overdue(ann)).to_contain_text("New, nobody’s")
    assert_no_faults(day.sam)

    take, called = run_code(day.room.site, _LINKS.format(name=ann)).split()
    mail = day.room.read(urlsplit(take).path, day.width)
    day.says(mail, "Nothing happens until you press the button.")
    expect(day.in_overdue(ann)).to_contain_text("New, nobody’s")
    mail.get_by_label("Who are you?").select_option(label=f"kim{day.mark}")
    follow(mail.get_by_role("button", name="I’ll take it"))
    day.says(mail, f"It is yours, kim{day.mark}.")
    mail.goto(urlsplit(take).path)
    day.says(mail, f"kim{day.mark} has it since today, ")
    mail.goto(urlsplit(called).path)
    assert_no_faults(mail)
    mail.get_by_label("We spoke").check()
    mail.get_by_label("Who are you?").select_option(label=f"kim{day.mark}")
    follow(mail.get_by_role("button", name="Note it"))
    day.says(mail, "nobody is reminded to answer any more")

    expect(day.in_overdue(ann)).to_have_count(0)
    day.open(day.kim, ann)
    assert told(day.kim).count("Not answered in time") == 1


@pytest.mark.long
def test_what_the_crm_refuses_says_so_and_is_sent_again_with_one_press(
    day: Day, crm: Sandbox
) -> None:
    bea, email = f"Bea {day.mark}", f"bea.{day.mark}@acme.example"
    crm.faults([{"kind": "status", "value": 400, "body": email}])
    send(day, bea, email)
    day.open(day.sam, bea)
    until_told(day.sam, "Failed: ", "HTTP 400")
    assert_no_faults(day.sam)
    day.sam.goto("/admin/deliveries/")
    follow(day.sam.get_by_role("button", name="Count what would be sent again"))
    day.says(day.sam, "so nothing is made twice")
    assert_no_faults(day.sam)

    crm.clear_faults()
    day.open(day.sam, bea)
    day.press("Send it again now")
    until_told(day.sam, "In CRM as")
    made = crm.counts()["by_email"][email]
    assert made == {"notes": 1, "tasks": 1}


@pytest.mark.long
def test_a_sale_is_in_the_figures_at_once_and_in_a_file_that_runs_nothing(day: Day) -> None:
    cat = f"Cat {day.mark}"
    send(day, cat, f"cat.{day.mark}@acme.example", message="=1+1")
    day.open(day.sam, cat)
    day.press("I’ll take it")
    day.press("Won")
    manager = day.manager()
    manager.goto("/admin/reports/sales/")
    assert_no_faults(manager)
    day.says(manager, "Won")

    manager.goto(f"{INBOX}?show=closed")
    manager.locator("header").get_by_role("button", name="Actions").click()
    with manager.expect_download() as download:
        manager.get_by_role("link", name="Download CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    [row] = [each for each in rows if cat in each.values()]
    assert "'=1+1" in row.values()
    assert "=1+1" not in row.values()
    assert {each["State"] for each in rows} <= {"Won", "Lost", "Not a fit"}
