"""Every kind of page in a real browser: usable by all, on any screen, silent to third parties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.following import follow
from tests.whole_site import Site

ARTICLE = "/articles/leadership-and-management-skills/"
QUIZ = "/it-leadership-quiz/"
PAGES = ["/", "/articles/", ARTICLE, "/about/", "/privacy/", QUIZ, "/never-was/"]
NARROWEST = 320  # CSS pixels: what is left of 1280 at a zoom of 400 %


def every_page(page: Page, site: Site) -> Iterator[str]:
    """Show each kind of page in turn, the steps of the quiz and their errors included."""
    for address in PAGES:
        page.goto(site.url + address)
        yield address
    page.goto(site.url + QUIZ)
    follow(page.get_by_role("button", name="Start"))
    yield "question"
    follow(page.get_by_role("button", name="Next"))
    yield "question with an error"
    while "/result/" not in page.url:
        page.locator(".option").first.click()
        follow(page.locator("main form button"))
    yield "result"
    follow(page.locator("main a[href*='/contact/']"))
    yield "contact"
    follow(page.get_by_role("button", name="Send"))
    yield "contact with errors"
    page.get_by_label("Name").fill("Ann Lee")
    page.get_by_label("Work e-mail").fill("ann.pages@acme.example")
    follow(page.get_by_role("button", name="Send"))
    yield "receipt"


@pytest.mark.e2e
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_no_page_has_a_fault_that_axe_can_find(
    site: Site, browser: Browser, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 844},
        reduced_motion="reduce",
    )
    page, axe, found = context.new_page(), Axe(), {}

    for name in every_page(page, site):
        faults = axe.run(page).response["violations"]
        if faults:
            found[name] = [(each["id"], each["nodes"][0]["html"]) for each in faults]

    assert found == {}
    context.close()


@pytest.mark.e2e
@pytest.mark.parametrize("larger", [1, 2], ids=["narrow", "text-doubled"])
def test_nothing_has_to_be_scrolled_sideways(site: Site, browser: Browser, larger: int) -> None:
    width = NARROWEST if larger == 1 else 390
    page = browser.new_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    too_wide = {}

    for name in every_page(page, site):
        page.evaluate(f"document.documentElement.style.fontSize = '{larger * 100}%'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide[name] = wide

    assert too_wide == {}
    page.close()


@pytest.mark.e2e
def test_a_problem_is_the_first_thing_that_a_keyboard_or_a_screen_reader_meets(
    site: Site, browser: Browser
) -> None:
    page = browser.new_page()
    names = every_page(page, site)

    while next(names) != "question with an error":
        pass

    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "option-1"
    page.close()


@pytest.mark.e2e
def test_a_video_asks_youtube_for_nothing_until_the_reader_does(
    site: Site, browser: Browser
) -> None:
    page, asked = browser.new_page(), []
    page.route("**/*", lambda route: _answer(route, site, asked))
    page.goto(site.url + ARTICLE)
    page.wait_for_load_state("networkidle")
    assert asked == []

    page.locator("a[data-video]").click()

    player = page.locator("iframe")
    player.wait_for()
    assert asked[0].startswith("https://www.youtube-nocookie.com/embed/GA8z7f7a2Pk")
    assert player.get_attribute("title")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.close()


def _answer(route: object, site: Site, asked: list[str]) -> None:
    """Let the site's own requests through, and note all others without sending them."""
    if route.request.url.startswith((site.url, "data:")):
        route.continue_()
    else:
        asked.append(route.request.url)
        route.fulfill(body="")
