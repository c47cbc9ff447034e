"""The destinations that are set up. The only place that knows which adapters there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from leads.crm.base import NO_LIMIT, Destination, Rate
from leads.crm.url import BadDestinationURL, DestinationURL, read_destinations

DELIVER, MAIL = "deliver", "mail"

_destinations: dict[str, Destination] = {}
_rates: dict[str, Rate] = {}
_configurations: dict[str, str] = {}
_drills: dict[str, bool | None] = {}


def load(environ: Mapping[str, str]) -> None:
    """Set up what CRM_URL names, and mail. Raises ImproperlyConfigured, naming the entry."""
    try:
        urls = read_destinations(environ)
        found = []
        for url in urls:
            path = settings.CRM_ADAPTERS.get(url.kind)
            if path is None:
                known = ", ".join(sorted(settings.CRM_ADAPTERS))
                raise url.bad("scheme", f"no adapter for {url.kind!r}; there are: {known}")
            if url.name == MAIL:
                raise url.bad("name", f"{MAIL!r} is what mails are kept under: add ?name=…")
            found.append(import_string(path).from_url(url))
    except BadDestinationURL as error:
        raise ImproperlyConfigured(str(error)) from None
    if settings.MAIL_TRANSPORT:
        found.append(import_string(settings.MAIL_DESTINATION)())
    _set(found)
    for url in urls:
        if url.rate is not None:
            _rates[url.name] = url.rate
        _configurations[url.name] = _digest(url)
        _drills[url.name] = url.drill


def crms() -> Mapping[str, Destination]:
    """Return those of them that are told of enquiries, by name: all but mail."""
    return {name: each for name, each in _destinations.items() if DELIVER in each.errands}


def destinations() -> Mapping[str, Destination]:
    """Return the destinations that are set up, by name."""
    return _destinations


def rate(name: str) -> Rate:
    """Return the calls that a destination allows."""
    return _rates.get(name, NO_LIMIT)


def configuration(name: str) -> str:
    """Return what a destination's settings, its credential among them, come to: a keyed digest.

    It changes when they do and tells nothing of them. "" for a destination that is not set up.
    """
    return _configurations.get(name, "")


def drill(name: str) -> bool | None:
    """Return whether a destination's settings allow lead drills; None where they do not say."""
    return _drills.get(name)


@contextmanager
def using(*found: Destination) -> Iterator[None]:
    """Have these destinations set up within the block, in place of the configured ones."""
    before = list(_destinations.values()), dict(_rates), dict(_configurations), dict(_drills)
    _set(found)
    try:
        yield
    finally:
        _set(before[0])
        _rates.update(before[1])
        _configurations.update(before[2])
        _drills.update(before[3])


def _set(found: Iterable[Destination]) -> None:
    _destinations.clear()
    _destinations.update({each.name: each for each in found})
    _rates.clear()
    _rates.update({each.name: each.rate for each in _destinations.values()})
    _configurations.clear()
    _drills.clear()


def _digest(url: DestinationURL) -> str:
    parts = [
        url.kind,
        url.base_url,
        url.token,
        url.password,
        *sorted(map(str, url.options.items())),
    ]
    return salted_hmac("leads.destination", "\n".join(parts), algorithm="sha256").hexdigest()
