"""What the rows share: a prepared site, a running one, and how a figure is taken."""

from __future__ import annotations

import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from tests.sandbox import Sandbox
from tests.visitor import Page, Visitor, enquire, take_quiz
from tests.whole_site import Site, start_site

ARTICLE = "/articles/leadership-and-management-skills/"


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure beside what it is fair to compare it with."""

    name: str
    seconds: float
    base: str  # what was done for comparison
    base_seconds: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.seconds / self.base_seconds


class Stage:
    """Scratch folders and one site for all rows that need it running."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))

    @cached_property
    def prepared(self) -> Path:
        """The folder of a site that was started once."""
        with start_site(self.scratch / "prepared"):
            pass
        return self.scratch / "prepared"

    def copy(self) -> Path:
        """Return a copy of the prepared folder."""
        return Path(shutil.copytree(self.prepared, self.scratch / secrets.token_hex(4)))

    @cached_property
    def site(self) -> Site:
        """A running site."""
        return self._stack.enter_context(start_site(self.copy()))

    @cached_property
    def crm(self) -> Sandbox:
        """The running site's practice CRM."""
        token = (self.site.var_dir / "practice-crm-token").read_text()
        sandbox = Sandbox(None, urlsplit(self.site.crm_url).port or 0, token)
        self._stack.enter_context(sandbox.http)
        return sandbox

    def visitor(self) -> Visitor:
        """Return somebody new, who reads the running site without scripts and cookies."""
        return Visitor(self.site.url)

    def contact_step(self) -> tuple[Visitor, Page]:
        """Take the quiz; returns who did and the page whose form ends in an enquiry."""
        visitor = self.visitor()
        result = take_quiz(visitor, ARTICLE)
        return visitor, visitor.get(result.link("/contact/"))

    def enquire(self) -> Page:
        """Go all the way to the receipt as somebody new."""
        visitor = self.visitor()
        return enquire(visitor, take_quiz(visitor, ARTICLE), email=new_address())

    @cached_property
    def static_request(self) -> float:
        """Seconds for a small file from the same server: what HTTP itself costs here."""
        visitor = self.visitor()
        parts = visitor.get("/").text.split('"')
        path = next(each for each in parts if each.startswith("/static/") and ".svg" in each)
        return median(lambda: visitor.http.get(self.site.url + path, timeout=30), 100)


def new_address() -> str:
    """Return an e-mail address that nobody has used."""
    return f"bench.{secrets.token_hex(6)}@acme.example"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median(work: Callable[[], object], times: int) -> float:
    """Return the median of so many calls, after one that does not count."""
    work()
    return statistics.median(seconds(work) for _ in range(times))


@contextmanager
def stage() -> Iterator[Stage]:
    """Everything started here has ended with the block."""
    with ExitStack() as stack:
        yield Stage(stack)
