"""SQLite's log is emptied by the worker, within seconds, however little is in it."""

from __future__ import annotations

import struct

import pytest

from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import Site, wait_until

pytestmark = pytest.mark.e2e
ARTICLE = "/articles/leadership-and-management-skills/"


def test_what_an_enquiry_wrote_is_soon_in_the_database_itself(site: Site) -> None:
    visitor = Visitor(site.url)
    enquire(visitor, take_quiz(visitor, ARTICLE), email="ann@acme.example")
    index = site.var_dir / "leadline.sqlite3-shm"

    def is_emptied() -> bool:
        held = index.read_bytes()[:100]
        # Frames in the log, and how many were brought over: https://sqlite.org/walformat.html §2.2
        frames, brought = (*struct.unpack_from("=I", held, 16), *struct.unpack_from("=I", held, 96))
        return 0 < frames == brought

    wait_until(is_emptied, 10, "the log to be emptied")
