"""What people agreed to, in the words they saw, and the boxes that are shown now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from leads.models.enquiry import Enquiry
from leads.models.person import Person
from leads.models.wording import ConsentWording

PURPOSES = [("marketing", "Marketing")]
CHANNELS = [("email", "E-mail"), ("phone", "Telephone"), ("post", "Post")]


class ConsentBoxBlock(blocks.StructBlock):
    purpose = blocks.ChoiceBlock(choices=PURPOSES, default="marketing")
    channel = blocks.ChoiceBlock(choices=CHANNELS, default="email")
    wording = blocks.CharBlock(
        max_length=300, help_text="{firm_name} and {phone} stand for the firm's own."
    )

    class Meta:
        icon = "check"
        label = "Consent box"


@register_setting(icon="form")
class ContactSettings(BaseSiteSetting):
    """The words around every form that ends in an enquiry."""

    # What a submit asks for as well.
    select_related = ("site__sitesettings", "site__salessettings")

    title = models.CharField(max_length=90, default="Talk to a person")
    intro = models.CharField(max_length=300, blank=True)
    promise = models.CharField("what we promise", max_length=300, blank=True)
    consents = StreamField([("box", ConsentBoxBlock())], blank=True, max_num=6)
    receipt_title = models.CharField(max_length=90, default="What happens next")
    receipt_text = models.TextField(blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        "length of a time to choose",
        choices=[(30, "Half an hour"), (60, "An hour"), (120, "Two hours"), (240, "Four hours")],
        default=60,
        help_text="Cut out of the opening hours, which stand in the firm's settings.",
    )
    slot_notice = models.PositiveSmallIntegerField(
        "minutes of notice",
        default=30,
        validators=[MaxValueValidator(7 * 24 * 60)],
        help_text="No time is offered that begins sooner than this.",
    )
    slot_days = models.PositiveSmallIntegerField(
        "days ahead",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="On how many of the days on which you are open there are times to choose.",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("intro"), FieldPanel("promise")], heading="The form"
        ),
        FieldPanel("consents", heading="Consent boxes, never ticked beforehand"),
        MultiFieldPanel(
            [FieldPanel("receipt_title"), FieldPanel("receipt_text")], heading="The receipt"
        ),
        MultiFieldPanel(
            [FieldPanel("slot_minutes"), FieldPanel("slot_notice"), FieldPanel("slot_days")],
            heading="When visitors may ask to be rung",
        ),
    ]

    class Meta:
        verbose_name = "contact form"

    def __str__(self) -> str:
        return "Contact form"


class ConsentEvent(models.Model):
    """One box as it was shown and answered. Append-only: proof is never edited.

    UK GDPR Art. 7(1) wants the controller able to show who agreed, when, how and to what.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    given = models.BooleanField()
    wording = models.TextField()
    version = models.ForeignKey(
        ConsentWording, null=True, on_delete=models.PROTECT, related_name="events"
    )
    page = models.CharField("address of the form", max_length=2000)
    at = models.DateTimeField()

    wiped: ClassVar[dict[str, Any]] = {"page": ""}

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}: {'yes' if self.given else 'no'}"
