"""The picture that an editor chose for shared links of one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.models import SiteSettings
from tests.core.seo.conftest import each_page, graph, meta, read
from tests.site_tree import SiteTree, make_image


def page_at(address: str) -> Any:
    """The page of this address, as its own type."""
    slug = address.strip("/").rpartition("/")[2] or "start"
    return Page.objects.get(slug=slug).specific


@each_page
def test_a_picture_chosen_for_a_page_goes_before_the_sites_and_the_one_made_for_it(
    tree: SiteTree, address: str
) -> None:
    SiteSettings.objects.update(social_image=make_image("The firm"))
    shared_with_all = meta(read(address), "og:image")
    page = page_at(address)
    page.social_image = make_image("Own")
    page.save()

    shown = read(address)

    assert "/media/images/rack" in meta(shown, "og:image")
    assert meta(shown, "og:image") != shared_with_all
    assert meta(shown, "og:image:type") == "image/jpeg"
    pictures = {node.get("primaryImageOfPage", {}).get("url") for node in graph(shown).values()}
    assert meta(shown, "og:image") in pictures


@each_page
def test_every_page_type_offers_the_picture_where_it_is_promoted(
    tree: SiteTree, admin_client: Client, address: str
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page_at(address).pk])

    text = admin_client.get(edit).content.decode()

    promoted = text[text.index('id="tab-promote"') :]
    assert 'name="social_image"' in promoted
    assert "cut to 1200 by 630 pixels" in promoted


def test_a_chosen_picture_whose_file_is_lost_leaves_the_one_made_from_the_title(
    tree: SiteTree,
) -> None:
    image = make_image("Gone")
    tree.about.social_image = image
    tree.about.save()
    default_storage.delete(image.file.name)

    assert "/social/" in meta(read("/about/"), "og:image")


def test_a_page_outlives_the_picture_chosen_for_it(tree: SiteTree) -> None:
    image = make_image("Own")
    tree.about.social_image = image
    tree.about.save()

    image.delete()

    assert "/social/" in meta(read("/about/"), "og:image")


@pytest.fixture
def admin_client(db: None) -> Client:
    client = Client()
    user = User.objects.create_superuser("admin")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
