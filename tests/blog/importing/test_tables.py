"""Tables in Markdown."""

from __future__ import annotations

import pytest

from blog.importing.markdown import read_markdown
from blog.importing.preview import counted
from blog.importing.story import to_stream

TWO_COLUMNS = "| Manage | Lead |\n| --- | --- |\n| How? | *Why* so? |\n| R&D | Less < more |\n"


def test_a_table_of_two_columns_becomes_a_comparison() -> None:
    document = read_markdown(f"# Both\n\nBefore.\n\n{TWO_COLUMNS}\nAfter.")

    assert [piece.kind for piece in document.pieces] == ["text", "comparison", "text"]
    assert to_stream(document)[1]["value"] == {
        "caption": "",
        "left": "Manage",
        "right": "Lead",
        "rows": [{"left": "How?", "right": "Why so?"}, {"left": "R&D", "right": "Less < more"}],
    }
    assert "1 comparison" in counted(document)
    assert document.notes == ["A table of two columns became a comparison."]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("| A | B | C |\n|-|-|-|\n| 1 | 2 | <b> |\n", ["A – B – C", "1 – 2 – &lt;b&gt;"]),
        ("| A | B |\n|-|-|\n| 1 | |\n", ["A – B", "1"]),
        ("| A | B |\n|-|-|\n", ["A – B"]),
        (f"| {'A' * 61} | B |\n|-|-|\n| 1 | 2 |\n", [f"{'A' * 61} – B", "1 – 2"]),
        (f"| A | B |\n|-|-|\n| {'1' * 201} | 2 |\n", ["A – B", f"{'1' * 201} – 2"]),
        ("| A | B |\n|-|-|\n" + "| 1 | 2 |\n" * 21, ["A – B", *["1 – 2"] * 21]),
    ],
    ids=["three columns", "an empty cell", "titles alone", "long title", "long cell", "many rows"],
)
def test_a_table_that_no_comparison_can_hold_becomes_lines(markdown: str, lines: list[str]) -> None:
    document = read_markdown(f"# Table\n\n{markdown}")

    (piece,) = document.pieces
    assert (piece.kind, piece.html) == ("text", "".join(f"<p>{line}</p>" for line in lines))
    assert "look whether it still reads well" in document.notes[0]
