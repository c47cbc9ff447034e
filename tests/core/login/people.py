"""Logging in as a person does, with an app that shows codes."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from tests.markup import Markup

PASSWORD = "correct horse battery staple"


def log_in(browser: Client, name: str = "ann", password: str = PASSWORD, **more: str) -> Any:
    """Send the login form and return what is answered."""
    form = {"login": name, "password": password, **more}
    return browser.post(reverse("account_login"), form)


class App:
    """Shows the codes of one secret. A code opens once, so each is of a time step of its own."""

    secret = ""

    def __init__(self) -> None:
        self._ahead = 0

    def next_code(self) -> str:
        counter = int(time.time()) // 30 + self._ahead
        self._ahead += 1
        return auth.format_hotp_value(auth.hotp_value(self.secret, counter))

    def set_up(self, browser: Client) -> Any:
        """Log in if need be, add this app to the account, and return what is answered."""
        if "_auth_user_id" not in browser.session:
            log_in(browser)
        address = reverse("mfa_activate_totp")
        page = Markup(browser.get(address).content.decode())
        self.secret = page.one("input", id="authenticator_secret").attributes["value"]
        return browser.post(address, {"code": self.next_code()})

    def set_up_and_read_codes(self, browser: Client) -> list[str]:
        self.set_up(browser)
        page = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
        return Markup(page).one("textarea").text.split()
