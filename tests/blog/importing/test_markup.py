"""What is taken out of HTML, and what is refused because cleaning it would take too long."""

from __future__ import annotations

import pytest

from blog.importing.decoding import CannotImport
from blog.importing.hypertext import read_html
from blog.importing.markup import LARGEST_TEXT, MOST_TAGS
from tests.blog.importing.files import data_address, png


@pytest.mark.parametrize(
    "html",
    [
        "<p>words<script>alert(1)</script></p>",
        "<p onclick='alert(1)'>words</p>",
        "<p><a href='javascript:alert(1)'>words</a></p>",
        "<p><a href='JaVa\tScript:alert(1)'>words</a></p>",
        "<p><a href='data:text/html,alert(1)'>words</a></p>",
        "<p><a href='//evil.example'>words</a></p>",
        "<p><img src=x onerror=alert(1)>words</p>",
        "<svg><script>alert(1)</script></svg><p>words",
        "<style>p{background:url(javascript:alert(1))}</style><p>words",
        "<form action='//evil.example'><input></form><p>words",
        "<p>words<!-- alert(1) --></p>",
    ],
)
def test_what_could_do_harm_is_gone_and_the_words_stay(html: str) -> None:
    [piece] = read_html(html, "page.html").pieces

    assert piece.html == "<p>words</p>"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div>" * 5_000 + "x", "too deep"),
        ("".join(f"<x{number}>" for number in range(5_000)), "too deep"),
        ("<b></i>" * 5_000, "too deep"),
        ("<p>x" * (MOST_TAGS + 1), "tags"),
        ("<a " + "a=1/" * (LARGEST_TEXT // 4) + ">x</a>", "characters"),
        ("<a ='data:" + "a=1/" * (LARGEST_TEXT // 4) + "'>x</a>", "characters"),
    ],
    ids=["nested", "all-different", "closed-wrongly", "many", "attributes", "disguised"],
)
def test_what_would_hold_the_site_up_is_refused_by_name(html: str, reason: str) -> None:
    with pytest.raises(CannotImport, match=f"^page.html .*{reason}"):
        read_html(html, "page.html")


def test_large_images_are_no_long_text() -> None:
    padded = data_address(png() + b"\0" * LARGEST_TEXT)

    document = read_html(f'<img src="{padded}" alt="x">', "page.html")

    assert [piece.kind for piece in document.pieces] == ["image"]
