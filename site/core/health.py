"""`/healthz` says that this process answers, `/readyz` whether every part does its work.

Both are for machines: JSON, kept by no cache, and nothing personal. What is asked of `/readyz` is
listed in `settings.READINESS`, for the rooms to add their own.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from core.alarms import alarm

ALIVE, READY = "/healthz", "/readyz"
LEAST_FREE = 500_000_000  # bytes; SQLite's log, a backup and a day's uploads want some room


_applied = threading.Event()


@dataclass(frozen=True)
class Finding:
    """How one part stands: whether it does its work, in words, and in figures."""

    ok: bool
    says: str
    figures: Mapping[str, float] = field(default_factory=dict)


Part = Callable[[], Finding]


def answering(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer both, whatever host is asked for: who watches a machine asks it by its number."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info == ALIVE:
            return alive()
        if request.path_info == READY:
            return ready()
        return get_response(request)

    return answer


def alive() -> JsonResponse:
    """Return that this process answers; 503 when it is about to be stopped (deploy/drain)."""
    draining = os.environ.get("LEADLINE_DRAINING")
    if draining and Path(draining).exists():
        return _told(503, {"status": "stopping"})
    return _told(200, {"status": "ok"})


def ready() -> JsonResponse:
    """Return how every part stands: 503 when one does not do its work, which `failing` names."""
    found = findings()
    failing = [name for name, each in found.items() if not each.ok]
    return _told(
        503 if failing else 200,
        {
            "status": "failing" if failing else "ok",
            "failing": failing,
            "parts": {name: _shown(each) for name, each in found.items()},
        },
    )


def findings() -> dict[str, Finding]:
    """Return how each part stands, by its name."""
    found: dict[str, Finding] = {}
    for name, path in settings.READINESS.items():
        try:
            found[name] = import_string(path)()
        except DatabaseError as error:
            found[name] = Finding(False, f"the database does not answer: {type(error).__name__}")
    return found


def database() -> Finding:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(True, f"{connection.vendor} answers")


def migrations() -> Finding:
    """Whether the database has every migration of this version."""
    missing = _unapplied()
    if missing:
        told = f"run `manage.py migrate`: {missing} are missing"
        return Finding(False, told, {"missing": missing})
    return Finding(True, "all are applied")


def disk() -> Finding:
    """Whether there is room where database, uploads and logs are."""
    free = shutil.disk_usage(_existing(Path(settings.VAR_DIR))).free
    told = f"{free / 1e9:.1f} GB free"
    if free < LEAST_FREE:
        told += ": delete old backups or logs, or give the machine more"
    return Finding(free >= LEAST_FREE, told, {"free_bytes": free})


def watch() -> list[str]:
    """Tell the operator of what no other part of the site tells of; returns the names of it."""
    found = {name: import_string(settings.READINESS[name])() for name in settings.WATCHED}
    wrong = [name for name, each in found.items() if not each.ok]
    for name in wrong:
        text = f"{name}: {found[name].says}.\n\nHow everything stands: {_address()}"
        alarm(name, f"The site's {name} needs somebody", text)
    return wrong


def _address() -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{READY}"


def _unapplied() -> int:
    """Count the missing ones; once there are none, that is remembered while this process runs."""
    if _applied.is_set():
        return 0
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not missing:
        _applied.set()
    return missing


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _shown(finding: Finding) -> dict[str, Any]:
    shown = asdict(finding)
    return {"ok": shown["ok"], "says": shown["says"], **shown["figures"]}


def _told(status: int, what: dict[str, Any]) -> JsonResponse:
    return JsonResponse(what, status=status, headers={"Cache-Control": "no-store"})
