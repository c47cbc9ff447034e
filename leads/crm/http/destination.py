"""A destination behind a JSON API: `HttpDestination` is what an adapter of a CRM begins with."""

from __future__ import annotations

import contextlib
import json as jsonlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import requests
import urllib3

from leads.crm import turns
from leads.crm.base import (
    AuthFailed,
    Destination,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.crm.http.bodies import encoded, user_agent
from leads.crm.http.connection import Exchange, ForbiddenAddress, OneCall
from leads.crm.http.replies import (
    NOT_APPLIED,
    NOT_STARTED,
    SLOW_DOWN,
    Conflict,
    Reply,
    names,
    retry_after,
)

CHUNK = 8192
NETWORK_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)


@dataclass(frozen=True, kw_only=True, eq=False)
class HttpDestination(Destination):
    """A destination behind a JSON API. `headers` hold the credential and go out with every call."""

    name: str
    base_url: str = field(repr=False)  # its path may be a secret
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    connect_timeout: float = 5.0  # seconds for each address that the host has
    deadline: float = 20.0  # seconds for a whole call, however slowly the reply drips
    reply_cap: int = 64 * 1024  # bytes, after decompression

    speaks_json = True
    """Whether a 2xx without readable JSON is no answer. Else a reply is its status alone."""

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        reads: bool | None = None,
    ) -> Reply:
        """Make one request and return its 2xx reply.

        `path` begins with a slash. `data` is a body of `encoded` JSON, to be sent byte for byte, in
        place of `json`; `headers` join the destination's own. `reads` says that nothing is changed;
        without it a GET reads. Raises the `DestinationError` that says what to do next: `Transient`
        (or `RateLimited`) if the request was certainly not applied, `OutcomeUnknown` if a write may
        have been, `Conflict` for 409, and what `refusal` makes of every other status.
        """
        reads = method == "GET" if reads is None else reads
        where = f"{self.name}: {method} {_shown(path)}".rstrip()
        turns.take()
        exchange = Exchange(self.connect_timeout, self.deadline, self.allows)
        adapter = OneCall(self.base_url, exchange)
        try:
            body = data if json is None else encoded(json)
            request = self._request(method, path, body, headers or {}, params)
            with contextlib.closing(adapter.send(request, stream=True)) as response:
                reply, readable = self._reply(response)
        except NETWORK_ERRORS as error:
            # The cause's own text may quote headers and URLs: its class is all that is kept.
            raise _lost(where, error, sent=exchange.sent, reads=reads) from None
        finally:
            adapter.close()
        if not 200 <= reply.status < 300:
            raise self.refusal(replace(reply, sent=names(json)), where, reads=reads)
        if not readable and self.speaks_json:
            lost = Transient if reads else OutcomeUnknown
            raise lost(f"{where}: unreadable reply", http_status=reply.status)
        return reply

    def reach(self) -> None:
        """Open a connection and close it: nothing is asked. Raises what `call` would of it."""
        turns.take()
        exchange = Exchange(self.connect_timeout, self.deadline, self.allows)
        try:
            with contextlib.closing(OneCall(self.base_url, exchange)) as adapter:
                adapter.reach()
        except NETWORK_ERRORS as error:
            raise _lost(self.name, error, sent=False, reads=True) from None

    def allows(self, address: str) -> bool:  # noqa: ARG002 - for adapters to refine
        """Tell whether an address that the host's name leads to may be called."""
        return True

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Return the error that a status other than 2xx means. Adapters refine it.

        `where` names destination, method and path; it begins every error's text.
        """
        status = reply.status
        detail, pause = f"{where}: HTTP {status}", retry_after(reply.headers)
        if status in {401, 403}:
            return AuthFailed(detail, http_status=status)
        if status in SLOW_DOWN:
            return RateLimited(detail, http_status=status, retry_after=pause)
        if status in NOT_STARTED or status in NOT_APPLIED or (status >= 500 and reads):
            return Transient(detail, http_status=status, retry_after=pause)
        if status >= 500:
            return OutcomeUnknown(detail, http_status=status)
        if status == 409:
            return Conflict(detail, reply=reply, fields=self.disliked(reply))
        if status < 400 or status == 410:
            return Misconfigured(f"{detail}: the address is not the API's", http_status=status)
        return Rejected(detail, http_status=status, fields=self.disliked(reply))

    def disliked(self, reply: Reply) -> tuple[str, ...]:  # noqa: ARG002 - for adapters to refine
        """Return the names of the fields that a refusal complains about. Never a value."""
        return ()

    def _request(
        self,
        method: str,
        path: str,
        body: bytes | None,
        more: Mapping[str, str],
        params: Mapping[str, str] | None,
    ) -> requests.PreparedRequest:
        headers = {
            "Accept": "application/json" if self.speaks_json else "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": user_agent(),
            **({} if body is None else {"Content-Type": "application/json"}),
            **self.headers,
            **more,
        }
        url = self.base_url + path
        return requests.Request(method, url, headers=headers, params=params, data=body).prepare()

    def _reply(self, response: requests.Response) -> tuple[Reply, bool]:
        """Read the body. A body that cannot be read still leaves a status to go by."""
        data, readable = None, True
        try:
            body = _body(response, self.reply_cap) if self.speaks_json else b""
            if response.status_code != 204:
                data = jsonlib.loads(body)
        except (*NETWORK_ERRORS, ValueError, RecursionError):
            readable = False
        return Reply(status=response.status_code, data=data, headers=response.headers), readable


def _lost(where: str, error: BaseException, *, sent: bool, reads: bool) -> DestinationError:
    root = error
    while root.__context__ is not None:
        root = root.__context__
    cause = type(root).__name__
    if isinstance(root, ForbiddenAddress):
        return Misconfigured(f"{where}: the host leads to no address that may be called")
    if not sent:
        return Transient(f"{where}: no connection ({cause})")
    if reads:
        return Transient(f"{where}: no reply ({cause})")
    return OutcomeUnknown(f"{where}: sent, but no reply ({cause})")


def _shown(path: str) -> str:
    """Return `path` without its query and without a segment that is somebody's address."""
    segments = path.partition("?")[0].split("/")
    return "/".join("…" if "@" in part or "%40" in part else part for part in segments)


def _body(response: requests.Response, cap: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > cap:
            raise ValueError("reply over the cap")
    return bytes(body)
