"""Mail for tests: a mail server on a socket, the folder, and people of sales."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from wagtail.models import Site

from core.models import SiteSettings
from leads.delivery import registry
from leads.followup.mail import Mail
from tests.leads.conftest import begin
from tests.smtp import MailServer, serving_mail

SMTP, FILES = "leads.followup.smtp.EmailBackend", "leads.followup.files.EmailBackend"


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[MailServer]:
    """A mail server that takes everything, and mail that goes there."""
    with serving_mail() as running, registry.using(Mail()):
        point_to(settings, running.port)
        yield running


@pytest.fixture
def folder(settings: Any, tmp_path: Path, db: None) -> Iterator[Path]:
    """Mail as files, as where nothing is configured."""
    settings.MAIL_TRANSPORT, settings.MAIL_OPTIONS = FILES, {}
    settings.MAIL_FOLDER = tmp_path / "mail"
    with registry.using(Mail()):
        yield settings.MAIL_FOLDER


@pytest.fixture
def sam(db: None) -> User:
    """Somebody of sales who takes enquiries."""
    from leads.models import SalesPerson

    user = User.objects.create_user(
        "sam", "sam@firm.example", first_name="Sam", last_name="Hill", password=None
    )
    user.groups.set(Group.objects.filter(name="Sales"))
    SalesPerson.objects.create(user=user)
    return user


@pytest.fixture(autouse=True)
def _always_open(db: None) -> None:
    """Have the firm work around the clock: no test minds the time of day."""
    begin()  # the worker's test empties the database
    site = Site.objects.get(is_default_site=True)
    firm = SiteSettings.for_site(site)
    firm.hours, firm.firm_name = [], "Northgate IT"
    firm.save()


def point_to(settings: Any, port: int, **more: Any) -> None:
    """Have mail go to a mail server on this machine."""
    settings.MAIL_TRANSPORT = SMTP
    settings.MAIL_OPTIONS = {
        "host": "127.0.0.1", "port": port, "username": "", "password": "",
        "use_tls": False, "use_ssl": False, **more,
    }  # fmt: skip
