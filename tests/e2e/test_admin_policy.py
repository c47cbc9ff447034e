"""The pages of the admin that people work in, in a real browser, under the admin's own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.newsroom import LONG, Editor, Newsroom, run_code
from tests.e2e.policy import note_violations
from tests.whole_site import Site

pytestmark = pytest.mark.e2e
BRIEF = re.compile(r"/admin/enquiry/[0-9a-f-]{36}/")
_TIDY = "from wagtail.images.models import Image; Image.objects.filter(title='dot').delete()"
SALES = (
    "/admin/",
    "/admin/enquiry/",
    "/admin/account/",
    "/admin/2fa/",
    "/admin/2fa/totp/activate/",
)


@pytest.fixture
def newsroom(site: Site, browser: Browser) -> Iterator[Newsroom]:
    room = Newsroom(site, browser, {"mo": "Moderators", "sam": "Sales"})
    room.open()
    yield room
    room.close()


def test_the_pages_that_people_work_in_keep_to_their_policy(newsroom: Newsroom) -> None:
    page = newsroom.log_in("mo")
    refused: list[str] = []
    note_violations(page.context, refused)

    page.goto(f"/admin/pages/{newsroom.pages['quiz']}/edit/")
    editor = Editor(page)
    editor.open_tab("Check")
    expect(page.locator("[data-quiz-verdict]")).to_contain_text("questions", timeout=LONG)
    expect(editor.preview.locator("h1")).to_be_visible(timeout=LONG)
    page.goto(f"/admin/pages/add/blog/articlepage/{newsroom.pages['index']}/")
    Editor(page).add_block("body", "Picture")
    page.goto("/admin/images/multiple/add/")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "dot.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator("#upload-list form").first).to_be_visible(timeout=LONG)
    page.goto("/admin/documents/multiple/add/")
    sales = newsroom.log_in("sam")
    note_violations(sales.context, refused)
    for address in SALES:
        sales.goto(address)
        expect(sales.locator("main").first).to_be_visible()
    look_at_the_first(sales)

    run_code(newsroom.site, _TIDY)
    assert refused == []


def look_at_the_first(page: Page) -> None:
    """Open the brief of the enquiry that comes first, if there is one."""
    page.goto("/admin/enquiry/")
    links = page.locator("main a[href^='/admin/enquiry/']")
    for address in links.evaluate_all("all => all.map((each) => each.getAttribute('href'))"):
        if BRIEF.fullmatch(address):
            page.goto(address)
            expect(page.locator("main").first).to_be_visible()
            return


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    return data.getvalue()
