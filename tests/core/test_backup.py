"""Backups: what one holds, that it brings the site back, and what stops a restore."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from core.backup import keeping
from leads.models import Enquiry, Erasure, Person
from leads.privacy.forgetting import forget
from tests.factories import make_enquiry, make_person

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Folders of this test's own, and a site that somebody works with."""
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.jsonl")
    settings.AFTER_RESTORE = ["after_restore"]  # the others have tests of their own
    (tmp_path / "media" / "images").mkdir(parents=True)
    (tmp_path / "media" / "images" / "a.jpg").write_bytes(b"a picture")
    User.objects.create_superuser("admin")
    make_enquiry(person=make_person(email="ann@acme.example"), message="Ring me.")
    yield tmp_path


def backup() -> Path:
    call_command("backup", stdout=StringIO())
    return keeping.copies()[-1]


def restore(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("restore", str(path), stdout=out, **options)
    return out.getvalue()


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar}  # type: ignore[union-attr]


def rewrite(path: Path, **changes: bytes | None) -> None:
    """Write an archive anew with other files in it; None leaves one out."""
    files = {**members(path), **{name.replace("_", "."): each for name, each in changes.items()}}
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            if content is not None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))


def test_a_backup_is_one_file_for_its_owner_with_all_but_sessions_and_secrets(
    place: Path, settings: Any
) -> None:
    settings.SECRET_KEY = "s3cret-of-this-site"
    Session.objects.create(session_key="s3ssion-key", session_data="x", expire_date=timezone.now())

    path = backup()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    held = members(path)
    assert list(held) == ["database", "media/images/a.jpg", "manifest.json"]
    assert held["media/images/a.jpg"] == b"a picture"
    assert b"ann@acme.example" in held["database"]
    assert b"s3" not in held["manifest.json"]
    for secret in (b"s3cret-of-this-site", b"s3ssion-key"):
        assert secret not in held["database"]
    manifest = json.loads(held["manifest.json"])
    assert manifest["files"]["media/images/a.jpg"]["size"] == 9
    assert [each.name for each in Path(settings.BACKUP_DIR).iterdir()] == [path.name]


def test_a_backup_of_a_site_that_writes_holds_what_was_committed() -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE leads_person SET name = 'half'")
        path = backup()
        other.execute("ROLLBACK")

    assert b"Ann Lee" in members(path)["database"]


def test_a_restore_brings_back_rows_and_uploads_and_keeps_what_was_there(place: Path) -> None:
    path = backup()
    before = list(Enquiry.objects.values())
    Enquiry.objects.update(message="Spoilt.")
    make_person(email="later@acme.example")
    (place / "media" / "images" / "a.jpg").write_bytes(b"spoilt")
    (place / "media" / "late.jpg").write_bytes(b"late")

    said = restore(path, force=True)

    assert list(Enquiry.objects.values()) == before
    assert not Person.objects.filter(email="later@acme.example").exists()
    assert (place / "media" / "images" / "a.jpg").read_bytes() == b"a picture"
    assert not (place / "media" / "late.jpg").exists()
    assert (place / "media.before-restore" / "late.jpg").read_bytes() == b"late"
    [kept] = place.glob("backups/*-before-restore.tar.gz")
    assert str(kept) in said
    restore(kept, force=True)  # and back again
    assert Enquiry.objects.get().message == "Spoilt."


def test_whoever_was_erased_since_is_erased_from_what_comes_back(place: Path) -> None:
    path = backup()
    erasure = forget(Person.objects.get())

    restore(path, force=True)

    assert Erasure.objects.get().reference == erasure.reference
    assert Enquiry.objects.get().message == ""
    name = Path(connection.settings_dict["NAME"])
    for file in (name, name.with_name(f"{name.name}-wal")):
        assert not file.exists() or b"ann@acme.example" not in file.read_bytes()


def test_a_site_that_holds_something_is_not_replaced_unasked() -> None:
    path = backup()
    Enquiry.objects.update(message="Newer.")

    with pytest.raises(CommandError, match=r"Nothing was restored.*--force"):
        restore(path)

    assert Enquiry.objects.get().message == "Newer."


def test_a_site_that_runs_is_not_replaced_at_all() -> None:
    path = backup()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as web:
        web.execute("SELECT 1 FROM leads_person").fetchall()
        with pytest.raises(CommandError, match="stop the web server and the worker"):
            restore(path, force=True)


def test_an_empty_site_takes_a_backup_without_being_asked_twice() -> None:
    path = backup()
    Enquiry.objects.all().delete()
    User.objects.all().delete()
    from wagtail.models import Page

    Page.objects.filter(depth__gt=2).delete()

    restore(path)

    assert Enquiry.objects.get().message == "Ring me."


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-400]), "cannot be read to its end"),
        (lambda path: rewrite(path, manifest_json=None), "has no manifest"),
        (lambda path: rewrite(path, database=b"another"), "is damaged: database"),
        (lambda path: rewrite(path, **{"../outside": b"x"}), "leads outside"),
        (lambda path: path.write_bytes(b"no archive"), "cannot be read to its end"),
    ],
)
def test_an_archive_that_is_not_whole_changes_nothing(spoil: Any, said: str, place: Path) -> None:
    path = backup()
    spoil(path)

    with pytest.raises(CommandError, match=said):
        restore(path, force=True)

    assert Enquiry.objects.get().message == "Ring me."
    assert not (place.parent / "outside").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "postgresql"}, "The copy is of postgresql and DATABASE_URL names sqlite"),
        ({"migrations": ["leads.9999_of_tomorrow"]}, "newer version, which has leads.9999"),
        ({"format": 2}, "a format that this version does not know"),
    ],
)
def test_a_copy_of_something_else_is_refused(change: dict[str, Any], said: str) -> None:
    path = backup()
    manifest = {**json.loads(members(path)["manifest.json"]), **change}
    rewrite(path, manifest_json=json.dumps(manifest).encode())

    with pytest.raises(CommandError, match=said):
        restore(path, force=True)


def test_old_backups_go_and_the_latest_never_does(settings: Any) -> None:
    settings.BACKUP_KEEP_DAYS = 35
    with time_machine.travel(NIGHT - timedelta(days=40), tick=False):
        old = backup()
    with time_machine.travel(NIGHT - timedelta(days=36), tick=False):
        aging = backup()
    assert keeping.copies() == [old, aging]  # neither was too old then

    with time_machine.travel(NIGHT, tick=False):
        new = backup()

    assert keeping.copies() == [new]


def test_a_backup_that_fails_is_loud_and_leaves_no_half(
    settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, ...]] = []
    settings.ALARM = f"{__name__}.tell"
    monkeypatch.setattr(f"{__name__}.tell", lambda *what: told.append(what), raising=False)
    good = backup()
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(CommandError, match="No space left"):
        backup()

    assert keeping.copies() == [good]
    assert [each.name for each in Path(settings.BACKUP_DIR).iterdir()] == [good.name]
    [(cause, subject, text)] = told
    assert (cause, subject) == ("backup", "No backup was made")
    assert "No space left" in text and "What to do" in text
    assert "No backup was made" in caplog.text
    assert not keeping.backup().ok
    monkeypatch.undo()
    backup()
    assert keeping.backup().ok


def tell(cause: str, subject: str, text: str) -> None:
    """Stands where a mail would be sent."""


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_backups_that_are_no_longer_made_are_missed() -> None:
    assert keeping.backup().ok  # none was ever made: the first-run checklist asks for it
    backup()
    assert keeping.backup().ok
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert "is its timer on?" in keeping.backup().says
