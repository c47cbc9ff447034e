"""Passkeys, as far as no browser is needed.

Their ceremony is proven in tests/live/test_colleagues_over_tls.py.
"""

from __future__ import annotations

import base64
import json

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.core.login.people import App, log_in
from tests.markup import Markup


def test_a_passkey_is_made_to_open_the_account_alone_unless_somebody_says_otherwise(
    ann: User,
) -> None:
    browser = Client()
    log_in(browser)

    page = Markup(browser.get(reverse("mfa_add_webauthn")).content.decode())

    assert "checked" in page.one("input", name="passwordless").attributes
    scripts = [each.attributes.get("src", "") for each in page.all("script")]
    assert [each for each in scripts if "core/passkeys" in each]


def test_one_that_is_not_known_here_is_told_as_a_passkey_and_not_as_a_code(ann: User) -> None:
    browser = Client()
    browser.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    for credential in RUBBISH:
        said = send(browser, reverse("mfa_login_webauthn"), credential)

        assert "_auth_user_id" not in browser.session
        assert "This passkey opens no account here" in said
        assert "code" not in said


def test_as_a_second_step_rubbish_is_refused_in_words(ann: User) -> None:
    App().set_up(Client())
    browser = Client()
    log_in(browser)
    browser.get(reverse("mfa_authenticate"))

    for credential in RUBBISH:
        said = send(browser, reverse("mfa_authenticate"), credential)

        assert "_auth_user_id" not in browser.session
        assert NOT_MINE in said


def test_rubbish_is_not_added_as_a_passkey(ann: User) -> None:
    browser = Client()
    log_in(browser)
    browser.get(reverse("mfa_add_webauthn"))

    for credential in RUBBISH:
        said = send(browser, reverse("mfa_add_webauthn"), credential)

        assert "The passkey could not be added" in said
        assert not ann.authenticator_set.exists()


def send(browser: Client, address: str, credential: object) -> str:
    """Send what a script would have got from a device; returns what the page says then."""
    answer = browser.post(address, {"credential": json.dumps(credential)}, follow=True)
    assert answer.status_code == 200
    return Markup(answer.content.decode()).one("main").text


NOT_MINE = "This passkey is none of yours here"
_PART = base64.urlsafe_b64encode(b"x" * 40).decode().rstrip("=")
_RESPONSE = {"clientDataJSON": _PART, "authenticatorData": _PART, "signature": _PART}
STRANGER = {"id": _PART, "rawId": _PART, "type": "public-key"}
STRANGER |= {"response": {**_RESPONSE, "userHandle": _PART}}
RUBBISH = (STRANGER, {"id": "x"}, [1], "x", {**STRANGER, "response": {}})
