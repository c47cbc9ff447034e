"""What stands before two web processes, in a few lines: nginx is not on every machine.

It gives each request to one of them in turn, and to the other what the first could not be connected
to or left unanswered, as the shipped configurations of nginx and Caddy do. It counts the latter: a
process that is told to stop answers what it took, but not what is in its port's queue just then.
"""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 60.0  # seconds: nginx's proxy_read_timeout
_PER_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Front(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, ports: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self._ports, self._turn = ports, itertools.count()
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.left_unanswered = 0

    def order(self) -> list[int]:
        """Return the ports, the one whose turn it is first."""
        first = next(self._turn) % len(self._ports)
        return self._ports[first:] + self._ports[:first]


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Front

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        for port in self.server.order():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            with closing(connection):
                try:
                    answer = self._ask(connection, body)
                except ConnectionRefusedError:
                    continue
                except ConnectionError:
                    self.server.left_unanswered += 1
                    continue
                self._answer(answer, answer.read())
            return
        self.send_error(502)

    do_POST = do_GET  # noqa: N815 - the name that it is called by

    def _ask(self, connection: http.client.HTTPConnection, body: bytes) -> http.client.HTTPResponse:
        came_from = f"{self.headers.get('X-Forwarded-For', '')}, {self.client_address[0]}"
        own = {"X-Forwarded-Proto": "https", "X-Forwarded-For": came_from, "Connection": "close"}
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _PER_CONNECTION}
        connection.request(self.command, self.path, body or None, {**headers, **own})
        return connection.getresponse()

    def _answer(self, answer: http.client.HTTPResponse, content: bytes) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _PER_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def start_front(ports: list[int]) -> Iterator[Front]:
    """Pass requests on to these ports of this machine until the block ends."""
    front = Front(ports)
    serving = threading.Thread(target=front.serve_forever, daemon=True)
    serving.start()
    try:
        yield front
    finally:
        front.shutdown()
        front.server_close()
        serving.join()
