"""A CRM that takes every call, after a while, and notes when each came."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.servers import SECRET


class Receiver(ThreadingHTTPServer):
    """`arrived` are seconds since the epoch; `delay` is how long it takes to answer."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.delay = delay
        self.arrived: list[float] = []

    @property
    def crm_url(self) -> str:
        """What CRM_URL holds to have it called."""
        return f"webhook+http://:{SECRET}@127.0.0.1:{self.server_port}/?name=main&calls=0"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Receiver

    def do_POST(self) -> None:
        self.server.arrived.append(time.time())
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.server.delay)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def receiving(delay: float = 0.0) -> Iterator[Receiver]:
    """Run it until the block ends."""
    with Receiver(delay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
