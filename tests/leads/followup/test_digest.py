"""The day's list for each salesperson: when it comes, and what stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from wagtail.models import Site

from core.models import SiteSettings
from leads.delivery.worker import drain
from leads.desk.holding import release
from leads.followup.digest import post_due
from leads.models import Enquiry, Screening
from tests.factories import make_enquiry
from tests.leads.followup.test_alert import part
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)  # a Thursday
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def hold(**fields: object) -> Enquiry:
    enquiry = make_enquiry(handling=None, **fields)
    reasons = [{"code": "links", "points": 5, "words": "Advertises something"}]
    Screening.objects.create(enquiry=enquiry, score=5, reasons=reasons, held=True)
    return enquiry


def bodies(server: MailServer) -> list[str]:
    """Put in what is due, send it, and return all texts so far, each in one line."""
    post_due()
    drain()
    return [" ".join(part(each, "plain").split()) for each in server.mails]


def test_each_morning_sales_is_told_what_is_due_what_nobody_has_and_what_is_held(
    server: MailServer, sam: User
) -> None:
    with time_machine.travel(NOW.replace(hour=7), tick=False) as clock:
        make_enquiry(company="Due Ltd", handling={"owner": sam, "claimed_at": NOW, "act_by": NOW})
        make_enquiry(company="Later Ltd", handling={"owner": sam, "act_by": NOW + 2 * DAY})
        make_enquiry(company="Free Ltd")
        mo = User.objects.create_user("mo", "mo@firm.example")
        make_enquiry(company="Theirs Ltd", handling={"owner": mo, "act_by": NOW})
        hold(company="Held Ltd")
        assert post_due() == 0  # nobody is there yet
        clock.shift(61 * MINUTE)
        assert post_due() == 1
        assert post_due() == 0
        drain()

    [mail], body = server.mails, part(server.mails[0], "plain")
    assert (mail["To"], mail["Subject"]) == (
        "sam@firm.example", "1 due today, 1 that nobody has",
    )  # fmt: skip
    assert "Due Ltd" in body
    assert "Free Ltd" in body
    assert "1 waits for somebody to look at it" in body
    assert "/admin/enquiry/?show=held" in body
    for company in ("Later Ltd", "Theirs Ltd", "Held Ltd"):
        assert company not in body


def test_a_day_on_which_nothing_waits_brings_no_mail_but_for_mondays(
    server: MailServer, sam: User
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for days in range(1, 6):
            post_due()
            drain()
            assert len(server.mails) == (1 if days == 5 else 0)
            clock.shift(DAY)

    [mail] = server.mails
    assert mail["Subject"] == "Nothing waits for you today"
    for body in (part(mail, "plain"), part(mail, "html")):
        assert "None since Monday 23 November." in body


def test_on_mondays_all_that_was_held_since_the_last_one_is_listed_with_why_and_who_let_it_go(
    server: MailServer, sam: User
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        hold(name="Old", created_at=NOW - 4 * DAY)
        hold(name="Bob https://evil.example/x")
        let_go = hold(name="Cy")
        assert release(let_go, sam)
        clock.shift(4 * DAY)

        [body] = [each for each in bodies(server) if "since Monday" in each]

    assert "2 since Monday 23 November, of which 1 was released." in body
    assert f"Released by Sam Hill ({let_go.reference}): Advertises something" in body
    assert "2 wait for somebody to look at them" in body
    assert "evil.example" not in body
    assert "Old" not in body


def test_after_a_bank_holiday_monday_the_week_begins_on_tuesday(
    server: MailServer, sam: User
) -> None:
    firm = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    days = [str(each) for each in range(5)]
    firm.hours = [("hours", {"days": days, "opens": time(9), "closes": time(17, 30)})]
    firm.bank_holidays = "ENG"
    firm.save()
    easter_monday = datetime(2026, 4, 6, 11, tzinfo=UTC)

    with time_machine.travel(easter_monday, tick=False) as clock:
        assert bodies(server) == []
        clock.shift(DAY)
        [body] = bodies(server)
        clock.shift(DAY)
        assert len(bodies(server)) == 1

    assert "None since Monday 30 March." in body
