"""Logging in: what opens the admin, what does not, and what a stranger learns from trying."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from leads.models import Letter
from tests.core.login.people import PASSWORD, App, log_in
from tests.markup import Markup

pytestmark = pytest.mark.django_db
HOME, STEPS, FORGOTTEN = "/admin/", "/admin/2fa/", "/admin/password/reset/"
NEW = "a brand-new pass phrase"


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_STEP = "required"


def logged_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def words(answer: Any) -> str:
    return " ".join(Markup(answer.content.decode()).one("main").text.split())


def test_the_right_password_opens_the_admin_and_what_was_asked_for(ann: User) -> None:
    browser = Client()
    asked = browser.get("/admin/pages/")
    assert asked.headers["Location"] == "/admin/login/?next=/admin/pages/"

    answer = log_in(browser, next="/admin/pages/")

    assert answer.headers["Location"] == "/admin/pages/"
    assert browser.get(HOME).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_led_to_another_site_after_logging_in(ann: User, elsewhere: str) -> None:
    assert log_in(Client(), next=elsewhere).headers["Location"] == HOME


def test_an_unknown_name_and_a_wrong_password_are_told_the_same(ann: User) -> None:
    known, unknown = log_in(Client(), password="wrong"), log_in(Client(), "nobody", "wrong")

    assert known.status_code == unknown.status_code == 200
    assert "do not go together" in words(known)
    assert words(known) == words(unknown)


def test_after_five_wrong_passwords_even_the_right_one_waits_but_not_its_owner_elsewhere(
    ann: User,
) -> None:
    for _ in range(5):
        assert "do not go together" in words(log_in(Client(), password="wrong"))

    assert "Wait 15 minutes" in words(log_in(Client()))
    assert log_in(Client(REMOTE_ADDR="192.0.2.8")).status_code == 302


def test_whoever_writes_their_own_x_forwarded_for_is_counted_as_one(ann: User) -> None:
    for number in range(5):
        forged = Client(headers={"x-forwarded-for": f"198.51.100.{number}"})
        log_in(forged, password="wrong")

    assert "Wait 15 minutes" in words(log_in(Client()))


def test_wagtails_own_logins_which_know_no_second_step_are_not_there(ann: User) -> None:
    for address in ("/_util/login/", "/admin/password_reset/"):
        browser = Client()
        browser.post(address, {"username": "ann", "password": PASSWORD})
        assert not logged_in(browser)
    assert Client().get("/_util/login/?next=/x/").headers["Location"] == "/admin/login/?next=/x/"


def test_nobody_signs_up() -> None:
    assert Client().get("/admin/signup/").status_code in {302, 404}
    assert User.objects.count() == 0


def test_where_a_second_step_is_required_nothing_else_can_be_done_first(
    ann: User, required: None
) -> None:
    browser = Client()
    log_in(browser)

    for address in (HOME, "/admin/pages/", "/admin/account/", "/admin/images/"):
        assert browser.get(address).headers["Location"] == STEPS
    page = browser.get(STEPS)
    assert "lets nobody in with a password alone" in words(page)
    assert "wagtail-sidebar" not in page.content.decode()


def test_setting_one_up_shows_recovery_codes_and_opens_the_admin(ann: User, required: None) -> None:
    browser, app = Client(), App()
    log_in(browser)

    answer = app.set_up(browser)

    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    shown = browser.get(answer.headers["Location"]).content.decode()
    assert len(Markup(shown).one("textarea").text.split()) == 10
    assert browser.get(HOME).status_code == 200


def test_from_then_on_the_password_alone_opens_nothing(ann: User, required: None) -> None:
    app = App()
    app.set_up(Client())
    browser = Client()

    assert log_in(browser).headers["Location"] == reverse("mfa_authenticate")
    assert browser.get(HOME).headers["Location"].startswith("/admin/login/")
    assert not logged_in(browser)
    assert "not right" in words(browser.post(reverse("mfa_authenticate"), {"code": "000000"}))
    assert browser.post(reverse("mfa_authenticate"), {"code": app.next_code()}).status_code == 302
    assert browser.get(HOME).status_code == 200


def test_a_recovery_code_opens_it_once(ann: User) -> None:
    codes = App().set_up_and_read_codes(Client())

    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert logged_in(first)
    assert not logged_in(second)


def test_codes_are_guessed_at_five_times(ann: User) -> None:
    app = App()
    app.set_up(Client())
    browser = Client()
    log_in(browser)
    for _ in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = browser.post(reverse("mfa_authenticate"), {"code": app.next_code()})

    assert "Wait 15 minutes" in words(answer)
    assert not logged_in(browser)


def test_a_copy_of_the_database_makes_no_codes(ann: User) -> None:
    app = App()
    app.set_up(Client())

    with connection.cursor() as cursor:
        stored = str(cursor.execute("SELECT data FROM mfa_authenticator").fetchall())

    assert app.secret
    assert app.secret not in stored
    assert Authenticator.objects.get(type="totp").wrap().validate_code(app.next_code())


def test_where_it_is_offered_the_first_page_says_so_until_there_is_one(ann: User) -> None:
    browser = Client()
    log_in(browser)
    assert "opens with a password alone" in browser.get(HOME).content.decode()

    App().set_up(browser)

    assert "password alone" not in browser.get(HOME).content.decode()


def test_one_that_was_lost_is_taken_away_and_every_browser_logged_out(ann: User) -> None:
    browser = Client()
    App().set_up(browser)

    call_command("second_step", "remove", "ann")

    assert browser.get(HOME).status_code == 302
    assert log_in(Client()).headers["Location"] == HOME


def test_a_new_password_comes_by_mail_from_the_sites_own_address_and_works_once(
    ann: User, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://www.firm.example"
    Client(headers={"host": "localhost"}).post(FORGOTTEN, {"email": "ann@firm.example"})

    [sent] = mail.outbox
    [link] = [line for line in sent.body.splitlines() if line.startswith("https://")]
    assert link.startswith("https://www.firm.example/admin/password/reset/key/")
    path = link.removeprefix("https://www.firm.example")
    browser = Client()
    form = browser.get(path, follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": NEW, "password2": NEW})
    assert log_in(Client(), password=NEW).status_code == 302
    assert "password1" not in Client().get(path, follow=True).content.decode()


def test_it_waits_in_the_outbox_and_not_for_a_mail_server(ann: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "leads.followup.posting.EmailBackend"

    Client().post(FORGOTTEN, {"email": "ann@firm.example"})

    assert "/admin/password/reset/key/" in Letter.objects.get().text


def test_who_asks_for_a_new_password_does_not_learn_whether_there_is_such_an_account(
    ann: User,
) -> None:
    pages = []
    for email in ("ann@firm.example", "nobody@firm.example"):
        pages.append(words(Client().post(FORGOTTEN, {"email": email}, follow=True)))

    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["ann@firm.example"]]


def test_a_page_with_a_password_is_not_guessed_at_for_long(client: Client) -> None:
    from wagtail.models import Page, PageViewRestriction

    page = Page.objects.get(depth=2)
    kept = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    address = reverse("wagtailcore_authenticate_with_password", args=[kept.pk, page.pk])

    statuses = [client.post(address, {"password": str(n)}).status_code for n in range(11)]

    assert statuses == [200] * 10 + [429]


def test_a_change_that_opens_the_account_otherwise_asks_once_more_who_it_is(ann: User) -> None:
    browser = Client()
    App().set_up(browser)

    page = Markup(browser.get(reverse("account_reauthenticate"), follow=True).content.decode())

    assert page.one("h1").text.strip() == "Is it still you?"
    assert page.all("form")
