"""The styleguide: for those who work on the look, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import reload

import pytest
from django.test import Client, override_settings
from django.urls import clear_url_caches

from blog.blocks import StoryBlock
from config import urls as site_urls
from home import urls
from home.blocks import HomeBlock
from tests.markup import Markup
from tests.site_tree import make_article, make_image, make_site


@pytest.fixture
def as_in_production() -> Iterator[None]:
    """The site's addresses as they are where there is no styleguide."""

    def read_again() -> None:
        reload(urls)
        reload(site_urls)
        clear_url_caches()

    with override_settings(STYLEGUIDE=False):
        read_again()
        yield
    read_again()


def test_every_block_can_be_looked_at(db: None) -> None:
    tree = make_site()
    make_article(tree.index)
    make_image()

    page = Markup(Client().get("/styleguide/").content.decode())

    text = page.one("main").text
    assert page.one("h1").text == "Styleguide"
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    named = [
        each.text for each in page.elements if "sample-name" in each.attributes.get("class", "")
    ]
    told = " ".join(named)
    for name in [*StoryBlock().child_blocks, *HomeBlock().child_blocks]:
        assert name in told or name in {"logos", "faq"}
    assert "Managers ask" in text


def test_ids_are_unique_although_everything_is_there_at_once(db: None) -> None:
    make_site()

    page = Markup(Client().get("/styleguide/").content.decode())

    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("as_in_production")
def test_readers_of_a_real_site_do_not_find_it(db: None) -> None:
    make_site()

    assert Client().get("/styleguide/").status_code == 404
