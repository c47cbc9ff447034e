"""How mail leaves, read from EMAIL_URL. An error names the variable and never quotes its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from config.given import secret

VARIABLE = "EMAIL_URL"
OFF = "off"
SMTP, FILES = "leads.followup.smtp.EmailBackend", "leads.followup.files.EmailBackend"
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_PROVIDER = re.compile(r"anymail\+([a-z0-9-]+)")
_KNOWN = "smtp+tls://, smtp+ssl://, smtp://, anymail+PROVIDER:, or off"


@dataclass(frozen=True)
class Transport:
    """What sends mail: a backend of Django's kind and what it is made with. "" sends nothing."""

    backend: str
    options: dict[str, Any] = field(default_factory=dict, repr=False)
    anymail: dict[str, Any] = field(default_factory=dict, repr=False)  # the setting of that name

    @property
    def leaves(self) -> bool:
        """Whether mail goes to other machines."""
        return self.backend not in {"", FILES}


def read_transport(environ: Mapping[str, str]) -> Transport:
    """Return what EMAIL_URL, or the file that EMAIL_URL_FILE names, asks for.

    Neither set means files in VAR_DIR. Raises ImproperlyConfigured for what cannot be used.
    """
    text = secret(environ, VARIABLE)
    if not text:
        return Transport(FILES)
    if text == OFF:
        return Transport("")
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:  # its text quotes the value
        raise _bad("host or port cannot be read") from None
    if provider := _PROVIDER.fullmatch(url.scheme):
        return _provider(provider[1], url)
    if url.scheme not in _PORTS:
        raise _bad(f"it must begin with one of {_KNOWN}")
    return _smtp(url, port or _PORTS[url.scheme])


def read_addresses(name: str, text: str) -> list[str]:
    """Return the addresses in `text`, parted by commas. Raises ImproperlyConfigured by `name`."""
    found = [each.strip() for each in text.split(",") if each.strip()]
    for number, each in enumerate(found, start=1):
        try:
            validate_email(parseaddr(each)[1])
        except ValidationError:
            raise ImproperlyConfigured(f"{name}: address {number} is no e-mail address") from None
    return found


def read_sender(text: str, transport: Transport, base_url: str) -> str:
    """Return the address that mail comes from: the one given, or website@ the site's own host."""
    if not text.strip() and transport.leaves:
        raise ImproperlyConfigured(
            "EMAIL_FROM is not set: an address that your mail server sends for, as EMAIL_URL is set"
        )
    host = urlsplit(base_url).hostname or ""
    named = "." in host and not host.replace(".", "").isdigit()
    given = text.strip() or f"website@{host if named else 'leadline.invalid'}"
    found = read_addresses("EMAIL_FROM", given)
    if len(found) != 1 or "," in text:
        raise ImproperlyConfigured("EMAIL_FROM must be one address")
    return parseaddr(found[0])[1]


def _smtp(url: SplitResult, port: int) -> Transport:
    if not url.hostname:
        raise _bad("the host is missing; in a password, write %40 for @ and %2F for /")
    if url.path not in {"", "/"} or url.query or url.fragment:
        raise _bad("nothing may follow the host; in a password, write %23 for # and %3F for ?")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if bool(user) != bool(password):
        raise _bad("a user and a password go together")
    if password and url.scheme == "smtp" and url.hostname not in _LOCAL:
        raise _bad(
            "smtp:// would send the password for all to read: use smtp+tls:// or smtp+ssl://"
        )
    options = {
        "host": url.hostname,
        "port": port,
        "username": user,
        "password": password,
        "use_tls": url.scheme == "smtp+tls",
        "use_ssl": url.scheme == "smtp+ssl",
    }
    return Transport(SMTP, options)


def _provider(name: str, url: SplitResult) -> Transport:
    """`anymail+postmark:?server_token=…` becomes ANYMAIL = {"POSTMARK_SERVER_TOKEN": "…"}."""
    try:
        import anymail.backends  # noqa: F401  an extra
    except ImportError:
        raise _bad(
            "anymail+… needs django-anymail: pip install 'django-anymail>=15.2,<16'"
        ) from None
    module = name.replace("-", "_")  # such as amazon-ses
    if find_spec(f"anymail.backends.{module}") is None:
        raise _bad(f"django-anymail knows no provider “{name}”")
    given = dict(parse_qsl(url.query, keep_blank_values=True))
    settings: dict[str, Any] = {f"{module}_{key}".upper(): value for key, value in given.items()}
    settings["REQUESTS_TIMEOUT"] = 15  # seconds; a worker's call has 20
    return Transport(f"anymail.backends.{module}.EmailBackend", {}, settings)


def _bad(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{VARIABLE}: {what}")
