"""What the firm can set, and what is refused with a reason."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core import colour
from core.models import SiteSettings


@pytest.fixture
def settings_of_firm(db: None) -> SiteSettings:
    return SiteSettings.for_site(Site.objects.get())


def test_a_new_site_keeps_office_hours_until_the_firm_says_otherwise(
    settings_of_firm: SiteSettings,
) -> None:
    fresh = SiteSettings.objects.get(pk=settings_of_firm.pk)

    [period] = fresh.opening_hours.periods

    assert period.days == frozenset(range(5))
    assert (str(period.opens), str(period.closes)) == ("09:00:00", "17:30:00")


@pytest.mark.parametrize("accent", ["#0b5a63", "#7a1f1f", "#000000"])
def test_a_colour_that_can_be_read_is_taken(accent: str, settings_of_firm: SiteSettings) -> None:
    settings_of_firm.accent = accent

    settings_of_firm.full_clean()


@pytest.mark.parametrize("accent", ["#ffcc00", "#9bd1ff", "#fbfaf6", "#707070"])
def test_a_colour_that_is_hard_to_read_is_refused_with_one_that_is_not(
    accent: str, settings_of_firm: SiteSettings
) -> None:
    settings_of_firm.accent = accent

    with pytest.raises(ValidationError) as refused:
        settings_of_firm.full_clean()
    [said] = refused.value.message_dict["accent"]
    suggested = colour.HEX.search(said)
    assert suggested is not None
    assert colour.contrast(suggested[0], colour.TINT) >= colour.ENOUGH


@pytest.mark.parametrize("accent", ["red", "#12345", "0b5a63", "#0b5a6g"])
def test_what_is_no_colour_is_named(accent: str, settings_of_firm: SiteSettings) -> None:
    settings_of_firm.accent = accent

    with pytest.raises(ValidationError, match="six digits"):
        settings_of_firm.full_clean()


def test_contrast_is_that_of_wcag() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", ["#000000", "#0b5a63", "#7a1f1f"])
def test_dark_mode_lifts_a_colour_until_it_can_be_read(accent: str) -> None:
    assert colour.contrast(colour.lifted(accent), colour.NIGHT) >= colour.ENOUGH


def test_hours_that_end_before_they_begin_are_refused_in_the_admin(
    settings_of_firm: SiteSettings,
) -> None:
    client = Client()
    client.force_login(
        User.objects.create_superuser("admin"), "django.contrib.auth.backends.ModelBackend"
    )
    days = {"days": "0", "opens": "17:00", "closes": "09:00"}
    data = {
        "firm_name": "Acme IT",
        "phone": "020 7946 0018",
        "bank_holidays": "ENG",
        "hours": streamfield([("hours", days)]),
        "days_off": streamfield([]),
        "closing": streamfield([]),
    }

    page = client.post(
        f"/admin/settings/core/sitesettings/{settings_of_firm.site_id}/", nested_form_data(data)
    )

    assert "Closing time must be after opening time." in page.content.decode()
    assert SiteSettings.objects.get().firm_name == "Your IT firm"
