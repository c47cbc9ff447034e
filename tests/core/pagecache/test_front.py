"""What is kept in front of Django, for how long, and what never is."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from core.pagecache.front import PageCache
from tests.core.pagecache.browser import PUBLIC, Pretending, ask

MOST = 1_000_000  # bytes
NOW = "2026-11-23 10:00:00+00:00"


class State:
    """What pages show, as the cache sees it."""

    now = b"one"

    def __call__(self) -> bytes:
        return self.now


def cached(application: Pretending, most: int = MOST) -> tuple[PageCache, State]:
    state = State()
    return PageCache(application, state, most), state


def times(application: Pretending, *addresses: str, **environ: str) -> int:
    """How often the application is entered when these are asked for, twice each."""
    cache, _ = cached(application)
    for address in addresses * 2:
        ask(cache, address, **environ)
    return application.times


@pytest.mark.parametrize(
    "application",
    [
        Pretending(Cache_Control="private, max-age=60"),
        Pretending(Cache_Control="public, no-store, max-age=60"),
        Pretending(Cache_Control="public, max-age=0"),
        Pretending(Cache_Control="public"),
        Pretending(Cache_Control="max-age=60"),
        Pretending(Set_Cookie="a=b"),
        Pretending(Vary="Cookie"),
        Pretending(Vary="Accept-Encoding, Accept"),
        Pretending(Content_Encoding="br"),
        Pretending(Content_Security_Policy="script-src 'nonce-abc'"),
        Pretending("404 Not Found"),
        Pretending("302 Found"),
        Pretending("500 Internal Server Error"),
    ],
    ids=lambda each: f"{each.status} {list(each.headers.values())[1:]}",
)
def test_what_is_not_for_everybody_is_not_kept(application: Pretending) -> None:
    assert times(application, "/") == 2


def test_what_a_page_does_not_offer_is_not_kept() -> None:
    application = Pretending()
    application.shown = None

    assert times(application, "/") == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "a=b; leadline_session=x"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_ACCEPT": "text/Markdown"},
        {"CONTENT_TYPE": "text/plain"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": "TESTSERVER"},
        {"HTTP_HOST": "testserver."},
        {"HTTP_HOST": "testserver:1234"},
        {"HTTP_HOST": ""},
    ],
    ids=str,
)
def test_who_says_more_than_an_address_of_ours_gets_an_answer_of_their_own(
    environ: dict[str, str],
) -> None:
    assert times(Pretending(), "/", **environ) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered(method: str) -> None:
    application = Pretending()
    cache, _ = cached(application)
    ask(cache)

    ask(cache, method=method)

    assert application.times == 2


def test_a_cookie_of_another_program_neither_makes_a_page_nor_keeps_one_away() -> None:
    application = Pretending()
    cache, _ = cached(application)

    for _ in range(2):
        ask(cache, HTTP_COOKIE="_ga=1")
    assert application.times == 2
    for _ in range(2):
        ask(cache)
        ask(cache, HTTP_COOKIE="_ga=1")
    assert application.times == 3


def test_parts_of_an_address_that_say_nothing_find_the_same_page() -> None:
    junk = ["utm_source=a", "gclid=1&from=3&cta=card", "x[]=%F0%9F%98%80", "&&=&a", "page=1"]

    assert times(Pretending(), "/", *(f"/?{each}" for each in junk)) == 1


@pytest.mark.parametrize(
    "query",
    ["q=a", "topic=", "page=99", "page=1&page=2", "tag=x", "sort=a", "page=%31%30", "a=%00", "ä"],
)
def test_a_query_that_changes_a_page_or_might_makes_no_entry(query: str) -> None:
    application = Pretending()
    cache, _ = cached(application)

    for _ in range(2):
        ask(cache, f"/?{query}")

    assert application.times == 2
    assert len(cache.shelf) == 0


def test_pages_of_a_list_are_kept_apart_whatever_the_order_of_their_query() -> None:
    application = Pretending()
    application.shown = "page=2&topic=backup"

    assert times(application, "/?topic=backup&page=2", "/?page=2&utm_id=3&topic=backup") == 1


def test_http_and_https_are_kept_apart() -> None:
    application = Pretending()
    cache, _ = cached(application)

    for scheme in ("http", "https", "http", "https"):
        ask(cache, **{"wsgi.url_scheme": scheme})

    assert application.times == 2


@pytest.mark.parametrize(("age", "left"), [(0, 20), (15, 5), (19.5, 0)])
def test_browsers_are_told_how_long_a_kept_page_is_still_true(age: float, left: int) -> None:
    application = Pretending(Cache_Control="public, max-age=20")
    cache, _ = cached(application)
    with time_machine.travel(NOW, tick=False) as clock:
        ask(cache)
        clock.shift(age)

        assert ask(cache).headers["Cache-Control"] == f"public, max-age={left}"

    assert application.times == 1


def test_a_page_is_made_anew_when_its_time_is_over_or_something_has_changed() -> None:
    application = Pretending(Cache_Control="public, max-age=20")
    cache, state = cached(application)
    with time_machine.travel(NOW, tick=False) as clock:
        ask(cache)
        clock.shift(20)
        ask(cache)
        assert application.times == 2
        state.now = b"two"
        application.text = "New."

        assert ask(cache).text == ask(cache).text == "New."

    assert application.times == 3


def test_no_page_is_kept_for_longer_than_a_minute_without_a_look() -> None:
    application = Pretending(Cache_Control="public, max-age=31536000")
    cache, _ = cached(application)
    with time_machine.travel(NOW, tick=False) as clock:
        ask(cache)
        clock.shift(60)
        ask(cache)

    assert application.times == 2


def test_what_was_made_while_something_changed_is_not_kept() -> None:
    application = Pretending()
    cache, state = cached(application)
    application.gate.clear()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ask, cache)
        while not application.times:
            time.sleep(0.001)
        state.now = b"two"
        application.gate.set()
        first.result()

    ask(cache)

    assert application.times == 2


def test_twelve_who_ask_at_once_have_a_page_made_once() -> None:
    application = Pretending()
    cache, _ = cached(application)
    application.gate.clear()
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(ask, cache) for _ in range(12)]
        time.sleep(0.05)
        application.gate.set()
        texts = {each.result().text for each in asked}

    assert texts == {application.text}
    assert application.times == 1


def test_nobody_waits_for_an_answer_that_is_known_not_to_be_kept() -> None:
    application = Pretending(Cache_Control="private")
    cache, _ = cached(application)
    ask(cache)
    application.gate.clear()
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask, cache) for _ in range(3)]
        while application.times < 4:  # all three are inside at once
            time.sleep(0.001)
        application.gate.set()

    assert all(each.result().status == 200 for each in asked)


def test_an_error_in_the_making_keeps_nobody_waiting() -> None:
    def broken(environ: object, start_response: object) -> list[bytes]:
        raise RuntimeError("no")

    cache = PageCache(broken, State(), MOST)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(cache)

    assert threading.active_count() < 50


def test_memory_is_bounded_and_what_was_asked_for_last_stays() -> None:
    application = Pretending()
    cache, _ = cached(application, most=10_000)
    for number in range(20):
        ask(cache, "/kept/")
        ask(cache, f"/{number}/")

    assert cache.shelf.size <= 10_000
    assert 1 < len(cache.shelf) < 20
    before = application.times
    ask(cache, "/kept/")
    assert application.times == before


def test_a_page_larger_than_all_memory_is_answered_and_not_kept() -> None:
    application = Pretending()
    cache, _ = cached(application, most=500)

    assert ask(cache).text == ask(cache).text == application.text
    assert (len(cache.shelf), cache.shelf.size) == (0, 0)


def test_a_proxy_before_us_may_keep_a_page_for_this_second_and_no_browser_hears_of_it() -> None:
    cache, _ = cached(Pretending())
    with time_machine.travel(NOW, tick=False):
        behind, direct = ask(cache, HTTP_X_PAGE_CACHE="1"), ask(cache)
        second = int(time.time())

    assert behind.headers["X-Accel-Expires"] == f"@{second}"
    assert "X-Accel-Expires" not in direct.headers
    assert direct.headers["Cache-Control"] == PUBLIC
