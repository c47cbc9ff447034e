"""Turns away what no browser sends, before anything tries to read it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

from core.away import told

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_READ = {"utf-8", "ascii"}  # codecs; the second is a part of the first
_UNREAD = "leadline.unread"  # in the environment of a request


def readable(application: Application) -> Application:
    """Wrap a WSGI application: a body in anything but UTF-8 reaches it without its media type.

    Django reads even the address in the codec that this header names, before any middleware runs.
    Where that is `base64`, which is none for text, not even its error page would be shown.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _is_read(environ.get("CONTENT_TYPE", "")):
            environ |= {"CONTENT_TYPE": "", _UNREAD: True}
        return application(environ, start_response)

    return answer


def only_wellformed(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer 415 to what `readable` found, and 400 to a NUL in the address: PostgreSQL has none."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.META.get(_UNREAD):
            return told("400.html", 415)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return told("400.html", 400)
        return get_response(request)

    return answer


def _is_read(content_type: str) -> bool:
    try:
        _, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name in _READ
    except (LookupError, ValueError):
        return False
