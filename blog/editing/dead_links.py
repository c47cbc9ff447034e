"""Links of a page that lead to nothing on this site."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site
from wagtail.views import serve

from blog.editing.texts import Link, chosen_pages, links, passages
from core.models import SitePage
from core.seo.addresses import path_of


def dead_links(page: SitePage, site: Site) -> list[str]:
    """Return the words of each link to a page, file or address of `site` that readers cannot open.

    A page that was chosen, and is not published, is named by its title. Links to other sites are
    not followed.
    """
    found = [link for text in passages(page) for link in links(text)]
    dead = [_named(link) for link in found if _is_dead(link, page, site)]
    return dead + _unpublished(page, {link.key for link in found if link.kind == "page"})


def _unpublished(page: SitePage, linked: set[str]) -> list[str]:
    """Return the titles of pages that readers are led to by a block and not by words."""
    chosen = set(chosen_pages(page)) - linked - {str(page.pk)}
    found = Page.objects.filter(pk__in=chosen, live=False) if chosen else Page.objects.none()
    return [f"“{each.title}”" for each in found.order_by("title")]


def _named(link: Link) -> str:
    return f"“{link.words}” ({link.href})" if link.href else f"“{link.words}”"


def _is_dead(link: Link, page: SitePage, site: Site) -> bool:
    if link.kind == "page":
        # A link to itself works as soon as it is published.
        return link.key != str(page.pk) and not _exists(Page.objects.live(), link.key)
    if link.kind == "document":
        return not _exists(get_document_model().objects, link.key)
    path = _path_here(link.href, site)
    return bool(path) and path != path_of(page) and not _leads_somewhere(path, site)


def _exists(rows: object, key: str) -> bool:
    return key.isdecimal() and bool(rows.filter(pk=key).exists())  # type: ignore[attr-defined]


def _path_here(href: str, site: Site) -> str:
    """Return the path of an address on this site; "" for one that Wagtail does not answer."""
    parts = urlsplit(href)
    hosts = {"", site.hostname, urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}
    if parts.scheme not in {"", "http", "https"} or (parts.hostname or "") not in hosts:
        return ""
    path = unquote(parts.path)
    files = (settings.MEDIA_URL, settings.STATIC_URL)
    return path if path.startswith("/") and not path.startswith(files) else ""


def _leads_somewhere(path: str, site: Site) -> bool:
    if Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(path)).exists():
        return True
    match = _match(path)
    if match is None:
        return False
    if match.func is serve:
        return _is_page(match.args[0], site)
    if match.url_name == "wagtaildocs_serve":
        return _exists(get_document_model().objects, match.args[0])
    return True


def _match(path: str) -> ResolverMatch | None:
    # Readers who leave the last slash out are sent on.
    for candidate in (path, f"{path}/"):
        try:
            return resolve(candidate)
        except Resolver404:
            continue
    return None


def _is_page(path: str, site: Site) -> bool:
    components = [part for part in path.split("/") if part]
    try:
        site.root_page.specific.route(HttpRequest(), components)
    except Http404:
        return False
    return True
