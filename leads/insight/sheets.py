"""A table of a report: shown below its picture, and given out as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse

from core.spreadsheets import as_text


@dataclass(frozen=True)
class Row:
    """A row: what it is about, and its figures. `bar` is a length in per cent, None for none."""

    name: str
    cells: Sequence[str]
    url: str = ""
    bar: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A table. `columns` begin with the one of the rows' names."""

    columns: Sequence[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def has_bars(self) -> bool:
        return any(row.bar is not None for row in self.rows)


def as_csv(sheet: Sheet, name: str) -> HttpResponse:
    """Return a table as a file that Excel opens as it is: UTF-8, and no text in it is a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    writer = csv.writer(response)
    writer.writerow([as_text(each) for each in sheet.columns])
    writer.writerows([as_text(each) for each in (row.name, *row.cells)] for row in sheet.rows)
    return response
