"""What every page adds to Wagtail: answers for machines, links, and the second step of a login."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.links import OneQueryLinkHandler
from core.login import offer
from core.models import SitePage
from core.seo import middleware, twin
from core.seo.addresses import asked_for


@hooks.register("before_serve_page", order=-10)  # before those that serve a page themselves
def serve_for_machines(page: Page, request: HttpRequest, *_args: Any) -> HttpResponse | None:
    """Answer with Markdown where it is preferred, and note pages that have a Markdown twin."""
    if twin.is_for_text(request):
        twin.admit(request, page)
        return None
    if not isinstance(page, SitePage):
        return None
    if request.method in {"GET", "HEAD"} and twin.wants_markdown(request):
        return twin.serve_by_accept(request)
    setattr(request, middleware.PAGE_PATH, asked_for(request))
    return None


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def resolve_links_in_one_query(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's handler for links to pages."""
    features.register_link_type(OneQueryLinkHandler)


hooks.register("construct_homepage_panels", offer.offer_second_step)
hooks.register("register_account_menu_item", offer.account_menu_item)
