"""The addresses of the site, and below /naive/ its articles as one would first write them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from wagtail.models import Page, Site

from blog.models import ArticlePage
from core.models import SiteSettings


def article(request: HttpRequest, address: str) -> HttpResponse:
    """Walk to the page, step by step, and show it."""
    site = Site.find_for_request(request)
    page: Any = site.root_page.specific
    for slug in address.strip("/").split("/"):
        page = page.get_children().live().get(slug=slug).specific
    if any(not each.accept_request(request) for each in page.get_view_restrictions()):
        raise Http404
    topics = page.topics.all()
    others = ArticlePage.objects.live().exclude(pk=page.pk).filter(topics__in=topics).distinct()
    firm, listing = SiteSettings.for_request(request), page.get_parent().specific
    context = {
        **Page.get_context(page, request),
        "listing": listing,
        "closings": [page.closing, listing.closing, firm.closing],
        "menu": [each.specific for each in site.root_page.get_children().live().in_menu()],
        "related": [each.specific for each in others.order_by("-date")[:3]],
    }
    return render(request, "naive/article.html", context)


urlpatterns = [path("naive/<path:address>", article), path("", include("config.urls"))]
