"""Atom feeds (RFC 4287): the newest articles, and the newest on one topic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from blog.models import ArticlePage, BlogIndexPage, Topic
from blog.structured import published_at, updated_at
from core.models import SiteSettings
from core.seo.addresses import absolute, path_of
from core.seo.listing import public_pages
from core.texts import fill

MOST = 30  # entries
# XML 1.0 has no way to write these, and one of them in a title would be the end of the feed.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """What one request asks for."""

    request: HttpRequest
    firm: SiteSettings
    listing: BlogIndexPage | None
    topic: Topic | None = None

    @property
    def path(self) -> str:
        """Where the same articles are listed for readers."""
        path = path_of(self.listing, self.request) if self.listing else "/"
        return f"{path}?topic={self.topic.slug}" if self.topic else path

    @property
    def feed_path(self) -> str:
        return topic_feed_path(self.topic) if self.topic else reverse("articles_feed")


@dataclass(frozen=True)
class Entry:
    """An article in the feed that was asked for."""

    article: ArticlePage
    source: Source


def topic_feed_path(topic: Topic) -> str:
    """Return where the feed of a topic is."""
    return reverse("topic_feed", args=[topic.slug])


class ArticlesFeed(Feed):  # type: ignore[type-arg]  # no generic at runtime
    """The newest articles, or those on one topic where the address names it."""

    feed_type = Atom1Feed
    language = "en-GB"

    def get_object(self, request: HttpRequest, slug: str = "") -> Source:
        firm = SiteSettings.for_request(request)
        listing = BlogIndexPage.objects.filter(pk__in=_public(request)).first()
        topic = get_object_or_404(Topic, slug=slug) if slug else None
        return Source(request, firm, listing, topic)

    def title(self, source: Source) -> str:
        about = source.topic.name if source.topic else "articles"
        return _written(f"{source.firm.firm_name}: {about}")

    def subtitle(self, source: Source) -> str:
        return _written(fill(source.listing.description, source.firm)) if source.listing else ""

    def link(self, source: Source) -> str:
        return absolute(source.path)

    def feed_url(self, source: Source) -> str:
        return absolute(source.feed_path)

    def feed_guid(self, source: Source) -> str:
        return absolute(source.feed_path)

    def author_name(self, source: Source) -> str:
        return _written(source.firm.firm_name)

    def items(self, source: Source) -> list[Entry]:
        found = ArticlePage.objects.filter(pk__in=_public(source.request))
        if source.topic:
            found = found.filter(topics=source.topic)
        newest = found.newest_first().select_related("writer").prefetch_related("topics")
        return [Entry(article, source) for article in newest[:MOST]]

    def item_title(self, item: Entry) -> str:
        return _written(fill(item.article.title, item.source.firm))

    def item_description(self, item: Entry) -> str:
        return _written(f"<p>{escape(fill(item.article.description, item.source.firm))}</p>")

    def item_link(self, item: Entry) -> str:
        return absolute(path_of(item.article, item.source.request))

    def item_guid(self, item: Entry) -> str:
        return self.item_link(item)

    def item_author_name(self, item: Entry) -> str:
        writer = item.article.writer
        return _written(writer.name if writer else item.source.firm.firm_name)

    def item_pubdate(self, item: Entry) -> datetime:
        return published_at(item.article)

    def item_updateddate(self, item: Entry) -> datetime:
        return updated_at(item.article)

    def item_categories(self, item: Entry) -> list[str]:
        return [topic.name for topic in item.article.topics.all()]


def _public(request: HttpRequest) -> Any:
    return public_pages(request).order_by().values("pk")


def _written(text: str) -> str:
    return _UNWRITABLE.sub("", text)
