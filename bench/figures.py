"""A figure beside what it must be and what it is aimed at, as a line and as a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- written by make bench -->", "<!-- until here -->"
HEAD = ["| What | Measured | Must | Aim | | Note | Day |", "| --- " * 7 + "|"]


@dataclass(frozen=True)
class Figure:
    """`unit` is empty for a ratio. `at_least` tells whether more is better."""

    name: str
    value: float
    must: float
    aim: float
    unit: str = ""
    at_least: bool = True
    note: str = ""
    judged: bool = True  # not on a machine that had other things to do

    @property
    def verdict(self) -> str:
        if not self.judged:
            return "not judged"
        if self._holds(self.aim):
            return "aim"
        return "must" if self._holds(self.must) else "MISSED"

    def _holds(self, bound: float) -> bool:
        return self.value >= bound if self.at_least else self.value <= bound

    def said(self, number: float) -> str:
        """Return a number in this figure's unit."""
        digits = 0 if number >= 100 else 1 if number >= 10 else 2
        return f"{number:.{digits}f}{' ' + self.unit if self.unit else ''}"

    def line(self) -> str:
        """Return it for the terminal."""
        sign = "≥" if self.at_least else "≤"
        bounds = f"must {sign} {self.said(self.must)}, aim {sign} {self.said(self.aim)}"
        note = f"; {self.note}" if self.note else ""
        return f"{self.name:44}{self.said(self.value):>10}  {self.verdict:10} {bounds}{note}"

    def row(self) -> str:
        """Return it for the table."""
        sign = "≥" if self.at_least else "≤"
        bounds = [f"{sign} {self.said(each)}" for each in (self.must, self.aim)]
        cells = [self.name, self.said(self.value), *bounds, self.verdict, self.note]
        return "| " + " | ".join([*cells, date.today().isoformat()]) + " |"


def write_down(figures: list[Figure]) -> None:
    """Put these rows into docs/performance.md, each in the place of its last run."""
    before, _, rest = TABLE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = {_name(line): line for line in _rows(rest.partition(END)[0])}
    rows |= {figure.name: figure.row() for figure in figures}
    table = "\n".join([*HEAD, *rows.values()])
    TABLE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")


def _rows(table: str) -> list[str]:
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [line for line in lines if line not in HEAD]


def _name(row: str) -> str:
    return row.split(" | ")[0].removeprefix("| ")
