"""What every page of the site is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.freshness import keep_while_true
from core.models.site_settings import SiteSettings
from core.pagecache.offering import offer
from core.restrictions import Unrestricted

if TYPE_CHECKING:
    from core.seo.blocks import Node
    from core.seo.structured import Facts

# A way to preview a page: without our scripts. Wagtail’s own bar keeps its, for it checks the page.
WITHOUT_SCRIPTS = "without-scripts"


class SitePage(Unrestricted, Page):
    """What every page of the site is: a title, an address, and a description for search engines."""

    schema_type: ClassVar[str] = "WebPage"  # of schema.org
    link_type: ClassVar[str] = "website"  # of Open Graph

    social_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="picture for shared links",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=(
            "Shown where somebody shares this page, cut to 1200 by 630 pixels. Without one it is "
            "the site’s, or else one made from the title."
        ),
    )

    preview_modes = [*Page.DEFAULT_PREVIEW_MODES, (WITHOUT_SCRIPTS, "Without JavaScript")]

    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("social_image")], heading="When it is shared"),
    ]

    class Meta:
        abstract = True

    @property
    def html_title(self) -> str:
        """The text of `<title>` before the firm's name."""
        return str(self.seo_title or self.title)

    @property
    def description(self) -> str:
        """What search engines may show below the title."""
        return str(self.search_description)

    @property
    def drawn_from(self) -> str:
        """The text that its line drawing is made of."""
        return str(self.title)

    @property
    def search_path(self) -> str:
        """Where `?q=` searches the site, on pages that know it."""
        return ""

    def feed_path(self, request: HttpRequest) -> str:  # noqa: ARG002  for those that override it
        """Return where the feed of what was asked for is, if it has one of its own."""
        return ""

    def query_shown(self, context: dict[str, Any]) -> dict[str, str]:  # noqa: ARG002
        """Return the part of the address's query that this page, with this context, goes by.

        Only keys of `pagecache.offering.KEYED`; a page that goes by others cannot be kept.
        """
        return {}

    def structured(self, facts: Facts) -> list[Node]:  # noqa: ARG002  for those that override it
        """Return the schema.org nodes that only this type of page has."""
        return []

    def read_pictures(self) -> None:
        """Read at once the pictures that the page shows."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            keep_while_true(response, request, SiteSettings.for_request(request).opening)
            offer(request, self.query_shown(getattr(response, "context_data", None) or {}))
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["site_settings"] = SiteSettings.for_request(request)
        return context
