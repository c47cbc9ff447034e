"""What only a browser sees is counted by the running site, and leaves nothing in the browser."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.e2e.kinds import ARTICLE
from tests.whole_site import PATIENCE, Site, wait_until

PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0"
KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length,
    (await indexedDB.databases()).length, (await caches.keys()).length]"""


@pytest.mark.e2e
def test_a_read_and_a_tap_on_the_number_arrive_and_nothing_is_kept_in_the_browser(
    site: Site, browser: Browser
) -> None:
    context = browser.new_context(user_agent=PERSON)
    page = context.new_page()

    with page.expect_request("**/count/", timeout=PATIENCE * 1000) as read:
        page.goto(f"{site.url}{ARTICLE}?utm_source=LinkedIn")
    # A tap, without the telephone that a browser would open for it.
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    with page.expect_request("**/count/", timeout=PATIENCE * 1000) as tapped:
        page.locator(".masthead-number").click()

    assert [each.value.post_data.split("&")[0] for each in (read, tapped)] == [
        "what=read",
        "what=tapped",
    ]
    wait_until(lambda: written(site) == {("read", 1), ("tapped", 1)}, PATIENCE, "both are written")
    assert page.evaluate(KEPT) == ["", 0, 0, 0, 0]
    assert context.cookies() == []
    context.close()


def written(site: Site) -> set[tuple[str, int]]:
    """What was counted of visitors from LinkedIn, of whom there is only this one."""
    asked = "SELECT what, n FROM leads_tally WHERE source = 'linkedin' AND what IN (?, ?)"
    with closing(sqlite3.connect(site.var_dir / "leadline.sqlite3", timeout=PATIENCE)) as database:
        return set(database.execute(asked, ("read", "tapped")))
