"""Which requests may be answered with a page that is kept, and under what name it is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from core.pagecache.offering import KEYED, READ, spelled

_READING, _NO_BODY = {"GET", "HEAD"}, {"", "0"}
_LONGEST = 2000  # characters of a query


class Key(NamedTuple):
    """What a page is kept under. Only what was checked gets into it: nobody can invent more."""

    scheme: str
    host: str
    path: str
    query: str


class Asking:
    """Reads requests by the settings of the site."""

    def __init__(self) -> None:
        self._session = settings.SESSION_COOKIE_NAME
        self._elsewhere = tuple(f"/{each.lstrip('/')}" for each in _files())
        self._proxy = settings.SECURE_PROXY_SSL_HEADER
        self._base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        self._names = {each.lower() for each in settings.ALLOWED_HOSTS if each[:1] not in ".*"}
        if validate_host(self._base.hostname or "", settings.ALLOWED_HOSTS):
            self._names.add(self._base.hostname or "")
        self._hosts: set[tuple[str, str]] = set()

    def key(self, environ: dict[str, Any]) -> Key | None:
        """Return the name of what is asked for; None for what Django has to answer."""
        path = environ["PATH_INFO"]
        if not self._is_plain(environ) or path.startswith(self._elsewhere):
            return None
        host = environ.get("HTTP_HOST", "")
        if not self._is_ours(host, environ.get("SERVER_PORT", "")):
            return None
        query = environ.get("QUERY_STRING", "")
        known = _known(query) if query else ""
        return None if known is None else Key(self._scheme(environ), host, path, known)

    def _is_plain(self, environ: dict[str, Any]) -> bool:
        """Tell whether anybody would get the same: it comes with nothing that says who asks."""
        get = environ.get
        return (
            environ["REQUEST_METHOD"] in _READING
            and self._session not in get("HTTP_COOKIE", "")
            and not get("HTTP_AUTHORIZATION")
            and not get("CONTENT_TYPE")
            and get("CONTENT_LENGTH", "") in _NO_BODY
            and "markdown" not in get("HTTP_ACCEPT", "").lower()
        )

    def _scheme(self, environ: dict[str, Any]) -> str:
        """Return what Django's `request.scheme` will be."""
        if self._proxy:
            name, secure = self._proxy
            said = environ.get(name)
            if said is not None:
                return "https" if said.split(",", 1)[0].strip() == secure else "http"
        return str(environ["wsgi.url_scheme"])

    def _is_ours(self, host: str, port: str) -> bool:
        """Tell whether the site is known by exactly this name. There are but a few of them."""
        if (host, port) in self._hosts:
            return True
        name, own_port = split_domain_port(host)
        exact = host in {name, f"{name}:{own_port}"}
        if not exact or name not in self._names:
            return False
        if own_port not in {"", port, str(self._base.port or "")}:
            return False
        self._hosts.add((host, port))
        return True


def _files() -> list[str]:
    """Return where files are served from, which are kept by other means."""
    found = [settings.STATIC_URL, settings.MEDIA_URL]
    return [each for each in found if each.strip("/") and "//" not in each]


@lru_cache(maxsize=1024)
def _known(query: str) -> str | None:
    """Return what of a query a page may go by; None for one that it answers in its own way."""
    if len(query) > _LONGEST or not query.isascii() or "%00" in query:
        return None
    asked = parse_qsl(query, keep_blank_values=True)
    if any(key in READ and (key not in KEYED or not value) for key, value in asked):
        return None
    return spelled(dict(asked))
