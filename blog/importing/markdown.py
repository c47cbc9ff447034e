"""Reads Markdown. HTML in it is text like any other, and only harmless links stay links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from blog.importing.calls import invited_phone
from blog.importing.markdown_text import MarkdownAsRichText, plain
from blog.importing.pictures import picture_in
from blog.importing.pieces import Document, Piece, are_words
from blog.importing.tables import table
from blog.importing.videos import rewritten_note, video_address


def read_markdown(text: str) -> Document:
    """Read Markdown into pieces.

    The first `#` heading is the title and no piece. A quotation becomes a callout, a short list of
    single words "words", titled by a bold line right above it, a paragraph that is one YouTube
    address a video, a table of two columns a comparison, and the last paragraph with a phone number
    and an invitation to ring the call. Code keeps its lines as they are.
    """
    parser = _Parser("commonmark", {"html": False, "maxNesting": 100}).enable("table")
    return _Reader().read(SyntaxTreeNode(parser.parse(text)))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's
        """Take every link, for a refused one would leave its marks in the text. See `is_safe`."""
        return True


class _Reader:
    def __init__(self) -> None:
        self._document = Document()
        self._call: tuple[int, str] | None = None
        self._rich = MarkdownAsRichText(self._note)
        self._html = self._rich.html

    def read(self, root: SyntaxTreeNode) -> Document:
        pieces = self._document.pieces
        for node in root.children:
            if (piece := self._piece(node)) is None:
                continue
            if piece.kind == "words" and pieces and _is_bold_line(pieces[-1]):
                piece = replace(piece, title=pieces.pop().text)
            pieces.append(piece)
            if node.type == "paragraph" and (phone := invited_phone(piece.text)):
                self._call = len(pieces) - 1, phone
        if self._call is not None:
            index, phone = self._call
            if "<a " in pieces[index].html:
                self._note("A link in the closing invitation was left out; its words stay.")
            pieces[index] = Piece("call", text=pieces[index].text, phone=phone)
            self._note(f"The closing invitation to ring {phone} became the call.")
        if not self._document.title:
            self._note("The file has no “#” heading, so it gives the article no title.")
        return self._document

    def _note(self, sentence: str) -> None:
        self._document.notes.append(sentence)

    def _piece(self, node: SyntaxTreeNode) -> Piece | None:
        readers: dict[str, Callable[[SyntaxTreeNode], Piece | None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "blockquote": self._callout,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "table": self._table,
            "fence": _code,
            "code_block": _code,
            "hr": lambda _node: None,
        }
        read = readers.get(node.type)
        if read is not None:
            return read(node)
        return Piece("text", text=node.content.rstrip("\n"), html=self._html(node))

    def _heading(self, node: SyntaxTreeNode) -> Piece | None:
        text = plain(node)
        if not text:
            return None
        if node.tag == "h1" and not self._document.title:
            self._document.title = text
            return None
        if node.tag not in {"h2", "h3"}:
            self._note(f"“{text}” is a heading of another level in the file.")
        return Piece("heading", text=text)

    def _paragraph(self, node: SyntaxTreeNode) -> Piece | None:
        text = plain(node)
        if special := self._video(node, text) or self._image(node):
            return special
        html = self._html(node)
        return Piece("text", text=text, html=html) if text else None

    def _video(self, node: SyntaxTreeNode, text: str) -> Piece | None:
        parts = node.children[0].children
        given, title = text, ""
        if len(parts) == 1 and parts[0].type == "link":
            given = str(parts[0].attrs.get("href", ""))
            title = "" if text == given else text
        url = video_address(given)
        if not url:
            return None
        self._document.notes.extend(rewritten_note(given, url))
        return Piece("video", url=url, title=title)

    def _image(self, node: SyntaxTreeNode) -> Piece | None:
        """The picture that is all of a paragraph, if it comes inside the file."""
        parts = node.children[0].children
        if len(parts) != 1 or parts[0].type != "image":
            return None
        picture = picture_in(str(parts[0].attrs.get("src", "")), parts[0].content)
        return Piece("image", text=picture.alt, picture=picture) if picture else None

    def _callout(self, node: SyntaxTreeNode) -> Piece | None:
        title, first = self._bold_first_line(node)
        html = first + "".join(self._html(child) for child in node.children[1 if title else 0 :])
        text = plain(node)
        if title and not html:
            title, html = "", self._html(node.children[0])
        body = text[len(title) :].strip() if title else text
        return Piece("callout", text=body, html=html, title=title) if text else None

    def _bold_first_line(self, node: SyntaxTreeNode) -> tuple[str, str]:
        """The bold first line of a quotation, and the rest of its paragraph as HTML."""
        if not node.children or node.children[0].type != "paragraph":
            return "", ""
        parts = [part for part in node.children[0].children[0].children if _says_something(part)]
        if not parts or parts[0].type != "strong":
            return "", ""
        if len(parts) > 1 and parts[1].type not in {"softbreak", "hardbreak"}:
            return "", ""
        rest = self._rich.inline(parts[2:])
        return plain(parts[0]), f"<p>{rest}</p>" if rest else ""

    def _list(self, node: SyntaxTreeNode) -> Piece:
        items = tuple(plain(item) for item in node.children)
        linked = any(child.type == "link" for child in node.walk())
        if node.type == "bullet_list" and are_words(items) and not linked:
            return Piece("words", items=items)
        return Piece("list", html=self._html(node), items=items)

    def _table(self, node: SyntaxTreeNode) -> Piece:
        rows = [each for each in node.walk() if each.type == "tr"]
        piece, note = table([[plain(cell) for cell in row.children] for row in rows])
        self._note(note)
        return piece


def _code(node: SyntaxTreeNode) -> Piece | None:
    code = node.content.strip("\n")
    return Piece("code", text=code) if code.strip() else None


def _is_bold_line(piece: Piece) -> bool:
    bold = f"<p><strong>{escape(piece.text, quote=False)}</strong></p>"
    return piece.kind == "text" and piece.html == bold


def _says_something(node: SyntaxTreeNode) -> bool:
    return node.type != "text" or bool(node.content.strip())
