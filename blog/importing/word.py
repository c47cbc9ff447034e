"""Reads a .docx: mammoth makes HTML of it, and that is read as any other HTML."""

from __future__ import annotations

import io

import mammoth

from blog.importing.archive import check_archive
from blog.importing.decoding import CannotImport
from blog.importing.hypertext import read_html
from blog.importing.pieces import Document

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
"""


def read_word(data: bytes, name: str) -> Document:
    """Read the bytes of a .docx into pieces, its images included.

    Raises CannotImport when the file is damaged, locked, hostile or no .docx at all.
    """
    check_archive(data, name)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:  # whatever a strange file makes the library raise
        raise CannotImport(f"{name} is damaged: open it in Word and save it again.") from error
    document = read_html(result.value, name)
    if any("external" in message.message for message in result.messages):
        document.notes.append(
            "An image that is only linked to was left out: it is not in the file."
        )
    return document
