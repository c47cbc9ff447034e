"""What of a document's HTML may stand in a rich-text field."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from blog.importing.links import is_safe
from blog.importing.markup import HEADINGS, Node

_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code"}
SHOWN = 60  # characters of a text that a note quotes


class RichText:
    """Writes nodes as rich text. What it leaves out, it says to `note`."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note

    def html(self, node: Node) -> str:
        """Return what rich text keeps of a node, escaped: its text, and the tags it knows."""
        if not node.tag:
            return escape(node.text, quote=False)
        if node.tag == "br":
            return "<br/>"
        if node.tag == "img":
            return ""
        inner = "".join(self.html(child) for child in node.children)
        if node.tag == "a":
            return self._link(node, inner)
        if node.tag in {"p", *HEADINGS, "div", "td"}:
            return f"<p>{inner.strip()}</p>" if inner.strip() else ""
        if node.tag in {"ul", "ol"}:
            items = [self._item(child) for child in node.children if child.tag == "li"]
            return f"<{node.tag}>{''.join(items)}</{node.tag}>"
        tag = _TAGS.get(node.tag)
        return f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner

    def _item(self, node: Node) -> str:
        parts = []
        for child in node.children:
            flat = child.tag in {"p", "div"}
            parts.append("".join(map(self.html, child.children)) if flat else self.html(child))
        inner = (
            " ".join(part.strip() for part in parts if part.strip())
            if any(child.tag in {"p", "div", "ul", "ol"} for child in node.children)
            else "".join(parts).strip()
        )
        return f"<li>{inner}</li>" if inner else ""

    def _link(self, node: Node, inner: str) -> str:
        href = node.attributes.get("href", "")
        if not inner.strip():
            return inner
        if not is_safe(href):
            if href.startswith("#") or "href" not in node.attributes:
                self._note(f"A link on “{node.plain[:SHOWN]}” leads nowhere; its words stay.")
            else:
                self._note(f"A link to “{href[:80]}” was left out; its words stay.")
            return inner
        if href.startswith("#"):  # into the file itself, such as a footnote
            return inner
        return f'<a href="{escape(href)}">{inner}</a>'
