"""JSON-LD: what a page tells machines it is."""

from __future__ import annotations

from datetime import time

import pytest
from django.conf import settings
from django.test import Client

from core.models import SiteSettings
from tests.core.seo.conftest import graph, read
from tests.site_tree import SiteTree, make_article

BASE = settings.WAGTAILADMIN_BASE_URL
FIRM = {"Organization", "ProfessionalService"}


def test_no_node_holds_an_empty_value(tree: SiteTree) -> None:
    def empty(value: object) -> bool:
        if isinstance(value, dict):
            return not value or any(empty(each) for each in value.values())
        if isinstance(value, list):
            return not value or any(empty(each) for each in value)
        return value in (None, "")

    for address in ("/", "/articles/one/", "/contact/"):
        assert not any(empty(node) for node in graph(read(address)).values())


def test_opening_hours_are_those_of_the_settings(tree: SiteTree) -> None:
    firm = SiteSettings.objects.get()
    firm.hours = [("hours", {"days": ["0", "4"], "opens": time(8), "closes": time(16, 30)})]
    firm.save()

    contact = graph(read("/"))["Organization"]["contactPoint"]

    assert contact["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Friday"],
            "opens": "08:00",
            "closes": "16:30",
        }
    ]


def test_a_firm_with_an_address_is_a_place_and_one_without_is_not(tree: SiteTree) -> None:
    assert "ProfessionalService" not in graph(read("/"))

    SiteSettings.objects.update(address="1 High Street\nLondon")

    place = graph(read("/"))["ProfessionalService"]
    assert place["address"] == "1 High Street London"
    assert place["openingHoursSpecification"]


@pytest.mark.parametrize(
    "hostile",
    ["</script><script>alert(1)</script>", "<!-- <script>", '" \\ \u2028 😀', "&lt;/script>"],
)
def test_no_text_can_end_the_script_element(tree: SiteTree, hostile: str, client: Client) -> None:
    SiteSettings.objects.update(firm_name=hostile)
    make_article(tree.index, slug="bad", title=hostile, summary=hostile)

    text = client.get("/articles/bad/").content.decode()

    nodes = graph(read("/articles/bad/"))
    assert nodes["Organization"]["name"] == hostile
    assert "<script>alert" not in text
    inside = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not set("<>&") & set(inside)
