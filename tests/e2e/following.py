"""Going from page to page in a browser without looking too early."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def follow(locator: Locator) -> None:
    """Click a link or a button, and return when the page that it leads to is there whole.

    A click alone returns as soon as the next page begins: whoever then asks the page something
    may find it empty.
    """
    with locator.page.expect_navigation(wait_until="load"):
        locator.click()


def says(page: Page, words: str) -> None:
    """Fail unless the page says so within a few seconds."""
    expect(page.locator("body")).to_contain_text(words)
