"""The ledger of erasures: a file beside the database, so that a backup can be made to forget again.

A copy that is restored holds everybody who was erased after it was made, and not the proof that
they were. The ledger is in no copy of the database; it names nobody, only keyed hashes and dates.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.dateparse import parse_datetime

from leads.models import Erasure


@dataclass(frozen=True)
class Entry:
    """One erasure. `finished_at` is None where it is not known that all have carried it out."""

    reference: str
    fingerprint: str
    asked_at: datetime
    finished_at: datetime | None


def path() -> Path:
    """Return the ledger's file, which need not exist yet."""
    return Path(settings.ERASURE_LEDGER)


def note(erasure: Erasure) -> None:
    """Add how an erasure stands, and have it on disk before this returns. Raises OSError."""
    line = {
        "reference": erasure.reference,
        "fingerprint": erasure.fingerprint,
        "asked_at": erasure.asked_at.isoformat(),
        "finished_at": erasure.finished_at.isoformat() if erasure.finished_at else None,
    }
    path().parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # A line of its own, also after one that a power cut has torn.
        os.write(file, f"\n{json.dumps(line)}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def entries() -> dict[str, Entry]:
    """Return the latest word on each erasure, by its reference."""
    return {each.reference: each for each in _lines()}


def catch_up() -> int:
    """Note the erasures whose noting failed, as on a full disk. Returns how many those were."""
    known = entries()
    behind = [each for each in Erasure.objects.order_by("pk") if _is_behind(each, known)]
    for each in behind:
        note(each)
    return len(behind)


def _is_behind(erasure: Erasure, known: dict[str, Entry]) -> bool:
    entry = known.get(erasure.reference)
    return entry is None or (entry.finished_at is None and erasure.finished_at is not None)


def _lines() -> Iterator[Entry]:
    if not path().is_file():
        return
    for line in path().read_text(encoding="utf-8").splitlines():
        entry = _read(line)
        if entry is not None:
            yield entry


def _read(line: str) -> Entry | None:
    """Return what a line says; None for a blank or torn one."""
    try:
        told = json.loads(line)
        asked_at = parse_datetime(told["asked_at"])
        finished_at = parse_datetime(told["finished_at"] or "")
        entry = Entry(told["reference"], told["fingerprint"], asked_at, finished_at)  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError):
        return None
    return entry if asked_at else None
