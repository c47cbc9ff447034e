"""A week of sales: what was held back is told on Monday and let go once, and who is away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.arrivals import practice_crm
from tests.e2e.faults import assert_no_faults
from tests.e2e.following import follow, says
from tests.e2e.mailbox import links, read
from tests.e2e.mailroom import INBOX, Desk
from tests.whole_site import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.long]
OFFER = "We offer SEO services and backlinks at the lowest price. https://links.example/x"


def test_on_monday_what_was_held_is_told_even_when_nothing_was_and_is_let_go_once(
    desk: Desk, browser: Browser, email: str
) -> None:
    mailroom = desk.mailroom
    desk.sell("sam")
    mailroom.look_again()
    digest = mailroom.wait_for("letter", desk.address("sam"))
    for shown in read(browser, digest.mail):
        assert re.search(r"None since Monday \d+ \w+\.", shown)

    desk.send(f"Bob {desk.mark}", email, message=OFFER)
    desk.sell("kim")
    mailroom.look_again()
    digest = mailroom.wait_for("letter", desk.address("kim"))
    for shown in read(browser, digest.mail):
        assert re.search(rf"1 since Monday \d+ \w+\. Bob {desk.mark} Waits ", shown)
        assert "links.example" not in shown
    assert mailroom.found("alert", email) == mailroom.found("acknowledge", email) == []

    pages = [desk.page_of(name) for name in ("sam", "max")]
    for page in pages:
        page.goto(links(digest.mail)["1 waits for somebody to look at it"])
        assert_no_faults(page)
    for page in pages:
        row = page.locator(".desk-inbox tbody tr").filter(has_text=f"Bob {desk.mark}")
        follow(row.get_by_role("button", name="Not spam: release"))
    says(pages[0], "is released and on its way.")
    says(pages[1], "was not held back any more.")

    mailroom.wait_for("alert", email)
    mailroom.wait_for("acknowledge", email)
    crm = practice_crm(mailroom.site)
    with crm.http:
        wait_until(lambda: crm.counts()["by_email"].get(email), 60.0, "the CRM's records")
        mailroom.look_again()
        desk.send(f"Cy {desk.mark}", f"cy.{desk.mark}@acme.example")
        mailroom.wait_for("alert", f"cy.{desk.mark}@acme.example")  # whatever was due is out by now
        assert crm.counts()["by_email"][email] == {"notes": 1, "tasks": 1}
    assert len(mailroom.found("alert", email)) == len(mailroom.found("acknowledge", email)) == 1


def stay_away(page: Page, first: str, last: str) -> None:
    """Say in one's own account when one is away."""
    page.goto("/admin/account/")
    page.get_by_label("Away from").fill(first)
    page.get_by_label("Away until").fill(last)
    page.get_by_role("heading", name="When I am away").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    follow(page.get_by_role("button", name="Save", exact=True))


def test_while_somebody_is_away_the_next_enquiry_goes_to_a_colleague(
    desk: Desk, email: str
) -> None:
    desk.sell("sam", "kim")
    sam, kim = desk.page_of("sam"), desk.page_of("kim")
    stay_away(sam, "2020-01-01", "2099-12-31")
    assert_no_faults(sam)

    ann = f"Ann {desk.mark}"
    desk.send(ann, email)
    # It would be Sam's turn.
    assert desk.mailroom.wait_for("alert", email).to == [desk.address("kim")]
    kim.goto(f"{INBOX}?show=mine")
    says(kim, ann)
    assert_no_faults(kim)
    assert desk.search(sam, ann) == []

    stay_away(sam, "", "")
    bea = f"bea.{desk.mark}@acme.example"
    desk.send(f"Bea {desk.mark}", bea)
    assert desk.mailroom.wait_for("alert", bea).to == [desk.address("sam")]
