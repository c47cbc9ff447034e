"""Articles and where they are listed."""

from __future__ import annotations

from html import unescape
from typing import Any, cast

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from blog.blocks import StoryBlock
from blog.importing.sentences import summarise
from core.models import SitePage

PER_PAGE = 12
MOST_RELATED = 3
WORDS_A_MINUTE = 230
SUMMARY_LENGTH = 200  # characters


@register_snippet
class Topic(models.Model):
    """What an article is about."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(PageQuerySet):
    def newest_first(self) -> ArticleQuerySet:
        """The order in which articles are listed."""
        return cast(ArticleQuerySet, self.order_by("-date", "-pk"))

    def related_to(self, article: ArticlePage) -> ArticleQuerySet:
        """Live articles other than this one, those with the most topics in common first."""
        shared = Count("topics", filter=Q(topics__in=[topic.pk for topic in article.topics.all()]))
        others = self.live().public().exclude(pk=article.pk).annotate(shared_topics=shared)
        return cast(ArticleQuerySet, others.order_by("-shared_topics", "-date", "-pk"))


class BlogIndexPage(SitePage):
    """The list of articles."""

    intro = models.CharField(max_length=200, blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage", "wagtailcore.Page"]
    subpage_types = ["blog.ArticlePage"]

    class Meta:
        verbose_name = "list of articles"

    @property
    def description(self) -> str:
        return str(self.search_description or self.intro)

    def articles(self) -> ArticleQuerySet:
        """The articles a reader may see, newest first."""
        found = ArticlePage.objects.child_of(self).live().public().newest_first()
        return cast(ArticleQuerySet, found.prefetch_related("topics"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = Paginator(self.articles(), PER_PAGE)
        context["articles"] = pages.get_page(request.GET.get("page"))
        return context


class ArticlePage(SitePage):
    """One article."""

    date = models.DateField("date shown", default=timezone.localdate)
    author = models.CharField(
        max_length=80, blank=True, help_text="Who wrote it. “The team” when left empty."
    )
    summary = models.CharField(
        max_length=SUMMARY_LENGTH,
        blank=True,
        help_text="One or two sentences, shown above the text.",
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="articles")
    body = StreamField(StoryBlock(), blank=True)

    objects = PageManager.from_queryset(ArticleQuerySet)()

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("author"), FieldPanel("topics")],
            heading="About this article",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "article"

    @property
    def description(self) -> str:
        return str(self.search_description or self.summary or self._beginning)

    @property
    def _beginning(self) -> str:
        """The first sentences of the text, for where a summary is missing."""
        first = next((block.value.source for block in self.body if block.block_type == "text"), "")
        paragraph = first.partition("</p>")[0]
        return summarise(unescape(strip_tags(paragraph)), SUMMARY_LENGTH)

    @property
    def byline(self) -> str:
        """Who wrote it."""
        return self.author or "The team"

    @cached_property
    def reading_minutes(self) -> int:
        """How long it takes to read, one minute at least."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = len(strip_tags(" ".join(str(text) for text in texts)).split())
        return max(1, round(words / WORDS_A_MINUTE))

    @cached_property
    def related(self) -> list[ArticlePage]:
        """Up to three other articles that a reader of this one may like."""
        found = ArticlePage.objects.related_to(self).prefetch_related("topics")
        return list(found[:MOST_RELATED])

    @cached_property
    def has_quiz_invitation(self) -> bool:
        """Tell whether the text itself invites to the quiz, so that its end need not."""
        return any(block.block_type == "quiz" for block in self.body)
