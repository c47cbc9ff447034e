"""What every page shares, and what the firm says about itself once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from core.phone import BadNumber, to_e164


def validate_phone(value: str) -> None:
    """Raise ValidationError unless `value` can be dialled."""
    try:
        to_e164(value)
    except BadNumber as error:
        raise ValidationError(str(error)) from error


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
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
    default_quiz = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="quiz",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Every article invites its readers to this one.",
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
        PageChooserPanel("default_quiz", ["leads.QuizPage"]),
    ]

    class Meta:
        verbose_name = "firm and site"

    def __str__(self) -> str:
        return self.firm_name

    @cached_property
    def phone_uri(self) -> str:
        """The number as a link: `tel:` and E.164 (RFC 3966)."""
        return f"tel:{to_e164(self.phone)}"

    @cached_property
    def quiz(self) -> Page | None:
        """The quiz that articles invite to, or None while there is none that readers can see."""
        page = self.default_quiz
        return page.specific if page is not None and page.live else None


class SitePage(Page):
    """What every page of the site is: a title, an address, and a description for search engines."""

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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["site_settings"] = SiteSettings.for_request(request)
        return context
