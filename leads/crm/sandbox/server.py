"""The only file that touches sockets: reads requests, sends replies, and breaks them to order."""

from __future__ import annotations

import contextlib
import select
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler
from itertools import repeat
from typing import Any, cast

from leads.crm.sandbox.app import App
from leads.crm.sandbox.wire import TEXT, Call, Delivery, Reply

HOST = "127.0.0.1"
LARGEST_BODY = 10 * 1024 * 1024  # bytes
IDLE = 75  # seconds a kept-alive connection may be silent


class Unreadable(Exception):
    """A request whose framing cannot be trusted: answered, then the connection is closed."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.reply = Reply(status=status, body=f"{why}\n".encode(), content_type=TEXT)


class PracticeServer(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1; port 0 takes a free one. A taken port raises `OSError`."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, app: App) -> None:
        self.app = app
        super().__init__((HOST, port), Handler)

    @property
    def port(self) -> int:
        """The port it really listens on."""
        return int(self.server_address[1])

    def stop(self) -> None:
        """Stop listening and end every wait. Not from the thread that serves."""
        self.app.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A client that went away is ordinary here; anything else is named without its text."""
        error = sys.exception()
        if not isinstance(error, OSError):
            sys.stderr.write(f"Practice CRM: {type(error).__name__} on a connection\n")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "PracticeCRM"
    sys_version = ""
    timeout = IDLE
    disable_nagle_algorithm = True

    def _respond(self) -> None:
        try:
            call = self._call()
        except Unreadable as error:
            self.close_connection = True
            self._send(error.reply)
            return
        self._deliver(cast(PracticeServer, self.server).app.answer(call))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _respond  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """The ledger is the log."""

    def _call(self) -> Call:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Call(method=self.command, target=self.path, headers=headers, body=self._body())

    def _body(self) -> bytes:
        if "Transfer-Encoding" in self.headers:
            raise Unreadable(411, "Send the body with a Content-Length.")
        lengths = {length.strip() for length in self.headers.get_all("Content-Length", ["0"])}
        text = lengths.pop()
        if lengths or not (text.isascii() and text.isdigit() and len(text) < 17):
            raise Unreadable(400, "The Content-Length is no number of bytes.")
        if int(text) > LARGEST_BODY:
            raise Unreadable(413, "The body is too large.")
        body = self.rfile.read(int(text))
        if len(body) < int(text):
            raise ConnectionResetError("the client left before its body was complete")
        return body

    def _deliver(self, delivery: Delivery) -> None:
        match delivery.manner:
            case "whole" if delivery.reply:
                self._send(delivery.reply)
            case "drip" if delivery.reply:
                self._trickle(_bytewise(self._wire(delivery.reply)), delivery.pause)
            case "huge" if delivery.reply:
                head = self._wire(delivery.reply, endless=True)
                self._trickle(_endless(head), 0.001)
            case "hang":
                self._wait_for_client_or_stop()
            case "reset":
                self._reset()
        if delivery.manner != "whole":
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        self.wfile.write(self._wire(reply))

    def _wire(self, reply: Reply, *, endless: bool = False) -> bytes:
        """Head and body as one piece: two writes would meet the peer's delayed acknowledgement."""
        headers = {"Date": self.date_time_string(), "Content-Type": reply.content_type}
        headers |= reply.headers
        if endless or self.close_connection:
            headers["Connection"] = "close"
        if not endless and reply.status != 204:
            headers["Content-Length"] = str(len(reply.body))
        phrase = self.responses.get(reply.status, ("",))[0]
        lines = [f"HTTP/1.1 {reply.status} {phrase}", *(f"{k}: {v}" for k, v in headers.items())]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        return head if self.command == "HEAD" else head + reply.body

    def _trickle(self, pieces: Iterable[bytes], pause: float) -> None:
        stopping = cast(PracticeServer, self.server).app.stopping
        with contextlib.suppress(OSError):  # the client giving up is what such a fault is for
            for piece in pieces:
                self.wfile.write(piece)
                if stopping.wait(pause) or self._client_left():
                    return

    def _wait_for_client_or_stop(self) -> None:
        stopping = cast(PracticeServer, self.server).app.stopping
        while not self._client_left() and not stopping.wait(0.2):
            pass

    def _client_left(self) -> bool:
        poll = select.poll()
        poll.register(self.connection, select.POLLIN)
        try:
            return bool(poll.poll(0)) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def _reset(self) -> None:
        """Close with a reset: no lingering, and no shutdown first, which would send a FIN."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        socket.close(self.connection.detach())


def _bytewise(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 1] for at in range(len(data)))


def _endless(head: bytes) -> Iterator[bytes]:
    yield head
    yield from repeat(b" " * 65536)


def serve(port: int, app: App) -> PracticeServer:
    """Listen and serve in a thread of its own; stop with `PracticeServer.stop`.

    Raises `OSError` when the port is taken.
    """
    server = PracticeServer(port, app)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    return server
