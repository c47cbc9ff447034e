"""Reads HTML. What could do harm is taken out first; nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

from blog.importing.calls import invited_phone
from blog.importing.links import is_safe
from blog.importing.markup import HEADINGS, INLINE, Node, parse
from blog.importing.pictures import picture_in
from blog.importing.pieces import Document, Piece, are_words
from blog.importing.videos import rewritten_note, video_address

_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code"}
_SHOWN = 60  # characters of a text that a note quotes


def read_html(html: str, name: str) -> Document:
    """Read HTML into pieces.

    The first `<h1>` is the title and no piece, else the `<title>`. Pieces are found as in Markdown;
    images are taken from `data:` addresses. `name` is the file's name, for errors. Raises
    CannotImport when the elements are nested absurdly.
    """
    return _Reader().read(parse(html, name))


class _Reader:
    def __init__(self) -> None:
        self._document = Document()
        self._head_title = ""

    def read(self, root: Node) -> Document:
        document = self._document
        self._blocks(root.children)
        self._make_call()
        document.title = document.title or self._head_title
        if not document.title:
            document.notes.append("The file has no first heading, so it gives no title.")
        return document

    def _note(self, sentence: str) -> None:
        if sentence not in self._document.notes:
            self._document.notes.append(sentence)

    def _make_call(self) -> None:
        pieces = self._document.pieces
        for index in reversed(range(len(pieces))):
            piece = pieces[index]
            if piece.kind == "text" and (phone := invited_phone(piece.text)):
                pieces[index] = Piece("call", text=piece.text, phone=phone)
                self._note(f"The closing invitation to ring {phone} became the call.")
                return

    # Blocks

    def _blocks(self, nodes: Iterable[Node]) -> None:
        """Read neighbours; inline ones that stand by themselves make a paragraph together."""
        loose: list[Node] = []
        for node in nodes:
            if not node.tag or node.tag in INLINE:
                loose.append(node)
                continue
            self._paragraph(loose)
            loose = []
            self._block(node)
        self._paragraph(loose)

    def _block(self, node: Node) -> None:
        readers: dict[str, Callable[[Node], None]] = {
            "p": lambda each: self._paragraph(each.children),
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._callout,
            "pre": self._code,
            "figure": self._figure,
            "iframe": self._frame,
            "table": self._table,
            "title": self._page_title,
            "hr": lambda _each: None,
            **dict.fromkeys(HEADINGS, self._heading),
        }
        read = readers.get(node.tag)
        if read is None:
            self._blocks(node.children)
        else:
            read(node)

    def _add(self, piece: Piece) -> None:
        pieces = self._document.pieces
        if piece.kind == "words" and pieces and _is_bold_line(pieces[-1]):
            piece = replace(piece, title=pieces.pop().text)
        pieces.append(piece)

    def _page_title(self, node: Node) -> None:
        self._head_title = self._head_title or node.plain

    def _heading(self, node: Node) -> None:
        self._images(node)
        if not node.plain:
            return
        if node.tag == "h1" and not self._document.title:
            self._document.title = node.plain
            return
        if node.tag not in {"h1", "h2", "h3"}:
            self._note(f"“{node.plain[:_SHOWN]}” is a heading of another level in the file.")
        self._add(Piece("heading", text=node.plain))

    def _paragraph(self, nodes: list[Node]) -> None:
        node = Node("p", children=nodes)
        if node.plain:
            self._add(self._video(node) or Piece("text", text=node.plain, html=self._html(node)))
        self._images(node)

    def _video(self, node: Node) -> Piece | None:
        links = [each for each in _walk(node) if each.tag == "a"]
        given = node.plain
        if len(links) == 1 and links[0].plain == node.plain:
            given = links[0].attributes.get("href", "")
        url = video_address(given)
        if not url:
            return None
        self._document.notes.extend(rewritten_note(given, url))
        return Piece("video", url=url, title="" if node.plain == given else node.plain)

    def _frame(self, node: Node) -> None:
        source = node.attributes.get("src", "")
        if url := video_address(f"https:{source}" if source.startswith("//") else source):
            self._add(Piece("video", url=url, title=node.attributes.get("title", "").strip()))
        else:
            self._note("A frame of another site was left out.")

    def _list(self, node: Node) -> None:
        items = tuple(child.plain for child in node.children if child.tag == "li" and child.plain)
        if not items:
            return
        linked = any(each.tag == "a" for each in _walk(node))
        if node.tag == "ul" and are_words(items) and not linked:
            self._add(Piece("words", items=items))
        else:
            self._add(Piece("list", html=self._html(node), items=items))
        self._images(node)

    def _callout(self, node: Node) -> None:
        parts = [each for each in node.children if each.plain]
        if not parts:
            return
        title = ""
        if len(parts) > 1 and _is_bold_line(Piece("text", parts[0].plain, self._html(parts[0]))):
            title, parts = parts[0].plain, parts[1:]
        body = Node("blockquote", children=parts)
        html = "".join(self._html(each) for each in parts)
        html = html if html.startswith("<") else f"<p>{html}</p>"
        self._add(Piece("callout", text=body.plain, html=html, title=title))
        self._images(node)

    def _code(self, node: Node) -> None:
        lines = escape(node.words.strip("\n"), quote=False).split("\n")
        if node.plain:
            html = f"<p><code>{'<br/>'.join(lines)}</code></p>"
            self._add(Piece("text", text=node.words.strip("\n"), html=html))

    def _table(self, node: Node) -> None:
        self._note("A table became one line for each row: look whether it still reads well.")
        for row in (each for each in _walk(node) if each.tag in {"tr", "caption"}):
            cells = [cell.plain for cell in row.children if cell.plain] or [row.plain]
            if any(cells):
                text = " – ".join(cells)
                self._add(Piece("text", text=text, html=f"<p>{escape(text, quote=False)}</p>"))
        self._images(node)

    # Images

    def _figure(self, node: Node) -> None:
        captions = [each for each in node.children if each.tag == "figcaption"]
        rest = [each for each in node.children if each.tag != "figcaption"]
        caption = " ".join(each.plain for each in captions)
        if not any(each.tag == "img" for child in rest for each in _walk(child)):
            self._blocks(node.children)
            return
        self._images(Node("figure", children=rest), caption)

    def _images(self, node: Node, caption: str = "") -> None:
        """Add the images in a block behind it; one that is not in the file leaves a note."""
        for image in (each for each in _walk(node) if each.tag == "img"):
            alt = image.attributes.get("alt", "")
            picture = picture_in(image.attributes.get("src", ""), alt, caption)
            if picture is None:
                named = f"“{alt[:_SHOWN]}” " if alt else ""
                self._note(f"An image {named}was left out: it is not in the file, or broken.")
            else:
                self._add(Piece("image", text=picture.alt, picture=picture))

    # Text inside blocks

    def _html(self, node: Node) -> str:
        if not node.tag:
            return escape(node.text, quote=False)
        if node.tag == "br":
            return "<br/>"
        if node.tag == "img":
            return ""
        inner = "".join(self._html(child) for child in node.children)
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
            parts.append("".join(map(self._html, child.children)) if flat else self._html(child))
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
                self._note(f"A link on “{node.plain[:_SHOWN]}” leads nowhere; its words stay.")
            else:
                self._note(f"A link to “{href[:80]}” was left out; its words stay.")
            return inner
        if href.startswith("#"):  # into the file itself, such as a footnote
            return inner
        return f'<a href="{escape(href)}">{inner}</a>'


def _walk(node: Node) -> Iterable[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _is_bold_line(piece: Piece) -> bool:
    bold = f"<strong>{escape(piece.text, quote=False)}</strong>"
    return piece.kind == "text" and piece.html in {bold, f"<p>{bold}</p>"}
