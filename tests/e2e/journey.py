"""The way from an article to the receipt, as a reader clicks it, and what sales must have of it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.arrivals import Arrivals
from tests.e2e.following import follow
from tests.visitor import CONTACT

TITLE = "Leadership and management skills: are they the same?"
CHOSEN = [  # the second answer of each question
    "Our supplier suggests and we usually agree",
    "Only when we had lost something",
    "We would change some passwords and work out the rest in the morning",
    "Last year’s figure, give or take",
    "By email, shortly before",
    "We would piece it together from old emails and favours",
]


def walk(page: Page, url: str, email: str) -> None:
    """Home, article, quiz, result, contact, receipt: as a reader clicks."""
    page.goto(url)
    follow(page.get_by_role("link", name=TITLE).first)
    follow(page.locator("main a[href*='quiz']").last)
    follow(page.locator("main form button"))
    for number, answer in enumerate(CHOSEN, start=1):
        assert f"Question {number} of 6" in page.inner_text("main")
        if number == 3:  # back, and the answer is still there
            page.go_back()
            assert page.get_by_label(CHOSEN[1]).is_checked()
            follow(page.locator("main form button"))
        page.get_by_text(answer, exact=True).click()
        follow(page.locator("main form button"))
    assert "You keep it running" in page.inner_text("main")
    assert page.locator("input[name=email]").count() == 0, "the result is shown before the form"
    follow(page.locator("main a[href*='/contact/']").first)
    follow(page.locator("main form button"))  # nothing filled in yet
    assert page.get_by_role("alert").count() == 1
    for name in ("name", "email", "company", "phone", "message"):
        page.fill(f"[name={name}]", {**CONTACT, "email": email}[name])
    page.select_option("[name=callback]", label="As soon as possible")
    assert page.locator("input[type=checkbox]:checked").count() == 0
    follow(page.locator("main form button"))
    assert "/thanks/" in page.url
    assert "L-" in page.inner_text("main")


def assert_tells_everything(arrivals: Arrivals, email: str) -> None:
    """Fail unless the CRM got article, answers as asked, score, result and the person."""
    note = arrivals.body_of("note created")
    for words in (TITLE, *CHOSEN, "Who decides what your firm changes next", "6 of 18"):
        assert words in note
    assert "You keep it running" in note
    assert CONTACT["message"] in note
    assert email in arrivals.body_of("contact created")
    assert "+442079460018" in arrivals.body_of("contact created")
    task = arrivals.body_of("task created")
    assert "Ann Lee" in task
    assert "CALL" in task
