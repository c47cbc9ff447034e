"""Telephone numbers as they are dialled, linked and read."""

from __future__ import annotations

import pytest

from core.blocks import CallBlock
from core.models import SiteSettings
from core.phone import dialled, in_words, to_e164

TYPED = "020 7946 0018 ext. 12"


@pytest.mark.parametrize(
    ("typed", "number", "read"),
    [
        (TYPED, "+442079460018;ext=12", "+442079460018 ext. 12"),
        ("+44 20 7946 0018;ext=12", "+442079460018;ext=12", "+442079460018 ext. 12"),
        ("020 7946 0018", "+442079460018", "+442079460018"),
    ],
)
def test_an_extension_is_kept_and_can_be_read(typed: str, number: str, read: str) -> None:
    assert dialled(typed) == number
    assert dialled(number) == number
    assert in_words(number) == read
    assert to_e164(typed) == "+442079460018"


def test_links_to_a_number_dial_its_extension() -> None:
    assert SiteSettings(phone=TYPED).phone_uri == "tel:+442079460018;ext=12"
    assert CallBlock().to_python({"phone": TYPED}).phone_uri == "tel:+442079460018;ext=12"
