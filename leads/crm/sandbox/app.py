"""What happens to a request between the socket and the dialect: ledger, faults, pages, control."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterable

from leads.crm.sandbox import control, pages
from leads.crm.sandbox.faults import Fault, FaultSet
from leads.crm.sandbox.store import Store
from leads.crm.sandbox.wire import TEXT, Call, Delivery, Dialect, Manner, Reply

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
UNREADABLE = b'{"status":"COMPLETE","results":[{"id":"\xff\xfe\x00'
ELSEWHERE = "/elsewhere"  # where a redirect leads; following it would show in the ledger
ENDINGS: dict[Manner, str] = {
    "whole": "answered",
    "drop": "closed without an answer",
    "reset": "connection reset",
    "hang": "left hanging",
    "drip": "dripped",
    "huge": "endless body",
}


class App:
    """The practice CRM without its sockets. `stopping` ends every wait."""

    def __init__(
        self, *, store: Store, dialect: Dialect, token: str, faults: Iterable[Fault] = ()
    ) -> None:
        self.store = store
        self.faults = FaultSet(faults)
        self.stopping = threading.Event()
        self._dialect = dialect
        self._control = control.Control(store, self.faults, token, dialect)

    def answer(self, call: Call) -> Delivery:
        """Return what to send for one request; whatever it changed is committed by then."""
        if not _is_local(call):
            return Delivery(reply=_refused_host())
        if call.path.startswith(control.PREFIX):
            return Delivery(reply=self._control.handle(call))
        if pages.owns(call):
            return Delivery(reply=pages.page(call, self.store, self.faults, self._dialect))
        return self._crm(call)

    def _crm(self, call: Call) -> Delivery:
        started = time.monotonic()
        request = self.store.arrived(call.method, call.target, call.body)
        fault = self.faults.pick(call.method, call.target, call.body)
        delivery = self._befallen(call, request, fault) if fault else self._plain(call, request)
        self.store.answered(
            request,
            status=delivery.reply.status if delivery.reply else None,
            ending=ENDINGS[delivery.manner],
            fault=str(fault) if fault else None,
            seconds=time.monotonic() - started,
        )
        return delivery

    def _befallen(self, call: Call, request: int, fault: Fault) -> Delivery:
        seconds = fault.value or 0.0
        match fault.kind:
            case "status":
                failure = self._dialect.failure(int(seconds), fault.retry_after)
                return Delivery(reply=failure)
            case "redirect":
                return Delivery(reply=Reply(status=302, headers={"Location": ELSEWHERE}))
            case "reset":
                return Delivery(reply=None, manner="reset")
            case "hang":
                return Delivery(reply=None, manner="hang")
            case "delay" if self.stopping.wait(seconds):
                return Delivery(reply=None, manner="drop")
        reply = self._applied(call, request)
        match fault.kind:
            case "delay-after":
                self.stopping.wait(seconds)
            case "apply-then-drop":
                return Delivery(reply=None, manner="drop")
            case "drip":
                return Delivery(reply=reply, manner="drip", pause=seconds)
            case "garbage":
                return Delivery(reply=Reply(status=200, body=UNREADABLE))
            case "huge":
                return Delivery(reply=Reply(status=200, body=b'{"results":['), manner="huge")
        return Delivery(reply=reply)

    def _plain(self, call: Call, request: int) -> Delivery:
        return Delivery(reply=self._applied(call, request))

    def _applied(self, call: Call, request: int) -> Reply:
        try:
            with self.store.session(request) as session:
                return self._dialect.handle(call, session)
        except Exception as error:  # noqa: BLE001  a bug here must look like the CRM's own 500
            # The exception's text may quote the request; where it came from may not.
            where = "".join(traceback.format_tb(error.__traceback__))
            sys.stderr.write(f"Practice CRM: {type(error).__name__} in a {call.method}\n{where}")
            return self._dialect.failure(500)


def _is_local(call: Call) -> bool:
    """Whether the Host header names this machine: a page elsewhere can rebind only its own name."""
    host = call.headers.get("host", "")
    name, colon, port = host.rpartition(":")
    if host.endswith("]") or not colon:
        name, port = host, "0"
    return name.lower() in LOCAL_NAMES and port.isdigit()


def _refused_host() -> Reply:
    body = b"The practice CRM answers only to localhost, 127.0.0.1 and [::1].\n"
    return Reply(status=403, body=body, content_type=TEXT)
