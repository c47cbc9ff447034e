"""HTML as a small tree, after everything that could do harm has been taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from blog.importing.decoding import CannotImport

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset({"a", "b", "strong", "i", "em", "code", "br", "img", "span", "sub", "sup", "u"})
_BLOCKS = {
    *HEADINGS, "p", "ul", "ol", "li", "blockquote", "pre", "hr", "figure", "figcaption", "iframe",
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "div", "section", "article",
    "main", "title", "dl", "dt", "dd",
}  # fmt: skip
_WITH_CONTENT = {
    "script", "style", "noscript", "template", "object", "embed", "applet", "svg", "math", "form",
    "select", "textarea", "button", "nav", "header", "footer", "aside", "audio", "video", "canvas",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "iframe": {"src", "title"}}
_VOID = frozenset({"br", "img", "hr"})
# Elements that have no end, or whose end is commonly left out.
_NEVER_NESTED = {
    "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "!doctype",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_DEEPEST = 100
MOST_TAGS = 50_000
LARGEST_TEXT = 1_000_000  # characters without the images inside; a book has fewer
# An image inside the file, in quotes and of one piece: nothing else can hide in it.
_IMAGE = re.compile(r"""(?<=[a-zA-Z]=)(["'])data:[^"'<>\s]*\1""")


@dataclass
class Node:
    """An element, or a run of text when `tag` is ""."""

    tag: str = ""
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All text in it, blanks as they come."""
        if self.tag == "br":
            return "\n"
        return self.text + "".join(child.words for child in self.children)

    @property
    def plain(self) -> str:
        """All text in it on one line."""
        return " ".join(self.words.split())

    def walk(self) -> Iterator[Node]:
        """Yield it and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str) -> list[Node]:
        """Return every element of this name in it, and itself if it is one."""
        return [each for each in self.walk() if each.tag == tag]


def parse(html: str, name: str) -> Node:
    """The harmless part of a text of HTML as a tree.

    Raises CannotImport for more text, tags or nesting than any article has.
    """
    _check_shape(html, name)
    clean = nh3.clean(
        html,
        tags=_BLOCKS | INLINE,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
    )
    builder = _Builder(name)
    builder.feed(clean)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self._name = name
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, attributes={name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)
            if len(self._open) > _DEEPEST:
                raise CannotImport(f"{self._name} nests its elements too deep to be an article.")

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(Node(text=data))


def _check_shape(html: str, name: str) -> None:
    """Refuse what would hold the cleaner up.

    Its time grows with tags times nesting, and with the square of one tag's attributes.
    """
    if len(html) > LARGEST_TEXT and len(_IMAGE.sub("", html)) > LARGEST_TEXT:
        raise CannotImport(f"{name} has more than {LARGEST_TEXT:,} characters: it is no article.")
    opened: Counter[str] = Counter()
    for count, (slash, tag) in enumerate(_TAG.findall(html), 1):
        if count > MOST_TAGS:
            raise CannotImport(f"{name} has more than {MOST_TAGS:,} tags: it is no article.")
        if tag.lower() not in _NEVER_NESTED:
            opened[tag.lower()] = max(0, opened[tag.lower()] + (-1 if slash else 1))
            if opened[tag.lower()] > _DEEPEST or (count % 64 == 0 and opened.total() > _DEEPEST):
                raise CannotImport(f"{name} nests its elements too deep to be an article.")
