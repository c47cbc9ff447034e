"""Which copies there are, which of them go, and how the last one went."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.health import Finding

_NAME = re.compile(r"leadline-(\d{8}-\d{6})(-before-restore)?\.tar\.gz")
_STAMP = "%Y%m%d-%H%M%S"  # UTC
LATE = timedelta(days=2)  # one a day is made, and one may fail before anybody is woken


def folder() -> Path:
    """Return where copies are kept, which need not exist yet."""
    return Path(settings.BACKUP_DIR)


def new_path(now: datetime, suffix: str = "") -> Path:
    """Return the path of a copy that is made now."""
    return folder() / f"leadline-{now.astimezone(UTC):{_STAMP}}{suffix}.tar.gz"


def copies() -> list[Path]:
    """Return the copies that there are, the latest last."""
    found = folder().glob("leadline-*.tar.gz") if folder().is_dir() else []
    return sorted(path for path in found if _NAME.fullmatch(path.name))


def delete_old(now: datetime) -> list[Path]:
    """Delete the copies that are older than `BACKUP_KEEP_DAYS`, never the latest one."""
    kept = timedelta(days=settings.BACKUP_KEEP_DAYS)
    old = [path for path in copies()[:-1] if now - made_at(path) > kept]
    for path in old:
        path.unlink()
    return old


def made_at(path: Path) -> datetime:
    """Return when a copy was made, by its name."""
    found = _NAME.fullmatch(path.name)
    stamp = found.group(1) if found else "19700101-000000"
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def note(ok: bool, says: str) -> None:
    """Remember how the latest copy went, for `/readyz` and the admin."""
    file = _note()
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {"ok": ok, "says": says, "at": timezone.now().isoformat()}
    if ok:
        told["good_at"] = told["at"]
    new = file.with_suffix(".new")
    new.write_text(json.dumps({**last(), **told}), encoding="utf-8")
    new.replace(file)


def last() -> dict[str, Any]:
    """Return how the latest one went: `ok`, `says`, `at`, and `good_at` of the last good one."""
    try:
        told: dict[str, Any] = json.loads(_note().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def backup() -> Finding:
    """For `/readyz`: whether copies are made. Where none was ever made, none is missed yet."""
    told = last()
    if not told:
        return Finding(True, "none was made yet: `manage.py backup`")
    if not told["ok"]:
        return Finding(False, told["says"])
    age = timezone.now() - datetime.fromisoformat(told["at"])
    figures = {"age_seconds": round(age.total_seconds())}
    if age > LATE:
        return Finding(False, "the last one is older than two days: is its timer on?", figures)
    return Finding(True, "the last one was made", figures)


def _note() -> Path:
    return Path(settings.VAR_DIR) / "backup.json"
