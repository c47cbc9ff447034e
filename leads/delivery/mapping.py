"""From what is known of an enquiry to the fields of a CRM, by the rows of a mapping. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from leads.crm.base import FieldValue
from leads.delivery.sources import Known
from leads.models.mapping import FieldType, Policy, Row

TEXT_LIMIT = 4000  # characters of one field; the note has the whole
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """What one row comes to for one enquiry. `why` says why nothing is sent, "" where it is."""

    row: Row
    value: FieldValue | None
    why: str = ""


class _NotSent(Exception):
    """The row has nothing to send. The text says why, without the value."""


def fields(
    rows: Iterable[Row], known: Mapping[str, Known], *, first: bool
) -> dict[str, FieldValue]:
    """Return what is sent, by field. What is not known is no key, and so overwrites nothing.

    `first` says that it is the person's first enquiry.
    """
    return {
        each.row["field"]: each.value
        for each in mapped(rows, known, first=first)
        if each.value is not None
    }


def mapped(rows: Iterable[Row], known: Mapping[str, Known], *, first: bool) -> list[Mapped]:
    """Return each row with its value or why it has none. Of rows for one field, the first wins."""
    found: list[Mapped] = []
    taken: set[str] = set()
    for row in rows:
        try:
            value = _value(row, known, first=first)
            if row["field"] in taken:
                raise _NotSent("an earlier row has filled this field")
            taken.add(row["field"])
            found.append(Mapped(row=row, value=value))
        except _NotSent as reason:
            found.append(Mapped(row=row, value=None, why=str(reason)))
    return found


def _value(row: Row, known: Mapping[str, Known], *, first: bool) -> FieldValue:
    if row["policy"] == Policy.FIRST and not first:
        raise _NotSent("not the person's first enquiry")
    if row["source"] not in known:
        raise _NotSent("not known")
    raw = known[row["source"]]
    match row["type"]:
        case FieldType.NUMBER:
            return _number(raw)
        case FieldType.DATE:
            return _date(raw)
        case FieldType.YES_NO:
            return _yes_no(raw)
        case FieldType.CHOICE:
            return _choice(raw, row["translations"])
        case _:
            return _text(raw)[:TEXT_LIMIT]


def _text(raw: Known) -> str:
    if isinstance(raw, bool):
        return "Yes" if raw else "No"
    if isinstance(raw, datetime):
        return raw.isoformat(timespec="seconds")
    return "; ".join(raw) if isinstance(raw, list) else str(raw)


def _number(raw: Known) -> int | float:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = _text(raw).strip()
    if not _NUMBER.fullmatch(text):
        raise _NotSent("not a number")
    return float(text) if "." in text else int(text)


def _date(raw: Known) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    try:
        return date.fromisoformat(_text(raw).strip())
    except ValueError:
        raise _NotSent("not a date") from None


def _yes_no(raw: Known) -> bool:
    word = _text(raw).strip().lower()
    if word not in _YES | _NO:
        raise _NotSent("neither yes nor no")
    return word in _YES


def _choice(raw: Known, translations: str) -> str:
    """Return the CRM's values; several are joined as HubSpot and most others read them."""
    words = raw if isinstance(raw, list) else [_text(raw)]
    if not translations.strip():
        return ";".join(words)[:TEXT_LIMIT]
    table = dict(pairs(translations))
    values = [table[each.strip().casefold()] for each in words if each.strip().casefold() in table]
    if not values:
        raise _NotSent("not among the values")
    return ";".join(values)


def pairs(translations: str) -> list[tuple[str, str]]:
    """Return our words (in lower case) and the CRM's value of each line that has both."""
    halves = (line.rpartition("=") for line in translations.splitlines())
    found = ((ours.strip().casefold(), theirs.strip()) for ours, _, theirs in halves)
    return [(ours, theirs) for ours, theirs in found if ours and theirs]
