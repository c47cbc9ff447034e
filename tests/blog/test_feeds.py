"""The Atom feeds."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from core.models import SiteSettings
from tests.markup import Markup
from tests.site_tree import SiteTree, make_article, make_author, make_site

ALL, SECURITY = "/feeds/articles.atom", "/feeds/topics/security.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = settings.WAGTAILADMIN_BASE_URL


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def feed(address: str = ALL) -> ElementTree.Element:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own


def said(element: ElementTree.Element, name: str) -> str:
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, f"{len(found)} times {name}"
    return found[0].text or ""


def titles(address: str = ALL) -> list[str]:
    return [said(entry, "title") for entry in feed(address).iter(f"{ATOM}entry")]


def link(element: ElementTree.Element, rel: str) -> str:
    return next(
        each.attrib["href"] for each in element.findall(f"{ATOM}link") if each.attrib["rel"] == rel
    )


@pytest.mark.parametrize("address", [ALL, SECURITY])
def test_a_feed_and_its_entries_have_what_atom_requires(tree: SiteTree, address: str) -> None:
    writer = make_author(name="Ann Lee")
    make_article(
        tree.index, "Security", slug="one", title="One", summary="In <b>short</b>.", writer=writer
    )

    root = feed(address)

    assert root.tag == f"{ATOM}feed"
    assert said(root, "title").startswith("Acme: ")
    assert said(root, "id") == link(root, "self") == f"{BASE}{address}"
    assert link(root, "alternate").startswith(f"{BASE}/articles/")
    assert said(root.findall(f"{ATOM}author")[0], "name") == "Acme"
    entry = root.findall(f"{ATOM}entry")[0]
    assert said(entry, "id") == link(entry, "alternate") == f"{BASE}/articles/one/"
    assert said(entry, "summary") == "<p>In &lt;b&gt;short&lt;/b&gt;.</p>"
    assert said(entry.findall(f"{ATOM}author")[0], "name") == "Ann Lee"
    assert entry.findall(f"{ATOM}category")[0].attrib["term"] == "Security"
    for moment in (said(root, "updated"), said(entry, "published"), said(entry, "updated")):
        assert datetime.fromisoformat(moment).tzinfo is not None


def test_an_entry_changes_when_its_article_does_and_keeps_its_name(tree: SiteTree) -> None:
    article = make_article(tree.index, title="Before", date="2020-01-01")
    before = feed().findall(f"{ATOM}entry")[0]
    article.title = "After"
    article.save_revision().publish()

    after = feed().findall(f"{ATOM}entry")[0]

    assert said(after, "title") == "After"
    assert said(after, "id") == said(before, "id")
    assert said(after, "published") == said(before, "published")
    assert said(after, "updated") > said(before, "updated")


def test_a_topics_feed_holds_its_articles_alone(tree: SiteTree) -> None:
    make_article(tree.index, "Security", "Planning", title="Both")
    make_article(tree.index, "Planning", title="Other")

    assert titles(SECURITY) == ["Both"]
    assert sorted(titles()) == ["Both", "Other"]


@pytest.mark.parametrize("address", ["/feeds/topics/nothing.atom", "/feeds/x.atom", "/feeds/"])
def test_there_is_no_feed_of_an_unknown_topic(tree: SiteTree, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_site_without_articles_has_an_empty_feed(tree: SiteTree) -> None:
    assert titles() == []


def test_drafts_and_restricted_articles_are_in_no_feed(tree: SiteTree) -> None:
    make_article(tree.index, "Security", title="Draft").unpublish()
    secret = make_article(tree.index, "Security", title="Secret")
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    make_article(tree.index, "Security", title="Seen")

    assert titles() == titles(SECURITY) == ["Seen"]


def test_an_article_without_an_author_is_by_the_firm(tree: SiteTree) -> None:
    make_article(tree.index)

    entry = feed().findall(f"{ATOM}entry")[0]

    assert said(entry.findall(f"{ATOM}author")[0], "name") == "Acme"


@pytest.mark.parametrize("hostile", ["]]></title><x>", "a & b < c", "bell \x07 and \x0b", "😀 “q”"])
def test_no_title_breaks_the_feed(tree: SiteTree, hostile: str) -> None:
    SiteSettings.objects.update(firm_name=hostile)
    make_article(tree.index, title=hostile, summary=hostile)

    readable = hostile.replace("\x07", "").replace("\x0b", "")
    assert titles() == [readable]


def test_the_newest_come_first_and_old_ones_drop_out(tree: SiteTree) -> None:
    for number in range(32):
        make_article(tree.index, title=f"{number:02}", date=f"2026-01-{number % 28 + 1:02}")

    found = titles()

    assert len(found) == 30
    assert found[0] == "27"


def test_more_articles_cost_no_more_queries(tree: SiteTree, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ALL).status_code == 200
        return len(captured)

    make_article(tree.index, "Security", writer=make_author(name="Ann Lee"))
    queries()
    few = queries()
    for _ in range(6):
        make_article(tree.index, "Security", "Planning")

    assert queries() == few <= 8


def test_every_page_tells_feed_readers_where_the_feed_is(tree: SiteTree, client: Client) -> None:
    page = Markup(client.get("/").content.decode())

    assert page.one("link", type="application/atom+xml").attributes["href"] == ALL


def test_a_topics_list_tells_feed_readers_of_its_own_feed(tree: SiteTree, client: Client) -> None:
    make_article(tree.index, "Security")

    page = Markup(client.get("/articles/?topic=security").content.decode())

    feeds = page.all("link", type="application/atom+xml")
    assert [each.attributes["href"] for each in feeds] == [ALL, SECURITY]
