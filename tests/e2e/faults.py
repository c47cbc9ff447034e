"""What nobody has to look for by eye."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faults_of(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds in the main part of a page, and that it has to be scrolled sideways."""
    # Wagtail's own frame is its makers' to prove.
    found = Axe().run(page, {"include": [["main"]]}).response["violations"]
    faults = [(each["id"], each["nodes"][0]["html"]) for each in found]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*faults, *([("too wide", f"by {wide} px")] if wide > 0 else [])]


def assert_no_faults(page: Page) -> None:
    """Fail on anything of that."""
    assert faults_of(page) == [], page.url
