"""Every kind of page on a site with the starter content, by its address or the way to it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.e2e.following import follow
from tests.e2e.quizzes import of_every_kind
from tests.whole_site import Site

ARTICLE = "/articles/leadership-and-management-skills/"
QUIZ = "/it-leadership-quiz/"
CONTACT = "/contact/"
NEVER_WAS = "/never-was/"
GONE = "/quiz/never-was/1/"  # answers that are no longer kept
ADDRESSES = (
    "/",
    "/articles/",
    "/articles/?topic=security",
    "/articles/?q=backup",
    "/articles/?q=xyzzy",  # finds nothing
    ARTICLE,
    "/about/",
    "/services/",
    "/privacy/",
    "/accessibility/",
    QUIZ,
    "/styleguide/",
    NEVER_WAS,
    GONE,
)
EMAIL = "ann.pages@acme.example"


def every_page(page: Page, site: Site) -> Iterator[str]:
    """Show each kind of page in turn, forms with mistakes and receipts included; yields its name.

    The page is no one's to leave: whoever looks at it leaves it where it is.
    """
    for address in ADDRESSES:
        page.goto(site.url + address)
        yield address
    for name, address in of_every_kind(site).items():
        page.goto(address)
        yield name
    yield from _quiz(page, site)
    yield from _contact(page, site)


def _quiz(page: Page, site: Site) -> Iterator[str]:
    page.goto(site.url + QUIZ)
    follow(page.get_by_role("button", name="Start"))
    yield "question"
    follow(page.get_by_role("button", name="Next"))
    yield "question with an error"
    while "/result/" not in page.url:
        page.locator(".option").first.click()
        follow(page.locator("main form button"))
    yield "result"
    follow(page.locator("main a[href*='/contact/']").first)
    yield "form after the quiz"
    follow(page.get_by_role("button", name="Send"))
    yield "form after the quiz with errors"
    page.get_by_label("Name").fill("Ann Lee")
    page.get_by_label("Work e-mail").fill(EMAIL)
    follow(page.get_by_role("button", name="Send"))
    yield "receipt"


def _contact(page: Page, site: Site) -> Iterator[str]:
    page.goto(site.url + CONTACT)
    yield CONTACT
    follow(page.get_by_role("button", name="Ring me back"))
    yield "contact page with errors"
    form = page.locator("#call-back form")
    form.locator("[name=name]").fill("Ann Lee")
    form.locator("[name=phone]").fill("020 7946 0018")
    form.locator("[name=email]").fill(EMAIL)
    follow(page.get_by_role("button", name="Ring me back"))
    yield "receipt of the contact page"
