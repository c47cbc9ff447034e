"""A server on a real socket that does to each request what a test's script says."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


Behaviour = Callable[[socket.socket], bool]  # True keeps the connection open
Script = Callable[[Received], Behaviour]


def reply(status: int, data: Any = None, **headers: str) -> Behaviour:
    """Answer with JSON; `Retry_After="5"` becomes the header `Retry-After: 5`."""
    return raw_reply(status, b"" if data is None else json.dumps(data).encode(), **headers)


def raw_reply(status: int, body: bytes, **headers: str) -> Behaviour:
    def act(connection: socket.socket) -> bool:
        connection.sendall(_head(status, len(body), headers) + body)
        return True

    return act


def reply_then_close(status: int, data: Any) -> Behaviour:
    """Promise to keep the connection, then close it as an idle one."""

    def act(connection: socket.socket) -> bool:
        reply(status, data)(connection)
        return False

    return act


def close(connection: socket.socket) -> bool:
    """Take the request and close without an answer."""
    return False


def reset(connection: socket.socket) -> bool:
    """Take the request and reset the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def hang(connection: socket.socket) -> bool:
    """Take the request and say nothing until the caller gives up."""
    return _wait_for_the_end(connection)


def drip_head(connection: socket.socket) -> bool:
    """Answer one byte of the header at a time, for ever."""
    return _drip(connection, b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x")


def drip_body(connection: socket.socket) -> bool:
    """Answer at once, then one byte of the body at a time, for ever."""
    return _drip(connection, _head(200, 10**6, {}), b" ")


def cut_short(connection: socket.socket) -> bool:
    """Promise more body than is sent."""
    connection.sendall(_head(200, 100, {}) + b'{"results":')
    return False


def _drip(connection: socket.socket, start: bytes, drop: bytes) -> bool:
    connection.sendall(start)
    connection.settimeout(0.02)
    while True:
        try:
            if not connection.recv(1):
                return False
        except TimeoutError:
            connection.sendall(drop)


def _wait_for_the_end(connection: socket.socket) -> bool:
    while connection.recv(1024):
        pass
    return False


def _head(status: int, length: int, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", f"Content-Length: {length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class ScriptedServer:
    """Serves a script on 127.0.0.1, each connection in a thread, and keeps what arrived."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.received: list[Received] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def stop(self) -> None:
        # shutdown() wakes the accept that close() alone would leave waiting.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as stream:
                while (request := _read(stream)) is not None:
                    self.received.append(request)
                    if not self.script(request)(connection):
                        return
        except OSError:
            return  # the caller gave up, which is what many tests are about
        finally:
            self._open.discard(connection)


def _read(stream: Any) -> Received | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3 or not first[2].startswith("HTTP/"):
        return None
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0")))
    return Received(first[0], first[1], headers, body)


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[ScriptedServer]:
    """Run a server that does each behaviour once, in order; one more request is a 599."""
    remaining: Iterable[Behaviour] = iter(behaviours)
    with answering(lambda _: next(iter(remaining), reply(599))) as server:
        yield server


@contextmanager
def answering(script: Script) -> Iterator[ScriptedServer]:
    """Run a server whose behaviour depends on the request."""
    server = ScriptedServer(script)
    try:
        yield server
    finally:
        server.stop()
