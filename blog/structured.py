"""An article in the words of schema.org."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from core.hours import midnight
from core.seo.addresses import absolute, path_of
from core.seo.blocks import Node, Setting, known, nodes_of
from core.seo.firm import LANGUAGE
from core.seo.images import face_rendition
from core.seo.structured import Facts, moment, person

if TYPE_CHECKING:
    from blog.models import ArticlePage, Author


def article_nodes(article: ArticlePage, facts: Facts) -> list[Node]:
    """Return an article, who wrote it, and the videos and questions in it."""
    posting = known(
        {
            "@type": "BlogPosting",
            "@id": f"{facts.url}#article",
            "headline": facts.title,
            "description": facts.description,
            "url": facts.url,
            "mainEntityOfPage": facts.webpage,
            "isPartOf": {"@id": absolute("/#site")},
            "inLanguage": LANGUAGE,
            "author": {"@id": _author_id(article.writer)} if article.writer else facts.publisher,
            "publisher": facts.publisher,
            "datePublished": moment(published_at(article)),
            "dateModified": moment(updated_at(article)),
            "image": [facts.image] if facts.image else [],
            "about": [{"@type": "Thing", "name": topic.name} for topic in article.topic_list],
            "wordCount": len(article.plain_text.split()),
            "isAccessibleForFree": True,
        }
    )
    writer = [author_node(article.writer, article, facts)] if article.writer else []
    return [posting, *writer, *nodes_of(article.body, Setting(facts.url, facts.title))]


def author_node(author: Author, article: ArticlePage, facts: Facts) -> Node:
    """Return somebody who writes for the firm."""
    listing, face = article.get_parent(), face_rendition(author.photo)
    return person(
        author.name,
        **{
            "@id": _author_id(author),
            "url": absolute(f"{path_of(listing)}?author={author.slug}"),
            "jobTitle": author.role,
            "description": author.bio,
            "image": absolute(face.url) if face else "",
            "worksFor": facts.publisher,
        },
    )


def _author_id(author: Author) -> str:
    return absolute(f"/#author-{author.slug}")


def published_at(article: ArticlePage) -> datetime:
    """Return the day that an article shows, at the time it went out if that was on this day."""
    first: datetime | None = article.first_published_at
    if first is not None and timezone.localdate(first) == article.date:
        return first
    return midnight(article.date)


def updated_at(article: ArticlePage) -> datetime:
    """Return when an article was last changed; never before it was published."""
    published = published_at(article)
    return max(published, article.last_published_at or published)
