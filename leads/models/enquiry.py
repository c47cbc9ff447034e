"""An enquiry: what one person told us once. Never changed afterwards, only erased."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.hours import window
from leads.models.person import Person
from leads.models.quiz import QuizAttempt, QuizVersion
from leads.models.stages import due_order, seen_by

# Crockford's base 32 without the letters that are read wrongly over the telephone.
REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

FRESH = timedelta(minutes=30)

# What a search looks in.
SEARCHED = ("reference", "name", "email", "company", "message", "article", "quiz", "result")
MOST_WORDS = 8


class CallbackWish(models.TextChoices):
    """When the person would like to be rung."""

    NONE = "", "No call, please reply by e-mail"
    SOON = "soon", "As soon as possible"
    CHOSEN = "chosen", "At a time they chose"  # `callback_from` to `callback_until`
    # No form offers these any more; enquiries that were stored with them stay as they are.
    MORNING = "morning", "In the morning"
    AFTERNOON = "afternoon", "In the afternoon"


class Kind(models.TextChoices):
    """How somebody enquired."""

    QUIZ = "quiz", "Quiz"
    MESSAGE = "message", "Message"
    CALLBACK = "callback", "Call-back"
    PHONE = "phone", "Telephone"
    CORRECTION = "correction", "Correction"
    WITHDRAWAL = "withdrawal", "Consent withdrawn"
    OBJECTION = "objection", "Objection to marketing"


# What somebody declares, and asks nothing by.
DECLARED = frozenset({Kind.WITHDRAWAL, Kind.OBJECTION})
# What is said of an earlier enquiry: no new request.
NO_REQUESTS = DECLARED | {Kind.CORRECTION}


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def real(self) -> EnquiryQuerySet:
        """Enquiries of people. Those that an editor sent to try a quiz are left out."""
        return self.filter(is_test=False)

    def held_back(self) -> EnquiryQuerySet:
        """Enquiries that look like spam and wait until somebody has looked at them."""
        return self.filter(screening__held=True, screening__released_at=None)

    def visible_to(self, user: Any) -> EnquiryQuerySet:
        """Those that somebody of sales may see; see `seen_by`."""
        return self.filter(seen_by(user))

    def due_first(self) -> EnquiryQuerySet:
        """The soonest time to act first; last what has none, the latest of it first."""
        return self.order_by(*due_order("handling__"))

    def matching(self, words: str) -> EnquiryQuerySet:
        """Enquiries that hold each of these words: in what was sent, or in what sales noted.

        A telephone number is found however it is written.
        """
        found = self
        if digits := _digits(words):
            return found.filter(Q(phone__contains=digits) | Q(reference__icontains=words))
        for word in words.split()[:MOST_WORDS]:
            noted = self.model.events.rel.related_model._default_manager.filter(
                enquiry=OuterRef("pk"), text__icontains=word
            )
            told = reduce(or_, (Q(**{f"{each}__icontains": word}) for each in SEARCHED))
            found = found.filter(told | Q(Exists(noted)))
        return found


def _digits(words: str) -> str:
    """Return how a number is kept, without what comes before it; "" for what is no number."""
    bare = "".join(each for each in words if each not in " -().")
    if not re.fullmatch(r"\+?[0-9]{5,}", bare):
        return ""
    return bare.removeprefix("+").removeprefix("44").lstrip("0")


class Enquiry(models.Model):
    """One submission of a form. `id` is its idempotency key: the same form twice is one row."""

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    receipt = models.CharField("token of the receipt's address", max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enquiries")
    sequence = models.PositiveIntegerField(help_text="1 for the person's first enquiry.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MESSAGE)
    is_test = models.BooleanField(
        default=False, help_text="Sent by an editor to try a quiz: delivered to nobody."
    )

    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail address")
    company = models.CharField(max_length=120, blank=True)
    phone = models.CharField("telephone", max_length=30, blank=True, help_text="E.164")
    phone_typed = models.CharField("telephone as typed", max_length=40, blank=True)
    message = models.TextField(blank=True)
    callback = models.CharField(
        "call-back", max_length=12, choices=CallbackWish.choices, blank=True
    )
    callback_from = models.DateTimeField("ring from", null=True, blank=True)
    callback_until = models.DateTimeField("ring until", null=True, blank=True)

    quiz_version = models.ForeignKey(
        QuizVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    attempt = models.ForeignKey(
        QuizAttempt, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    quiz = models.CharField(max_length=255, blank=True)
    answers = models.JSONField(default=list, help_text="As asked: questions and options in words.")
    score = models.PositiveIntegerField(null=True, blank=True)
    max_score = models.PositiveIntegerField(null=True, blank=True)
    result = models.CharField(max_length=120, blank=True)
    sales_note = models.TextField(blank=True)
    article = models.CharField(max_length=255, blank=True)
    article_url = models.CharField(max_length=2000, blank=True)
    attribution = models.JSONField(default=dict)
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="corrections",
        help_text="The enquiry that its sender puts right, or takes a consent back from.",
    )
    created_at = models.DateTimeField("received", db_index=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then it says nothing about anybody."
    )

    objects = EnquiryQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {
        "name": "", "email": "", "company": "", "phone": "", "phone_typed": "", "message": "",
        "sales_note": "", "answers": [], "attribution": {}, "article_url": "",
    }  # fmt: skip

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ["-created_at"]
        permissions = [
            ("work_enquiry", "Can claim enquiries and log what was done"),
            ("export_enquiry", "Can export enquiries"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def callback_words(self) -> str:
        """The call-back wish in words, such as "Friday 27 November, 9:00 to 10:00"."""
        if self.callback_from and self.callback_until:
            return window(self.callback_from, self.callback_until)
        return str(CallbackWish(self.callback).label)

    @property
    def who(self) -> str:
        """The name to call it by, also when there is none any more."""
        return "Erased" if self.erased_at else str(self.name)

    @property
    def about(self) -> str:
        """What it is, where it is no request: "Correction of L-7QK4"; "" for all others."""
        if self.kind not in NO_REQUESTS:
            return ""
        of = f" of {self.corrects.reference}" if self.corrects else ""
        return f"{Kind(self.kind).label}{of if self.kind == Kind.CORRECTION else ''}"

    def is_fresh(self, now: datetime) -> bool:
        """Tell whether it was sent so lately that who sees its receipt is still who sent it."""
        return now - self.created_at < FRESH and self.erased_at is None

    def receipt_url(self) -> str:
        """The address of the page that says what happens next. It holds nothing personal."""
        return reverse("leads:thanks", args=[self.receipt])


def new_reference(length: int = 4) -> str:
    """Return a reference that can be read out, such as "L-7QK4". The caller sees to uniqueness."""
    return "L-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(length))
