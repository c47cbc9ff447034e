"""Texts in a table that a spreadsheet opens: shown, never calculated.

What begins like a formula is one to a spreadsheet, and formulas fetch addresses and start programs
(OWASP, "CSV Injection"). An apostrophe before it makes it text.
"""

from __future__ import annotations

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# Some programs fold wide forms into narrow ones, and skip what is blank.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def as_text(value: str) -> str:
    """Return `value` as a cell that no spreadsheet takes for a formula."""
    begins = value.lstrip(" \u00a0\u200b\ufeff")
    return f"'{value}" if begins.startswith(_BEGINNINGS) else value


def keep_exports_text() -> None:
    """Have every export of the admin do so. Wagtail writes strings as they are."""
    kinds = SpreadsheetExportMixin.custom_value_preprocess
    kinds[str] = dict.fromkeys(SpreadsheetExportMixin.FORMATS, as_text)
