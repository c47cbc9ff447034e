"""robots.txt, sitemap.xml and llms.txt."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.core.seo.conftest import PAGES, each_page, meta, read
from tests.site_tree import PHONE, SiteTree, make_article

BASE = site.WAGTAILADMIN_BASE_URL
FILES = ["/robots.txt", "/sitemap.xml", "/llms.txt"]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def fetch(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    return answer.content.decode()


def sitemap() -> ElementTree.Element:
    return ElementTree.fromstring(fetch("/sitemap.xml"))  # noqa: S314  our own


def locations() -> list[str]:
    root = sitemap()
    assert root.tag == f"{SITEMAP}urlset"
    return [element.text or "" for element in root.iter(f"{SITEMAP}loc")]


def hide(tree: SiteTree) -> None:
    """A draft, and a page that only some may see."""
    make_article(tree.index, slug="draft", title="Draft").unpublish()
    secret = make_article(tree.index, slug="secret", title="Secret")
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def test_robots_may_read_the_pages_and_not_the_admin_or_a_visitors_own(tree: SiteTree) -> None:
    lines = fetch("/robots.txt").splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /quiz/*/", "Disallow: /thanks/"} <= set(lines)
    assert "Disallow: /" not in lines
    assert f"Sitemap: {BASE}/sitemap.xml" in lines


def test_a_site_that_is_not_for_the_public_says_no_in_every_way(
    tree: SiteTree, settings: Any
) -> None:
    settings.ROBOTS = "deny"

    assert fetch("/robots.txt").splitlines() == ["User-agent: *", "Disallow: /"]
    assert meta(read("/about/"), "robots") == "noindex, nofollow"
    for address in ("/about/", "/about.md", "/llms.txt"):
        assert Client().get(address).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_sitemap_lists_every_public_page_once_and_nothing_else(tree: SiteTree) -> None:
    hide(tree)

    assert sorted(locations()) == sorted(f"{BASE}{address}" for address in PAGES)


def test_the_sitemap_says_when_a_page_changed_with_its_zone(tree: SiteTree) -> None:
    tree.about.save_revision().publish()

    entry = next(each for each in sitemap() if (each[0].text or "").endswith("/about/"))
    changed = datetime.fromisoformat(entry[1].text or "")
    assert changed.tzinfo is not None
    assert abs((timezone.now() - changed).total_seconds()) < 60


def test_the_introduction_for_language_models_groups_and_describes_the_pages(
    tree: SiteTree,
) -> None:
    hide(tree)

    text = fetch("/llms.txt")

    lines = text.splitlines()
    assert lines[0] == "# Acme"
    assert f"> Ring {PHONE}." in lines
    assert PHONE in text
    articles = text.partition("## Articles")[2].partition("\n## ")[0]
    assert f"- [One]({BASE}/articles/one.md): In short." in articles
    assert f"- [About Acme]({BASE}/about.md): Acme looks after computers & people." in lines
    assert "Draft" not in text
    assert "Secret" not in text


def test_every_address_in_the_introduction_is_there(tree: SiteTree, client: Client) -> None:
    text = fetch("/llms.txt")

    addresses = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert len(addresses) >= len(PAGES) - 1
    for address in addresses:
        assert client.get(address.removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize("address", FILES)
def test_more_pages_cost_no_more_queries(tree: SiteTree, client: Client, address: str) -> None:
    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = queries()
    for _ in range(5):
        make_article(tree.index)

    assert queries() == few <= 12


@each_page
def test_pages_and_files_can_be_fetched_but_not_posted_to(tree: SiteTree, address: str) -> None:
    for each in FILES:
        assert Client().post(each).status_code == 405
    assert Client().head(address).status_code == 200
