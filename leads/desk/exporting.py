"""Enquiries as a spreadsheet: what was filtered, each question in columns that keep their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property

from core.spreadsheets import as_text
from leads.desk import audit
from leads.desk.access import EXPORT, forbidden
from leads.models import Enquiry, Kind, Stage
from leads.sales.people import name_of

BATCH = 500
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # nor in a workbook (XML 1.0 §2.2)


def safe(value: Any) -> Any:
    """Return a text that no spreadsheet takes for a formula; numbers and dates as they are."""
    return as_text(_NOT_IN_XML.sub("", value)) if isinstance(value, str) else value


def questions_in(enquiries: Iterable[list[dict[str, Any]]]) -> list[str]:
    """Return the ids of all questions that were answered, in the order in which they first come."""
    ids = (each.get("question_id", "") for answers in enquiries for each in answers)
    return list(dict.fromkeys(each for each in ids if each))


def row_of(enquiry: Enquiry, questions: list[str]) -> dict[str, Any]:
    """Return one row. Of each question: `… asked` in the words of the time, and `… answered`."""
    handling = getattr(enquiry, "handling", None)
    row: dict[str, Any] = {
        "Reference": enquiry.reference,
        "Received": _local(enquiry.created_at),
        "Kind": Kind(enquiry.kind).label,
        "Name": enquiry.name,
        "Company": enquiry.company,
        "E-mail": enquiry.email,
        "Telephone": enquiry.phone_typed,
        "Call-back": enquiry.callback_words if enquiry.callback else "",
        "Message": enquiry.message,
        "State": Stage(handling.state).label if handling else "",
        "Owner": name_of(handling.owner) if handling and handling.owner else "",
        "Due": _local(handling.due_at) if handling else None,
        "First contact": _local(handling.first_contact_at) if handling else None,
        "Next step": handling.next_step if handling else "",
        "Next step on": _local(handling.next_step_at) if handling else None,
        "Closed": _local(handling.closed_at) if handling else None,
        "Article": enquiry.article,
        "Source": enquiry.attribution.get("source", ""),
        "Campaign": enquiry.attribution.get("campaign", ""),
        "Quiz": enquiry.quiz,
        "Quiz version": enquiry.quiz_version_id,
        "Score": enquiry.score,
        "Out of": enquiry.max_score,
        "Result": enquiry.result,
    }
    answers = {each.get("question_id"): each for each in enquiry.answers}
    for question in questions:
        answer = answers.get(question, {})
        row[f"{question} asked"] = answer.get("question", "")
        row[f"{question} answered"] = answer.get("answer", "")
    return {heading: safe(value) for heading, value in row.items()}


def _local(moment: datetime | None) -> datetime | None:
    return timezone.make_naive(moment).replace(microsecond=0) if moment else None


class Spreadsheet:
    """Adds the files to a list: Wagtail's own writers, with columns that depend on the rows."""

    export_filename = "enquiries"
    request: HttpRequest
    is_export: bool
    get_queryset: Any

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, for the log."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export and not request.user.has_perm(EXPORT):
            return forbidden(request)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:  # not through the page's context: that holds all rows at once
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        answer: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    @cached_property
    def questions(self) -> list[str]:
        """The questions that the rows of the file answer."""
        return questions_in(self.rows.values_list("answers", flat=True).iterator(BATCH))

    @cached_property
    def list_export(self) -> list[str]:
        return list(row_of(Enquiry(created_at=timezone.now()), self.questions))

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        self.rows = queryset.select_related(None).select_related("handling__owner")
        audit.exported(self.request, queryset.count(), spreadsheet_format, self.asked)
        batches = _Batches(self.rows)
        file: HttpResponseBase = super().as_spreadsheet(batches, spreadsheet_format)  # type: ignore[misc]
        return file

    def get_heading(self, _queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Enquiry) -> dict[str, Any]:
        return row_of(item, self.questions)

    def preprocess_field_value(self, _field: str, value: Any, _format: str) -> Any:
        """Return a value as `row_of` made it: to look again at each cell takes half of the time."""
        return value

    def generate_xlsx_row(
        self, worksheet: Any, row_dict: dict[str, Any], date_format: str | None = None
    ) -> Iterator[Any]:
        """Give a row's cells: only a moment needs one of its own, for how it is shown."""
        from openpyxl.cell import WriteOnlyCell  # a process that exports nothing needs none of it

        for value in row_dict.values():
            if isinstance(value, datetime) and date_format:
                cell = WriteOnlyCell(worksheet, value)
                cell.number_format = date_format
                yield cell
            else:
                yield value


class _Batches:
    """Rows a batch at a time: a file of all enquiries does not fit into memory twice."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Enquiry]:
        found: Iterator[Enquiry] = self.rows.iterator(BATCH)
        return found
