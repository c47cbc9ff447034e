"""What the sender of an enquiry sees of it, corrects in it, and takes back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest

from leads.capture import contact
from leads.capture.forms import ContactForm
from leads.capture.record import Contact, Submission, record_enquiry
from leads.models import CallbackWish, ConsentEvent, Enquiry, Kind
from leads.models.consent import CHANNELS

OBJECTED = "I object to my details being used for marketing, in whatever way."
TAKEN_BACK = "I take my consent back. I had said yes to: “{wording}”"


class CorrectionForm(ContactForm):
    """The details as they should be. No consent box is shown: those have a button of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["boxes"] = ()
        super().__init__(*args, **kwargs)
        self.fields["message"].label = "What else should we know?"
        self.fields["message"].widget = forms.Textarea(attrs={"rows": 3})


def held_of(enquiry: Enquiry) -> dict[str, Any]:
    """Return what is shown of an enquiry to its sender: the row, its particulars in words, and the
    consents of the person by this or any other enquiry, the latest word on each."""
    consents = latest_consents(enquiry)
    return {
        "enquiry": enquiry,
        "facts": _facts(enquiry),
        "consents": consents,
        "may_withdraw": any(each.given for each in consents),
        "has_objected": has_objected(enquiry),
    }


def latest_consents(enquiry: Enquiry) -> list[ConsentEvent]:
    """Return the last word of the enquiry's person on each purpose and channel."""
    latest = {
        (each.purpose, each.channel): each
        for each in ConsentEvent.objects.filter(person=enquiry.person_id).order_by("at", "pk")
    }
    return list(latest.values())


def correction(enquiry: Enquiry) -> contact.Offer:
    """Return the form in which an enquiry is put right, filled with what was sent."""
    known = {
        "name": enquiry.name,
        "email": enquiry.email,
        "company": enquiry.company,
        "phone": enquiry.phone_typed,
        "callback": CallbackWish.SOON if enquiry.callback else CallbackWish.NONE,
    }
    return contact.Offer(
        scope=f"yours:{enquiry.pk}",
        kind=Kind.CORRECTION,
        form=partial(CorrectionForm, initial=known),
        single=True,
        is_test=enquiry.is_test,
        corrects=enquiry,
    )


def withdraw(request: HttpRequest, enquiry: Enquiry) -> Enquiry:
    """Record that the person takes back every consent given, and have the destinations told."""
    taken_back = [each for each in latest_consents(enquiry) if each.given]
    if not taken_back:
        return enquiry
    boxes = [
        {
            "purpose": each.purpose,
            "channel": each.channel,
            "wording": TAKEN_BACK.format(wording=each.wording),
        }
        for each in taken_back
    ]
    last = max(each.pk for each in taken_back)
    return _declared(request, enquiry, Kind.WITHDRAWAL, f"withdraw:{last}", boxes)


def has_objected(enquiry: Enquiry) -> bool:
    """Tell whether the enquiry's person has objected to marketing, and agreed to none since."""
    theirs = ConsentEvent.objects.filter(person=enquiry.person_id)
    last = theirs.filter(enquiry__kind=Kind.OBJECTION).order_by("-pk").first()
    return last is not None and not theirs.filter(given=True, pk__gt=last.pk).exists()


def object_to_marketing(request: HttpRequest, enquiry: Enquiry) -> Enquiry:
    """Record that the person wants no marketing, whatever they agreed to, and have it passed on.

    An absolute right (UK GDPR Art. 21(2) and (3)): it is asked for by one press, without a reason.
    """
    if has_objected(enquiry):
        return enquiry
    boxes = [
        {"purpose": "marketing", "channel": channel, "wording": OBJECTED} for channel, _ in CHANNELS
    ]
    known = ConsentEvent.objects.filter(person=enquiry.person_id).order_by("pk").last()
    key = f"object:{known.pk if known else 0}"
    return _declared(request, enquiry, Kind.OBJECTION, key, boxes)


def _declared(
    request: HttpRequest, enquiry: Enquiry, kind: Kind, key: str, boxes: list[dict[str, str]]
) -> Enquiry:
    """Record "no" to each of these, said by the sender of an enquiry, and have it passed on."""
    return record_enquiry(
        Submission(
            form_key=f"yours:{enquiry.pk}:{key}",
            kind=kind,
            is_test=enquiry.is_test,
            corrects=enquiry,
            contact=Contact(name=enquiry.name, email=enquiry.email),
            consents=[(box, False) for box in boxes],
            page=request.build_absolute_uri(request.path),
        )
    )


def _facts(enquiry: Enquiry) -> list[tuple[str, str]]:
    told = [
        ("Name", enquiry.name),
        ("E-mail", enquiry.email),
        ("Company", enquiry.company),
        ("Telephone", enquiry.phone_typed),
        ("Call-back", enquiry.callback_words if enquiry.callback else ""),
        ("Message", enquiry.message),
        ("Quiz", enquiry.quiz),
        ("Result", enquiry.result),
        ("You came from", enquiry.article),
    ]
    return [(label, value) for label, value in told if value]
