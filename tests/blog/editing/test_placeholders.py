"""Guidance of a template that nobody has replaced yet."""

from __future__ import annotations

from typing import Any

import pytest

from blog.editing.placeholders import placeholders_in
from blog.starters.shelf import Starter, starters
from tests.blog.editing.test_checks import article, text, told
from tests.site_tree import SiteTree

GUIDANCE = "[Say why it matters.]"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (f"<p>First. {GUIDANCE} Last.</p>", [GUIDANCE]),
        ("<p>[Say <b>why</b> it\n matters &amp; to whom]</p>", ["[Say why it matters & to whom]"]),
        (f"{GUIDANCE}{GUIDANCE}", [GUIDANCE, GUIDANCE]),
        ("He said [sic] that [the manager of it] came [2].", []),
        ("[Emphasis added]", []),
        ('<a href="/x/[Say why it]">here</a>', []),
        ("[" * 5000 + "A" + " a" * 5000, []),
    ],
)
def test_guidance_is_told_from_other_brackets(words: str, found: list[str]) -> None:
    assert placeholders_in(words) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"title": f"A title {GUIDANCE}"},
        {"summary": GUIDANCE},
        {"seo_title": GUIDANCE},
        {"search_description": GUIDANCE},
    ],
)
def test_guidance_in_a_field_is_named(tree: SiteTree, fields: dict[str, Any]) -> None:
    assert told(article(tree, **fields)) == {"guidance-left": [GUIDANCE]}


@pytest.mark.django_db
def test_guidance_in_any_block_is_named_and_in_code_it_is_not(tree: SiteTree) -> None:
    rows = [{"left": "Yes", "right": "[Say what it costs.]"}]
    asked = [{"question": "[Ask what they ask?]", "answer": "<p>No.</p>"}]
    comparison = ("comparison", {"caption": "", "left": "A", "right": "B", "rows": rows})
    code = ("code", {"title": "", "code": "[Not a guidance here]"})

    found = told(article(tree, text(GUIDANCE), comparison, ("faq", {"items": asked}), code))

    assert found == {"guidance-left": [GUIDANCE, "[Say what it costs.]", "[Ask what they ask?]"]}


@pytest.mark.django_db
def test_only_the_first_few_are_named_and_the_rest_counted(tree: SiteTree) -> None:
    found = told(article(tree, *[text(f"[Say thing number {number}]") for number in range(9)]))

    named = [f"[Say thing number {number}]" for number in range(3)]
    assert found == {"guidance-left": [*named, "and 6 more"]}


@pytest.mark.parametrize("starter", starters().values(), ids=lambda each: each.key)
def test_no_bracket_of_a_starter_escapes_the_check(starter: Starter) -> None:
    for words in [starter.text, starter.invitation]:
        assert len(placeholders_in(words)) == words.count("[")
