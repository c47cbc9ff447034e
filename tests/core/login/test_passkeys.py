"""Passkeys, as far as no browser is needed.

Their ceremony is proven in tests/live/test_colleagues_over_tls.py.
"""

from __future__ import annotations

import base64
import json

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.core.login.people import log_in
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
    part = base64.urlsafe_b64encode(b"x" * 40).decode().rstrip("=")
    response = {"clientDataJSON": part, "authenticatorData": part, "signature": part}
    stranger = {"id": part, "rawId": part, "type": "public-key"}
    stranger |= {"response": {**response, "userHandle": part}}

    address = reverse("mfa_login_webauthn")
    for credential in (stranger, {"id": "x"}, [1], "x", {**stranger, "response": {}}):
        answer = browser.post(address, {"credential": json.dumps(credential)}, follow=True)

        assert "_auth_user_id" not in browser.session
        said = Markup(answer.content.decode()).one("main").text
        assert "This passkey opens no account here" in said
        assert "code" not in said
