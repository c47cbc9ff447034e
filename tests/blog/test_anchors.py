"""Addresses of the parts of an article."""

from __future__ import annotations

from blog.anchors import TAKEN, anchors


def test_equal_titles_get_different_addresses() -> None:
    assert anchors(["Why", "Why", "Why 2", "Why"]) == ["why", "why-2", "why-2-2", "why-3"]


def test_no_title_takes_an_address_that_pages_use_themselves() -> None:
    assert not set(anchors(["Main", "Quiz", "Reading"])) & TAKEN


def test_a_title_without_letters_has_an_address_too() -> None:
    assert anchors(["?!", "…"]) == ["part", "part-2"]
