"""The customer's own flyer, read from the file that ARTICLE names.

The file is not part of the repository: `make prove ARTICLE=FILE` runs this.
"""

import json
import os
import re
from pathlib import Path

import pytest

from blog.importing.pieces import Document
from blog.importing.plain import read_plain
from blog.importing.story import to_stream

TITLE = "Leadership and Management Skills – are they the same?"
HEADINGS = [
    TITLE,
    "Let explore the differences in more detail – managers first.",
    "And what about leaders? What qualities do they bring?",
    "In Summary",
]
ASIDE = "Its Interesting to note – that the 1st ‘follower’ is often the manager."
LISTS = {
    "We can summarise management as the process of:": (
        "Planning",
        "Organizing",
        "Direction",
        "Control",
    ),
    "Good leadership can be summarised as:": ("Enterprenurial", "Design", "Inspire", "Action"),
}
CALL = (
    "If you’d like to understand more contact us for a friendly discussion regarding your IT needs"
    " on 0330 0434 532."
)


@pytest.fixture(scope="module")
def source() -> str:
    path = os.environ.get("ARTICLE", "")
    if not path:
        pytest.fail("ARTICLE is not set. Run: make prove ARTICLE=path/to/the/customers/article.txt")
    if not Path(path).is_file():
        pytest.fail(f"ARTICLE names {path}, which is no file.")
    return Path(path).read_bytes().decode("utf-8-sig")


@pytest.fixture(scope="module")
def document(source: str) -> Document:
    return read_plain(source)


def test_the_title_is_the_flyers_title(document: Document) -> None:
    assert document.title == TITLE


def test_the_headings_are_the_flyers_headings(document: Document) -> None:
    assert [piece.text for piece in document.pieces if piece.kind == "heading"] == HEADINGS


def test_there_are_ten_to_sixteen_whole_paragraphs_of_a_readable_length(document: Document) -> None:
    paragraphs = [piece.text for piece in document.pieces if piece.kind == "text"]

    assert 10 <= len(paragraphs) <= 16
    assert max(len(text.split()) for text in paragraphs) <= 130
    assert all(text[0].isupper() and re.search(r"[.?!:]”?$", text) for text in paragraphs)


def test_the_aside_is_a_callout(document: Document) -> None:
    assert [piece.text for piece in document.pieces if piece.kind == "callout"] == [ASIDE]


def test_each_list_follows_the_sentence_that_introduces_it(document: Document) -> None:
    pairs = list(zip(document.pieces, document.pieces[1:], strict=False))
    found = {before.text: piece.items for before, piece in pairs if piece.kind == "words"}

    assert len(found) == 2
    for (text, items), (announcement, expected) in zip(found.items(), LISTS.items(), strict=True):
        assert text.endswith(announcement)
        assert items == expected


def test_the_one_video_follows_the_sentence_that_announces_it(document: Document) -> None:
    [index] = [i for i, piece in enumerate(document.pieces) if piece.kind == "video"]

    assert document.pieces[index].url == "https://www.youtube.com/watch?v=GA8z7f7a2Pk"
    assert document.pieces[index - 1].text.endswith("you can find it here:")


def test_the_closing_sentence_is_the_one_call(document: Document) -> None:
    calls = [piece for piece in document.pieces if piece.kind == "call"]

    assert calls == document.pieces[-1:]
    assert (calls[0].text, calls[0].phone) == (CALL, "+443300434532")


def test_every_word_of_the_file_is_there_once_and_in_order(source: str, document: Document) -> None:
    # The lists and the video are the only things that move: they are compared by themselves.
    moved = [" ".join(items) for items in LISTS.values()]
    lines = [" ".join(line.split()) for line in source.splitlines()]
    stayed = [line for line in lines if line not in moved and not line.startswith("https://")]

    texts = [piece.text for piece in document.pieces if piece.kind not in {"words", "video"}]

    assert " ".join(texts) == " ".join(" ".join(stayed).split())
    assert all(lines.count(line) == 1 for line in moved)


def test_the_body_holds_it_all_in_the_form_the_page_stores(document: Document) -> None:
    stream = to_stream(document)

    kinds = [block["type"] for block in stream]
    assert [block["value"] for block in stream if block["type"] == "heading"] == HEADINGS
    assert (kinds.count("words"), kinds.count("video"), kinds.count("callout")) == (2, 1, 1)
    assert stream[-1] == {"type": "call", "value": {"text": CALL, "phone": "+443300434532"}}
    assert json.dumps(stream).count("<p>") == 1 + sum(p.kind == "text" for p in document.pieces)


def test_the_page_does_not_show_its_title_a_second_time(document: Document) -> None:
    stream = to_stream(document, page_title=document.title)

    assert [block["value"] for block in stream if block["type"] == "heading"] == HEADINGS[1:]
