"""Reads a file of any kind the importer knows into one and the same form."""

from __future__ import annotations

import re
from pathlib import PurePath

from blog.importing.decoding import LARGEST, CannotImport, decode
from blog.importing.hypertext import read_html
from blog.importing.markdown import read_markdown
from blog.importing.pieces import Document
from blog.importing.plain import read_plain
from blog.importing.word import read_word

MOST_PIECES = 2_000
# Of Markdown, without the images inside: its reader's time grows with the square of a paragraph.
LONGEST_PARAGRAPH, LONGEST_MARKDOWN = 20_000, 500_000  # characters
MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
WORD = frozenset({".docx"})
WITH_IMAGES = MARKDOWN | HTML | WORD
SUFFIXES = frozenset({".txt"}) | WITH_IMAGES
_IS_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.S)
_IMAGE = re.compile(r"\(data:[^\s()]*\)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_ANY_TAG = re.compile(r"<[a-zA-Z!][^<>]*>")


def read(data: bytes, name: str) -> Document:
    """Read a file: by its name a .docx, HTML or Markdown, and everything else as pasted text.

    `name` is the file's name, for its kind and for errors. Raises CannotImport, which names the
    file and the reason, for a file that is empty, larger than 5 MB, of another kind than its name
    says, damaged, or more than an article can be.
    """
    suffix = PurePath(name).suffix.lower()
    if len(data) > LARGEST and suffix in WITH_IMAGES:
        raise CannotImport(f"{name} is larger than {LARGEST // 1_000_000} MB: shrink its images.")
    document = read_word(data, name) if suffix in WORD else _read_text(data, name, suffix)
    if not document.pieces:
        raise CannotImport(f"{name} holds a title at most, and no text for an article.")
    if len(document.pieces) > MOST_PIECES:
        raise CannotImport(f"{name} has more than {MOST_PIECES:,} paragraphs: split it.")
    return document


def _read_text(data: bytes, name: str, suffix: str) -> Document:
    text, encoding = decode(data, name)
    if suffix in HTML:
        if not _ANY_TAG.search(text):
            raise CannotImport(f"{name} holds no HTML, whatever its name says: call it .txt.")
        document = read_html(text, name)
    elif _IS_HTML.match(text):
        raise CannotImport(f"{name} holds HTML, whatever its name says: call it .html.")
    elif suffix in MARKDOWN:
        _check_length(text, name)
        document = read_markdown(text)
    else:
        document = read_plain(text)
    if encoding == "cp1252":
        document.notes.append("The file is not UTF-8; it was read as Windows-1252.")
    return document


def _check_length(markdown: str, name: str) -> None:
    text = _IMAGE.sub("", markdown)
    if len(text) > LONGEST_MARKDOWN:
        raise CannotImport(f"{name} has more than {LONGEST_MARKDOWN:,} characters: split it.")
    if any(len(part) > LONGEST_PARAGRAPH for part in _BLANK_LINE.split(text)):
        raise CannotImport(
            f"{name} has a paragraph of more than {LONGEST_PARAGRAPH:,} characters: part it by "
            "blank lines."
        )
