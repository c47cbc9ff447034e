"""What is worth knowing of an enquiry before the call, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leads.desk import person
from leads.desk.came import came_by
from leads.models import Enquiry


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All of it is somebody's own words, or the editor's: text, never markup."""

    openers: list[str] = field(repr=False, default_factory=list)  # how to begin, by the editor
    # A heading, and the answers below it, as asked.
    answers: list[tuple[str, list[dict[str, Any]]]] = field(repr=False, default_factory=list)
    # How they came: a heading, and labels with what is known.
    came: list[tuple[str, list[tuple[str, str]]]] = field(repr=False, default_factory=list)
    others: int = 0  # enquiries of the same person
    conflicts: list[tuple[str, str]] = field(repr=False, default_factory=list)


def brief(enquiry: Enquiry) -> Brief:
    """Return the brief of an enquiry. One query."""
    note = [enquiry.sales_note] if enquiry.sales_note else []
    return Brief(
        openers=list(dict.fromkeys([*note, *person.openers(enquiry)])),
        answers=person.answers_by_category(enquiry),
        came=came_by(enquiry.attribution),
        others=enquiry.person.enquiries.exclude(pk=enquiry.pk).count(),
        conflicts=[
            (label, known)
            for label, told, known in (
                ("name", enquiry.name, enquiry.person.name),
                ("company", enquiry.company, enquiry.person.company),
            )
            if known and told and told != known
        ],
    )
