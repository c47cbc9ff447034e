"""The archive: one compressed file with the database, the uploads and a manifest of both.

The manifest comes last and holds each file's size and checksum: an archive that was cut off has
none, and one that was changed does not match it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"
FORMAT = 1


class BadArchive(Exception):
    """Why an archive cannot be used, in words."""


@dataclass
class Writing:
    """An archive while it is written. `about` becomes the head of its manifest."""

    tar: tarfile.TarFile
    about: dict[str, Any]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, path: Path, name: str) -> None:
        """Add a file under a name."""
        with path.open("rb") as source:
            info = self.tar.gettarinfo(arcname=name, fileobj=source)
            reading = _Hashing(source)
            self.tar.addfile(info, reading)
        self.files[name] = {"size": info.size, "sha256": reading.digest()}

    def add_folder(self, folder: Path, name: str) -> None:
        """Add every plain file below a folder. One that goes meanwhile is left out."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                try:
                    self.add(path, f"{name}/{path.relative_to(folder).as_posix()}")
                except FileNotFoundError:
                    continue


@contextmanager
def writing(path: Path, about: dict[str, Any]) -> Iterator[Writing]:
    """Write an archive, which stands at `path` only once it is complete and on disk."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as tar:
                archive = Writing(tar, about)
                yield archive
                _add_manifest(archive)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive into a folder and return its manifest. Raises BadArchive."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            found = {info.name: _unpack_one(tar, info, folder) for info in tar}
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BadArchive(f"{path.name} cannot be read to its end: {error}") from None
    manifest = _manifest(folder / MANIFEST, path)
    found.pop(MANIFEST)
    if manifest.get("format") != FORMAT:
        raise BadArchive(f"{path.name} has a format that this version does not know")
    wrong = {name for name in {*found, *manifest["files"]} if not _agree(name, found, manifest)}
    if wrong:
        raise BadArchive(f"{path.name} is damaged: {sorted(wrong)[0]} is not what was written")
    return manifest


def _unpack_one(tar: tarfile.TarFile, info: tarfile.TarInfo, folder: Path) -> dict[str, Any]:
    # Not `tar.extract`: that of Debian 12's Python (3.11.2) follows names that lead outside.
    file, target = tar.extractfile(info) if info.isreg() else None, folder / info.name
    if file is None:
        raise BadArchive(f"{info.name} is no plain file: this is no archive of ours")
    if not target.resolve().is_relative_to(folder.resolve()):
        raise BadArchive(f"{info.name} leads outside: this is no archive of ours")
    target.parent.mkdir(parents=True, exist_ok=True)
    with file, target.open("wb") as out:
        reading = _Hashing(file)
        shutil.copyfileobj(reading, out)
    return {"size": info.size, "sha256": reading.digest()}


def _manifest(file: Path, path: Path) -> dict[str, Any]:
    if not file.is_file():
        raise BadArchive(f"{path.name} has no manifest: it was cut off, or is no archive of ours")
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def _agree(name: str, found: dict[str, Any], manifest: dict[str, Any]) -> bool:
    return bool(found.get(name) == manifest["files"].get(name))


def _add_manifest(archive: Writing) -> None:
    told = {"format": FORMAT, **archive.about, "files": archive.files}
    text = json.dumps(told, indent=2).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(text), 0o600
    archive.tar.addfile(info, BytesIO(text))


class _Hashing:
    """A file that is being read, and the checksum of what was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._hash.update(piece)
        return piece

    def digest(self) -> str:
        return self._hash.hexdigest()
