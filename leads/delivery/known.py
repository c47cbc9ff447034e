"""What is known of each destination, read once for the many threads of a busy worker.

Each delivery asks three times: before it is claimed, before it is sent, and once it has arrived.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from django.utils import timezone

from leads.models import Circuit
from leads.models.prepared import Prepared

LASTS = 0.02  # seconds; what another process has changed is known here that much later

_rows = Prepared(Circuit, lambda _now: Circuit.objects.all(), most=None)
_lock = threading.Lock()
_lasts = 0.0
_changes = 0  # by this process
_read: Mapping[str, Circuit] = {}
_until = 0.0  # by the monotonic clock


def circuits() -> Mapping[str, Circuit]:
    """Return what is known of each destination, by name; do not change it. One query, if any."""
    global _read, _until
    if time.monotonic() < _until:
        return _read
    changes = _changes
    found = {each.destination: each for each in _rows.rows(timezone.now())}
    with _lock:
        if changes == _changes:  # else it may have been read before that change was there
            _read, _until = found, time.monotonic() + _lasts
    return found


def changed() -> None:
    """Have it read anew: call this after a transaction that changed something of it."""
    global _changes, _until
    with _lock:
        _changes += 1
        _until = 0.0


def remember(seconds: float) -> None:
    """Have this process remember for so long what it has read; 0, at first, for not at all."""
    global _lasts
    _lasts = seconds
    changed()
