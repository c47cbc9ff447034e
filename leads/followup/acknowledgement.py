"""The acknowledgement: what somebody sent, who answers and by when, and the link to all of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core.hours import window
from leads.capture.yours import own_url
from leads.crm.base import NotWanted
from leads.delivery.payload import told
from leads.followup.alert import enquiry_of, handling_of
from leads.followup.drafts import Draft
from leads.followup.firm import firm
from leads.followup.phrases import address, by_when, one_line, without_links
from leads.models import Delivery, Enquiry, Errand, Handling, State, sales
from leads.models.states import LIVE
from leads.sales.assigning import assign_if_free

# A form takes any address. Whose it is gets no more than this from us, whoever types it.
AT_MOST_EVERY = timedelta(hours=24)
_MOST_OF_A_MESSAGE = 1_500  # characters


def draft(delivery: Delivery) -> Draft:
    """Write the acknowledgement to whoever enquired.

    Raises `NotWanted` where acknowledgements are switched off, and for the second one to an address
    within 24 hours.
    """
    enquiry = enquiry_of(delivery)
    if not sales.promise().sales.acknowledge:
        raise NotWanted("acknowledgements are switched off")
    if _had_one(delivery):
        raise NotWanted("this address was sent one within the last 24 hours")
    assign_if_free(enquiry)
    handling = handling_of(enquiry)
    name, owner = firm().firm_name, _owner(handling)
    return Draft(
        to=[address(without_links(enquiry.name), enquiry.email)],
        subject=f"{name}: we have your enquiry ({enquiry.reference})",
        template="acknowledgement",
        context={
            "enquiry": enquiry,
            "first_name": one_line(without_links(enquiry.name), 60),
            "company": without_links(enquiry.company),
            "message": without_links(enquiry.message[:_MOST_OF_A_MESSAGE]),
            "answers": [_harmless(each) for each in enquiry.answers],
            "promise": promise(enquiry, handling, timezone.now()),
            "owner": owner,
            "own_url": settings.WAGTAILADMIN_BASE_URL + own_url(enquiry),
            "result_url": _result_url(enquiry),
            "phone_typed": enquiry.phone_typed,
        },
        reply_to=firm().email or (handling.owner.email if handling and handling.owner else ""),
    )


def _harmless(answer: dict[str, Any]) -> dict[str, str]:
    told = without_links(str(answer.get("answer") or ""))
    return {"question": str(answer.get("question", "")), "answer": told}


def promise(enquiry: Enquiry, handling: Handling | None, now: datetime) -> str:
    """Return who answers, how, and by when: "Sam Hill will ring you by 14:30 today"."""
    who = _owner(handling) or "One of us"
    if enquiry.callback_from and enquiry.callback_until:
        return f"{who} will ring you on {window(enquiry.callback_from, enquiry.callback_until)}."
    due = (handling and handling.due_at) or told(enquiry, enquiry.person).callback_due
    verb = "ring you" if enquiry.callback else "write back to you"
    when = f" {by_when(due, now)}" if due > now else ""  # sent late, it does not promise the past
    return f"{who} will {verb}{when}."


def _owner(handling: Handling | None) -> str:
    return handling.owner.get_full_name() if handling and handling.owner else ""


def _had_one(delivery: Delivery) -> bool:
    """Tell whether another one was sent lately, or goes before this one."""
    same = Delivery.objects.filter(person=delivery.person_id, kind=Errand.ACKNOWLEDGE)
    others = same.exclude(pk=delivery.pk)
    sent = Q(state=State.DELIVERED, delivered_at__gt=timezone.now() - AT_MOST_EVERY)
    since = delivery.created_at - AT_MOST_EVERY
    first = Q(state__in=LIVE, pk__lt=delivery.pk, created_at__gt=since)
    return others.filter(sent | first).exists()


def _result_url(enquiry: Enquiry) -> str:
    if enquiry.attempt is None or not enquiry.result:
        return ""
    return f"{settings.WAGTAILADMIN_BASE_URL}{enquiry.attempt.result_url()}"
