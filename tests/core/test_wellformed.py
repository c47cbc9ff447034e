"""Requests that no browser sends."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client
from wagtail.models import Page

from config.wsgi import application
from core.wellformed import readable
from home.models import ContactPage
from tests.site_tree import SiteTree, make_article, make_site

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
# Unknown ones, codecs that are not of text, texts that are not UTF-8, and names that are no names.
ODD = ["=nope", "=base64", "=rot13", "=hex", "=idna", "=utf-16", "=latin-1", "=undefined", "="]
ODD += ["=../../x", "=" + "x" * 5000, "=é", "=%00", "=utf-8\0", "*=utf-8''x%00", "*=nope''x"]
ADDRESSES = ["/", "/articles/", "/articles/one/", "/contact/", "/a-quiz/", "/admin/login/", "/no/"]
ADDRESSES += ["/articles.md", "/llms.txt", "/feeds/articles.atom", "/thanks/x/"]


@pytest.fixture
def tree(db: None) -> SiteTree:
    tree = make_site()
    make_article(tree.index, "Security", slug="one")
    contact = ContactPage(title="Contact", slug="contact", intro="Write, or ring.")
    Page.objects.get(pk=tree.home.pk).add_child(instance=contact)
    return tree


def status(method: str, address: str, content_type: str) -> int:
    """What the application as servers run it answers; the test client begins behind its door."""
    path, _, query = address.partition("?")
    body = BytesIO(b"a=b")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": "3", "wsgi.input": body}
    environ |= {"HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    told: list[str] = []
    response = application(environ, lambda line, _headers: told.append(line))
    assert b"".join(response) or method == "HEAD"
    return int(told[0].partition(" ")[0])


@pytest.mark.parametrize("charset", ODD)
def test_a_charset_that_is_not_ours_is_told_so_for_every_way_of_asking(
    tree: SiteTree, charset: str
) -> None:
    for kind in (FORM, PARTS, "text/plain"):
        for method in ("GET", "POST", "HEAD", "PUT"):
            assert status(method, "/a-quiz/?from=1", f"{kind}; charset{charset}") == 415


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_reads_what_it_cannot(tree: SiteTree, address: str) -> None:
    for method in ("GET", "POST"):
        assert status(method, f"{address}?q=x", f"{FORM}; charset=base64") == 415


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF8", "; charset=us-ascii"])
@pytest.mark.parametrize("kind", [FORM, PARTS, ""])
def test_what_browsers_send_reaches_the_site_as_it_is(kind: str, charset: str) -> None:
    seen: list[dict[str, Any]] = []
    sent = {"CONTENT_TYPE": f"{kind}{charset}", "REQUEST_METHOD": "POST"}

    list(readable(lambda environ, _start: seen.append(environ) or [])(dict(sent), None))

    assert seen == [sent]


@pytest.mark.parametrize("query", ["q", "topic", "author", "page", "from", "utm_source", "next"])
@pytest.mark.parametrize("value", ["%00", "a%00b"])
def test_a_nul_in_a_query_is_refused_before_a_database_sees_it(
    tree: SiteTree, client: Client, query: str, value: str
) -> None:
    for address in ("/", "/articles/", "/articles/one/", "/a-quiz/", "/contact/", "/admin/login/"):
        assert client.get(f"{address}?{query}={value}").status_code == 400


@pytest.mark.parametrize(
    "path", ["/%00/", "/articles/%00/", "/articles/%00.md", "/thanks/%00/", "/quiz/%00/result/"]
)
def test_a_nul_in_a_path_is_refused(tree: SiteTree, client: Client, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/articles/?q=%2500",
        "/articles/?q=%ff%fe",
        "/articles/?q=%ed%a0%80",
        "/articles/one/?from=%ff",
    ],
)
def test_what_is_only_strange_is_answered(tree: SiteTree, client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/articles/%ff/", "/%ed%a0%80/", "/articles/?topic=%ed%a0%80"])
def test_what_is_no_text_is_not_found(tree: SiteTree, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
