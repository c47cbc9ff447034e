"""A page's HTML as Markdown: its text, lists, tables and links, without what only looks good."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

# Forms, drawings and buttons say nothing in a text. `.margin` repeats the invitation at its end.
_NOT_TEXT = (
    "script, style, svg, form, nav, template, iframe, button, aside, [hidden], "
    "[aria-hidden=true], .margin, [data-text=none]"
)
_SPECIAL = re.compile(r"([\\`*_\[\]<]|&(?=#?\w+;))")
_LIST_OR_HEADING = re.compile(r"^(\s*)([-+>#=]|\d+[.)])(?=\s)")
_STYLE: dict[str, Any] = {
    "heading_style": "atx",
    "bullets": "-",
    "autolinks": False,
    "newline_style": "backslash",
}
_EMPTY_LINES = re.compile(r"\n{3,}")


def escape(text: str) -> str:
    """Return a plain text so that Markdown shows every character of it, on one line."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    special = _SPECIAL.sub(r"\\\1", text)
    return _LIST_OR_HEADING.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", special)


class _Converter(MarkdownConverter):
    """Markdown as CommonMark has it, where a typed `<` stays a sign and never becomes a tag."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags:
            return text
        return _escaped(text).replace("|", "\\|" if parent_tags & {"td", "th"} else "|")

    def convert_summary(self, _element: Tag, text: str, **_: Any) -> str:
        return f"\n\n### {' '.join(text.split())}\n\n"

    def convert_figcaption(self, _element: Tag, text: str, **_: Any) -> str:
        return f"\n\n{' '.join(text.split())}\n\n"


def to_markdown(html: str, base: str) -> tuple[str, str]:
    """Return (title, text) of a page's `<main>` as Markdown, its links whole by means of `base`.

    An element with `data-text="none"` is left out: it is true only now, or only on a screen.

    The title is the text of its `<h1>`, "" without one.
    """
    main = BeautifulSoup(html, "html.parser").find("main")
    if not isinstance(main, Tag):
        return "", ""
    for element in main.select(_NOT_TEXT):
        element.decompose()
    _tidy(main)
    _make_whole(main, base)
    heading = main.find("h1")
    title = ""
    if isinstance(heading, Tag):
        title = " ".join(heading.get_text(" ").split())
        heading.decompose()
    text = _Converter(**_STYLE).convert_soup(main)
    lines = "\n".join(line.rstrip() for line in str(text).splitlines())
    return title, _EMPTY_LINES.sub("\n\n", lines).strip()


def _tidy(main: Tag) -> None:
    """Part what only a style sheet parts, and leave out what folds away nothing."""
    for span in main.select("span + span"):
        if isinstance(span.previous_sibling, Tag):
            span.insert_before(" · ")
    for fold in main.find_all("details"):
        summary = fold.find("summary")
        if summary is not None and fold.get_text().strip() == summary.get_text().strip():
            fold.decompose()


def _make_whole(main: Tag, base: str) -> None:
    """Make every address in the text one that works from anywhere."""
    for name, attribute in (("a", "href"), ("img", "src")):
        for element in main.find_all(name):
            address: Any = element.get(attribute)
            if address:
                element[attribute] = urljoin(base, str(address))
