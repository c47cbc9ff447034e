"""The forms that end in an enquiry: shown, checked, asked about when in doubt, and recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.clients import client_of
from core.mailboxes import meant
from core.models import SiteSettings
from core.pagecache.memory import remembered
from core.texts import fill
from leads.capture import keys
from leads.capture.attribution import with_last
from leads.capture.drill import destination_of
from leads.capture.forms import Box, ContactForm, boxes_of
from leads.capture.offer import Memory, Notice, Offer, Shown
from leads.capture.origin import is_trusted
from leads.capture.record import Contact, Submission, find_enquiry, record_enquiry
from leads.capture.slots import Slot, Terms, offered
from leads.capture.spam import rates
from leads.capture.spam.content import Words
from leads.capture.spam.screening import Manner, screen
from leads.capture.yours import own_url
from leads.models import CallbackWish, ContactSettings, Enquiry, SalesSettings
from leads.models.sales import Promise

__all__ = ["Offer", "Shown", "receipt", "show", "take", "texts"]

# Django takes a body that was cut off on its way: only the last field says that all has come.
LAST_FIELD = "_end"
TRAP = "website"  # no person sees this field


def show(request: HttpRequest, offer: Offer) -> Shown:
    """Return the form, empty."""
    boxes = _boxes_now(request)
    form = offer.form(boxes=boxes, slots=_slots_now(request))
    offer = replace(offer, attribution=with_last(offer.attribution, request))
    return Shown(form=form, key=Memory.new(offer, boxes).key)


def take(request: HttpRequest, offer: Offer) -> Enquiry | Shown:
    """Return the enquiry that a sent form made, or the form to show again and why."""
    memory = Memory.sent(request, offer, keys.LIFE)
    if memory is None or not is_trusted(request, True):
        return _ask_again(request, offer, Notice.DOUBT)
    if request.POST.get(LAST_FIELD) != "1":
        return _ask_again(request, offer, Notice.CUT)
    form = offer.form(request.POST, boxes=memory.boxes, slots=_slots_now(request))
    if not form.is_valid():
        return Shown(form=form, key=memory.key, notice=Notice.WRONG)
    other = meant(form.cleaned_data["email"])
    if other and not form.means_its_address:
        return Shown(form=form, key=memory.key, notice=Notice.MEANT, meant=other)
    submission = _submission(request, offer, memory, form)
    if (known := find_enquiry(submission)) is not None:
        return known
    if drill := destination_of(request, form.cleaned_data["email"]):
        return record_enquiry(replace(submission, is_test=True, drill=drill))
    if rates.is_flood(client_of(request)):
        return Shown(form=form, key=memory.key, notice=Notice.BUSY)
    verdict = screen(_words(form), _manner(request, memory, submission))
    return record_enquiry(replace(submission, verdict=verdict))


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the enquiry has arrived, under which reference, and what happens next."""
    enquiry = get_object_or_404(Enquiry.objects.select_related("attempt"), receipt=token)
    contact, settings = _settings(request)
    context = {
        "reference": enquiry.reference,
        "wants_call": bool(enquiry.callback),
        "call": enquiry.callback_words if enquiry.callback_from else "",
        "own_url": own_url(enquiry) if enquiry.is_fresh(timezone.now()) else "",
        "result_url": enquiry.attempt.result_url() if enquiry.attempt else "",
        "is_test": enquiry.is_test,
        "texts": {
            "receipt_title": fill(contact.receipt_title, settings),
            "receipt_text": fill(contact.receipt_text, settings),
        },
    }
    return render(request, "leads/thanks.html", context)


def texts(request: HttpRequest) -> dict[str, str]:
    """Return the words around the form, with the firm's name and number filled in."""
    contact, settings = _settings(request)
    return {name: fill(getattr(contact, name), settings) for name in ("title", "intro", "promise")}


def _ask_again(request: HttpRequest, offer: Offer, notice: Notice) -> Shown:
    """Return the form with everything in it and a new key. What led to it is kept at any age."""
    boxes = _boxes_now(request)
    form = offer.form(request.POST, boxes=boxes, slots=_slots_now(request))
    before = Memory.sent(request, offer, life=None)
    return Shown(form=form, key=Memory.new(offer, boxes, before).key, notice=notice)


def _boxes_now(request: HttpRequest) -> list[Box]:
    return boxes_of(*_settings(request))


def _slots_now(request: HttpRequest) -> list[Slot]:
    contact, firm = _settings(request)
    terms = Terms(
        length=timedelta(minutes=contact.slot_minutes),
        notice=timedelta(minutes=contact.slot_notice),
        days=contact.slot_days,
    )
    chosen = request.POST.get("callback", "")
    return offered(firm.opening_hours, terms, timezone.now(), chosen)


def _settings(request: HttpRequest) -> tuple[ContactSettings, SiteSettings]:
    """Return what is said around forms, and the firm, read together: a submit is to be cheap."""
    find = partial(ContactSettings.for_request, request)
    contact = remembered(request, "contact", find)
    kept, firm = SiteSettings.get_cache_attr_name(), getattr(contact.site, "sitesettings", None)
    if firm is not None and not hasattr(request, kept):
        setattr(request, kept, firm)
    return contact, SiteSettings.for_request(request)


def _promise(request: HttpRequest) -> Promise:
    contact, firm = _settings(request)
    promised = getattr(contact.site, "salessettings", None) or SalesSettings()
    return Promise(promised, firm.opening_hours)


def _submission(
    request: HttpRequest, offer: Offer, memory: Memory, form: ContactForm
) -> Submission:
    return Submission(
        form_key=memory.form,
        kind=offer.kind,
        is_test=offer.goes_nowhere,
        contact=_contact(form.cleaned_data),
        consents=form.answered_boxes(),
        outcome=offer.outcome,
        corrects=offer.corrects,
        attribution=memory.attribution,
        promise=_promise(request),
        page=request.build_absolute_uri(request.path),
    )


def _manner(request: HttpRequest, memory: Memory, submission: Submission) -> Manner:
    return Manner(
        client=client_of(request),
        age=memory.age,
        trapped=bool(request.POST.get(TRAP)),
        again=not rates.is_first(str(submission.key)),
    )


def _words(form: ContactForm) -> Words:
    told = {
        name: form.cleaned_data.get(name, "") for name in ("name", "email", "company", "message")
    }
    return Words(**told)


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
