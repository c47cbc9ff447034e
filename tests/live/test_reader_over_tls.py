"""A reader on a telephone, in production and over TLS: from the article to the receipt, told to the
CRM once, with nothing left behind in the browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, ConsoleMessage, Request, WebError

from tests.e2e.arrivals import Arrivals, practice_crm
from tests.e2e.journey import assert_tells_everything, walk
from tests.e2e.kinds import ARTICLE, CONTACT
from tests.live.stack import Stack

TEN_PAGES = (
    *("/", "/articles/", "/articles/?topic=security", "/articles/?q=backup", ARTICLE),
    *("/about/", "/services/", "/privacy/", "/accessibility/", CONTACT),
)
PHONE = {"width": 390, "height": 844}
# The one thing that a browser says: an answer above 400, to the form that was sent empty.
REFUSED_FORM = "the server responded with a status of 422"
# Where Chromium keeps what pages store, in the folder of a profile.
STORES = ("Local Storage", "Session Storage", "IndexedDB", "Service Worker", "File System")
STORED = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: await indexedDB.databases(),
  caches: await caches.keys(),
  workers: await navigator.serviceWorker.getRegistrations(),
  cookie: document.cookie,
})"""
NOTHING = {"local": 0, "session": 0, "databases": [], "caches": [], "workers": [], "cookie": ""}


@dataclass
class Watched:
    """What a browser asks for and complains of."""

    context: BrowserContext
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", self._asks)
        self.context.on("console", self._says)
        self.context.on("weberror", self._fails)

    def _asks(self, request: Request) -> None:
        self.asked.append(request.url)

    def _says(self, message: ConsoleMessage) -> None:
        self.said.append(message.text)

    def _fails(self, error: WebError) -> None:
        self.said.append(str(error.error))


@pytest.fixture
def open_profile(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], stack: Stack
) -> Callable[..., BrowserContext]:
    """What opens a telephone's browser with a profile in this folder."""

    def opened(folder: Path, **options: Any) -> BrowserContext:
        given = browser_type_launch_args
        arguments = [*given["args"], stack.trusting]
        return browser_type.launch_persistent_context(
            folder, viewport=PHONE, **{**given, "args": arguments}, **options
        )

    return opened


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-js"])
def test_a_reader_becomes_one_contact_and_the_browser_keeps_nothing_of_it(
    stack: Stack, open_profile: Callable[..., BrowserContext], tmp_path: Path, scripts: bool
) -> None:
    email = f"ann.{'with' if scripts else 'without'}@acme.example"
    crm = practice_crm(stack.site)
    arrivals = Arrivals(crm)
    context = open_profile(tmp_path / "profile", java_script_enabled=scripts)
    watched, page = Watched(context), context.pages[0]

    for address in TEN_PAGES:
        answer = page.goto(stack.url + address, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200
    walk(page, stack.url, email)

    arrivals.wait()
    assert_tells_everything(arrivals, email)
    assert [each for each in watched.said if REFUSED_FORM not in each] == []
    assert len(watched.asked) > 2 * len(TEN_PAGES)
    assert [each for each in watched.asked if not each.startswith((stack.url, "data:"))] == []
    if scripts:
        assert page.evaluate(STORED) == NOTHING
    assert context.cookies() == []
    assert context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    context.close()
    assert left_by_pages(tmp_path / "profile" / "Default") == []
    assert kept_on_disk(tmp_path / "profile" / "Default" / "Cache", email) == []
    crm.http.close()


def left_by_pages(profile: Path) -> list[str]:
    """Name what a page has stored in a profile that is closed, cookies included."""
    with closing(sqlite3.connect(profile / "Cookies")) as database:
        cookies = [name for (name,) in database.execute("SELECT name FROM cookies")]
    return cookies + [
        file for store in STORES for file in kept_on_disk(profile / store, "localhost")
    ]


def kept_on_disk(folder: Path, words: str) -> list[str]:
    """Name the files of a folder that hold these words."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each.name for each in files if words.encode() in each.read_bytes()]
