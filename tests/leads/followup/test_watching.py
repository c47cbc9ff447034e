"""What the operator is told by mail: once an hour a cause, in plain English, with what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from leads.crm.base import AuthFailed
from leads.delivery import breaker, registry
from leads.delivery.worker import drain
from leads.followup.alarms import tell_operator
from leads.followup.mail import Mail
from leads.followup.watching import watch
from leads.models import Drill, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination
from tests.leads.followup.test_alert import part
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1, seconds=1)


@pytest.fixture(autouse=True)
def _operator(settings: Any) -> None:
    settings.OPERATOR_EMAIL = ["op@firm.example"]


def subjects(server: MailServer) -> list[str]:
    watch()
    drain()
    return [each["Subject"] for each in server.mails]


def test_one_cause_is_told_once_an_hour(server: MailServer) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert tell_operator("disk", "The disk is full", "Make room.\n\nThen look again.")
        assert not tell_operator("disk", "The disk is full", "Make room.")
        assert tell_operator("backup", "The backup failed", "Look.")
        clock.shift(HOUR)
        assert tell_operator("disk", "The disk is full", "Make room.")
        drain()

    assert len(server.mails) == 3
    assert server.recipients[0] == ["op@firm.example"]
    assert "Then look again." in part(server.mails[0], "plain")


def test_failed_deliveries_are_told_with_what_to_do_and_again_when_more_fail(
    server: MailServer,
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        make_delivery(state=State.DEAD, died_at=timezone.now())
        assert subjects(server) == ["1 delivery to main failed"]
        assert "manage.py deliveries" in part(server.mails[0], "plain")
        clock.shift(HOUR)
        assert len(subjects(server)) == 1  # nothing new
        make_delivery(state=State.DEAD, died_at=timezone.now())
        assert subjects(server)[1:] == ["2 deliveries to main failed"]
        clock.shift(24 * HOUR)
        assert len(subjects(server)) == 3  # still there


def test_a_refused_credential_is_told_at_once_an_outage_when_it_lasts(server: MailServer) -> None:
    crm = FakeDestination("main")
    with (
        registry.using(crm, Mail()),
        time_machine.travel(timezone.now(), tick=False) as clock,
    ):
        breaker.refused("main", AuthFailed("main: GET /x: HTTP 401"), timezone.now())
        assert subjects(server) == ["Nothing reaches main at the moment"]
        body = part(server.mails[0], "plain")
        assert "the CRM refuses our credential" in body
        assert "renew the credential" in body
        assert len(subjects(server)) == 1

        breaker.resume("main", timezone.now())
        clock.shift(HOUR)
        for number in range(breaker.OPENS_AT):
            breaker.failed("main", number, AuthFailed("x"), timezone.now(), probe=False)
        assert len(subjects(server)) == 1
        clock.shift(timedelta(minutes=16))
        assert len(subjects(server)) == 2


def test_a_drill_that_failed_is_told_with_its_station(server: MailServer) -> None:
    now = timezone.now()
    station = {"name": "delivered", "ok": False, "words": "not delivered in time", "ms": 1}
    Drill.objects.create(
        destination="main", started_at=now, finished_at=now, failed="delivered", stations=[station]
    )

    assert subjects(server) == ["The lead drill to main failed"]
    assert "not delivered in time" in part(server.mails[0], "plain")


def test_without_a_named_operator_it_goes_to_those_who_may_do_everything(
    server: MailServer, settings: Any
) -> None:
    settings.OPERATOR_EMAIL = []
    User.objects.create_superuser("root", "root@firm.example", "pw")
    tell_operator("disk", "The disk is full", "Make room.")

    drain()

    assert server.recipients == [["root@firm.example"]]
