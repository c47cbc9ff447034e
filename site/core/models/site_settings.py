"""What the firm says about itself once, for every page."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, PreviewableMixin, Site

from core.blocks import InvitationsBlock
from core.hours import REGIONS, Hours, Opening, Period
from core.opening_blocks import OFFICE_HOURS, ClosedDayBlock, PeriodBlock
from core.pagecache.memory import remembered
from core.phone import dialled
from core.validators import validate_accent, validate_phone


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

    @classmethod
    def for_request(cls, request: HttpRequest) -> SiteSettings:
        """Return the firm of the site that was asked for. All readers share it."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            find = partial(cls.for_site, Site.find_for_request(request))
            setattr(request, name, remembered(request, "firm", find))
        firm: SiteSettings = getattr(request, name)
        return firm

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
