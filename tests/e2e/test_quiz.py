"""The quiz in a real browser: on a phone, with and without scripts, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.following import follow
from tests.e2e.quizzes import Begun, begin, of_every_kind
from tests.whole_site import Site

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 844}
WRITTEN = "The cables, 1 by 1."


@pytest.fixture(scope="module")
def attempts(site: Site) -> Iterator[Begun]:
    """Attempts that nobody has answered in yet, one for each test."""
    return iter(begin(site, *[{"length": 5} for _ in range(10)]))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def at(page: Page, step: object) -> None:
    """Wait until a step is there: its address, its heading, its title."""
    expect(page).to_have_url(re.compile(rf"/{step}/$"))
    if isinstance(step, int):
        expect(page.locator("h1")).to_contain_text(f"(q{step})")
        expect(page).to_have_title(re.compile(f"^Question {step} of 5,"))


def press_next(page: Page) -> None:
    follow(page.locator("main form button"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_every_kind_of_question_is_taken_on_a_phone_and_resumed_on_another(
    browser: Browser, attempts: Iterator[Begun], scripts: bool
) -> None:
    quiz = next(attempts)
    context, other = (
        browser.new_context(viewport=PHONE, java_script_enabled=each)  # type: ignore[arg-type]
        for each in (scripts, not scripts)
    )
    page = context.new_page()
    page.goto(quiz.own)
    at(page, 1)

    page.get_by_text("q1 c", exact=True).click()
    press_next(page)
    at(page, 2)
    for text in ("q2 b", "q2 h"):
        page.get_by_text(text, exact=True).click()
    press_next(page)
    at(page, 3)
    follow(page.get_by_role("link", name="Back"))
    expect(page.locator(":checked")).to_have_count(2)
    at(page, 2)
    press_next(page)
    page = other.new_page()  # at home, in the evening
    page.goto(quiz.own)
    at(page, 3)
    page.get_by_text("q3 d", exact=True).click()
    press_next(page)
    at(page, 4)
    expect(page.locator("main img")).to_be_visible()
    page.get_by_text("q4 a", exact=True).click()
    press_next(page)
    at(page, 5)
    page.locator("textarea").fill(WRITTEN)
    press_next(page)
    at(page, "result")
    expect(page.locator(".score-figure")).to_have_text("8 of 12")

    for each in (context, other):
        assert each.storage_state() == {"cookies": [], "origins": []}
        each.close()


def test_steps_change_without_a_load_and_every_step_has_its_place_in_history(
    page: Page, attempts: Iterator[Begun]
) -> None:
    page.goto(next(attempts).own)
    page.evaluate("window.mark = 'the same page'")

    press_next(page)  # nothing chosen
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_text("q1 b", exact=True).click()
    press_next(page)
    at(page, 2)
    expect(page.locator("h1")).to_be_focused()
    page.get_by_text("q2 a", exact=True).click()
    press_next(page)
    at(page, 3)

    page.go_back()
    at(page, 2)
    page.go_back()
    at(page, 1)
    expect(page.get_by_label("q1 b")).to_be_checked()
    page.go_forward()
    at(page, 2)
    expect(page.get_by_label("q2 a")).to_be_checked()
    page.reload()
    at(page, 2)
    assert page.evaluate("window.mark") is None
    page.go_back()
    at(page, 1)


def test_the_same_page_lasts_from_the_first_question_to_the_result(
    page: Page, attempts: Iterator[Begun]
) -> None:
    page.goto(next(attempts).own)
    page.evaluate("window.mark = 'the same page'")

    for step in range(1, 6):
        at(page, step)
        if step < 5:
            page.locator(".option").first.click()
        press_next(page)
    at(page, "result")

    assert page.evaluate("window.mark") == "the same page"
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("body")).not_to_have_class("alone")


def test_it_is_taken_by_keyboard_alone(page: Page, attempts: Iterator[Begun]) -> None:
    page.goto(next(attempts).own)
    keyboard = page.keyboard
    at(page, 1)

    keyboard.press("2")
    keyboard.press("ArrowDown")  # chooses, as arrows do, and stays
    expect(page.get_by_label("q1 c")).to_be_checked()
    keyboard.press("Control+1")
    keyboard.press("9")
    expect(page.get_by_label("q1 c")).to_be_checked()
    at(page, 1)
    keyboard.press("Enter")
    at(page, 2)
    keyboard.press("3")
    keyboard.press("1")
    keyboard.press("3")
    keyboard.press("Enter")
    at(page, 3)
    keyboard.press("Tab")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    at(page, 4)
    keyboard.press("Enter")  # with no answer
    expect(page.get_by_role("alert")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")  # from the problem to the field
    expect(page.get_by_label("q4 a")).to_be_focused()
    keyboard.press("Space")
    keyboard.press("Enter")
    at(page, 5)
    keyboard.press("Tab")
    keyboard.type(WRITTEN)
    expect(page.locator("textarea")).to_have_value(WRITTEN)
    keyboard.press("Tab")
    keyboard.press("Enter")
    at(page, "result")
    keyboard.press("Shift+Tab")
    while "Look at your answers" not in page.evaluate("document.activeElement.textContent"):
        keyboard.press("Tab")
    keyboard.press("Enter")
    at(page, 1)
    expect(page.get_by_label("q1 c")).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_first_question_in_an_article_leads_to_the_second(
    browser: Browser, site: Site, scripts: bool
) -> None:
    page = browser.new_page(viewport=PHONE, java_script_enabled=scripts)  # type: ignore[arg-type]
    page.goto(of_every_kind(site)["article with a first question"])

    page.locator(".first-question .option").nth(1).click()
    follow(page.locator(".first-question button"))

    expect(page).to_have_title(re.compile("^Question 2 of 6,"))
    follow(page.get_by_role("link", name="Back"))
    expect(page.locator("#option-2")).to_be_checked()
    page.close()


def test_the_marks_of_a_campaign_go_along_in_addresses_and_nowhere_else(
    site: Site, context: BrowserContext, page: Page
) -> None:
    page.goto(f"{site.url}/about/?utm_source=Bing&gclid=x1&q=no")
    follow(page.get_by_role("link", name="Articles").first)
    follow(page.get_by_role("link", name="The quiz").first)

    address = urlsplit(page.url)
    assert address.path == "/it-leadership-quiz/"
    marks = dict(parse_qsl(address.query))
    assert marks == {"utm_source": "Bing", "gclid": "x1", "landing": "/about/"}
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_a_double_tap_goes_one_step(
    browser: Browser, attempts: Iterator[Begun], touch: bool
) -> None:
    page = browser.new_page(viewport=PHONE, has_touch=touch)  # type: ignore[arg-type]
    page.goto(next(attempts).own)
    page.get_by_text("q1 b", exact=True).click()
    box = page.locator("main form button").bounding_box()
    assert box is not None
    point = (box["x"] + 20, box["y"] + 20)

    if touch:
        page.touchscreen.tap(*point)
        page.touchscreen.tap(*point)
    else:
        page.mouse.dblclick(*point)

    at(page, 2)
    page.wait_for_timeout(300)
    at(page, 2)
    assert page.get_by_role("alert").count() == 0
    assert page.locator(":checked").count() == 0
    page.close()


@pytest.mark.parametrize("failure", ["cut", "odd"])
def test_where_a_step_cannot_be_fetched_the_browser_sends_the_form_itself(
    page: Page, attempts: Iterator[Begun], failure: str
) -> None:
    page.goto(next(attempts).own)
    sent: list[str] = []

    def fail(route: Route) -> None:
        kind = route.request.resource_type
        if route.request.method == "POST" and kind == "fetch":
            sent.append(kind)
            route.abort() if failure == "cut" else route.fulfill(body="<p>A proxy’s own page.")
        else:
            route.continue_()

    page.route("**/quiz/**", fail)
    page.get_by_text("q1 b", exact=True).click()
    press_next(page)

    at(page, 2)
    assert sent == ["fetch"]


def test_the_address_to_pass_on_is_copied_by_a_button(context: BrowserContext, site: Site) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(of_every_kind(site)["result of twelve categories"])

    page.get_by_role("button", name="Copy the address").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == of_every_kind(site)["shared result"]


@pytest.mark.parametrize("name", ["result of twelve categories", "shared result"])
def test_a_result_is_one_page_of_paper(page: Page, site: Site, name: str) -> None:
    page.goto(of_every_kind(site)[name])

    pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom"), "12mm"))

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_what_is_chosen_is_seen_in_forced_colours(browser: Browser, site: Site) -> None:
    page = browser.new_page(forced_colors="active", viewport=PHONE)  # type: ignore[arg-type]

    for name in ("single", "multiple", "scale", "yes_no"):
        page.goto(of_every_kind(site)[name])
        chosen = page.locator(".option:has(:checked)").first
        style = chosen.evaluate("each => getComputedStyle(each).outlineStyle")
        assert style == "solid", name
    page.close()
