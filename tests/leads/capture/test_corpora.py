"""Texts, addresses and numbers by the hundred: none breaks a form, and all are stored as shown."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from core.phone import dialled
from leads.capture.cleaning import lines, one_line
from leads.capture.forms import ContactForm
from leads.capture.record import Contact, Submission, record_enquiry
from leads.models import Enquiry

NAUGHTY = json.loads(Path(__file__).with_name("naughty.json").read_text(encoding="utf-8"))
FILLED = {"name": "Ann Lee", "email": "ann@acme.example"}
TEXTS = ("name", "company", "message")
KINDS = [each for each in PhoneNumberType.values() if each != PhoneNumberType.UNKNOWN]


def shows_nothing_odd(text: str, allowed: str = "") -> bool:
    """Tell whether SQLite, PostgreSQL and a CRM take the text, and it turns nothing round."""
    return not any(
        each not in allowed
        and (unicodedata.category(each) in {"Cc", "Cs"} or each in "\u202d\u202e")
        for each in text
    )


@given(st.text(st.characters(exclude_categories=())) | st.sampled_from(NAUGHTY))
@settings(max_examples=200, deadline=None)
def test_any_text_is_cleaned_to_what_every_database_takes(text: str) -> None:
    line, several = one_line(text), lines(text)

    assert shows_nothing_odd(line)
    assert shows_nothing_odd(several, "\n\t")
    assert (one_line(line), lines(several)) == (line, several)


@pytest.mark.django_db
def test_naughty_strings_are_stored_as_they_are_shown_or_refused_with_a_reason() -> None:
    stored = 0
    for number, text in enumerate(NAUGHTY):
        form = ContactForm({**FILLED, **dict.fromkeys(TEXTS, text)})
        if not form.is_valid():
            assert set(form.errors) <= set(TEXTS), text
            continue
        told: dict[str, Any] = {name: form.cleaned_data[name] for name in TEXTS}
        contact = Contact(email="ann@acme.example", **told)
        kept = record_enquiry(Submission(form_key=f"naughty-{number}", contact=contact))
        assert Enquiry.objects.filter(pk=kept.pk).values(*TEXTS).get() == told
        stored += 1

    assert stored > 0.8 * len(NAUGHTY)


@given(st.emails() | st.emails(domains=st.sampled_from(["gmial.com", "acme.con"])))
@settings(max_examples=150, deadline=None)
def test_any_address_by_the_standard_is_taken_and_kept(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        return  # Django knows fewer than RFC 5322

    form = ContactForm({**FILLED, "email": address})

    if form.is_valid():
        assert form.cleaned_data["email"] == address.strip("<> ").rstrip(".,; ")
    else:
        assert list(form.errors) == ["email"]
        assert "." not in address.rpartition("@")[2] or address.isascii() is False


@pytest.mark.parametrize(
    "address",
    [
        "mailto:ann@acme.example", "<ann@acme.example>", "ann@acme.example.", " ann@acme.example ,",
        "ann@acme.example;",
    ],
)  # fmt: skip
def test_an_address_is_taken_out_of_what_came_with_it(address: str) -> None:
    form = ContactForm({**FILLED, "email": address})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "ann@acme.example"


@pytest.mark.parametrize(
    "address", ["ann@localhost", "ann@[192.0.2.1]", "ann@acme", "@acme.example"]
)
def test_an_address_that_is_not_on_the_net_is_asked_about(address: str) -> None:
    assert list(ContactForm({**FILLED, "email": address}).errors) == ["email"]


def test_a_number_of_any_country_and_kind_is_dialled_however_it_is_written() -> None:
    numbers = 0
    for region in phonenumbers.SUPPORTED_REGIONS:
        for kind in KINDS:
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            for style in (PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.RFC3966):
                typed = phonenumbers.format_number(number, style)
                assert dialled(typed) == e164, typed
            numbers += 1
    assert numbers > 1300


@pytest.mark.parametrize(
    "typed",
    [
        "020 7946 0018", "02079460018", "(020) 7946 0018", "(020)7946-0018", "020.7946.0018",
        "+44 20 7946 0018", "+44 (0)20 7946 0018", "+44(0)2079460018", "0044 20 7946 0018",
        "44 20 7946 0018", "tel:+442079460018", "Tel: 020 7946 0018", "０２０ ７９４６ ００１８",
        "+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨", "020–7946–0018", "020/7946 0018",
    ],
)  # fmt: skip
def test_a_british_number_is_dialled_however_it_is_written(typed: str) -> None:
    assert dialled(typed) == "+442079460018"
