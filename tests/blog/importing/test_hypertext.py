"""What is read from HTML and from Word documents."""

from __future__ import annotations

import pytest

from blog.importing.decoding import CannotImport
from blog.importing.reading import read
from tests.blog.importing.files import data_address, docx, drawing, paragraph, png


def html(text: str) -> bytes:
    return f"<h1>Title</h1>{text}".encode()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<p>One.</p><p>Two.</p>", ["text", "text"]),
        ("<h2>Part</h2><div>Loose words.</div>", ["heading", "text"]),
        ("<ul><li>A whole sentence here.</li><li>And one more.</li></ul>", ["list"]),
        ("<ul><li>Plan</li><li>Do</li><li>Check</li></ul>", ["words"]),
        ("<blockquote><p>Mind this.</p></blockquote>", ["callout"]),
        ("<p>https://youtu.be/GA8z7f7a2Pk</p>", ["video"]),
        (
            '<iframe src="https://www.youtube.com/embed/GA8z7f7a2Pk"></iframe><p>x</p>',
            ["video", "text"],
        ),
        (f'<p>Before <img src="{data_address(png())}"> after.</p>', ["text", "image"]),
    ],
)
def test_each_element_becomes_its_piece(text: str, kinds: list[str]) -> None:
    document = read(html(text), "a.html")

    assert document.title == "Title"
    assert [piece.kind for piece in document.pieces] == kinds


def test_an_image_keeps_its_alt_text_and_caption() -> None:
    image = f'<img src="{data_address(png())}" alt="Tapes">'
    figure = f"<figure>{image}<figcaption>A shelf</figcaption></figure>"

    (piece,) = read(html(figure), "a.html").pieces

    assert piece.picture is not None
    assert (piece.picture.data, piece.picture.suffix) == (png(), "png")
    assert (piece.picture.alt, piece.picture.caption) == ("Tapes", "A shelf")


@pytest.mark.parametrize(
    "source",
    ["https://elsewhere.example/a.png", "file:///etc/passwd", data_address(png()[:30]), "data:,x"],
)
def test_an_image_that_is_not_in_the_file_or_broken_is_left_out_with_a_note(source: str) -> None:
    document = read(html(f'<p>Text.</p><img src="{source}" alt="Tapes">'), "a.html")

    assert [piece.kind for piece in document.pieces] == ["text"]
    assert document.notes == ["An image “Tapes” was left out: it is not in the file, or broken."]


def test_only_harmless_links_stay() -> None:
    text = (
        '<p><a href="https://a.example/?b=1&amp;c=2">one</a> <a href="javascript:x()">two</a></p>'
    )

    (piece,) = read(html(text), "a.html").pieces

    assert piece.html == '<p><a href="https://a.example/?b=1&amp;c=2">one</a> two</p>'


def test_text_that_looks_like_tags_stays_text() -> None:
    (piece,) = read(html("<p>Write &lt;b&gt; &amp; mean it</p>"), "a.html").pieces

    assert piece.text == "Write <b> & mean it"
    assert piece.html == "<p>Write &lt;b&gt; &amp; mean it</p>"


def test_a_table_is_read_row_by_row_and_noted() -> None:
    document = read(html("<table><tr><td>A</td><td>B</td></tr></table>"), "a.html")

    assert [piece.text for piece in document.pieces] == ["A – B"]
    assert any("table" in note for note in document.notes)


def test_a_word_document_gives_its_styles_and_image() -> None:
    data = docx(
        paragraph("Printers", "Title"),
        paragraph("Why", "heading2"),
        paragraph("So."),
        drawing("One"),
    )

    document = read(data, "a.docx")

    assert document.title == "Printers"
    assert [piece.kind for piece in document.pieces] == ["heading", "text", "image"]
    assert document.pieces[-1].picture is not None
    assert document.pieces[-1].picture.alt == "One"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04 and nothing", "damaged"),
        ("a.docx", b"plain words", r"is no \.docx"),
        ("a.docx", docx(*[paragraph("A")] * 2001), "more than 2,000 paragraphs"),
        ("a.docx", docx("<w:p><w:r></w:p>"), "damaged"),
        ("a.html", b"no tag at all", "holds no HTML"),
        ("a.txt", b"<!doctype html><p>x", r"call it \.html"),
        ("a.html", b"<p>x</p>" * 50_001, "50,000 tags"),
    ],
)
def test_what_is_no_article_is_refused(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(CannotImport, match=reason):
        read(data, name)
