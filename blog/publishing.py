"""What is worked out when an article is published, so that readers need not wait for it."""

from __future__ import annotations

from typing import Any

from blog.models import ArticlePage
from blog.pictures import make_renditions


def on_publish(instance: ArticlePage, **_: Any) -> None:
    """Prepare an article for its readers. Connected to Wagtail's `page_published`."""
    remember_terms(instance)
    make_renditions(instance.body)


def remember_terms(article: ArticlePage) -> None:
    """Keep the words that an article is about."""
    # Not `save()`: it would run everything that saving a page does once more.
    ArticlePage.objects.filter(pk=article.pk).update(terms=article.work_out_terms())
