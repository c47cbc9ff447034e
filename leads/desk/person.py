"""What is known of who enquires, from all that they sent: numbers, names, answers, consents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.phone import to_national
from leads.models import ConsentEvent, Enquiry
from leads.models.consent import CHANNELS

UNGROUPED = "In general"


@dataclass(frozen=True)
class Number:
    """The number to ring. `note` says where it is from, when not from this enquiry."""

    uri: str
    shown: str
    note: str = ""


def number_of(enquiry: Enquiry, others: Iterable[Enquiry]) -> Number | None:
    """Return the best number: of a later correction, of the enquiry itself, of any other."""
    corrections = [each for each in others if each.corrects_id == enquiry.pk and each.phone]
    if corrections:
        newest = max(corrections, key=lambda each: each.created_at)
        return _number(newest, f"put right by the sender in {newest.reference}")
    if enquiry.phone:
        return _number(enquiry)
    others = sorted(others, key=lambda each: each.created_at, reverse=True)
    known = next((each for each in others if each.phone), None)
    return _number(known, f"from {known.reference}") if known else None


def _number(enquiry: Enquiry, note: str = "") -> Number:
    shown = enquiry.phone_typed or to_national(enquiry.phone)
    return Number(f"tel:{enquiry.phone}", shown, note)


def conflicts(enquiry: Enquiry, others: Iterable[Enquiry]) -> list[str]:
    """Return in sentences what the person said differently at other times."""
    told = {"name": "Signed", "company": "Company", "phone_typed": "Telephone"}
    found = []
    for field, label in told.items():
        mine = getattr(enquiry, field)
        for other in others:
            theirs = getattr(other, field)
            if theirs and mine and theirs.casefold() != mine.casefold():
                found.append(f"{label} “{theirs}” in {other.reference}.")
    return list(dict.fromkeys(found))


def answers_by_category(enquiry: Enquiry) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the answers as asked, under the first category that each can give points in."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for answer in enquiry.answers:
        name = next(iter(answer.get("categories") or ()), UNGROUPED)
        groups.setdefault(name, []).append(answer)
    return sorted(groups.items(), key=lambda each: each[0] == UNGROUPED)


def openers(enquiry: Enquiry) -> list[str]:
    """Return the questions to open with, as the editor wrote them for these answers."""
    told = [opener for answer in enquiry.answers for opener in answer.get("openers") or ()]
    return list(dict.fromkeys(told))


@dataclass(frozen=True)
class Consent:
    """The last word on marketing by one channel. `event` is None where it was never asked."""

    channel: str
    event: ConsentEvent | None


def consents(enquiry: Enquiry) -> list[Consent]:
    """Return the person's last word by each channel. One query."""
    rows = ConsentEvent.objects.filter(person=enquiry.person_id).order_by("at", "pk")
    latest = {each.channel: each for each in rows}
    return [Consent(label, latest.get(channel)) for channel, label in CHANNELS]
