"""Whose page a form was sent from."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from leads.capture.origin import Sender, is_trusted, sender_of

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
