"""People who have just been given an account, each at a browser of their own, in production."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.core.login.people import PASSWORD, App
from tests.e2e.following import follow
from tests.e2e.newsroom import WATCHED
from tests.e2e.policy import note_violations
from tests.live.stack import Stack

SESSION = "__Host-leadline_session"
# Chromium says of every page that is refused that it was, and Wagtail repeats to the console what
# its checker of accessibility tells an editor about a draft.
NO_ERRORS = ("status of 403", "axe.run results")
_HIRE = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user({name!r}, "{name}@firm.example", {password!r})
user.groups.set([Group.objects.get(name={group!r})])
"""


@dataclass
class Office:
    """`refused` fills with what any of their browsers did not do, for the sake of the policy, and
    `errors` with all else that it complained of."""

    stack: Stack
    browser: Browser
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def hire(self, group: str) -> str:
        """Make an account in this group; returns its name."""
        name = f"{group.lower()}-{secrets.token_hex(2)}"
        code = _HIRE.format(name=name, password=PASSWORD, group=group)
        self.stack.manage("shell", "-v", "0", "-c", code)
        return name

    def sit_down(self) -> Page:
        """Return a browser that nobody has used."""
        context = self.browser.new_context(
            base_url=self.stack.url,
            viewport={"width": 1280, "height": 900},
            reduced_motion="reduce",
        )
        context.add_init_script(WATCHED)
        note_violations(context, self.refused)
        context.on("console", self._note)
        return context.new_page()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in NO_ERRORS):
            self.errors.append(f"{message.page.url if message.page else ''}: {message.text}")

    def type_password(self, page: Page, name: str) -> None:
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        follow(page.get_by_role("button", name="Sign in"))

    def come_in(self, group: str) -> Page:
        """Have somebody new set up an app that shows codes, and go on to the first page."""
        page, app = self.sit_down(), App()
        self.type_password(page, self.hire(group))
        for address in ("/admin/", "/admin/pages/", "/admin/enquiry/", "/admin/deliveries/"):
            page.goto(address)
            expect(page.get_by_text("lets nobody in with a password alone")).to_be_visible()
        follow(page.get_by_role("link", name="Set up an app"))
        app.secret = page.get_by_label("Authenticator secret").input_value()
        page.get_by_label("Authenticator code").fill(app.next_code())
        follow(page.get_by_role("button", name="Activate"))
        assert len(page.locator("#recovery_codes").input_value().split()) == 10
        follow(page.get_by_role("link", name="go on"))
        assert page.url == f"{self.stack.url}/admin/"
        assert_kept_to_this_host(page.context)
        return page


class Finger:
    """The part of a device that keeps passkeys and asks for a finger, which is put on it at once.

    Chromium's own: https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/
    """

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "automaticPresenceSimulation": True,
            **dict.fromkeys(("hasResidentKey", "hasUserVerification", "isUserVerified"), True),
        }
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.which = {"authenticatorId": made["authenticatorId"]}

    def passkeys(self) -> list[dict[str, Any]]:
        return self.devtools.send("WebAuthn.getCredentials", self.which)["credentials"]

    def forget(self) -> None:
        self.devtools.send("WebAuthn.clearCredentials", self.which)


def assert_kept_to_this_host(context: BrowserContext) -> None:
    """Fail unless a session is open that no other host, script or plain connection gets."""
    session = next(each for each in context.cookies() if each["name"] == SESSION)
    assert (session["secure"], session["httpOnly"], session["sameSite"]) == (True, True, "Lax")
    # What the prefix stands for: no Domain was given, and the whole site is meant.
    assert (session["domain"], session["path"]) == ("localhost", "/")
