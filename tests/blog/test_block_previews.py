"""What editors see of a block before they choose it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from blog.models import ArticlePage
from tests.markup import Markup
from tests.site_tree import make_site

BLOCKS = ArticlePage.body.field.stream_block.child_blocks


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - {"image", "document"}))
def test_a_block_is_previewed_in_the_sites_own_look(db: None, name: str) -> None:
    make_site()
    client = Client()
    admin = User.objects.create_superuser("admin")
    client.force_login(admin, "django.contrib.auth.backends.ModelBackend")

    answer = client.get(
        reverse("wagtailadmin_block_preview"), {"id": BLOCKS[name].definition_prefix}
    )

    page = Markup(answer.content.decode())
    assert BLOCKS[name].is_previewable
    assert page.one("main").text.strip()
    assert "text.css" in " ".join(
        str(each.attributes) for each in page.all("link", rel="stylesheet")
    )
