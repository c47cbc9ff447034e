"""The list of articles: all of them, those on a topic or by an author, and those searched for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from blog.models.article import ArticlePage
from blog.models.author import Author
from blog.models.queries import ArticleQuerySet
from blog.models.topic import Topic
from blog.searching import excerpt, words_of
from core.blocks import InvitationsBlock
from core.models import SitePage
from core.routing import RoutesAtOnce
from core.seo.addresses import path_of

PER_PAGE = 12
MOST_FOUND = 120
SUGGESTED = 3  # articles, where nothing was found


@dataclass
class Wanted:
    """Which articles a reader asks for."""

    topic: Topic | None = None
    author: Author | None = None
    query: str = ""

    @classmethod
    def from_query(cls, asked: QueryDict) -> Wanted:
        """Read an address; raises Http404 for a topic or an author that is not there."""
        topic, author = asked.get("topic"), asked.get("author")
        return cls(
            topic=get_object_or_404(Topic, slug=topic) if topic else None,
            author=get_object_or_404(Author, slug=author) if author else None,
            query=" ".join(asked.get("q", "").split())[:100],
        )

    @property
    def words(self) -> list[str]:
        return words_of(self.query)

    @property
    def everything(self) -> bool:
        return not (self.topic or self.author or self.query)

    @property
    def asked(self) -> dict[str, str]:
        """What of the address's query asked for it."""
        given = {
            "topic": self.topic.slug if self.topic else "",
            "author": self.author.slug if self.author else "",
            "q": self.query,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def address(self) -> str:
        """The part of the address that asks for the same again, such as `topic=security&`."""
        return f"{urlencode(self.asked)}&" if self.asked else ""


class BlogIndexPage(RoutesAtOnce, SitePage):
    """The list of articles."""

    schema_type = "CollectionPage"

    intro = models.CharField(max_length=200, blank=True)
    closing = StreamField(
        InvitationsBlock(),
        blank=True,
        verbose_name="invitation at the end",
        help_text="Ends every article that has none of its own. The site’s when left empty.",
    )

    content_panels = [*SitePage.content_panels, FieldPanel("intro"), FieldPanel("closing")]
    parent_page_types = ["home.HomePage", "wagtailcore.Page"]
    subpage_types = ["blog.ArticlePage"]

    class Meta:
        verbose_name = "list of articles"

    @property
    def description(self) -> str:
        return str(self.search_description or self.intro)

    @property
    def search_path(self) -> str:
        return path_of(self)

    def feed_path(self, request: HttpRequest) -> str:
        topic = slugify(request.GET.get("topic", ""))
        return reverse("topic_feed", args=[topic]) if topic else ""

    def query_shown(self, context: dict[str, Any]) -> dict[str, str]:
        return {**context["wanted"].asked, "page": str(context["articles"].number)}

    def articles(self) -> ArticleQuerySet:
        """The articles a reader may see, newest first."""
        found = self.public(ArticlePage.objects.child_of(self).live())
        return cast(ArticleQuerySet, found.newest_first().for_lists())

    def topics(self) -> Any:
        """The topics that have articles here, each with their `count`."""
        here = Q(articles__live=True, articles__path__startswith=self.path)
        counted = Topic.objects.annotate(count=Count("articles", filter=here)).filter(count__gt=0)
        return counted.order_by("name")  # the model's own order is no order once rows are grouped

    def find(self, wanted: Wanted) -> ArticleQuerySet | list[ArticlePage]:
        """Return the articles that a reader asks for; those searched for with an `excerpt`."""
        articles = self.articles()
        if wanted.topic:
            articles = articles.filter(topics=wanted.topic)
        if wanted.author:
            articles = articles.filter(writer=wanted.author)
        return self._search(articles, wanted.words) if wanted.query else articles

    def _search(self, articles: ArticleQuerySet, words: list[str]) -> list[ArticlePage]:
        """Search the published words, best match first."""
        if not words:
            return []
        found = ArticlePage.objects.child_of(self).live().search(" ".join(words), operator="and")
        order = {article.pk: place for place, article in enumerate(found[:MOST_FOUND])}
        listed = sorted(articles.filter(pk__in=order), key=lambda article: order[article.pk])
        for article in listed:
            article.excerpt = excerpt(article.plain_text, words)
        return listed

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        wanted = Wanted.from_query(request.GET)
        articles = Paginator(self.find(wanted), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"wanted": wanted, "articles": articles, "topics": self.topics()}
        if not articles.object_list:
            context["suggested"] = self.articles()[:SUGGESTED]
        return context
