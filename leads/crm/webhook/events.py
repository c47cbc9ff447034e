"""What a webhook says, as JSON. Pure: nothing is sent. docs/crm/webhook.md shows it to receivers.

Keys are only ever added. What is not known is null, so that a receiver can tell it from a blank.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from leads.crm.base import Enquiry, Ref
from leads.crm.values import as_json

SUBMITTED, ERASED = "enquiry.submitted", "contact.erased"


def message_id(submission_id: str) -> str:
    """Return the webhook-id of an enquiry: the same on every try."""
    return f"msg_{submission_id}"


def erasure_id(email: str, made: Sequence[Mapping[str, Ref]]) -> str:
    """Return the webhook-id of an erasure: another one after a later enquiry of the same person."""
    told = "\n".join([email, *sorted(ref.id for refs in made for ref in refs.values())])
    return f"msg_erased_{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def submitted(enquiry: Enquiry) -> dict[str, Any]:
    """Return the event of an enquiry."""
    data = {
        "submission_id": enquiry.submission_id,
        "reference": enquiry.reference,
        "person": {
            "email": enquiry.email,
            "name": _known(enquiry.name),
            "company": _known(enquiry.company),
            "phone": _known(enquiry.phone),
        },
        "as_given": {
            "name": _known(enquiry.name_as_given),
            "company": _known(enquiry.company_as_given),
            "phone": _known(enquiry.phone_as_given),
        },
        "about": _known(enquiry.about),
        "message": _known(enquiry.message),
        "callback": {
            "wanted": enquiry.wants_call,
            "wish": _known(enquiry.callback),
            "due": enquiry.callback_due.isoformat(),
        },
        "quiz": _quiz(enquiry),
        "article": {"title": _known(enquiry.article), "url": _known(enquiry.article_url)},
        "consents": [
            {
                "purpose": each.purpose,
                "channel": each.channel,
                "given": each.given,
                "wording": each.wording,
                "at": each.at.isoformat(),
            }
            for each in enquiry.consents
        ],
        "fields": {name: as_json(value) for name, value in enquiry.fields.items()},
        "admin_url": _known(enquiry.admin_url),
    }
    return _event(SUBMITTED, enquiry.submitted_at, data)


def erased(email: str, made: Sequence[Mapping[str, Ref]], at: datetime) -> dict[str, Any]:
    """Return the event that asks the receiver to forget a person."""
    sent = {ref.id.removeprefix("msg_") for refs in made for ref in refs.values()}
    return _event(ERASED, at, {"email": email, "submission_ids": sorted(sent)})


def _known(text: str) -> str | None:
    return text.strip() or None


def _quiz(enquiry: Enquiry) -> dict[str, Any] | None:
    if not enquiry.quiz:
        return None
    return {
        "title": enquiry.quiz,
        "score": enquiry.score,
        "max_score": enquiry.max_score,
        "result": _known(enquiry.result),
        "answers": [{"question": each.question, "answer": each.answer} for each in enquiry.answers],
    }


def _event(kind: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "timestamp": at.isoformat(), "data": data}
