"""Public addresses. They begin with BASE_URL, never with what a request claims its host to be."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

HOME_TWIN = "/index.md"
SUFFIX = ".md"


def absolute(path: str) -> str:
    """Return a path of this site as a full address; a full address as it is."""
    return urljoin(f"{settings.WAGTAILADMIN_BASE_URL}/", path)


def path_of(page: Page, request: HttpRequest | None = None) -> str:
    """Return where a page is on this site, such as "/articles/one/"; "" if it is nowhere yet."""
    parts = page.get_url_parts(request)
    return str(parts[2] or "") if parts else ""


def asked_for(request: HttpRequest) -> str:
    """Return a request's path as it stands in addresses: a slug may have letters beyond ASCII."""
    return str(iri_to_uri(request.path))


def canonical(page: Page | None, request: HttpRequest) -> str:
    """Return the one public address of what was asked for.

    Of the query only the page of a list counts: it holds other articles than the first.
    """
    path = (path_of(page, request) if isinstance(page, Page) else "") or asked_for(request)
    number = request.GET.get("page", "")
    return absolute(f"{path}?page={number}" if number.isdecimal() and int(number) > 1 else path)


def twin_of(path: str) -> str:
    """Return where the Markdown of the page at `path` is: "/a/b/" has "/a/b.md"."""
    return f"{path.rstrip('/')}{SUFFIX}" if path.strip("/") else HOME_TWIN


def page_of(twin: str) -> str:
    """Return the path whose Markdown is at `twin`: "/a/b.md" belongs to "/a/b/"."""
    return "/" if twin == HOME_TWIN else f"{twin.removesuffix(SUFFIX)}/"
