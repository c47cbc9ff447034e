"""Putting a copy back, without losing what is there and without bringing back who was erased."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.backup import archive, databases, making

Say = Callable[[str], object]
OURS = {"core", "home", "blog", "leads"}  # apps


class Refused(Exception):
    """Why nothing was restored, and what to do about it. Nothing was changed."""


def restore(path: Path, force: bool, say: Say) -> None:
    """Make the site what it was when a copy was made, and then what has to be true today.

    `force` replaces a site that holds something, of which a copy is made before. Raises Refused and
    `archive.BadArchive` before anything is changed.
    """
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.VAR_DIR) as work:
        folder = Path(work)
        manifest = archive.unpack(path, folder)
        say(f"{path.name} is whole: {len(manifest['files'])} files, made {manifest['made']}.")
        kind = databases.KINDS[_require_same_kind(manifest)]
        _require_known(manifest)
        if kind.is_in_use():
            raise Refused("The site is running: stop the web server and the worker first.")
        _save_what_is_there(force, say)
        kind.load(folder / archive.DATABASE)
        say("The database is back.")
        say(_swap_media(folder / archive.MEDIA))
    call_command("migrate", interactive=False, verbosity=0)
    for command in settings.AFTER_RESTORE:
        call_command(command)


def _require_same_kind(manifest: Mapping[str, Any]) -> str:
    here, there = databases.kind(), str(manifest["kind"])
    if here != there:
        raise Refused(
            f"The copy is of {there} and DATABASE_URL names {here}: restore it into {there}, "
            "then `manage.py move_to` the other."
        )
    return here


def _require_known(manifest: Mapping[str, Any]) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {".".join(key) for key in loader.disk_migrations}
    told = {name for name in manifest["migrations"] if name.partition(".")[0] in OURS}
    if newer := sorted(told - known):
        raise Refused(f"The copy is of a newer version, which has {newer[-1]}: install that first.")


def _save_what_is_there(force: bool, say: Say) -> None:
    if databases.is_empty():
        return
    if not force:
        raise Refused("The site holds pages and logins: --force replaces them, and keeps a copy.")
    for command in settings.BEFORE_RESTORE:
        call_command(command, verbosity=0)
    made = making.make("-before-restore")
    say(f"What was there is kept in {made.path}.")
    connection.close()


def _swap_media(new: Path) -> str:
    media = Path(settings.MEDIA_ROOT)
    old = media.with_name(f"{media.name}.before-restore")
    shutil.rmtree(old, ignore_errors=True)
    told = "The uploads are back."
    if media.exists():
        media.rename(old)
        told += f" Those that were there are in {old}."
    if new.is_dir():
        shutil.move(new, media)
    else:
        media.mkdir(parents=True)
    return told
