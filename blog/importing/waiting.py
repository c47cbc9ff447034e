"""Keeps an uploaded file until its preview is accepted, for the person who uploaded it alone."""

from __future__ import annotations

import json
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

LONGEST = 24 * 60 * 60  # seconds


class NotWaiting(Exception):
    """There is no such upload, it is somebody else's, or it is older than a day."""


@dataclass(frozen=True)
class Upload:
    """A file as it was uploaded, and what was chosen with it."""

    name: str
    data: bytes = field(repr=False)
    topics: tuple[int, ...] = ()


def keep(upload: Upload, user_id: int) -> str:
    """Keep an upload for a day at most, and return the name by which this user gets it back."""
    sweep()
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_hex(16)
    head = json.dumps({"name": upload.name, "topics": upload.topics}).encode()
    handle = os.open(folder / key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(head + b"\n" + upload.data)
    return _signer(user_id).sign(key)


def look_up(name: str, user_id: int) -> Upload:
    """Return the upload that `keep` gave this name. Raises NotWaiting."""
    try:
        head, _, data = _path(name, user_id).read_bytes().partition(b"\n")
    except OSError as error:
        raise NotWaiting from error
    about = json.loads(head)
    return Upload(about["name"], data, tuple(about["topics"]))


def forget(name: str, user_id: int) -> None:
    """Remove an upload. Raises NotWaiting for a name that is not this user's."""
    _path(name, user_id).unlink(missing_ok=True)


def sweep() -> int:
    """Remove the uploads that are older than a day, and return how many those were."""
    removed = 0
    oldest = time.time() - LONGEST
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # somebody else sweeps too
            if path.stat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed


def _path(name: str, user_id: int) -> Path:
    try:
        return _folder() / _signer(user_id).unsign(name, max_age=LONGEST)
    except BadSignature as error:
        raise NotWaiting from error


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "imports"


def _signer(user_id: int) -> TimestampSigner:
    return TimestampSigner(salt=f"blog.importing.{user_id}")
