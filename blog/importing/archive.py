"""Looks into a .docx before anything reads it: it is a zip, and a zip can promise anything."""

from __future__ import annotations

import io
import zipfile
import zlib

from blog.importing.decoding import CannotImport

LARGEST_UNPACKED = 60_000_000  # bytes, of all parts together
LARGEST_TEXT = 15_000_000  # bytes, of the parts that are parsed
MOST_PARTS = 2_000
MOST_PARAGRAPHS = 2_000
_BODY = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0"
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def check_archive(data: bytes, name: str) -> None:
    """Raise CannotImport, naming the file and the trouble, unless `data` is a sound .docx."""
    if data.startswith(_OLE):
        raise CannotImport(
            f"{name} is locked by a password or of Word’s old .doc kind: save it as a .docx "
            "without a password."
        )
    if not data.startswith(b"PK"):
        raise CannotImport(f"{name} is no .docx, whatever its name says: save it as one in Word.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive, name)
    except _FAILURES as error:
        raise CannotImport(f"{name} is damaged: open it in Word and save it again.") from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise CannotImport(f"{name} is locked by a password: save it without one.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise CannotImport(f"{name} unpacks to more than an article can be: it was not opened.")
    texts = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    if sum(part.file_size for part in texts) > LARGEST_TEXT:
        raise CannotImport(f"{name} holds more text than an article can: it was not opened.")
    if not any(part.filename == _BODY for part in parts):
        raise CannotImport(f"{name} is a zip, but no Word document: it has no {_BODY}.")
    for part in texts:
        _check_text(archive.read(part), part.filename, name)


def _check_text(xml: bytes, part: str, name: str) -> None:
    # Word writes UTF-8 and never a document type; entities are for attacks.
    if b"\0" in xml or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise CannotImport(f"{name} declares XML entities, which no Word document needs.")
    if part == _BODY and xml.count(b"<w:p>") + xml.count(b"<w:p ") > MOST_PARAGRAPHS:
        raise CannotImport(f"{name} has more than {MOST_PARAGRAPHS:,} paragraphs: split it.")
