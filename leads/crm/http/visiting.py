"""Visiting a page as a browser without cookies does, within the same bounds as every other call."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from leads.crm.base import Transient
from leads.crm.http.connection import Exchange, OneCall
from leads.crm.http.destination import NETWORK_ERRORS

CHUNK, MOST = 8192, 2 * 1024 * 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What was answered. `location` is where a redirect leads, "" where there is none."""

    status: int
    text: str = field(repr=False, default="")
    location: str = ""


def visit(
    url: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    deadline: float = 20.0,
) -> Visited:
    """Get a page, or post `fields` to it. No redirect is followed. `deadline` is in seconds.

    Raises `Transient` where there is no answer; its text names the kind of failure alone.
    """
    exchange = Exchange(5.0, deadline, lambda _address: True)
    method = "GET" if fields is None else "POST"
    sent = {"Accept-Encoding": "identity", "Connection": "close", **(headers or {})}
    request = requests.Request(method, url, headers=sent, data=fields).prepare()
    adapter = OneCall(url, exchange)
    try:
        with contextlib.closing(adapter.send(request, stream=True)) as response:
            body = bytearray()
            for chunk in response.iter_content(CHUNK):
                body += chunk
                if len(body) > MOST:
                    break
    except NETWORK_ERRORS as error:
        raise Transient(f"no answer from the site ({type(error).__name__})") from None
    finally:
        adapter.close()
    return Visited(
        status=response.status_code,
        text=body.decode("utf-8", "replace"),
        location=response.headers.get("Location", ""),
    )
