"""Whose page a form was sent from."""

from __future__ import annotations

import itertools

import pytest
from django.test import RequestFactory

from leads.capture import contact, keys
from leads.capture.origin import Sender, is_trusted, sender_of
from leads.models import Enquiry
from tests.visitor import CONTACT

OURS, UNKNOWN, FOREIGN = Sender.OURS, Sender.UNKNOWN, Sender.FOREIGN
VERDICTS = [
    # Sec-Fetch-Site, Origin, verdict
    ("same-origin", "http://testserver", OURS),
    ("same-origin", None, OURS),
    ("none", None, OURS),
    ("same-site", "http://blog.testserver", FOREIGN),
    ("cross-site", "https://evil.example", FOREIGN),
    ("cross-site", "http://testserver", FOREIGN),
    ("cross-site", "null", FOREIGN),
    (None, "http://testserver", OURS),
    (None, "https://evil.example", FOREIGN),
    (None, "http://testserver.evil.example", FOREIGN),
    (None, "http://[", FOREIGN),
    (None, "null", UNKNOWN),
    (None, None, UNKNOWN),
]


SITES = [None, "same-origin", "same-site", "cross-site", "none", "nonsense"]
ORIGINS = [None, "http://testserver", "https://evil.example", "null"]
REFERERS = [None, "http://testserver/contact/", "https://evil.example/"]


@pytest.mark.django_db
@pytest.mark.parametrize("has_key", [True, False])
def test_what_any_client_says_leads_to_the_receipt_or_to_one_more_press(has_key: bool) -> None:
    offer = contact.Offer(scope="page:1:message")
    key = contact.show(RequestFactory().get("/"), offer).key if has_key else ""
    sent = {**CONTACT, "key": key, "_end": "1"}
    for site, origin, referer in itertools.product(SITES, ORIGINS, REFERERS):
        headers = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}
        given = {name: value for name, value in headers.items() if value}

        taken = contact.take(RequestFactory().post("/", sent, headers=given), offer)

        ours = site in {"same-origin", "none"} or (site is None and origin == ORIGINS[1])
        silent = site is None and origin in {None, "null"}
        trusted = has_key and (ours or silent)
        assert isinstance(taken, Enquiry) == trusted, given
        if isinstance(taken, contact.Shown):
            assert (taken.status, taken.why) == (403, "doubt")
            assert {name: taken.form[name].value() for name in CONTACT} == CONTACT
            assert keys.read("contact", taken.key), "one more press sends it"

    assert Enquiry.objects.count() == (1 if has_key else 0)


@pytest.mark.parametrize(("site", "origin", "verdict"), VERDICTS)
def test_the_sender_is_what_the_browser_says(
    site: str | None, origin: str | None, verdict: Sender
) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": origin}
    request = RequestFactory().post("/", headers={k: v for k, v in headers.items() if v})

    assert sender_of(request) is verdict


def test_a_silent_client_is_believed_only_with_a_key_of_ours() -> None:
    request = RequestFactory().post("/")

    assert is_trusted(request, True)
    assert not is_trusted(request, False)


def test_no_key_makes_up_for_another_sites_page() -> None:
    request = RequestFactory().post("/", headers={"Sec-Fetch-Site": "cross-site"})

    assert not is_trusted(request, True)
