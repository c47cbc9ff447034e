"""The first-run checklist: each step is found out, and the list goes when all are done."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Site

from blog.models import ArticlePage
from core.backup import keeping
from core.models import SiteSettings
from home.first_run.steps import steps
from home.starting import load_starter
from leads.delivery import registry
from leads.delivery.worker import drain
from leads.followup.files import BACKEND
from leads.followup.mail import Mail
from leads.models import CheckRun
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_site(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    load_starter()


@pytest.fixture
def admin() -> Client:
    client = Client()
    user = User.objects.create_superuser("ada")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def done() -> dict[str, bool]:
    return {each.name: each.is_done for each in steps()}


def says(name: str) -> str:
    return next(each.says for each in steps() if each.name == name)


def test_on_a_new_site_everything_is_to_be_done() -> None:
    with registry.using():
        assert not any(done().values())
    assert "docs/crm" in says("Connect a CRM")


def test_the_firm_is_named_and_its_number_and_hours_saved_by_a_person(admin: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    firm = SiteSettings.for_site(site)
    firm.firm_name = "Ridge & Sons"
    firm.save()
    assert done()["Name the firm"]
    assert not done()["Look through telephone number and opening hours"]

    log(instance=firm, action="wagtail.edit", user=User.objects.get())

    assert done()["Look through telephone number and opening hours"]


def test_a_crm_counts_once_it_was_checked_or_took_an_enquiry() -> None:
    with registry.using(FakeDestination(), FakeDestination("other")):
        run = CheckRun.objects.create(
            destination="main",
            finished_at=timezone.now(),
            problems=[{"what": "A field is missing", "remedy": "Make it."}],
        )
        assert says("Connect the CRM “main”") == "A field is missing. Make it."
        make_delivery(destination="other", state="delivered")
        assert done()["Connect the CRM “other”"]
        CheckRun.objects.filter(pk=run.pk).update(problems=[])
        assert done()["Connect the CRM “main”"]


def test_the_notice_counts_once_somebody_published_it_and_it_says_what_is_done(
    settings: Any,
) -> None:
    page, user = Page.objects.get(slug="privacy").specific, User.objects.create_superuser("ed")
    assert "starter text" in says("Review the privacy notice")

    page.save_revision().publish(user=user)
    assert done()["Review the privacy notice"]
    settings.KEEP_ENQUIRIES_MONTHS = 6

    assert not done()["Review the privacy notice"]
    assert "6 months" in says("Review the privacy notice")


def test_only_an_article_that_somebody_published_counts() -> None:
    article = ArticlePage.objects.live().first()
    assert article is not None and not done()["Publish a first article"]

    article.save_revision().publish(user=User.objects.create_superuser("ed"))

    assert done()["Publish a first article"]


def test_a_backup_counts_while_they_are_made() -> None:
    keeping.note(True, "leadline-20261127-030000.tar.gz")
    assert done()["See a backup"]

    keeping.note(False, "No space left on device")

    assert not done()["See a backup"]
    assert "No space left" in says("See a backup")
    assert "The last good one is of" in says("See a backup")


def test_mail_counts_once_somebody_has_opened_the_link_in_one(
    admin: Client, settings: Any, tmp_path: Path
) -> None:
    name = "Send yourself a mail and read it"
    assert "Mail is off" in says(name)
    settings.MAIL_TRANSPORT, settings.MAIL_FOLDER = BACKEND, tmp_path / "mail"
    assert "written into a folder" in says(name)
    settings.OPERATOR_EMAIL = ["ops@ridge.example"]
    with patch("leads.followup.transport.leaves", lambda: True), registry.using(Mail()):
        pressed = admin.post("/admin/first-run/mail/", follow=True).content.decode()
        assert "It is on its way" in pressed
        drain()
    [file] = (tmp_path / "mail").glob("*.eml")
    [link] = re.findall(r"http://127.0.0.1:8000(/admin/first-run/received/\S+/)", as_text(file))

    admin.get(link.replace("received:", "received:x"))
    assert not done()[name]
    admin.get(link)

    assert done()[name]


def as_text(file: Path) -> str:
    """Return the words of a mail as whoever gets it reads them."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_list_is_shown_to_those_who_run_the_site_and_goes_once_all_is_done(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Ready for visitors: 0 of" in admin.get("/admin/").content.decode()
    admin.post("/admin/first-run/put-away/")  # not while something is to be done
    assert "Ready for visitors" in admin.get("/admin/").content.decode()

    monkeypatch.setattr("home.first_run.panel.steps", list)
    assert "Put this list away" in admin.get("/admin/").content.decode()
    admin.post("/admin/first-run/put-away/")
    assert "Ready for visitors" not in admin.get("/admin/").content.decode()
    monkeypatch.undo()
    assert "Ready for visitors" in admin.get("/admin/").content.decode()


def test_editors_are_not_bothered_with_it() -> None:
    editor, client = User.objects.create_user("ed"), Client()
    editor.groups.set(Group.objects.filter(name="Editors"))
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")

    assert "Ready for visitors" not in client.get("/admin/").content.decode()
    assert client.post("/admin/first-run/put-away/").status_code in {302, 403}
