"""How many queries a page may cost, and that more content does not cost more of them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.site_tree import SiteTree, make_article, make_image, make_site

# With Django's cache empty, and what a process learns about content types known.
BUDGETS = {
    "/": 9,
    "/articles/": 11,
    "/articles/one/": 11,
    "/about/": 7,
    "/a-quiz/": 7,
    "/never-was/": 7,
}


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def fill(tree: SiteTree, articles: int) -> None:
    linked = make_article(tree.index, "Security", slug=f"linked-{articles}")
    link = f'<p><a linktype="page" id="{linked.pk}">there</a></p>'
    slug = "one" if articles == 3 else f"many-{articles}"
    make_article(tree.index, "Security", "Planning", slug=slug, body=[("text", link)] * articles)
    for _ in range(articles - 2):
        make_article(tree.index, "Security", "Planning")


def queries(client: Client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code in {200, 404}
    return len(captured)


@pytest.mark.parametrize(("address", "budget"), BUDGETS.items())
def test_a_page_keeps_to_its_budget(
    tree: SiteTree, client: Client, address: str, budget: int
) -> None:
    fill(tree, 3)

    assert queries(client, address) <= budget


def test_an_article_costs_the_same_with_many_texts_links_and_neighbours(
    tree: SiteTree, client: Client
) -> None:
    fill(tree, 4)
    few = queries(client, "/articles/many-4/")
    fill(tree, 9)

    assert queries(client, "/articles/many-9/") == few


def test_ten_pictures_cost_as_many_queries_as_one(tree: SiteTree, client: Client) -> None:
    for count, slug in ((1, "one-picture"), (10, "ten-pictures")):
        images = [make_image(f"Rack {number}") for number in range(count)]
        body = [("image", {"image": {"image": each.pk, "alt_text": "A"}}) for each in images]
        make_article(tree.index, slug=slug, body=body)

    one, ten = (queries(client, f"/articles/{slug}/") for slug in ("one-picture", "ten-pictures"))

    assert one == ten


def test_lists_cost_the_same_with_many_articles(tree: SiteTree, client: Client) -> None:
    fill(tree, 4)
    few = queries(client, "/articles/"), queries(client, "/")
    fill(tree, 9)

    assert (queries(client, "/articles/"), queries(client, "/")) == few
