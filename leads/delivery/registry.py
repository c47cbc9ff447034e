"""The destinations that are set up. The only place that knows which adapters there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from leads.crm.base import Destination
from leads.crm.url import BadDestinationURL, read_destinations

_destinations: dict[str, Destination] = {}


def load(environ: Mapping[str, str]) -> None:
    """Set up what CRM_URL names. Raises ImproperlyConfigured, naming the variable and the entry."""
    try:
        urls = read_destinations(environ)
        found = []
        for url in urls:
            path = settings.CRM_ADAPTERS.get(url.kind)
            if path is None:
                known = ", ".join(sorted(settings.CRM_ADAPTERS))
                raise url.bad("scheme", f"no adapter for {url.kind!r}; there are: {known}")
            found.append(import_string(path).from_url(url))
    except BadDestinationURL as error:
        raise ImproperlyConfigured(str(error)) from None
    _set(found)


def destinations() -> Mapping[str, Destination]:
    """Return the destinations that are set up, by name."""
    return _destinations


@contextmanager
def using(*found: Destination) -> Iterator[None]:
    """Have these destinations set up within the block, in place of the configured ones."""
    before = list(_destinations.values())
    _set(found)
    try:
        yield
    finally:
        _set(before)


def _set(found: Iterable[Destination]) -> None:
    _destinations.clear()
    _destinations.update({each.name: each for each in found})
