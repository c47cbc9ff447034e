"""What every answer tells machines in its headers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.seo.addresses import twin_of
from core.seo.twin import TYPE

PAGE_PATH = "_path_of_served_page"


def for_machines(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say where a page's Markdown is, and keep a site that is not for robots out of every index."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        path = getattr(request, PAGE_PATH, "")
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if path and is_html and response.status_code == 200:
            response["Link"] = f'<{twin_of(path)}>; rel="alternate"; type="{TYPE}"'
        if settings.ROBOTS == "deny":
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer
