"""One article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from blog.anchors import anchors
from blog.blocks import StoryBlock
from blog.importing.sentences import summarise
from blog.models.author import Author
from blog.models.queries import ArticleQuerySet
from blog.models.topic import Topic
from blog.pictures import read_pictures
from blog.related import MOST as MOST_RELATED
from blog.related import related_articles, topics_by_article
from blog.similarity import significant_terms
from blog.structured import article_nodes
from core.blocks import InvitationsBlock
from core.models import SitePage, SiteSettings
from core.pagecache.memory import remembered

if TYPE_CHECKING:
    from core.seo.blocks import Node
    from core.seo.structured import Facts

ENOUGH_HEADINGS = 3  # for a list of contents
WORDS_A_MINUTE = 230
SUMMARY_LENGTH = 200  # characters
TEAM = "The team"


@dataclass(frozen=True)
class Part:
    """A heading of an article, and its address on the page."""

    title: str
    anchor: str


class ArticlePage(SitePage):
    """One article."""

    link_type = "article"
    read_with = ("writer__photo", "social_image")  # when it is asked for by its address

    date = models.DateField("date shown", default=timezone.localdate)
    writer = models.ForeignKey(
        Author,
        verbose_name="author",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who wrote it. “The team” when left empty.",
    )
    summary = models.CharField(
        max_length=SUMMARY_LENGTH,
        blank=True,
        help_text="One or two sentences, shown above the text.",
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="articles")
    body = StreamField(StoryBlock(), blank=True)
    picks = StreamField(
        [("article", blocks.PageChooserBlock(page_type="blog.ArticlePage"))],
        blank=True,
        max_num=MOST_RELATED,
        verbose_name="what to read next",
        help_text="Shown first. What is missing is filled up with the articles most like this one.",
    )
    closing = StreamField(
        InvitationsBlock(),
        blank=True,
        verbose_name="invitation at the end",
        help_text="The one of the list of articles, or else of the site, when left empty.",
    )
    # What the text is about, for finding articles like it; worked out when it is published.
    terms = models.JSONField(default=dict, editable=False)

    objects = PageManager.from_queryset(ArticleQuerySet)()

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("date"),
                FieldPanel("writer"),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
            ],
            heading="About this article",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("picks"), FieldPanel("closing")],
            heading="After the text",
            classname="collapsed",
        ),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
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
        # As stored: to ask the blocks themselves would read every image and file in the text.
        texts = (block["value"] for block in self.body.raw_data if block["type"] == "text")
        first = next(texts, "")
        paragraph = first.partition("</p>")[0]
        return summarise(unescape(strip_tags(paragraph)), SUMMARY_LENGTH)

    @property
    def drawn_from(self) -> str:
        return " ".join(str(part) for part in [*self.topic_list[:1], self.title])

    def read_pictures(self) -> None:
        read_pictures(self.body, self.social_image, self.writer and self.writer.photo)

    def structured(self, facts: Facts) -> list[Node]:
        return article_nodes(self, facts)

    @property
    def byline(self) -> str:
        """Who wrote it."""
        return self.writer.name if self.writer else TEAM

    @cached_property
    def topic_list(self) -> list[Topic]:
        """What it is about, read once."""
        return list(self.topics.all())

    @cached_property
    def topics_everywhere(self) -> dict[int, list[Topic]]:
        """The topics of every article by its id: one small table answers for all of a page."""
        return topics_by_article(type(self).topics.through)

    @property
    def picked_ids(self) -> list[int]:
        """The articles that the editor wants read next."""
        return [int(each["value"]) for each in self.picks.raw_data if each["value"]]

    @cached_property
    def plain_text(self) -> str:
        """All of its words."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        return unescape(strip_tags(" ".join(str(text) for text in texts)))

    @cached_property
    def reading_minutes(self) -> int:
        """How long it takes to read, one minute at least."""
        return max(1, round(len(self.plain_text.split()) / WORDS_A_MINUTE))

    @cached_property
    def contents(self) -> list[Part]:
        """Its headings, or none when they are too few to need a list."""
        # As stored, here and below: to ask the blocks themselves would read all images and files.
        titles = [str(each["value"]) for each in self.body.raw_data if each["type"] == "heading"]
        found = [Part(*each) for each in zip(titles, anchors(titles), strict=True)]
        return found if len(found) >= ENOUGH_HEADINGS else []

    def work_out_terms(self) -> dict[str, int]:
        """Return the words that it is about, those of its title counting twice."""
        return significant_terms(f"{self.title} {self.title} {self.summary} {self.plain_text}")

    @cached_property
    def related(self) -> list[ArticlePage]:
        """Up to three other articles that a reader of this one may like."""
        return related_articles(self)

    @property
    def ends_with(self) -> str:
        """The kind of the last block of its text; "" for an empty one."""
        return str(self.body.raw_data[-1]["type"]) if self.body else ""

    @cached_property
    def has_quiz_invitation(self) -> bool:
        """Tell whether the text itself invites to the quiz, so that its end need not."""
        return any(each["type"] in {"quiz", "quiz_question"} for each in self.body.raw_data)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        listing = self.get_parent()
        context["listing"] = listing = listing.specific if listing is not None else None
        firm: SiteSettings = context["site_settings"]
        context["closings"] = [self.closing, getattr(listing, "closing", None), firm.closing]
        if getattr(request, "is_preview", False):  # of topics and a text that are not saved
            self.terms = self.work_out_terms()
        else:
            find = partial(topics_by_article, type(self).topics.through)
            self.topics_everywhere = remembered(request, "topics", find)
            self.topic_list = self.topics_everywhere[self.pk]
        return context
