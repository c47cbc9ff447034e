"""More content does not cost more queries. What each page may cost is in `test_every_page`."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.images.models import Image

from core.models import SiteSettings
from core.pagecache.mark import mark
from tests.markup import Markup
from tests.site_tree import SiteTree, make_article, make_author, make_image, make_site


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def fill(tree: SiteTree, articles: int) -> None:
    linked = make_article(tree.index, "Security", slug=f"linked-{articles}")
    link = f'<p><a linktype="page" id="{linked.pk}">there</a></p>'
    body = [("text", link)] * articles
    make_article(tree.index, "Security", "Planning", slug=f"many-{articles}", body=body)
    for _ in range(articles - 2):
        make_article(tree.index, "Security", "Planning")


def queries(client: Client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code in {200, 404}
    return len(captured)


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


def full(tree: SiteTree, slug: str, times: int) -> None:
    """An article with all that is read from the database, each of it `times`."""
    body = []
    for number in range(times):
        figure, poster = make_image(f"Rack {number}"), make_image(f"Poster {number}")
        file = ContentFile(b"%PDF", f"guide-{number}.pdf")
        body += [
            ("image", {"image": {"image": figure.pk, "alt_text": "A rack"}}),
            ("video", {"url": "https://youtu.be/GA8z7f7a2Pk", "poster": poster.pk}),
            ("document", {"document": Document.objects.create(title="Guide", file=file).pk}),
            ("text", f'<p><a linktype="page" id="{tree.about.pk}">there</a></p>'),
            ("quiz", {"text": "Six questions."}),
        ]
    author = make_author(photo=make_image("Ann"), bio="Mends things.")
    own = {"writer": author, "social_image": make_image("Own")}
    make_article(tree.index, "Security", slug=slug, body=body, **own)


def test_an_article_with_pictures_videos_files_and_a_face_keeps_to_twelve_queries(
    tree: SiteTree, client: Client
) -> None:
    fill(tree, 4)
    full(tree, "full", 1)
    full(tree, "fuller", 8)

    one, eight = (queries(client, f"/articles/{slug}/") for slug in ("full", "fuller"))

    assert one == eight <= 12


def test_a_picture_used_twice_keeps_the_words_of_each_use(tree: SiteTree, client: Client) -> None:
    image = make_image()
    body = [
        ("image", {"image": {"image": image.pk, "alt_text": words}}) for words in ("One", "Two")
    ]
    make_article(tree.index, slug="twice", body=body)

    for _ in range(2):  # before and after its sizes were made
        page = Markup(client.get("/articles/twice/").content.decode())
        assert [each.attributes["alt"] for each in page.all("img")] == ["One", "Two"]


def test_an_article_whose_pictures_and_files_were_deleted_still_stands(
    tree: SiteTree, client: Client
) -> None:
    full(tree, "full", 1)
    Image.objects.all().delete()
    Document.objects.all().delete()

    page = Markup(client.get("/articles/full/").content.decode())

    assert page.one("h1").text
    assert page.all("img") == []


def test_a_missing_page_costs_little(tree: SiteTree, client: Client) -> None:
    assert queries(client, "/never-was/") <= 7


def test_lists_cost_the_same_with_many_articles(tree: SiteTree, client: Client) -> None:
    fill(tree, 4)
    few = queries(client, "/articles/"), queries(client, "/")
    fill(tree, 9)

    assert (queries(client, "/articles/"), queries(client, "/")) == few


def test_readers_share_what_an_article_is_made_of_until_something_changes(
    tree: SiteTree, client: Client
) -> None:
    fill(tree, 4)
    full(tree, "full", 2)
    connection.run_on_commit.clear()  # the site was made in this transaction, which never commits
    client.get("/articles/full/")
    mark().change()
    with CaptureQueriesContext(connection) as cold:
        first = client.get("/articles/full/").content
    with CaptureQueriesContext(connection) as warm:
        second = client.get("/articles/full/?utm_source=x").content

    assert first == second
    assert len(cold) <= 12
    assert len(warm) <= 3


def test_who_has_a_cookie_or_narrows_a_list_shares_nothing(tree: SiteTree, client: Client) -> None:
    connection.run_on_commit.clear()
    client.get("/about/")
    SiteSettings.objects.update(firm_name="Told to nobody")  # which sends no signal

    assert "Told to nobody" not in client.get("/about/").content.decode()
    assert "Told to nobody" in client.get("/about/?q=x").content.decode()
    client.cookies["leadline_session"] = "x"
    assert "Told to nobody" in client.get("/about/").content.decode()
