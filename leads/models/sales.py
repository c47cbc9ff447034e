"""Who answers enquiries, and how soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from core.hours import Hours
from core.models import SiteSettings
from core.working_time import add_working_minutes

A_MONTH = 22 * 8 * 60  # working minutes


def validate_addresses(text: str) -> None:
    """Raise ValidationError, naming the line, unless each line is an e-mail address."""
    for line in text.split():
        try:
            validate_email(line)
        except ValidationError as error:
            raise ValidationError(f"“{line}” is no e-mail address. Write one a line.") from error


@register_setting(icon="mail")
class SalesSettings(BaseSiteSetting):
    """What the firm promises about answering, and who is told of an enquiry."""

    reply_within = models.PositiveIntegerField(
        "answer within (minutes)",
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(A_MONTH)],
        help_text="Of your opening hours: those of the night, bank holidays and days off do not "
        "count. A time to ring that somebody chose goes before it.",
    )
    warn_before = models.PositiveIntegerField(
        "warn before that (minutes)",
        default=15,
        validators=[MaxValueValidator(A_MONTH)],
        help_text="The owner is reminded so long before an answer is due.",
    )
    escalate_after = models.PositiveIntegerField(
        "tell everybody after (minutes)",
        default=30,
        validators=[MaxValueValidator(A_MONTH)],
        help_text="When nobody has taken an enquiry for so long. 0: never.",
    )
    alert_recipients = models.TextField(
        "also told of each enquiry",
        blank=True,
        validators=[validate_addresses],
        help_text="One e-mail address a line, besides whoever the enquiry is assigned to.",
    )
    acknowledge = models.BooleanField(
        "confirm enquiries by e-mail",
        default=True,
        help_text="Who enquires gets what they sent, and by when you answer.",
    )
    digest = models.BooleanField(
        "mail the day's list",
        default=True,
        help_text="To each salesperson, when your day begins and something waits.",
    )
    round_robin = models.BooleanField(
        "assign in turn",
        default=True,
        help_text="To whoever has waited longest. Without it, only topics assign.",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("reply_within"), FieldPanel("warn_before"), FieldPanel("escalate_after")],
            heading="How soon enquiries are answered",
        ),
        MultiFieldPanel(
            [
                FieldPanel("round_robin"),
                FieldPanel("alert_recipients"),
                FieldPanel("digest"),
                FieldPanel("acknowledge"),
            ],
            heading="Who is told",
        ),
    ]

    class Meta:
        verbose_name = "sales"

    def __str__(self) -> str:
        return "Sales"

    @property
    def addresses(self) -> list[str]:
        """Who is told of each enquiry besides its owner."""
        return self.alert_recipients.split()


class SalesPersonQuerySet(models.QuerySet["SalesPerson"]):
    def available(self, day: date) -> SalesPersonQuerySet:
        """Those who take enquiries on a day: not away, and their account is in use."""
        away = Q(away_from__isnull=False) | Q(away_until__isnull=False)
        begun = Q(away_from=None) | Q(away_from__lte=day)
        lasts = Q(away_until=None) | Q(away_until__gte=day)
        return self.filter(takes_leads=True, user__is_active=True).exclude(away & begun & lasts)


class SalesPerson(models.Model):
    """Somebody to whom enquiries are assigned. Alerts go to the address of their account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sales_person"
    )
    takes_leads = models.BooleanField("takes enquiries", default=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(
        null=True, blank=True, help_text="The last day away. Nothing is assigned meanwhile."
    )
    topics = models.ManyToManyField(
        "blog.Topic",
        blank=True,
        related_name="+",
        help_text="Enquiries from articles on these go here first.",
    )
    last_assigned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SalesPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "salesperson"
        verbose_name_plural = "sales people"
        permissions = [("manage_sales", "Can see all enquiries and assign them by rules")]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()

    def clean(self) -> None:
        if self.away_from and self.away_until and self.away_until < self.away_from:
            raise ValidationError({"away_until": "This is before the first day away."})


@dataclass(frozen=True)
class Promise:
    """What the firm promises about answering, and when it works."""

    sales: SalesSettings
    hours: Hours

    def due(self, since: datetime) -> datetime:
        """Return by when an enquiry that came at `since` is to be answered."""
        return add_working_minutes(since, self.sales.reply_within, self.hours)


def promise() -> Promise:
    """Return what is promised, for where no request has read it. One query."""
    sites = Site.objects.filter(is_default_site=True)
    site = sites.select_related("salessettings", "sitesettings").first()
    sales: SalesSettings = getattr(site, "salessettings", None) or SalesSettings()
    firm: SiteSettings = getattr(site, "sitesettings", None) or SiteSettings()
    return Promise(sales, firm.opening_hours)
