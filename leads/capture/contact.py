"""The forms that end in an enquiry: shown, checked, asked about when in doubt, and recorded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.models import SiteSettings
from core.texts import fill
from leads.capture import keys
from leads.capture.forms import Box, ContactForm, boxes_of
from leads.capture.origin import is_trusted
from leads.capture.record import Contact, QuizOutcome, Submission, record_enquiry
from leads.capture.responses import status_of
from leads.capture.slots import Slot, Terms, offered
from leads.capture.yours import own_url
from leads.models import CallbackWish, ContactSettings, Enquiry, Kind

PURPOSE = "contact"
# Django takes a body that was cut off on its way: only the last field says that all has come.
LAST_FIELD = "_end"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A form that is offered to a visitor.

    `scope` names it. Each time it is shown it gets a key of its own, unless it is `single`: then
    the same content is the same enquiry however often the form was loaded in between.
    """

    scope: str
    kind: Kind = Kind.QUIZ
    form: Callable[..., ContactForm] = ContactForm
    single: bool = False
    is_test: bool = False
    outcome: QuizOutcome | None = None
    corrects: Enquiry | None = None
    attribution: dict[str, Any] = field(default_factory=dict)

    def new_key(self) -> str:
        """Return the key of one rendering."""
        return self.scope if self.single else f"{self.scope}#{uuid.uuid4()}"

    def made(self, form_key: str) -> bool:
        """Tell whether a key is one of this form's."""
        return form_key == self.scope or form_key.startswith(f"{self.scope}#")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The form as it is on its page now; `doubt` asks the visitor to press the button again."""

    form: ContactForm
    key: str
    doubt: bool = False

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        wrong = self.form.is_bound and not self.doubt and self.form.errors
        return status_of(error=wrong, doubt=self.doubt)


def show(request: HttpRequest, offer: Offer) -> Shown:
    """Return the form, empty."""
    form = offer.form(boxes=_boxes_now(request), slots=_slots_now(request))
    return _shown(form, offer.new_key(), offer.attribution)


def take(request: HttpRequest, offer: Offer) -> Enquiry | Shown:
    """Return the enquiry that a sent form made, or the form to show again and why."""
    memory = keys.read(PURPOSE, request.POST.get("key", ""))
    whole = request.POST.get(LAST_FIELD) == "1"
    if (
        memory is None
        or not offer.made(memory["form"])
        or not whole
        or not is_trusted(request, True)
    ):
        form = offer.form(request.POST, boxes=_boxes_now(request), slots=_slots_now(request))
        return _shown(form, offer.new_key(), offer.attribution, doubt=True)
    form = offer.form(request.POST, boxes=memory["boxes"], slots=_slots_now(request))
    if not form.is_valid():
        return _shown(form, memory["form"], memory["attribution"])
    return record_enquiry(
        Submission(
            form_key=memory["form"],
            kind=offer.kind,
            is_test=offer.is_test,
            contact=_contact(form.cleaned_data),
            consents=form.answered_boxes(),
            outcome=offer.outcome,
            corrects=offer.corrects,
            attribution=memory["attribution"],
            page=request.build_absolute_uri(request.path),
        )
    )


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the enquiry has arrived, under which reference, and what happens next."""
    enquiry = get_object_or_404(Enquiry, receipt=token)
    contact, settings = ContactSettings.for_request(request), SiteSettings.for_request(request)
    context = {
        "reference": enquiry.reference,
        "wants_call": bool(enquiry.callback),
        "call": enquiry.callback_words if enquiry.callback_from else "",
        "own_url": own_url(enquiry) if enquiry.is_fresh(timezone.now()) else "",
        "texts": {
            "receipt_title": fill(contact.receipt_title, settings),
            "receipt_text": fill(contact.receipt_text, settings),
        },
    }
    return render(request, "leads/thanks.html", context)


def texts(request: HttpRequest) -> dict[str, str]:
    """Return the words around the form, with the firm's name and number filled in."""
    contact, settings = ContactSettings.for_request(request), SiteSettings.for_request(request)
    return {name: fill(getattr(contact, name), settings) for name in ("title", "intro", "promise")}


def _shown(
    form: ContactForm, form_key: str, attribution: dict[str, Any], *, doubt: bool = False
) -> Shown:
    memory = {"form": form_key, "boxes": list(form.boxes.values()), "attribution": attribution}
    return Shown(form=form, key=keys.mint(PURPOSE, memory), doubt=doubt)


def _boxes_now(request: HttpRequest) -> list[Box]:
    return boxes_of(ContactSettings.for_request(request), SiteSettings.for_request(request))


def _slots_now(request: HttpRequest) -> list[Slot]:
    contact, firm = ContactSettings.for_request(request), SiteSettings.for_request(request)
    terms = Terms(
        length=timedelta(minutes=contact.slot_minutes),
        notice=timedelta(minutes=contact.slot_notice),
        days=contact.slot_days,
    )
    chosen = request.POST.get("callback", "")
    return offered(firm.opening_hours, terms, timezone.now(), chosen)


def _contact(cleaned: dict[str, Any]) -> Contact:
    slot: Slot | None = cleaned["slot"]
    return Contact(
        name=cleaned["name"],
        email=cleaned["email"],
        company=cleaned.get("company", ""),
        phone=cleaned["phone_e164"],
        phone_typed=cleaned["phone"],
        message=cleaned.get("message", ""),
        callback=CallbackWish.CHOSEN if slot else cleaned["callback"],
        callback_from=slot.begins if slot else None,
        callback_until=slot.ends if slot else None,
    )
