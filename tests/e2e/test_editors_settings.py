"""What an editor changes for every page at once, in the admin of a running site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.e2e.kinds import ARTICLE
from tests.e2e.newsroom import LONG, Editor, Newsroom, run_code
from tests.whole_site import PATIENCE, Site

pytestmark = pytest.mark.e2e
NUMBER, ACCENT = "020 7946 0999", "#7a1f1f"
_OLD_NUMBER = """
from home.models import StandardPage
page = StandardPage.objects.get(slug="about")
page.body = f"<p>Ring {number}.</p>{{page.body}}"
page.save_revision().publish()
"""
_AS_IT_WAS = """
from core.models import SiteSettings
from home.models import StandardPage
page = StandardPage.objects.get(slug="about")
page.body = page.body.partition("</p>")[2]
page.save_revision().publish()
SiteSettings.objects.update(phone={number!r}, accent="")
"""


@pytest.fixture
def newsroom(site: Site, browser: Browser) -> Iterator[Newsroom]:
    """An editor, and a page in which somebody has typed the firm's number."""
    room = Newsroom(site, browser, {"eva": "Editors"})
    room.open()
    was = run_code(site, "from core.models import SiteSettings as S; print(S.objects.get().phone)")
    run_code(site, _OLD_NUMBER.format(number=was.strip()))
    yield room
    run_code(site, _AS_IT_WAS.format(number=was.strip()))
    room.close()


def open_panel(page: Page, name: str) -> None:
    toggle = page.locator(f"[data-side-panel-toggle={name}]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.long
def test_number_and_colour_are_changed_once_seen_before_they_are_saved_and_then_everywhere(
    newsroom: Newsroom,
) -> None:
    page = newsroom.log_in("eva")
    page.goto("/admin/settings/core/sitesettings/")
    page.locator("[name=accent]").fill("#ffcc00")
    save(page)
    expect(page.locator("main")).to_contain_text("would be hard to read", timeout=LONG)

    page.locator("[name=accent]").fill(ACCENT)
    page.locator("[name=phone]").fill(NUMBER)
    open_panel(page, "preview")
    number = page.frame_locator("#w-preview-iframe").locator(".masthead-number")
    expect(number).to_have_text(NUMBER, timeout=LONG)
    expect(number).to_have_css("color", "rgb(122, 31, 31)")
    assert NUMBER not in requests.get(newsroom.site.url, timeout=PATIENCE).text
    save(page)
    expect(page.locator(".messages .success")).to_be_visible(timeout=LONG)

    for address in ("/", ARTICLE, "/contact/", f"{ARTICLE.rstrip('/')}.md", "/no-such-page/"):
        assert NUMBER in requests.get(newsroom.site.url + address, timeout=PATIENCE).text
    expect(newsroom.read(ARTICLE).locator(".masthead-number")).to_have_css(
        "color", "rgb(122, 31, 31)"
    )
    page.goto("/admin/reports/page-checks/")
    row = page.get_by_role("row").filter(has_text="About")
    expect(row).to_contain_text("Telephone number that is not the firm’s")


@pytest.mark.long
def test_the_panel_finds_a_link_that_leads_nowhere_and_the_preview_does_without_scripts(
    newsroom: Newsroom,
) -> None:
    page = newsroom.log_in("eva")
    page.goto(f"/admin/pages/add/blog/articlepage/{newsroom.pages['index']}/")
    editor = Editor(page)
    editor.field("title").fill("Where it leads")
    editor.field("summary").fill("Nowhere.")
    video = editor.add_block("body", "Video")
    editor.field(f"{video}-url").fill("https://youtu.be/GA8z7f7a2Pk")
    expect(editor.issues).to_contain_text("No invitation", timeout=LONG)

    shown = editor.preview
    expect(shown.locator("h1")).to_have_text("Where it leads", timeout=LONG)
    expect(shown.locator("script[src*=video]")).to_have_count(1)
    page.locator("[name=preview_mode], #id_preview_mode").select_option(label="Without JavaScript")
    expect(shown.locator("script[src*=video]")).to_have_count(0, timeout=LONG)
    expect(shown.get_by_text("Watch the video")).to_be_visible()
