"""Visitors who read and enquire all the time and send nothing twice: what fails is written down."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from tests.chaos.crowd import WORDS
from tests.visitor import CONTACT, Visitor

PAGES = ("/", "/articles/", "/contact/", "/articles/leadership-and-management-skills/")


@dataclass
class Load:
    """What they were told so far."""

    url: str
    pause: float  # seconds that each waits between two enquiries
    verify: str = ""  # the certificate of the address
    told: set[str] = field(default_factory=set)  # the marks of enquiries that arrived
    failed: list[str] = field(default_factory=list)
    read: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def stop(self) -> None:
        """Let what is on its way arrive, and begin nothing more."""
        self.over.set()
        for each in self.threads:
            each.join()

    def run(self, clients: int) -> None:
        """Have so many enquire, and one more read."""
        self.threads = [threading.Thread(target=self.enquire, args=[n]) for n in range(clients)]
        self.threads.append(threading.Thread(target=self.look_around, args=[clients]))
        for each in self.threads:
            each.start()

    def enquire(self, number: int) -> None:
        """Be one visitor after the other until it is over."""
        visitor, turn = self._visitor(number), 0
        while not self.over.wait(self.pause):
            mark = f"c7-{number}-{turn}"
            try:
                form = visitor.get("/contact/").form("message")
                address = f"rolling{number}.{turn}@acme.example"
                words = f"{WORDS} {mark}."
                page = visitor.submit(form, **{**CONTACT, "email": address, "message": words})
                assert (page.status, "/thanks/" in page.url) == (200, True), page.status
                self.told.add(mark)
            except (requests.RequestException, AssertionError) as error:
                self._fail(f"enquiry {mark}", error)
            turn += 1

    def look_around(self, number: int) -> None:
        """Read pages until it is over."""
        visitor, turn = self._visitor(number), 0
        while not self.over.wait(self.pause):
            path = PAGES[turn % len(PAGES)]
            try:
                assert (status := visitor.get(path).status) == 200, status
                self.read += 1
            except (requests.RequestException, AssertionError) as error:
                self._fail(path, error)
            turn += 1

    def _visitor(self, number: int) -> Visitor:
        visitor = Visitor(self.url, {"X-Forwarded-For": f"10.7.{number >> 8}.{number & 255}"})
        visitor.http.verify = self.verify or True
        return visitor

    def _fail(self, what: str, error: Exception) -> None:
        self.failed.append(f"{time.strftime('%X')} {what}: {type(error).__name__} {error}")


@contextmanager
def under_load(url: str, *, clients: int, pause: float, verify: str = "") -> Iterator[Load]:
    """Have so many enquire, and one more read, until the block ends."""
    load = Load(url, pause, verify)
    load.run(clients)
    try:
        yield load
    finally:
        load.stop()
