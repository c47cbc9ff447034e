"""Addresses of the parts of an article."""

from __future__ import annotations

import pytest

from blog.anchors import TAKEN, anchors


def test_equal_titles_get_different_addresses() -> None:
    assert anchors(["Why", "Why", "Why 2", "Why"]) == ["why", "why-2", "why-2-2", "why-3"]


def test_no_title_takes_an_address_that_pages_use_themselves() -> None:
    assert not set(anchors(["Main", "Quiz", "Reading"])) & TAKEN


def test_a_title_without_letters_has_an_address_too() -> None:
    assert anchors(["?!", "…"]) == ["part", "part-2"]


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Über Žižek’s naïveté", "uber-zizeks-naivete"),
        ("Что это стоит", "что-это-стоит"),
        ("3 причины уйти", "3-причины-уйти"),
        ("IT: что дальше?", "it-что-дальше"),
        ("كم يكلف ذلك؟", "كم-يكلف-ذلك"),
        ("费用是多少", "费用是多少"),
        ("🚀", "part"),
        ("🚀 Launch", "launch"),
        ("<b>&\"'", "b"),
        ("   ", "part"),
        ("", "part"),
    ],
)
def test_a_title_in_any_script_has_an_address_that_can_be_read(title: str, anchor: str) -> None:
    assert anchors([title]) == [anchor]


def test_equal_titles_in_any_script_get_different_addresses() -> None:
    titles = ["Что", "что", "ЧТО-2", "Что", "🚀", "😀", "Part", "part 2", "كم", "كم"]

    made = anchors(titles)

    assert len(set(made)) == len(titles)
    assert all(made)
    assert not any(character in anchor for anchor in made for character in " \t\"'<>&#%")
