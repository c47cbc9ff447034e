"""The reader of Markdown."""

from pathlib import Path

import pytest

from blog.importing.markdown import read_markdown
from blog.importing.pieces import Document, Piece

TEXTS = Path(__file__).parent / "texts"


def read() -> Document:
    return read_markdown((TEXTS / "printers.md").read_text())


def test_every_piece_is_read_in_its_order() -> None:
    document = read()

    assert [piece.kind for piece in document.pieces] == [
        "text",
        "callout",
        "heading",
        "words",
        "heading",
        "list",
        "video",
        "text",
        "call",
    ]


def test_the_first_heading_is_the_title_without_its_marks() -> None:
    document = read()

    assert document.title == "The Printer Nobody Owns"
    assert [p.text for p in document.pieces if p.kind == "heading"] == [
        "What it knows",
        "How to tame it",
    ]


def test_a_paragraph_keeps_its_emphasis_and_its_links() -> None:
    document = read()

    assert document.pieces[0].html == (
        '<p>Every office has one: it is <strong>old</strong>, it is <a href="https://example.org/'
        'scan?a=1&amp;b=2">on the network</a>, and nobody has changed its password.</p>'
    )
    assert document.pieces[0].text.startswith("Every office has one: it is old, it is on the")


def test_a_quotation_becomes_a_callout_headed_by_its_bold_first_line() -> None:
    document = read()

    assert document.pieces[1] == Piece(
        "callout",
        title="Try this today",
        text="Print the configuration page and read the last line.",
        html="<p>Print the configuration page and read the <em>last</em> line.</p>",
    )


def test_a_quotation_with_bold_words_in_a_sentence_has_no_heading() -> None:
    document = read_markdown("> **Never** share it.\n\nEnd.")

    assert document.pieces[0].title == ""
    assert document.pieces[0].html == "<p><strong>Never</strong> share it.</p>"


def test_a_short_list_of_single_words_becomes_words_and_a_numbered_one_a_list() -> None:
    document = read()

    assert document.pieces[3].items == ("Names", "Scans", "Login Details")
    assert document.pieces[5].html == (
        '<ol><li>Set a password</li><li>Turn off what you <a href="/articles/ports/">do not use'
        "</a></li></ol>"
    )


def test_a_nested_list_keeps_every_item() -> None:
    document = read_markdown("- one\n  - two\n- three\n")

    assert document.pieces[0].html == "<ul><li>one <ul><li>two</li></ul></li><li>three</li></ul>"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("[Seen](https://www.youtube.com/watch?v=AbCdEfGhIj0)", "Seen"),
        ("https://youtu.be/AbCdEfGhIj0", ""),
        ("<https://www.youtube.com/embed/AbCdEfGhIj0>", ""),
    ],
)
def test_a_paragraph_that_is_one_video_address_becomes_a_video(source: str, title: str) -> None:
    document = read_markdown(source)

    [video] = document.pieces
    assert video == Piece("video", url="https://www.youtube.com/watch?v=AbCdEfGhIj0", title=title)


@pytest.mark.parametrize(
    "source",
    [
        "Watch https://youtu.be/AbCdEfGhIj0 now",
        "https://youtube.com.evil.example/watch?v=AbCdEfGhIj0",
        "https://www.youtube.com/watch?v=short",
        "https://[youtube.com/watch?v=AbCdEfGhIj0",
    ],
)
def test_what_is_no_video_address_stays_text(source: str) -> None:
    document = read_markdown(source)

    assert [piece.kind for piece in document.pieces] == ["text"]


def test_the_last_invitation_to_ring_becomes_the_call() -> None:
    document = read()

    assert document.pieces[-1] == Piece(
        "call",
        text="Would you rather we looked? Call 020 7946 0018 and ask for the network team.",
        phone="+442079460018",
    )


def test_a_number_nobody_is_invited_to_ring_stays_text() -> None:
    document = read_markdown("The order was 020 7946 0018.")

    assert [piece.kind for piece in document.pieces] == ["text"]


def test_markup_and_dangerous_links_stay_harmless_words_and_are_noted() -> None:
    document = read()

    assert document.pieces[7].html == (
        '<p>Write to <a href="mailto:help@example.org">us</a>, &lt;b&gt;not&lt;/b&gt; to them.</p>'
    )
    assert "A link to “javascript:alert(1)” was left out; its words stay." in document.notes


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "vbscript:x"],
)
def test_only_harmless_links_stay_links(href: str) -> None:
    document = read_markdown(f"[words]({href})")

    assert document.pieces[0].html == "<p>words</p>"


def test_a_block_of_html_is_text() -> None:
    document = read_markdown("<script>alert('x')</script>\n")

    assert document.pieces[0].html == "<p>&lt;script&gt;alert('x')&lt;/script&gt;</p>"


def test_a_picture_leaves_its_description_and_a_note() -> None:
    document = read_markdown("![A grey printer](https://example.org/p.png)")

    assert document.pieces[0].html == "<p>A grey printer</p>"
    assert any("“A grey printer” was not brought in" in note for note in document.notes)


def test_code_in_a_sentence_and_in_a_list_keeps_its_words_escaped() -> None:
    document = read_markdown("Use `a < b`.\n\n- One thing to type here:\n\n      x & y\n      z\n")

    assert [piece.html for piece in document.pieces] == [
        "<p>Use <code>a &lt; b</code>.</p>",
        "<ul><li>One thing to type here: <p><code>x &amp; y<br/>z</code></p></li></ul>",
    ]


def test_a_file_without_a_title_says_so() -> None:
    document = read_markdown("## Only a section\n\nText.")

    assert document.title == ""
    assert document.notes == ["The file has no “#” heading, so it gives the article no title."]


def test_a_start_time_left_out_of_a_videos_address_is_noted() -> None:
    document = read()

    assert any("AbCdEfGhIj0&t=12s” is stored as “https" in note for note in document.notes)


def test_a_bold_line_above_a_list_of_words_is_its_title() -> None:
    document = read_markdown("**Doing & deciding**\n\n- One\n- Two\n- Three\n")

    assert [piece.kind for piece in document.pieces] == ["words"]
    assert document.pieces[0].title == "Doing & deciding"


def test_a_line_that_is_bold_in_part_or_stands_above_sentences_is_no_title() -> None:
    document = read_markdown("A **bold** word\n\n- One\n- Two\n- Three\n\n**Bold**\n\nText.\n")

    assert [piece.kind for piece in document.pieces] == ["text", "words", "text", "text"]
