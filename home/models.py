"""The home page, and plain pages such as the privacy notice."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from blog.models import ArticlePage, BlogIndexPage
from core.models import SitePage
from core.routing import RoutesAtOnce
from core.seo.addresses import path_of
from core.seo.blocks import Node, Setting, first_words, nodes_of
from core.seo.structured import Facts
from home import contact
from home.blocks import LATEST, HomeBlock

RICH_TEXT = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"]


class HomePage(RoutesAtOnce, SitePage):
    """The first page: who we are, how to reach us, what to read."""

    hero_title = models.CharField("first line", max_length=90)
    hero_text = models.TextField("what follows it", blank=True, max_length=400)
    body = StreamField(
        HomeBlock(),
        blank=True,
        default=[("latest", {"heading": "To read over a coffee"})],
        verbose_name="what the page is made of",
    )

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], heading="Opening"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = "home page"

    @property
    def html_title(self) -> str:
        return str(self.seo_title or self.hero_title)

    @property
    def description(self) -> str:
        return str(self.search_description or self.hero_text)

    @cached_property
    def listing(self) -> BlogIndexPage | None:
        """Where all articles are listed, if readers can see it."""
        found = self.public(BlogIndexPage.objects.live().descendant_of(self)).order_by("path")
        listing: BlogIndexPage | None = found.first()
        return listing

    @property
    def search_path(self) -> str:
        return path_of(self.listing) if self.listing else ""

    def structured(self, facts: Facts) -> list[Node]:
        return nodes_of(self.body, Setting(facts.url, facts.title))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        latest = self.public(ArticlePage.objects.live().descendant_of(self))
        context["articles"] = list(latest.newest_first().for_lists()[:LATEST])
        return context


class StandardPage(SitePage):
    """A page of text."""

    body = RichTextField(features=RICH_TEXT, blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "page"

    @property
    def description(self) -> str:
        return str(self.search_description or first_words(self.body))


class ContactPage(SitePage):
    """How to reach the firm: by telephone, with a message, or by asking to be rung."""

    schema_type = "ContactPage"

    intro = models.CharField(max_length=300, blank=True)
    message_heading = models.CharField(max_length=90, default="Write to us")
    callback_heading = models.CharField(max_length=90, default="Ask us to ring you")

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("message_heading"), FieldPanel("callback_heading")], heading="The forms"
        ),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = "contact page"

    @property
    def description(self) -> str:
        return str(self.search_description or self.intro)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Add the forms, which are made for each visitor when the page is served."""
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        forms = contact.empty(request, contact.offers(request, self))
        return context | contact.shown(request, self, forms)
