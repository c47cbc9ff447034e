"""What is worth knowing of an enquiry before the call, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leads.desk.came import came_by
from leads.models import Enquiry

OTHER = "Other answers"


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All of it is somebody's own words, or the editor's: text, never markup."""

    openers: list[str] = field(repr=False, default_factory=list)  # how to begin, by the editor
    # A heading, and questions with their answers.
    answers: list[tuple[str, list[tuple[str, str]]]] = field(repr=False, default_factory=list)
    # How they came: a heading, and labels with what is known.
    came: list[tuple[str, list[tuple[str, str]]]] = field(repr=False, default_factory=list)
    others: int = 0  # enquiries of the same person
    conflicts: list[tuple[str, str]] = field(repr=False, default_factory=list)


def brief(enquiry: Enquiry) -> Brief:
    """Return the brief of an enquiry. One query."""
    openers = [opener for each in enquiry.answers for opener in each.get("openers", ())]
    note = [enquiry.sales_note] if enquiry.sales_note else []
    return Brief(
        openers=list(dict.fromkeys([*note, *openers])),
        answers=_grouped(enquiry.answers),
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


def _grouped(answers: list[dict[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the answers by the first category of each question, in the order they were asked."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in answers:
        category = next(iter(each.get("categories", ())), "")
        answer = str(each.get("answer") or "No answer")
        groups.setdefault(category, []).append((str(each.get("question", "")), answer))
    if "" in groups:  # last, and named only beside others
        groups[OTHER if len(groups) > 1 else ""] = groups.pop("")
    return list(groups.items())
