"""Mail as files, where no mail server is set up: for whoever tries Leadline, and for development.

One file a mail in `MAIL_FOLDER`, named by its Message-ID. They hold what the mails
say, so they go when a person is erased, and after 30 days.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

BACKEND = f"{__name__}.EmailBackend"
KEPT = timedelta(days=30)
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}\.eml")
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]")


class EmailBackend(BaseEmailBackend):
    """Writes each mail into a file that its owner alone can read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for each in email_messages:
            message = each.message()
            # Sent again, it is one file, as it would be one mail to those who know Message-IDs.
            _write(_path(message["Message-ID"]), message.as_bytes())
        return len(email_messages)


class Kept(NamedTuple):
    """A mail that was written: the file's name, when, and what it says."""

    name: str
    at: datetime
    message: Parsed

    @property
    def html(self) -> str:
        """Its HTML, "" where it has none."""
        return self._part("html")

    @property
    def text(self) -> str:
        """Its plain text."""
        return self._part("plain")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def kept(most: int) -> Iterator[Kept]:
    """Yield the mails that were written, newest first."""
    for path in sorted(_files(), key=_age)[:most]:
        if (found := read(path.name)) is not None:
            yield found


def read(name: str) -> Kept | None:
    """Return the mail in the file of this name; None for one that is not there."""
    if not _NAME.fullmatch(name):
        return None
    path = _folder() / name
    try:
        data, at = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    message = BytesParser(policy=policy.default).parsebytes(data)
    return Kept(name, timezone.localtime(at), message)


def remove(message_ids: Iterable[str]) -> int:
    """Remove the mails with these Message-IDs. Returns how many files that were."""
    named = [_path(each) for each in message_ids if each]
    return _removed(path for path in named if path.exists())


def purge() -> int:
    """Remove what is older than 30 days. Returns how many files that were."""
    return _removed(path for path in _files() if _age(path) > KEPT.total_seconds())


def _removed(paths: Iterable[Path]) -> int:
    found = list(paths)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _files() -> list[Path]:
    folder = _folder()
    return list(folder.glob("*.eml")) if folder.is_dir() else []


def _age(path: Path) -> float:
    """Return the seconds since it was written."""
    return time.time() - path.stat().st_mtime


def _path(message_id: str) -> Path:
    key = _UNUSUAL.sub("_", message_id.strip("<>").partition("@")[0])[:120]
    return _folder() / f"{key}.eml"


def _write(path: Path, data: bytes) -> None:
    """Write it in one step, as somebody may be looking."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    new.replace(path)


def _folder() -> Path:
    return Path(settings.MAIL_FOLDER)
