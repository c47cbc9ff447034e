"""Answers to an autosave that are long in coming: nothing is written twice, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.following import follow
from tests.e2e.newsroom import LONG, Editor, Newsroom
from tests.whole_site import PATIENCE, Site, wait_until

pytestmark = pytest.mark.e2e
QUIET = 5_000  # ms: more than the editor takes to notice and to save a change


@pytest.fixture(scope="module")
def newsroom(lasting: Site, browser: Browser) -> Iterator[Newsroom]:
    room = Newsroom(lasting, browser, {"eve": "Editors"})
    room.open()
    yield room
    room.close()


def test_save_waits_for_the_first_autosave_and_makes_no_second_page(newsroom: Newsroom) -> None:
    page = newsroom.log_in("eve")
    add, held = f"/admin/pages/add/blog/articlepage/{newsroom.pages['index']}/", []
    page.goto(add)
    Editor(page)
    page.route(f"**{add}", lambda route: hold(route, held))

    page.get_by_placeholder("Page title*").press_sequentially("Written only once")
    wait_until(lambda: page.wait_for_timeout(50) or held, PATIENCE, "the first autosave")
    page.get_by_role("button", name="Save draft").click(no_wait_after=True)
    route, answer = held[0]
    with page.expect_navigation(wait_until="load"):
        route.fulfill(response=answer)

    assert len(held) == 1
    assert json.loads(answer.text())["success"]
    updated = page.locator(".messages .success")
    expect(updated).to_contain_text("has been updated", timeout=LONG)


def test_what_is_typed_before_an_autosave_is_answered_is_saved_next(newsroom: Newsroom) -> None:
    page = newsroom.log_in("eve")
    follow(page.get_by_role("link", name="New from template"))
    page.get_by_label("News from the firm").check()
    page.get_by_label("Working title").fill("Typed in between")
    follow(page.get_by_role("button", name="Create draft"))
    editor, held = Editor(page), []
    page.route(f"**{editor.path}", lambda route: hold(route, held))

    editor.field("summary").fill("The first half")
    wait_until(lambda: page.wait_for_timeout(50) or held, PATIENCE, "the first autosave")
    editor.field("summary").fill("The first half and the second.")
    route, answer = held[0]
    route.fulfill(response=answer)
    wait_until(lambda: page.wait_for_timeout(50) or held[1:], PATIENCE, "the next autosave")

    assert "and the second." in (held[1][0].request.post_data or "")
    held[1][0].fulfill(response=held[1][1])
    page.wait_for_timeout(QUIET)
    assert len(held) == 2  # and then there is nothing left to save


def hold(route: Route, held: list[tuple[Route, object]]) -> None:
    """Let the site answer, and keep the answer back."""
    if route.request.method == "POST":
        held.append((route, route.fetch()))
    else:
        route.continue_()
