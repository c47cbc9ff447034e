"""What sales and the prospect are mailed: in time, as a mailbox shows it, and what its links do."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.faults import assert_no_faults
from tests.e2e.following import follow, says
from tests.e2e.journey import CHOSEN, TITLE, walk
from tests.e2e.mailbox import links, read
from tests.e2e.mailroom import INBOX, PROMISED, Desk
from tests.visitor import CONTACT

pytestmark = [pytest.mark.e2e, pytest.mark.long]
MANY = 10


def test_an_enquiry_is_in_the_inbox_at_once_and_its_alert_leaves_within_a_minute(
    desk: Desk,
) -> None:
    desk.sell("sam")
    inbox = desk.page_of("sam").request
    answered, seen = {}, []
    for number in range(MANY):
        name, email = f"Ann{number} {desk.mark}", f"ann{number}.{desk.mark}@acme.example"
        answered[email] = desk.send(name, email)
        assert name in inbox.get(f"{desk.room.site.url}{INBOX}?ordering=-created_at").text()
        seen.append(time.monotonic() - answered[email])

    alerts = {email: desk.mailroom.wait_for("alert", email) for email in answered}
    took = [alerts[email].at - moment for email, moment in answered.items()]
    for what, seconds in (("shown in the inbox", seen), ("alert at the mail server", took)):
        middle, last = statistics.median(seconds), max(seconds)
        print(f"\n{MANY} enquiries, from the form's answer until {what}: "
              f"median {middle:.2f} s, slowest {last:.2f} s")  # fmt: skip
    assert max(took) < PROMISED
    assert {address for each in alerts.values() for address in each.to} == {desk.address("sam")}


def opened(desk: Desk, link: str, width: int) -> Page:
    """Return the page behind a mail's link, as somebody without a login gets it."""
    page = desk.room.read(link, width)
    assert_no_faults(page)
    return page


def test_the_mails_about_an_enquiry_say_all_of_it_and_their_links_need_no_login(
    desk: Desk, browser: Browser, email: str
) -> None:
    desk.sell("sam", "kim")
    mailroom, url = desk.mailroom, desk.room.site.url
    walk(desk.room.read("/"), f"{url}/?utm_source=spring-letter", email)

    alert = mailroom.wait_for("alert", email)
    assert alert.to == [desk.address("sam")]
    assert re.fullmatch(r"Acme Ltd: You keep it running, 6 of 18 \(L-\w+\)", alert.mail["Subject"])
    assert alert.mail["Reply-To"] == f"{CONTACT['name']} <{email}>"
    for shown in read(browser, alert.mail):
        assert re.search(r"Answer by 1[01]:\d\d tomorrow", shown)  # the firm closes before
        for words in (
            "Ann Lee, Acme Ltd", "020 7946 0018", CONTACT["message"], TITLE, *CHOSEN,
            "Source: spring-letter", "Who decides what your firm changes next",
            "You keep it running, 6 of 18",
            "Ring about this enquiry: yes", "Marketing by e-mail: no", "Marketing by telephone: no",
        ):  # fmt: skip
            assert words in shown

    receipt = mailroom.wait_for("acknowledge", email)
    for shown in read(browser, receipt.mail):
        assert re.search(r"Sam Hill will ring you by 1[01]:\d\d tomorrow", shown)
        for words in (
            "Thank you, Ann Lee", "020 7946 0018", CONTACT["message"], *CHOSEN,
            "You keep it running, 6 of 18", "0330 0434 532",
        ):  # fmt: skip
            assert words in shown
    own = links(receipt.mail)
    assert_no_faults(
        desk.room.read(
            own["See all that we keep of it, put it right, take back a consent, or have it erased"],
            390,
        )
    )

    mailroom.put_off(email, waited=45, due=10)
    warning = mailroom.wait_for("warning", email)
    assert warning.to == [desk.address("sam")]
    for shown in read(browser, warning.mail):
        assert re.search(r"They were promised an answer by 1\d:\d\d today", shown)
    everybody = mailroom.wait_for("escalation", email)
    assert set(everybody.to) >= {desk.address(each) for each in ("sam", "kim", "max")}

    link = links(alert.mail)["I'll take it"]
    page = opened(desk, link, 390)
    says(page, "As Sam Hill. Nothing happens until you press the button.")
    mine = desk.page_of("sam")
    mine.goto(f"{INBOX}?show=mine")
    expect(mine.locator(".desk-inbox")).to_contain_text("New, Sam Hill")  # looking changed nothing
    follow(page.get_by_role("button", name="I’ll take it"))
    says(page, "It is yours, Sam Hill.")
    assert_no_faults(page)
    late = opened(desk, links(everybody.mail)["I'll take it"], 1280)
    says(late, "Sam Hill has it since today, ")
    expect(late.get_by_role("button")).to_have_count(0)

    kims, admin = desk.page_of("kim"), links(alert.mail)["Open in Leadline"]
    answer = kims.goto(admin)
    assert answer is not None
    assert answer.status == 403
    says(kims, "A colleague has this enquiry. A sales manager can give it to you.")
    assert_no_faults(kims)
    assert desk.search(kims, email) == []
    mine.goto(admin)
    says(mine, CONTACT["message"])

    mailroom.put_off(email, waited=200, due=-65)
    overdue = mailroom.wait_for("breach", email)
    assert set(overdue.to) >= {desk.address(each) for each in ("sam", "max")}
    assert overdue.mail["Subject"].startswith("Overdue: Acme Ltd")
    for shown in read(browser, overdue.mail):
        assert re.search(r"Nobody has answered. It was due at 15:\d\d today", shown)
        assert "Sam Hill has it since today, " in shown
        assert "take it" not in shown
