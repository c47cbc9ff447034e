"""What a destination is told, put together from the stored rows at the moment of sending."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import Site

from core.hours import Hours, load_bank_holidays
from core.models import SiteSettings
from core.pagecache.memory import remembered_by_itself
from core.phone import in_words
from leads.crm import base
from leads.delivery import mapping, sources
from leads.delivery.hours import callback_due
from leads.models import CallbackWish, ConsentEvent, Delivery, Enquiry, Person
from leads.models.consent import CHANNELS, PURPOSES

_PURPOSES, _CHANNELS = dict(PURPOSES), dict(CHANNELS)


def load_ahead() -> None:
    """Load what `build` needs, so that the first enquiry after a start need not wait for it."""
    reverse("enquiry:inspect", args=[UUID(int=0)])  # for which Django loads all views
    load_bank_holidays()


def build(delivery: Delivery, consents: Iterable[ConsentEvent] | None = None) -> base.Enquiry:
    """Return the enquiry in the words of the port. Times are in the firm's time zone.

    `consents` are those given or refused with it, if they have been read already. Its fields are
    those of the version of the mapping that the delivery names.
    """
    if delivery.enquiry is None:
        raise ValueError("an erasure has no enquiry")
    whole = told(delivery.enquiry, delivery.whom, consents)
    if delivery.minimal:
        return _minimal(whole)
    if delivery.mapping is None:
        return whole
    known = sources.known(delivery.enquiry, whole)
    first = delivery.enquiry.sequence == 1
    return replace(whole, fields=mapping.fields(delivery.mapping.rows, known, first=first))


def _minimal(whole: base.Enquiry) -> base.Enquiry:
    """Return the enquiry without what a CRM may refuse as a field: notes still tell all of it."""
    return replace(
        whole,
        minimal=True,
        company="",
        company_as_given=whole.company_as_given or whole.company,
        phone="",
        phone_as_given=whole.phone_as_given or whole.phone,
    )


def told(
    enquiry: Enquiry, person: Person, consents: Iterable[ConsentEvent] | None = None
) -> base.Enquiry:
    """Return an enquiry in the words of the port, before anything of it is mapped.

    `consents` are those given or refused with it, if they have been read already.
    """
    wants_call = enquiry.callback != CallbackWish.NONE
    return base.Enquiry(
        submission_id=str(enquiry.pk),
        reference=enquiry.reference,
        email=person.email,
        name=person.name,
        company=person.company,
        phone=in_words(person.phone),
        name_as_given=enquiry.name if enquiry.name != person.name else "",
        company_as_given=enquiry.company if enquiry.company != person.company else "",
        phone_as_given=in_words(enquiry.phone) if enquiry.phone != person.phone else "",
        message=enquiry.message,
        about=enquiry.about,
        callback=enquiry.callback_words if wants_call else "",
        wants_call=wants_call,
        quiz=enquiry.quiz,
        answers=tuple(
            base.Answer(question=each["question"], answer=each["answer"])
            for each in enquiry.answers
        ),
        score=enquiry.score,
        max_score=enquiry.max_score,
        result=enquiry.result,
        article=enquiry.article,
        article_url=enquiry.article_url,
        consents=_consents(enquiry.consents.all() if consents is None else consents),
        admin_url=settings.WAGTAILADMIN_BASE_URL + reverse("enquiry:inspect", args=[enquiry.pk]),
        submitted_at=localtime(enquiry.created_at),
        callback_due=_due(enquiry),
    )


def _due(enquiry: Enquiry) -> datetime:
    """Return when the time that they chose begins, or when we owe them a call by our hours."""
    if enquiry.callback_from is not None:
        return localtime(enquiry.callback_from)
    return callback_due(enquiry.created_at, enquiry.callback, remembered_by_itself("hours", _hours))


def _hours() -> Hours:
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site).opening_hours if site else Hours()


def _consents(events: Iterable[ConsentEvent]) -> tuple[base.Consent, ...]:
    return tuple(
        base.Consent(
            purpose=_PURPOSES.get(each.purpose, each.purpose),
            channel=_CHANNELS.get(each.channel, each.channel),
            given=each.given,
            wording=each.wording,
            at=localtime(each.at),
        )
        for each in events
    )
