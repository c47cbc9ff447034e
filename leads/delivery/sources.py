"""What is known of an enquiry, by the names under which a mapping asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from leads.crm import base
from leads.models import Enquiry

Known = str | int | bool | datetime | list[str]

ANSWER, POINTS, CONSENT = "answer:", "points:", "consent:"  # each followed by a stable id
CAMPAIGN = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "referer", "source",
    "medium", "campaign", "landing", "cta", "gclid", "msclkid", "fbclid", "li_fat_id",
)  # fmt: skip


def known(enquiry: Enquiry, told: base.Enquiry) -> dict[str, Known]:
    """Return all that is known of a stored enquiry by source; what is blank is left out.

    `told` is the same enquiry in the words of the port, without its fields.
    """
    found = {
        **_of_person(told),
        **_of_enquiry(enquiry, told),
        **_of_quiz(enquiry),
        **{name: str(enquiry.attribution.get(name) or "") for name in CAMPAIGN},
        **{
            f"{CONSENT}{each.purpose}:{each.channel}": each.given for each in enquiry.consents.all()
        },
    }
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def _of_person(told: base.Enquiry) -> dict[str, Any]:
    first, _, last = " ".join(told.name.split()).partition(" ")
    return {
        "name": told.name,
        "first_name": first,
        "last_name": last,
        "email": told.email,
        "company": told.company,
        "phone": told.phone,
    }


def _of_enquiry(enquiry: Enquiry, told: base.Enquiry) -> dict[str, Any]:
    return {
        "reference": told.reference,
        "kind": enquiry.get_kind_display(),
        "submitted_at": told.submitted_at,
        "message": told.message,
        "wants_call": told.wants_call,
        "callback": told.callback,
        "callback_due": told.callback_due if told.wants_call else None,
        "article": told.article,
        "article_url": told.article_url,
        "admin_url": told.admin_url,
    }


def _of_quiz(enquiry: Enquiry) -> dict[str, Any]:
    score, most = enquiry.score, enquiry.max_score
    return {
        "quiz": enquiry.quiz,
        "result": enquiry.result,
        "score": score,
        "max_score": most,
        "percent": 100 * score // most if score is not None and most else None,
        **{f"{ANSWER}{key}": words for key, words in _answers(enquiry)},
        **{f"{POINTS}{key}": number for key, number in _points(enquiry).items()},
    }


def _answers(enquiry: Enquiry) -> Iterator[tuple[str, str | list[str]]]:
    """Yield question ids, each with what was written or with the words that were chosen."""
    for each in enquiry.answers:
        if "question_id" in each:
            yield each["question_id"], list(each.get("option_texts") or ()) or each["answer"]


def _points(enquiry: Enquiry) -> Mapping[str, int]:
    """Return the points by category id. An answer names the categories that it could give to."""
    if enquiry.quiz_version is None:
        return {}
    totals: Counter[str] = Counter()
    asked: set[str] = set()
    for each in enquiry.answers:
        totals.update(each.get("points", {}))
        asked.update(each.get("categories", ()))
    ids = {each["name"]: each["id"] for each in enquiry.quiz_version.content.get("categories", ())}
    return {ids[name]: totals[name] for name in asked if name in ids}
