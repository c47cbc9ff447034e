"""The firm's own colour on the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core import colour
from core.models import SiteSettings
from core.theme import stylesheet, theme_url
from tests.blog.editing.admin import member
from tests.starter import begin_with_starter


def test_the_grounds_that_colours_are_checked_on_are_those_of_the_style_sheet() -> None:
    sheet = finders.find("core/base.css")
    assert sheet is not None
    tokens = re.findall(r"--(paper|tint): (#[0-9a-f]{6});", Path(sheet).read_text())

    assert tokens == [
        ("paper", colour.PAPER),
        ("tint", colour.TINT),
        ("paper", colour.NIGHT),
        ("tint", colour.NIGHT_TINT),
    ]


@pytest.mark.parametrize("accent", ["#0b5a63", "#7a1f1f", "#000000"])
def test_text_in_the_colour_and_on_it_can_be_read_on_both_grounds(accent: str) -> None:
    light, dark = stylesheet(accent).split("@media")

    grounds = ((light, colour.PAPER, colour.TINT), (dark, colour.NIGHT, colour.NIGHT_TINT))
    for rules, *below in grounds:
        values = dict(re.findall(r"(--[a-z-]+):(#[0-9a-f]{6})", rules))
        for ground in below:
            assert colour.contrast(values["--accent"], ground) >= colour.ENOUGH
            assert colour.contrast(values["--accent-deep"], ground) >= colour.ENOUGH
        assert colour.contrast(values["--accent"], values["--on-accent"]) >= colour.ENOUGH


@pytest.mark.django_db
def test_pages_use_the_firms_colour_and_only_that_one_is_served() -> None:
    begin_with_starter()
    client = Client()
    assert "theme-" not in client.get("/").content.decode()

    SiteSettings.objects.update(accent="#7A1F1F")

    assert theme_url("#7A1F1F") in client.get("/").content.decode()
    served = client.get(theme_url("#7A1F1F"))
    assert served.headers["Content-Type"].startswith("text/css")
    assert "immutable" in served.headers["Cache-Control"]
    assert client.get("/theme-123456.css").status_code == 404


@pytest.mark.django_db
def test_a_logo_stands_in_place_of_the_name_and_says_it() -> None:
    begin_with_starter()
    logo = Image.objects.create(title="A drawing", file=get_test_image_file(size=(800, 200)))
    SiteSettings.objects.update(logo=logo, firm_name="Acme IT")

    page = Client().get("/").content.decode()

    wordmark = page.partition('class="wordmark"')[2].partition("</a>")[0]
    assert 'alt="Acme IT"' in wordmark
    assert 'width="480"' in wordmark
    assert 'height="120"' in wordmark


@pytest.mark.django_db
def test_settings_can_be_seen_on_the_site_before_they_are_saved() -> None:
    begin_with_starter()
    client = member("Editors")
    row = SiteSettings.objects.get()
    url = f"/admin/settings/core/sitesettings/{row.pk}/preview/"
    lists = {name: streamfield([]) for name in ("hours", "days_off", "closing")}
    data = {"firm_name": "Acme IT", "phone": "020 7946 0018", "bank_holidays": "ENG", **lists}
    data["accent"] = "#7A1F1F"

    client.post(url, nested_form_data(data))

    answer = client.get(url)
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    preview = answer.content.decode()
    assert "Acme IT" in preview
    assert "020 7946 0018" in preview
    colours = client.get(theme_url("#7A1F1F"))
    assert theme_url("#7A1F1F") in preview
    assert "--accent:#7a1f1f" in colours.content.decode()
    assert "public" not in colours.headers["Cache-Control"]
    assert Client().get(theme_url("#7A1F1F")).status_code == 404
    assert SiteSettings.objects.get().firm_name == "Your IT firm"
