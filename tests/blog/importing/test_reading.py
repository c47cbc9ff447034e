"""Which reader takes a file, and what is refused before any of them does."""

from __future__ import annotations

import io
import zipfile

import pytest

from blog.importing.archive import MOST_PARAGRAPHS
from blog.importing.decoding import LARGEST, CannotImport
from blog.importing.reading import LONGEST_MARKDOWN, LONGEST_PARAGRAPH, MOST_PIECES, read
from tests.blog.importing.files import data_address, docx, drawing, paragraph, png

WORDS = paragraph("Some words.")


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def locked() -> bytes:
    """A document whose parts say that they are encrypted."""
    data = bytearray(docx(WORDS))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start != -1:
            data[start + offset] |= 1
            start = data.find(mark, start + 1)
    return bytes(data)


def test_a_word_document_is_read_with_title_headings_and_image() -> None:
    document = read(
        docx(
            paragraph("The printer", "Title"), paragraph("Why", "heading1"), WORDS, drawing("Teal")
        ),
        "printer.DOCX",
    )

    assert document.title == "The printer"
    assert [piece.kind for piece in document.pieces] == ["heading", "text", "image"]
    assert document.pieces[2].picture is not None
    assert document.pieces[2].picture.data == png()
    assert document.pieces[2].picture.alt == "Teal"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Title\n\n*Words.*"),
        ("a.html", "<h1>Title</h1><p><i>Words.</i></p>"),
        ("a.htm", "<h1>Title</h1><p><i>Words.</i></p>"),
    ],
)
def test_the_name_says_how_a_file_is_read(name: str, text: str) -> None:
    document = read(text.encode(), name)

    assert document.title == "Title"
    assert document.pieces[0].html == "<p><em>Words.</em></p>"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"Just text.", "is no .docx"),
        ("a.docx", b"%PDF-1.7", "is no .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.docx", locked(), "password"),
        ("a.docx", docx(WORDS)[:400], "damaged"),
        ("a.docx", zipped(other=b"<x/>"), "no Word document"),
        ("a.docx", zipped(word__document=b"<w:document"), "damaged"),
        ("a.docx", docx(WORDS, prolog='<!DOCTYPE d [<!ENTITY x "y">]>'), "XML entities"),
        ("a.docx", zipped(word__document="<!DOCTYPE d>".encode("utf-16")), "XML entities"),
        ("a.docx", zipped(word__document=b" " * 20_000_000), "holds more text"),
        ("a.docx", zipped(word__document=b"", big=b"\0" * 70_000_000), "unpacks to more"),
        ("a.docx", docx(WORDS * (MOST_PARAGRAPHS + 1)), "paragraphs"),
        ("a.html", b"Just text.", "holds no HTML"),
        ("a.md", b"<!doctype html><p>Text.", "holds HTML"),
        ("a.txt", b"<!-- x --> <html><p>Text.", "holds HTML"),
        ("a.txt", docx(WORDS), "zipped document"),
        ("a.md", b"Text.\n\n" * (MOST_PIECES + 1), "paragraphs"),
        ("a.md", b"[" * (LONGEST_PARAGRAPH + 1), "paragraph of more than"),
        ("a.md", b"Text.\n\n" * (LONGEST_MARKDOWN // 6), "characters"),
        ("a.md", b"# Only a title", "no text for an article"),
        ("a.html", b"<script>alert(1)</script>", "no text for an article"),
        ("a.docx", b"PK" + b"x" * LARGEST, "larger than 5 MB: shrink its images"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_wrong_huge_or_hostile_is_refused_by_name_and_reason(
    name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(CannotImport, match=f"^{name} .*{reason}"):
        read(data, name)


def test_an_image_that_a_word_document_only_links_to_is_not_fetched() -> None:
    data = docx(WORDS, drawing("Elsewhere").replace("r:embed", "r:link"))
    outside = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(outside, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("document.xml.rels"):
                target = b'Target="file:///etc/hostname" TargetMode="External"'
                text = text.replace(b'Target="media/image1.png"', target)
            new.writestr(part, text)

    document = read(outside.getvalue(), "a.docx")

    assert [piece.kind for piece in document.pieces] == ["text"]
    assert any("only linked to" in note for note in document.notes)


def test_an_image_inside_markdown_is_brought_in_however_large_it_is() -> None:
    padded = data_address(png() + b"\0" * LONGEST_MARKDOWN)

    document = read(f"# Title\n\n![Teal]({padded})".encode(), "a.md")

    assert [(piece.kind, piece.text) for piece in document.pieces] == [("image", "Teal")]
