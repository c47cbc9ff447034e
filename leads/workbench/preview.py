"""What a mapping would send of the last enquiries, masked: enough to see whether it is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leads.crm.values import as_text
from leads.delivery import payload, sources
from leads.delivery.mapping import Mapped, mapped
from leads.models import Enquiry
from leads.models.mapping import Row

SHOWN = 5  # enquiries
NAMES = frozenset({"name", "first_name", "last_name", "company"})
TEXTS = frozenset({"message", "callback", "admin_url", "referer"})


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one field gets of one enquiry, masked; or why it gets nothing."""

    value: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One field, what it is filled from, and what it gets of each enquiry."""

    field: str
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A table: a line for each row of the mapping, a column for each enquiry."""

    received: Sequence[datetime]
    lines: Sequence[Line]


def preview(rows: Sequence[Row], labels: dict[str, str]) -> Preview:
    """Return what these rows would send of the last real enquiries. Nobody can be told by it."""
    enquiries = Enquiry.objects.real().filter(erased_at=None).select_related(
        "person", "quiz_version", "corrects"
    ).prefetch_related("consents")[:SHOWN]  # fmt: skip
    columns = [_column(rows, each) for each in enquiries]
    lines = [
        Line(
            field=row["field"],
            label=labels.get(row["source"], row["source"]),
            cells=[column[at] for column in columns],
        )
        for at, row in enumerate(rows)
    ]
    return Preview(received=[each.created_at for each in enquiries], lines=lines)


def _column(rows: Sequence[Row], enquiry: Enquiry) -> list[Cell]:
    known = sources.known(enquiry, payload.told(enquiry, enquiry.person))
    written = {name for name, value in known.items() if name.startswith(sources.ANSWER)
               and isinstance(value, str)}  # fmt: skip
    found = mapped(rows, known, first=enquiry.sequence == 1)
    return [_cell(each, is_written=each.row["source"] in written) for each in found]


def _cell(found: Mapped, *, is_written: bool) -> Cell:
    if found.value is None:
        return Cell(value="", why=found.why)
    text, source = as_text(found.value), found.row["source"]
    if source == "email":
        text = masked_email(text)
    elif source == "phone":
        text = f"{text[:3]}…"
    elif source in NAMES:
        text = masked(text)
    elif is_written or source in TEXTS:
        text = f"… ({len(text)} characters)"
    return Cell(value=text, why="")


def masked(text: str) -> str:
    """Return the first letter of each word, as in "A… L…"."""
    return " ".join(f"{word[0]}…" for word in re.split(r"\s+", text.strip()) if word)


def masked_email(text: str) -> str:
    """Return the first letters of mailbox and domain: "a…@a…"."""
    mailbox, _, domain = text.rpartition("@")
    return f"{mailbox[:1]}…@{domain[:1]}…"
