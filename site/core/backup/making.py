"""Making a copy, from the database to the last byte on disk."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.alarms import alarm
from core.backup import archive, databases, keeping

_ADVICE = (
    "The site runs on, but what comes in now is nowhere else.\n\n"
    "What to do: put the cause right today, then run `manage.py backup` and see that it ends well."
)


@dataclass(frozen=True)
class Made:
    """A copy that was made, and the old ones that went for it."""

    path: Path
    size: int
    files: int
    deleted: list[Path]


def make(suffix: str = "") -> Made:
    """Make a copy of database and uploads, and delete those that are too old.

    The site goes on meanwhile. What is in the environment, such as SECRET_KEY and CRM_URL, is in no
    copy. Raises whatever kept it from being made, after telling the operator of it.
    """
    try:
        made = _make(suffix)
    except Exception as error:
        says = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else str(error)
        _complain(says or type(error).__name__)
        raise
    keeping.note(True, made.path.name)
    return made


def _make(suffix: str) -> Made:
    now = timezone.now()
    kind = databases.kind()
    path = keeping.new_path(now, suffix)
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    about: dict[str, Any] = {"made": now.isoformat(), "kind": kind}
    with tempfile.TemporaryDirectory(prefix=".making-", dir=path.parent) as work:
        copy = Path(work) / "database"
        databases.KINDS[kind].dump(copy)
        about["migrations"] = databases.applied()
        with archive.writing(path, about) as written:
            written.add(copy, archive.DATABASE)
            written.add_folder(Path(settings.MEDIA_ROOT), archive.MEDIA)
    return Made(path, path.stat().st_size, len(written.files), keeping.delete_old(now))


def _complain(says: str) -> None:
    with contextlib.suppress(OSError):  # the disk may be what is full
        keeping.note(False, says)
    alarm("backup", "No backup was made", f"{says}.\n\n{_ADVICE}")
