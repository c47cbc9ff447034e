"""Values of mapped fields as CRMs take them: as text, or as what JSON has."""

from __future__ import annotations

from datetime import date

from leads.crm.base import FieldValue


def as_text(value: FieldValue) -> str:
    """Return it as text: "true", "3.5", "2026-11-26"."""
    return str(value).lower() if isinstance(value, bool) else str(as_json(value))


def as_json(value: FieldValue) -> str | int | float | bool:
    """Return it as JSON has it: a date is text, "2026-11-26"."""
    return value.isoformat() if isinstance(value, date) else value
