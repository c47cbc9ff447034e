"""Doing what an alert's link is for, and saying how that went."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from leads.desk.due import since_when
from leads.followup.links import TAKE
from leads.models import Enquiry, Happening
from leads.sales import acts
from leads.sales.people import name_of

TAKEN, GONE, LOGGED = "taken", "gone", "logged"
SPOKE, MESSAGE, NO_ANSWER, WROTE = "spoke", "message", "no_answer", "wrote"
OUTCOMES = [
    (SPOKE, "We spoke"),
    (MESSAGE, "I left a message"),
    (NO_ANSWER, "Nobody answered"),
    (WROTE, "I wrote to them"),
]


def may_act_on(enquiry: Enquiry) -> bool:
    """Tell whether anything can be done: it is before sales, and was not erased."""
    return enquiry.erased_at is None and hasattr(enquiry, "handling")


def act(enquiry: Enquiry, what: str, who: User, told: Mapping[str, Any]) -> str:
    """Take the enquiry, or log the answer that `told` is about. Returns how it went, for
    `in_words`.

    `told` has "key", minted with the form, and for an answer "outcome" and "note".
    """
    if what == TAKE:
        return TAKEN if acts.claim(enquiry, who).owner == who else GONE
    left = dict(OUTCOMES)[MESSAGE] if told["outcome"] == MESSAGE else ""
    acts.log_call(
        enquiry,
        who,
        "\n".join(filter(None, [left, told["note"]])),
        reached=told["outcome"] in {SPOKE, WROTE},
        kind=Happening.MAILED if told["outcome"] == WROTE else Happening.CALLED,
        key=told["key"] or uuid.uuid4(),
    )
    return LOGGED


def in_words(outcome: str, enquiry: Enquiry) -> str:
    """Return what to tell of an outcome; "" for none."""
    owner = enquiry.handling.owner
    name = name_of(owner) if owner else "somebody"
    return {
        TAKEN: f"It is yours, {name}.",
        GONE: f"You were not the first. {since_when(enquiry.handling, timezone.now())}",
        LOGGED: "That is noted, and nobody is reminded to answer any more.",
    }.get(outcome, "")
