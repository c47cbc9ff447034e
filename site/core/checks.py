"""What `manage.py check --deploy` refuses beside Django's own rules, each setting by its name."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error

# Files that browsers run when they are opened at an address of ours.
RUNNABLE = {"htm", "html", "js", "mht", "mhtml", "shtml", "svg", "xhtml", "xht", "xml", "xsl"}
_QUICK_HASHERS = ("MD5", "SHA1", "Unsalted", "Crypt")
_TLS = {"require", "verify-ca", "verify-full"}
_DAY = 24 * 60 * 60
FIRST = "core.headers.security_headers"
GATE = "core.login.gate.second_step_first"

Rule = tuple[str, str, Callable[[Any], bool]]


def _database_in_clear(s: Any) -> bool:
    database = s.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql") or _is_here(database.get("HOST", "")):
        return False
    return database.get("OPTIONS", {}).get("sslmode") not in _TLS


def _redis_is_open(s: Any) -> bool:
    parts = urlsplit(s.REDIS_URL)
    return bool(s.REDIS_URL) and not _is_here(parts.hostname or "") and not parts.password


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine: by its name, its address or a socket's path."""
    if host in {"", "localhost"} or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _without_prefix(s: Any) -> bool:
    names = (s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)
    return not all(name.startswith("__Host-") for name in names)


RULES: tuple[Rule, ...] = (
    (
        "SECOND_STEP",
        "lets people into the admin with a password alone: set it to required",
        lambda s: s.SECOND_STEP != "required" or GATE not in s.MIDDLEWARE,
    ),
    (
        "ALLOWED_HOSTS",
        "names a whole domain: name each host",
        lambda s: any(host.startswith(".") or "*" in host for host in s.ALLOWED_HOSTS),
    ),
    (
        "DATABASE_URL",
        "goes to another machine unencrypted: add ?sslmode=verify-full",
        _database_in_clear,
    ),
    ("REDIS_URL", "goes to another machine without a password", _redis_is_open),
    (
        "TRUSTED_HOPS",
        "is 0, so that all visitors count as the proxy: count your proxies",
        lambda s: s.TRUSTED_HOPS < 1,
    ),
    (
        "SERVE_MEDIA",
        "has the application serve uploads: a proxy does that",
        lambda s: s.SERVE_MEDIA,
    ),
    ("STYLEGUIDE", "shows a page for developers", lambda s: s.STYLEGUIDE),
    ("SESSION_COOKIE_NAME", "and CSRF_COOKIE_NAME must begin with __Host-", _without_prefix),
    (
        "SESSION_COOKIE_AGE",
        "keeps people logged in for more than a day",
        lambda s: s.SESSION_COOKIE_AGE > _DAY,
    ),
    (
        "PASSWORD_HASHERS",
        "begins with one that is quick to guess at",
        lambda s: any(name in s.PASSWORD_HASHERS[0] for name in _QUICK_HASHERS),
    ),
    (
        "WAGTAILDOCS_EXTENSIONS",
        "allows files that browsers run",
        lambda s: bool(RUNNABLE & {each.lower() for each in s.WAGTAILDOCS_EXTENSIONS}),
    ),
    (
        "WAGTAILIMAGES_EXTENSIONS",
        "allows images that browsers run",
        lambda s: bool(RUNNABLE & {each.lower() for each in s.WAGTAILIMAGES_EXTENSIONS}),
    ),
    (
        "WAGTAILIMAGES_MAX_IMAGE_PIXELS",
        "allows images that fill the memory",
        lambda s: not 0 < (s.WAGTAILIMAGES_MAX_IMAGE_PIXELS or 0) <= 50_000_000,
    ),
    (
        "WAGTAILEMBEDS_FINDERS",
        "has the site fetch addresses that an editor types",
        lambda s: bool(s.WAGTAILEMBEDS_FINDERS),
    ),
    (
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        "takes passkeys over plain http",
        lambda s: getattr(s, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False),
    ),
    (
        "MIDDLEWARE",
        f"must begin with {FIRST}: what comes before it answers without its headers",
        lambda s: s.MIDDLEWARE[0] != FIRST,
    ),
)


def unsafe_settings(**_asked: Any) -> list[CheckMessage]:
    """Return an error for each setting that is unsafe on a server, by its name."""
    return [
        Error(f"{name} {what}.", id=f"leadline.{name}")
        for name, what, is_unsafe in RULES
        if is_unsafe(settings)
    ]
