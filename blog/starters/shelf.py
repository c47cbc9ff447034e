"""The starters that come with the site, one Markdown file each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from blog.importing.markdown import read_markdown
from blog.importing.pieces import Document, Piece
from blog.starters.questions import gathered

FOLDER = Path(__file__).parent / "articles"
_FENCE = "+++\n"


@dataclass(frozen=True)
class Starter:
    """An article to begin with. `titles` is an example of a title that suits it."""

    key: str
    name: str
    purpose: str
    titles: str
    place: int
    invitation: str
    text: str

    def document(self) -> Document:
        """Return the starter as a document of its own, as if it had been read from a file."""
        document = read_markdown(self.text)
        document.notes.clear()
        document.pieces = gathered(document.pieces)
        document.pieces.append(Piece("call", text=self.invitation))
        return document

    @property
    def outline(self) -> list[str]:
        """The headings, in order."""
        return [piece.text for piece in self.document().pieces if piece.kind == "heading"]


@cache
def starters() -> dict[str, Starter]:
    """Return every starter by its key, in the order in which they are offered."""
    found = [_read(path) for path in FOLDER.glob("*.md")]
    return {each.key: each for each in sorted(found, key=lambda each: each.place)}


def _read(path: Path) -> Starter:
    _, front, text = path.read_text(encoding="utf-8").split(_FENCE, 2)
    return Starter(key=path.stem, text=text, **tomllib.loads(front))
