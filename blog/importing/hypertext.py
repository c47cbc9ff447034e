"""Reads HTML. What could do harm is taken out first; nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

from blog.importing.calls import invited_phone
from blog.importing.markup import HEADINGS, INLINE, Node, parse
from blog.importing.pictures import picture_in
from blog.importing.pieces import Document, Piece, are_words
from blog.importing.rich_text import SHOWN, RichText
from blog.importing.tables import table
from blog.importing.videos import rewritten_note, video_address


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
        self._html = RichText(self._note).html

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
            self._note(f"“{node.plain[:SHOWN]}” is a heading of another level in the file.")
        self._add(Piece("heading", text=node.plain))

    def _paragraph(self, nodes: list[Node]) -> None:
        node = Node("p", children=nodes)
        if node.plain:
            self._add(self._video(node) or Piece("text", text=node.plain, html=self._html(node)))
        self._images(node)

    def _video(self, node: Node) -> Piece | None:
        links = node.all("a")
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
        linked = bool(node.all("a"))
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
        if node.plain:
            self._add(Piece("code", text=node.words.strip("\n")))
        self._images(node)

    def _table(self, node: Node) -> None:
        cells = [[each for each in row.children if each.tag] for row in node.all("tr")]
        rows = [[cell.plain for cell in row] for row in cells]
        caption = " ".join(each.plain for each in node.all("caption"))
        if any(cell for row in rows for cell in row) or caption:
            piece, note = table(rows, caption)
            self._add(piece)
            self._note(note)
        self._images(node)

    # Images

    def _figure(self, node: Node) -> None:
        captions = [each for each in node.children if each.tag == "figcaption"]
        rest = [each for each in node.children if each.tag != "figcaption"]
        caption = " ".join(each.plain for each in captions)
        if not any(child.all("img") for child in rest):
            self._blocks(node.children)
            return
        self._images(Node("figure", children=rest), caption)

    def _images(self, node: Node, caption: str = "") -> None:
        """Add the images in a block behind it; one that is not in the file leaves a note."""
        for image in node.all("img"):
            alt = image.attributes.get("alt", "")
            picture = picture_in(image.attributes.get("src", ""), alt, caption)
            if picture is None:
                named = f"“{alt[:SHOWN]}” " if alt else ""
                self._note(f"An image {named}was left out: it is not in the file, or broken.")
            else:
                self._add(Piece("image", text=picture.alt, picture=picture))


def _is_bold_line(piece: Piece) -> bool:
    bold = f"<strong>{escape(piece.text, quote=False)}</strong>"
    return piece.kind == "text" and piece.html in {bold, f"<p>{bold}</p>"}
