"""A site on a Monday afternoon, people of sales, and the mail server that their mail goes to."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from playwright.sync_api import Browser, Page

from tests.e2e.following import follow
from tests.e2e.newsroom import Newsroom, run_code
from tests.smtp import MailServer, Taken, serving_mail
from tests.visitor import CONTACT, Visitor
from tests.whole_site import Site, start_site, wait_until

PROMISED = 60.0  # seconds in which an alert leaves
INBOX = "/admin/enquiry/"
PHONE = {"width": 390, "height": 844}
HALF_PAST_FOUR = clock_time(16, 30)  # the firm closes an hour later
_SELL = """
from django.contrib.auth.models import User
from leads.models import SalesPerson
for name, called in {people!r}.items():
    User.objects.filter(username=name).update(first_name=called[0], last_name=called[1])
    SalesPerson.objects.create(user=User.objects.get(username=name))
"""
# Nobody wants to wait until an answer is due.
_PUT_OFF = """
from datetime import timedelta
from django.utils import timezone
from leads.models import Enquiry, Handling
now = timezone.now() + timedelta(seconds={ahead})
found = Enquiry.objects.filter(email={email!r})
found.update(created_at=now - timedelta(minutes={waited}))
due = now + timedelta(minutes={due})
Handling.objects.filter(enquiry__in=found).update(due_at=due, act_by=due)
"""


@dataclass
class Mailroom:
    """The site, whose clock is `ahead` by so many seconds, and the mail server."""

    site: Site
    server: MailServer
    ahead: float

    def found(self, kind: str, whom: str) -> list[Taken]:
        """Return the mails of a kind, such as "alert", about or to somebody's address."""
        return [
            each
            for each in self.server.taken
            if each.mail["Message-ID"].startswith(f"<{kind}-")
            and any(whom in address for address in [*each.to, each.mail["Reply-To"] or ""])
        ]

    def wait_for(self, kind: str, whom: str) -> Taken:
        """Return the one mail of that kind, once it is there."""
        wait_until(lambda: self.found(kind, whom), PROMISED, f"{kind}, {whom}")
        [taken] = self.found(kind, whom)
        return taken

    def put_off(self, email: str, *, waited: int, due: int) -> None:
        """Have an enquiry come so many minutes ago and be due in so many, and have that noticed."""
        code = _PUT_OFF.format(ahead=self.ahead, email=email, waited=waited, due=due)
        run_code(self.site, code)
        self.look_again()

    def look_again(self) -> None:
        """Have the worker's jobs come round at once: those of a new one do."""
        self.site.kill("worker")


@dataclass
class Desk:
    """Sam, on a phone, Kim, and Max, who manages: of one test."""

    mailroom: Mailroom
    room: Newsroom
    mark: str
    pages: dict[str, Page] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return f"{name}{self.mark}@firm.example"

    def sell(self, *names: str) -> None:
        """Have them be given enquiries from now on."""
        people = {f"{each}{self.mark}": (each.title(), "Hill") for each in names}
        run_code(self.room.site, _SELL.format(people=people))

    def page_of(self, name: str) -> Page:
        """Return the browser page of somebody, who is logged in."""
        if name not in self.pages:
            self.pages[name] = page = self.room.log_in(f"{name}{self.mark}")
            if name == "sam":
                page.set_viewport_size(PHONE)
        return self.pages[name]

    def send(self, name: str, email: str, **values: str) -> float:
        """Send the contact form; returns when the answer was there, by the monotonic clock."""
        visitor, answered = Visitor(self.room.site.url), []
        visitor.http.hooks["response"].append(lambda *_, **__: answered.append(time.monotonic()))
        form = visitor.get("/contact/").form("company")
        answered.clear()
        visitor.submit(form, **{**CONTACT, "name": name, "email": email, **values})
        return answered[0]

    def search(self, page: Page, words: str) -> list[str]:
        """Return the rows of the inbox that a search finds."""
        page.goto(INBOX)
        page.get_by_role("searchbox").fill(words)
        follow(page.get_by_role("button", name="Search", exact=True))
        return page.locator(".desk-inbox tbody tr").all_inner_texts()


@contextmanager
def open_mailroom(folder: Path) -> Iterator[Mailroom]:
    """Run the site that is in the folder, at half past four on a Monday."""
    ahead = (_a_monday(date.today()) - datetime.now(ZoneInfo("UTC"))).total_seconds()
    with serving_mail() as server:
        variables = {
            "DJANGO_SETTINGS_MODULE": "tests.e2e.another_day",
            "AHEAD": str(ahead),
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_FROM": "leads@firm.example",
        }
        with start_site(folder, **variables) as site:
            yield Mailroom(site, server, ahead)


@contextmanager
def open_desk(mailroom: Mailroom, browser: Browser) -> Iterator[Desk]:
    """Make the people, who sell nothing yet, and take them away again."""
    mark = secrets.token_hex(3)
    groups = {"sam": "Sales", "kim": "Sales", "max": "Sales managers"}
    people = {f"{name}{mark}": group for name, group in groups.items()}
    room = Newsroom(mailroom.site, browser, people)
    room.open()
    yield Desk(mailroom, room, mark)
    room.close()


def _a_monday(today: date) -> datetime:
    """Return that moment of the next Monday which is no bank holiday, nor is the day after it."""
    closed = holidays.country_holidays("GB", subdiv="ENG")
    days = [today + timedelta(days=ahead) for ahead in range(1, 60)]
    mondays = (pair for pair in pairwise(days) if pair[0].weekday() == 0)
    day = next(pair[0] for pair in mondays if not any(each in closed for each in pair))
    return datetime.combine(day, HALF_PAST_FOUR, ZoneInfo("Europe/London"))
