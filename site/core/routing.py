"""Finding the page for an address in fewer queries than Wagtail's walk takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import takewhile
from typing import Any

from django.db import Error as DatabaseError
from django.db.models import Exists
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, PageViewRestriction, Site

from core.pagecache.memory import remembered

_SITE = "_wagtail_site"  # where Wagtail keeps it with a request
LEVELS = 2  # that are read at once: as deep as the page types go below the first page


def know_site(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Have readers share the site that they ask for, and its first page as its own type."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD", "POST"} and not request.COOKIES:
            # Where the database fails, whoever asks next is told: a form's view gives it back.
            with suppress(DatabaseError):
                setattr(request, _SITE, remembered(request, "site", partial(_site_of, request)))
        return get_response(request)

    return answer


def _site_of(request: HttpRequest) -> Site | None:
    site: Site | None = Site.find_for_request(request)
    return site


class RoutesAtOnce:
    """For page types with children: reads all pages down to the one asked for in one query.

    Each is read as its own type, with the relations that its type names in `read_with`.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if not path_components:
            return super().route(request, path_components)  # type: ignore[misc]
        below = self.__dict__.pop("_below", None)
        if below is None:
            below = self._along(path_components[:LEVELS])
            if len(path_components) > 1 and below:
                below[0]._below = below[1:]
        if not below:
            raise Http404
        child = below[0]
        # Asked for its parent, the child need not look for it again.
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

    def _along(self, slugs: Sequence[str]) -> list[Any]:
        """Return the pages with these slugs, each below the one before it, as far as they exist."""
        page: Any = self
        paths = [f"{page.url_path}{'/'.join(slugs[:end])}/" for end in range(1, len(slugs) + 1)]
        models = list(dict.fromkeys(_models_below(type(page), LEVELS)))
        # The index is on the slug.
        found = Page.objects.filter(slug__in=slugs, url_path__in=paths)
        found = found.select_related(*_relations(models)).annotate(
            restricted=Exists(PageViewRestriction.objects.all())
        )
        by_path = {each.url_path: _specific(each, models) for each in found}
        return [by_path[path] for path in takewhile(by_path.__contains__, paths)]


def _models_below(model: Any, levels: int) -> Iterator[type[Page]]:
    for each in model.allowed_subpage_models() if levels else ():
        if Page in each._meta.parents:
            yield each
            yield from _models_below(each, levels - 1)


def _relations(models: list[type[Page]]) -> Iterator[str]:
    for model in models:
        name = str(model._meta.model_name)
        yield name
        yield from (f"{name}__{each}" for each in getattr(model, "read_with", ()))


def _specific(page: Page, models: list[type[Page]]) -> Any:
    kinds = [str(model._meta.model_name) for model in models]
    specific: Any = next((getattr(page, kind) for kind in kinds if hasattr(page, kind)), None)
    specific = specific or page.specific
    specific.site_is_open = not page.restricted
    return specific
