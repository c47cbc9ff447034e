"""An editor builds a quiz from nothing: what can be referred to follows what is typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.newsroom import LONG, Editor, Newsroom
from tests.whole_site import Site

pytestmark = pytest.mark.e2e


@pytest.fixture
def newsroom(site: Site, browser: Browser) -> Iterator[Newsroom]:
    room = Newsroom(site, browser, {"eve": "Editors", "mo": "Moderators"})
    room.open()
    yield room
    room.close()


@pytest.mark.long
def test_an_editor_builds_a_quiz_with_a_condition_and_sees_what_it_will_do(
    newsroom: Newsroom,
) -> None:
    page = newsroom.log_in("eve")
    page.goto(f"/admin/pages/add/leads/quizpage/{newsroom.pages['home']}/")
    editor = Editor(page)
    page.get_by_placeholder("Page title*").fill("Is your backup any good?")
    editor.field(editor.add_block("categories")).fill("Care")

    editor.open_tab("Questions")
    first, second = asked(editor)
    condition = block_of(page, second).locator(".quiz-show-if select").first
    expect(condition.locator("option")).to_have_text(["always", "depending on 1. Is it tested?"])
    condition.select_option(index=1)
    block_of(page, second).get_by_role("checkbox", name="Not yet").check()
    # A rename is followed, and what is deleted is marked and not dropped.
    editor.field(f"{first}-no-text").fill("Nobody knows")
    expect(block_of(page, second).get_by_role("checkbox", name="Nobody knows")).to_be_checked()

    editor.open_tab("Results")
    for title in ("Well done", "Begin here"):
        editor.field(f"{(result := editor.add_block('results'))}-title").fill(title)
        block_of(page, result).locator("[role=textbox]").first.fill("What it means.")
    rule = block_of(page, "results-0-value")
    rule.locator(".quiz-category select").select_option(label="Care")
    editor.field("results-0-value-rule-start").fill("2")

    editor.open_tab("Check")
    said = page.locator("[data-quiz-verdict]")
    expect(said).to_contain_text("Nothing keeps it from being published", timeout=LONG)
    expect(said).to_contain_text("1 to 2 questions.")
    expect(said.get_by_role("row", name="Well done")).to_contain_text("50 %")

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Try it").click()
    expect(opened.value.locator("main")).to_contain_text("Is it tested?")
    expect(opened.value.locator("main")).to_contain_text("Test")

    # The category goes: the rule and the check say so, and lead to it.
    editor.open_tab("Start")
    page.locator("#tab-start").get_by_role("button", name="Delete").first.click()
    editor.open_tab("Check")
    expect(said).to_contain_text("a category that is not there any more", timeout=LONG)
    said.get_by_role("button", name="Show it").first.click()
    expect(rule.get_by_text("This category was deleted. Choose another.")).to_be_visible()
    rule.locator(".quiz-category select").select_option(label="all categories together")
    editor.submit()


def asked(editor: Editor) -> tuple[str, str]:
    """Add a question with points, and one that may depend on it. Return how their fields begin."""
    first = editor.add_block("questions", "Yes or no")
    editor.field(f"{first}-text").fill("Is it tested?")
    editor.field(f"{first}-no-text").fill("Not yet")
    block_of(editor.page, first).get_by_role("spinbutton", name="Care").first.fill("2")
    second = editor.add_block("questions", "Short text")
    editor.field(f"{second}-text").fill("What keeps you from it?")
    block_of(editor.page, second).get_by_role("heading", name="When it is asked").click()
    return first, second


def block_of(page: Page, prefix: str) -> Locator:
    """The block whose fields begin with this name."""
    number = prefix.removesuffix("-value")
    return page.locator("[data-streamfield-child]", has=page.locator(f"[name='{number}-order']"))
