"""What of a Markdown file may stand in a rich-text field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from markdown_it.tree import SyntaxTreeNode

from blog.importing.links import is_safe

_PLAIN_TAGS = {"strong": "strong", "em": "em", "blockquote": "blockquote"}
_LIST_TAGS = {"bullet_list": "ul", "ordered_list": "ol"}


class MarkdownAsRichText:
    """Writes nodes as rich text. What it leaves out, it says to `note`."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note

    def html(self, node: SyntaxTreeNode, *, tight: bool = False) -> str:
        """Return a block as rich text, escaped; a paragraph without its tags if `tight`."""
        if node.type == "paragraph":
            inner = self.inline(node.children[0].children)
            return inner if tight else f"<p>{inner}</p>"
        if node.type == "heading":
            return f"<p><strong>{self.inline(node.children[0].children)}</strong></p>"
        if tag := _LIST_TAGS.get(node.type) or _PLAIN_TAGS.get(node.type):
            return f"<{tag}>{''.join(self.html(child) for child in node.children)}</{tag}>"
        if node.type == "list_item":
            inner = " ".join(self.html(child, tight=True) for child in node.children)
            return f"<li>{inner}</li>"
        if node.type in {"fence", "code_block"}:
            lines = escape(node.content.rstrip("\n"), quote=False).split("\n")
            return f"<p><code>{'<br/>'.join(lines)}</code></p>"
        return ""

    def inline(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        """Return what stands in a line, one part after another."""
        return "".join(self._inline_node(node) for node in nodes).strip()

    def _inline_node(self, node: SyntaxTreeNode) -> str:
        if node.type == "softbreak":
            return " "
        if node.type == "hardbreak":
            return "<br/>"
        if node.type == "code_inline":
            return f"<code>{escape(node.content, quote=False)}</code>"
        if node.type == "image":
            self._note(f"The picture “{node.content}” was not brought in; its description stays.")
            return escape(node.content, quote=False)
        inner = "".join(self._inline_node(child) for child in node.children)
        if node.type == "link":
            return self._link(str(node.attrs.get("href", "")), inner)
        if tag := _PLAIN_TAGS.get(node.type):
            return f"<{tag}>{inner}</{tag}>"
        return escape(node.content, quote=False) + inner if node.type == "text" else inner

    def _link(self, href: str, inner: str) -> str:
        if not is_safe(href):
            self._note(f"A link to “{href[:80]}” was left out; its words stay.")
            return inner
        return f'<a href="{escape(href)}">{inner}</a>'


def plain(node: SyntaxTreeNode) -> str:
    """The words of a node and of all below it, without marks."""
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    if node.type in {"text", "code_inline", "image", "fence", "code_block"}:
        return node.content
    between = "" if node.type in {"inline", "link", "strong", "em"} else " "
    return between.join(plain(child) for child in node.children).strip(" " if between else "")
