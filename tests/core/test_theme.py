"""The firm's own colour on the site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from core import colour
from core.models import SiteSettings
from core.theme import stylesheet, theme_url
from home.starting import load_starter


@pytest.mark.parametrize("accent", ["#0b5a63", "#7a1f1f", "#000000"])
def test_text_in_the_colour_and_on_it_can_be_read_on_both_grounds(accent: str) -> None:
    light, dark = stylesheet(accent).split("@media")

    for rules, ground in ((light, colour.PAPER), (dark, colour.NIGHT)):
        values = dict(re.findall(r"(--[a-z-]+):(#[0-9a-f]{6})", rules))
        assert colour.contrast(values["--accent"], ground) >= colour.ENOUGH
        assert colour.contrast(values["--accent-deep"], ground) >= colour.ENOUGH
        assert colour.contrast(values["--accent"], values["--on-accent"]) >= colour.ENOUGH


@pytest.mark.django_db
def test_pages_use_the_firms_colour_and_only_that_one_is_served() -> None:
    load_starter()
    client = Client()
    assert "theme-" not in client.get("/").content.decode()

    SiteSettings.objects.update(accent="#7A1F1F")

    assert theme_url("#7A1F1F") in client.get("/").content.decode()
    served = client.get(theme_url("#7A1F1F"))
    assert served.headers["Content-Type"].startswith("text/css")
    assert "immutable" in served.headers["Cache-Control"]
    assert client.get("/theme-123456.css").status_code == 404
