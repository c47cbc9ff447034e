"""What a page's head says to search engines and to those who show a link's preview."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.core.seo.conftest import PAGES, each_page, meta, read
from tests.site_tree import SiteTree, make_article


@each_page
def test_a_shared_link_shows_a_title_a_description_and_a_picture(
    tree: SiteTree, address: str
) -> None:
    page = read(address)

    title = page.one("title").text.removesuffix(" – Acme")
    assert meta(page, "og:title") == title
    assert meta(page, "og:description") == meta(page, "description")
    assert meta(page, "og:url") == f"{settings.WAGTAILADMIN_BASE_URL}{address}"
    assert meta(page, "og:site_name") == "Acme"
    assert meta(page, "og:image").startswith(f"{settings.WAGTAILADMIN_BASE_URL}/social/")
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "630")
    assert meta(page, "og:image:alt") == title
    assert meta(page, "twitter:card") == "summary_large_image"


def test_no_two_pages_have_the_same_title_or_description(tree: SiteTree) -> None:
    pages = [read(address) for address in PAGES]

    titles = [page.one("title").text for page in pages]
    descriptions = [meta(page, "description") for page in pages]
    assert all(descriptions)
    assert len(set(titles)) == len(PAGES)
    assert len(set(descriptions)) == len(PAGES)


def test_a_description_names_the_firm_and_is_cut_at_a_length(tree: SiteTree) -> None:
    tree.about.body = f"<p>{{firm_name}} {'does this and that ' * 30}</p>"
    tree.about.save()

    description = meta(read("/about/"), "description")

    assert description.startswith("Acme does this")
    assert len(description) <= 200
    assert description.endswith("…")


def test_a_list_that_a_reader_narrowed_stays_out_of_the_index_and_its_pages_do_not(
    tree: SiteTree,
) -> None:
    for _ in range(13):
        make_article(tree.index)

    assert meta(read("/articles/?q=words"), "robots").startswith("noindex")
    second = read("/articles/?page=2")
    assert meta(second, "robots").startswith("index")
    canonical = second.one("link", rel="canonical").attributes["href"]
    assert canonical == f"{settings.WAGTAILADMIN_BASE_URL}/articles/?page=2"


@pytest.mark.parametrize("query", ["page=1", "page=x", "page=-2", "utm_source=letter"])
def test_other_queries_do_not_make_another_page(tree: SiteTree, query: str) -> None:
    canonical = read(f"/articles/?{query}").one("link", rel="canonical").attributes["href"]

    assert canonical == f"{settings.WAGTAILADMIN_BASE_URL}/articles/"


def test_steps_of_the_quiz_stay_out_of_the_index(tree: SiteTree, client: Client) -> None:
    unknown = client.get("/quiz/not-a-token/1/")

    assert unknown.status_code == 404
    assert 'name="robots" content="noindex"' in unknown.content.decode()


def test_an_uploaded_picture_of_the_firm_goes_before_a_drawn_one(tree: SiteTree) -> None:
    from wagtail.images.models import Image
    from wagtail.images.tests.utils import get_test_image_file

    from core.models import SiteSettings

    image = Image.objects.create(title="Us", file=get_test_image_file(size=(1600, 900)))
    SiteSettings.objects.update(social_image=image)

    page = read("/about/")

    assert "/images/" in meta(page, "og:image")
    assert meta(page, "og:image:type") == "image/jpeg"


def test_a_hostile_title_stays_text_everywhere_in_the_head(tree: SiteTree) -> None:
    hostile = "\"><script>alert(1)</script> & 'quotes' 😀 " + "x" * 90
    make_article(tree.index, slug="bad", title=hostile, summary='</script><meta name="x">')

    page = read("/articles/bad/")

    assert meta(page, "og:title") == hostile
    assert meta(page, "og:image:alt") == hostile
    assert meta(page, "description") == '</script><meta name="x">'
    assert not page.all("meta", name="x")
