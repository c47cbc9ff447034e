"""What every page shares, and what the firm says about itself once."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, PreviewableMixin

from core import colour
from core.blocks import InvitationsBlock
from core.hours import DAYS, REGIONS, Hours, Opening, Period
from core.phone import dialled
from core.restrictions import Unrestricted
from core.validators import validate_phone

if TYPE_CHECKING:
    from core.seo.blocks import Node
    from core.seo.structured import Facts


def validate_accent(value: str) -> None:
    """Raise ValidationError unless `value` is a colour that can be read on the site's paper."""
    if not colour.HEX.fullmatch(value):
        raise ValidationError("Write the colour as # and six digits, such as #0b5a63.")
    ratio = colour.contrast(value, colour.PAPER)
    if ratio < colour.ENOUGH:
        raise ValidationError(
            f"Links in this colour would be hard to read: its contrast with the page is {ratio:.1f}"
            f" to 1 and has to be {colour.ENOUGH} to 1. {colour.darkened(value)} would do."
        )


class PeriodBlock(blocks.StructBlock):
    """Hours that are the same on several days."""

    days = blocks.MultipleChoiceBlock(
        choices=[(str(number), day) for number, day in enumerate(DAYS)],
        default=["0", "1", "2", "3", "4"],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = blocks.TimeBlock(default=time(9))
    closes = blocks.TimeBlock(default=time(17, 30))

    class Meta:
        icon = "time"
        label = "Hours"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["opens"] >= cleaned["closes"]:
            raise blocks.StructBlockValidationError(
                {"closes": ValidationError("Closing time must be after opening time.")}
            )
        return cleaned


class ClosedDayBlock(blocks.StructBlock):
    """A day off besides weekends and bank holidays."""

    day = blocks.DateBlock()
    reason = blocks.CharBlock(required=False, max_length=60)

    class Meta:
        icon = "date"
        label = "Day off"


OFFICE_HOURS: list[Any] = [
    ("hours", {"days": list("01234"), "opens": time(9), "closes": time(17, 30)})
]


@register_setting(icon="cog")
class SiteSettings(PreviewableMixin, BaseSiteSetting):
    """The firm, as every page shows it. Neutral until somebody fills it in."""

    firm_name = models.CharField("name of the firm", max_length=80, default="Your IT firm")
    phone = models.CharField(
        "telephone number",
        max_length=30,
        default="0330 0434 532",
        validators=[validate_phone],
        help_text="Written the way readers should see it. It is dialled right in any case.",
    )
    email = models.EmailField("e-mail address", blank=True, help_text="Shown in the footer.")
    address = models.TextField("postal address", blank=True, help_text="Shown in the footer.")
    hours = StreamField(
        [("hours", PeriodBlock())],
        blank=True,
        default=OFFICE_HOURS,
        verbose_name="opening hours",
        help_text="When somebody answers the telephone.",
    )
    bank_holidays = models.CharField(
        max_length=3,
        blank=True,
        default="ENG",
        choices=REGIONS,
        help_text="On the bank holidays there, the firm counts as closed.",
    )
    days_off = StreamField([("day", ClosedDayBlock())], blank=True, verbose_name="other days off")
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown in place of the name. One that is readable on light and dark ground.",
    )
    accent = models.CharField(
        "colour",
        max_length=7,
        blank=True,
        validators=[validate_accent],
        help_text="The one colour of links and buttons, such as #0b5a63. Dark mode lightens it.",
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="For links that are shared. Without one, each page has one made from its title.",
    )
    contact_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where invitations to ask for a call back lead.",
    )
    default_quiz = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="quiz",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Every article invites its readers to this one.",
    )
    closing = StreamField(
        InvitationsBlock(),
        blank=True,
        verbose_name="invitation at the end of articles",
        help_text="Where neither an article nor its list has one. Quiz and number if empty.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("firm_name"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("address"),
            ],
            heading="The firm",
        ),
        MultiFieldPanel(
            [FieldPanel("hours"), FieldPanel("bank_holidays"), FieldPanel("days_off")],
            heading="Opening hours",
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("accent"), FieldPanel("social_image")],
            heading="How the site looks",
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("contact_page", ["home.ContactPage"]),
                PageChooserPanel("default_quiz", ["leads.QuizPage"]),
                FieldPanel("closing"),
            ],
            heading="Where invitations lead",
        ),
    ]

    class Meta:
        verbose_name = "firm and site"

    def __str__(self) -> str:
        return self.firm_name

    @cached_property
    def phone_uri(self) -> str:
        """The number as a link: `tel:`, E.164 and the extension, if any (RFC 3966)."""
        return f"tel:{dialled(self.phone)}"

    @cached_property
    def opening_hours(self) -> Hours:
        """When the firm is open, bank holidays and days off included."""
        return Hours(
            periods=tuple(
                Period(
                    frozenset(int(day) for day in block.value["days"]),
                    block.value["opens"],
                    block.value["closes"],
                )
                for block in self.hours
            ),
            region=self.bank_holidays,
            closed=frozenset(block.value["day"] for block in self.days_off),
        )

    @property
    def opening(self) -> Opening:
        """Whether the firm is open at this moment, for templates: `opening.words`."""
        return self.opening_hours.at(timezone.now())

    @cached_property
    def contact(self) -> Page | None:
        """The contact page, or None while there is none that readers can see."""
        page = self.contact_page
        return page if page is not None and page.live else None

    def serve_preview(self, request: HttpRequest, _mode_name: str) -> HttpResponse:
        """Show the home page with these settings, before they are saved."""
        setattr(request, self.get_cache_attr_name(), self)
        home: HttpResponse = self.site.root_page.specific.serve(request)
        return home

    @cached_property
    def quiz(self) -> Page | None:
        """The quiz that articles invite to, or None while there is none that readers can see."""
        page = self.default_quiz
        return page.specific if page is not None and page.live else None


class SitePage(Unrestricted, Page):
    """What every page of the site is: a title, an address, and a description for search engines."""

    schema_type: ClassVar[str] = "WebPage"  # of schema.org
    link_type: ClassVar[str] = "website"  # of Open Graph

    social_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="picture for shared links",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=(
            "Shown where somebody shares this page, cut to 1200 by 630 pixels. Without one it is "
            "the site’s, or else one made from the title."
        ),
    )

    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("social_image")], heading="When it is shared"),
    ]

    class Meta:
        abstract = True

    @property
    def html_title(self) -> str:
        """The text of `<title>` before the firm's name."""
        return str(self.seo_title or self.title)

    @property
    def description(self) -> str:
        """What search engines may show below the title."""
        return str(self.search_description)

    @property
    def drawn_from(self) -> str:
        """The text that its line drawing is made of."""
        return str(self.title)

    @property
    def search_path(self) -> str:
        """Where `?q=` searches the site, on pages that know it."""
        return ""

    def feed_path(self, request: HttpRequest) -> str:  # noqa: ARG002  for those that override it
        """Return where the feed of what was asked for is, if it has one of its own."""
        return ""

    def structured(self, facts: Facts) -> list[Node]:  # noqa: ARG002  for those that override it
        """Return the schema.org nodes that only this type of page has."""
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["site_settings"] = SiteSettings.for_request(request)
        return context
