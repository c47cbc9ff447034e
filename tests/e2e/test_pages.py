"""Every kind of page in a real browser: usable by all, on any screen, silent to third parties."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.kinds import ARTICLE, every_page
from tests.e2e.policy import note_violations
from tests.whole_site import Site

NARROWEST = 320  # CSS pixels: what is left of 1280 at a zoom of 400 %
LONGEST_LINE = 75  # characters
FAMILIES = {"Newsreader", '"Source Sans 3"'}
# The sizes and families of all text but code, and the length of the longest line in a paragraph.
SET_IN_TYPE = """() => {
  const sizes = new Set(), families = new Set();
  let longest = 0;
  for (const each of document.querySelectorAll("body *")) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !each.getClientRects().length || each.closest("pre")) continue;
    const style = getComputedStyle(each);
    sizes.add(style.fontSize);
    families.add(style.fontFamily.split(",")[0]);
  }
  const range = document.createRange();
  for (const each of document.querySelectorAll("main :is(p, li, figcaption):not(:has(p, li))")) {
    const lines = {}, texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (let at = 0; at < text.length; at++) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const box = range.getBoundingClientRect();
        const line = Math.round(box.bottom / 8);
        if (box.width) lines[line] = (lines[line] ?? 0) + 1;
      }
    }
    const lengths = Object.values(lines);
    if (lengths.length > 1) longest = Math.max(longest, ...lengths);
  }
  return [[...sizes], [...families], longest];
}"""


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("scheme", "width"), [pytest.param("light", 1280, marks=pytest.mark.long), ("dark", 390)]
)
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
@pytest.mark.parametrize(
    "larger", [1, pytest.param(2, marks=pytest.mark.long)], ids=["narrow", "text-doubled"]
)
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
def test_every_page_says_the_same_without_scripts_asks_nobody_else_and_keeps_to_its_policy(
    site: Site, browser: Browser
) -> None:
    said: list[dict[str, str]] = []
    asked: list[str] = []
    refused: list[str] = []

    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
        context.on("request", lambda request: asked.append(request.url))
        note_violations(context, refused)
        page = context.new_page()
        said.append({name: _words(page) for name in every_page(page, site)})
        assert context.cookies() == []
        context.close()

    assert refused == []
    assert said[0] == said[1]
    assert len(asked) > 2 * len(said[0])
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []


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


def _words(page: Page) -> str:
    """Return what can be read on a page, without what differs from enquiry to enquiry.

    Nor with the button that copies what stands beside it, which takes a script.
    """
    text = re.sub(r"L-\w+", "L-…", page.inner_text("body").replace("Copy the address", ""))
    return re.sub(r"\s+", " ", re.sub(r"/quiz/[\w-]+/", "/quiz/…/", text))


def _answer(route: object, site: Site, asked: list[str]) -> None:
    """Let the site's own requests through, and note all others without sending them."""
    if route.request.url.startswith((site.url, "data:")):
        route.continue_()
    else:
        asked.append(route.request.url)
        route.fulfill(body="")


@pytest.mark.e2e
@pytest.mark.parametrize(
    "width", [390, *(pytest.param(each, marks=pytest.mark.long) for each in (768, 1280, 1920))]
)
def test_six_sizes_and_two_families_are_enough_and_no_line_is_too_long_to_read(
    site: Site, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    found = {}

    for address in every_page(page, site):
        sizes, families, longest = page.evaluate(SET_IN_TYPE)
        if len(sizes) > 6 or set(families) - FAMILIES or longest > LONGEST_LINE:
            found[address] = (sizes, families, longest)

    assert found == {}
    page.close()
