"""Tables and code, whichever kind of file they come in."""

from __future__ import annotations

import pytest

from blog.importing.reading import read
from blog.importing.story import to_stream
from tests.blog.importing.files import docx, grid, paragraph

CELLS = [["Manage", "Lead"], ["Plan", "Inspire"], ["Control", "Trust"]]
CODE = "nslookup -type=mx example.com\n  # indented <b> & kept"
ESCAPED = CODE.replace("&", "&amp;").replace("<", "&lt;")


def rows(cells: list[list[str]]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in cells)


def lines(cells: list[list[str]]) -> str:
    first, *rest = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([first, f"|{' --- |' * len(cells[0])}", *rest])


def a_table(name: str, cells: list[list[str]]) -> bytes:
    """A file with this table, in the format of its name."""
    if name.endswith(".docx"):
        return docx(paragraph("Two ways", "Title"), grid(*cells))
    if name.endswith(".md"):
        return f"# Two ways\n\n{lines(cells)}\n".encode()
    return f"<h1>Two ways</h1><table><tbody>{rows(cells)}</tbody></table>".encode()


each_kind = pytest.mark.parametrize("name", ["a.html", "a.md", "a.docx"])


@each_kind
def test_a_table_of_two_columns_becomes_a_comparison(name: str) -> None:
    document = read(a_table(name, CELLS), name)

    (block,) = to_stream(document)
    assert block == {
        "type": "comparison",
        "value": {
            "caption": "",
            "left": "Manage",
            "right": "Lead",
            "rows": [{"left": "Plan", "right": "Inspire"}, {"left": "Control", "right": "Trust"}],
        },
    }
    assert "A table of two columns became a comparison." in document.notes


@each_kind
@pytest.mark.parametrize(
    "cells",
    [
        [["A", "B", "C"], ["1", "2", "3"]],
        [["Only", "titles"]],
        [["Left", "Right"], ["x" * 201, "too long for a cell"]],
        [["Left", "Right"], ["no neighbour", ""]],
        [["Left", "Right"], *([["a", "b"]] * 21)],
    ],
)
def test_any_other_table_can_still_be_read(name: str, cells: list[list[str]]) -> None:
    document = read(a_table(name, cells), name)

    (block,) = to_stream(document)
    assert block["type"] == "text"
    assert block["value"].startswith(f"<p>{' – '.join(cells[0])}</p>")
    assert all(cell in block["value"] for row in cells for cell in row)
    assert any("line for each row" in note for note in document.notes)


def test_a_tables_caption_is_the_comparisons() -> None:
    table = f"<h1>T</h1><table><caption>Two <b>kinds</b></caption>{rows(CELLS)}</table>"

    (piece,) = read(table.encode(), "a.html").pieces

    assert (piece.kind, piece.title) == ("comparison", "Two kinds")


def test_a_table_without_words_is_no_piece() -> None:
    document = read(b"<h1>T</h1><p>x</p><table><tr><td> </td></tr></table>", "a.html")

    assert [piece.text for piece in document.pieces] == ["x"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", f"<h1>T</h1><pre><code>{ESCAPED}\n</code></pre>".encode()),
        ("a.md", f"# T\n\n```sh\n{CODE}\n```\n".encode()),
        (
            "a.docx",
            docx(
                paragraph("T", "Title"),
                *(paragraph(line, "HTMLPreformatted") for line in ESCAPED.split("\n")),
            ),
        ),
    ],
)
def test_code_keeps_its_lines_and_signs_as_they_are(name: str, data: bytes) -> None:
    blocks = to_stream(read(data, name))

    assert blocks == [{"type": "code", "value": {"title": "", "code": CODE}}]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.html", b"<h1>T</h1><p>x</p><pre> \n</pre>"), ("a.md", b"# T\n\nx\n\n```\n\n```\n")],
)
def test_code_without_a_word_is_no_piece(name: str, data: bytes) -> None:
    assert [piece.text for piece in read(data, name).pieces] == ["x"]
