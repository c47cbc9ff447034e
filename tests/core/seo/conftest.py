"""A site with a page of each type, as machines meet it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from home.models import ContactPage
from tests.markup import Markup
from tests.site_tree import SiteTree, make_article, make_site

# Every page type, by the address it has in `tree`.
PAGES = ["/", "/articles/", "/articles/one/", "/about/", "/privacy/", "/contact/", "/a-quiz/"]
each_page = pytest.mark.parametrize("address", PAGES)


@pytest.fixture
def tree(db: None) -> SiteTree:
    tree = make_site()
    contact = ContactPage(title="Contact", slug="contact", intro="Write, or ring.")
    Page.objects.get(pk=tree.home.pk).add_child(instance=contact)
    video = {"url": "https://youtu.be/GA8z7f7a2Pk", "title": "A film"}
    words = {"title": "Managing", "items": ["Planning", "Control"]}
    body = [
        ("heading", "What it is"),
        ("text", "<p>Some <b>bold</b> words.</p><ul><li>First</li><li>Second</li></ul>"),
        ("video", video),
        ("words", words),
    ]
    make_article(tree.index, "Security", slug="one", title="One", summary="In short.", body=body)
    return tree


def read(address: str) -> Markup:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return Markup(answer.content.decode())


def graph(page: Markup) -> dict[str, dict[str, Any]]:
    """The JSON-LD nodes of a page, by type."""
    data = json.loads(page.one("script", type="application/ld+json").text)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def meta(page: Markup, name: str) -> str:
    """What a `<meta>` says, by its name or its property."""
    found = [*page.all("meta", name=name), *page.all("meta", property=name)]
    assert len(found) == 1, f"{len(found)} times {name}"
    return found[0].attributes["content"]
