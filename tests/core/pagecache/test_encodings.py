"""A kept page in the encoding that a browser takes, or not at all if it has it."""

from __future__ import annotations

import pytest

from core.pagecache.front import PageCache
from tests.core.pagecache.browser import Pretending, ask

NEGOTIATED = [
    ("", ""),
    ("gzip", "gzip"),
    ("gzip, deflate, br, zstd", "br"),
    ("GZIP;q=0.5, br;q=0.5", "br"),
    ("br;q=0.2, gzip;q=0.9", "gzip"),
    ("br;q=0, gzip;q=0", ""),
    ("identity;q=1, gzip;q=0.5", ""),
    ("*", "br"),
    ("*;q=0", ""),
    ("gzip, *;q=0", "gzip"),
    ("br;q=nonsense, gzip", "gzip"),
    ("deflate", ""),
    ("x-gzip", "gzip"),
    (";;,,q=", ""),
]


@pytest.fixture
def page() -> Pretending:
    return Pretending()


@pytest.fixture
def cache(page: Pretending) -> PageCache:
    return PageCache(page, lambda: b"", 1_000_000)


@pytest.mark.parametrize(("accepted", "encoding"), NEGOTIATED)
def test_the_best_encoding_that_is_taken_is_sent(
    cache: PageCache, page: Pretending, accepted: str, encoding: str
) -> None:
    for _ in range(2):
        answer = ask(cache, HTTP_ACCEPT_ENCODING=accepted)

        assert answer.headers.get("Content-Encoding", "") == encoding
        assert answer.text == page.text
        assert answer.headers["Content-Length"] == str(len(answer.sent))
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_page_that_no_encoding_makes_shorter_is_sent_as_it_is(page: Pretending) -> None:
    page.text = "x"
    cache = PageCache(page, lambda: b"", 1_000_000)

    assert ask(cache, HTTP_ACCEPT_ENCODING="br, gzip").sent == b"x"


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_page_already_is_told_so(cache: PageCache, known: str, method: str) -> None:
    first = ask(cache, HTTP_ACCEPT_ENCODING="br")
    etag = first.headers["ETag"]

    again = ask(
        cache, method=method, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known.format(etag)
    )

    assert (again.status, again.sent) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Length" not in again.headers


def test_each_encoding_and_each_content_has_a_tag_of_its_own(
    cache: PageCache, page: Pretending
) -> None:
    tags = {ask(cache, HTTP_ACCEPT_ENCODING=each).headers["ETag"] for each in ("br", "gzip", "")}
    page.text += "More."
    other = ask(PageCache(page, lambda: b"", 1_000_000)).headers["ETag"]

    assert len({*tags, other}) == 4
    assert not any(each.startswith("W/") for each in tags)
    gzipped = ask(cache, HTTP_ACCEPT_ENCODING="gzip").headers["ETag"]
    assert ask(cache, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=gzipped).status == 200


def test_head_has_the_headers_of_get_and_no_body(cache: PageCache, page: Pretending) -> None:
    got = ask(cache, HTTP_ACCEPT_ENCODING="gzip")

    head = ask(cache, method="HEAD", HTTP_ACCEPT_ENCODING="gzip")

    assert (head.headers, head.sent) == (got.headers, b"")
    assert page.times == 1
