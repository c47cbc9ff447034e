"""Counts wait in memory until a thread writes them down, so that no visitor waits for a write.

What a process has counted since the last time is lost if it is killed: a few seconds of numbers,
of which nobody's enquiry is one. A process that ends in peace writes them down first.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone
from wagtail.models import Page

from leads.models import Tally
from leads.models.tally import Key, What

log = logging.getLogger(__name__)

MOST = 10_000  # different keys at a time; somebody may invent numbers of pages

_counts: Counter[Key] = Counter()
_lock = threading.Lock()
_writing = threading.Lock()
_writer: threading.Thread | None = None


def count(
    what: What, *, page: int = 0, version: int = 0, question: str = "", source: str = ""
) -> None:
    """Count one, as of today. Asks nothing of the database. `Key` says what the parts mean."""
    _put_in({Key(timezone.localdate(), what.value, page, version, question, source): 1})
    _see_to_writing()


def flush() -> bool:
    """Write down what was counted since the last time; False if that failed and is tried again."""
    global _counts
    with _writing:
        with _lock:
            taken, _counts = _counts, Counter()
        try:
            found = _of_known_pages(taken)
            if found:
                Tally.objects.add(found)
        except DatabaseError as error:
            log.warning("counts could not be written down yet: %s", type(error).__name__)
            _put_in(taken)
            return False
        return True


def _put_in(counts: dict[Key, int]) -> None:
    with _lock:
        for key, number in counts.items():
            if key in _counts or len(_counts) < MOST:
                _counts[key] += number


def _of_known_pages(counts: Counter[Key]) -> dict[Key, int]:
    """Leave out what is said of pages that nobody can see: whoever counts may write any number."""
    named = {key.page for key in counts if key.page}
    known = {0}
    if named:
        known |= set(Page.objects.live().filter(pk__in=named).values_list("pk", flat=True))
    return {key: number for key, number in counts.items() if key.page in known}


def _see_to_writing() -> None:
    """Start the thread that writes, once a process: a fork has none of its parent's threads."""
    global _writer
    if not settings.COUNTS_WRITTEN_EVERY or (_writer is not None and _writer.is_alive()):
        return
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_write, name="counts", daemon=False)
            _writer.start()


def _write() -> None:
    """Write every few seconds, and once more at the end.

    Python waits for this thread before it ends, and this thread for the main one: so the last
    counts are written whichever way a server ends its processes, as long as it does not kill them.
    """
    main, at_work = threading.main_thread(), True
    while at_work:
        main.join(settings.COUNTS_WRITTEN_EVERY)
        at_work = main.is_alive()
        close_old_connections()
        flush()
        close_old_connections()
