"""Mail as files: the page that shows them, and that they go with whoever is erased."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail as django_mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.management.commands.prepare import make_first_login
from leads.delivery import outbox, registry
from leads.delivery.worker import drain
from leads.followup.mail import LEFT, Mail
from leads.models import Delivery, Errand, Letter, State
from leads.privacy.forgetting import finish_all, forget
from tests.leads.followup.conftest import point_to
from tests.leads.followup.test_alert import enquire
from tests.smtp import serving_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, settings: Any) -> Client:
    settings.MAIL_PAGE = True
    user = User.objects.create_superuser("root", "root@firm.example", "pw")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_erasing_a_person_removes_the_mails_about_them(folder: Path, sam: User) -> None:
    enquiry, other = enquire(), enquire()
    drain()
    assert enquiry.email.encode() in bytes_below(folder)

    forget(enquiry.person)
    drain()

    assert finish_all() == 1
    assert enquiry.email.encode() not in bytes_below(folder)
    assert other.email.encode() in bytes_below(folder)


def test_where_mails_have_left_the_erasure_names_what_a_person_removes(
    server: Any, sam: User
) -> None:
    enquiry = enquire()
    drain()

    forget(enquiry.person)
    drain()

    erasure = Delivery.objects.get(kind=Errand.ERASE)
    assert (erasure.state, erasure.detail) == (State.DELIVERED, LEFT)


def test_only_their_owner_can_read_the_files_and_they_go_after_30_days(
    folder: Path, sam: User
) -> None:
    enquire()
    drain()
    files = list(folder.iterdir())
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}

    old = time.time() - 31 * 24 * 60 * 60
    os.utime(files[0], (old, old))
    call_command("purge_mail")

    assert list(folder.iterdir()) == files[1:]


def test_the_page_shows_every_mail_as_it_looks_and_as_text(
    folder: Path, sam: User, admin: Client
) -> None:
    enquiry = enquire()
    drain()

    page = admin.get(reverse("mails")).content.decode()
    assert f"we have your enquiry ({enquiry.reference})" in page
    for path in folder.iterdir():
        one = admin.get(reverse("mail", args=[path.name])).content.decode()
        assert enquiry.reference in one
        body = admin.get(reverse("mail_body", args=[path.name]))
        assert body.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert body.headers["X-Frame-Options"] == "SAMEORIGIN"  # the page around it is ours


def test_it_is_there_for_nobody_else_and_only_where_it_was_asked_for(
    folder: Path, admin: Client, sam: User, settings: Any
) -> None:
    assert admin.get(reverse("mails")).status_code == 200
    assert "No mail yet" in admin.get(reverse("mails")).content.decode()
    assert admin.get(reverse("mail", args=["secret-key"])).status_code == 404
    settings.MAIL_PAGE = False
    assert admin.get(reverse("mails")).status_code == 404
    settings.MAIL_PAGE = True
    admin.force_login(sam, "django.contrib.auth.backends.ModelBackend")
    assert admin.get(reverse("mails")).status_code == 404


def test_djangos_own_mail_goes_the_same_way_and_its_words_are_not_kept(
    settings: Any, server: Any
) -> None:
    settings.EMAIL_BACKEND = "leads.followup.posting.EmailBackend"
    django_mail.send_mail("New password", "Secret link", None, ["kim@firm.example"])
    assert server.mails == []

    drain()

    assert [each["Subject"] for each in server.mails] == ["New password"]
    letter = Letter.objects.get()
    assert (letter.subject, letter.text, letter.to) == ("", "", [])


def test_with_mail_off_nothing_is_put_in_and_nobody_is_kept_waiting(settings: Any) -> None:
    settings.EMAIL_BACKEND = "leads.followup.posting.EmailBackend"

    assert django_mail.send_mail("New password", "Link", None, ["kim@firm.example"]) == 0
    outbox.enqueue(enquire())

    assert not Delivery.objects.exists()


def test_the_command_says_whether_mail_leaves(settings: Any, server: Any, capsys: Any) -> None:
    call_command("mail", "check")
    call_command("mail", "test", "me@firm.example")
    assert "ready; the mail server takes us" in capsys.readouterr().out
    assert server.recipients == [["me@firm.example"]]

    with serving_mail() as gone:
        port = gone.port
    point_to(settings, port)
    with pytest.raises(Exception, match="cannot be reached"):
        call_command("mail", "check")


def test_mails_have_threads_that_no_crm_can_take(folder: Path, sam: User) -> None:
    from leads.delivery.shares import Shares
    from leads.delivery.worker import claim_next
    from tests.factories import make_delivery
    from tests.fakes import FakeDestination

    with registry.using(FakeDestination("main"), Mail()):
        for _ in range(3):
            make_delivery()
        busy = ["main", "main"]
        assert not claim_next(busy, Shares(2))
        enquire()
        [held] = claim_next(busy, Shares(2))

    assert held.delivery.destination == "mail"


def test_whoever_tries_leadline_sees_the_alert_too(folder: Path, settings: Any) -> None:
    settings.MAIL_PAGE = True
    make_first_login(folder.parent / "password")
    enquire()

    drain()

    assert sorted(path.name.partition("-")[0] for path in folder.iterdir()) == [
        "acknowledge", "alert",
    ]  # fmt: skip
