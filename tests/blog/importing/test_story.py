"""The raw form of an article's body."""

import json

from blog.importing.markdown import read_markdown
from blog.importing.pieces import Document, Piece, paragraph
from blog.importing.story import to_stream


def test_every_kind_takes_the_shape_its_block_wants() -> None:
    document = Document(
        pieces=[
            Piece("heading", text="Why & how"),
            Piece("callout", title="Note", html="<p>Mind it.</p>"),
            Piece("words", items=("One", "Two", "Three")),
            Piece("video", url="https://www.youtube.com/watch?v=AbCdEfGhIj0", title="Seen"),
            Piece("call", text="Call us.", phone="+442079460018"),
        ]
    )

    stream = to_stream(document)

    words = ["One", "Two", "Three"]
    video = {"url": "https://www.youtube.com/watch?v=AbCdEfGhIj0", "title": "Seen"}
    assert stream == [
        {"type": "heading", "value": "Why & how"},
        {"type": "callout", "value": {"heading": "Note", "text": "<p>Mind it.</p>"}},
        {"type": "words", "value": {"title": "", "items": words}},
        {"type": "video", "value": video},
        {"type": "call", "value": {"text": "Call us.", "phone": "+442079460018"}},
    ]
    assert json.loads(json.dumps(stream)) == stream


def test_neighbouring_paragraphs_and_lists_share_one_rich_text_block() -> None:
    document = read_markdown("One.\n\n- a long list item\n- another\n\nTwo.\n\n## Next\n\nThree.")

    stream = to_stream(document)

    assert stream == [
        {
            "type": "text",
            "value": "<p>One.</p><ul><li>a long list item</li><li>another</li></ul><p>Two.</p>",
        },
        {"type": "heading", "value": "Next"},
        {"type": "text", "value": "<p>Three.</p>"},
    ]


def test_the_heading_the_page_shows_as_its_title_is_not_shown_twice() -> None:
    heading = Piece("heading", text="The title")
    document = Document(title="The title", pieces=[paragraph("Before."), heading, heading])

    stream = to_stream(document, page_title="The title")

    assert [block["type"] for block in stream] == ["text", "heading"]


def test_an_empty_document_gives_an_empty_body() -> None:
    assert to_stream(Document()) == []
