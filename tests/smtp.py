"""A mail server on a real socket, which takes mail or does what a test says to it.

with serving_mail() as server:
    server.answers["RCPT"] = "550 5.1.1 no such mailbox"
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import ClassVar, NamedTuple

OK = "250 2.0.0 OK"
DRIP, DROP, HANG = "drip", "drop", "hang"  # in place of an answer


class Taken(NamedTuple):
    """One mail, whom it was for, and when it was there, by the monotonic clock."""

    mail: EmailMessage
    to: list[str]
    at: float


class MailServer(socketserver.ThreadingTCPServer):
    """What came in is in `taken`; `answers` is by verb, CONNECT and TAKEN (after the text) too."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.taken: list[Taken] = []
        self.users: list[str] = []
        self.answers: dict[str, str] = {}
        self.over = threading.Event()
        super().__init__(("127.0.0.1", port), _Session)

    @property
    def mails(self) -> list[EmailMessage]:
        return [each.mail for each in self.taken]

    @property
    def recipients(self) -> list[list[str]]:
        return [each.to for each in self.taken]

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: MailServer
    usual: ClassVar[dict[str, str]] = {
        "CONNECT": "220 mail.example",
        "EHLO": "250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME",
        "AUTH": "235 2.7.0 welcome",
        "DATA": "354 go ahead",
        "QUIT": "221 2.0.0 farewell",
    }

    def handle(self) -> None:
        to: list[str] = []
        with contextlib.suppress(OSError):
            if not self._answer("CONNECT"):
                return
            while line := self.rfile.readline().decode():
                verb = line.split()[0].upper()
                if verb == "RCPT":
                    to.append(line.partition("<")[2].partition(">")[0])
                if verb == "AUTH":
                    self.server.users.append(line.split()[-1])
                if not self._answer(verb) or verb == "QUIT":
                    return
                if verb == "DATA" and "DATA" not in self.server.answers:
                    self._take(to)
                    if not self._answer("TAKEN"):
                        return
                    to = []

    def _take(self, to: list[str]) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        data = b"".join(each[1:] if each.startswith(b".") else each for each in lines)
        if self.server.answers.get("TAKEN", OK).startswith(("2", DROP)):
            mail = BytesParser(policy=policy.default).parsebytes(data)
            self.server.taken.append(Taken(mail, to, time.monotonic()))

    def _answer(self, verb: str) -> bool:
        """Answer as told; False ends the connection."""
        answer = self.server.answers.get(verb) or self.usual.get(verb, OK)
        if answer == DROP:
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        if answer == HANG:
            self.server.over.wait(60)
            return False
        if answer == DRIP:
            while not self.server.over.is_set():
                self.wfile.write(b"2")
                time.sleep(0.05)
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True


@contextmanager
def serving_mail(port: int = 0) -> Iterator[MailServer]:
    """Run a mail server on a free port, or on this one, until the block ends."""
    with MailServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()


def part(mail: EmailMessage, kind: str) -> str:
    """Return the "html" or the "plain" part of a mail."""
    found = mail.get_body((kind,))
    assert found is not None, f"{mail['Subject']} has no {kind} part"
    return str(found.get_content())
