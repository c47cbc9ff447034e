"""Turns the bytes of a document into text, or says why they are none."""

from __future__ import annotations

import codecs
import unicodedata

LARGEST = 5_000_000  # bytes
_WRAPPERS = {
    b"%PDF-": "a PDF; paste its text into a .txt file",
    b"PK\x03\x04": "a zipped document, whatever its name says; a Word document ends in .docx",
    b"{\\rtf": "a rich-text document; save it as .docx or plain text",
    b"\xd0\xcf\x11\xe0": "an old Office document; save it as .docx",
}
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CannotImport(Exception):
    """The document cannot become an article; the text names the file and the reason."""


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a document, and the encoding it was read as.

    Takes UTF-8 (with or without a byte-order mark), UTF-16 with one, and else Windows-1252.
    `name` is the file's name, for the error. Raises CannotImport when the file is empty, larger
    than 5 MB or no text.
    """
    if len(data) > LARGEST:
        raise CannotImport(f"{name} is larger than {LARGEST // 1_000_000} MB: split it.")
    for start, what in _WRAPPERS.items():
        if data.startswith(start):
            raise CannotImport(f"{name} is {what}.")
    text, encoding = _decoded(data, name)
    if "\0" in text:
        raise CannotImport(f"{name} is not text: it holds NUL bytes. Save it as .docx.")
    if not any(_is_seen(character) for character in text):
        raise CannotImport(f"{name} is empty: choose the file that holds the text.")
    return text, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    encodings = ["utf-16"] if data.startswith(_UTF16_MARKS) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise CannotImport(f"{name} is not text: it is neither UTF-8, UTF-16 nor Windows-1252.")


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"
