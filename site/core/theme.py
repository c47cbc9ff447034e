"""The firm's own colour, as a small stylesheet: the site allows no styles inside its pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core import colour
from core.models import SiteSettings

_YEAR = 365 * 24 * 60 * 60  # seconds


def theme_url(accent: str) -> str:
    """Return the address of the stylesheet for a colour such as "#0b5a63"."""
    return reverse("core:theme", args=[accent.removeprefix("#").lower()])


def theme(request: HttpRequest, accent: str) -> HttpResponse:
    """Serve it. The colour is in the address, so a cache may keep it for good.

    Only the firm's own is for everybody. Who may change it sees any other in the preview.
    """
    chosen = f"#{accent}"
    if chosen == SiteSettings.for_request(request).accent.lower():
        kept = f"public, max-age={_YEAR}, immutable"
    elif request.user.has_perm("core.change_sitesettings"):
        kept = "private, no-store"
    else:
        raise Http404
    response = HttpResponse(stylesheet(chosen), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = kept
    return response


def stylesheet(accent: str) -> str:
    """Return the custom properties for light and dark ground, each with enough contrast."""
    light = _properties(accent, colour.mixed(accent, "#000000", 0.3), "#ffffff")
    lifted = colour.lifted(accent)
    dark = _properties(lifted, colour.mixed(lifted, "#ffffff", 0.3), colour.NIGHT)
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _properties(accent: str, deep: str, on: str) -> str:
    return f"--accent:{accent};--accent-deep:{deep};--on-accent:{on}"
