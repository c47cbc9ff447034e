"""A mail as a mailbox shows it: its HTML alone, without scripts, and nothing fetched for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.smtp import part

ADDRESS = "http://mailbox.example/"
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
# A mail has neither landmarks nor a place among other pages.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def links(mail: EmailMessage) -> dict[str, str]:
    """Return the addresses of the plain part, each by the line above it, without its colon."""
    lines = part(mail, "plain").splitlines()
    return {
        above.rstrip(":"): below for above, below in pairwise(lines) if below.startswith("http")
    }


def read(browser: Browser, mail: EmailMessage) -> tuple[str, str]:
    """Return what somebody reads of it with and without HTML, each in one line.

    Fails where it does not fit a screen, asks for anything, or shows what axe finds wrong.
    """
    for width in WIDTHS:
        for scheme in SCHEMES:
            with _opened(browser, mail, width, scheme) as page:
                shown = page.inner_text("body")
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{mail['Subject']}: {wide} px too wide at {width} px"
            with _opened(browser, mail, width, scheme, scripts=True) as page:
                found = Axe().run(page, options=RULES).response["violations"]
                assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    return " ".join(shown.split()), " ".join(part(mail, "plain").split())


@contextmanager
def _opened(
    browser: Browser, mail: EmailMessage, width: int, scheme: str, scripts: bool = False
) -> Iterator[Page]:
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=part(mail, "html"), content_type="text/html; charset=utf-8")
        else:
            asked.append(route.request.url)
            route.abort()

    screen = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    context = browser.new_context(java_script_enabled=scripts, **screen)
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS)
    yield page
    context.close()
    assert [each for each in asked if not each.endswith("/favicon.ico")] == []
